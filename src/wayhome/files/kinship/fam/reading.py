"""Read a Familias file: line after line, each in its place, as Familias 3 writes them.

The layout was learned from files and from how the R package pedFamilias (2.x) reads them. It has
not been tried against Familias itself.
"""

import re
from collections.abc import Sequence

from wayhome.files.kinship.fam.content import (
    FamFile,
    FamLocus,
    FamMutation,
    FamPedigree,
    FamPerson,
    MutationCode,
)
from wayhome.files.kinship.fam.dvi import read_dvi
from wayhome.files.refusals import refuse
from wayhome.values import CannotRead

_THETA = re.compile(r"Theta/Kinship/Fst:\s*([\d.eE+-]+)")
_SIZE = re.compile(r"DatabaseSize = (\d+)")
_DROPOUT = re.compile(r"Dropout probability = ([\d.eE+-]+)")
_MINIMUM = re.compile(r"Minor allele frequency = ([\d.eE+-]+)")
_SEXES = ("f", "m")  # the order in which persons without a name are counted


class Lines:
    """The lines of a file, taken one at a time; a wrong one is refused by its number."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()
        self._at = 0

    def take(self, wanted: str) -> str:
        """The next line without its quotes."""
        if self._at >= len(self._lines):
            raise refuse(CannotRead, "fam_ends", wanted=wanted)
        self._at += 1
        return self._lines[self._at - 1].strip().replace('"', "")

    def take_whole(self, wanted: str, most: int = 10_000_000) -> int:
        """The next line as a whole number of 0 or more; what follows a blank is left."""
        parts = self.take(wanted).split()
        if not parts or not parts[0].isdecimal() or int(parts[0]) > most:
            raise self.wrong(wanted)
        return int(parts[0])

    def take_number(self, wanted: str) -> float:
        """The next line as a number; a decimal comma is one of the machine that wrote it."""
        try:
            return float(self.take(wanted).replace(",", "."))
        except ValueError:
            raise self.wrong(wanted) from None

    def take_rate(self, wanted: str) -> float:
        """The next line as a probability."""
        rate = self.take_number(wanted)
        if not 0 <= rate <= 1:
            raise self.wrong(wanted)
        return rate

    def take_truth(self, wanted: str) -> bool:
        """The next line as yes or no."""
        said = self.take(wanted)
        if said not in ("#TRUE#", "#FALSE#"):
            raise self.wrong(wanted)
        return said == "#TRUE#"

    def take_back(self) -> None:
        """Read the line just taken once more."""
        self._at -= 1

    def rest(self) -> list[str]:
        """The lines not yet taken."""
        return self._lines[self._at :]

    def wrong(self, wanted: str) -> CannotRead:
        """The refusal of the line just taken. What stands there is not told: it may be a name."""
        return refuse(CannotRead, "fam_line", line=self._at, wanted=wanted)


def is_fam(text: str) -> bool:
    """Whether a text begins as Familias writes its files."""
    return "Output from Familias" in text[:200]


def read_content(text: str) -> FamFile:
    """Read the whole of a file.

    Raises:
        CannotRead: a line that is not what stands at its place, or probabilities computed before.
    """
    lines = Lines(text)
    lines.take("the first line")
    lines.take("the second line")
    version = lines.take("the version")
    if lines.take("the number of persons"):
        lines.take_back()
    read = [_person(lines) for _ in range(lines.take_whole("the number of persons"))]
    if lines.take("the words Known relations") != "Known relations":
        raise lines.wrong("the words Known relations")
    named = [(name, sex) for name, sex, _, _ in read]
    known, added = _relations(lines, named, "")
    pedigrees = tuple(_pedigree(lines, [*named, *added], known, added) for _ in _count(lines))
    first = lines.take("whether probabilities follow")
    if first.startswith("#TRUE#"):
        raise refuse(CannotRead, "fam_probabilities")
    theta = _THETA.search(first)
    count = lines.take_whole("the number of loci")
    database = lines.take("the database") if lines.take("the database").startswith("#T") else ""
    loci = tuple(_locus(lines) for _ in range(count))
    persons = tuple(_typed(lines, person, loci) for person in read)
    unidentified, families = read_dvi(lines.rest())
    return FamFile(
        loci=loci,
        persons=persons,
        pedigrees=pedigrees,
        unidentified=unidentified,
        families=families,
        theta=float(theta[1]) if theta else 0.0,
        database=database,
        version=version,
    )


_Person = tuple[str, str, bool, list[tuple[int, int, int]]]


def _person(lines: Lines) -> _Person:
    """Name, sex, whether drop-outs are considered, and genotypes as places in the database."""
    name = lines.take("the name of a person")
    lines.take("whether the person is a child")
    dropout = "Consider dropouts" in lines.take("the year of birth")
    lines.take("whether the person has children")
    sex = "m" if lines.take_truth("the sex of a person") else "f"
    genotypes = []
    for _ in range(lines.take_whole("the number of genotypes")):
        first, second = lines.take_whole("an allele"), lines.take_whole("an allele")
        genotypes.append((first, second, lines.take_whole("a locus")))
    return name, sex, dropout, genotypes


def _typed(lines: Lines, person: _Person, loci: Sequence[FamLocus]) -> FamPerson:
    """The person with genotypes by name of locus and allele."""
    name, sex, dropout, places = person
    genotypes = {}
    for first, second, at in places:
        if at >= len(loci) or max(first, second) >= len(loci[at].frequencies):
            raise refuse(CannotRead, "fam_place")
        alleles = tuple(loci[at].frequencies)
        genotypes[loci[at].name] = (alleles[first], alleles[second])
    return FamPerson(name=name, sex=sex, genotypes=genotypes, consider_dropout=dropout)


def _count(lines: Lines) -> range:
    return range(lines.take_whole("the number of pedigrees"))


def _relations(
    lines: Lines, persons: Sequence[tuple[str, str]], pedigree: str
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Parent and child of each relation, and the persons added for them without a name."""
    women, men = (lines.take_whole("the number of persons added") for _ in _SEXES)
    sexes = [*["f"] * women, *["m"] * men]
    lead = f"{pedigree} " if pedigree else ""
    added = [(f"{lead}added {at}", sex) for at, sex in enumerate(sexes, start=1)]
    names = [name for name, _ in (*persons, *added)]
    relations = []
    for _ in range(lines.take_whole("the number of relations")):
        text = lines.take("a parent")
        if "Direct" in text:
            raise refuse(CannotRead, "fam_twins")
        lines.take_back()
        parent, child = lines.take_whole("a parent"), lines.take_whole("a child")
        if max(parent, child) >= len(names):
            raise lines.wrong("a parent and a child")
        relations.append((names[parent], names[child]))
    return relations, added


