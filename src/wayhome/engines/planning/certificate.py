"""Prices that prove a level: what the other side checks by addition, without a solver.

Give every place, seat, stretcher and agreed number a price (and every level already reached one).
Each person then gains what the objective gives less the prices of what is used, in the batch where
that is most, or stays behind at no gain. No plan is worth more than all gains and the prices of
all that is there: were a plan worth more, somebody would gain more than the most possible. So if
that sum is the plan's value, nobody can do better. Prices need not be believed, only added up.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from wayhome.engines.planning.errors import InvalidCertificate
from wayhome.engines.planning.objectives import OBJECTIVES
from wayhome.engines.planning.problem import Batch, Id, Person, Problem

Rule = tuple[str | int, ...]  # its kind, then where: ("sites", side, site, batch)
Bounds = tuple[int | None, int | None]  # least and most; None where there is no bound
Facts = tuple[object, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Certificate:
    """Proof that no plan exceeds a value at a level, the earlier levels being reached.

    All numbers are whole: prices and weights are in units of 1/`unit` of the objective.
    """

    unit: int
    weights: tuple[int, ...]  # of each earlier level, none below zero
    prices: Mapping[Rule, int]


def bound_by_prices(problem: Problem, certificate: Certificate, reached: tuple[int, ...]) -> int:
    """The whole number no plan's next level exceeds, `reached` being the values of earlier levels.

    Raises:
        InvalidCertificate: the certificate prices what is not there, or has a weight below zero.
    """
    bounds = _bounds(problem)
    if certificate.unit < 1 or min(certificate.weights, default=0) < 0:
        raise InvalidCertificate("A weight stands below zero.")
    if len(certificate.weights) != len(reached):
        raise InvalidCertificate("There is a weight for each level already reached, and no more.")
    sum_ = -sum(w * value for w, value in zip(certificate.weights, reached, strict=True))
    for rule, price in certificate.prices.items():
        least, most = bounds.get(rule, (None, None))
        bound = most if price > 0 else least
        if price and bound is None:
            raise InvalidCertificate("A price stands on a bound the problem does not have.")
        sum_ += price * (bound or 0)
    gains = _Gains(problem, certificate)
    return (sum_ + sum(gains.each())) // certificate.unit


def _bounds(problem: Problem) -> dict[Rule, Bounds]:
    formula = problem.formula
    bounds: dict[Rule, Bounds] = {}
    bounds |= {("sites", *place): (None, room) for place, room in problem.site_capacity.items()}
    bounds |= {("seats", *place): (None, room) for place, room in problem.seats.items()}
    bounds |= {("stretchers", *place): (None, room) for place, room in problem.stretchers.items()}
    bounds |= {("quota", *place): (least, None) for place, least in problem.quotas.items()}
    for side, agreed in enumerate(formula.numbers):
        bounds["number", side] = (agreed, agreed if formula.kind == "exactly" else None)
    if formula.kind == "ratio":
        bounds["ratio",] = (0, 0)
    if problem.parity is not None:
        ahead = problem.parity * min(formula.ratio)
        bounds |= {("parity", batch): (-ahead, ahead) for batch in range(problem.batches)}
    return bounds


class _Gains:
    """What each person, or group, gains at most under the prices."""

    def __init__(self, problem: Problem, certificate: Certificate) -> None:
        self._problem = problem
        self._certificate = certificate
        weights = (*certificate.weights, certificate.unit)
        names = problem.objectives[: len(weights)]
        self._worth = [
            (OBJECTIVES[name], weight)
            for name, weight in zip(names, weights, strict=True)
            if weight and name != "days_held"
        ]
        self._per_day = sum(
            weight for name, weight in zip(names, weights, strict=True) if name == "days_held"
        )
        self._net: dict[Facts, list[int]] = {}
        self._best: dict[Facts, int | None] = {}

    def each(self) -> Iterator[int]:
        grouped = {member for group in self._problem.groups for member in group}
        members: dict[frozenset[Id], list[Person]] = defaultdict(list)
        group_of = {member: group for group in self._problem.groups for member in group}
        for person in self._problem.persons:
            if person.id in grouped:
                members[group_of[person.id]].append(person)
            elif person.available:
                best = self._best_net(person)
                days = self._per_day * person.days_held
                yield self._at_least_nothing(best, days, self._forced(person))
        for group in members.values():
            if all(person.available for person in group):
                first = max(person.earliest for person in group)
                sums = [
                    sum(self._net_of(person)[batch] for person in group)
                    for batch in range(first, self._problem.batches)
                ]
                days = self._per_day * sum(person.days_held for person in group)
                forced = any(self._forced(person) for person in group)
                yield self._at_least_nothing(max(sums, default=None), days, forced)

    def _at_least_nothing(self, best: int | None, days: int, forced: bool) -> int:
        if best is None:
            return 0
        return best + days if forced else max(0, best + days)

    def _forced(self, person: Person) -> bool:
        return person.id in self._problem.must or self._problem.formula.covers(person)

    def _best_net(self, person: Person) -> int | None:
        facts = self._facts(person)
        if facts not in self._best:
            net = self._net_of(person)[person.earliest :]
            self._best[facts] = max(net, default=None)
        return self._best[facts]

    def _facts(self, person: Person) -> Facts:
        return (
            person.side,
            person.site,
            person.categories,
            person.stretcher,
            person.earliest,
        )

    def _net_of(self, person: Person) -> list[int]:
        """Gain in each batch without the days held, whether or not that batch is allowed."""
        facts = self._facts(person)
        if facts not in self._net:
            self._net[facts] = [
                sum(weight * objective.worth(person, batch) for objective, weight in self._worth)
                - sum(
                    times * self._certificate.prices.get(rule, 0)
                    for rule, times in _uses(self._problem, person, batch)
                )
                for batch in range(self._problem.batches)
            ]
        return self._net[facts]


def _uses(problem: Problem, person: Person, batch: Batch) -> Iterator[tuple[Rule, int]]:
    """What a person who travels in a batch uses of every rule."""
    yield ("sites", person.side, person.site, batch), 1
    yield ("stretchers" if person.stretcher else "seats", person.side, batch), 1
    if not person.counted:
        return
    left, right = problem.formula.ratio
    ahead = right if person.side == 0 else -left
    yield ("number", person.side), 1
    yield ("ratio",), ahead
    for later in range(batch, problem.batches):
        yield ("parity", later), ahead
    for category in person.categories:
        yield ("quota", person.side, category), 1
