"""From families and remains to the joint answer: weigh pairs, keep candidates, assign."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import log

import numpy as np
from numpy.typing import NDArray

from wayhome.engines.kinship.joint.assignment import JointAnswer, assign
from wayhome.engines.kinship.joint.family import Household, family_options
from wayhome.engines.kinship.joint.options import (
    NOBODY,
    FamilyOptions,
    number_of_ways,
)
from wayhome.engines.kinship.joint.prior import Prior
from wayhome.engines.kinship.likelihood import Panel
from wayhome.engines.kinship.pedigree import Pedigree
from wayhome.engines.kinship.profiles import Profile
from wayhome.engines.kinship.search import Place, SearchTables

Floats = NDArray[np.float64]

LN10 = log(10)
LOWEST = float(np.finfo(np.float64).min)  # the floor that lets through all not excluded


@dataclass(frozen=True, kw_only=True)
class FamilyCase:
    """A family, its missing members, and its typed relatives by member."""

    name: str
    pedigree: Pedigree
    missing: tuple[str, ...]
    profiles: Mapping[str, Profile]

    def places(self) -> list[Place]:
        """What remains are weighed against: each of the missing."""
        return [
            Place(family=self.name, missing=m, pedigree=self.pedigree, profiles=self.profiles)
            for m in self.missing
        ]


def joint_answer(
    families: Sequence[FamilyCase],
    remains: Sequence[Profile],
    panel: Panel,
    *,
    prior: Prior,
    evidence: Floats | None = None,
    dropout: float | None = None,
    tables: SearchTables | None = None,
    best: int = 20,
    neglect: float = 1e-9,
    most_ways: int = 100_000,
) -> JointAnswer:
    """Weigh all remains against all missing together.

    `remains` are of different people: join direct matches first. `evidence` has log10 likelihood
    ratios beside DNA, shape (remains, missing), the missing family by family. `tables`, if given,
    are those of `FamilyCase.places` in that order. Where a family with several missing has more
    than `most_ways`, the remains that weigh least by themselves are not combined there, and
    `JointAnswer.not_combined` says below which weight. `neglect` and `best` as in `assign`.

    Raises as `assign` and `family_options`.
    """
    places = [place for family in families for place in family.places()]
    found = tables or SearchTables.of(places, panel, dropout=dropout)
    weights = found.weights(remains).astype(np.float64)
    beside = np.zeros_like(weights) if evidence is None else evidence
    options, floors, column = [], {}, 0
    for family in families:
        columns = slice(column, column + len(family.missing))
        column = columns.stop
        alone = weights[:, columns] + beside[:, columns]
        if len(family.missing) == 1:
            options.append(_single(family, alone[:, 0]))
            continue
        floor = _floor(alone, most_ways)
        if floor > LOWEST:
            floors[family.name] = floor
        several = _several(family, remains, panel, alone >= floor, dropout)
        options.append(_with_evidence(several, beside[:, columns]))
    answer = assign(
        options, remains=[r.id for r in remains], prior=prior, best=best, neglect=neglect
    )
    return replace(answer, not_combined=floors)


def _single(family: FamilyCase, log10_lr: Floats) -> FamilyOptions:
    """One missing: the ways are the pairs."""
    possible = np.flatnonzero(np.isfinite(log10_lr)).astype(np.int32)
    chosen = np.concatenate([[NOBODY], possible]).astype(np.int32)[:, None]
    log_weight = np.concatenate([[0.0], log10_lr[possible] * LN10])
    return FamilyOptions(family.name, family.missing, chosen, log_weight)


def _several(
    family: FamilyCase,
    remains: Sequence[Profile],
    panel: Panel,
    kept: NDArray[np.bool_],
    dropout: float | None,
) -> FamilyOptions:
    household = Household(
        name=family.name,
        pedigree=family.pedigree,
        profiles=family.profiles,
        candidates={
            m: np.flatnonzero(kept[:, place]).tolist() for place, m in enumerate(family.missing)
        },
    )
    return family_options(household, remains, panel, dropout=dropout)


def _floor(log10_lr: Floats, most_ways: int) -> float:
    """The weight below which pairs must be left out for the ways to be few enough."""
    floors = [LOWEST, *np.unique(log10_lr[np.isfinite(log10_lr)]).tolist()]
    low, high = 0, len(floors) - 1
    while low < high:
        middle = (low + high) // 2
        if _few(log10_lr, floors[middle], most_ways):
            high = middle
        else:
            low = middle + 1
    return float(floors[low])


def _few(log10_lr: Floats, floor: float, most_ways: int) -> bool:
    lists = [np.flatnonzero(column >= floor).tolist() for column in log10_lr.T]
    return number_of_ways(lists, at_most=most_ways) <= most_ways


def _with_evidence(options: FamilyOptions, beside: Floats) -> FamilyOptions:
    """Each way's evidence beside DNA, summed over its pairs."""
    padded = np.vstack([beside, np.zeros((1, beside.shape[1]))])  # the last: nobody
    added = padded[options.chosen, np.arange(beside.shape[1])].sum(1) * LN10
    return replace(options, log_weight=options.log_weight + added)
