"""For which party a person acts whose role names none: guesses, never sure, the best one first."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from wayhome.engines.reading.draft import Found, Span
from wayhome.engines.reading.facts.sides import BOTH, Actor, Sides
from wayhome.engines.reading.gazetteer import Kind
from wayhome.engines.reading.gazetteer.tables import rows_of
from wayhome.engines.reading.people.belonging import is_former, nameless
from wayhome.engines.reading.text import Text

_OWN = re.compile(
    r"\b(?:his|her|our|its)\s+(?:own\s+)?(?:team|side|country|delegation|government|forces|army"
    r"|group|movement"
    r"|negotiators)\b"
)
_OF_STATE = re.compile(
    r"\b(?:president|prime\s+minister|foreign\s+minister|(?:defen[cs]e|foreign|interior|justice|home)\s+secretary|defen[cs]e\s+minister|interior\s+minister"
    r"|minister|premier)\b",
    re.I,
)
# Offices that no movement has, though they speak for no government either.
_PUBLIC_OFFICE = re.compile(
    r"\b(?:presidential|governor|deputy\s+speaker|parliament|ombuds\w+|attorney\s+general"
    r"|police)\b",
    re.I,
)
_BODY_LED = re.compile(
    r"\b(?:head|chief|chair\w*|director|member|leader)\s+of\s+the\s+"
    r"(?P<body>[\w-]+(?:\s[\w-]+){1,3})",
    re.I,
)
_OFFICE = re.compile(
    r"\b(?:president|minister|premier|negotiator|general|commander|delegation|spokes\w+|chief"
    r"|leader)\b",
    re.I,
)
_STATES_OWN = re.compile(
    r"(?:the\s+|a\s+)?(?:army|military|government|presidential|(?:war\s+)?cabinet|high\s+commissioner\s+for\s+peace|peace\s+(?:commissioner|adviser))\b",
    re.I,
)
_ONE_HOLDS = re.compile(
    r"\bpresident(?:-elect)?\b|\bprime\s+minister\b|\bforeign\s+minister\b|\bdefen[cs]e\s+minister\b",
    re.I,
)
_MOVEMENT = re.compile(
    r"\b(?:rebel|guerrilla|insurgent|separatist|militant|opposition|movement|militia|group)s?\b",
    re.I,
)
_BETWEEN_THEM = re.compile(
    rf"{_MOVEMENT.pattern}|\b(?:mediators?|facilitators?|envoy|bloc)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Placed:
    """A place where somebody is named whose side the words of a role tell."""

    span: Span
    party: str
    role: str


@dataclass(frozen=True, slots=True)
class Case:
    """A mention of a person whose role names no party, and who else the report tells of."""

    text: Text
    sides: Sides
    name: Span
    sentence: Span
    roles: tuple[Span, ...]
    others: Sequence[Placed]
    named: tuple[Span, ...] = ()  # every place where the person is

    @property
    def title(self) -> str:
        """The capitalised words straight before the name."""
        lead = self.text.raw[self.sentence.start : self.name.start]
        found = re.search(r"(?:[A-Z][\w.-]* )+$", lead)
        return found[0] if found else ""

    @property
    def role(self) -> str:
        """What the report calls the person, wherever it does."""
        return " ".join(self.text[span] for span in self.roles)


def guessed_side(case: Case) -> Found[str] | None:
    """The first guess that has something to say."""
    if case.roles and all(is_former(case.text[span]) for span in case.roles):
        return None
    for guess in _GUESSES:
        party = guess(case)
        if party:
            return Found(party, case.name, guess.__name__.strip("_").replace("_", " "), sure=False)
    return None


def _aide_of(case: Case) -> str | None:
    """As in "an adviser to Tesk": of the party of whoever they work for."""
    for span in case.roles:
        for other in case.others:
            if span.holds(other.span) and other.span != case.name:
                return other.party
    return None


def _of_the_state(case: Case) -> str | None:
    """Where a state talks with a movement, a president or minister of no country is the state's."""
    states = [party for party in case.sides.principals if party in _states()]
    armies = [party for party in case.sides.principals if "Armed Forces" in party]
    if len(case.sides.principals) != 2 or _MOVEMENT.search(case.role):
        return None
    if re.match(r"(?:the\s+)?(?:army|military)\b", case.role, re.I) and (armies or states):
        return (armies or states)[0]
    public = (
        _OF_STATE.search(case.role)
        or _STATES_OWN.match(case.role)
        or _PUBLIC_OFFICE.search(f"{case.title} {case.role}")
    )
    if len(states) != 1 or not public:
        return None
    return None if _is_taken(case, states[0]) else states[0]


