"""For which party a person acts: the party in their role, else the one their sentence is about."""

import re
from collections.abc import Sequence
from functools import cache

from wayhome.engines.reading.draft import Found, Span
from wayhome.engines.reading.facts.sides import BOTH, Actor, Sides
from wayhome.engines.reading.gazetteer import Kind
from wayhome.engines.reading.gazetteer.tables import rows_of
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
_IN = re.compile(r"\b(?:in|at|near|from\s+(?:his|her)\s+home\s+in)\s+(?:the\s+)?$", re.I)
_OWN = re.compile(
    r"\b(?:his|her|our|its)\s+(?:own\s+)?(?:team|side|country|delegation|government|forces|army"
    r"|group|movement"
    r"|negotiators)\b"
)
_OF_STATE = re.compile(
    r"\b(?:president|prime\s+minister|foreign\s+minister|defen[cs]e\s+minister|interior\s+minister"
    r"|minister|premier)\b",
    re.I,
)
_AN_OFFICE = re.compile(r"(?:the\s+|his\s+|its\s+)?(?:president|prime\s+minister)", re.I)
_LABEL = re.compile(r"\b(rebel|guerrilla|insurgent|separatist|opposition|militia)s?\b", re.I)
_HALF = re.compile(r"\b(?:the|The)\s+(North|South)\b(?!\s+Korea)")
_OFFICE = re.compile(
    r"\b(?:president|minister|premier|negotiator|general|commander|delegation|spokes\w+|chief"
    r"|leader)\b",
    re.I,
)


def side_in_role(text: Text, sides: Sides, role: Span) -> Found[str] | None:
    """The party that a role names: the word before the office, else the first one after it."""
    raw = text.raw
    heads = list(_HEAD.finditer(raw, role.start, role.end))
    actors = [
        actor
        for actor in sides.between(role.start, role.end)
        if actor.party != BOTH and not _AN_OFFICE.fullmatch(raw, actor.span.start, actor.span.end)
    ]
    at = heads[0].start() if heads else role.end
    before = [actor for actor in actors if actor.span.end <= at]
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
    return _nameless(text, role)


def _of_its_own_country(raw: str, actors: list[Actor]) -> Actor:
    """The last of the actors; of "the Northland Red Cross" the country whose society it is."""
    if len(actors) > 1 and re.match(r"Red (?:Cross|Crescent)", raw[actors[-1].span.start :]):
        return actors[-2] if actors[-1].span.start - actors[-2].span.end <= 1 else actors[-1]
    return actors[-1]


def _nameless(text: Text, role: Span) -> Found[str] | None:
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


def side_in_sentence(
    text: Text, sides: Sides, name: Span, sentence: Span, roles: Sequence[Span]
) -> Found[str] | None:
    """A guess, never sure, for a person whose role names no party."""
    role = " ".join(text[span] for span in roles)
    for guess in _GUESSES:
        party = guess(text, sides, name, sentence, role)
        if party:
            return Found(party, name, guess.__name__.strip("_").replace("_", " "), sure=False)
    return None


def _across(text: Text, sides: Sides, name: Span, sentence: Span, role: str) -> str | None:
    """As in "X said his team had asked, but the Southlanders refused": X sits across from them."""
    own = _OWN.search(text.raw, name.end, sentence.end)
    if own is None or not re.match(
        r"\s+\w+\s+(?:that\s+)?(?:his|her|our)\b", text.raw[name.end : own.end()]
    ):
        return None
    others = [a for a in sides.between(own.end(), sentence.end) if _stands(a, sides)]
    return sides.other(others[0].party) if others else None


def _counterpart(text: Text, sides: Sides, name: Span, sentence: Span, role: str) -> str | None:
    """As in "His opposite number": the other side than the one spoken of before."""
    if not re.search(r"\b(?:counterpart|opposite\s+number)\b", role):
        return None
    before = [a for a in sides.between(max(0, name.start - 300), name.start) if _stands(a, sides)]
    return sides.other(before[-1].party) if before else None


