"""Who could travel earlier, or travel at all, with every rule kept: seen by trying each alone.

Nobody could in the plan the draw chooses: a person more is never worth less by the aims but where
a later batch counts against them, and the draw fills each batch before the next.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from wayhome.engines.planning.problem import BESIDE_THE_COUNT, Batch, Id, Problem
from wayhome.engines.planning.swaps import Unit
from wayhome.engines.planning.weighing import DAYS, weigh


@dataclass(frozen=True, slots=True)
class Moves:
    """How many persons or groups could be moved."""

    earlier: int
    in_: int  # of those who stay


def find_moves(
    problem: Problem, standings: Iterable[Sequence[Unit]], batch_of: Mapping[Id, Batch]
) -> Moves:
    """Count who could travel earlier or at all, each with all others as they are."""
    alike = list(_alike(standings, batch_of))
    room = _Room(problem, alike)
    movable = [one for one in alike if room.takes(one.unit, one.batch)]
    return Moves(
        earlier=sum(one.times for one in movable if one.batch is not None),
        in_=sum(one.times for one in movable if one.batch is None),
    )


@dataclass(frozen=True, slots=True)
class _Alike:
    """How many of a standing travel in one batch, or stay; of who stays the one held longest."""

    unit: Unit
    batch: Batch | None
    times: int


def _alike(standings: Iterable[Sequence[Unit]], batch_of: Mapping[Id, Batch]) -> Iterator[_Alike]:
    for units in standings:
        by_batch: dict[Batch | None, list[Unit]] = defaultdict(list)
        for unit in units:
            by_batch[batch_of.get(unit[0].id)].append(unit)
        for batch, there in by_batch.items():
            # Only who stays is looked at further by the days held.
            yield _Alike(max(there, key=_days) if batch is None else there[0], batch, len(there))


def _days(unit: Unit) -> int:
    return sum(person.days_held for person in unit)


class _Room:
    """What a plan leaves of every place, and how far the sides may still move apart."""

    def __init__(self, problem: Problem, alike: Iterable[_Alike]) -> None:
        self._problem = problem
        self._left: Counter[tuple[object, ...]] = Counter()
        for kind, capacity in (
            ("site", problem.site_capacity),
            ("seat", problem.seats),
            ("stretcher", problem.stretchers),
            ("day", problem.days),
        ):
            self._left.update({(kind, *place): room for place, room in capacity.items()})
        steps = [0] * problem.batches
        for one in alike:
            if one.batch is not None:
                for place, number in self._needs(one.unit, one.batch).items():
                    self._left[place] -= number * one.times
                steps[one.batch] += one.times * self._apart(one.unit)
        self._ahead = list(accumulate(steps))

    def _step(self, side: int) -> int:
        """By how much one more of a side moves the sides apart, side 0 ahead."""
        left, right = self._problem.formula.ratio
        return right if side == 0 else -left

    def _apart(self, unit: Unit) -> int:
        """By how much a unit moves the sides apart."""
        counted = sum(person.categories.isdisjoint(BESIDE_THE_COUNT) for person in unit)
        return counted * self._step(unit[0].side)

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
        step = self._apart(unit)
        return all(abs(ahead + step) <= most for ahead in self._ahead[batch:last])

    def _worth_it(self, unit: Unit, batch: Batch) -> bool:
        """Whether the plan is no worse with a unit more."""
        more = [
            _days(unit) if aim == DAYS else sum(weigh(aim, p.categories, batch) for p in unit)
            for aim in self._problem.objectives
        ]
        return more >= [0] * len(more)
