"""Who acts in a clause, who asks, who holds: the parties around a verb."""

import re

from wayhome.engines.reading.draft import AssertedBy, Span
from wayhome.engines.reading.facts.clauses import Place
from wayhome.engines.reading.facts.sides import BOTH, Actor, Sides
from wayhome.engines.reading.facts.triggers import Trigger
from wayhome.engines.reading.text import Text

_SAID = re.compile(
    r"\b(?:said|says|saying|told reporters|added|announced|confirmed|reported|claimed|stated"
    r"|wrote|noted|insists|insisted"
    r"|denied|accus(?:e|es|ed|ing)|according to [^,]{3,60},|put)\b(?: that)?",
    re.I,
)
_ASKS = re.compile(
    r"\b(?:demand(?:s|ed|ing)?|insist(?:s|ed|ing)? (?:on|that)|call(?:s|ed|ing)? (?:for|on|upon)"
    r"|urg(?:e|es|ed|ing)|want(?:s|ed)?"
    r"|ask(?:s|ed|ing)?(?: for)?|request(?:s|ed|ing)?|appeal(?:s|ed|ing)? (?:for|to)|seek(?:s"
    r"|ing)?|sought|press(?:es|ed|ing)? for"
    r"|propos(?:e|es|ed|ing)|offer(?:s|ed|ing)?|suggest(?:s|ed|ing)?|ready to|willing to"
    r"|prepared to)\b",
    re.I,
)
_OFFERS = re.compile(r"\b(?:offer|ready|willing|prepared)", re.I)
_PRONOUN = re.compile(
    r"\b(?:it|they|he|she|(?:his|her|its|their|our) (?:own )?(?:team|side|delegation|country"
    r"|organi[sz]ation|forces"
    r"|negotiators|people|army))\s+(?:[\w’']+\s+){0,4}$",
    re.I,
)
_PASSIVE = re.compile(r"\b(?:was|were|been|being|is|are)\s+(?:\w+ly\s+)?$")
_COUNTED = re.compile(
    r"(?:\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty"
    r"|dozens?|hundred|other|more))\s+$",
    re.I,
)
_OBLIQUE = re.compile(
    r"\b(?:by|with|from|to|against|under|in|for|among|between|at|of(?! the)|alongside|via"
    r"|brokered by)\s+(?:the\s+)?$",
    re.I,
)
_MUTUAL_NOUN = re.compile(
    r"\b(?:exchange|swap|deal|trade|agreement|accord|operation)\s+(?:[\w’']+\s+){0,2}$", re.I
)
_CUSTODY = re.compile(
    r"^(?:[’']s?)?\s+(?:\w+\s+)?(?:custody|captivity|prisons?|jails?|detention|hands|cells"
    r"|camps?)\b",
    re.I,
)


def asker(text: Text, sides: Sides, place: Place, trigger: Trigger, by: AssertedBy) -> str | None:
    """Who demands, proposes or offers in the clause of a verb; the speaker where it is "he"."""
    start = place.governing.start
    cue = _last(_ASKS, text.raw, start, trigger.span.end)
    if cue is None:
        return by.party
    if _PASSIVE.search(text.raw[max(start, cue.start() - 12) : cue.start()]):
        return by.party  # "Northland was asked": by whom is told elsewhere
    after_said = _last(_SAID, text.raw, start, cue.start())
    begin = after_said.end() if after_said else start
    named = [
        a for a in sides.between(begin, cue.start()) if not a.place and not _oblique(text, begin, a)
    ]
    if named and re.match(r"[’']s\s+(?:\w+\s+)?$", text.raw[named[-1].span.end : cue.start()]):
        return named[-1].party  # Southland's request
    if named:
        return named[0].party
    return by.party


def asked_of(text: Text, sides: Sides, place: Place, trigger: Trigger) -> str | None:
    """Whom the demand is put to: "called on both parties to release", "demanded that X free"."""
    cue = _last(_ASKS, text.raw, place.governing.start, trigger.span.start)
    if cue is None:
        return None
    if _PASSIVE.search(text.raw[max(place.governing.start, cue.start() - 12) : cue.start()]):
        put_to = _acting(text, sides, place.governing.start, cue.start())
        return put_to[-1].party if put_to else None
    named = [a for a in sides.between(cue.end(), trigger.span.start) if not a.place]
    return named[0].party if named else None


def is_offer(text: Text, place: Place, trigger: Trigger) -> bool:
    """Whether who asks would give: "offered to hand over", "ready to free"."""
    cue = _last(_ASKS, text.raw, place.governing.start, trigger.span.start)
    return cue is not None and bool(_OFFERS.match(cue[0]))


