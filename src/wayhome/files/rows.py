"""Rows of a sheet that are no lines of the list: blank, totals, headers again, headings."""

import re
from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from wayhome.files.header import Header
from wayhome.files.read_list import Problem, Severity

_TOTAL_WORDS = (
    "всього|усього|разом|підсумок|итого|всего|итог|total|totals|grand total|subtotal|sum total|"
    "المجموع|المجموع الكلي|الإجمالي|الاجمالي|مجموع|إجمالي|"
    'סה"כ|סה״כ|סהכ|סך הכול|סך הכל'
)
_TOTAL = rf"(?i)^\s*(?:{_TOTAL_WORDS})(?:[\s:.\d–-]|$)"
_REMARKS = (
    "підпис|виконавець|начальник|командир|склав|склала|перевірив|примітка|джерело|"
    "подпись|исполнитель|составил|составила|проверил|примечание|источник|"
    "signature|signed by|prepared by|checked by|"
    "التوقيع|إعداد|ملاحظة|المصدر|"
    "חתימה|הוכן על ידי|הערה|מקור"
)
_REMARK = re.compile(rf"(?:{_REMARKS})\b", re.IGNORECASE)
_LONGEST_NAME = 8  # words; a lone cell with more is a remark


def skip_rows(
    cells: pl.DataFrame, lines: pl.Series, header: Header, numbers: str | None
) -> tuple[pl.Series, list[Problem]]:
    """Find the rows that hold nobody.

    Args:
        cells: the columns of the table below its header, all String.
        lines: the number of each row.
        header: the table's header, of the same columns.
        numbers: the column of army numbers, if any; a number alone may stand for a person.

    Returns:
        A mask of the rows that may be lines, and one report for each of the others (blank rows:
        one for each run of them between lines, none after the last).
    """
    trimmed = cells.select(pl.all().str.strip_chars())
    filled = pl.sum_horizontal(pl.all() != "")
    codes = trimmed.select(
        pl.when(filled == 0)
        .then(pl.lit("blank_row"))
        .when(_repeats(cells.columns, header, filled))
        .then(pl.lit("repeated_header"))
        .when(pl.any_horizontal(pl.all().str.contains(_TOTAL)))
        .then(pl.lit("total_row?"))
        .when((filled == 1) & (cells.width >= 3))
        .then(pl.lit("heading_row?"))
        .alias("code"),
    )
    doubted = codes.with_row_index("at").filter(pl.col("code").is_not_null())
    verdicts = _judge(trimmed, doubted, numbers)
    mask = np.ones(cells.height, dtype=bool)
    mask[list(verdicts)] = False
    return pl.Series(mask), _report(verdicts, lines, mask)


def _repeats(columns: Sequence[str], header: Header, filled: pl.Expr) -> pl.Expr:
    """Rows that say what the header says, in at least two cells and most of those filled."""
    same = [
        pl.col(column) == cell.strip()
        for column, cell in zip(columns, header.cells, strict=True)
        if cell.strip()
    ]
    if not same:
        return pl.lit(value=False)
    agreeing = pl.sum_horizontal(same)
    return (agreeing >= min(2, len(same))) & (agreeing * 2 > filled)


def _judge(trimmed: pl.DataFrame, doubted: pl.DataFrame, numbers: str | None) -> dict[int, str]:
    """Index of each row to be left out, and why."""
    verdicts: dict[int, str] = {}
    counter = trimmed.to_series(0).str.contains(r"^\d{1,9}\.?$")
    counting = int(counter.sum()) >= 0.7 * trimmed.height > 1  # then a person has a number
    for at, code in doubted.select("at", "code").iter_rows():
        if not code.endswith("?"):
            verdicts[at] = code
            continue
        row = [cell for cell in trimmed.row(at) if cell]
        if code == "total_row?":
            holds = _is_total(row)
        elif numbers and trimmed[at, numbers]:
            holds = False
        else:
            uncounted = counting and not trimmed[at, 0].rstrip(".").isdigit()
            holds = uncounted or _is_heading(row[0])
        if holds:
            verdicts[at] = code.rstrip("?")
    first = trimmed.row(0) if trimmed.height else ()
    if trimmed.width >= 3 and list(first) == [str(i + 1) for i in range(len(first))]:
        verdicts[0] = "column_numbers"
    return verdicts


def _is_total(row: Sequence[str]) -> bool:
    """A total has its word first and then numbers; a person has other words."""
    if not re.match(_TOTAL, row[0]):
        return False
    return not any(re.search(r"[^\W\d_]{3,}", cell) for cell in row[1:])


def _is_heading(cell: str) -> bool:
    """A lone cell that is no name: a group's title, a remark, a signature."""
    return (
        ":" in cell
        or any(c.isdigit() for c in cell)
        or len(cell.split()) > _LONGEST_NAME
        or bool(re.match(_TOTAL, cell) or _REMARK.match(cell))
    )


def _report(
    verdicts: Mapping[int, str], lines: pl.Series, mask: NDArray[np.bool_]
) -> list[Problem]:
    problems = []
    last = int(np.flatnonzero(mask)[-1]) if mask.any() else -1
    for at, code in sorted(verdicts.items()):
        if code == "blank_row" and (at > last or verdicts.get(at - 1) == code):
            continue
        row = int(lines[at])
        problems.append(Problem(row=row, column="", code=code, severity=Severity.REFUSED))
    return problems