def _possessed(text: Text, sides: Sides, name: Span, sentence: Span, role: str) -> str | None:
    """As in "Its spokesman": of the party that the sentence before begins with."""
    if not re.match(r"(?:Its|Their|His|Her)\b", role):
        return None
    before = [s for s in text.sentences if s.end <= sentence.start]
    if not before:
        return None
    opening = Span(before[-1].start, min(before[-1].end, before[-1].start + 70))
    actors = [a for a in sides.between(opening.start, opening.end) if a.party != BOTH]
    if actors:
        return actors[0].party
    found = _nameless(text, opening)
    return found.value if found else None


def _named_late(text: Text, sides: Sides, name: Span, sentence: Span, role: str) -> str | None:
    """As in "Northland's minister left. Maro Tesk said": the office first, then the name."""
    before = [s for s in text.sentences if s.end <= sentence.start]
    if role or name.start != sentence.start or not before:
        return None
    opening = text.raw[before[-1].start : before[-1].start + 70]
    for actor in sides.between(before[-1].start, before[-1].start + 70):
        after = opening[actor.span.end - before[-1].start :]
        if re.match(rf"(?:[’']s)?\s+(?:[a-z]+\s+){{0,3}}?{_OFFICE.pattern}\s+[a-z]", after):
            return actor.party
    return None


def _sentence_about(text: Text, sides: Sides, name: Span, sentence: Span, role: str) -> str | None:
    """The last party at the table that the sentence names before an office without a party."""
    raw = text.raw
    opening = [a for a in sides.between(sentence.start, sentence.start + 40) if a.place]
    if opening and re.match(r"In \w[\w ]+, ", raw[sentence.start : name.start]):
        return opening[0].party if opening[0].party in sides.principals else None
    if not _OFFICE.search(raw[max(sentence.start, name.start - 40) : name.start]):
        return None
    near = [a for a in sides.between(sentence.start, name.start) if _stands(a, sides)]
    near = [a for a in near if not _OFFICE.search(raw[a.span.start : a.span.end])]
    return near[-1].party if near else None


def _same_office(text: Text, sides: Sides, name: Span, sentence: Span, role: str) -> str | None:
    """An office that the report elsewhere says is of one side, or that only a state has."""
    office = _OF_STATE.search(role)
    if office is None:
        return None
    parties = {
        actor.party
        for actor in sides.actors
        if actor.party in sides.principals
        and re.match(
            rf"(?:[’']s)?\s+{office[0]}\b", text.raw[actor.span.end : actor.span.end + 40], re.I
        )
    }
    if len(parties) == 1:
        return parties.pop()
    states = [party for party in sides.principals if party in _states()]
    return states[0] if len(states) == 1 and len(sides.principals) == 2 else None


@cache
def _states() -> frozenset[str]:
    return frozenset(name for name, *_ in rows_of("countries.tsv"))


def _united_nations(text: Text, sides: Sides, name: Span, sentence: Span, role: str) -> str | None:
    """A secretary-general or head of mission, where the report names the United Nations."""
    if not re.search(r"\bsecretary-general\b|\bmission\b", role, re.I):
        return None
    named = any(mention.party == "United Nations" for mention in sides.mentions)
    return "United Nations" if named or "ecretary-" in role else None


def _only_party(text: Text, sides: Sides, name: Span, sentence: Span, role: str) -> str | None:
    """Where a report is about one party alone, its officials are that party's."""
    return sides.principals[0] if role and len(sides.principals) == 1 else None


def _issuer(text: Text, sides: Sides, name: Span, sentence: Span, role: str) -> str | None:
    """In a ministry's own statement, an official without a country is its own."""
    headline = text.headline
    if headline is None or not re.search(
        r"\b(?:statement|communiqu|press release|ministry|foreign office|readout|remarks)",
        text[headline],
        re.I,
    ):
        return None
    if re.search(r"\bjoint\b", text[headline], re.I):
        return None
    named = [
        mention
        for mention in sides.mentions
        if headline.holds(mention.span) and mention.kind is not Kind.CAPITAL
    ]
    return named[0].party if named and _OFFICE.search(role) else None


def _stands(actor: Actor, sides: Sides) -> bool:
    return actor.party in sides.principals and not actor.place


_GUESSES = (
    _across,
    _counterpart,
    _possessed,
    _named_late,
    _united_nations,
    _sentence_about,
    _same_office,
    _issuer,
    _only_party,
)
