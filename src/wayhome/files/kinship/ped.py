"""PED files: one member a line, with genotypes or without; read and written."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from wayhome.engines.kinship import InvalidPedigree, Member, Pedigree, Sex
from wayhome.files.delimited import find_delimiter
from wayhome.files.kinship.alleles import split_columns, split_genotype
from wayhome.files.kinship.calls import Call, Finding, is_blank
from wayhome.files.refusals import refuse
from wayhome.values import CannotRead

_SEXES = {
    "1": Sex.MALE, "m": Sex.MALE, "male": Sex.MALE,
    "2": Sex.FEMALE, "f": Sex.FEMALE, "female": Sex.FEMALE,
}  # fmt: skip
_NOBODY = frozenset(("", "0", "na", "."))
_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "family": ("famid", "family", "family id", "fam", "pedigree", "ped"),
    "id": ("id", "iid", "individual", "individual id", "member", "specimen"),
    "father": ("father", "fid", "pat", "dad", "paternal id"),
    "mother": ("mother", "mid", "mat", "mom", "maternal id"),
    "sex": ("sex", "gender"),
    "missing": ("missing", "status", "phenotype", "phen", "aff", "affected"),
}
_CLASSIC = {"family": 0, "id": 1, "father": 2, "mother": 3, "sex": 4, "missing": 5}
_PAIR_END = re.compile(r"[ _.\-]*[12ab]$", re.IGNORECASE)
_TRUE = frozenset(("2", "missing", "yes", "true", "x"))


@dataclass(frozen=True, kw_only=True)
class PedFamily:
    """The lines of one family."""

    number: str
    members: tuple[Member, ...]
    missing: tuple[str, ...] = ()
    calls: tuple[Call, ...] = ()  # genotypes, where the file holds them
    row: int = 0  # the first line

    def pedigree(self) -> Pedigree:
        """The pedigree of the lines.

        Raises:
            InvalidPedigree: what no family can be.
        """
        return Pedigree(self.members)


@dataclass
class _Layout:
    by_role: Mapping[str, int]
    headed: bool
    one_is_missing: bool = False  # under the heading `missing`; a phenotype of 1 is "unaffected"
    markers: list[tuple[str, tuple[int, ...]]] = field(default_factory=list)


def read_ped(text: str, *, file: str) -> tuple[list[PedFamily], list[Finding]]:
    """Read families, and which of their members are missing.

    The sixth column (or one headed `missing`) says so: `2`, `missing`, `yes`, `x`; under the
    heading `missing` also `1`. Genotypes need a heading with the markers' names.

    Raises:
        CannotRead: no line, genotypes without names of markers, or a line without an id.
    """
    text = text.lstrip("\ufeff")
    delimiter = _delimiter(text)
    lines = [
        (row, _cells(line, delimiter))
        for row, line in enumerate(text.splitlines(), start=1)
        if line.strip() and not line.startswith("#")
    ]
    if not lines:
        raise refuse(CannotRead, "empty")
    layout = _lay_out(lines[0][1])
    families: dict[str, list[tuple[int, list[str]]]] = {}
    for row, cells in lines[layout.headed :]:
        number = _cell(cells, layout, "family") or "1"
        if not _cell(cells, layout, "id"):
            raise refuse(CannotRead, "ped_no_id", row=row)
        families.setdefault(number, []).append((row, cells))
    findings = [
        Finding(
            file=file, row=row, code="unknown_sex",
            specimen=_cell(cells, layout, "id"), value=_cell(cells, layout, "sex"),
        )
        for rows in families.values()
        for row, cells in rows
        if _cell(cells, layout, "sex").lower() not in {*_SEXES, *_NOBODY, "unknown", "3"}
    ]  # fmt: skip
    return [_family(number, rows, layout) for number, rows in families.items()], findings


def _delimiter(text: str) -> str:
    """Tabs, commas or semicolons if the lines hold them, else any white space."""
    head = text[:20_000]
    return find_delimiter(head) if any(sign in head for sign in "\t,;") else ""


def _cells(line: str, delimiter: str) -> list[str]:
    parts = line.split(delimiter) if delimiter else line.split()
    return [part.strip().strip('"') for part in parts]


def _roles(cells: Sequence[str]) -> dict[str, int]:
    words = [re.sub(r"[\s_.\-]+", " ", cell).strip().casefold() for cell in cells]
    roles: dict[str, int] = {}
    for at, word in enumerate(words):
        if word == "fid" and "iid" in words:  # as PLINK names the family
            roles["family"] = at
            continue
        role = next((r for r, names in _HEADINGS.items() if word in names and r not in roles), "")
        if role:
            roles[role] = at
    return roles


def _lay_out(first: Sequence[str]) -> _Layout:
    roles = _roles(first)
    if not {"id", "father", "mother"} <= roles.keys():
        if len(first) > len(_CLASSIC):
            raise refuse(CannotRead, "ped_no_headings")
        return _Layout({r: at for r, at in _CLASSIC.items() if at < len(first)}, headed=False)
    says = first[roles["missing"]].strip().casefold() if "missing" in roles else ""
    layout = _Layout(roles, headed=True, one_is_missing=says == "missing")
    columns: dict[str, list[int]] = {}
    rest = [at for at in range(len(first)) if at not in roles.values()]
    headings = {first[at] for at in rest}
    for at in rest:
        base = _PAIR_END.sub("", first[at])
        paired = sum(_PAIR_END.sub("", heading) == base for heading in headings) == 2
        columns.setdefault(base if paired else first[at], []).append(at)
    layout.markers = [(marker, tuple(at)) for marker, at in columns.items()]
    return layout


def _cell(cells: Sequence[str], layout: _Layout, role: str) -> str:
    at = layout.by_role.get(role, len(cells))
    return cells[at] if at < len(cells) else ""


def _family(number: str, rows: Sequence[tuple[int, list[str]]], layout: _Layout) -> PedFamily:
    members, missing, calls = [], [], []
    for row, cells in rows:
        member = _cell(cells, layout, "id")
        father, mother = (_cell(cells, layout, role) for role in ("father", "mother"))
        sex = _SEXES.get(_cell(cells, layout, "sex").lower(), Sex.UNKNOWN)
        members.append(Member(member, _parent(father), _parent(mother), sex))
        if _is_missing(cells, layout):
            missing.append(member)
        calls += [
            Call(
                row=row, specimen=member, marker=marker, alleles=_alleles(cells, at),
                sex=_cell(cells, layout, "sex"),
            )
            for marker, at in layout.markers
        ]  # fmt: skip
    return PedFamily(
        number=number,
        members=tuple(members),
        missing=tuple(missing),
        calls=tuple(calls),
        row=rows[0][0],
    )


def _is_missing(cells: Sequence[str], layout: _Layout) -> bool:
    said = _cell(cells, layout, "missing").lower()
    return said in _TRUE or (said == "1" and layout.one_is_missing)


def _parent(cell: str) -> str | None:
    return None if cell.lower() in _NOBODY else cell


def _alleles(cells: Sequence[str], at: Sequence[int]) -> tuple[str, ...]:
    held = [cells[column] for column in at if column < len(cells)]
    held = [cell for cell in held if not is_blank(cell)]
    if len(at) > 1:
        return split_columns(held)
    alleles = split_genotype(held[0]) if held else ()
    return tuple(allele for allele in alleles if not is_blank(allele))


def write_ped(families: Iterable[tuple[str, Pedigree, Iterable[str]]]) -> str:
    """Families as text: number, pedigree and ids of the missing of each; no genotypes.

    The columns are those of a classic PED file, with a heading; the sixth is `missing`, `1` or
    `0`. `0` is a parent that is not known.
    """
    lines = ["family\tid\tfather\tmother\tsex\tmissing"]
    numbers = {Sex.MALE: "1", Sex.FEMALE: "2", Sex.UNKNOWN: "0"}
    for number, pedigree, missing in families:
        sought = set(missing)
        for member in pedigree.members:
            parents = (member.father or "0", member.mother or "0")
            cells = (number, member.id, *parents, numbers[member.sex])
            if any(re.search(r"[\t\r\n]", cell) for cell in cells):
                raise refuse(InvalidPedigree, "ped_id")
            lines.append("\t".join((*cells, "1" if member.id in sought else "0")))
    return "\n".join(lines) + "\n"
