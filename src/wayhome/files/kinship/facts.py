"""Age and stature: estimated from remains, known of the missing."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path

from wayhome.engines.kinship.evidence import Range
from wayhome.files.kinship.calls import Finding, is_blank
from wayhome.files.kinship.labels import hide_names
from wayhome.files.limits import Limits
from wayhome.files.reading import load
from wayhome.files.recognise import read_table
from wayhome.files.refusals import refuse
from wayhome.values import CannotRead

KINDS: Mapping[str, tuple[str, ...]] = {"age": ("age",), "stature": ("stature", "height")}
_NUMBERS = ("id", "number", "laboratory number", "lab number", "specimen", "sample name")
_RANGE = re.compile(r"(\d+(?:[.,]\d+)?)(?:\s*[-–]\s*(\d+(?:[.,]\d+)?))?")


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known beside DNA, by kind (`age` in years, `stature` in cm) and number."""

    known: Mapping[str, Mapping[str, Range]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    def of(self, kind: str, numbers: Sequence[str]) -> Range | None:
        """Of the first of these numbers of which it is known."""
        held = self.known.get(kind, {})
        return next((held[one] for one in numbers if one in held), None)

    def relabelled(self, key: Mapping[str, str]) -> "Facts":
        """With the numbers of `key` in place of ids that may be names, where they are one's."""
        written = list(key.values())
        label = {one: number for number, one in key.items() if written.count(one) == 1}
        return Facts(
            known={
                kind: {label.get(one, one): found for one, found in held.items()}
                for kind, held in self.known.items()
            },
            findings=tuple(hide_names(self.findings, key)),
        )


def read_facts(path: str | PathLike[str]) -> Facts:
    """Read a table of numbers of remains and of missing persons with `age` and `stature`.

    A cell is a number or a range (`35-45`); of remains the range that holds 95 of 100 people.

    Raises:
        CannotRead: no column of numbers, or neither age nor stature.
    """
    name = Path(path).name
    table = read_table(load(Path(path), Limits()), Limits())
    head, *body = [[cell.strip() for cell in row] for row in table.rows(0, table.cells.height)]
    number = _column(head, _NUMBERS)
    columns = {kind: _column(head, words) for kind, words in KINDS.items()}
    if number < 0 or max(columns.values()) < 0:
        raise refuse(CannotRead, "kinship_no_facts", name=name)
    known: dict[str, dict[str, Range]] = {kind: {} for kind in KINDS}
    findings = []
    for row, kind, one, cell in _cells(body, table.first_row + 1, number, columns):
        found = _range(cell)
        if found is None:
            findings.append(Finding(file=name, row=row, code="unread_fact", specimen=one,
                                    value=cell))  # fmt: skip
        else:
            known[kind][one] = found
    return Facts(known=known, findings=tuple(findings))


def _cells(
    body: Sequence[Sequence[str]], first_row: int, number: int, columns: Mapping[str, int]
) -> Iterator[tuple[int, str, str, str]]:
    for row, cells in enumerate(body, start=first_row):
        for kind, at in columns.items():
            if at >= 0 and cells[number] and not is_blank(cells[at]):
                yield row, kind, cells[number], cells[at]


def _range(cell: str) -> Range | None:
    found = _RANGE.fullmatch(cell)
    if found is None:
        return None
    low, high = (float((found[at] or found[1]).replace(",", ".")) for at in (1, 2))
    return (low, high) if low <= high else None


def _column(head: Sequence[str], words: Sequence[str]) -> int:
    return next((at for at, cell in enumerate(head) if cell.casefold() in words), -1)
