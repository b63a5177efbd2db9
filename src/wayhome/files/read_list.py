"""What reading a file gives: a list as written, and what was understood of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import polars as pl


class Severity(StrEnum):
    """What became of the cell or row."""

    MENDED = "mended"  # damage undone; the line is kept and the mending reported
    DOUBTFUL = "doubtful"  # kept as it stands, but a person should look
    LEFT_OUT = "left_out"  # the cell's value is not used; the line is kept
    REFUSED = "refused"  # the whole row is not used (a total, a repeated header, no name)


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """One thing wrong in a file, with its place. `code` is translated by reports."""

    # 1-based row in the file or sheet, as a spreadsheet shows it; in JSON and PFIF the number of
    # the record. 0: the whole file, or the whole column where one is named.
    row: int
    column: str  # header as written; '' for the whole row
    code: str  # e.g. 'scientific_notation', 'impossible_date', 'total_row'
    severity: Severity
    value: str = ""  # the cell as written (never logged, only in errors_*.csv)


@dataclass(frozen=True, kw_only=True, slots=True)
class ColumnUse:
    """How one source column is used."""

    header: str  # as written, made unique
    field: str | None  # a field of engines.linkage.fields, or None: carried, not used
    found_by: str  # 'header', 'content', 'given', 'saved'
    date_order: str | None = None  # 'dmy', 'mdy', 'ymd' where the column holds dates
    joined: tuple[str, ...] = ()  # headers of day and month, where this column holds the year


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceFile:
    """The file as it came."""

    name: str
    sha256: str
    bytes: int
    format: str  # 'csv', 'xlsx', 'xls', 'ods', 'json', 'pfif'
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""


ROW_COLUMN = "wayhome_row"
SENTENCE_COLUMN = "wayhome_problem"
"""Columns that errors_*.csv adds to the source's own; they are dropped when it is read again."""


@dataclass(frozen=True, kw_only=True)
class ReadList:
    """A list read from a file.

    `entries`: one row per kept line: `line` (UInt32, 1-based row in the file), then one String
    column per mapped field, null where empty. Dates are EDTF (`1987`, `1987-05`, `1987-05-03`),
    `sex` is `m` or `f`; all else is as written, trimmed.
    `as_written`: same height and order: every source column as String, exactly as read.
    """

    entries: pl.DataFrame
    as_written: pl.DataFrame
    columns: tuple[ColumnUse, ...]
    problems: tuple[Problem, ...]
    source: SourceFile
    refused: pl.DataFrame = field(  # rows that are no lines: every source column, and ROW_COLUMN
        default_factory=lambda: pl.DataFrame(schema={ROW_COLUMN: pl.UInt32})
    )

    @property
    def mapping(self) -> Mapping[str, str]:
        """Field to header."""
        return {use.field: use.header for use in self.columns if use.field}

    @property
    def headers(self) -> Mapping[str, tuple[str, ...]]:
        """Field to every header it was read from: day, month and year may have one each."""
        return {use.field: (*use.joined, use.header) for use in self.columns if use.field}
