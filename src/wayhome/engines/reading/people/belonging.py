"""For which party a person acts, by the words of their role."""

import re

from wayhome.engines.reading.draft import Found, Span
from wayhome.engines.reading.facts.sides import BOTH, Actor, Sides
from wayhome.engines.reading.people.names import TITLE
from wayhome.engines.reading.text import Text

_HEAD = re.compile(
    r"\b(?:[\w-]+-)?(?:president|minister|premier|spokes\w+|envoy|negotiator|delegate|delegation"
    r"|head|leader|chief"
    r"|chair\w*|coordinator|co-ordinator|director|commander|general|ambassador"
    r"|secretary(?:-general)?|aide|advis[eo]r"
    r"|mediator|commissioner|ombuds\w+|representative|member|official|lawmaker|chancellor"
    r"|governor|diplomat|deputy"
    r"|officer|king|emir|prince|who|part|leading|heading|representing|speaking)s?\b",
    re.I,
)
# What an envoy is sent to or for is not whom the envoy speaks for.
_SENT_TO = re.compile(r"\b(?:to|for|on|with)\s+(?:the\s+)?$", re.I)
_SENT = re.compile(
    r"\b(?:envoy|ambassador|representative|coordinator|mission|rapporteur|expert)\b", re.I
)
_FORMER = re.compile(r"\b(?:(?:former|one-time|ousted|deposed)\b|ex-)", re.I)
_TO = re.compile(r"\b(?:to|in|at)\s+(?:the\s+)?$")
_OF = re.compile(r"\s+of\s+(?:the\s+)?")
_OF_THE_SECRETARY_GENERAL = re.compile(r"(?:[Tt]he\s+)?(?:UN\s+)?Secretary-General[’']s\b")
_OWNS = re.compile(rf"[’']s?\s+(?:{TITLE}\s+)*")
_IN = re.compile(r"\b(?:in|at|near|from\s+(?:his|her)\s+home\s+in)\s+(?:the\s+)?$", re.I)
_AN_OFFICE = re.compile(r"(?:the\s+|his\s+|its\s+)?(?:president|prime\s+minister)", re.I)
_LABEL = re.compile(r"\b(rebel|guerrilla|insurgent|separatist|opposition|militia)s?\b", re.I)
_HALF = re.compile(r"\b(?:the|The)\s+(North|South)\b(?!\s+Korea)")


def side_in_role(text: Text, sides: Sides, role: Span) -> Found[str] | None:
    """The party that a role names: the word before the office, else the first one after it."""
    raw = text.raw
    former = _FORMER.search(raw, role.start, role.end)
    if former:  # whoever held an office speaks for it no longer
        role = Span(role.start, former.start())
    own = _OF_THE_SECRETARY_GENERAL.match(raw, role.start, role.end)
    if own:
        return Found("United Nations", Span(own.start(), own.end()), "party before the office")
    if not raw[role.start : role.end].strip():
        return None
    heads = list(_HEAD.finditer(raw, role.start, role.end))
    actors = [
        actor
        for actor in sides.between(role.start, role.end)
        if actor.party != BOTH and not _AN_OFFICE.fullmatch(raw, actor.span.start, actor.span.end)
    ]
    if re.search(r"\bsecretary\b", raw[role.start : role.end], re.I):  # a country's own council
        actors = [a for a in actors if not raw[a.span.start :].startswith("Security Council")]
    at = heads[0].start() if heads else role.end
    before = [actor for actor in actors if actor.span.end <= at]
    sent = [a for a in before if not _TO.search(raw[role.start : a.span.start])]
    before = sent or before  # "the delegation sent to Vienna"
    if before:
        chosen = _of_its_own_country(raw, before)
        return Found(chosen.party, chosen.span, "party before the office")
    seat: Actor | None = None  # "the minister in Northport": who sits there
    for actor in actors:
        lead = raw[role.start : actor.span.start]
        if _IN.search(lead) and not _SENT.search(lead):
            seat = seat or actor
        if _IN.search(lead) or (_SENT_TO.search(lead) and _SENT.search(lead)):
            continue
        return Found(actor.party, actor.span, "party of the office")
    if seat:
        return Found(seat.party, seat.span, "seat of the office", sure=False)
    return nameless(text, role)


def is_former(role: str) -> bool:
    """Whether an office is one that the person held once."""
    return bool(_FORMER.search(role))


def _of_its_own_country(raw: str, actors: list[Actor]) -> Actor:
    """The last of the actors; of "the Northland Red Cross" the country whose society it is."""
    if len(actors) > 1 and re.match(r"Red (?:Cross|Crescent)", raw[actors[-1].span.start :]):
        return actors[-2] if actors[-1].span.start - actors[-2].span.end <= 1 else actors[-1]
    return actors[-1]


def nameless(text: Text, role: Span) -> Found[str] | None:
    """As in "The rebel delegation", where the side has no other name; "the North" of two Koreas."""
    label = _LABEL.search(text.raw, role.start, role.end)
    if label:
        word = label[1].lower()
        party = word if word == "opposition" else word + "s"
        return Found(party, Span(label.start(), label.end()), "what the side is called")
    half = _HALF.search(text.raw, role.start, role.end)
    if half and "Korea" in text.raw:
        return Found(f"{half[1]} Korea", Span(half.start(), half.end()), "half of the country")
    return None


def side_of_owner(text: Text, sides: Sides, name: Span) -> Found[str] | None:
    """As in "Northland's Maro Tesk", "Maro Tesk of Northland": whose the name itself is."""
    for actor in sides.between(max(0, name.start - 60), name.start):
        if actor.party != BOTH and _OWNS.fullmatch(text.raw, actor.span.end, name.start):
            return Found(actor.party, actor.span, "party whose the person is")
    for actor in sides.between(name.end, name.end + 50)[:1]:
        if actor.party != BOTH and _OF.fullmatch(text.raw, name.end, actor.span.start):
            return Found(actor.party, actor.span, "party whose the person is")
    return None
