"""What a column is, judged by its cells alone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from wayhome.files.cells.blanks import is_empty
from wayhome.files.cells.dates import read_date_shape, serial_number
from wayhome.files.cells.months import MONTHS
from wayhome.files.cells.sex import read_sex

_PATRONYMIC = re.compile(
    r"(ович|евич|йович|ьович|івна|овна|евна|ївна|инична|ична|[иіы]ч|оглы|оглу|кизи|кызы|"
    r"ovych|evych|yovych|ovich|evich|ivna|yivna|ovna|evna|ovic|oglu|ogly|kyzy)$",
    re.IGNORECASE,
)
_SURNAME = re.compile(
    r"(енко|ко|чук|щук|юк|ук|ів|їв|ський|ська|цький|цька|ський|ов|ова|ев|ева|єв|єва|ин|ина|"
    r"ін|іна|ский|ская|цкий|цкая|ый|ий|ая|ець|як|ак|ян|дзе|швили|"
    r"enko|chuk|shchuk|iuk|yuk|uk|skyi|skyy|skiy|sky|ska|skaya|tskyi|ov|ova|ev|eva|in|ina|iv)$",
    re.IGNORECASE,
)
_YEARS = re.compile(r"(\d{2}|[12]\d{3})([.,]0+)?")
_NAME = re.compile(r"[^\W\d_]+\.?([\s'’ʼ`.,-]+[^\W\d_]+\.?)*,?")


@dataclass(frozen=True, slots=True)
class Content:
    """Shares (0 to 1) of a column's filled cells that have a shape, and some counts."""

    filled: int
    share: float  # of the cells that are filled
    distinct: float  # share of distinct values
    dates: float
    whole_dates: float  # with day and month
    serials: float  # four or five digits that may be a spreadsheet's day number
    date_spread: float  # years between the early and the late dates
    sexes: float
    names: float  # letters only
    capitals: float  # of those: no word begins with a small letter
    whole_names: float  # letters only, two to six words
    single_names: float  # letters only, one word
    patronymics: float
    surnames: float
    codes: float  # a digit, four characters or more, no date
    counting: bool  # 1, 2, 3, ...
    days: float  # 1 to 31
    months: float  # 1 to 12, or a month's word
    years: float  # two or four digits


def look_at(cells: Sequence[str]) -> Content:
    """Judge a sample of a column's cells."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    count = max(1, len(filled))
    names = [cell for cell in filled if _NAME.fullmatch(cell)]
    words = [re.split(r"[\s,]+", cell.strip(" ,")) for cell in names]
    single = [w[0] for w in words if len(w) == 1]
    shapes = [read_date_shape(cell) for cell in filled]
    dates = [bool(shape) for shape in shapes]
    serials = [serial_number(cell) is not None for cell in filled]
    codes = [
        len(cell) >= 4 and any(c.isdigit() for c in cell) and " " not in cell and not date
        for cell, date in zip(filled, dates, strict=True)
    ]
    told = [cell for cell in filled if not is_empty(cell)]
    numbers = [_small_number(cell) for cell in told]
    worded = sum(cell.casefold() in MONTHS for cell in told)
    return Content(
        filled=len(filled),
        share=len(filled) / max(1, len(cells)),
        distinct=len(set(filled)) / count,
        dates=sum(dates) / count,
        whole_dates=sum(shape in ("ymd", "dm_y", "word") for shape in shapes) / count,
        serials=sum(serials) / count,
        date_spread=_spread(filled),
        sexes=sum(read_sex(cell) is not None for cell in filled) / count,
        names=len(names) / count,
        capitals=sum(not any(w[:1].islower() for w in ws) for ws in words) / max(1, len(words)),
        whole_names=sum(2 <= len(w) <= 6 for w in words) / count,
        single_names=len(single) / count,
        patronymics=sum(bool(_PATRONYMIC.search(w)) for w in single) / count,
        surnames=sum(bool(_SURNAME.search(w)) for w in single) / count,
        codes=sum(codes) / count,
        counting=_is_counting(filled),
        days=sum(1 <= number <= 31 for number in numbers) / max(1, len(told)),
        months=(sum(1 <= number <= 12 for number in numbers) + worded) / max(1, len(told)),
        years=sum(bool(_YEARS.fullmatch(cell)) for cell in told) / max(1, len(told)),
    )


def _small_number(cell: str) -> int:
    """A number of one or two digits; 0 where the cell is none."""
    found = re.fullmatch(r"(\d{1,2})(?:[.,]0+)?", cell)
    return int(found[1]) if found else 0


def _is_counting(filled: Sequence[str]) -> bool:
    """Whether the cells are running numbers."""
    if not filled or not all(re.fullmatch(r"\d{1,9}\.?", cell) for cell in filled):
        return False
    numbers = [int(cell.rstrip(".")) for cell in filled]
    steps = [b - a for a, b in pairwise(numbers)]
    return sum(step == 1 for step in steps) >= 0.8 * len(steps)


def _spread(filled: Sequence[str]) -> float:
    """Years between the tenth and the ninetieth of a hundred dates: wide for births."""
    years = sorted(int(year) for cell in filled for year in re.findall(r"(?<!\d)[12]\d{3}", cell))
    return float(years[len(years) * 9 // 10] - years[len(years) // 10]) if years else 0.0
