"""Delimited text into a table, also where rows are ragged and quotes stray."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from math import log2

import polars as pl

from wayhome.files.columns.words import is_known_word
from wayhome.files.decoding import Decoded
from wayhome.files.limits import Limits
from wayhome.files.read_list import Problem, Severity
from wayhome.files.refusals import refuse
from wayhome.files.table import Table, pack_rows, stack
from wayhome.values import CannotRead

_LIKELY = ",;\t|"
_UNLIKELY = "^~¦؛،:#$"  # taken only where none of the likely ones makes columns
_CHUNK = 20_000  # rows turned into a frame at a time
_LONGEST_QUOTED = 50  # lines a quoted cell may span where quotes are known to stray


def read_delimited(decoded: Decoded, limits: Limits) -> Table:
    """Read text whose rows are lines and whose cells are set apart by one character.

    Raises:
        CannotRead: more rows or columns than the limits allow.
    """
    text = decoded.text.removeprefix("\ufeff")
    delimiter, text, first_row = _declared_delimiter(text)
    delimiter = delimiter or find_delimiter(text)
    problems: list[Problem] = []
    try:
        cells, widths = _collect(_strict_rows(text, delimiter), limits)
        problems += _swallowing(cells, delimiter, first_row)
    except csv.Error:
        rows = _tolerant_rows(text, delimiter, first_row, problems)
        cells, widths = _collect(rows, limits)
    return Table(
        cells=cells,
        format="csv",
        first_row=first_row,
        widths=widths,
        encoding=decoded.encoding,
        delimiter=delimiter,
        problems=problems,
    )


def _declared_delimiter(text: str) -> tuple[str, str, int]:
    """Excel's own first line `sep=;`, which is no row of the table but counts as one."""
    declared = re.match(r"sep=(.)\r?\n", text)
    if declared:
        return declared[1], text[declared.end() :], 2
    return "", text, 1


def find_delimiter(text: str) -> str:
    """The character that makes the most even columns of the first lines; ',' if none does."""
    lines = [line for line in io.StringIO(text[:100_000], newline="") if line.strip()][:200]
    for candidates in (_LIKELY, _UNLIKELY):
        scores = {c: _evenness(lines, c) for c in candidates if any(c in line for line in lines)}
        best = max(scores, key=lambda c: scores[c], default="")
        if best and scores[best] > 0:
            return best
    return ","


def _evenness(lines: list[str], delimiter: str) -> float:
    """How evenly a delimiter cuts the lines; 0 or less: not at all."""
    penalty = 0.0
    try:
        rows = list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error as error:
        # The sample may end inside a quoted cell; anything else is a quote out of place.
        if "unexpected end" not in str(error):
            penalty = 1.0
        rows = list(csv.reader(lines, delimiter=delimiter))
    width, count = Counter(map(len, rows)).most_common(1)[0]
    widest = max(map(len, rows))
    if widest == 1:
        return 0.0
    spaced = sum(line.count(delimiter + " ") for line in lines)
    if spaced > 0.8 * sum(line.count(delimiter) for line in lines):
        penalty += 0.5
    known = max((sum(map(is_known_word, row)) for row in rows[:30] if len(row) > 1), default=0)
    even = count / len(rows) * log2(width) if width > 1 else 0.05
    return even + 0.5 * known - penalty


def _strict_rows(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _swallowing(cells: pl.DataFrame, delimiter: str, first_row: int) -> list[Problem]:
    """Rows with a cell that holds what looks like whole rows: two stray quotes may enclose them."""
    if cells.width < 3:
        return []
    row = rf"\n(?:[^\n]*{re.escape(delimiter)}){{{cells.width - 1}}}"
    holds = cells.select(pl.any_horizontal(pl.all().str.contains(row))).to_series()
    return [
        Problem(row=first_row + at, column="", code="stray_quote", severity=Severity.DOUBTFUL)
        for at in holds.arg_true()
    ]


def _tolerant_rows(
    text: str, delimiter: str, first_row: int, problems: list[Problem]
) -> Iterator[list[str]]:
    """Rows of text in which some quote is not closed or stands inside a cell.

    A row is closed as soon as its lines parse; one that does not within `_LONGEST_QUOTED` lines
    is its first line alone, quotes taken as letters, and reported.
    """
    lines = list(io.StringIO(text, newline=""))
    at, row = 0, first_row
    while at < len(lines):
        cells, used = _one_row(lines, at, delimiter)
        if cells is None:
            cells = _split_loosely(lines[at].rstrip("\r\n"), delimiter)
            problems.append(
                Problem(row=row, column="", code="stray_quote", severity=Severity.MENDED)
            )
        yield cells
        at += used
        row += 1


def _split_loosely(line: str, delimiter: str) -> list[str]:
    """The cells of a line by itself, where quotes count only around a whole cell."""
    cut = re.escape(delimiter)
    cell = re.compile(rf'("(?:[^"]|"")*"|[^{cut}]*)(?:{cut}|$)')
    cells, at = [], 0
    while found := cell.match(line, at):
        cells.append(_unquote(found[1]))
        at = found.end()
        if found.end(1) == len(line):
            break
    return cells


def _unquote(cell: str) -> str:
    """A cell without the quotes around it, or without the one that has no partner."""
    if len(cell) > 1 and cell[0] == cell[-1] == '"':
        return cell[1:-1].replace('""', '"')
    if cell.count('"') % 2:
        return cell[1:] if cell[0] == '"' else cell.removesuffix('"')
    return cell


def _one_row(lines: list[str], at: int, delimiter: str) -> tuple[list[str] | None, int]:
    """The cells of the row that begins at a line, and how many lines it takes."""
    quotes = 0
    for used in range(1, min(_LONGEST_QUOTED, len(lines) - at) + 1):
        quotes += lines[at + used - 1].count('"')
        if quotes % 2:
            continue  # some quote is still open
        try:
            rows = list(csv.reader(lines[at : at + used], delimiter=delimiter, strict=True))
        except csv.Error as error:
            if "unexpected end" in str(error):
                continue
            return None, 1
        return rows[0] if rows else [], used
    return None, 1


def _collect(rows: Iterable[list[str]], limits: Limits) -> tuple[pl.DataFrame, pl.Series]:
    """Put rows into a frame, some thousand at a time."""
    chunks: list[pl.DataFrame] = []
    widths: list[int] = []
    rows = iter(rows)
    while chunk := list(islice(rows, _CHUNK)):
        lengths = list(map(len, chunk))
        widths += lengths
        width = max(lengths)
        if width > limits.columns:
            row = len(widths) - len(chunk) + lengths.index(width) + 1
            raise refuse(CannotRead, "row_too_wide", row=row, cells=width, most=limits.columns)
        if len(widths) > limits.rows:
            raise too_many_rows(limits)
        if width:
            chunks.append(pack_rows(chunk, width))
        else:
            chunks.append(pl.DataFrame({"0": [""] * len(chunk)}))
    if not chunks:
        raise refuse(CannotRead, "empty")
    return stack(chunks), pl.Series(widths, dtype=pl.UInt32)


def too_many_rows(limits: Limits) -> CannotRead:
    """The refusal of a list beyond the limit on rows."""
    return refuse(CannotRead, "too_many_rows", most=limits.rows)
