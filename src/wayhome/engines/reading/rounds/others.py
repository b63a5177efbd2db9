"""Earlier and next rounds that a report tells of beside the one it is about."""

import re
from dataclasses import dataclass, field
from datetime import date

from wayhome.engines.reading.deadlines.periods import Standpoint, read_period
from wayhome.engines.reading.draft import Found, Round, Span
from wayhome.engines.reading.gazetteer import cities
from wayhome.engines.reading.rounds.days import clauses_of, days_within
from wayhome.engines.reading.rounds.words import (
    ABOUT_TALKS,
    EARLIER,
    NEXT,
    NO_TALKS,
    TALKS,
    TALKS_THEMSELVES,
)
from wayhome.engines.reading.text import Text
from wayhome.engines.reading.time_words import MONTH, ORDINAL, read_ordinal

_NUMBERED = re.compile(
    rf"\b(?P<number>{ORDINAL})\s+(?:[\w-]+\s+){{0,2}}?(?:round|session|cycle|meeting)\b", re.I
)
_NEXT_ONE = re.compile(
    rf"\b(?:next|another|further|follow-up|coming)\s+(?:[\w-]+\s+){{0,2}}?(?:{TALKS}|cycle)\b"
    r"|\b(?:will|to|would|agreed\s+to)\s+(?:meet|reconvene|resume|gather|return)\b",
    re.I,
)
_EARLIER_ONE = re.compile(
    rf"\b(?:earlier|previous|last|prior)\s+(?:[\w-]+\s+){{0,2}}?(?:{TALKS}|cycle)\b"
    r"|\b(?:last|previously)\s+(?:met|negotiated|sat)\b|\bhad\s+agreed\b",
    re.I,
)
_PARTIES = re.compile(
    r"\b(?:sides|parties|delegations|negotiators|talks|teams|they|round|cycle|session|governments"
    r"|commanders|mediators)\b",
    re.I,
)
_MONTH_OF = re.compile(rf"\bin\s+(?:late\s+|early\s+|mid-)?(?P<month>{MONTH}(?:\s+\d{{4}})?)\b")


@dataclass(slots=True)
class Clauses:
    """What a report tells of this round, of earlier and of next ones."""

    this: list[Span] = field(default_factory=list)
    earlier: list[Span] = field(default_factory=list)
    next: list[Span] = field(default_factory=list)


def sort_clauses(text: Text, number: int | None) -> Clauses:
    """The clauses about talks, by the round they tell of. `number` is that of this round."""
    told = Clauses()
    for sentence in text.sentences:
        if NO_TALKS.search(text[sentence]):
            continue
        for clause in clauses_of(text, sentence):
            words = text[clause]
            if not (
                ABOUT_TALKS.search(words) or _NUMBERED.search(words) or _NEXT_ONE.search(words)
            ):
                continue
            of = _number_in(words)
            if of and number and of != number:
                (told.next if of > number else told.earlier).append(clause)
            elif EARLIER.search(words) or _EARLIER_ONE.search(words):
                told.earlier.append(clause)
            elif (NEXT.search(words) or _NEXT_ONE.search(words)) and not of:
                told.next.append(clause)
            else:
                told.this.append(clause)
    return told


def _number_in(words: str) -> int | None:
    found = _NUMBERED.search(words)
    return read_ordinal(found["number"]) if found else None


def other_rounds(
    text: Text, told: Clauses, today: date | None, parties: tuple[Found[str], ...]
) -> tuple[Round, ...]:
    """Rounds besides the first, each with a number, a day or month, or a city of its own."""
    found: list[Round] = []
    for clauses, ahead in ((told.earlier, False), (told.next, True)):
        for clause in clauses:
            one = _round(text, clause, today, parties, ahead=ahead)
            if one and (one.start or one.end or one.number or one.place) and not _known(one, found):
                found.append(one)
    return tuple(
        Round(
            id=f"t{count}",
            span=one.span,
            place=one.place,
            start=one.start,
            end=one.end,
            number=one.number,
            number_basis=one.number_basis,
            parties=one.parties,
        )
        for count, one in enumerate(found, 2)
    )


def _known(one: Round, others: list[Round]) -> bool:
    """Whether an earlier clause told of the same round, as far as the two say."""

    def value(of: Found[object] | None) -> object:
        return of.value if of else None

    mine = (value(one.number), value(one.start), value(one.place))
    return any(mine == (value(o.number), value(o.start), value(o.place)) for o in others)


def _round(
    text: Text, clause: Span, today: date | None, parties: tuple[Found[str], ...], *, ahead: bool
) -> Round | None:
    words = text[clause]
    if not (TALKS_THEMSELVES.search(words) or _NUMBERED.search(words) or _PARTIES.search(words)):
        return None
    numbered = _NUMBERED.search(words)
    number = read_ordinal(numbered["number"]) if numbered else None
    at = Span(clause.start + numbered.start(), clause.start + numbered.end()) if numbered else None
    days = days_within(text, [clause], today, None) if today else None
    start, end = (days.start, days.end) if days else (None, None)
    if ahead and end and not start:
        start, end = end, None
    return Round(
        id="",
        span=clause,
        place=_city(text, clause),
        start=start or _month(text, clause, today, ahead=ahead),
        end=end,
        number=Found(number, at, "round stated") if number else None,
        number_basis="stated" if number else "unknown",
        parties=parties,
    )


def _month(text: Text, clause: Span, today: date | None, *, ahead: bool) -> Found[str] | None:
    """The month alone, where the clause names no day."""
    found = _MONTH_OF.search(text[clause])
    if not found or today is None:
        return None
    read = read_period(text[clause], Standpoint(today, ahead=ahead), found.start("month"))
    if not read:
        return None
    at = Span(clause.start + found.start("month"), clause.start + found.end("month"))
    return Found(f"{read[0].first:%Y-%m}", at, "month of the talks", sure=False)


def _city(text: Text, clause: Span) -> Found[str] | None:
    known = cities()
    for found in re.finditer(
        r"\b(?:in|at)\s+(?P<city>[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)*)", text[clause]
    ):
        if found["city"] in known:
            at = Span(clause.start + found.start("city"), clause.start + found.end("city"))
            return Found(known[found["city"]].name, at, "city of the talks", sure=False)
    return None
