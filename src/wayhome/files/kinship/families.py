"""Families who miss somebody: pedigrees with the profiles of those who gave a sample."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from itertools import count

from wayhome.engines.kinship import InvalidPedigree, Member, Pedigree, Profile, Sex
from wayhome.files.kinship.calls import Call, Finding, Raw, is_number
from wayhome.files.kinship.fam import FamFamily, FamFile, FamPedigree, FamPerson
from wayhome.files.kinship.ped import PedFamily
from wayhome.files.kinship.specimens import ReadProfiles, gather
from wayhome.files.read_list import SourceFile

_SEXES = {"m": Sex.MALE, "f": Sex.FEMALE, "": Sex.UNKNOWN}
_MISSING = "missing"  # begins the id of a person sought, where no file marks one


@dataclass(frozen=True, kw_only=True, slots=True)
class Family:
    """One family: who descends from whom, who is sought, who was typed."""

    number: str
    pedigree: Pedigree
    missing: tuple[str, ...]
    profiles: Mapping[str, Profile]  # of relatives, by member
    own: Mapping[str, Profile] = field(default_factory=dict)
    """Of the missing themselves, from before: a toothbrush, a military sample."""

    @property
    def typed(self) -> tuple[str, ...]:
        """Members with a profile, in the pedigree's order."""
        return tuple(one for one in self.pedigree.ids if one in self.profiles)


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawn:
    """A family before profiles of other files are joined to it."""

    number: str
    pedigree: Pedigree
    missing: tuple[str, ...]
    own: ReadProfiles
    file: str


def of_ped(
    families: Iterable[PedFamily], *, source: SourceFile, homozygotes_once: bool
) -> Iterator[Drawn | Finding]:
    """The families of a PED file; one that cannot be is told of, by its first row."""
    for family in families:
        try:
            pedigree = family.pedigree()
        except InvalidPedigree as refusal:
            ids = [member.id for member in family.members]
            yield _impossible(source.name, family.row, family.number, ids, refusal)
            continue
        raw = Raw(source=source, calls=family.calls)
        own = gather([raw] if family.calls else [], homozygotes_once=homozygotes_once)
        yield Drawn(
            number=family.number,
            pedigree=pedigree,
            missing=family.missing,
            own=own,
            file=source.name,
        )


def _impossible(
    file: str, row: int, number: str, ids: Iterable[str], refusal: InvalidPedigree
) -> Finding:
    """What is wrong with a family, in words only where they hold no id that may be a name."""
    why = str(refusal) if all(map(is_number, ids)) else ""
    return Finding(file=file, row=row, code="impossible_pedigree", specimen=number, value=why)


def of_fam(
    content: FamFile, *, source: SourceFile, homozygotes_once: bool
) -> Iterator[Drawn | Finding]:
    """The reference families of a Familias file, or its pedigrees where it has no DVI section."""
    families: list[FamFamily] = list(content.families) or [
        FamFamily(name=pedigree.name, persons=content.persons, pedigrees=(pedigree,))
        for pedigree in content.pedigrees
    ]
    for number, family in enumerate(families, start=1):
        chosen = _chosen(family.pedigrees)
        try:
            pedigree = _pedigree(family.persons, chosen)
        except InvalidPedigree as refusal:
            ids = [one.name for one in family.persons]
            yield _impossible(source.name, number, family.name, ids, refusal)
            continue
        if len({frozenset(one.relations) for one in family.pedigrees}) > 1:
            yield Finding(
                file=source.name, row=number, code="several_pedigrees", specimen=family.name
            )  # fmt: skip
        calls = list(calls_of(family.persons))
        own = gather([Raw(source=source, calls=calls)], homozygotes_once=homozygotes_once)
        yield Drawn(number=family.name, pedigree=pedigree, missing=(), own=own, file=source.name)


def calls_of(persons: Iterable[FamPerson]) -> Iterator[Call]:
    """The genotypes of a Familias file as calls."""
    for row, person in enumerate(persons, start=1):
        for marker, genotype in person.genotypes.items():
            yield Call(
                row=row,
                specimen=person.name,
                marker=marker,
                alleles=tuple(allele for allele in genotype if allele),
                sex=person.sex,
            )


def _chosen(pedigrees: Sequence[FamPedigree]) -> FamPedigree:
    """The pedigree that holds the person sought; the last one where several do."""
    holding = [one for one in pedigrees if any(_is_missing(n) for r in one.relations for n in r)]
    return (holding or list(pedigrees) or [FamPedigree(name="", relations=())])[-1]


