"""The frequencies and mutation models of a Familias file, in the engine's terms."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from wayhome.engines.kinship import FrequencyTable
from wayhome.engines.kinship.mutation import Kind, Mutation, MutationModel, Transform
from wayhome.files.kinship.fam import FamFile, FamMutation, MutationCode
from wayhome.files.kinship.specimens import standard_marker

_UNSEEN = 0.001  # the frequency of an allele nobody listed, where the file has no rule


@dataclass(frozen=True, kw_only=True, slots=True)
class FamModels:
    """What a file says of the markers beside their frequencies."""

    mutation: Mapping[str, MutationModel]
    silent: Mapping[str, float]
    theta: float


def table_of(content: FamFile, *, name: str) -> FrequencyTable | None:
    """The frequencies of a file, None where it holds none."""
    published = {
        standard_marker(locus.name) or locus.name: dict(locus.frequencies)
        for locus in content.loci
        if locus.frequencies
    }
    if not published:
        return None
    minimum = max(locus.minimum_frequency for locus in content.loci)
    source = f"{content.database or 'database'} in {name}"
    table = FrequencyTable.of(published, source=source, minimum=minimum)
    return replace(table, minimum=minimum or _UNSEEN)


def models_of(content: FamFile) -> FamModels | None:
    """The mutation models, silent alleles and theta of a file, None where it has no locus."""
    if not content.loci:
        return None
    names = {locus.name: standard_marker(locus.name) or locus.name for locus in content.loci}
    return FamModels(
        mutation={
            names[locus.name]: MutationModel(_mutation(locus.female), _mutation(locus.male))
            for locus in content.loci
        },
        silent={names[locus.name]: locus.silent for locus in content.loci if locus.silent},
        theta=content.theta,
    )


def _mutation(given: FamMutation) -> Mutation:
    if given.rate == 0 and given.rate2 == 0:
        return Mutation()
    match given.model:
        case MutationCode.EQUAL:
            return Mutation(Kind.EQUAL, rate=given.rate)
        case MutationCode.PROPORTIONAL:
            return Mutation(Kind.PROPORTIONAL, rate=given.rate)
        case MutationCode.STEPWISE_EXTENDED:
            return Mutation(Kind.STEPWISE, rate=given.rate, rate2=given.rate2, range=given.range)
        case MutationCode.STEPWISE:
            return Mutation(Kind.STEPWISE, rate=given.rate, range=given.range)
        case MutationCode.STEPWISE_STATIONARY:
            return Mutation(
                Kind.STEPWISE, rate=given.rate, range=given.range, transform=Transform.STATIONARY
            )