def _is_taken(case: Case, party: str) -> bool:
    """Whether somebody else holds the office, or a prime minister stands where a president would.

    A country has one president and one foreign minister; of one that sends its prime minister to
    speak, reports hardly name the president without the country.
    """
    office = _ONE_HOLDS.search(case.role)
    if office is None:
        return False
    held = [o.role for o in case.others if o.party == party and o.span not in case.named]
    held = [role for role in held if not is_former(role) and "vice" not in role.lower()]
    stands_in = r"|prime\s+minister" if office[0].lower().startswith("president") else ""
    holds = re.compile(rf"\b(?:{office[0]}{stands_in})\s*$", re.I)
    return any(holds.search(role) for role in held)


def _unsaid(case: Case) -> str | None:
    """The president whose country English reports leave out, if no other of them can be meant."""
    if not re.match(r"(?:the\s+)?President(?:-elect)?$|.*\bVice President$", case.role):
        return None
    named = any(mention.party == "United States" for mention in case.sides.mentions)
    taken = any(_is_taken(case, party) for party in case.sides.principals)
    return "United States" if named and taken else None


def _same_body(case: Case) -> str | None:
    """As in "The head of the records office", where the report says whose office that is."""
    led = _BODY_LED.search(case.role)
    if led is None:
        return None
    own = re.compile(rf"[’']s\s+(?:\w+\s+)?{re.escape(led['body'])}\b", re.I)
    for actor in case.sides.actors:
        if actor.party != BOTH and own.match(case.text.raw, actor.span.end):
            return actor.party
    return None


def _joined(case: Case) -> str | None:
    """As in "Northland's President A and President B": the one joined with it is the other's."""
    raw = case.text.raw
    if not _OFFICE.search(case.role):
        return None
    for other in case.others:
        if not case.sentence.holds(other.span) or other.party not in case.sides.principals:
            continue
        first, second = sorted((other.span, case.name))
        between = raw[first.end : second.start]
        if re.match(
            r"(?:,[^,]{2,60},|,)?\s+(?:and|met|with|to\s+meet|shook|spoke|sat)\b", between
        ) and (len(between) <= 80 and not re.search(r"[.;:“”]\s", between)):
            return case.sides.other(other.party)
    return None


def _meets(case: Case) -> str | None:
    """As in "General Tesk met the Southlanders' envoy": Tesk is of those across the table."""
    if not _OFFICE.search(case.role):
        return None
    met = re.compile(
        r"\s+(?:met|shook\s+hands|sat\s+down|sat\s+across)\s+(?:with\s+|from\s+)?(?:the\s+)?"
    )
    found = met.match(case.text.raw, case.name.end, case.sentence.end)
    if not found:
        return None
    actors = case.sides.between(found.end() - 4, min(found.end() + 25, case.sentence.end))
    actors = [a for a in actors if a.span.start <= found.end()]
    return case.sides.other(actors[0].party) if actors and _stands(actors[0], case.sides) else None


