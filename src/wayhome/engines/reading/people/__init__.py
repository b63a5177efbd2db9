"""Who speaks or acts at the table, as a report tells it: name, role and side.

Captives, children and their families are not persons of a draft: a name counts only with an
office, a task at the table, words of its own, or a place on the roster.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from wayhome.engines.names import sound_key
from wayhome.engines.reading.draft import Found, Person, Span
from wayhome.engines.reading.facts.sides import BOTH, Sides
from wayhome.engines.reading.model import Model, NoModel
from wayhome.engines.reading.people.belonging import side_in_role, side_of_owner
from wayhome.engines.reading.people.guesses import Case, Placed, guessed_side
from wayhome.engines.reading.people.names import TITLE, name_runs, words_of
from wayhome.engines.reading.people.roles import (
    aside,
    called,
    is_delegate,
    is_private,
    is_role,
    role_after,
    role_before,
)
from wayhome.engines.reading.speech import SAID
from wayhome.engines.reading.text import Text

__all__ = ["RosterPerson", "find_people"]


@dataclass(frozen=True, kw_only=True, slots=True)
class RosterPerson:
    """Somebody known beforehand to sit at a table or to speak for a side."""

    name: str
    side: str | None = None
    role: str = ""
    also: tuple[str, ...] = ()  # other spellings


@dataclass(slots=True)
class _Mention:
    """A place where a person is named, with what stands beside it."""

    span: Span
    sentence: Span
    title: str
    before: Span | None
    after: Span | None
    speaks: bool
    owned: bool  # "Northland's Maro Tesk"


@dataclass(slots=True)
class _Known:
    """A person as the mentions so far make them out."""

    name: str
    mentions: list[_Mention] = field(default_factory=list)
    roster: RosterPerson | None = None


def find_people(
    text: Text,
    sides: Sides,
    roster: Sequence[RosterPerson] = (),
    model: Model | None = None,
) -> tuple[Person, ...]:
    """The persons of a report, in the order they appear, each with every place they are named.

    Spellings of one surname are one person (Maretsky, Maretskyy) unless the given names differ.
    """
    seen = (model or NoModel()).people_in(text.raw)
    mentions = list(_mentions(text, sides, seen))
    known = _group(text, mentions, roster, seen)
    people = [(one, person) for one in known if (person := _person(text, sides, one))]
    others = [place for _, person in people for place in _places(person)]
    kept = []
    for one, person in sorted(people, key=lambda pair: (_is_an_aide(pair[1]), pair[1].written[0])):
        kept.append(_placed(text, sides, one, person, others))
        others += _places(kept[-1]) if not person.side else []
    return tuple(
        Person(
            id=f"p{number}",
            name=one.name,
            written=one.written,
            role=one.role,
            side=one.side,
            delegate=one.delegate,
        )
        for number, one in enumerate(sorted(kept, key=lambda one: one.written[0]), 1)
    )


_SPEAKS_AFTER = re.compile(
    rf"(?:\s*,[^,.;“”]{{2,90}},|\s*,)?\s+(?:\w+ly\s+|also\s+|had\s+|has\s+)?{SAID}\b(?!\s+by)"
)
_AT_A_PLACE = re.compile(r"\b(?:in|at|near|of|to|from|around|outside|into)\s+$")
_AIDE = re.compile(
    r"\b(?:advis[eo]r|aide|envoy|secretary|spokes\w+|chief\s+of\s+staff|lawyer)\b", re.I
)
_TELLS = re.compile(r"(?:the|a|an|who|its|their)\s")  # "Tesk, the army chief,"
_OWNER = re.compile(rf"\b[A-Z][\w.-]+[’']s\s+(?:{TITLE}\s+)*$")
_SPEAKS_BEFORE = re.compile(rf"\b{SAID}\s+(?:\w+ly\s+)?$")


def _mentions(text: Text, sides: Sides, seen: Sequence[Span]) -> Iterable[_Mention]:
    for sentence in text.sentences:
        for span, title in name_runs(text.raw, sentence, [m.span for m in sides.mentions], seen):
            before = role_before(text.raw, span.start, sentence.start)
            after = role_after(text.raw, span.end, sentence.end)
            end = after.end if after else span.end
            lead = text.raw[sentence.start : span.start]
            speaks = not _AT_A_PLACE.search(lead) and bool(
                _SPEAKS_AFTER.match(text.raw, span.end)
                or _SPEAKS_AFTER.match(text.raw, end)
                or _SPEAKS_BEFORE.search(lead)
                or (before and _SPEAKS_BEFORE.search(text.raw[sentence.start : before.start]))
            )
            owner = _OWNER.search(lead)
            owned = bool(owner) and not _AT_A_PLACE.search(lead[: owner.start()] if owner else "")
            yield _Mention(span, sentence, title, before, after, speaks, owned)


def surname_key(name: str) -> str:
    """The key under which spellings of a surname meet: without its article, by its sounds."""
    last = words_of(name)[-1]
    last = re.sub(r"[’']s?$", "", last)
    return sound_key(re.sub(r"^(?:al|el|an|as|ash|ar|ad)-", "", last, flags=re.I))


def is_same_person(one: str, other: str) -> bool:
    """Whether two names as written may be one person's: same surname, no other given name."""
    ones, others = words_of(one), words_of(other)
    if surname_key(one) != surname_key(other):
        return (
            len(others) == 1
            and len(ones) > 1
            and sound_key(others[0]) in {sound_key(word) for word in ones[1:]}
        )
    if len(ones) == 1 or len(others) == 1:
        return True
    first, second = sound_key(ones[0]), sound_key(others[0])
    return first == second or first[:1] == second[:1] == (min(first, second, key=len))


