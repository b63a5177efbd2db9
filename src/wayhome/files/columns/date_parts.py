"""Dates written over three columns, one each for the day, the month and the year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from wayhome.files.columns.content import Content
from wayhome.files.columns.words import normal_form

_DAY, _MONTH, _YEAR = range(3)
_PARTS: Mapping[str, int] = {
    word: part
    for part, words in enumerate(
        (
            "day dd d день число дд יום اليوم يوم",
            "month mm m mon месяц місяць мм חודש الشهر شهر",
            "year yyyy yy y рік року год года рррр гггг שנה שנת السنة سنة عام",
        )
    )
    for word in words.split()
}
_SAY_NOTHING = frozenset(["date", "of", "the", "дата", "תאריך", "تاريخ"])
_ENOUGH = 0.8  # share of a column's filled cells that must be such numbers


@dataclass(frozen=True, slots=True)
class Triple:
    """The columns of one date; `rest`: what their headers say beside the parts, '' if nothing."""

    day: str
    month: str
    year: str
    rest: str


def find_triples(names: Sequence[str], contents: Sequence[Content]) -> tuple[Triple, ...]:
    """Find columns that are the parts of one date, by their headers and their cells.

    The three stand next to each other, in any order, and say the same beside 'day', 'month' and
    'year', or two of them nothing at all ('day, month, year of birth').
    """
    parts = [_part_of(name, content) for name, content in zip(names, contents, strict=True)]
    triples = []
    at = 0
    while at + 3 <= len(parts):
        three = parts[at : at + 3]
        where = {part[0]: at + i for i, part in enumerate(three) if part}
        rests = {part[1] for part in three if part} - {""}
        if len(where) == 3 and len(rests) <= 1:
            day, month, year = (names[where[part]] for part in (_DAY, _MONTH, _YEAR))
            triples.append(Triple(day, month, year, next(iter(rests), "")))
            at += 3
        else:
            at += 1
    return tuple(triples)


def _part_of(name: str, content: Content) -> tuple[int, str] | None:
    """Which part of a date a column is, and what its header says beside."""
    read = _read_header(name)
    if read is None:
        return None
    shares = (content.days, content.months, content.years)
    return read if shares[read[0]] >= _ENOUGH else None


@lru_cache(maxsize=10_000)
def _read_header(name: str) -> tuple[int, str] | None:
    words = normal_form(name).split()
    if words and words[-1].isdigit():  # made unique
        words.pop()
    if words == ["birthday"]:
        return _DAY, "birth"
    found = [word for word in words if word in _PARTS]
    if len(found) != 1:
        return None
    rest = (word for word in words if word != found[0] and word not in _SAY_NOTHING)
    return _PARTS[found[0]], " ".join(rest)
