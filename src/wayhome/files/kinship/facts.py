"""What is known beside DNA: estimated from remains, known of the missing."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from os import PathLike
from pathlib import Path
from typing import TypeVar

from wayhome.engines.kinship import Sex
from wayhome.engines.kinship.evidence import Range
from wayhome.files.kinship.calls import Finding, is_blank
from wayhome.files.kinship.labels import hide_names
from wayhome.files.kinship.specimens import SEXES
from wayhome.files.limits import Limits
from wayhome.files.reading import load
from wayhome.files.recognise import read_table
from wayhome.files.refusals import refuse
from wayhome.values import CannotRead

KINDS: Mapping[str, tuple[str, ...]] = {"age": ("age",), "stature": ("stature", "height")}
"""Kinds that are ranges, and the headings of their columns."""

_NUMBERS = ("id", "number", "laboratory number", "lab number", "specimen", "sample name")
_FAMILY = ("family", "family id", "famid")
_SEX = ("sex", "gender")
_RANGE = re.compile(r"(\d+(?:[.,]\d+)?)(?:\s*[-–]\s*(\d+(?:[.,]\d+)?))?")
_YES = frozenset(("yes", "y", "1", "true", "x", "+", "present", "да", "так", "نعم"))
_NO = frozenset(("no", "n", "0", "false", "absent", "нет", "ні", "لا"))

Pair = tuple[str, str]
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known beside DNA, by kind and number.

    `known` holds the ranges: `age` in years, `stature` in cm; `sex` who is a man or a woman;
    `traits` who has a trait and who has not. `excluded` are pairs of remains and missing that
    people have ruled out. A number of a missing person may stand after his family's: `F1/M`.
    """

    known: Mapping[str, Mapping[str, Range]] = field(default_factory=dict)
    sex: Mapping[str, Sex] = field(default_factory=dict)
    traits: Mapping[str, Mapping[str, bool]] = field(default_factory=dict)
    excluded: frozenset[Pair] = frozenset()
    rows: Mapping[str, tuple[str, int]] = field(default_factory=dict)  # file and row of a number
    findings: tuple[Finding, ...] = ()

    def of(self, kind: str, numbers: Sequence[str]) -> Range | None:
        """Of the first of these numbers of which it is known."""
        return _first(self.known.get(kind, {}), numbers)

    def sex_of(self, numbers: Sequence[str]) -> Sex:
        """The sex stated of the first of these numbers of which it is known."""
        return _first(self.sex, numbers) or Sex.UNKNOWN

    def has(self, trait: str, numbers: Sequence[str]) -> bool | None:
        """Whether the first of these numbers of which it is known has the trait."""
        return _first(self.traits.get(trait, {}), numbers)

    def of_nobody(self, numbers: Iterable[str]) -> list[Finding]:
        """What is told of numbers that are none of these: neither remains nor missing."""
        known = frozenset(numbers)
        return [
            Finding(file=file, row=row, code="fact_of_nobody", specimen=number)
            for number, (file, row) in self.rows.items()
            if number not in known
        ]

    def with_excluded(self, more: "Facts") -> "Facts":
        """The same with the pairs that `more` rules out."""
        return replace(
            self,
            excluded=self.excluded | more.excluded,
            rows={**more.rows, **self.rows},
            findings=(*self.findings, *more.findings),
        )

    def relabelled(self, key: Mapping[str, str]) -> "Facts":
        """With the numbers of `key` in place of ids that may be names, where they are one's."""
        named = _Relabelled(key)
        return Facts(
            known={kind: named.keys(held) for kind, held in self.known.items()},
            sex=named.keys(self.sex),
            traits={trait: named.keys(held) for trait, held in self.traits.items()},
            excluded=frozenset((named(one), named(missing)) for one, missing in self.excluded),
            rows=named.keys(self.rows),
            findings=tuple(hide_names(self.findings, key)),
        )


class _Relabelled:
    """Numbers in place of ids that are one's; a family before the id says whose it is."""

    def __init__(self, key: Mapping[str, str]) -> None:
        self._numbers: dict[str, list[str]] = {}
        for number, written in key.items():
            self._numbers.setdefault(written, []).append(number)

    def __call__(self, written: str) -> str:
        family, slash, one = written.rpartition("/")
        if not slash:
            return self._only(one, self._numbers.get(one, []))
        family = self._only(family, self._numbers.get(family, []))
        of_family = [n for n in self._numbers.get(one, []) if n.startswith(f"{family}-")]
        return f"{family}/{self._only(one, of_family)}"

    @staticmethod
    def _only(written: str, numbers: Sequence[str]) -> str:
        return numbers[0] if len(numbers) == 1 else written

    def keys(self, held: Mapping[str, T]) -> dict[str, T]:
        return {self(one): found for one, found in held.items()}


def _first(held: Mapping[str, T], numbers: Sequence[str]) -> T | None:
    return next((held[one] for one in numbers if one in held), None)


