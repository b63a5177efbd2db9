"""The day a length of time is counted from: the report's, or that of something it tells of."""

import math
import re
from dataclasses import dataclass
from datetime import date, timedelta

from wayhome.engines.reading.deadlines.periods import (
    Period,
    Standpoint,
    add_months,
    day,
    read_period,
)
from wayhome.engines.reading.deadlines.tense import looks_ahead
from wayhome.engines.reading.draft import Anchor, Span
from wayhome.engines.reading.text import Text
from wayhome.engines.reading.time_words import LENGTH, WEEKDAY, Length, read_length
from wayhome.values import PartialDate


@dataclass(frozen=True, slots=True)
class Counted:
    """From when one counts: what it is, and the days it may have been (None: not known)."""

    anchor: Anchor
    period: Period | None

    @property
    def sure(self) -> bool:
        """Whether it is known to the day."""
        return bool(self.period and self.period.sure and self.period.first == self.period.last)


def report_day(text: Text, published: PartialDate | None) -> Counted:
    """The day of the dateline, or else the day of publication."""
    known = None
    if published and published.month and published.day:
        known = date(published.year, published.month, published.day)
    if text.dateline:
        written = text[text.dateline]
        standpoint = Standpoint(known, ahead=None) if known else None
        has_year = re.search(r"\d{4}", written)
        for place in re.finditer(r"\b(?=[A-Z0-9])", written):
            base = standpoint or (Standpoint(date(int(has_year[0]), 6, 30)) if has_year else None)
            read = read_period(written, base, place.start()) if base else None
            if (
                read
                and read[0].first == read[0].last
                and re.search(r"\d", written[place.start() :])
            ):
                return Counted(Anchor.DATELINE, read[0])
    if known:
        return Counted(Anchor.PUBLICATION, day(known))
    return Counted(Anchor.UNKNOWN, None)


_DAY_STARTS = re.compile(
    rf"\b(?:on\s+|late\s+on\s+|early\s+on\s+|last\s+|dated\s+)?"
    rf"(?=(?:{WEEKDAY}|[Yy]esterday|[Ll]ast\s+(?:week|month|{WEEKDAY})"
    rf"|[A-Z][a-z]{{2,8}}\.?\s+\d{{1,2}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+[A-Z][a-z]{{2,8}}|\d{{4}}-\d\d)\b)"
)
_NOT_THEN = re.compile(
    r"\b(?:since|until|till|by|before|after|from|to|through|between|and)\s+(?:the\s+)?$", re.I
)
_AGO = re.compile(
    rf"\b(?P<about>about|around|nearly|some|more\s+than|over|just\s+over|almost)?\s*"
    rf"(?P<length>{LENGTH.strip()})\s+(?P<way>ago|earlier|before|after)\b",
    re.X | re.I,
)


def past_days(sentence: str, at: Standpoint, before: int) -> list[tuple[int, Period]]:
    """Days behind us that a sentence names before a place, with where they stand."""
    found = []
    for start in _DAY_STARTS.finditer(sentence, 0, before):
        if _NOT_THEN.search(sentence[: start.start()]):
            continue
        begin = start.end() - (5 if start[0].lower().startswith("last ") else 0)
        ahead = looks_ahead(sentence, start.start(), start.end() + 3)
        if ahead and "last" not in start[0].lower():
            continue
        read = read_period(sentence, Standpoint(at.today, ahead=False), begin)
        if read and read[1] <= before and read[0].first <= at.today:
            found.append((begin, read[0]))
    return [*found, *_agos(sentence, at, before)]


def _agos(sentence: str, at: Standpoint, before: int) -> list[tuple[int, Period]]:
    """As in "Ten days ago"; "came just over a week after he warned": the day of the warning."""
    found = []
    for ago in _AGO.finditer(sentence, 0, before):
        told = ago["way"].lower() == "after" and re.match(
            r"\s+[^,;]{0,80}?\w+(?:ed|aid|ave|et)\b", sentence[ago.end() :]
        )
        length = read_length(ago["length"])
        if length is None or not (ago["way"].lower() == "ago" or told):
            continue
        first = later(at.today, length, -1)
        vague = (ago["about"] or "").lower()
        if "over" in vague or "more" in vague:  # the words allow a day or two
            found.append(
                (
                    ago.start(),
                    Period(
                        first - timedelta(2),
                        first - timedelta(1),
                        first - timedelta(2),
                        named=False,
                        sure=False,
                    ),
                )
            )
        else:
            found.append((ago.start(), day(first, named=False, sure=not vague)))
    return found


