"""From a family's tables over genotypes to weights over everything a laboratory can have seen."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from wayhome.engines.kinship.likelihood import MarkerTable, Panel, family_tables
from wayhome.engines.kinship.likelihood.contraction import Array
from wayhome.engines.kinship.likelihood.states import check_dropout
from wayhome.engines.kinship.pedigree import Pedigree
from wayhome.engines.kinship.profiles import Profile
from wayhome.engines.kinship.search.states import StateSpace


@dataclass(frozen=True, kw_only=True)
class Place:
    """A missing person's place in a family: what a profile is weighed against.

    `profiles` are those of typed relatives, by member.
    """

    family: str
    missing: str
    pedigree: Pedigree
    profiles: Mapping[str, Profile]


def state_space(panel: Panel) -> StateSpace:
    """The states of the panel's markers."""
    return StateSpace.of({name: m.frequencies.alleles for name, m in panel.models.items()})


def place_weights(
    place: Place, panel: Panel, space: StateSpace, *, dropout: float | None = None
) -> NDArray[np.float64]:
    """The log10 likelihood ratio of every state for the missing person: (states,).

    Nought where the marker says nothing, minus infinity where the state is impossible for a
    relative. Raises as `family_tables`, and InvalidModel for drop-out outside 0 to below 1.
    """
    check_dropout(dropout)
    tables = family_tables(place.pedigree, place.profiles, place.missing, panel)
    weights = np.zeros(space.size)
    for marker in space.markers:
        if marker.marker in tables:
            found = _by_state(tables[marker.marker], dropout)
            weights[marker.start + 1 : marker.start + marker.size] = found
    return weights


def _by_state(table: MarkerTable, dropout: float | None) -> Array:
    """The weight of every state of one marker but the untyped one, in their order."""
    n = len(table.model.frequencies.alleles)
    related = _summed(table, table.related, n, dropout)
    unrelated = _summed(table, table.unrelated, n, dropout)
    weights = np.full(len(related), -np.inf)
    ratio = np.divide(related, unrelated, out=np.zeros_like(related), where=related > 0)
    return np.log10(ratio, out=weights, where=ratio > 0)


def _summed(table: MarkerTable, over: Array, n: int, dropout: float | None) -> Array:
    """P(state) summed over its genotypes: the single alleles, then the pairs.

    Up to what is alike for related and unrelated: with drop-out (1 - d)^2 of two alleles.
    """
    same = over.diagonal()[:n]
    if table.hemizygous:
        pairs = np.where(np.equal(*_pairs(n)), same[_pairs(n)[0]], 0.0)
        return np.concatenate([same, pairs])
    single = over[:n].sum(1)
    pairs = over[:n, :n][_pairs(n)]
    twice = _twice(n)
    if dropout is not None:
        missed = dropout * (1 - dropout)
        single = (1 - dropout**2) * same + missed * (single - same)
        if table.model.silent:
            single += ((1 - dropout) - missed) * over[:n, n]
        pairs[twice] = single
    elif table.model.silent:
        pairs[twice] += over[:n, n]
    return np.concatenate([single, pairs])


@lru_cache(maxsize=256)
def _pairs(n: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    return np.triu_indices(n)


@lru_cache(maxsize=256)
def _twice(n: int) -> NDArray[np.intp]:
    """Where the pairs of the same allele stand among the pairs."""
    first, second = _pairs(n)
    return np.flatnonzero(first == second)