def _is_missing(name: str) -> bool:
    return name.casefold().startswith(_MISSING)


def _pedigree(persons: Sequence[FamPerson], drawn: FamPedigree) -> Pedigree:
    """Members from relations; who is a father or a mother by sex, or by the other parent's sex."""
    sexes = {one.name: _SEXES[one.sex] for one in (*persons, *drawn.added)}
    for relation in drawn.relations:
        for name in relation:
            sexes.setdefault(name, Sex.UNKNOWN)
    parents: dict[str, list[str]] = {}
    for parent, child in dict.fromkeys(drawn.relations):
        parents.setdefault(child, []).append(parent)
    for _ in parents:  # a sex that was found may settle another
        for pair in parents.values():
            _settle(pair, sexes)
    related = {name for relation in drawn.relations for name in relation}
    members = [
        Member(
            name,
            _parent(parents.get(name, []), sexes, Sex.MALE),
            _parent(parents.get(name, []), sexes, Sex.FEMALE),
            sex,
        )
        for name, sex in sexes.items()
        if name in related or any(one.name == name for one in persons)
    ]
    return Pedigree(tuple(members))


def _settle(pair: Sequence[str], sexes: dict[str, Sex]) -> None:
    other = {Sex.MALE: Sex.FEMALE, Sex.FEMALE: Sex.MALE}
    for one, two in ((pair[0], pair[-1]), (pair[-1], pair[0])):
        if len(pair) > 1 and sexes[one] is Sex.UNKNOWN and sexes[two] in other:
            sexes[one] = other[sexes[two]]


def _parent(pair: Sequence[str], sexes: Mapping[str, Sex], sex: Sex) -> str | None:
    """The parent of a sex; one whose sex nobody can tell is taken for a father."""
    for name in pair:
        if sexes[name] is sex:
            return name
    unknown = [name for name in pair if sexes[name] is Sex.UNKNOWN]
    if not unknown:
        return None
    return unknown[0] if sex is Sex.MALE else (unknown[1] if len(unknown) > 1 else None)


def join(
    drawn: Iterable[Drawn | Finding], shared: ReadProfiles, *, sought: Sequence[str] = ()
) -> tuple[list[Family], list[Finding]]:
    """Give each family the profiles of its members.

    Args:
        drawn: families, and what was found wrong with others.
        shared: profiles of other files, whose numbers are the members' ids.
        sought: patterns (`M*`) of the ids of those who are missing, beside those marked.
    """
    families: list[Family] = []
    findings: list[Finding] = []
    numbers: set[str] = set()
    others = shared.profiles
    for one in drawn:
        if isinstance(one, Finding):
            findings.append(one)
            continue
        number = _unused(one.number, numbers)
        numbers.add(number)
        if number != one.number:
            findings.append(Finding(file=one.file, row=0, code="family_twice",
                                    specimen=one.number, value=number))  # fmt: skip
        findings += one.own.findings
        own = one.own.profiles
        missing = _missing_of(one, sought)
        typed = ((m, own.get(m) or others.get(m)) for m in one.pedigree.ids)
        held = {m: _named(profile, m) for m, profile in typed if profile}
        profiles = {m: profile for m, profile in held.items() if m not in missing}
        if not missing:
            findings.append(Finding(file=one.file, row=0, code="nobody_missing",
                                    specimen=one.number))  # fmt: skip
        elif not held:
            findings.append(Finding(file=one.file, row=0, code="nobody_typed",
                                    specimen=one.number))  # fmt: skip
        families.append(
            Family(
                number=number,
                pedigree=one.pedigree,
                missing=missing,
                profiles=profiles,
                own={m: profile for m, profile in held.items() if m in missing},
            )
        )
    placed = {member for family in families for member in family.pedigree.ids}
    findings += [
        Finding(file=s.file, row=s.row, code="in_no_pedigree", specimen=s.number)
        for s in shared.specimens
        if s.number not in placed
    ]
    return families, findings


def _unused(number: str, taken: Container[str]) -> str:
    """The number, or with a count behind it where another family has it."""
    return next(
        one for at in count(1) if (one := number if at == 1 else f"{number}-{at}") not in taken
    )


def _missing_of(one: Drawn, sought: Sequence[str]) -> tuple[str, ...]:
    ids = one.pedigree.ids
    marked = [
        member
        for member in ids
        if member in one.missing or any(fnmatchcase(member, pattern) for pattern in sought)
    ]
    return tuple(marked or [member for member in ids if _is_missing(member)])


def _named(profile: Profile, member: str) -> Profile:
    return profile if profile.id == member else replace(profile, id=member)
