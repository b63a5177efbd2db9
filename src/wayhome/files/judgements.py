"""What people said of pairs of lines: the table of pairs with its column `judgement` filled in."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from hashlib import sha256
from importlib.resources import files
from os import PathLike
from pathlib import Path

import polars as pl

from wayhome.files.columns.words import normal_form
from wayhome.files.limits import Limits
from wayhome.files.messages import message
from wayhome.files.read_list import Problem, ReadList, Severity, SourceFile
from wayhome.files.reading import load
from wayhome.files.recognise import read_table
from wayhome.files.refusals import refuse
from wayhome.files.table import Table
from wayhome.values import CannotRead

COLUMNS = ("line_a", "line_b", "judgement")
_SEARCHED = 30  # rows looked through for these headers
_NAMES = ("full_name", "surname", "given_names")
_NO_LINE = ("judgement_no_line_a", "judgement_no_line_b")


class Judgement(StrEnum):
    """What people said of two lines."""

    SAME = "same"
    NOT_SAME = "not_same"
    UNSURE = "unsure"


@dataclass(frozen=True, kw_only=True)
class Judgements:
    """Pairs of lines that people have judged.

    `pairs`: row_a, row_b (UInt32, 0-based rows of both lists' entries) and judgement (String, a
    Judgement), each pair once; within one list row_a is the smaller.
    `problems`: rows that could not be used.
    """

    pairs: pl.DataFrame
    problems: tuple[Problem, ...]
    source: SourceFile

    @property
    def decided(self) -> pl.DataFrame:
        """row_a, row_b, same (Boolean): what the linkage engine learns from, `unsure` left out."""
        sure = self.pairs.filter(pl.col("judgement") != Judgement.UNSURE)
        return sure.select("row_a", "row_b", same=pl.col("judgement") == Judgement.SAME)

    def counts(self) -> Mapping[str, int]:
        """Pairs by judgement, and the rows that could not be used."""
        said = self.pairs["judgement"].to_list()
        return {str(j): said.count(j) for j in Judgement} | {"left_out": len(self.problems)}


def read_judgements(
    path: str | PathLike[str],
    *,
    list_a: ReadList,
    list_b: ReadList,
    limits: Limits | None = None,
) -> Judgements:
    """Read judgements of pairs of lines, such as a `review.csv` in which people filled them in.

    Rows without a judgement are passed over. Where the table also shows the lines (`a: HEADER`),
    a row whose names are no longer those of its lines is not used: the list has changed.

    Args:
        path: CSV, XLSX, XLS or ODS with the columns line_a, line_b (row in each list's file) and
            judgement: same, not the same or unsure, in English, Ukrainian, Russian or Arabic.
        list_a: the list that line_a points into.
        list_b: the other; the same object where one list is compared with itself.
        limits: how much is taken.

    Raises:
        CannotRead: no such table, or every judgement in it points to no pair of these lists.
    """
    path, limits = Path(path), limits or Limits()
    data = load(path, limits)
    table = read_table(data, limits)
    header, below = _find_header(table, path.name)
    sides = _Side(list_a, "a", header), _Side(list_b, "b", header)
    where = [header.index(name) for name in COLUMNS]
    found: dict[tuple[int, int], list[tuple[int, str]]] = {}
    problems: list[Problem] = []
    for number, cells in _judged_rows(table, below, where[2]):
        problem, pair, said = _read_row(cells, where, sides, within=list_a is list_b)
        if problem:
            problems.append(_problem(number, problem))
        else:
            found.setdefault(pair, []).append((number, said))
    judged, contradicted = _agreed(found)
    problems += [_problem(number, "judgement_twice") for number in contradicted]
    problems.sort(key=lambda problem: problem.row)
    if problems and not judged:
        raise refuse(CannotRead, "judgements_of_others", name=path.name, first=problems[0].row)
    schema = {"row_a": pl.UInt32, "row_b": pl.UInt32, "judgement": pl.String}
    rows = [(*pair, said) for pair, said in sorted(judged.items())]
    return Judgements(
        pairs=pl.DataFrame(rows, schema=schema, orient="row"),
        problems=tuple(problems),
        source=SourceFile(
            name=path.name, sha256=sha256(data).hexdigest(), bytes=len(data),
            format=table.format, encoding=table.encoding, delimiter=table.delimiter,
            sheet=table.sheet,
        ),
    )  # fmt: skip


def judgement_problem(judgements: Judgements, problem: Problem, lang: str) -> str:
    """What is wrong with a row of judgements, with the file and the row. Never a name."""
    what = message(f"problem.{problem.code}", lang)
    became = message(f"severity.{problem.severity}", lang)
    name = judgements.source.name
    return message("judgement_row", lang, name=name, row=problem.row, what=f"{what} {became}")


def read_judgement(cell: str) -> str | None:
    """A Judgement in one of four languages, or None where the cell says none of them."""
    return _words().get(normal_form(cell))


@cache
def _words() -> Mapping[str, str]:
    text = files("wayhome").joinpath("resources/columns/judgements.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return {normal_form(word): judgement for judgement, _, word in rows[1:]}


def _find_header(table: Table, name: str) -> tuple[list[str], int]:
    """The header's cells, and the index of the first row below it."""
    wanted = set(COLUMNS)
    rows = [(table.header, 0)] if table.header else []
    rows += [(row, at + 1) for at, row in enumerate(table.rows(0, _SEARCHED))]
    for row, below in rows:
        cells = [_unguarded(cell) for cell in row or ()]
        cells = [c.casefold() if c.casefold() in wanted else c for c in cells]
        if wanted <= set(cells):
            return cells, below
    raise refuse(CannotRead, "no_judgements", name=name, columns=", ".join(COLUMNS))


def _judged_rows(table: Table, below: int, judgement: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Number and cells of the rows that hold a judgement."""
    for at, cells in enumerate(table.cells.slice(below).iter_rows()):
        if cells[judgement].strip():
            yield table.first_row + below + at, cells


class _Side:
    """One list, as the rows of judgements point into it."""

    def __init__(self, listed: ReadList, side: str, header: Sequence[str]) -> None:
        lines = listed.entries["line"].to_list()
        self._rows = {line: row for row, line in enumerate(lines)}
        self._written = listed.as_written
        shown = ((field, listed.mapping.get(field)) for field in _NAMES)
        self._shown = [  # columns that show a name: in the list, in the table of judgements
            (column, header.index(f"{side}: {column}"))
            for _, column in shown
            if column and f"{side}: {column}" in header
        ]

    def row_of(self, line: int) -> int | None:
        """The row of the entries that a line of the file became."""
        return self._rows.get(line)

    def is_shown(self, row: int, cells: Sequence[str]) -> bool:
        """Whether the names that stand in the row of judgements are those of the line."""
        return all(
            _comparable(cells[at]) == _comparable(self._written[row, column])
            for column, at in self._shown
        )


def _comparable(cell: str) -> str:
    return " ".join(_unguarded(cell).replace(r"\|", "|").split())


def _unguarded(cell: str) -> str:
    """A cell without the apostrophe that a report puts before what may be a formula."""
    return re.sub(r"^'(?=[\s\x00]*[=+\-@|%＝＋－＠])", "", cell).strip()


def _read_row(
    cells: Sequence[str], where: Sequence[int], sides: tuple[_Side, _Side], *, within: bool
) -> tuple[str, tuple[int, int], str]:
    """The code of what is wrong with a row ('' if nothing), its pair of rows, its judgement."""
    nothing = (0, 0), ""
    said = read_judgement(cells[where[2]])
    if said is None:
        return "judgement_unknown", *nothing
    rows = []
    for side, at, code in zip(sides, where[:2], _NO_LINE, strict=True):
        line = re.fullmatch(r"(\d{1,9})(?:\.0+)?", cells[at].strip())
        row = side.row_of(int(line[1])) if line else None
        if row is None:
            return code, *nothing
        if not side.is_shown(row, cells):
            return "judgement_other_names", *nothing
        rows.append(row)
    if within and rows[0] == rows[1]:
        return "judgement_same_line", *nothing
    first, second = sorted(rows) if within else rows
    return "", (first, second), said


def _agreed(
    found: Mapping[tuple[int, int], Sequence[tuple[int, str]]],
) -> tuple[dict[tuple[int, int], str], list[int]]:
    """The judgement of each pair, and the rows of pairs that are judged in two ways."""
    judged, contradicted = {}, []
    for pair, told in found.items():
        if len({said for _, said in told}) == 1:
            judged[pair] = told[0][1]
        else:
            contradicted += [number for number, _ in told]
    return judged, contradicted


def _problem(row: int, code: str) -> Problem:
    return Problem(row=row, column="judgement", code=code, severity=Severity.REFUSED)
