"""A list as it is checked: its lines, its rows as written, and what is said of each line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from wayhome.files.check.found import Fact, Finds
from wayhome.files.check.standing import day_in, since_columns, standing_columns, standing_of
from wayhome.files.read_list import ReadList, Severity
from wayhome.files.whole_name import NAME_PARTS

TELLS_WHO = frozenset({"full_name", *NAME_PARTS, "birth_date", "number"})
"""The fields that tell who somebody is: damage to one of them makes a line doubtful."""


@dataclass(frozen=True, kw_only=True)
class Roll:
    """A list, wherever it comes from.

    `entries` has `line` and one String column per field (see `engines.linkage.FIELDS`), null where
    nothing is given; `raw` the rows as written, `facts` and `damaged` go by 0-based row.
    """

    name: str
    entries: pl.DataFrame
    raw: Sequence[Mapping[str, str]]
    facts: Mapping[int, Sequence[Fact]] = field(default_factory=dict)
    damaged: Mapping[int, Sequence[str]] = field(default_factory=dict)  # fields
    places: Sequence[str] = ()  # how each line is named, where list and number are not it

    @property
    def lines(self) -> Sequence[int]:
        """The number of each row's line."""
        return self.entries["line"].to_list()

    def rows(self) -> list[dict[str, str]]:
        """Each line's fields as text, '' where nothing is given."""
        fields = [name for name in self.entries.columns if name != "line"]
        return self.entries.select(pl.col(fields).fill_null("")).to_dicts()


def roll_of(read: ReadList, *, said_by: str = "", as_of: str = "") -> Roll:
    """A list read from a file, with what its own cells say of fates and categories.

    Args:
        read: the list.
        said_by: whose word it is; empty: nobody is named, the list speaks for itself.
        as_of: the day of the list, where a cell gives none; EDTF.
    """
    columns = standing_columns(read)
    raw = read.as_written.fill_null("").to_dicts()
    facts: dict[int, list[Fact]] = {}
    for row, (line, cells) in enumerate(zip(read.entries["line"], raw, strict=True)):
        for column in columns:
            told = standing_of(cells[column])
            if told is not None:
                finds, day = told
                fact = Fact(
                    finds=finds,
                    said_by=said_by,
                    source=read.source.name,
                    line=line,
                    as_of=day or as_of,
                )
                facts.setdefault(row, []).append(fact)
    return Roll(
        name=read.source.name, entries=read.entries, raw=raw, facts=facts, damaged=_damaged(read)
    )


def list_of_fate(read: ReadList, finds: Finds, *, said_by: str, as_of: str = "") -> Roll:
    """A list every line of which says the same: a list of the dead, of those who came home.

    Args:
        read: the list.
        finds: what it says of everybody on it.
        said_by: whose word it is.
        as_of: the day of the list, where neither a cell nor a column of days gives one; EDTF.
    """
    roll = roll_of(read, said_by=said_by, as_of=as_of)
    columns = since_columns(read, finds)
    facts: dict[int, Sequence[Fact]] = {}
    for row, (line, cells) in enumerate(zip(roll.lines, roll.raw, strict=True)):
        said = [fact for fact in roll.facts.get(row, ()) if fact.finds is finds]
        day = next(filter(None, (day_in(cells[column]) for column in columns)), as_of)
        plain = Fact(finds=finds, said_by=said_by, source=read.source.name, line=line, as_of=day)
        facts[row] = said or [plain]
    return Roll(name=roll.name, entries=roll.entries, raw=roll.raw, facts=facts)


def _damaged(read: ReadList) -> dict[int, list[str]]:
    """The fields of each row that tell who it is and that were damaged or left out."""
    field_of = {
        header: field
        for field, headers in read.headers.items()
        if field in TELLS_WHO
        for header in headers
    }
    row_of = {line: row for row, line in enumerate(read.entries["line"])}
    found: dict[int, list[str]] = {}
    for problem in read.problems:
        grave = problem.severity in (Severity.DOUBTFUL, Severity.LEFT_OUT)
        field = field_of.get(problem.column)
        if grave and field and problem.row in row_of:
            at = found.setdefault(row_of[problem.row], [])
            if field not in at:
                at.append(field)
    return found
