"""Rounds of talks: which, where, when, how long, in what form, with whose help."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from wayhome.engines.reading.deadlines.anchors import report_day
from wayhome.engines.reading.draft import Found, Round, Span
from wayhome.engines.reading.facts.sides import BOTH, Sides
from wayhome.engines.reading.rounds.days import Days, days_within
from wayhome.engines.reading.rounds.durations import talks_duration
from wayhome.engines.reading.rounds.numbers import round_number
from wayhome.engines.reading.rounds.others import other_rounds, sort_clauses
from wayhome.engines.reading.rounds.places import talks_place, talks_venue
from wayhome.engines.reading.rounds.words import NO_TALKS, TALKS_THEMSELVES
from wayhome.engines.reading.text import Text
from wayhome.values import PartialDate

__all__ = ["find_rounds"]

_FORMATS = (
    ("phone", r"\b(?:by|over\s+the)\s+(?:tele)?phone\b|\bphone\s+call\b"),
    ("video", r"\bvideo\s?-?(?:conference|link|call)\b|\bby\s+video\b"),
    (
        "shuttle",
        r"\bshuttl\w+|\bproximity\s+talks\b|\bindirect\s+(?:talks|negotiations)\b"
        r"|\bseparate\s+rooms\b",
    ),
    ("direct", r"\bdirect\s+(?:talks|negotiations|round)|\bface[- ]to[- ]face\b|\bdirectly\b"),
    (
        "mediated",
        r"\bmediat(?:ed|ors?|ion)\b|\bbroker(?:ed|s|ing)?\b|\bauspices\b|\bchaired\s+by\b"
        r"|\bfacilitat\w+",
    ),
)
_MEDIATES = re.compile(
    r"\b(?:mediat\w+|broker\w*|facilitat\w*|auspices|good\s+offices|chaired|co-chaired"
    r"|go-betweens?|guarantors?|hosted\s+by)\b",
    re.I,
)
_GATHER = re.compile(r"\b(?:gather(?:ed)?|met|meet|sat\s+down|negotiated)\b")


def find_rounds(text: Text, sides: Sides, published: PartialDate | None) -> tuple[Round, ...]:
    """The round a report is about, first; then earlier and next ones. Empty without talks."""
    number, basis = round_number(text)
    place = talks_place(text, sides, number.value if number else None)
    duration = talks_duration(text)
    span = _sentence_about(text, [number, duration, place])
    if span is None or not sides.principals or not (number or duration or place):
        return ()
    told = sort_clauses(text, number.value if number else None)
    today = _today(text, published)
    length = duration.value if duration else None
    days = days_within(text, told.this, today, length) if today else Days()
    parties = tuple(Found(party, None, "parties of the report") for party in sides.principals)
    first = Round(
        id="t1",
        span=span,
        place=place,
        venue=talks_venue(text),
        start=days.start,
        end=days.end,
        number=number,
        number_basis=basis,
        duration=duration,
        format=_format(text),
        mediators=_mediators(text, sides),
        parties=parties,
    )
    return (first, *other_rounds(text, told, today, parties))


def _today(text: Text, published: PartialDate | None) -> date | None:
    """The day of the report, against which its weekdays are read."""
    period = report_day(text, published).period
    return period.first if period else None


def _sentence_about(text: Text, found: Sequence[Found[Any] | None]) -> Span | None:
    """The sentence that tells most of the round, or the first one about talks."""
    about = [
        sentence
        for sentence in text.sentences
        if (TALKS_THEMSELVES.search(text[sentence]) or _GATHER.search(text[sentence]))
        and not NO_TALKS.search(text[sentence])
    ]
    if not about:
        return None
    told = [one.span for one in found if one and one.span]
    return max(about, key=lambda s: (sum(s.holds(span) for span in told), -s.start))


def _format(text: Text) -> Found[str] | None:
    for sentence in text.sentences:
        if not (TALKS_THEMSELVES.search(text[sentence]) or _GATHER.search(text[sentence])):
            continue
        for form, words in _FORMATS:
            found = re.search(words, text[sentence], re.I)
            if found:
                at = Span(sentence.start + found.start(), sentence.start + found.end())
                return Found(form, at, "form of the talks", sure=form != "mediated")
    return None


def _mediators(text: Text, sides: Sides) -> tuple[Found[str], ...]:
    """Parties that a sentence calls go-betweens; the two at the table are none."""
    known: dict[str, Found[str]] = {}
    for sentence in text.sentences:
        if not _MEDIATES.search(text[sentence]):
            continue
        for mention in sides.mentions:
            if sentence.holds(mention.span) and mention.party not in {*sides.principals, BOTH}:
                known.setdefault(
                    mention.party, Found(mention.party, mention.span, "mediates", sure=False)
                )
    return tuple(known.values())