def read_facts(path: str | PathLike[str], *, traits: Iterable[str] = ()) -> Facts:
    """Read a table of numbers of remains and of missing persons with what is known of them.

    A cell of `age` or `stature` is a number or a range (`35-45`); of remains the range that holds
    95 of 100 people. `sex` is m or f, a trait yes or no. Where ids are the same in several
    families, a column `family` tells them apart.

    Args:
        path: the table.
        traits: the headings of columns that say yes or no.

    Raises:
        CannotRead: no column of numbers, or nothing known beside it.
    """
    name, head, body, first = _table(Path(path))
    number = _column(head, _NUMBERS)
    columns = {kind: _column(head, words) for kind, words in KINDS.items()}
    columns |= {"sex": _column(head, _SEX)}
    columns |= {trait: _column(head, (trait.casefold(),)) for trait in traits}
    if number < 0 or max(columns.values()) < 0:
        raise refuse(CannotRead, "kinship_no_facts", name=name)
    family = _column(head, _FAMILY)
    used = {number, family, *columns.values()}
    known: dict[str, dict[str, object]] = {kind: {} for kind in columns}
    rows: dict[str, tuple[str, int]] = {}
    findings = [
        Finding(file=name, row=0, code="unused_column", value=cell)
        for at, cell in enumerate(head)
        if cell and at not in used
    ]
    for row, cells in enumerate(body, start=first):
        one = _number(cells, number, family)
        for kind, at in columns.items():
            if at < 0 or not one or _says_nothing(kind, cells[at]):
                continue
            rows.setdefault(one, (name, row))
            found = _READERS.get(kind, _trait)(cells[at])
            if found is None:
                findings.append(_unread(name, row, one, kind, cells[at]))
            else:
                known[kind][one] = found
    return _facts(known, rows, findings)


def read_excluded(path: str | PathLike[str]) -> Facts:
    """Read pairs that people have ruled out: columns `remains` and `missing`, perhaps `family`.

    Raises:
        CannotRead: no such columns.
    """
    name, head, body, first = _table(Path(path))
    remains, missing = _column(head, ("remains",)), _column(head, ("missing", "missing person"))
    if min(remains, missing) < 0:
        raise refuse(CannotRead, "kinship_no_pairs", name=name)
    family = _column(head, _FAMILY)
    pairs: set[Pair] = set()
    rows: dict[str, tuple[str, int]] = {}
    for row, cells in enumerate(body, start=first):
        pair = cells[remains], _number(cells, missing, family)
        if all(pair):
            pairs.add(pair)
            rows |= {one: (name, row) for one in pair if one not in rows}
    return Facts(excluded=frozenset(pairs), rows=rows)


def _table(path: Path) -> tuple[str, list[str], list[list[str]], int]:
    """Name, headings, rows and the number of the first row of a table."""
    table = read_table(load(path, Limits()), Limits())
    head, *body = [[cell.strip() for cell in row] for row in table.rows(0, table.cells.height)]
    return path.name, head, body, table.first_row + 1


def _facts(
    known: Mapping[str, Mapping[str, object]],
    rows: Mapping[str, tuple[str, int]],
    findings: Sequence[Finding],
) -> Facts:
    """The cells sorted by what they are."""

    def of(kind: str, type_: type[T]) -> dict[str, T]:
        return {one: found for one, found in known[kind].items() if isinstance(found, type_)}

    return Facts(
        known={kind: {one: (r[0], r[1]) for one, r in of(kind, tuple).items()} for kind in KINDS},
        sex=of("sex", Sex),
        traits={kind: of(kind, bool) for kind in known if kind not in (*KINDS, "sex")},
        rows=rows,
        findings=tuple(findings),
    )


def _number(cells: Sequence[str], at: int, family: int) -> str:
    one = cells[at]
    return f"{cells[family]}/{one}" if one and family >= 0 and cells[family] else one


def _unread(file: str, row: int, one: str, kind: str, cell: str) -> Finding:
    code = "unread_fact" if kind in KINDS else "unread_trait"
    code = "unknown_sex" if kind == "sex" else code
    return Finding(file=file, row=row, code=code, specimen=one.rpartition("/")[2], value=cell)


def _says_nothing(kind: str, cell: str) -> bool:
    return not cell.strip() if kind not in KINDS else is_blank(cell)


def _range(cell: str) -> Range | None:
    found = _RANGE.fullmatch(cell)
    if found is None:
        return None
    low, high = (float((found[at] or found[1]).replace(",", ".")) for at in (1, 2))
    return (low, high) if low <= high else None


def _sex(cell: str) -> Sex | None:
    return SEXES.get(cell.casefold())


def _trait(cell: str) -> bool | None:
    word = cell.casefold()
    return True if word in _YES else (False if word in _NO else None)


_READERS: Mapping[str, Callable[[str], object]] = {**dict.fromkeys(KINDS, _range), "sex": _sex}


def _column(head: Sequence[str], words: Sequence[str]) -> int:
    return next((at for at, cell in enumerate(head) if cell.casefold() in words), -1)
