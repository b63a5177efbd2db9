"""Writing tables that people open in spreadsheets. No cell can start a formula."""

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import IO

import polars as pl
import xlsxwriter

_STARTS_A_FORMULA = r"^[\s\x00]*[=+\-@|%＝＋－＠\t\r]"
# Where ";" parts the cells (Ukrainian, Russian and most other settings), Excel parts a cell of ours
# at it, and at a line break, quoted or not: what follows starts a cell of its own.
_STARTS_ONE_INSIDE = r"([;\t\r\n][\s\x00\"]*)([=+\-@|%＝＋－＠])"
_PLAIN_NUMBER = r"^-?[0-9,.]+$"
_LONGEST_CELL = 32_767  # characters, Excel's own limit
MOST_ROWS = 1_048_575  # Excel's own limit, less the header
_MOST_IN_MEMORY = 100_000  # rows; beyond, memory is spared at half the speed
# Every run on the same lists writes the same bytes, so the workbook bears no clock time.
_NO_TIME = datetime(1980, 1, 1)


def write_csv(table: pl.DataFrame, path: Path | IO[bytes]) -> None:
    """UTF-8 with a byte order mark, so that Excel reads it right."""
    texts = table.select(pl.col(pl.String)).columns
    safe = table.with_columns(defused(pl.col(text)).alias(text) for text in texts)
    headers = pl.DataFrame({"header": table.columns}, schema={"header": pl.String})
    safe.columns = headers.select(safe=defused(pl.col("header")))["safe"].to_list()
    safe.write_csv(path, include_bom=True, line_terminator="\r\n")


def defused(cells: pl.Expr) -> pl.Expr:
    """Cells of which none starts a formula.

    The rule of defusedcsv (an apostrophe in front, pipes escaped), over whole columns, and also
    where blanks or full-width signs come first, and inside a cell after what may part it in two.
    """
    dangerous = cells.str.contains(_STARTS_A_FORMULA) & ~cells.str.contains(_PLAIN_NUMBER)
    harmless = pl.concat_str(pl.lit("'"), cells.str.replace_all("|", r"\|", literal=True))
    safe = pl.when(dangerous).then(harmless).otherwise(cells)
    return safe.str.replace_all(_STARTS_ONE_INSIDE, "${1}'${2}")


def defused_row(cells: Sequence[str]) -> list[str]:
    """The same of the cells of one row, where no table is at hand."""
    return [_defused(cell) for cell in cells]


def _defused(cell: str) -> str:
    if re.match(_STARTS_A_FORMULA, cell) and not re.fullmatch(r"-?[0-9,.]+", cell):
        cell = "'" + cell.replace("|", r"\|")
    return re.sub(_STARTS_ONE_INSIDE, r"\1'\2", cell)


def write_xlsx(sheets: dict[str, pl.DataFrame], path: Path | IO[bytes]) -> None:
    """One sheet per table, header frozen and filterable, every text stored as text."""
    options = {
        "constant_memory": sum(table.height for table in sheets.values()) > _MOST_IN_MEMORY,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
    }
    target = str(path) if isinstance(path, Path) else path
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"created": _NO_TIME})
        bold = book.add_format({"bold": True, "bottom": 1})
        for name, table in sheets.items():
            sheet = book.add_worksheet(name)
            _fill(sheet, table.head(MOST_ROWS), bold)


def _fill(sheet: xlsxwriter.worksheet.Worksheet, table: pl.DataFrame, bold: object) -> None:
    table = table.with_columns(pl.col(pl.String).str.slice(0, _LONGEST_CELL))
    sheet.freeze_panes(1, 0)
    if table.width and table.height:
        sheet.autofilter(0, 0, table.height, table.width - 1)
    for column, header in enumerate(table.columns):
        sheet.set_column(column, column, _width(table[header]))
        sheet.write_string(0, column, header, bold)
    writers = [
        sheet.write_string if table[header].dtype == pl.String else sheet.write_number
        for header in table.columns
    ]
    for row, values in enumerate(table.iter_rows(), start=1):
        for column, (write, value) in enumerate(zip(writers, values, strict=True)):
            if value is not None:
                write(row, column, value)


def _width(column: pl.Series) -> float:
    if column.dtype != pl.String:
        return 10
    longest = column.head(200).str.len_chars().max()
    return min(40, max(10, 2 + (longest if isinstance(longest, int) else 0)))
