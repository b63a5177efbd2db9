"""A day, a month and a year from three cells, written as one date."""

import re

from wayhome.files.cells.blanks import is_empty
from wayhome.files.cells.months import MONTHS

_ENGLISH = {str(number): word for word, number in reversed(MONTHS.items())}  # the first of each


def join_date(day: str, month: str, year: str) -> str:
    """The three cells as one that `read_date` reads in no other order; without a month the year."""
    day, month, year = (_bare(cell) for cell in (day, month, year))
    month = str(MONTHS.get(month.casefold(), month))
    if not month or not re.fullmatch(r"\d{2}|\d{4}", year):
        return year or "-".join(filter(None, (year, month, day)))
    if len(year) == 4:
        return "-".join(filter(None, (year, month, day)))
    if word := _ENGLISH.get(month.lstrip("0")):
        return f"{day} {word} {year}".strip()
    return f"{day or '?'}.{month}.{year}"


def _bare(cell: str) -> str:
    """A cell without blanks, nothing where it says nothing, numbers without their decimals."""
    return "" if is_empty(cell) else re.sub(r"[.,]0+$", "", cell.strip())
