"""The tie-break: of all best plans, the one the draw points to.

Cells come in the order of their best-ranked member. For each, batch after batch, as many of its
units as any best plan still allows are fixed. What is asked each time is whether one more is
possible: the plan at hand answers most questions, a linear program most others, HiGHS the rest.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from wayhome.engines.planning.again import Again
from wayhome.engines.planning.errors import NotProven
from wayhome.engines.planning.model import Model
from wayhome.engines.planning.problem import Batch
from wayhome.engines.planning.program import NEAR, Program, Whole, maximise, rounded

Drawn = Mapping[tuple[int, int], Counter[Batch]]  # units of each standing and cell by batch


class _Asking:
    """The best plans left, with one of them at hand."""

    def __init__(self, face: Program, plan: Whole) -> None:
        self._program, kept = face.reduced()
        self._place = {column: place for place, column in enumerate(kept.tolist())}
        self._again = Again(self._program)
        self.plan = plan.tolist()
        self.lower = face.lower.tolist()
        self.upper = face.upper.tolist()

    def at_least(self, column: int, least: int) -> bool:
        """Fix that a column is at least this much, if any best plan left allows it."""
        if self.lower[column] >= least:
            return True
        if self.upper[column] < least:
            return False
        if self.plan[column] < least and not self._find(column, least):
            return False
        self.lower[column] = least
        self._again.bound(self._place[column], least, self.upper[column])
        return True

    def at_most(self, column: int, most: int) -> None:
        """Fix what is known: no best plan left has more."""
        if self.upper[column] > most:
            self.upper[column] = most
            self._again.bound(self._place[column], self.lower[column], most)

    def _find(self, column: int, least: int) -> bool:
        """Look for a best plan with this much, and keep it at hand."""
        most, values = self._again.largest(self._place[column])
        if most < least - NEAR:
            return False
        return self._keep(values) or self._find_whole(column, least)

    def _bounded(self) -> Program:
        lower = np.array([self.lower[column] for column in self._place], dtype=np.int64)
        upper = np.array([self.upper[column] for column in self._place], dtype=np.int64)
        return replace(self._program, lower=lower, upper=upper)

    def _keep(self, values: NDArray[np.float64]) -> bool:
        whole = rounded(values)
        if np.abs(values - whole).max(initial=0) > NEAR or not self._bounded().holds(whole):
            return False
        for column, value in zip(self._place, whole.tolist(), strict=True):
            self.plan[column] = value
        return True

    def _find_whole(self, column: int, least: int) -> bool:
        program = self._bounded()
        program.lower[self._place[column]] = least
        solved = maximise(program, np.zeros(len(self._place), dtype=np.int64), whole=True)
        if solved is None:
            return False
        if not self._keep(rounded(solved.values).astype(float)):
            raise NotProven("The solver's plan does not add up. Nothing was planned.")
        return True


def draw_plan(model: Model, face: Program, plan: Whole) -> Drawn:
    """Fix the count of every cell in every batch, by the draw, among the plans of the face."""
    asking = _Asking(face, plan)
    order = sorted(
        (cell.rank, number, at)
        for number, standing in enumerate(model.standings)
        for at, cell in enumerate(standing.cells)
    )
    given: Counter[tuple[int, Batch]] = Counter()  # places of each standing and batch drawn so far
    return {(number, at): _draw_cell(model, asking, given, number, at) for _, number, at in order}


def _draw_cell(
    model: Model, asking: _Asking, given: Counter[tuple[int, Batch]], number: int, at: int
) -> Counter[Batch]:
    standing = model.standings[number]
    taken = model.taken[number, at]
    batches = list(standing.batches)
    fixed: Counter[Batch] = Counter()
    for going in range(1, len(standing.cells[at].units) + 1):
        if not batches or not asking.at_least(taken, going):
            asking.at_most(taken, going - 1)
            break
        # One more goes: in the first batch that still takes one.
        while True:
            place = (number, batches[0])
            column = model.count[place]
            if asking.at_least(column, given[place] + 1):
                given[place] += 1
                fixed[batches[0]] += 1
                break
            asking.at_most(column, given[place])
            batches.pop(0)
    return fixed
