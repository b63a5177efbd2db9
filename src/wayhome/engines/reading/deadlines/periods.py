"""Days and stretches of days that words name: "the end of August", "next week", "Friday"."""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from wayhome.engines.reading.deadlines.feasts import FEASTS, UNSURE_FEASTS, feasts_of
from wayhome.engines.reading.time_words import (
    MONTH,
    NUMBER,
    WEEKDAY,
    WEEKDAYS,
    read_month,
    read_number,
    read_ordinal,
)


@dataclass(frozen=True, slots=True)
class Period:
    """From a first to a last day. `named`: the words say which days, whoever reads them when.

    `limit` is the day meant where something is due by it.
    """

    first: date
    last: date
    limit: date
    named: bool = True
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Standpoint:
    """The day words are counted from; whether they look ahead (None: not known)."""

    today: date
    ahead: bool | None = True


def day(value: date, *, named: bool = True, sure: bool = True) -> Period:
    """A single day."""
    return Period(value, value, value, named, sure)


def stretch(first: date, last: date, *, named: bool = True, sure: bool = True) -> Period:
    """Several days, the last of which is the limit."""
    return Period(first, last, last, named, sure)


def month_of(year: int, month: int) -> Period:
    """A calendar month."""
    return stretch(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def week_of(value: date, weeks: int = 0) -> Period:
    """The week of Monday to Sunday that holds the day, or one so many weeks later."""
    monday = value - timedelta(value.weekday()) + timedelta(weeks=weeks)
    return stretch(monday, monday + timedelta(6), named=False)


def add_months(value: date, months: int) -> date:
    """The same day of a later month, or that month's last day where it has no such day."""
    year, month = divmod(value.year * 12 + value.month - 1 + months, 12)
    return date(year, month + 1, min(value.day, calendar.monthrange(year, month + 1)[1]))


def nearest(candidates: list[Period], at: Standpoint) -> Period | None:
    """The one the words mean: ahead or behind as they look, else the nearest."""
    if not candidates:
        return None
    if at.ahead is True:
        later = [one for one in candidates if one.last >= at.today]
        return min(later, key=lambda one: one.last) if later else None
    if at.ahead is False:
        earlier = [one for one in candidates if one.first <= at.today]
        return max(earlier, key=lambda one: one.first) if earlier else None
    return min(candidates, key=lambda one: abs((one.first - at.today).days))


def _safe_date(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _years(at: Standpoint, year: str | None) -> list[int]:
    return [int(year)] if year else [at.today.year + step for step in (-1, 0, 1)]


Reader = Callable[[re.Match[str], Standpoint], Period | None]


def _iso(found: re.Match[str], at: Standpoint) -> Period | None:
    value = _safe_date(int(found[1]), int(found[2]), int(found[3]))
    return day(value) if value else None


def _day_of_month(found: re.Match[str], at: Standpoint) -> Period | None:
    """One day, or the first to the last of several."""
    parts = found.groupdict()
    month = read_month(parts.get("month") or parts["month2"])
    last_month = read_month(parts.get("month2") or parts["month"])
    number = int(parts["day"])
    last_number = int(parts.get("day2") or number)
    candidates = []
    for year in _years(at, parts.get("year")):
        first = _safe_date(year, month, number)
        last = _safe_date(year + (last_month < month), last_month, last_number)
        if first and last and first <= last:
            candidates.append(stretch(first, last))
    if parts.get("year"):
        return candidates[0] if candidates else None
    found_one = nearest(candidates, at)
    if found_one and abs((found_one.first - at.today).days) > 330 and at.ahead is not None:
        # "by 5 March", written on 8 March, is more likely late than a year away.
        return nearest(candidates, Standpoint(at.today, None))
    return found_one


def _month(found: re.Match[str], at: Standpoint) -> Period | None:
    month = read_month(found["month"])
    return nearest([month_of(year, month) for year in _years(at, found["year"])], at) or None


def _part(found: re.Match[str], at: Standpoint) -> Period | None:
    """The end, the middle, the first half, the second week of something."""
    whole = read_period(found["whole"], at)
    if whole is None or whole[1] < len(found["whole"].strip()):
        return None
    return _part_of(whole[0], re.sub(r"\s+", " ", found["part"].lower()))


def _part_of(whole: Period, part: str) -> Period | None:
    first, last = whole.first, whole.last
    length = (last - first).days + 1
    named, sure = whole.named, whole.sure
    if re.search(r"\bend|close|expiry", part):
        return Period(last, last, last, named, sure)
    if re.search(r"beginning|start|early|outset", part):
        return stretch(first, first + timedelta(max(length // 3 - 1, 0)), named=named, sure=sure)
    if re.search(r"late", part):
        return stretch(last - timedelta(max(length // 3 - 1, 0)), last, named=named, sure=sure)
    if re.search(r"mid", part):
        middle = first + timedelta((length - 1) // 2)
        around = timedelta(length // 6)
        begin, end = middle - around, middle + around
        if length >= 28 and length <= 31:  # the middle ten days of a month
            begin, middle, end = (first + timedelta(days) for days in (10, 14, 19))
        return Period(begin, end, middle, named=named, sure=sure)
    return _numbered_part(whole, part)


def _numbered_part(whole: Period, part: str) -> Period | None:
    found = re.search(r"(first|second|third|fourth|last|other) (day|week|fortnight|half)", part)
    if not found:
        return None
    first, last = whole.first, whole.last
    days = {"day": 1, "week": 7, "fortnight": 14}.get(found[2], ((last - first).days + 1) // 2)
    if whole.first.day == 1 and found[2] == "half":
        days = 15
    if found[1] in {"last", "other"}:
        return stretch(last - timedelta(days - 1), last, named=whole.named)
    place = (read_ordinal(found[1]) or 1) - 1
    begin = first + timedelta(place * days)
    end = last if found[2] == "half" and place else begin + timedelta(days - 1)
    return stretch(begin, min(end, last), named=whole.named)


def _weekday(found: re.Match[str], at: Standpoint) -> Period | None:
    wanted = WEEKDAYS.index(found["weekday"].lower())
    ahead = (wanted - at.today.weekday()) % 7
    word = f"{found['which'] or ''} {found['after'] or ''}".lower()
    if at.ahead is False or "last" in word or "past" in word:
        back = (at.today.weekday() - wanted) % 7
        back = back or (7 if "last" in word or "past" in word else 0)
        return day(at.today - timedelta(back), named=False)
    if "week" in word:  # "Friday next week", "Monday week"
        step = timedelta(wanted) if "next" in word else timedelta(ahead + 7)
        start = week_of(at.today, 1).first if "next" in word else at.today
        return day(start + step, named=False)
    if "next" in word:
        next_week = week_of(at.today, 1).first + timedelta(wanted)
        still_to_come = ahead > 0 and at.today + timedelta(ahead) != next_week
        return day(next_week, named=False, sure=not still_to_come)
    return day(at.today + timedelta(ahead), named=False)


def _near_day(found: re.Match[str], at: Standpoint) -> Period | None:
    word = re.sub(r"\s+", " ", found[0].lower())
    days = {"the day after tomorrow": 2, "yesterday": -1, "the day before yesterday": -2}
    return day(at.today + timedelta(days.get(word, 1 if "tomorrow" in word else 0)), named=False)


def _unit(found: re.Match[str], at: Standpoint) -> Period | None:
    """This, next, last week, month, year or weekend."""
    which, unit = found["which"].lower().split()[-1], found["unit"].lower()
    step = {"next": 1, "following": 1, "coming": 1, "last": -1, "past": -1, "previous": -1}
    steps = step.get(which, 0)
    if unit == "year":
        year = at.today.year + steps
        return stretch(date(year, 1, 1), date(year, 12, 31), named=False)
    if unit == "month":
        of = add_months(at.today.replace(day=1), steps)
        whole = month_of(of.year, of.month)
        return stretch(whole.first, whole.last, named=False)
    if unit == "weekend":
        steps -= which == "coming"
        saturday = week_of(at.today, steps).first + timedelta(5)
        return stretch(saturday, saturday + timedelta(1), named=False)
    return week_of(at.today, steps)


def _bare_unit(found: re.Match[str], at: Standpoint) -> Period | None:
    """As in "the month", "the year": the one we are in."""
    return _unit(re.match(r"(?P<which>this)\s(?P<unit>\w+)", f"this {found['unit']}") or found, at)


def _feast(found: re.Match[str], at: Standpoint) -> Period | None:
    name = next(n for p, n in FEASTS.items() if re.fullmatch(p, found["feast"], re.I))
    candidates = [
        Period(first, last, first, sure=name not in UNSURE_FEASTS)
        for year in _years(at, found["year"])
        for first, last in feasts_of(name, year)
    ]
    return nearest(candidates, at)


_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}


def _season(found: re.Match[str], at: Standpoint) -> Period | None:
    month = _SEASONS[found["season"].lower()]
    candidates = []
    for year in _years(at, found["year"]):
        first = date(year, month, 1)
        last = add_months(first, 3) - timedelta(1)
        candidates.append(Period(first, last, last, sure=False))
    return nearest(candidates, at)


def _year(found: re.Match[str], at: Standpoint) -> Period | None:
    return stretch(date(int(found[1]), 1, 1), date(int(found[1]), 12, 31))


def _so_many_later(found: re.Match[str], at: Standpoint) -> Period | None:
    """As in "a week from Monday"."""
    start = read_period(found["start"], at)
    count = read_number(found["count"])
    if start is None or count is None:
        return None
    return day(start[0].first + timedelta(count * {"day": 1, "week": 7}[found["unit"].lower()]))


_FEAST = "|".join(FEASTS)
_WHEN_OF_DAY = r"(?:early\s+|late\s+)?(?:morning|afternoon|evening|night|midnight|noon|dawn|midday)"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\b(?!:|,\d)"
_DAY2 = r"(?P<day2>[0-3]?\d)(?:st|nd|rd|th)?\b"
_YEAR = r"(?:,?\s+(?P<year>(?:19|20)\d\d)\b)?"
_TO = r"\s*(?:-|–|—|\bto\b|\bthrough\b|\band\b|\buntil\b)\s*"
_LEAD = rf"(?:{WEEKDAY}\s*,?\s+(?:the\s+)?)?(?:the\s+)?"
_WHICH = (
    r"(?P<which>(?:the\s+)?(?:next|this|last|past|coming|following|current|previous"
    r"|same|(?:this|the)\s+coming|later\s+this))"
)
_PART = (
    r"(?:the\s+)?(?P<part>very\s+end|end|close|beginning|start|outset|middle|mid|early|late"
    r"|(?:first|second|third|fourth|last|other)\s+(?:days?|week|fortnight|half)"
    r"|(?:early|late)\s+(?:days|part)|later\s+part)"
)

_READERS: tuple[tuple[re.Pattern[str], Reader], ...] = tuple(
    (re.compile(pattern, re.I if loose else 0), reader)
    for pattern, reader, loose in (
        (r"(\d{4})-(\d\d)-(\d\d)\b", _iso, False),
        (
            rf"{_LEAD}(?P<month>{MONTH})\s+{_DAY}(?:{_TO}(?:(?P<month2>{MONTH})\s+)?{_DAY2}"
            rf"(?!\s+{MONTH}))?{_YEAR}",
            _day_of_month,
            False,
        ),
        (
            rf"{_LEAD}{_DAY}(?:\s+(?:of\s+)?(?P<month>{MONTH}))?{_TO}{_DAY2}"
            rf"\s+(?:of\s+)?(?P<month2>{MONTH}){_YEAR}",
            _day_of_month,
            False,
        ),
        (rf"{_LEAD}{_DAY}\s+(?:of\s+)?(?P<month>{MONTH}){_YEAR}", _day_of_month, False),
        (
            rf"(?P<count>{NUMBER}|an?)\s+(?P<unit>week|day)s?\s+(?:from|after)\s+"
            rf"(?P<start>(?:this\s+|next\s+)?(?:{WEEKDAY}|today|tomorrow))\b",
            _so_many_later,
            True,
        ),
        (
            rf"{_PART}(?:\s+|-)(?:of\s+|in\s+)?(?P<whole>(?:the\s+|this\s+|next\s+|last\s+"
            rf"|current\s+"
            rf"|coming\s+|following\s+)*(?:{MONTH}{_YEAR.replace('?P<year>', '?:')}|week|month|year"
            rf"|weekend|spring|summer|autumn|winter|{_FEAST}|20\d\d)\b)",
            _part,
            True,
        ),
        (
            rf"(?:{_WHICH}\s+)?(?P<weekday>{WEEKDAY})\b(?!\s*[’']s)"
            rf"(?P<after>\s+(?:next\s+week|of\s+next\s+week|next|week|last\s+week)\b)?"
            rf"(?:\s+{_WHEN_OF_DAY}\b)?",
            _weekday,
            True,
        ),
        (
            rf"(?:the\s+day\s+(?:after\s+tomorrow|before\s+yesterday)|tomorrow|today|tonight"
            rf"|yesterday|this\s+{_WHEN_OF_DAY})\b(?:\s+{_WHEN_OF_DAY}\b)?",
            _near_day,
            True,
        ),
        (rf"{_WHICH}\s+(?P<unit>week|month|year|weekend)\b(?![’'-])", _unit, True),
        (r"the\s+(?P<unit>weekend|week|month|year)\b(?![’'-])", _bare_unit, True),
        (rf"(?P<feast>{_FEAST})\b{_YEAR}", _feast, True),
        (
            rf"(?:(?:the|this|next)\s+)?(?P<season>spring|summer|autumn|winter)\b"
            rf"(?:\s+of)?{_YEAR}",
            _season,
            True,
        ),
        (rf"(?:(?:this|next|last)\s+)?(?P<month>{MONTH})(?![\w-])(?:\s+of)?{_YEAR}", _month, False),
        (r"((?:19|20)\d\d)\b(?![,.]\d|-)", _year, False),
    )
)
_YEAR_END = re.compile(r"(?:the\s+)?(?P<unit>year|month|week)(?:[’']s\s+|[- ])end\b", re.I)
_CLOCK = re.compile(
    rf"""(?:(?:the\s+)?(?:early\s+hours|morning|afternoon|evening|night|eve)\s+of\s+
      |(?:{_WHEN_OF_DAY}|daybreak|dusk|sunset|sunrise|sundown
        |\d{{1,2}}(?:[:.]\d\d)?\s*(?:[ap]\.?m\.?|h(?:ou)?rs?|o[’']clock)|\d{{1,2}}[:.]\d\d|\d{{4}})
       (?:\s+(?:local\s+time|GMT|UTC)|\s+\([^)]{{3,40}}\))*,?\s+(?:(?:on|of|of\s+the)\s+)?
      |(?:early|late)\s+(?:on\s+)?)""",
    re.X | re.I,
)


def read_period(text: str, at: Standpoint, start: int = 0) -> tuple[Period, int] | None:
    """The days named at the place in the text, and where their name ends; None where none is."""
    clock = _CLOCK.match(text, start)
    for begin in [start, clock.end()] if clock else [start]:
        if found := _YEAR_END.match(text, begin):
            whole = _bare_unit(found, at)
            return (_part_of(whole, "end") or whole, found.end()) if whole else None
        for pattern, reader in _READERS:
            if (found := pattern.match(text, begin)) and (period := reader(found, at)):
                return period, found.end()
    return None
