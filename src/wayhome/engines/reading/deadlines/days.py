"""Deadlines set by a day: "by the end of August", "until Friday", "next week"; and vague ones."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from wayhome.engines.reading.deadlines.periods import Period, Standpoint, read_period
from wayhome.engines.reading.deadlines.sentence import Sentence, pattern
from wayhome.engines.reading.deadlines.tense import looks_ahead, was_to_be
from wayhome.engines.reading.draft import Anchor, Deadline
from wayhome.engines.reading.time_words import (
    MONTH,
    WEEKDAY,
)

_VAGUE = pattern(
    r"""\b(?:(?:in|within|over|during)\s+(?:the\s+)?(?:coming|next\s+few|next\s+several|few
    |a\s+few|several
        |a\s+matter\s+of|the\s+next\s+couple\s+of|a\s+couple\s+of|some)\s+(?:hours|days|weeks|months)(?:\s+(?:or|and)\s+(?:days|weeks|months))?
      |within\s+(?:hours|days|weeks|months)(?:\s+or\s+\w+)?
      |in\s+the\s+(?:very\s+)?near(?:est)?\s+future|as\s+soon\s+as\s+possible
      |at\s+the\s+earliest\s+(?:opportunity|date)|in\s+due\s+course|a\s+matter\s+of\s+(?:hours|days|weeks)(?:\s+or\s+\w+)?
      |without\s+delay)\b"""
)


def vague(sentence: Sentence) -> Iterator[Deadline]:
    """As in "In the coming days": said, and not to be resolved."""
    for found in _VAGUE.finditer(sentence.words):
        yield sentence.deadline(found.start(), found.end(), "soon", "vague words")


_SENSES = (
    (
        r"by|before|(?:no|not)\s+later\s+than|ahead\s+of|prior\s+to|at\s+the\s+latest\s+by"
        r"|deadline\s+of"
        r"|deadline\s+for\s+\w+\s+is|deadline\s+is|due\s+by",
        "by",
    ),
    (
        r"until|till|up\s+to|up\s+until|expir\w+\s+(?:on|at)?|lapse\s+on|runs?\s+out\s+(?:on|at)"
        r"|ends?\s+(?:on|at)",
        "until",
    ),
    (
        r"from|as\s+of|as\s+from|starting(?:\s+(?:on|from|at))?|beginning(?:\s+(?:on|from|at))?"
        r"|effective|not\s+before"
        r"|no\s+earlier\s+than|after",
        "from",
    ),
    (r"between", "between"),
    (r"on\s+or\s+about|on\s+or\s+around|around|about", "on_or_about"),
    (
        r"(?:postponed|put\s+off|moved|delayed|deferred|rescheduled|brought\s+forward)\s+(?:to|for)"
        r"|on|in|at|during|over|within|for|later|sometime(?:\s+in)?|throughout",
        "on",
    ),
)
_PREPOSITION = re.compile(
    r"\b(?:" + "|".join(f"(?P<{sense}>{words})" for words, sense in _SENSES) + r")\s+(?=\w)", re.I
)
_PUT_OFF = re.compile(r"postponed|put off|moved|delayed|deferred|rescheduled|brought forward", re.I)
_BARE = re.compile(
    rf"(?<![\w-])(?=(?:next|this|later\s+this|early\s+next|late\s+next|{WEEKDAY}|tomorrow|tonight"
    rf"|{MONTH}\s+\d)\b)"
)
_PREPOSED = re.compile(
    r"\b(?:on|in|by|at|since|until|till|of|from|before|after|during|between|to|through|last"
    r"|past)\s+$",
    re.I,
)


def on_a_day(sentence: Sentence) -> Iterator[Deadline]:
    """As in "By the end of August", "until Friday", "between 20 and 30 June", "on Monday"."""
    for found in _PREPOSITION.finditer(sentence.words):
        sense = found.lastgroup or "on"
        yield from _day_at(sentence, found.start(), found.end(), sense)
    for found in _BARE.finditer(sentence.words):
        if not _PREPOSED.search(sentence.words[: found.start()]):
            yield from _day_at(sentence, found.start(), found.start(), "bare")


def _day_at(sentence: Sentence, start: int, begin: int, sense: str) -> Iterator[Deadline]:
    words = sentence.words
    at = sentence.at(ahead=None) or Standpoint(date(2000, 6, 30), ahead=None)
    read = read_period(words, at, begin)
    if read is None or re.match(r"[’']s?\b(?!\s+end)", words[read[1] :]):
        return
    end = read[1]
    put_off = _PUT_OFF.match(words, start)
    ahead = True if put_off else looks_ahead(words, start, end)
    one_day = read[0].first == read[0].last
    if sense == "between" and one_day and not re.match(r"\s+and\s+", words[end:]):
        return
    if not sentence.report.period and not re.search(r"\b(?:19|20)\d\d\b", words[begin:end]):
        if ahead or sense in {"by", "until", "between"}:
            yield sentence.deadline(start, end, _sense_of(sense, read[0]), "a day without its year")
        return
    period = _seen(words, begin, at, ahead, sense)
    if period is None or not _is_due(sentence, (start, end), period, ahead, sense):
        return
    if sense in {"between", "from"} and (second := _second_day(words, end, period, sense)):
        period, end = second
        sense = "between"
    yield _dated(sentence, (start, end), period, sense)


def _seen(words: str, begin: int, at: Standpoint, ahead: bool | None, sense: str) -> Period | None:
    """The days named, ahead of or behind the report as the sentence looks."""
    if ahead is None and sense in {"by", "until", "between"}:
        ahead = True
    if ahead is False and sense in {"by", "until", "between"}:
        ahead = None if not was_to_be(words) else False
    read = read_period(words, Standpoint(at.today, ahead), begin)
    return read[0] if read else None


def _is_due(
    sentence: Sentence, place: tuple[int, int], period: Period, ahead: bool | None, sense: str
) -> bool:
    """Whether something is due on the days, rather than done on them."""
    report = sentence.report.period
    past = bool(report and period.last < report.first)
    if sense in {"by", "until", "between"}:
        return not past or was_to_be(sentence.words)
    if ahead is None and report and not past:
        return bool(period.named and period.first > report.first)
    if past:
        return False
    return ahead is True


def _second_day(words: str, end: int, period: Period, sense: str) -> tuple[Period, int] | None:
    joint = re.compile(r"\s+and\s+" if sense == "between" else r"\s+(?:to|until|till|through)\s+")
    found = joint.match(words, end)
    read = read_period(words, Standpoint(period.first), found.end()) if found else None
    if read is None:
        return None
    return Period(period.first, read[0].last, read[0].last, period.named and read[0].named), read[1]


def _sense_of(sense: str, period: Period) -> str:
    several = period.first != period.last
    if sense in {"by", "until", "on_or_about"} or (sense == "from" and not several):
        return sense
    return "on_or_about" if period.first == period.last else "within"


def _dated(sentence: Sentence, place: tuple[int, int], period: Period, sense: str) -> Deadline:
    kind = _sense_of(sense, period)
    one = sentence.deadline(*place, kind, f"a day named: {sense}")
    first, last = str(period.first), str(period.last)
    before = re.match(r"(?:before|ahead|prior)\b", one.raw, re.I)
    if kind in {"by", "until"}:
        # "Before June" ends with May; "before 15 June" is written as the day it names.
        whole = period.first != period.last and period.limit == period.last
        limit = (
            period.first.fromordinal(period.first.toordinal() - 1)
            if before and whole
            else period.limit
        )
        first, last = "", str(limit)
    elif kind == "from":
        last = ""
    stated = period.named and re.search(r"\b(?:19|20)\d\d\b", one.raw)
    report = sentence.report
    return replace(
        one,
        anchor=Anchor.CALENDAR if period.named else report.anchor,
        anchor_date=str(report.period.first) if report.period and not stated else "",
        earliest=first,
        latest=last,
        basis="stated" if stated else "computed",
        sure=period.sure,
    )