def _goes_on(case: Case) -> str | None:
    """As in "Northland's president spoke. Defence Minister Tesk said": the same country's."""
    lead = case.text.raw[case.sentence.start : case.name.start]
    if not _OF_STATE.search(case.role) or not re.fullmatch(r"(?:[A-Z][\w’'-]+\s+){1,5}", lead):
        return None
    before = [o for o in case.others if o.span.start < case.sentence.start and o.party in _states()]
    if not before:
        return None
    last = max(before, key=lambda other: other.span)
    near = case.sentence.start - last.span.end <= 250
    speaks = _OF_STATE.search(last.role) or re.search(r"\b(?:spokes\w+|army)\b", last.role)
    return last.party if near and speaks and not _is_taken(case, last.party) else None


def _of_the_dateline(case: Case) -> str | None:
    """A minister of no country is of the one from whose capital the report comes."""
    dateline = case.text.dateline
    if dateline is None or not _OFFICE.search(case.role) or _BETWEEN_THEM.search(case.role):
        return None
    there = [m.party for m in case.sides.mentions if dateline.holds(m.span)]
    if not there or there[0] not in case.sides.principals or _is_taken(case, there[0]):
        return None
    return there[0]


def _wills(case: Case) -> str | None:
    """As in "Minister Tesk said Northland would wait": of the country whose will is told."""
    if not _OF_STATE.search(case.role):
        return None
    said = re.match(
        r"\s+(?:said|told\s+\w+|announced|added|confirmed|vowed|pledged)\s+(?:that\s+)?",
        case.text.raw[case.name.end : case.sentence.end],
    )
    if not said:
        return None
    at = case.name.end + said.end()
    actors = [a for a in case.sides.between(at, at + 20) if _stands(a, case.sides)]
    if actors and actors[0].span.start - at <= 4:
        wills = r"\s+(?:would|will|wanted|hoped|remained|was\s+ready|was\s+prepared|had\s+agreed)\b"
        return actors[0].party if re.match(wills, case.text.raw[actors[0].span.end :]) else None
    return None


def _across(case: Case) -> str | None:
    """As in "X said his team had asked, but the Southlanders refused": X sits across from them."""
    own = _OWN.search(case.text.raw, case.name.end, case.sentence.end)
    if own is None or not re.match(
        r"\s+\w+\s+(?:that\s+)?(?:his|her|our)\b", case.text.raw[case.name.end : own.end()]
    ):
        return None
    others = [a for a in case.sides.between(own.end(), case.sentence.end) if _stands(a, case.sides)]
    return case.sides.other(others[0].party) if others else None


def _counterpart(case: Case) -> str | None:
    """As in "His opposite number": the other side than the one spoken of before."""
    if not re.search(r"\b(?:counterpart|opposite\s+number)\b", case.role):
        return None
    before = [
        a
        for a in case.sides.between(max(0, case.name.start - 300), case.name.start)
        if _stands(a, case.sides)
    ]
    return case.sides.other(before[-1].party) if before else None


def _possessed(case: Case) -> str | None:
    """As in "Its spokesman": of the party that the sentence before begins with."""
    if re.match(r"(?:according to )?(?:its|their)\b", case.role):
        first = case.sides.between(case.sentence.start, case.name.start)
        owner = next((a.party for a in first if a.party != BOTH), None)
        if owner:
            return owner
    if not re.match(r"(?:Its|its|Their|their|His|Her)\b", case.role):
        return None
    before = [s for s in case.text.sentences if s.end <= case.sentence.start]
    if not before:
        return None
    opening = Span(before[-1].start, min(before[-1].end, before[-1].start + 70))
    actors = [a for a in case.sides.between(opening.start, opening.end) if a.party != BOTH]
    if actors:
        return actors[0].party
    found = nameless(case.text, opening)
    return found.value if found else None


