"""A file into a list: recognised, decoded, mapped, read."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from os import PathLike
from pathlib import Path

import polars as pl

from wayhome.files.columns.assign import NAMING, assign
from wayhome.files.columns.content import look_at
from wayhome.files.entries import read_entries
from wayhome.files.header import Header, find_header
from wayhome.files.limits import Limits
from wayhome.files.read_list import (
    ROW_COLUMN,
    SENTENCE_COLUMN,
    ColumnUse,
    Problem,
    ReadList,
    Severity,
    SourceFile,
)
from wayhome.files.recognise import read_table
from wayhome.files.refusals import reason_of, refuse
from wayhome.files.rows import skip_rows
from wayhome.files.table import Table
from wayhome.values import CannotRead

_GUARDED = r"^'([=+\-@|%\t\r])"
"""The apostrophe by which a report keeps a cell from being a formula."""

_SAMPLE = 2_000  # rows from which a column's content is judged


def read_list(
    path: str | PathLike[str],
    *,
    mapping: Mapping[str, str] | None = None,
    limits: Limits | None = None,
) -> ReadList:
    """Read a list of people from a file, whatever its format, language and damage.

    Args:
        path: CSV, XLSX, XLS, ODS, JSON or PFIF 1.4; recognised by its bytes, not by its name.
        mapping: field (see `engines.linkage.fields`, or `text:x`, `code:x`, `date:x`) to header;
            overrules what is found.
        limits: how much is taken; by default two million rows.

    Raises:
        CannotRead: what is wrong, where, and what to do, in a sentence.
    """
    path, limits = Path(path), limits or Limits()
    return read_bytes(load(path, limits), name=path.name, mapping=mapping, limits=limits)


def read_bytes(
    data: bytes,
    *,
    name: str,
    mapping: Mapping[str, str] | None = None,
    exact: bool = False,
    limits: Limits | None = None,
) -> ReadList:
    """Read a list that is in memory, so that it need not lie open on a disk.

    Args:
        data: the file.
        name: what it is called.
        mapping: as for `read_list`.
        exact: use the columns of the mapping and no others.
        limits: how much is taken.

    Raises:
        CannotRead: as `read_list`.
    """
    limits, mapping = limits or Limits(), mapping or {}
    digest, size = sha256(data).hexdigest(), len(data)
    table = read_table(data, limits)
    del data
    header, problems = find_header(table, mapping.values())
    layout = _lay_out(table, header, mapping, exact=exact)
    problems += table.problems + layout.problems
    numbers = next((use.header for use in layout.columns if use.field == "number"), None)
    kept, skipped = skip_rows(layout.cells, layout.lines, layout.header, numbers)
    problems += _ragged(table, header, layout.lines, kept)
    cells, lines = layout.cells.filter(kept), layout.lines.filter(kept)
    entries = read_entries(cells, lines, layout.columns, epoch_1904=table.epoch_1904)
    named = _is_named(entries.frame)
    if not named.any():
        raise refuse(CannotRead, "no_line_named")
    problems += skipped + entries.problems
    problems += [
        Problem(row=line, column="", code="no_name_or_number", severity=Severity.REFUSED)
        for line in lines.filter(~named)
    ]
    return ReadList(
        entries=entries.frame.filter(named),
        as_written=cells.filter(named),
        refused=_refused(layout.cells, layout.lines, lines.filter(named)),
        columns=entries.columns,
        problems=tuple(sorted(problems, key=lambda p: (p.row, p.column))),
        source=SourceFile(
            name=name,
            sha256=digest,
            bytes=size,
            format=table.format,
            encoding=table.encoding,
            delimiter=table.delimiter,
            sheet=table.sheet,
        ),
    )


def _refused(cells: pl.DataFrame, lines: pl.Series, used: pl.Series) -> pl.DataFrame:
    """Rows that did not become lines, with their place in the file."""
    frame = cells.with_columns(lines.cast(pl.UInt32).alias(ROW_COLUMN))
    return frame.filter(~lines.is_in(used.implode()))


def _is_named(entries: pl.DataFrame) -> pl.Series:
    """Lines that name or number a person."""
    naming = [field for field in NAMING if field in entries.columns]
    return entries.select(pl.any_horizontal(pl.col(naming).is_not_null())).to_series()


def load(path: Path, limits: Limits) -> bytes:
    """The bytes of a file.

    Raises:
        CannotRead: it cannot be opened, is empty or larger than the limits allow.
    """
    try:
        if path.stat().st_size > limits.file_bytes:
            most = f"{limits.file_bytes / 1e9:.1f}"
            raise refuse(CannotRead, "file_too_large", name=path.name, gigabytes=most)
        data = path.read_bytes()
    except OSError as error:
        reason = reason_of(error)
        raise refuse(CannotRead, "cannot_open", name=path.name, reason=reason) from None
    if not data.strip():
        raise refuse(CannotRead, "empty")
    return data


@dataclass(frozen=True)
class _Layout:
    cells: pl.DataFrame  # columns by their unique headers
    lines: pl.Series  # row numbers, UInt32
    header: Header  # of these columns
    columns: tuple[ColumnUse, ...]
    problems: list[Problem]


def _lay_out(table: Table, header: Header, mapping: Mapping[str, str], *, exact: bool) -> _Layout:
    """The rows below the header with their numbers; columns named and mapped, empty ones gone."""
    body = table.cells.slice(header.below)
    held = body.select((pl.all().str.strip_chars() != "").any()).row(0) if body.height else ()
    if not any(held):
        raise refuse(CannotRead, "header_only" if any(header.cells) else "only_empty_cells")
    added = (ROW_COLUMN, SENTENCE_COLUMN)  # by a report, to rows that were to be mended
    kept = [
        at
        for at, cell in enumerate(header.cells)
        if (cell.strip() or held[at]) and cell.strip() not in added
    ]
    names = tuple(header.names[at] for at in kept)
    reduced = replace(header, names=names, cells=tuple(header.cells[at] for at in kept))
    body = body.select(pl.col(str(at)).alias(header.names[at]) for at in kept)
    if any(cell.strip() in added for cell in header.cells):
        body = body.with_columns(pl.all().str.replace(_GUARDED, "$1"))
    sample = _sample(body)
    contents = [look_at(sample[name].to_list()) for name in names]
    headed = header.height > 0 or table.header is not None
    columns, problems = assign(
        names, contents, mapping, headed=headed, known=reduced.known or not headed
    )
    if exact:
        columns = tuple(
            use if use.found_by == "given" else replace(use, field=None) for use in columns
        )
        problems = []
    first = table.first_row + header.below
    lines = pl.int_range(first, first + body.height, dtype=pl.UInt32, eager=True).alias("line")
    return _Layout(body, lines, reduced, columns, problems)


def _sample(body: pl.DataFrame) -> pl.DataFrame:
    """Rows spread over the table."""
    return body.gather_every(max(1, body.height // _SAMPLE))


def _ragged(table: Table, header: Header, lines: pl.Series, kept: pl.Series) -> list[Problem]:
    """Kept rows with more or fewer cells than the header; where there are many, one report."""
    if table.widths is None or header.height == 0:
        return []
    widths = table.widths.slice(header.below).filter(kept)
    usual = int(table.widths[header.below - 1])
    problems = []
    for code, wrong in (
        ("extra_cells", widths > usual),
        ("missing_cells", widths < usual),
    ):
        common = wrong.sum() > max(20, 0.05 * len(widths))
        problems += [
            Problem(row=row, column="", code=code, severity=Severity.DOUBTFUL)
            for row in ([0] if common else lines.filter(kept).filter(wrong))
        ]
    return problems
