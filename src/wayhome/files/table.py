"""A table of cells as a file gave them, before anything is understood of it."""

from dataclasses import dataclass, field

import polars as pl

from wayhome.files.read_list import Problem


@dataclass(frozen=True, kw_only=True)
class Table:
    """Cells as text, '' where empty; every row of the file is there, also blank ones.

    `cells`: columns named '0', '1', ... of type String, without nulls.
    """

    cells: pl.DataFrame
    format: str
    first_row: int = 1  # the number a spreadsheet gives the first row
    header: tuple[str, ...] | None = None  # where the format names its columns (JSON, PFIF)
    widths: pl.Series | None = None  # cells in each row, where rows can differ (CSV)
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    epoch_1904: bool | None = None  # the workbook's calendar; None: it does not say
    problems: list[Problem] = field(default_factory=list)

    def rows(self, start: int, count: int) -> list[tuple[str, ...]]:
        """Some rows as tuples of cells."""
        return self.cells.slice(start, count).rows()


def pack_rows(rows: list[list[str]], width: int) -> pl.DataFrame:
    """Make a frame of rows that may be shorter than `width`, filling with ''."""
    if set(map(len, rows)) - {width}:
        rows = [row + [""] * (width - len(row)) for row in rows]
    columns = zip(*rows, strict=True) if rows else [()] * width
    return pl.DataFrame(
        [pl.Series(str(i), column, dtype=pl.String) for i, column in enumerate(columns)]
    )


def stack(chunks: list[pl.DataFrame]) -> pl.DataFrame:
    """Put chunks of different width on top of each other, filling with ''."""
    if len({chunk.width for chunk in chunks}) > 1:
        return pl.concat(chunks, how="diagonal").fill_null("")
    return pl.concat(chunks)
