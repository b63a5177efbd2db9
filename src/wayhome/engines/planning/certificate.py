"""Prices that prove a level: what the other side checks by addition, without a solver.

Give every place, seat, stretcher and agreed number a price (and every level already reached one).
Each person then gains what the objective gives less the prices of what is used, in the batch where
that is most, or stays behind at no gain. No plan is worth more than all gains and the prices of
all that is there: were a plan worth more, somebody would gain more than the most possible. So if
that sum is the plan's value, nobody can do better. Prices need not be believed, only added up.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate

from wayhome.engines.planning.errors import InvalidCertificate
from wayhome.engines.planning.problem import (
    BESIDE_THE_COUNT,
    SIDES,
    Batch,
    Id,
    Person,
    Problem,
    Side,
)
from wayhome.engines.planning.weighing import DAYS, weigh

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


def bound_by_prices(
    problem: Problem, certificate: Certificate, reached: tuple[int, ...], held: "Held | None" = None
) -> int:
    """The whole number no plan's next level exceeds, `reached` being the values of earlier levels.

    Who looks at several certificates of a problem saves time by giving `Held.of(problem)`.

    Raises:
        InvalidCertificate: the certificate prices what is not there, or has a weight below zero.
    """
    bounds = _bounds(problem)
    if certificate.unit < 1 or min(certificate.weights, default=0) < 0:
        raise InvalidCertificate(code="breach_weight")
    if len(certificate.weights) != len(reached):
        raise InvalidCertificate(code="breach_weights")
    sum_ = -sum(w * value for w, value in zip(certificate.weights, reached, strict=True))
    for rule, price in certificate.prices.items():
        least, most = bounds.get(rule, (None, None))
        bound = most if price > 0 else least
        if price and bound is None:
            raise InvalidCertificate(code="breach_price")
        sum_ += price * (bound or 0)
    gains = _Gains(problem, certificate)
    held = held or Held.of(problem)
    return (sum_ + sum(map(gains.alike, held.alike)) + sum(map(gains.group, held.groups))) // (
        certificate.unit
    )


def _bounds(problem: Problem) -> dict[Rule, Bounds]:
    formula = problem.formula
    bounds: dict[Rule, Bounds] = {}
    bounds |= {("sites", *place): (None, room) for place, room in problem.site_capacity.items()}
    bounds |= {("seats", *place): (None, room) for place, room in problem.seats.items()}
    bounds |= {("stretchers", *place): (None, room) for place, room in problem.stretchers.items()}
    bounds |= {("days", *place): (None, room) for place, room in problem.days.items()}
    bounds |= {("quota", *place): (least, None) for place, least in problem.quotas.items()}
    for side, agreed in enumerate(formula.numbers):
        bounds["number", side] = (agreed, agreed if formula.kind == "exactly" else None)
    if formula.kind == "ratio":
        bounds["ratio",] = (0, 0)
    if problem.parity is not None:
        ahead = problem.parity * min(formula.ratio)
        bounds |= {("parity", batch): (-ahead, ahead) for batch in range(problem.batches)}
    return bounds


@dataclass(frozen=True, slots=True)
class Alike:
    """Persons, in no group, whom nothing tells apart but the days held."""

    one: Person  # any of them
    forced: bool  # whether all of them travel
    days: tuple[int, ...]  # held, of each, ascending
    days_from: tuple[int, ...]  # the sum of `days` from each place on, last 0


@dataclass(frozen=True, slots=True)
class Held:
    """The available persons of a problem, sorted for adding up what they gain."""

    alike: tuple[Alike, ...]
    groups: tuple[tuple[tuple[Person, ...], bool], ...]  # with whether they must travel

    @classmethod
    def of(cls, problem: Problem) -> "Held":
        """Sort the persons of a problem."""
        group_of = {member: group for group in problem.groups for member in group}
        members: dict[frozenset[Id], list[Person]] = defaultdict(list)
        found: dict[Facts, list[Person]] = defaultdict(list)
        for person in problem.persons:
            if person.id in group_of:
                members[group_of[person.id]].append(person)
            elif person.available:
                found[facts_of(problem, person)].append(person)
        return cls(
            alike=tuple(_alike(problem, persons) for persons in found.values()),
            groups=tuple(
                (tuple(group), any(_forced(problem, person) for person in group))
                for group in members.values()
                if all(person.available for person in group)
            ),
        )


def _alike(problem: Problem, persons: list[Person]) -> Alike:
    days = sorted(person.days_held for person in persons)
    sums = [*accumulate(reversed(days), initial=0)][::-1]
    return Alike(persons[0], _forced(problem, persons[0]), tuple(days), tuple(sums))


def facts_of(problem: Problem, person: Person) -> Facts:
    """What tells persons apart but for the days held."""
    return (
        person.side,
        person.site,
        person.categories,
        person.stretcher,
        person.earliest,
        person.id in problem.must,
    )


def _forced(problem: Problem, person: Person) -> bool:
    return person.id in problem.must or problem.formula.covers(person)


class _Gains:
    """What persons gain at most under the prices."""

    def __init__(self, problem: Problem, certificate: Certificate) -> None:
        self._problem = problem
        self._prices = certificate.prices
        self._batches = range(problem.batches)
        weights = (*certificate.weights, certificate.unit)
        self._aims = dict(zip(problem.objectives[: len(weights)], weights, strict=True))
        self._per_day = self._aims.get(DAYS, 0)
        self._worth_of: dict[frozenset[str], list[int]] = {}
        self._on_the_way = {
            (side, lies): [self._way(side, batch, lies=lies) for batch in self._batches]
            for side in SIDES
            for lies in (False, True)
        }
        self._counted = [[self._count(side, batch) for batch in self._batches] for side in SIDES]

    def _price(self, *rule: str | int) -> int:
        return self._prices.get(rule, 0)

    def _way(self, side: Side, batch: Batch, *, lies: bool) -> int:
        """The price of a seat or stretcher, and of what the day takes."""
        day = self._price("days", side, batch) if (side, batch) in self._problem.days else 0
        return day + self._price("stretchers" if lies else "seats", side, batch)

    def _count(self, side: Side, batch: Batch) -> int:
        """The price of one more who is counted: in the number, the ratio, and parity from then."""
        left, right = self._problem.formula.ratio
        ahead = right if side == 0 else -left
        parity = sum(self._price("parity", later) for later in range(batch, self._problem.batches))
        return self._price("number", side) + ahead * (self._price("ratio") + parity)

    def _worth(self, categories: frozenset[str]) -> list[int]:
        """What the aims but the days give for such a person in each batch."""
        if categories not in self._worth_of:
            self._worth_of[categories] = [
                sum(weight * weigh(aim, categories, batch) for aim, weight in self._aims.items())
                for batch in self._batches
            ]
        return self._worth_of[categories]

    def alike(self, persons: Alike) -> int:
        """What all of them gain: each in the batch where that is most, or staying behind."""
        net = self._net(persons.one)[persons.one.earliest :]
        if not net:
            return 0
        best = max(net)
        # Held longer than this, a person gains; all who must travel are added, gain or not.
        start = 0 if persons.forced else self._first_who_gains(persons.days, best)
        return (len(persons.days) - start) * best + self._per_day * persons.days_from[start]

    def _first_who_gains(self, days: tuple[int, ...], best: int) -> int:
        if not self._per_day:
            return 0 if best > 0 else len(days)
        return bisect_right(days, -best // self._per_day)

    def group(self, group: tuple[tuple[Person, ...], bool]) -> int:
        """What a group gains that travels together."""
        persons, forced = group
        first = max(person.earliest for person in persons)
        nets = [self._net(person) for person in persons]
        sums = [sum(net[batch] for net in nets) for batch in range(first, self._problem.batches)]
        if not sums:
            return 0
        gain = max(sums) + self._per_day * sum(person.days_held for person in persons)
        return gain if forced else max(0, gain)

    def _net(self, person: Person) -> list[int]:
        """Gain in each batch without the days held, whether or not that batch is allowed."""
        side, site = person.side, person.site
        worth, way = self._worth(person.categories), self._on_the_way[side, person.stretcher]
        net = [
            worth[batch] - way[batch] - self._price("sites", side, site, batch)
            for batch in self._batches
        ]
        if not person.categories.isdisjoint(BESIDE_THE_COUNT):
            return net
        quotas = sum(self._price("quota", side, category) for category in person.categories)
        return [gain - quotas - count for gain, count in zip(net, self._counted[side], strict=True)]
