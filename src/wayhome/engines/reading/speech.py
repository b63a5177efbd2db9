"""Verbs of saying, shared by whoever looks for speakers."""

SAID = (
    r"(?:said|says|say|told|tells|added|adds|stated|states|declared|declares|announced|announces|confirmed|confirms"
    r"|explained|noted|notes|insisted|insists|stressed|stresses|warned|warns|wrote|writes|tweeted|posted|replied"
    r"|answered|asked|asks|urged|urges|argued|argues|claimed|claims|acknowledged|conceded|recalled|reiterated|repeated"
    r"|emphasi[sz]ed|underlined|underscored|remarked|commented|quipped|joked|vowed|pledged|promised|continued|concluded"
    r"|admitted|denied|complained|observed|maintained|suggested|cautioned|lamented|reported|read|reads|pointed\s+out"
    r"|went\s+on|hailed|called|thanked|recounted|predicted|affirmed|assured|responded|objected|countered|protested"
    r"|exclaimed|joked|mused|demanded|accused|put\s+it|pleaded|quoted)"
)
