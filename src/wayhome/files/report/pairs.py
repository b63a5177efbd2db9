"""What a reader sees of one pair: both lines as written, field by field, and why."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from wayhome.engines.linkage.fields import FIELDS, Kind, kind_of
from wayhome.engines.linkage.result import Finding
from wayhome.files.read_list import ReadList
from wayhome.files.report.comparison import Comparison
from wayhome.files.report.letters import (
    ExplainLetters,
    Pieces,
    compare_dates,
    compare_letters,
    script_of,
    text_of,
)
from wayhome.files.report.romanised import NAME_FIELDS, Romaniser

Row = Mapping[str, object]

TONES: Mapping[Finding, str] = {
    Finding.SAME: "agree",
    Finding.RENDERING: "agree",
    Finding.SAME_NAME: "agree",
    Finding.INITIAL: "agree",
    Finding.PARTIAL: "agree",
    Finding.CLOSE: "close",
    Finding.SWAPPED: "close",
    Finding.ONE_DIGIT: "close",
    Finding.ONE_DAY: "close",
    Finding.NEAR: "close",
    Finding.SAME_YEAR: "close",
    Finding.NEAR_YEAR: "close",
    Finding.MONTHS_APART: "close",
    Finding.REORDERED: "close",
    Finding.DIFFERS: "differ",
    Finding.MISSING: "missing",
}
"""How each finding is coloured; the word beside it says the same."""

_MARKED = (Kind.NAME, Kind.PLACE, Kind.CODE)  # where single letters say something
_PARTS = ("surname", "given_names", "patronymic")
_TURNED: Mapping[str, tuple[str, str, str]] = {
    "surname_given": ("given_names", "surname", "patronymic"),
    "given_patronymic": ("surname", "patronymic", "given_names"),
    "surname_patronymic": ("patronymic", "given_names", "surname"),
    "turned_left": ("given_names", "patronymic", "surname"),
    "turned_right": ("patronymic", "surname", "given_names"),
}
"""For each order of name parts, in which fields surname, given names and patronymic stand."""
_ON_A = "_on_a"  # ends the name of an order in which the parts of a changed places, not those of b


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """A line in short: its number and, unless names are withheld, who it is about."""

    line: int
    name: str
    born: str
    romanised: str = ""  # the name, for readers of another script


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """One value as its source wrote it; `read_as` where it was understood as something else."""

    pieces: Pieces
    read_as: Pieces = ()
    field: str = ""  # named where it is not the field one would expect
    romanised: str = ""  # a name, for readers of another script

    @property
    def text(self) -> str:
        """The value in one piece."""
        return text_of(self.pieces)

    @property
    def lang(self) -> str:
        """A language tag that says only the script."""
        return f"und-{script_of(text_of(self.pieces))}"


@dataclass(frozen=True, kw_only=True, slots=True)
class FieldFinding:
    """One finding of a row: of its own field, or of a part of a whole name."""

    field: str
    finding: str
    tone: str
    log10_lr: float


@dataclass(frozen=True, kw_only=True, slots=True)
class FieldRow:
    """One field of a pair."""

    field: str
    a: Cell | None
    b: Cell | None
    findings: tuple[FieldFinding, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class PairView:
    """One pair, ready to be shown."""

    a: Person
    b: Person
    weight: float
    posterior: float
    zone: str
    reason: str
    rivals: int
    reordered: bool
    judgement: str  # what people said of it, '' if nothing
    rows: tuple[FieldRow, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One line of a list: as understood and as written."""

    number: int
    headers: Mapping[str, tuple[str, ...]]
    entry: Row
    row: Row

    def has(self, field: str) -> bool:
        """Whether the list has a column for this field."""
        return field in self.headers

    def understood(self, field: str) -> str:
        """The field's value as it was read, '' if none."""
        return str(self.entry.get(field) or "")

    def written(self, field: str) -> str:
        """The field's value as its source wrote it, '' if none."""
        cells = (str(self.row.get(header) or "").strip() for header in self.headers.get(field, ()))
        return " ".join(filter(None, cells)) or self.understood(field)

    @property
    def name(self) -> str:
        """The whole name as written, in the order surname, given names, patronymic."""
        if self.written("full_name"):
            return self.written("full_name")
        return " ".join(filter(None, (self.written(part) for part in _PARTS)))


class Side:
    """Lines of one list, fetched together and looked up by row."""

    def __init__(self, listed: ReadList, rows: Iterable[int]) -> None:
        wanted = sorted(set(rows))
        self._headers = listed.headers
        self._entries = dict(zip(wanted, listed.entries[wanted].to_dicts(), strict=True))
        self._written = dict(zip(wanted, listed.as_written[wanted].to_dicts(), strict=True))

    def at(self, row: int) -> Line:
        """The line at a row of the frame."""
        entry = self._entries[row]
        return Line(
            number=int(entry["line"]),
            headers=self._headers,
            entry=entry,
            row=self._written[row],
        )


def person(line: Line, romaniser: Romaniser, *, no_names: bool) -> Person:
    """Who a line is about, in short."""
    if no_names:
        return Person(line=line.number, name="", born="")
    return Person(
        line=line.number,
        name=line.name,
        born=line.written("birth_date"),
        romanised=romaniser(line.name),
    )


