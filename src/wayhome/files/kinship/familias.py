"""A case as a Familias file, to weigh the same in that program."""

from collections.abc import Iterable, Sequence

from wayhome.engines.kinship import FrequencyTable, Profile, Sex
from wayhome.engines.kinship.mutation import Kind, Mutation, MutationModel, Transform
from wayhome.files.kinship.fam import (
    MISSING,
    FamFamily,
    FamFile,
    FamLocus,
    FamMutation,
    FamPedigree,
    FamPerson,
    MutationCode,
    write_content,
)
from wayhome.files.kinship.families import Family
from wayhome.files.kinship.specimens import Specimen
from wayhome.files.refusals import refuse
from wayhome.values import InvalidEvidence

_SEX = {Sex.MALE: "m", Sex.FEMALE: "f", Sex.UNKNOWN: ""}
_NO_MUTATION = MutationModel()


def write_fam(
    remains: Sequence[Specimen],
    families: Sequence[Family],
    frequencies: FrequencyTable,
    mutation: MutationModel = _NO_MUTATION,
) -> str:
    """The text of a `.fam` file with remains and families in its DVI section.

    Familias seeks one person in a family: a family that misses several is written once for each of
    them, the others untyped. A typing with one allele seen has no form there and is left out, as
    three alleles are. It was read back by this package only, not tried in Familias.

    Raises:
        InvalidEvidence: a mutation model that Familias does not have, or an allele without a
            frequency.
    """
    female, male = _mutation(mutation.female), _mutation(mutation.male)
    loci = tuple(
        FamLocus(
            name=marker,
            frequencies=dict(zip(m.alleles, m.frequencies, strict=True)),
            female=female,
            male=male,
            minimum_frequency=frequencies.minimum,
        )
        for marker, m in frequencies.markers.items()
    )
    written = FamFile(
        loci=loci,
        database=frequencies.source,
        unidentified=tuple(
            _person(one.number, one.sex, one.profile, frequencies) for one in remains
        ),
        families=tuple(
            _family(family, missing, frequencies)
            for family in families
            for missing in family.missing
        ),
    )
    return write_content(written)


def _mutation(given: Mutation) -> FamMutation:
    stationary = {Transform.NONE: MutationCode.STEPWISE_EXTENDED}
    if given.rate2 == 0:
        stationary = {
            Transform.NONE: MutationCode.STEPWISE,
            Transform.STATIONARY: MutationCode.STEPWISE_STATIONARY,
        }
    codes = {
        Kind.NONE: MutationCode.EQUAL,
        Kind.EQUAL: MutationCode.EQUAL,
        Kind.PROPORTIONAL: MutationCode.PROPORTIONAL,
        Kind.STEPWISE: stationary.get(given.transform),
    }
    code = codes.get(given.kind)
    if code is None or (given.kind is not Kind.STEPWISE and given.transform is not Transform.NONE):
        raise refuse(InvalidEvidence, "fam_no_model")
    return FamMutation(model=code, rate=given.rate, range=given.range, rate2=given.rate2)


def _person(name: str, sex: Sex, profile: Profile | None, frequencies: FrequencyTable) -> FamPerson:
    genotypes = {}
    for marker, typing in (profile.typings if profile else {}).items():
        if marker not in frequencies or len(typing) != 2:
            continue
        if not set(typing) <= set(frequencies[marker].alleles):
            raise refuse(InvalidEvidence, "fam_no_allele", marker=marker)
        genotypes[marker] = (typing[0], typing[1])
    return FamPerson(name=name, sex=_SEX[sex], genotypes=genotypes)


def _family(family: Family, missing: str, frequencies: FrequencyTable) -> FamFamily:
    def name(member: str) -> str:
        return MISSING if member == missing else member

    persons = tuple(
        _person(m.id, m.sex, family.profiles.get(m.id), frequencies)
        for m in family.pedigree.members
        if m.id != missing
    )
    relations = tuple(
        (name(parent), name(m.id))
        for m in family.pedigree.members
        for parent in _known((m.father, m.mother))
    )
    several = len(family.missing) > 1
    number = f"{family.number} {missing}" if several else family.number
    return FamFamily(
        name=number, persons=persons, pedigrees=(FamPedigree(name=number, relations=relations),)
    )


def _known(parents: Iterable[str | None]) -> list[str]:
    return [parent for parent in parents if parent is not None]