def _named_late(case: Case) -> str | None:
    """As in "Northland's minister left. Maro Tesk said": the office first, then the name."""
    before = [s for s in case.text.sentences if s.end <= case.sentence.start]
    if case.role or case.name.start != case.sentence.start or not before:
        return None
    opening = case.text.raw[before[-1].start : before[-1].start + 70]
    for actor in case.sides.between(before[-1].start, before[-1].start + 70):
        after = opening[actor.span.end - before[-1].start :]
        if re.match(rf"(?:[’']s)?\s+(?:[a-z]+\s+){{0,3}}?{_OFFICE.pattern}\s+[a-z]", after):
            return actor.party
    return None


def _sentence_about(case: Case) -> str | None:
    """The last party at the table that the sentence names before an office without a party."""
    raw = case.text.raw
    opening = [
        a for a in case.sides.between(case.sentence.start, case.sentence.start + 40) if a.place
    ]
    if opening and re.match(r"In \w[\w ]+, ", raw[case.sentence.start : case.name.start]):
        return opening[0].party if opening[0].party in case.sides.principals else None
    if not _OFFICE.search(raw[max(case.sentence.start, case.name.start - 40) : case.name.start]):
        return None
    near = [
        a
        for a in case.sides.between(case.sentence.start, case.name.start)
        if _stands(a, case.sides) and not any(q.holds(a.span) for q in case.text.quotes)
    ]
    near = [a for a in near if not _OFFICE.search(raw[a.span.start : a.span.end])]
    return near[-1].party if near and not _is_taken(case, near[-1].party) else None


def _same_office(case: Case) -> str | None:
    """An office that the report elsewhere says is of one side, or that only a state has."""
    office = _OF_STATE.search(case.role)
    if office is None:
        return None
    parties = {
        actor.party
        for actor in case.sides.actors
        if actor.party in case.sides.principals
        and re.match(
            rf"(?:[’']s)?\s+{office[0]}\b",
            case.text.raw[actor.span.end : actor.span.end + 40],
            re.I,
        )
    }
    free = [party for party in parties if not _is_taken(case, party)]
    return free[0] if len(parties) == 1 and free else None


@cache
def _states() -> frozenset[str]:
    return frozenset(name for name, *_ in rows_of("countries.tsv"))


def _united_nations(case: Case) -> str | None:
    """A secretary-general or head of mission, where the report names the United Nations."""
    if re.search(r"\b(?:Special|Personal) (?:Envoy|Representative) for [A-Z]", case.role):
        return "United Nations"
    if not re.search(r"\bsecretary-general\b|\bmission\b|\bworld\s+body\b", case.role, re.I):
        return None
    named = any(mention.party == "United Nations" for mention in case.sides.mentions)
    return "United Nations" if named or "ecretary-" in case.role else None


def _only_party(case: Case) -> str | None:
    """Where a report is about one party alone, its officials are that party's."""
    alone = case.role and len(case.sides.principals) == 1
    only = case.sides.principals[0] if alone else None
    return None if only in _states() and _MOVEMENT.search(case.role) else only


def _issuer(case: Case) -> str | None:
    """In a ministry's own statement, an official without a country is its own."""
    headline = case.text.headline
    if headline is None or not re.search(
        r"\b(?:statement|communiqu|press release|ministry|foreign office|readout|remarks)",
        case.text[headline],
        re.I,
    ):
        return None
    if re.search(r"\bjoint\b", case.text[headline], re.I):
        return None
    named = [mention for mention in case.sides.mentions if headline.holds(mention.span)]
    named.sort(key=lambda mention: mention.kind is Kind.CAPITAL)
    if not named or named[0].kind is Kind.BODY:
        return None
    return named[0].party if _OFFICE.search(case.role) else None


def _stands(actor: Actor, sides: Sides) -> bool:
    return actor.party in sides.principals and not actor.place


_GUESSES = (
    _across,
    _counterpart,
    _possessed,
    _named_late,
    _same_body,
    _aide_of,
    _united_nations,
    _wills,
    _goes_on,
    _issuer,
    _of_the_state,
    _joined,
    _meets,
    _sentence_about,
    _same_office,
    _unsaid,
    _of_the_dateline,
    _only_party,
)
