"""Rows into files that are the same bytes, or the same cells, every time."""

import csv
import io
import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

Row = dict[str, str]
"""One line: header to cell."""

Listed = list[tuple[str, Row]]
"""Lines in the order of the file, each with the key of the person it speaks of."""

FIRST_LINE = 2
"""The row of the first person in every file, the header being row 1."""


def write_csv(
    path: Path, rows: Sequence[Row], *, encoding: str = "utf-8", delimiter: str = ","
) -> None:
    """Write rows under the headers of the first."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), delimiter=delimiter, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))


def write_xlsx(path: Path, sheet: str, rows: Sequence[Row], *, dates: Sequence[str] = ()) -> None:
    """Write a workbook of one sheet; whole days in the columns `dates` become real dates."""
    book = xlsxwriter.Workbook(path, {"default_date_format": "dd.mm.yyyy"})
    book.set_properties({"created": datetime(2026, 9, 1)})
    page = book.add_worksheet(sheet)
    page.freeze_panes(1, 0)
    page.write_row(0, 0, list(rows[0]), book.add_format({"bold": True}))
    for at, row in enumerate(rows, 1):
        for column, (header, cell) in enumerate(row.items()):
            when = _real_day(cell) if header in dates else None
            if when:
                page.write_datetime(at, column, when)
            elif cell:
                page.write_string(at, column, cell)
    page.autofit()
    book.close()


def _real_day(cell: str) -> datetime | None:
    """The day a spreadsheet takes the cell for; None: it leaves it as text."""
    try:
        return datetime.strptime(cell, "%d.%m.%Y")
    except ValueError:
        return None


def write_json(path: Path, content: object) -> None:
    """Write JSON for people to read too."""
    path.write_text(
        json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n"
    )


def numbered(listed: Listed, header: str) -> list[Row]:
    """The rows with the list's own running number in front."""
    return [{header: str(n)} | row for n, (_, row) in enumerate(listed, 1)]


def day(when: date) -> str:
    """A date as both offices write it."""
    return when.strftime("%d.%m.%Y")
