"""All persons and all places at once, whole where that can be held, else part by part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import exp, log

import numpy as np
from numpy.typing import NDArray

from wayhome.engines.kinship.joint import NOBODY, FamilyOptions, OpenPrior, assign
from wayhome.files.kinship.weighing.terms import CannotWeigh
from wayhome.files.refusals import refuse

WHOLE = 20_000
"""Pairs of a person and a place that are weighed as a whole."""

ROUNDS, SAME = 8, 1e-7  # until the expected number of persons named stands still
NEGLECT = (1e-12, 1e-10, 1e-8, 1e-6)
"""Probability of a pair, at most, that need not be looked at where there are many: the least at
which no more than `MOST_FAMILIES` are left that share persons, directly or through others."""

MOST_FAMILIES = 60
MOST_MOVES = 100_000  # of one step in the weighing of a part; beyond, the lightest are left out

_NONE = np.empty(0, dtype=np.int32)

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
    bounded: int = 0  # families whose probabilities are bounds: there are too many that share


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
    options: Sequence[FamilyOptions],
    persons: Sequence[int],
    prior: OpenPrior | _Slope,
    at_most: int = 1_000_000,
) -> Together:
    """One weighing of these families, whose options hold places in `persons`."""
    try:
        with np.errstate(invalid="raise"):
            answer = assign(
                options, remains=[str(one) for one in persons], prior=prior, best=0, at_most=at_most
            )
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
        now = min(sum(found.posterior.values()), float(persons), float(places))
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
        bounded=found.bounded,
    )


def _with_slope(options: Sequence[FamilyOptions], persons: int, slope: float) -> Together:
    for neglect in NEGLECT:
        kept, left_out = _worth_looking_at(options, persons, slope, neglect)
        components = _components(kept, persons)
        if max(map(len, components)) <= MOST_FAMILIES:
            break
    posterior: dict[Key, float] = {}
    named = np.zeros(persons)
    bounded = 0
    for part in components:
        found = _part(part, persons, slope)
        posterior |= found.posterior
        left_out += found.left_out
        bounded += found.bounded
    for (person, *_), share in posterior.items():
        named[person] += share
    return Together(
        posterior=posterior,
        named=np.minimum(named, 1.0),
        left_out=min(1.0, left_out),
        components=len(components),
        bounded=bounded,
    )


def _part(part: Sequence[FamilyOptions], persons: int, slope: float) -> Together:
    """Families that share persons with no others: exact, or within bounds where they are many."""
    if len(part) == 1:
        return _alone(part[0], slope)
    if len(part) > MOST_FAMILIES and all(len(one.missing) == 1 for one in part):
        return _within_bounds(part, persons, slope)
    return _several(part, slope)


def _within_bounds(part: Sequence[FamilyOptions], persons: int, slope: float) -> Together:
    """Too many that share persons: the least for a person's likeliest place, the most for others.

    Whatever else becomes of a person, to give him to the place b instead, taking that from whoever
    has it, is likelier by w_b / ((1 + W_b) v), with v the weight of what became of him (1 for
    nobody) and W_b those of all others at b. So he is at b with 1 - (1 + V) (1 + W_b) / w_b at
    least, with V the weights of his other places.
    """
    person = np.concatenate([one.chosen[1:, 0] for one in part])
    place = np.repeat(np.arange(len(part)), [len(one.chosen) - 1 for one in part])
    weight = np.concatenate([one.log_weight[1:] + slope for one in part])
    loss = _others(place, weight, len(part)) - weight
    best = _least(person, loss, persons)[person]
    least = 1 - np.exp(np.minimum(_others(person, weight, persons) + loss, 0.0))
    most = np.minimum(weight - np.logaddexp(0.0, weight), weight + best)
    shares = np.where(loss == best, least, np.exp(np.minimum(most, 0.0)))
    return Together(
        posterior={
            (one, part[at].family, part[at].missing[0]): share
            for one, at, share in zip(person.tolist(), place.tolist(), shares.tolist(), strict=True)
        },
        named=np.empty(0),
        bounded=len(part),
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
    return _weigh(local, persons, _Slope(slope), MOST_MOVES)


def _worth_looking_at(
    options: Sequence[FamilyOptions], persons: int, slope: float, neglect: float
) -> tuple[list[FamilyOptions], float]:
    """The options without pairs of hardly any probability, and a bound on what those had.

    Of families with one missing only. Take an assignment with a pair (a, b) of weight w, and give
    a instead to the place where it weighs most, w', taking that from whoever has it: so the
    probability of the pair is at most w / w' times one and the weights of all others there. So it
    is with the person who weighs most for b, taken from wherever he is.
    """
    single = [one for one in options if len(one.missing) == 1]
    person = np.concatenate([_NONE, *(one.chosen[1:, 0] for one in single)])
    place = np.repeat(np.arange(len(single)), [len(one.chosen) - 1 for one in single])
    weight = np.concatenate([np.empty(0), *(one.log_weight[1:] + slope for one in single)])
    at_place, of_person = _others(place, weight, len(single)), _others(person, weight, persons)
    bound = np.minimum(
        weight,
        weight
        + np.minimum(
            _least(person, at_place - weight, persons)[person],
            _least(place, of_person - weight, len(single))[place],
        ),
    )
    slight = bound < log(neglect)
    left_out = float(np.exp(bound[slight]).sum())
    keep = iter(np.split(~slight, np.cumsum([len(one.chosen) - 1 for one in single])[:-1]))
    kept = [
        one.kept(np.concatenate([[True], next(keep)])) if len(one.missing) == 1 else one
        for one in options
    ]
    return kept, left_out


def _others(group: NDArray[np.integer], weight: Floats, count: int) -> Floats:
    """The log of one and the weights of all others of the same group, for each."""
    weights = np.exp(np.minimum(weight, 700.0))
    total = np.bincount(group, weights, minlength=count)
    return np.asarray(np.log1p(np.maximum(total[group] - weights, 0.0)), dtype=np.float64)


def _least(group: NDArray[np.integer], value: Floats, count: int) -> Floats:
    """The least of each group; infinite where it is empty."""
    least = np.full(count, np.inf)
    np.minimum.at(least, group, value)
    return least


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