def later(start: date, length: Length, sign: int = 1) -> date:
    """The day a length of time leads to; part of a day counts as one, months go by their number."""
    if length.working:
        return _working_days(start, math.ceil(length.count))
    if length.unit in {"month", "year"} and length.count == int(length.count):
        return add_months(start, sign * int(length.count) * (12 if length.unit == "year" else 1))
    days = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1, "week": 7, "month": 30, "year": 365}
    return start + sign * timedelta(math.ceil(length.count * days[length.unit]))


def _working_days(start: date, count: int) -> date:
    """So many days from Monday to Friday on; feasts are not known and not left out."""
    while count > 0:
        start += timedelta(1)
        count -= start.weekday() < 5
    return start


_EVENTS: tuple[tuple[str, str], ...] = (
    # the noun in "within ten days of the ...", what is said of it where its day stands
    (r"sign(?:ing|ature|ed|s)?", r"\bsign(?:ed|s|ing|ature)?\b|\binitial+ed\b"),
    (
        r"entry\s+into\s+force|taking\s+effect|coming\s+into\s+force",
        r"\b(?:enter|come|came|go|went|goes|take|took|takes)\w*\s+(?:into\s+(?:force|effect)"
        r"|effect)",
    ),
    (
        r"cease-?fire|truce|cessation|start|beginning|implementation",
        r"\b(?:cease-?fire|truce|cessation|pause|implementation)\b.{0,60}?\b(?:begin|began|begins|"
        r"start|starts|started|took|takes|take|came|come|comes|enter|entered|enters|went|go|goes|"
        r"announced|declared|agreed)\b|\b(?:declared|agreed|announced)\b.{0,40}\b(?:cease-?fire"
        r"|truce)",
    ),
    (r"announcement", r"\bannounc(?:ed|ement)\b"),
    (
        r"agreement|deal|accord|protocol|memorandum|document|statement",
        r"\b(?:sign|reach|conclud|agree|announc|initial|strik|struck|adopt)\w*\b",
    ),
    (
        r"meeting|talks|summit|session|round|conference|visit",
        r"\b(?:met|meeting|talks|summit|session|round|conference|visit)\b",
    ),
    (
        r"decree|order|ruling|resolution|decision|law",
        r"\b(?:decree|order|ruling|resolution|decision|law)\b.{0,60}?\b(?:issued|signed|adopted"
        r"|passed"
        r"|published)\b|\b(?:issued|signed|adopted|passed|published)\b",
    ),
    (
        r"exchange|swap|release|hand-?over|transfer|withdrawal|pull-?out",
        r"\b(?:exchange|swap|release|hand-?over|transfer|withdrawal|pull-?out)\b",
    ),
)


def event_day(text: Text, event: str, at: Standpoint) -> Period | None:
    """The day the report gives to an event it counts from; None where it gives none."""
    read = read_period(event, Standpoint(at.today, ahead=None))
    if read:
        return read[0]
    if re.match(r"(?:the\s+)?(?:today|date|day)\b", event, re.I) and " of " not in event:
        return day(at.today)
    for noun, told in _EVENTS:
        if re.search(rf"\b(?:{noun})\b", event, re.I):
            return _day_told(text, told, at)
    return None


def _day_told(text: Text, told: str, at: Standpoint) -> Period | None:
    best: tuple[int, Period] | None = None
    for span in text.sentences:
        sentence = text[span]
        for verb in re.finditer(told, sentence, re.I):
            for start, period in _days(sentence, at):
                away = min(abs(start - verb.end()), abs(start - verb.start()))
                if away <= 60 and (best is None or away < best[0]):
                    best = (away, period)
    return best[1] if best else None


def _days(sentence: str, at: Standpoint) -> list[tuple[int, Period]]:
    """Every single day a sentence names, ahead or behind as its verbs say."""
    found = []
    for start in _DAY_STARTS.finditer(sentence):
        ahead = looks_ahead(sentence, start.start(), start.end() + 3)
        read = read_period(sentence, Standpoint(at.today, ahead), start.end())
        if read and read[0].first == read[0].last:
            found.append((start.start(), read[0]))
    now = re.finditer(r"\b(?:today|this\s+morning|this\s+evening)\b", sentence, re.I)
    return found + [(word.start(), day(at.today, named=False)) for word in now]


def counted_from(text: Text, sentence: Span, before: int, report: Counted) -> Counted:
    """From when a length is counted that names no start: a past day told just before, or now."""
    if report.period is None:
        return report
    at = Standpoint(report.period.first)
    days = past_days(text[sentence], at, before)
    if not days:
        return report
    period = max(days, key=lambda one: one[0])[1]
    if (period.first, period.last) == (report.period.first, report.period.last):
        return report
    return Counted(Anchor.EVENT, period)