def _pedigree(
    lines: Lines,
    persons: Sequence[tuple[str, str]],
    known: Sequence[tuple[str, str]],
    shared: Sequence[tuple[str, str]],
) -> FamPedigree:
    lines.take_whole("the place of a pedigree")
    name = lines.take("the name of a pedigree")
    relations, added = _relations(lines, persons, name)
    return FamPedigree(
        name=name,
        relations=(*known, *relations),
        added=tuple(FamPerson(name=one, sex=sex) for one, sex in (*shared, *added)),
    )


def _locus(lines: Lines) -> FamLocus:
    name = lines.take("the name of a locus")
    rates = [lines.take_rate("a mutation rate") for _ in _SEXES]
    models = [lines.take_whole("a mutation model", most=4) for _ in _SEXES]
    lines.take_whole("the number of alleles")
    ranges = [lines.take_number("a mutation range") for _ in _SEXES]
    second = [lines.take_number("a second mutation rate") for _ in _SEXES]
    has_silent = lines.take_truth("whether there are silent alleles")
    silent = lines.take_number("the frequency of silent alleles")
    about = lines.take("the number of alleles")
    lines.take_back()
    count = lines.take_whole("the number of alleles")
    frequencies: dict[str, float] = {}
    for _ in range(count):
        allele = lines.take("an allele")
        frequencies[allele] = lines.take_number("a frequency")
    female, male = (
        FamMutation(model=MutationCode(model), rate=rate, range=reach, rate2=rate2)
        for model, rate, reach, rate2 in zip(models, rates, ranges, second, strict=True)
    )
    return FamLocus(
        name=name,
        frequencies=frequencies,
        female=female,
        male=male,
        silent=silent if has_silent else 0.0,
        database_size=int(_number(_SIZE, about, 1000)),
        dropout=_number(_DROPOUT, about, 0.0),
        minimum_frequency=_number(_MINIMUM, about, 0.0),
    )


def _number(pattern: re.Pattern[str], text: str, default: float) -> float:
    found = pattern.search(text)
    return float(found[1]) if found else default