def pair_views(pairs: pl.DataFrame, comparison: Comparison) -> list[PairView]:
    """Every pair of the (already shortened) frame as a reader sees it."""
    a = Side(comparison.list_a, pairs["row_a"])
    b = Side(comparison.list_b, pairs["row_b"])
    romanisers = comparison.romanisers
    judged = comparison.judged(pairs).to_dicts()
    return [_view(pair, a, b, comparison, romanisers) for pair in judged]


def _view(
    pair: Row, a: Side, b: Side, comparison: Comparison, romanisers: tuple[Romaniser, Romaniser]
) -> PairView:
    line_a, line_b = a.at(int(str(pair["row_a"]))), b.at(int(str(pair["row_b"])))
    explain = None if comparison.no_names else comparison.explain
    rows = field_rows(pair, line_a, line_b, explain)
    if comparison.no_names:
        rows = (replace(row, a=None, b=None) for row in rows)
    return PairView(
        a=person(line_a, romanisers[0], no_names=comparison.no_names),
        b=person(line_b, romanisers[1], no_names=comparison.no_names),
        weight=float(str(pair["weight"])),
        posterior=float(str(pair["posterior"])),
        zone=str(pair["zone"]),
        reason=str(pair["reason"]),
        rivals=int(str(pair["rivals"])),
        reordered=pair["order"] != "as_given",
        judgement=str(pair["judgement"]),
        rows=tuple(_romanised(row, romanisers) for row in rows),
    )


def _romanised(row: FieldRow, romanisers: tuple[Romaniser, Romaniser]) -> FieldRow:
    """The row of a name with what readers of another script need."""
    if row.field not in NAME_FIELDS:
        return row
    a, b = (
        cell and replace(cell, romanised=romaniser(text_of(cell.pieces)))
        for cell, romaniser in zip((row.a, row.b), romanisers, strict=True)
    )
    return replace(row, a=a, b=b)


def field_rows(pair: Row, a: Line, b: Line, explain: ExplainLetters | None) -> Iterator[FieldRow]:
    """Field by field what both lines say, for a pair with `order`, `finding_F` and `weight_F`."""
    places = _places(str(pair["order"]))
    for field in shown_fields(a, b):
        weighed = _PARTS if field == "full_name" else (field,)
        findings = tuple(_findings(pair, weighed))
        if field == "full_name":
            cells = _marked(compare_letters(a.name, b.name, explain))
        else:
            cells = _cells(a, b, field, places.get(field, (field, field)), explain)
        if any(cells) or any(one.finding != Finding.MISSING for one in findings):
            yield FieldRow(field=field, a=cells[0], b=cells[1], findings=findings)
    if pair.get("finding_name_order") == Finding.REORDERED:
        findings = tuple(_findings(pair, ("name_order",)))
        yield FieldRow(field="name_order", a=None, b=None, findings=findings)


def _places(order: str) -> Mapping[str, tuple[str, str]]:
    """For each name part the fields of a and of b in which it stands."""
    turned = _TURNED.get(order.removesuffix(_ON_A), _PARTS)
    of_a, of_b = (turned, _PARTS) if order.endswith(_ON_A) else (_PARTS, turned)
    return dict(zip(_PARTS, zip(of_a, of_b, strict=True), strict=True))


def shown_fields(a: Line, b: Line) -> Sequence[str]:
    """The fields either list has; one row for the whole name where a list has no parts."""
    fields = [field for field in FIELDS if a.has(field) or b.has(field)]
    generic = sorted({*a.headers, *b.headers} - set(FIELDS))
    whole = any(side.has("full_name") and not side.has("surname") for side in (a, b))
    hidden = set(_PARTS) if whole else {"full_name"}
    return [field for field in [*fields, *generic] if field not in hidden]


def _findings(pair: Row, fields: Sequence[str]) -> Iterator[FieldFinding]:
    for field in fields:
        code = pair.get(f"finding_{field}")
        if code is None or (code == Finding.MISSING and len(fields) > 1):
            continue
        log10_lr = float(str(pair.get(f"weight_{field}") or 0.0))
        tone = TONES[Finding(str(code))]
        yield FieldFinding(field=field, finding=str(code), tone=tone, log10_lr=log10_lr)


def _cells(
    a: Line, b: Line, field: str, places: tuple[str, str], explain: ExplainLetters | None
) -> tuple[Cell | None, Cell | None]:
    """Both values of a field, and the columns they were found in where those are others."""
    written = a.written(places[0]), b.written(places[1])
    kind = kind_of(field)
    plain: tuple[Pieces, Pieces] = (((written[0], True),), ((written[1], True),))
    if kind is Kind.DATE:
        understood = a.understood(field), b.understood(field)
        if not all(understood) or understood[0] == understood[1]:
            return _marked(plain)
        marked = compare_dates(*understood)
        return _date(written[0], marked[0]), _date(written[1], marked[1])
    if kind in _MARKED and all(written):
        plain = compare_letters(*written, explain if kind is not Kind.CODE else None)
    unexpected = tuple(place if place != field else "" for place in places)
    return _marked(plain, (unexpected[0], unexpected[1]))


def _marked(
    marked: tuple[Pieces, Pieces], fields: tuple[str, str] = ("", "")
) -> tuple[Cell | None, Cell | None]:
    a, b = (
        Cell(pieces=pieces, field=field) if text_of(pieces) else None
        for pieces, field in zip(marked, fields, strict=True)
    )
    return a, b


def _date(written: str, understood: Pieces) -> Cell:
    if written == text_of(understood):
        return Cell(pieces=understood)
    return Cell(pieces=((written, True),), read_as=understood)