def _group(
    text: Text, mentions: list[_Mention], roster: Sequence[RosterPerson], seen: Sequence[Span]
) -> list[_Known]:
    """Mentions of one person together; first those of two words and more, which introduce."""
    known: list[_Known] = []
    for mention in sorted(mentions, key=lambda m: len(words_of(text[m.span])) == 1):
        name = text[mention.span]
        same = [one for one in known if is_same_person(one.name, name)]
        listed = _on_roster(name, roster)
        if same:
            same[0].mentions.append(mention)
            same[0].roster = same[0].roster or listed
        elif listed or _introduces(text, mention, seen):
            known.append(_Known(name, [mention], listed))
    return known


def _on_roster(name: str, roster: Sequence[RosterPerson]) -> RosterPerson | None:
    for person in roster:
        if any(is_same_person(written, name) for written in (person.name, *person.also)):
            return person
    return None


def _introduces(text: Text, mention: _Mention, seen: Sequence[Span]) -> bool:
    """Whether a mention alone makes a person of a draft."""
    beside = " ".join(text[span] for span in (mention.before, mention.after) if span)
    after = aside(text.raw, mention.span.end, mention.sentence.end)
    before = "" if mention.before else called(text.raw, mention.span.start, mention.sentence.start)
    if is_private(f"{before} {beside} {after}"):
        return False
    if len(words_of(text[mention.span])) > 1:
        return bool(is_role(beside) or mention.title or mention.speaks or mention.owned)
    initial = mention.span.start == mention.sentence.start
    named = any(span.holds(mention.span) for span in seen)
    told = mention.speaks and (not initial or named)
    introduced = mention.before or (mention.after and _TELLS.match(text[mention.after]))
    return bool(mention.title or (is_role(beside) and introduced) or told)


def _person(text: Text, sides: Sides, known: _Known) -> Person | None:
    mentions = sorted(known.mentions, key=lambda m: m.span)
    roles = [span for m in mentions for span in (m.before, m.after) if span and is_role(text[span])]
    if known.roster is None and any(is_private(text[span]) for span in roles):
        return None
    role = Found(text[roles[0]], roles[0], "role beside the name") if roles else None
    if known.roster and known.roster.role:
        role = Found(known.roster.role, None, "roster")
    return Person(
        id="",
        name=known.name,
        written=tuple(m.span for m in mentions),
        role=role,
        side=_side(text, sides, known, mentions),
        delegate=any(is_delegate(text[span]) for span in roles),
    )


def _side(
    text: Text, sides: Sides, known: _Known, mentions: Sequence[_Mention]
) -> Found[str] | None:
    """The side that the roster or the words of a role tell."""
    if known.roster and known.roster.side:
        return Found(known.roster.side, None, "roster")
    for mention in mentions:
        for span in (mention.before, mention.after):
            if span and (found := side_in_role(text, sides, span)) and found.value != BOTH:
                return found
    owned = (side_of_owner(text, sides, mention.span) for mention in mentions)
    return next((found for found in owned if found), None)


def _is_an_aide(person: Person) -> bool:
    """Whether somebody may work for another person of the report, whose side is told first."""
    return bool(person.role and _AIDE.search(person.role.value))


def _places(person: Person) -> list[Placed]:
    role = person.role.value if person.role else ""
    return [Placed(span, person.side.value, role) for span in person.written if person.side]


def _placed(
    text: Text, sides: Sides, known: _Known, person: Person, others: Sequence[Placed]
) -> Person:
    """The person with a guess at a side, where the words of a role tell none."""
    if person.side:
        return person
    mentions = sorted(known.mentions, key=lambda m: m.span)
    roles = tuple(span for m in mentions for span in (m.before, m.after) if span)
    for mention in mentions:
        case = Case(text, sides, mention.span, mention.sentence, roles, others, person.written)
        found = guessed_side(case)
        if found:
            return replace(person, side=found)
    return person
