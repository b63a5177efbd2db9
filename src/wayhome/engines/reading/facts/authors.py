"""Whose statement a whole text is: by its headline or its letterhead."""

import re

from wayhome.engines.reading.draft import AssertedBy
from wayhome.engines.reading.facts.sides import BOTH, Sides
from wayhome.engines.reading.gazetteer import Kind
from wayhome.engines.reading.text import Text

_AUTHOR = re.compile(
    r"^(?:press )?(?:statement|communiqu[eé]|declaration|announcement|press release|message"
    r"|readout)\b.{0,30}?"
    r"\b(?:by|of|from|issued by)\b",
    re.I,
)


_JOINT = re.compile(r"\bjoint (?:press )?(?:statement|release|communiqu|declaration)", re.I)


_LETTERHEAD = re.compile(
    r"\b(?:Ministry of|Press (?:Information )?(?:Bureau|Office|Service)|Foreign (?:Office|Ministry)"
    r"|Embassy of|Office of the (?:President|Prime Minister))\b"
)


def _letterhead(text: Text, sides: Sides) -> AssertedBy | None:
    """The country whose ministry heads the text: a line of its own above the first sentence."""
    first = text.sentences[0].start if text.sentences else 0
    for line in text.headings:
        told = re.search(r"\bsa(?:id|ys)\b|:", text[line])
        if line.end > first or told or not _LETTERHEAD.search(text[line]):
            continue
        there = {m.party: m for m in sides.mentions if line.holds(m.span)}
        if len(there) == 1 and next(iter(there)) not in sides.bodies:
            party, mention = next(iter(there.items()))
            return AssertedBy(
                party=party, via="document", span=mention.span, rule="its letterhead", sure=False
            )
    return None


def by_author(text: Text, sides: Sides) -> AssertedBy | None:
    """The party whose statement the whole text is, by its headline."""
    if text.headline is not None and _JOINT.search(text[text.headline]):
        return AssertedBy(party=BOTH, via="document", rule="joint statement", sure=False)
    letterhead = _letterhead(text, sides)
    if letterhead is not None:
        return letterhead
    if text.headline is None or not _AUTHOR.match(text[text.headline]):
        return None
    named = sides.between(text.headline.start, text.headline.end)
    cities = {m.span for m in sides.mentions if m.kind is Kind.CAPITAL}
    if len({a.party for a in named}) != 1 or named[0].span in cities:
        return None
    return AssertedBy(
        party=named[0].party, via="document", span=named[0].span, rule="its statement"
    )
