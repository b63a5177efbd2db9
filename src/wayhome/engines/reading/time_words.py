"""Numbers, months, weekdays and lengths of time as English reports write them."""

import re
from dataclasses import dataclass

_UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS = {word: number for number, word in enumerate(_UNITS)} | {
    word: 10 * number for number, word in enumerate(_TENS, 2)
}
_ORDINALS = {
    word: number
    for number, word in enumerate(
        (
            *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"),
            *("ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth"),
            *("sixteenth", "seventeenth", "eighteenth", "nineteenth"),
        ),
        1,
    )
} | {
    "twentieth": 20,
    "thirtieth": 30,
    "fortieth": 40,
    "fiftieth": 50,
}
_LARGER = {"hundred": 100, "thousand": 1000}

_WORD = "|".join(sorted((*_WORDS, *_LARGER), key=len, reverse=True))
_TENS_WORD = "|".join(_TENS)
_ORDINAL_WORD = "|".join(sorted(_ORDINALS, key=len, reverse=True))

NUMBER = rf"(?:\d[\d,]*(?:\.\d+)?|(?:an?\s+|one\s+)?(?:{_WORD})(?:[\s-]+(?:and\s+)?(?:{_WORD}))*)"
ORDINAL = rf"(?:\d+(?:st|nd|rd|th)|(?:(?:{_TENS_WORD})[\s-])?(?:{_ORDINAL_WORD}))"

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
# Only written with a capital letter: "may" and "march" are verbs.
MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"

UNIT_OF_TIME = r"(?:minute|hour|day|week|fortnight|month|year)"


def read_number(words: str) -> float | None:
    """1200 for "1,200", 180 for "one hundred and eighty", 1 for "a"; None where it is none."""
    words = words.strip().lower()
    if re.fullmatch(r"\d[\d,]*(?:\.\d+)?", words):
        return float(words.replace(",", ""))
    if words in {"a", "an"}:
        return 1
    total = current = 0
    for word in re.split(r"[\s-]+", words):
        if word in {"and", "a", "an"}:
            continue
        if word in _WORDS:
            current += _WORDS[word]
        elif word in _LARGER:
            current = max(current, 1) * _LARGER[word]
            if word == "thousand":
                total, current = total + current, 0
        else:
            return None
    return total + current


def read_ordinal(words: str) -> int | None:
    """7 for "seventh" and "7th", 22 for "twenty-second"; None where it is none."""
    words = words.strip().lower()
    if digits := re.fullmatch(r"(\d+)(?:st|nd|rd|th)", words):
        return int(digits[1])
    *tens, last = re.split(r"[\s-]+", words)
    if last not in _ORDINALS or len(tens) > 1 or (tens and tens[0] not in _WORDS):
        return None
    return _ORDINALS[last] + (_WORDS[tens[0]] if tens else 0)


def read_month(word: str) -> int:
    """8 for "August", "Aug" and "Aug."."""
    return MONTHS[word.lower().rstrip(".")]


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time: so many minutes, hours, days, weeks or months."""

    count: float
    unit: str  # minute, hour, day, week, month, year
    working: bool = False  # working days
    about: bool = False

    @property
    def iso(self) -> str:
        """ISO 8601: PT40M, PT1H45M, P10D, P2W, P6M."""
        count = self.count
        if self.unit in {"hour", "minute"}:
            minutes = round(count * (60 if self.unit == "hour" else 1))
            if self.unit == "hour" and minutes % 60 == 0:
                return f"PT{minutes // 60}H"
            hours, minutes = divmod(minutes, 60)
            return "PT" + (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
        if count != int(count):  # a week and a half, half a year
            smaller = {"day": ("H", 24), "week": ("D", 7), "month": ("D", 30), "year": ("M", 12)}
            letter, times = smaller[self.unit]
            return f"P{'T' if letter == 'H' else ''}{round(count * times)}{letter}"
        return f"P{int(count)}{self.unit[0].upper()}"


_ONE_LENGTH = rf"""
    (?:(?P<half>half\s+(?:an?\s+)?|(?:an?\s+)?half[\s-])
      |(?P<quarter>three[\s-]quarters\s+of\s+an\s+)
      |(?P<many>(?:{NUMBER}|an?|one)(?:\s*\((?:{NUMBER})\))?
         (?P<and_half>[\s-]and[\s-]a[\s-]half)?)[\s-]+)
    (?:(?P<kind>full|whole|calendar|consecutive|working|business|further|more|additional)\s+)*
    (?P<unit>{UNIT_OF_TIME})s?\b
    (?P<and_a_half>\s+and\s+a\s+half)?
"""
_LENGTH = re.compile(_ONE_LENGTH, re.X | re.I)
_PLAIN = re.sub(r"\?P<\w+>", "?:", _ONE_LENGTH).replace("\n", "")
# One length as a pattern to build upon, to be compiled with re.X.
LENGTH = rf"(?:{_PLAIN}(?:\s+(?:and\s+)?{NUMBER}\s+minutes?\b)?)"


def read_length(words: str) -> Length | None:
    """The length of time at the beginning of the words: "two and a half hours", "a fortnight"."""
    found = _LENGTH.match(words.strip())
    if not found:
        return None
    unit = found["unit"].lower()
    if found["half"]:
        count: float | None = 0.5
    elif found["quarter"]:
        count = 0.75
    else:
        bare = re.split(r"\s*\(|[\s-]and[\s-]a[\s-]half", found["many"])[0]
        count = read_number(bare)
    if count is None:
        return None
    count += 0.5 if found["and_half"] or found["and_a_half"] else 0
    if unit == "fortnight":
        count, unit = 2 * count, "week"
    more = re.match(rf"\s+(?:and\s+)?({NUMBER})\s+minutes?\b", words.strip()[found.end() :], re.I)
    if unit == "hour" and more and (minutes := read_number(more[1])) is not None:
        count, unit = count * 60 + minutes, "minute"
    return Length(count, unit, working=(found["kind"] or "").lower() in {"working", "business"})
