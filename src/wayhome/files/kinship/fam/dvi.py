"""The DVI section of a Familias file: unidentified persons and reference families."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from wayhome.files.kinship.fam.content import FamFamily, FamPedigree, FamPerson

_HEADING = re.compile(r"(\[+)\s*(.*?)\s*\]+")
_SEX = {"male": "m", "female": "f"}


@dataclass
class _Section:
    """Settings and parts below a heading; depth is the number of brackets."""

    title: str
    settings: list[tuple[str, str]] = field(default_factory=list)
    parts: list["_Section"] = field(default_factory=list)

    def part(self, title: str) -> "_Section":
        return next((part for part in self.parts if part.title == title), _Section(title))

    def setting(self, key: str) -> str:
        return next((value for name, value in self.settings if name == key), "")


def read_dvi(
    lines: Sequence[str],
) -> tuple[tuple[FamPerson, ...], tuple[FamFamily, ...]]:
    """The unidentified persons and the reference families; both empty without a DVI section."""
    dvi = _sections(lines).part("DVI")
    families = (
        FamFamily(
            name=family.setting("Name"),
            persons=tuple(_persons(family.part("Persons"))),
            pedigrees=tuple(_pedigree(one) for one in family.part("Pedigrees").parts),
        )
        for family in dvi.part("Reference Families").parts
    )
    return tuple(_persons(dvi.part("Unidentified persons"))), tuple(families)


def _sections(lines: Sequence[str]) -> _Section:
    root = _Section("")
    path = [root]
    for line in lines:
        heading = _HEADING.fullmatch(line.strip())
        if heading:
            section = _Section(heading[2])
            path = path[: len(heading[1])]
            path[-1].parts.append(section)
            path.append(section)
        elif "=" in line:
            key, _, value = line.partition("=")
            path[-1].settings.append((key.strip(), value.strip().strip('"')))
    return root


def _persons(section: _Section) -> Iterator[FamPerson]:
    for person in section.parts:
        yield FamPerson(
            name=person.setting("Name"),
            sex=_SEX.get(person.setting("Gender").lower(), ""),
            genotypes=_genotypes(person.part("DNA data")),
        )


def _genotypes(section: _Section) -> dict[str, tuple[str, str]]:
    genotypes: dict[str, tuple[str, str]] = {}
    locus = first = ""
    for key, value in section.settings:
        if key == "SystemName":
            locus, first = value, ""
        elif key == "Allele1":
            first = value
        elif key == "Allele2" and locus:
            genotypes[locus] = (first, value)
    return genotypes


def _pedigree(section: _Section) -> FamPedigree:
    parents = [value for key, value in section.settings if key == "Parent"]
    children = [value for key, value in section.settings if key == "Child"]
    return FamPedigree(
        name=section.setting("Name"), relations=tuple(zip(parents, children, strict=False))
    )
