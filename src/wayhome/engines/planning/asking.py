"""What the draw asks: is one more of this column possible in any best plan that is left?

The plan at hand answers most questions. For the others one is looked for. A question answered
with no answers more: what shows that a column cannot grow shows of others that they cannot change.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from wayhome.engines.planning.again import Again
from wayhome.engines.planning.errors import NotProven
from wayhome.engines.planning.levels import whole_prices, worth_at_most
from wayhome.engines.planning.program import Program, Whole
from wayhome.engines.planning.solving import NEAR, maximise, rounded
from wayhome.engines.planning.wording import refusal


class Asking:
    """The best plans left, with one of them at hand."""

    def __init__(self, lower: Whole, upper: Whole, plan: Whole) -> None:
        self.lower: list[int] = lower.tolist()
        self.upper: list[int] = upper.tolist()
        self.plan: list[int] = plan.tolist()

    def at_least(self, column: int, least: int) -> bool:
        """Fix that a column is at least this much, if any best plan left allows it."""
        if self.lower[column] >= least:
            return True
        if self.upper[column] < least:
            return False
        if self.plan[column] < least and not self.find(column, least):
            return False
        self.bound(column, least, self.upper[column])
        return True

    def at_most(self, column: int, most: int) -> None:
        """Fix what is known: no best plan left has more."""
        if self.upper[column] > most:
            self.bound(column, self.lower[column], most)

    def bound(self, column: int, lower: int, upper: int) -> None:
        """Fix the bounds of a column."""
        self.lower[column], self.upper[column] = lower, upper

    def find(self, column: int, least: int) -> bool:
        """Look for a best plan with this much, and keep it at hand."""
        raise NotImplementedError


class AskingByProgram(Asking):
    """Asks a linear program that goes on from its last answer; HiGHS where that is not whole."""

    def __init__(self, face: Program, plan: Whole) -> None:
        super().__init__(face.lower, face.upper, plan)
        reduced = face.reduced()
        if reduced is None:
            raise refusal(NotProven, "not_proven")
        self.reduced = reduced
        self.columns: list[int] = reduced.columns.tolist()  # that are not fixed
        self._program = reduced.program
        self._place = {column: place for place, column in enumerate(self.columns)}
        self._again = Again(self._program)

    def bound(self, column: int, lower: int, upper: int) -> None:
        """Fix the bounds of a column, for the solver too; a fixed one stays as it is."""
        if column not in self._place:
            return
        super().bound(column, lower, upper)
        place = self._place[column]
        self._program.lower[place], self._program.upper[place] = lower, upper
        self._again.bound(place, lower, upper)

    def find(self, column: int, least: int) -> bool:
        """Look for a best plan with this much, and keep it at hand."""
        most, values, prices = self._again.largest(self._place[column])
        if most < least - NEAR:
            self._close(column, prices)
            return False
        return self._keep(values) or self._find_whole(column, least)

    def _close(self, column: int, prices: NDArray[np.float64]) -> None:
        """Fix all that the prices say stays as it is while this column is as large as it is."""
        whole, unit = whole_prices(prices)
        wanted = np.zeros(len(self.columns), dtype=np.int64)
        wanted[self._place[column]] = unit
        left = wanted - self._program.prices_on_columns(whole)
        gap = worth_at_most(self._program, whole, left) - unit * self.lower[column]
        for place in np.flatnonzero(np.abs(left) > gap).tolist():
            closed = self.columns[place]
            if self.lower[closed] < self.upper[closed]:
                bound = (self.upper if left[place] > 0 else self.lower)[closed]
                self.bound(closed, bound, bound)

    def _keep(self, values: NDArray[np.float64]) -> bool:
        whole = rounded(values)
        if np.abs(values - whole).max(initial=0) > NEAR or not self._program.holds(whole):
            return False
        for column, value in zip(self.columns, whole.tolist(), strict=True):
            self.plan[column] = value
        return True

    def _find_whole(self, column: int, least: int) -> bool:
        lower = self._program.lower.copy()
        lower[self._place[column]] = least
        nothing = np.zeros(len(lower), dtype=np.int64)
        solved = maximise(replace(self._program, lower=lower), nothing, whole=True)
        if solved is None:
            return False
        if not self._keep(rounded(solved.values).astype(float)):
            raise refusal(NotProven, "not_proven")
        return True
