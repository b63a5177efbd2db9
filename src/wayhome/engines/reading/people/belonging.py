"""For which party a person acts: the party in their role, else the one their sentence is about."""

import re

from wayhome.engines.reading.draft import Found, Span
from wayhome.engines.reading.facts.sides import BOTH, Actor, Sides
from wayhome.engines.reading.text import Text

_HEAD = re.compile(
    r"\b(?:[\w-]+-)?(?:president|minister|premier|spokes\w+|envoy|negotiator|delegate|delegation|head|leader|chief"
    r"|chair\w*|coordinator|co-ordinator|director|commander|general|ambassador|secretary(?:-general)?|aide|advis[eo]r"
    r"|mediator|commissioner|ombuds\w+|representative|member|official|lawmaker|chancellor|governor|diplomat|deputy"
    r"|officer|king|emir|prince|who|part|leading|heading|representing|speaking)s?\b",
    re.I,
)
# What an envoy is sent to or for is not whom the envoy speaks for.
_SENT_TO = re.compile(r"\b(?:to|for|on|with)\s+(?:the\s+)?$", re.I)
_SENT = re.compile(
    r"\b(?:envoy|ambassador|representative|coordinator|mission|rapporteur|expert)\b", re.I
)
_IN = re.compile(r"\b(?:in|at|near|from\s+(?:his|her)\s+home\s+in)\s+(?:the\s+)?$", re.I)
_OWN = re.compile(
    r"\b(?:his|her|our|its)\s+(?:own\s+)?(?:team|side|country|delegation|government|forces|army|group|movement"
    r"|negotiators)\b"
)
_OFFICE = re.compile(
    r"\b(?:president|minister|premier|negotiator|general|commander|delegation|spokes\w+|chief|leader)\b",
    re.I,
)


def side_in_role(text: Text, sides: Sides, role: Span) -> Found[str] | None:
    """The party that a role names: the word before the office, else the first one after it."""
    raw = text.raw
    actors = [actor for actor in sides.between(role.start, role.end) if actor.party != BOTH]
    head = _HEAD.search(raw, role.start, role.end)
    at = head.start() if head else role.end
    before = [actor for actor in actors if actor.span.end <= at]
    if before:
        return Found(before[-1].party, before[-1].span, "party before the office")
    for actor in actors:
        lead = raw[role.start : actor.span.start]
        if _IN.search(lead) or (_SENT_TO.search(lead) and _SENT.search(lead)):
            continue
        return Found(actor.party, actor.span, "party of the office")
    return None


def side_in_sentence(text: Text, sides: Sides, name: Span, sentence: Span) -> Found[str] | None:
    """A guess, never sure: whose president is spoken of where the sentence is about one party."""
    raw = text.raw
    before = raw[sentence.start : name.start]
    others = [a for a in sides.between(name.end, sentence.end) if _stands(a, sides)]
    own = _OWN.search(raw, name.end, sentence.end)
    if own and re.match(r"\s+\w+\s+(?:that\s+)?(?:his|her|our)\b", raw[name.end : own.end()]):
        across = [sides.other(a.party) for a in others if a.span.start > own.end()]
        if across and across[0]:
            return Found(
                across[0], own_span(own), "across the table from whom they speak of", False
            )
    office = _OFFICE.search(before[-40:])
    near = [a for a in sides.between(sentence.start, name.start) if _stands(a, sides)]
    if office and near:
        return Found(near[-1].party, near[-1].span, "party the sentence is about", False)
    return None


def own_span(found: re.Match[str]) -> Span:
    """Where a pattern was found."""
    return Span(found.start(), found.end())


def _stands(actor: Actor, sides: Sides) -> bool:
    return actor.party in sides.principals and not actor.place
