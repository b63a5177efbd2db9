"""All persons and all places at once, whole where that can be held, else part by part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import exp, log

import numpy as np
from numpy.typing import NDArray

from wayhome.engines.kinship.joint import NOBODY, FamilyOptions, OpenPrior, assign
from wayhome.files.kinship.weighing.terms import CannotWeigh
from wayhome.files.refusals import refuse

WHOLE = 250_000
"""Pairs of a person and a place that are weighed as a whole."""

ROUNDS, SAME = 8, 1e-7  # until the expected number of persons named stands still
NEGLECT = 1e-12  # probability of a pair, at most, that need not be looked at where there are many

Floats = NDArray[np.float64]
Key = tuple[int, str, str]  # a person, a family and a missing member


@dataclass(frozen=True, kw_only=True)
class Together:
    """The posterior of every pairing that has any, and of every person to be one of the missing.

    `left_out` bounds the probability of all that was not looked at. Where there are too many pairs
    to be weighed as a whole, `expected` is the number of persons named at which the prior's factor
    was taken for all alike; None where every number was weighed by itself.
    """

    posterior: Mapping[Key, float]
    named: Floats
    left_out: float = 0.0
    expected: float | None = None
    components: int = field(default=1)


@dataclass(frozen=True, slots=True)
class _Slope:
    """A prior by which each person named counts the same factor."""

    log_factor: float

    def log_by_identified(self, *, remains: int, missing: int) -> Floats:
        return self.log_factor * np.arange(min(remains, missing) + 1.0)

    def told(self, *, missing: int) -> str:
        return f"Each identification counts {exp(self.log_factor):.3g}."


def weigh_together(
    options: Sequence[FamilyOptions],
    *,
    persons: int,
    places: int,
    prior: OpenPrior,
    whole: int = WHOLE,
) -> Together:
    """Weigh all assignments of persons to the missing of these families together.

    Raises:
        InvalidEvidence: a prior that does not fit the numbers of remains and missing.
        CannotWeigh: a prior that leaves no assignment possible.
    """
    if persons * places <= whole:
        return _weigh(options, range(persons), prior)
    prior.log_by_identified(remains=persons, missing=places)  # refuses what does not fit
    return _by_component(options, persons, places, prior)


def _weigh(
    options: Sequence[FamilyOptions], persons: Sequence[int], prior: OpenPrior | _Slope
) -> Together:
    """One weighing of these families, whose options hold places in `persons`."""
    try:
        with np.errstate(invalid="raise"):
            answer = assign(options, remains=[str(one) for one in persons], prior=prior, best=0)
    except FloatingPointError as error:  # no assignment has any probability
        raise refuse(CannotWeigh, "kinship_prior_excludes") from error
    posterior = {
        (persons[row], *answer.missing[column]): float(answer.posterior[row, column])
        for row, column in zip(*np.nonzero(answer.posterior), strict=True)
    }
    return Together(
        posterior=posterior,
        named=1 - answer.unnamed,
        left_out=answer.left_out,
        components=len(answer.components),
    )


def _by_component(
    options: Sequence[FamilyOptions], persons: int, places: int, prior: OpenPrior
) -> Together:
    """Families that share persons, component by component.

    The prior depends on how many persons are named in all: by a factor 1 / (u + k + 1) for one
    more beside k, with u = N - missing here - persons. It is taken at the expected k for all.
    """
    spare = prior.number_missing - places - persons
    expected = float(sum(bool(one.log_weight.max() > log(prior.number_missing)) for one in options))
    for _ in range(ROUNDS):
        slope = -log(max(1.0, spare + expected + 1))
        found = _with_slope(options, persons, slope)
        now = sum(found.posterior.values())
        settled = abs(now - expected) <= SAME * (1 + now)
        expected = now
        if settled:
            break
    return Together(
        posterior=found.posterior,
        named=found.named,
        left_out=found.left_out,
        expected=expected,
        components=found.components,
    )


def _with_slope(options: Sequence[FamilyOptions], persons: int, slope: float) -> Together:
    kept, left_out = _worth_looking_at(options, persons, slope)
    posterior: dict[Key, float] = {}
    named = np.zeros(persons)
    components = _components(kept, persons)
    for part in components:
        found = _alone(part[0], slope) if len(part) == 1 else _several(part, slope)
        posterior |= found.posterior
        left_out += found.left_out
    for (person, *_), share in posterior.items():
        named[person] += share
    return Together(
        posterior=posterior,
        named=np.minimum(named, 1.0),
        left_out=min(1.0, left_out),
        components=len(components),
    )


def _alone(family: FamilyOptions, slope: float) -> Together:
    """A family that shares its persons with no other: its ways by their weights."""
    weights = family.log_weight + slope * (family.chosen != NOBODY).sum(1)
    shares = np.exp(weights - np.logaddexp.reduce(weights))
    posterior: dict[Key, float] = {}
    for way, share in zip(family.chosen.tolist(), shares.tolist(), strict=True):
        for missing, person in zip(family.missing, way, strict=True):
            if person != NOBODY:
                key = person, family.family, missing
                posterior[key] = posterior.get(key, 0.0) + share
    return Together(posterior=posterior, named=np.empty(0))


def _several(part: Sequence[FamilyOptions], slope: float) -> Together:
    persons = sorted(frozenset[int]().union(*(family.remains() for family in part)))
    place = {person: at for at, person in enumerate([NOBODY, *persons], start=NOBODY)}
    local = [
        FamilyOptions(
            one.family,
            one.missing,
            np.vectorize(place.__getitem__, otypes=[np.int32])(one.chosen),
            one.log_weight,
        )
        for one in part
    ]
    return _weigh(local, persons, _Slope(slope))


def _worth_looking_at(
    options: Sequence[FamilyOptions], persons: int, slope: float
) -> tuple[list[FamilyOptions], float]:
    """The options without pairs of hardly any probability, and a bound on what those had.

    Of families with one missing only. Take an assignment with a pair (a, b) of weight w, and give
    a instead to the place where it weighs most, w', taking that from whoever has it: so the
    probability of the pair is at most w / w' times one and the weights of all others there.
    """
    single = [one for one in options if len(one.missing) == 1]
    weights = [one.log_weight[1:] + slope for one in single]
    best = np.full(persons, -np.inf)
    rivals = np.zeros(persons)
    for family, weight in zip(single, weights, strict=True):
        here = family.chosen[1:, 0]
        if not len(here):
            continue
        total = np.exp(np.minimum(weight, 700)).sum()
        others = np.log1p(np.maximum(0.0, total - np.exp(np.minimum(weight, 700))))
        better = weight - others > best[here] - rivals[here]
        best[here[better]], rivals[here[better]] = weight[better], others[better]
    kept, left_out = [], 0.0
    for family in options:
        if len(family.missing) > 1:
            kept.append(family)
            continue
        here = family.chosen[1:, 0]
        weight = family.log_weight[1:] + slope
        bound = np.minimum(weight, weight - best[here] + rivals[here])
        slight = bound < log(NEGLECT)
        left_out += float(np.exp(bound[slight]).sum())
        kept.append(family.kept(np.concatenate([[True], ~slight])))
    return kept, left_out


def _components(options: Sequence[FamilyOptions], persons: int) -> list[list[FamilyOptions]]:
    """Families that share persons, directly or through others."""
    root = list(range(persons + len(options)))

    def top(one: int) -> int:
        while root[one] != one:
            root[one] = root[root[one]]
            one = root[one]
        return one

    for number, family in enumerate(options):
        for person in family.remains():
            root[top(person)] = top(persons + number)
    parts: dict[int, list[FamilyOptions]] = {}
    for number, family in enumerate(options):
        parts.setdefault(top(persons + number), []).append(family)
    return list(parts.values())
