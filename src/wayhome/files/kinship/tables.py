"""Tables of genotypes: GeneMapper exports, one row per marker, one row per specimen."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from wayhome.files.kinship.alleles import split_columns, split_genotype
from wayhome.files.kinship.calls import Call, Finding, is_blank
from wayhome.files.refusals import refuse
from wayhome.files.table import Table
from wayhome.values import CannotRead

KnownMarker = Callable[[str], str]
"""The standard name of a marker as written, '' where it is none."""

_WORDS: Mapping[str, frozenset[str]] = {
    "specimen": frozenset(
        (
            "sample name",
            "sample",
            "sample id",
            "sampleid",
            "samplename",
            "specimen",
            "specimen id",
            "specimenid",
            "laboratory number",
            "lab number",
            "lab no",
            "id",
            "number",
            "no",
            "profile",
            "profile id",
            "individual",
        )
    ),
    "marker": frozenset(("marker", "locus", "system", "locus name", "locusname", "marker name")),
    "genotype": frozenset(("genotype", "alleles", "allele call", "allele calls")),
    "category": frozenset(("category", "specimen category", "specimencategory", "role", "type")),
    "sex": frozenset(("sex", "gender")),
}
_ALLELE = re.compile(r"allele ?(\d{1,2})")
# What GeneMapper writes beside the calls; it says nothing of the genotype.
_BESIDE = re.compile(
    r"(sample file|panel|dye|run.*|ud ?\d|(size|height|peak height|peak area|area|data point|"
    r"mutation|comment|ae comment) ?\d*|cc|bin|sqo?|sample type|sos|gq|pq|offscale|os|shp|phr|"
    r"instrument.*|plate.*|well)"
)
_PAIR_END = re.compile(r"[ _.\-]*(?:allele)?[ _.\-]*[12ab]$", re.IGNORECASE)
_HEADER_WITHIN = 25  # rows in which the headings are looked for


@dataclass(frozen=True)
class _Columns:
    """Which column of a table is what."""

    header: int  # the row of the headings
    by_role: Mapping[str, int]  # specimen, marker, genotype, category, sex
    alleles: tuple[int, ...] = ()  # one row per marker: in the order of their numbers
    markers: Mapping[str, tuple[int, ...]] = field(default_factory=dict)  # one row per specimen
    unused: tuple[str, ...] = ()
    unheaded: tuple[int, ...] = ()

    @property
    def long(self) -> bool:
        """Whether a row is one marker."""
        return "marker" in self.by_role


def read_calls(
    table: Table, *, file: str, known_marker: KnownMarker
) -> tuple[list[Call], list[Finding]]:
    """The calls of a table, with its unused columns as findings.

    Raises:
        CannotRead: no column of laboratory numbers, or none of markers or alleles.
    """
    columns = _find_columns(table, known_marker)
    body = table.rows(columns.header + 1, table.cells.height)
    first = table.first_row + columns.header + 1
    rows = [(first + at, row) for at, row in enumerate(body) if any(cell.strip() for cell in row)]
    calls = list((_long if columns.long else _wide)(rows, columns))
    findings = [Finding(file=file, row=0, code="unused_column", value=h) for h in columns.unused]
    findings += [
        Finding(file=file, row=row, code="unheaded_column", value=str(column + 1))
        for row, column in _beyond_headings(rows, columns)
    ]
    return calls, findings


def _beyond_headings(
    rows: Sequence[tuple[int, tuple[str, ...]]], columns: _Columns
) -> Iterator[tuple[int, int]]:
    """Where cells are filled in columns without a heading that belong to no marker: first rows."""
    for column in columns.unheaded:
        filled = (row for row, cells in rows if not is_blank(cells[column]))
        if (first := next(filled, None)) is not None:
            yield first, column


def _find_columns(table: Table, known_marker: KnownMarker) -> _Columns:
    """The headings, within the first rows of the file."""
    if table.header is not None:  # a format that names its columns
        candidates: Sequence[tuple[int, Sequence[str]]] = [(-1, table.header)]
    else:
        candidates = list(enumerate(table.rows(0, _HEADER_WITHIN)))
    for at, cells in candidates:
        found = _columns_of(at, cells, known_marker)
        if found is not None:
            return found
    raise refuse(CannotRead, "no_genotypes")


def _columns_of(at: int, cells: Sequence[str], known_marker: KnownMarker) -> _Columns | None:
    by_role: dict[str, int] = {}
    alleles: dict[int, int] = {}
    rest: list[int] = []
    for column, cell in enumerate(cells):
        word = _plain(cell)
        role = next((r for r, words in _WORDS.items() if word in words and r not in by_role), None)
        if numbered := _ALLELE.fullmatch(word):
            alleles[int(numbered[1])] = column
        elif role:
            by_role[role] = column
        elif word:
            rest.append(column)
    if "specimen" not in by_role:
        return None
    if "marker" in by_role:
        if not alleles and "genotype" not in by_role:
            return None
        unused = tuple(cells[c] for c in rest if not _BESIDE.fullmatch(_plain(cells[c])))
        ordered = tuple(alleles[n] for n in sorted(alleles))
        return _Columns(at, by_role, alleles=ordered, unused=unused, unheaded=_unheaded(cells, ()))
    markers = _wide_markers(cells, rest, known_marker)
    if not any(known_marker(marker) for marker in markers):
        return None
    taken = [column for held in markers.values() for column in held]
    return _Columns(at, by_role, markers=markers, unheaded=_unheaded(cells, taken))


def _unheaded(cells: Sequence[str], taken: Collection[int]) -> tuple[int, ...]:
    return tuple(at for at, cell in enumerate(cells) if not cell.strip() and at not in taken)


def _plain(cell: str) -> str:
    """A heading without what spreadsheets and programs vary."""
    return re.sub(r"[\s_.#\-]+", " ", cell).strip().casefold()


def _wide_markers(
    cells: Sequence[str], rest: Sequence[int], known_marker: KnownMarker
) -> dict[str, tuple[int, ...]]:
    """Marker as written to its columns: one for the genotype, or one for each allele.

    The second column of a marker repeats its name, adds to it (`TPOX 1`, `TPOX 2`), or has no
    heading.
    """
    markers: dict[str, list[int]] = {}
    before = ""
    held = set(rest)
    for column, cell in enumerate(cells):
        if column in held:
            before = _marker_in(cell.strip(), known_marker)
            markers.setdefault(before, []).append(column)
        elif not cell.strip() and before and known_marker(before) and len(markers[before]) == 1:
            markers[before].append(column)
        else:
            before = ""
    return {marker: tuple(columns) for marker, columns in markers.items()}


def _marker_in(heading: str, known_marker: KnownMarker) -> str:
    """The marker a heading names, without the number of the allele."""
    if known_marker(heading):
        return heading
    base = _PAIR_END.sub("", heading)
    return base if known_marker(base) else heading


def _long(rows: Sequence[tuple[int, tuple[str, ...]]], columns: _Columns) -> Iterator[Call]:
    """A row per marker. A marker that comes again within a specimen is a further typing of it."""
    roles = columns.by_role
    seen: Counter[tuple[str, str]] = Counter()
    for row, cells in rows:
        specimen, marker = _cell(cells, roles, "specimen"), _cell(cells, roles, "marker")
        written = split_columns([cells[at] for at in columns.alleles if not is_blank(cells[at])])
        if not written and "genotype" in roles and not is_blank(_cell(cells, roles, "genotype")):
            written = split_genotype(_cell(cells, roles, "genotype"))
        yield Call(
            row=row,
            specimen=specimen,
            marker=marker,
            alleles=written,
            category=_cell(cells, roles, "category"),
            sex=_cell(cells, roles, "sex"),
            part=seen[specimen, marker],
        )
        seen[specimen, marker] += 1


def _wide(rows: Sequence[tuple[int, tuple[str, ...]]], columns: _Columns) -> Iterator[Call]:
    """A row per specimen; a specimen that comes again was typed again."""
    roles = columns.by_role
    seen: Counter[str] = Counter()
    for row, cells in rows:
        specimen = _cell(cells, roles, "specimen")
        for marker, at in columns.markers.items():
            held = [cells[column].strip() for column in at if not is_blank(cells[column])]
            yield Call(
                row=row,
                specimen=specimen,
                marker=marker,
                alleles=split_genotype(held[0]) if len(at) == 1 and held else split_columns(held),
                category=_cell(cells, roles, "category"),
                sex=_cell(cells, roles, "sex"),
                part=seen[specimen],
            )
        seen[specimen] += 1


def _cell(cells: tuple[str, ...], roles: Mapping[str, int], role: str) -> str:
    return cells[roles[role]].strip() if role in roles else ""