def subject_of(
    text: Text,
    sides: Sides,
    place: Place,
    trigger: Trigger,
    by: AssertedBy,
    end: int | None = None,
) -> str | None:
    """Who stands before the verb (or before `end`) in its clause, pronouns resolved."""
    raw = text.raw
    end = trigger.span.start if end is None else min(end, trigger.span.start)
    start = place.governing.start
    said = _last(_SAID, raw, start, end)
    begin = said.end() if said else start
    if place.clause.start > begin and _acting(text, sides, place.clause.start, end):
        begin = place.clause.start
    before = raw[begin:end]
    named = _acting(text, sides, begin, end)
    pronoun = _PRONOUN.search(before)
    if pronoun and all(a.span.end - begin > pronoun.start() for a in named):
        if by.party is None or by.party in sides.bodies:
            return _spoken_of(text, sides, text.sentence_at(end).start)
        return by.party
    if pronoun and named and said is None and not named[-1].span.start - begin > pronoun.start():
        return named[-1].party
    if not named and _follows_and(text, place, end):
        whole = text.sentence_at(end).start
        told = _last(_SAID, raw, whole, place.clause.start)
        named = _acting(text, sides, told.end() if told else whole, place.clause.start)
    if not named:
        return BOTH if _MUTUAL_NOUN.search(before) else None
    return _whole_subject(text, sides, named)


def _spoken_of(text: Text, sides: Sides, sentence: int) -> str | None:
    """Whom "it" and "they" mean after a report's own sentence: the party that one begins with."""
    before = [s for s in text.sentences if s.end <= sentence]
    if not before:
        return None
    opening = Span(before[-1].start, min(before[-1].end, before[-1].start + 60))
    named = _acting(text, sides, opening.start, opening.end)
    return named[0].party if named and named[0].party != BOTH else None


def _follows_and(text: Text, place: Place, verb: int) -> bool:
    """Whether a verb shares the subject before it: "returned 10 and received 15"."""
    opened = text.raw[max(0, place.clause.start - 8) : place.clause.start]
    before = text.raw[place.clause.start : verb]
    return bool(re.search(r"\b(?:and|but)(?: also)?\s*$", opened) and len(before.split()) <= 2)


def _acting(text: Text, sides: Sides, start: int, end: int) -> list[Actor]:
    """Parties named in a stretch as themselves: no place, no object of a preposition, no helper."""
    return [
        actor
        for actor in sides.between(start, end)
        if not actor.place
        and actor.party not in sides.bodies
        and not _oblique(text, start, actor)
        and not _COUNTED.search(text.raw[max(start, actor.span.start - 14) : actor.span.start])
    ]


def _oblique(text: Text, start: int, actor: Actor) -> bool:
    return bool(_OBLIQUE.search(text.raw[max(start, actor.span.start - 30) : actor.span.start]))


def _whole_subject(text: Text, sides: Sides, named: list[Actor]) -> str:
    """The first named, or both where it is joined to the other party by "and"."""
    first = named[0]
    for other in named[1:]:  # Southland's Riverine Front; Southland's main rebel group, the Front
        joined = text.raw[first.span.end : other.span.start]
        if not re.fullmatch(r"[’']s (?:(?!and\b)[\w-]+ ){0,3}", joined) and not (
            first.party == other.party and re.fullmatch(r",? (?:the )?", joined)
        ):
            break
        first = other
    for other in named[1:]:
        joined = text.raw[first.span.end : other.span.start]
        pair = {first.party, other.party} == set(sides.principals)
        if pair and re.fullmatch(r"[\w\s’'(),-]{0,40}\band\b(?! that)[\w\s]{0,20}", joined):
            return BOTH
    return first.party


def holder_of(text: Text, sides: Sides, start: int, end: int) -> str | None:
    """Who keeps them: "held by Northland", "in its jails", "whom it had jailed"."""
    raw = text.raw
    for actor in sides.between(start, end):
        if actor.party == BOTH:
            continue
        before, after = raw[start : actor.span.start], raw[actor.span.end : actor.span.end + 30]
        words = text[actor.span].lower()
        if re.search(r"\b(?:by|whom)\s+(?:the\s+)?$", before) or words.startswith("by "):
            return actor.party
        if _CUSTODY.match(after) or re.search(r"(?:prisons?|jails?|custody)$", words):
            return actor.party
        if re.search(r"\bin (?:the )?$", before) and actor.party in sides.principals:
            return actor.party
    return None


def _last(pattern: re.Pattern[str], raw: str, start: int, end: int) -> re.Match[str] | None:
    found = [m for m in pattern.finditer(raw, start, max(start, end)) if not _aside(raw, start, m)]
    return found[-1] if found else None


def _aside(raw: str, start: int, verb: re.Match[str]) -> bool:
    """As in "Southland, he said, would free": the words between commas part no clause."""
    opened = re.search(r",\s+[\w.’' -]{1,40}$", raw[start : verb.start()])
    return bool(opened and raw[verb.end() : verb.end() + 1] == ",")
