"""Cells into the values of the register's fields, once per distinct cell."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from wayhome.engines.linkage.fields import Kind, kind_of
from wayhome.files.cells.blanks import is_empty, is_empty_name, is_error
from wayhome.files.cells.codes import read_code, shortened
from wayhome.files.cells.date_column import DateColumn, read_date_column
from wayhome.files.cells.finding import NOTHING, Finding
from wayhome.files.cells.joined_date import join_date
from wayhome.files.cells.sex import NO_SEX, read_sex
from wayhome.files.read_list import ColumnUse, Problem, Severity

_MOST = 0.5  # share of a column's filled cells above which a mending is reported once for all
_ORDER_UNSURE = "date_order_assumed"


@dataclass(frozen=True)
class Entries:
    """The lines in the register's fields, and what was found in their cells."""

    frame: pl.DataFrame  # `line`, then one String column per field
    columns: tuple[ColumnUse, ...]
    problems: list[Problem]


def read_entries(
    cells: pl.DataFrame, lines: pl.Series, columns: Sequence[ColumnUse], *, epoch_1904: bool | None
) -> Entries:
    """Read every mapped column.

    Args:
        cells: one String column per header.
        lines: the number of each row.
        columns: the use of each header.
        epoch_1904: the workbook's calendar; None where the file does not say.
    """
    source = {use.header: _cells_of(use, cells) for use in columns if use.field}
    counts = {header: _count(column) for header, column in source.items()}
    dates = _read_dates(columns, counts, epoch_1904)
    series, problems = [lines.alias("line")], []
    used = []
    for use in columns:
        if not use.field:
            used.append(use)
            continue
        findings: Mapping[str, Finding]
        if use.header in dates:
            column = dates[use.header]
            findings = column.findings
            used.append(replace(use, date_order=column.order))
            if column.assumed:
                problems.append(_whole(use.header, _ORDER_UNSURE, Severity.DOUBTFUL))
        else:
            findings = _findings(counts[use.header], kind_of(use.field))
            used.append(use)
        full = _with_blanks(counts[use.header], findings, kind_of(use.field))
        series.append(_apply(source[use.header], full).alias(use.field))
        problems += _problems(source[use.header], lines, full, counts[use.header])
    return Entries(pl.DataFrame(series), tuple(used), problems)


def _cells_of(use: ColumnUse, cells: pl.DataFrame) -> pl.Series:
    """A column's cells, joined with those of day and month where these stand in others."""
    if not use.joined:
        return cells[use.header]
    parts = zip(*(cells[header] for header in (*use.joined, use.header)), strict=True)
    return pl.Series(use.header, [join_date(*part) for part in parts], dtype=pl.String)


def _count(cells: pl.Series) -> dict[str, int]:
    """Distinct cells and how often each stands there."""
    counted = cells.value_counts()
    return dict(zip(counted[cells.name].to_list(), counted["count"].to_list(), strict=True))


def _says_nothing(cell: str, kind: Kind) -> bool:
    empty = is_empty_name(cell) if kind is Kind.NAME else is_empty(cell)
    return empty or is_error(cell)


def _read_dates(
    columns: Sequence[ColumnUse],
    counts: Mapping[str, Mapping[str, int]],
    epoch_1904: bool | None,
) -> dict[str, DateColumn]:
    """Read the date columns, those that show their order first: they speak for the others."""
    pending = [u.header for u in columns if u.field and kind_of(u.field) is Kind.DATE]
    filled = {
        header: {c: n for c, n in counts[header].items() if not _says_nothing(c, Kind.DATE)}
        for header in pending
    }
    read: dict[str, DateColumn] = {}
    usual: str | None = None
    for _ in range(2):
        for header in pending:
            if header in read and not read[header].assumed:
                continue
            column = read_date_column(filled[header], epoch_1904=epoch_1904, usual_order=usual)
            read[header] = column
            if column.clear and column.order in ("dmy", "mdy"):
                usual = usual or column.order
    return read


def _findings(counts: Mapping[str, int], kind: Kind) -> dict[str, Finding]:
    readers: dict[Kind, Callable[[str], Finding]] = {Kind.CODE: read_code, Kind.SEX: _sex_finding}
    reader = readers.get(kind, Finding)
    findings = {c: _unwrap(c.strip(), reader) for c in counts if not _says_nothing(c, kind)}
    if kind is Kind.CODE:
        short = shortened(f.value for f in findings.values() if f.value)
        for cell, finding in findings.items():
            if finding.value in short and not finding.code:
                findings[cell] = Finding(finding.value, "leading_zeros_lost", Severity.DOUBTFUL)
    return findings


def _unwrap(cell: str, reader: Callable[[str], Finding]) -> Finding:
    """Read what stands inside `="00123"` or after `'`, which keep a spreadsheet's hands off."""
    formula = re.fullmatch(r'="(.*)"', cell)
    if formula:
        finding = reader(formula[1])
        return finding if finding.code else Finding(finding.value, "formula_text")
    return reader(re.sub(r"^'(?=\d)", "", cell))


def _sex_finding(cell: str) -> Finding:
    sex = read_sex(cell)
    if sex or cell.casefold() in NO_SEX:
        return Finding(sex)
    return Finding(None, "unreadable_sex", Severity.LEFT_OUT)


def _with_blanks(
    counts: Mapping[str, int], findings: Mapping[str, Finding], kind: Kind
) -> dict[str, Finding]:
    """Findings for every distinct cell, those that say nothing included."""
    full = {}
    for cell in counts:
        finding = findings.get(cell, NOTHING)
        if cell not in findings and is_error(cell):
            finding = Finding(None, "spreadsheet_error", Severity.LEFT_OUT)
        full[cell] = finding
    return full


def _apply(cells: pl.Series, findings: Mapping[str, Finding]) -> pl.Series:
    old = pl.Series(list(findings), dtype=pl.String)
    new = pl.Series([f.value for f in findings.values()], dtype=pl.String)
    return cells.replace_strict(old, new, return_dtype=pl.String)


def _problems(
    cells: pl.Series, lines: pl.Series, findings: Mapping[str, Finding], counts: Mapping[str, int]
) -> list[Problem]:
    """One report for each cell; one for all where most of a column has the same."""
    header = cells.name
    coded = {cell: finding for cell, finding in findings.items() if finding.code}
    if not coded:
        return []
    filled = sum(n for cell, n in counts.items() if findings[cell] is not NOTHING)
    totals: dict[str, int] = {}
    for cell, finding in coded.items():
        totals[finding.code] = totals.get(finding.code, 0) + counts[cell]
    common = {c for c, n in totals.items() if n > max(20, _MOST * filled)}
    problems = [
        _whole(header, code, next(f.severity for f in coded.values() if f.code == code))
        for code in sorted(common)
    ]
    single = [cell for cell, finding in coded.items() if finding.code not in common]
    wanted = cells.is_in(single)
    for line, cell in zip(lines.filter(wanted), cells.filter(wanted), strict=True):
        finding = coded[cell]
        problems.append(
            Problem(
                row=line, column=header, code=finding.code, severity=finding.severity, value=cell
            )
        )
    return problems


def _whole(header: str, code: str, severity: Severity) -> Problem:
    """A report on a whole column."""
    return Problem(row=0, column=header, code=code, severity=severity)
