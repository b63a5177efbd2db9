"""Alleles nobody shows, taken together: the same likelihoods from smaller tables.

Alleles that no profile at hand shows may be one allele, the rest, if none of them mutates into a
seen allele more readily than another does. That holds without mutation and for the equal and
proportional models; stepwise models keep every allele.
"""

from collections.abc import Collection
from dataclasses import replace

import numpy as np

from wayhome.engines.kinship.frequencies import MarkerFrequencies
from wayhome.engines.kinship.likelihood import MarkerModel
from wayhome.engines.kinship.mutation import Kind, Mutation, MutationModel, mutation_matrix

REST = "rest"
ROUNDING = 1e-15


def compressed(model: MarkerModel, seen: Collection[str]) -> MarkerModel:
    """The model over the seen alleles and one for all others; the model itself where that errs."""
    alleles = model.frequencies.alleles
    kept = [place for place, allele in enumerate(alleles) if allele in seen]
    others = [place for place, allele in enumerate(alleles) if allele not in seen]
    if len(others) < 2 or model.silent or REST in alleles:
        return model
    female = _joined(model.mutation.female, model.frequencies, kept, others)
    male = _joined(model.mutation.male, model.frequencies, kept, others)
    if female is None or male is None:
        return model
    p = model.frequencies.frequencies
    frequencies = MarkerFrequencies(
        model.name,
        (*(alleles[place] for place in kept), REST),
        (*(p[place] for place in kept), sum(p[place] for place in others)),
    )
    return replace(model, frequencies=frequencies, mutation=MutationModel(female, male))


def _joined(
    mutation: Mutation, frequencies: MarkerFrequencies, kept: list[int], others: list[int]
) -> Mutation | None:
    """The mutation over classes, or None where the others mutate into seen alleles unequally."""
    matrix = mutation_matrix(mutation, frequencies)
    into = matrix[np.ix_(others, kept)]
    among = matrix[np.ix_(others, others)].sum(1)
    if max(np.ptp(into, axis=0).max(initial=0.0), np.ptp(among)) > ROUNDING:
        return None
    rows = [*(matrix[place] for place in kept), matrix[others].mean(0)]
    table = [(*(row[place] for place in kept), float(row[others].sum())) for row in rows]
    return Mutation(kind=Kind.CUSTOM, matrix=tuple(tuple(float(x) for x in row) for row in table))
