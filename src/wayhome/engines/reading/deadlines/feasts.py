"""Feasts that truces and releases are timed by, and the days they begin and end.

Computed: Easter by the rule of Gauss as given by Meeus, Jones and Butcher; the Islamic months by
the arithmetic (civil) calendar, which may be a day or two from what is announced, hence unsure.
"""

from collections.abc import Callable
from datetime import date, timedelta

_HIJRI_EPOCH = date(622, 7, 19).toordinal()  # 1 Muharram 1, Gregorian, by the civil calendar


def easter(year: int) -> date:
    """Easter Sunday of the western churches."""
    a, b, c = year % 19, year // 100, year % 100
    d, e, f = b // 4, b % 4, (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def orthodox_easter(year: int) -> date:
    """Easter Sunday of the eastern churches, in the Gregorian calendar of 1900 to 2099."""
    a, b, c = year % 4, year % 7, year % 19
    d = (19 * c + 15) % 30
    e = (2 * a + 4 * b - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    return date(year, month, day + 1) + timedelta(days=13)


def islamic_day(year: int, month: int, day: int) -> date:
    """A day of the civil Islamic calendar."""
    days = 354 * (year - 1) + (3 + 11 * year) // 30 + 29 * (month - 1) + month // 2 + day - 1
    return date.fromordinal(_HIJRI_EPOCH + days)


def _islamic(year: int, month: int, day: int, length: int) -> list[tuple[date, date]]:
    around = round((year - 622) * 33 / 32)
    firsts = [islamic_day(hijri, month, day) for hijri in range(around - 1, around + 3)]
    return [(first, first + timedelta(length - 1)) for first in firsts if first.year == year]


def _one(value: date) -> list[tuple[date, date]]:
    return [(value, value)]


_READERS: dict[str, Callable[[int], list[tuple[date, date]]]] = {
    "christmas": lambda year: _one(date(year, 12, 25)),
    "orthodox christmas": lambda year: _one(date(year, 1, 7)),
    "new year": lambda year: _one(date(year, 1, 1)),
    "new year's eve": lambda year: _one(date(year, 12, 31)),
    "nowruz": lambda year: _one(date(year, 3, 21)),
    "easter": lambda year: _one(easter(year)),
    "orthodox easter": lambda year: _one(orthodox_easter(year)),
    "ramadan": lambda year: _islamic(year, 9, 1, 30),
    "eid al-fitr": lambda year: _islamic(year, 10, 1, 3),
    "eid al-adha": lambda year: _islamic(year, 12, 10, 4),
}


def feasts_of(name: str, year: int) -> list[tuple[date, date]]:
    """The first and last days of a feast in a year: twice where it falls twice, or never.

    `name` is one of the values of `FEASTS`.
    """
    return _READERS[name](year)


UNSURE_FEASTS = {"ramadan", "eid al-fitr", "eid al-adha", "nowruz"}
FEASTS = {
    r"Orthodox\s+Christmas": "orthodox christmas",
    r"Orthodox\s+Easter": "orthodox easter",
    r"Christmas(?:\s+Day)?": "christmas",
    r"(?:the\s+)?New\s+Year[’']s\s+Eve": "new year's eve",
    r"(?:the\s+)?New\s+Year(?:[’']s(?:\s+Day)?)?": "new year",
    r"Easter(?:\s+Sunday)?": "easter",
    r"(?:the\s+)?(?:Now?ruz|Newroz)": "nowruz",
    r"(?:the\s+)?(?:(?:holy|fasting)\s+month\s+of\s+)?(?:Ramadan|Ramazan)": "ramadan",
    r"(?:the\s+)?(?:feast\s+of\s+|festival\s+of\s+)?Eid\s+[ae]l-Fitr": "eid al-fitr",
    r"(?:the\s+)?(?:feast\s+of\s+|festival\s+of\s+)?Eid\s+[ae]l-Adha": "eid al-adha",
}
