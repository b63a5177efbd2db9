"""Verbs of saying, shared by whoever looks for speakers."""

SAID = (
    r"(?:said|says|say|told|tells|added|adds|stated|states|declared|declares|announced|announces"
    r"|confirmed|confirms"
    r"|explained|noted|notes|insisted|insists|stressed|stresses|warned|warns|wrote|writes|tweeted"
    r"|posted|replied"
    r"|answered|asked|asks|urged|urges|argued|argues|claimed|claims|acknowledged|conceded"
    r"|recalled|reiterated|repeated"
    r"|emphasi[sz]ed|underlined|underscored|remarked|commented|quipped|joked|vowed|pledged"
    r"|promised|continued|concluded"
    r"|admitted|denied|complained|observed|maintained|suggested|cautioned|lamented|reported|read"
    r"|reads|pointed\s+out"
    r"|went\s+on|hailed|called|thanked|recounted|predicted|affirmed|assured|responded|objected"
    r"|countered|protested"
    r"|exclaimed|joked|mused|demanded|accused|put\s+it|pleaded|quoted)"
)
