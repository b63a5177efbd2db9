"""Who could travel earlier, or travel at all, with every rule kept: seen by trying each alone.

Nobody could in the plan the draw chooses: a person more is never worth less by the aims but where
a later batch counts against them, and the draw fills each batch before the next.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate

from wayhome.engines.planning.problem import BESIDE_THE_COUNT, SIDES, Batch, Id, Problem
from wayhome.engines.planning.swaps import Unit, facts_of, units_of
from wayhome.engines.planning.weighing import DAYS, weigh


@dataclass(frozen=True, slots=True)
class Moves:
    """How many persons or groups could be moved."""

    earlier: int
    in_: int  # of those who stay


def find_moves(problem: Problem, batch_of: Mapping[Id, Batch]) -> Moves:
    """Count who could travel earlier or at all, each with all others as they are."""
    room = _Room(problem, batch_of)
    alike: Counter[tuple[object, Batch | None]] = Counter()
    one: dict[tuple[object, Batch | None], Unit] = {}
    for unit in units_of(problem):
        if all(person.available for person in unit):
            key = facts_of(problem, unit), batch_of.get(unit[0].id)
            alike[key] += 1
            if key not in one or _days(one[key]) < _days(unit):
                one[key] = unit
    moves = {key: unit for key, unit in one.items() if room.takes(unit, key[1])}
    return Moves(
        earlier=sum(alike[key] for key in moves if key[1] is not None),
        in_=sum(alike[key] for key in moves if key[1] is None),
    )


def _days(unit: Unit) -> int:
    return sum(person.days_held for person in unit)


class _Room:
    """What a plan leaves of every place, and how far the sides may still move apart."""

    def __init__(self, problem: Problem, batch_of: Mapping[Id, Batch]) -> None:
        self._problem = problem
        self._left: Counter[tuple[object, ...]] = Counter()
        for kind, capacity in (
            ("site", problem.site_capacity),
            ("seat", problem.seats),
            ("stretcher", problem.stretchers),
            ("day", problem.days),
        ):
            self._left.update({(kind, *place): room for place, room in capacity.items()})
        counted: Counter[tuple[int, Batch]] = Counter()
        for person in problem.persons:
            batch = batch_of.get(person.id)
            if batch is not None:
                self._left.subtract(self._needs((person,), batch))
                counted[person.side, batch] += person.categories.isdisjoint(BESIDE_THE_COUNT)
        self._ahead = [
            *accumulate(
                sum(self._step(side) * counted[side, batch] for side in SIDES)
                for batch in range(problem.batches)
            )
        ]

    def _step(self, side: int) -> int:
        """By how much one more of a side moves the sides apart, side 0 ahead."""
        left, right = self._problem.formula.ratio
        return right if side == 0 else -left

    def _needs(self, unit: Unit, batch: Batch) -> Counter[tuple[object, ...]]:
        """What a unit takes of every place in a batch."""
        needs: Counter[tuple[object, ...]] = Counter()
        for person in unit:
            needs["site", person.side, person.site, batch] += 1
            needs["stretcher" if person.stretcher else "seat", person.side, batch] += 1
            if (person.side, batch) in self._problem.days:
                needs["day", person.side, batch] += 1
        return needs

    def takes(self, unit: Unit, now: Batch | None) -> bool:
        """Whether a unit could travel before its batch, or at all."""
        first = max(person.earliest for person in unit)
        last = self._problem.batches if now is None else now
        if now is None and not self._may_be_more(unit):
            return False
        return any(
            self._fits(unit, batch, last) and (now is not None or self._worth_it(unit, batch))
            for batch in range(first, last)
        )

    def _may_be_more(self, unit: Unit) -> bool:
        """Whether the number agreed lets a unit be added."""
        if self._problem.formula.kind in ("at_least", "all"):
            return True
        return not any(person.categories.isdisjoint(BESIDE_THE_COUNT) for person in unit)

    def _fits(self, unit: Unit, batch: Batch, last: Batch) -> bool:
        needs = self._needs(unit, batch)
        if any(self._left[place] < times for place, times in needs.items()):
            return False
        if self._problem.parity is None:
            return True
        most = self._problem.parity * min(self._problem.formula.ratio)
        counted = sum(person.categories.isdisjoint(BESIDE_THE_COUNT) for person in unit)
        step = self._step(unit[0].side) * counted
        return all(abs(ahead + step) <= most for ahead in self._ahead[batch:last])

    def _worth_it(self, unit: Unit, batch: Batch) -> bool:
        """Whether the plan is no worse with a unit more."""
        more = [
            _days(unit) if aim == DAYS else sum(weigh(aim, p.categories, batch) for p in unit)
            for aim in self._problem.objectives
        ]
        return more >= [0] * len(more)
