"""Prices that prove a level: what the other side checks by addition, without a solver.

Give every place, seat, stretcher and agreed number a price (and every level already reached one).
Each person then gains what the objective gives less the prices of what is used, in the batch where
that is most, or stays behind at no gain. No plan is worth more than all gains and the prices of
all that is there: were a plan worth more, somebody would gain more than the most possible. So if
that sum is the plan's value, nobody can do better. Prices need not be believed, only added up.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

from wayhome.engines.planning.errors import InvalidCertificate
from wayhome.engines.planning.problem import Batch, Id, Person, Problem
from wayhome.engines.planning.weighing import weigh

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
                found[_facts(problem, person)].append(person)
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


def _facts(problem: Problem, person: Person) -> Facts:
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
        self._certificate = certificate
        weights = (*certificate.weights, certificate.unit)
        names = problem.objectives[: len(weights)]
        self._worth = [
            (name, weight)
            for name, weight in zip(names, weights, strict=True)
            if weight and name != "days_held"
        ]
        self._per_day = sum(
            weight for name, weight in zip(names, weights, strict=True) if name == "days_held"
        )

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
        return [
            sum(weight * weigh(aim, person.categories, batch) for aim, weight in self._worth)
            - sum(
                times * self._certificate.prices.get(rule, 0)
                for rule, times in _uses(self._problem, person, batch)
            )
            for batch in range(self._problem.batches)
        ]


def _uses(problem: Problem, person: Person, batch: Batch) -> Iterator[tuple[Rule, int]]:
    """What a person who travels in a batch uses of every rule."""
    yield ("sites", person.side, person.site, batch), 1
    yield ("stretchers" if person.stretcher else "seats", person.side, batch), 1
    if (person.side, batch) in problem.days:
        yield ("days", person.side, batch), 1
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
