"""Write a Familias file, such that reading it gives what was written.

It has been read by this package only; it was not tried in Familias itself.
"""

from collections.abc import Iterator, Sequence

from wayhome.files.kinship.fam.content import (
    MISSING,
    FamFamily,
    FamFile,
    FamLocus,
    FamPedigree,
    FamPerson,
)
from wayhome.files.refusals import refuse
from wayhome.values import InvalidEvidence

_TRUTH = {False: "#FALSE#", True: "#TRUE#"}
_GENDER = {"m": "Male", "f": "Female", "": "Unknown"}


def write_content(content: FamFile) -> str:
    """The text of a file.

    Raises:
        InvalidEvidence: an allele that its locus does not have, or a relation of nobody.
    """
    lines = [
        f'"Output from Familias, version {content.version}"',
        '"Written by Wayhome"',
        content.version,
        '""',
        str(len(content.persons)),
    ]
    for person in content.persons:
        lines += _person(person, content.loci)
    lines += ['"Known relations"', "0", "0", "0", str(len(content.pedigrees))]
    for at, pedigree in enumerate(content.pedigrees):
        lines += _pedigree(at, pedigree, content.persons)
    lines += [
        f"#FALSE# (#Databases: 1 ;Theta/Kinship/Fst: {content.theta!r} )",
        str(len(content.loci)),
        "#TRUE#",
        _quoted(content.database),
    ]
    for locus in content.loci:
        lines += _locus(locus)
    if content.unidentified or content.families:
        lines += _dvi(content)
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return '"{}"'.format(text.replace('"', ""))


def _person(person: FamPerson, loci: Sequence[FamLocus]) -> Iterator[str]:
    yield _quoted(person.name)
    yield "#FALSE#"
    yield "-1 (Consider dropouts)" if person.consider_dropout else "-1"
    yield "#FALSE#"
    yield _TRUTH[person.sex == "m"]
    places = {locus.name: at for at, locus in enumerate(loci)}
    yield str(len(person.genotypes))
    for marker, genotype in person.genotypes.items():
        alleles = list(loci[places[marker]].frequencies) if marker in places else []
        if any(allele not in alleles for allele in genotype):
            raise refuse(InvalidEvidence, "fam_no_allele", marker=marker)
        yield from (str(alleles.index(allele)) for allele in genotype)
        yield str(places[marker])


def _pedigree(at: int, pedigree: FamPedigree, persons: Sequence[FamPerson]) -> Iterator[str]:
    """A pedigree; persons added to it are counted women first, so they are put in that order."""
    added = sorted(pedigree.added, key=lambda person: person.sex == "m")
    names = [person.name for person in (*persons, *added)]
    men = sum(person.sex == "m" for person in added)
    yield from (str(at), _quoted(pedigree.name), str(len(added) - men), str(men))
    yield str(len(pedigree.relations))
    for relation in pedigree.relations:
        for name in relation:
            if name not in names:
                raise refuse(InvalidEvidence, "fam_nobody", pedigree=pedigree.name)
            yield str(names.index(name))


def _locus(locus: FamLocus) -> Iterator[str]:
    both = (locus.female, locus.male)
    yield _quoted(locus.name)
    yield from (repr(one.rate) for one in both)
    yield from (str(int(one.model)) for one in both)
    yield str(len(locus.frequencies) + (locus.silent > 0))
    yield from (repr(one.range) for one in both)
    yield from (repr(one.rate2) for one in both)
    yield _TRUTH[locus.silent > 0]
    yield repr(locus.silent)
    yield (
        f"{len(locus.frequencies)}\t(DatabaseSize = {locus.database_size} , "
        f"Dropout probability = {locus.dropout!r} , "
        f"Minor allele frequency = {locus.minimum_frequency!r} )"
    )
    for allele, frequency in locus.frequencies.items():
        yield _quoted(allele)
        yield repr(frequency)


def _dvi(content: FamFile) -> Iterator[str]:
    yield "[DVI]"
    yield "[[Unidentified persons]]"
    yield f"nPersons= {len(content.unidentified)}"
    for number, person in enumerate(content.unidentified, start=1):
        yield from _dvi_person(person, number, depth=3)
    yield "[[Reference Families]]"
    yield f"nFamilies= {len(content.families)}"
    for number, family in enumerate(content.families, start=1):
        yield from _family(family, number)


def _dvi_person(person: FamPerson, number: int, *, depth: int) -> Iterator[str]:
    yield f"{'[' * depth}Person {number}{']' * depth}"
    yield f"Name= {person.name}"
    yield f"Gender= {_GENDER[person.sex]}"
    yield f"{'[' * (depth + 1)}DNA data{']' * (depth + 1)}"
    yield f"nSystems= {len(person.genotypes)}"
    for marker, (first, second) in person.genotypes.items():
        yield from (f"SystemName= {marker}", f"Allele1= {first}", f"Allele2= {second}")


def _family(family: FamFamily, number: int) -> Iterator[str]:
    """A reference family. The person sought stands in its relations only, under one name."""
    yield f"[[[Family {number} ]]]"
    yield f"Name= {family.name}"
    persons = [person for person in family.persons if person.name != MISSING]
    yield "[[[[Persons]]]]"
    yield f"nPersons= {len(persons)}"
    for at, person in enumerate(persons, start=1):
        yield from _dvi_person(person, at, depth=5)
    yield "[[[[Pedigrees]]]]"
    yield f"nPedigrees= {len(family.pedigrees)}"
    for at, pedigree in enumerate(family.pedigrees, start=1):
        yield f"[[[[[Pedigree {at}]]]]]"
        yield f"Name= {pedigree.name}"
        yield f"nRelations= {len(pedigree.relations)}"
        for parent, child in pedigree.relations:
            yield from (f"Parent= {parent}", f"Child= {child}")
