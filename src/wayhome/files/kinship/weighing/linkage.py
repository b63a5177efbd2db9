"""Markers that lie close together: what weighing them as a pair changes."""

from collections.abc import Mapping, Sequence
from math import inf, log

import numpy as np
from numpy.typing import NDArray

from wayhome.engines.kinship import LinkedPair, Profile
from wayhome.engines.kinship.joint import NOBODY
from wayhome.engines.kinship.likelihood.linked import linkage_gain
from wayhome.engines.kinship.likelihood.states import weighable
from wayhome.files.kinship.families import Family

LEAST = 1.0  # log10 weight of a pair of remains and missing from which linkage is looked at


def linked_change(
    family: Family,
    missing: str,
    profile: Profile,
    pairs: Sequence[LinkedPair],
    dropout: float | None = None,
) -> float:
    """What the weight of remains gains if pairs of markers are weighed as linked, in log10.

    For each pair what linkage gains with the remains in the missing person's place, less what it
    gains without: a stranger's two markers are independent. `dropout` is that of the remains.
    """
    return sum(_gained(family, {missing: profile}, pair, dropout) for pair in pairs) / log(10)


def linked_by_way(
    family: Family,
    chosen: NDArray[np.integer],
    profiles: Sequence[Profile],
    pairs: Sequence[LinkedPair],
    dropout: float | None = None,
) -> NDArray[np.float64]:
    """The same in natural logarithms for each way to give remains to several missing.

    `chosen`, shape (ways, missing), holds places in `profiles`, or nobody.
    """
    return np.array(
        [
            sum(_gained(family, placed, pair, dropout) for pair in pairs)
            for placed in (
                {
                    missing: profiles[one]
                    for missing, one in zip(family.missing, way, strict=True)
                    if one != NOBODY
                }
                for way in chosen.tolist()
            )
        ]
    )


def _gained(
    family: Family, placed: Mapping[str, Profile], pair: LinkedPair, dropout: float | None
) -> float:
    """What linkage gains with these placed, less what it gains without them."""
    typed = {m: profile for m, profile in placed.items() if _is_typed(profile, pair)}
    if not typed:
        return 0.0
    missed = {} if dropout is None else dict.fromkeys(typed, dropout)
    before = linkage_gain(family.pedigree, family.profiles, pair)
    if before == -inf:  # the relatives contradict each other, whoever the remains are
        return 0.0
    placed = {**family.profiles, **typed}
    return linkage_gain(family.pedigree, placed, pair, dropout=missed) - before


def _is_typed(profile: Profile, pair: LinkedPair) -> bool:
    return any(weighable(profile.typings.get(one.name)) for one in (pair.first, pair.second))
