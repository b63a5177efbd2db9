"""The questions of the draw in a network: one more goes around a circle of arcs.

A circle leads through what arcs can still take or give back. Where none leads through an arc, what
can be reached from its head is cut off from its tail: no circle crosses that cut, and no arc
across it changes in any plan left.
"""

from collections import deque
from collections.abc import Callable

import numpy as np

from wayhome.engines.planning.asking import Asking, AskingByProgram
from wayhome.engines.planning.model import Model
from wayhome.engines.planning.network import Network
from wayhome.engines.planning.program import Program, Reduced, Whole

Arc = int
Way = tuple[Arc, int, int]  # an arc, 1 along it or -1 against it, the node at the end
ArcsAt = list[list[Way]]  # of each node

REDRAWN = 0.7  # the part of the arcs that must be free for a drawing to stay


class AskingByFlow(Asking):
    """Asks a network that is all of the rules."""

    def __init__(self, network: Network, face: Program, plan: Whole) -> None:
        lower, upper = network.bounds(face)
        carried = np.concatenate([plan, face.sums(plan)[network.rows]])
        super().__init__(lower, upper, carried)
        self._tail, self._head = network.tail.tolist(), network.head.tolist()
        self._nodes = network.nodes
        self._free = np.flatnonzero(lower < upper).tolist()
        self._draw_all()

    def _draw_all(self) -> None:
        self._drawn = len(self._free)
        self._arcs_at = self._draw()

    def _draw(self, kept: Callable[[Arc], bool] = lambda _: True) -> ArcsAt:
        at: ArcsAt = [[] for _ in range(self._nodes)]
        for arc in filter(kept, self._free):
            at[self._tail[arc]].append((arc, 1, self._head[arc]))
            at[self._head[arc]].append((arc, -1, self._tail[arc]))
        return at

    def find(self, column: int, least: int) -> bool:
        """Look for a best plan with this much, and keep it at hand."""
        while self.plan[column] < least:
            circle, reached = self._circle(column, self._arcs_at)
            if not circle:
                self._close(reached)
                return False
            self._send(circle, self._room(circle))
        return True

    def _circle(self, column: Arc, arcs_at: ArcsAt) -> tuple[list[Way], dict[int, Way]]:
        """A circle along an arc, empty if there is none, and all that was reached from its head."""
        start, goal = self._head[column], self._tail[column]
        came: dict[int, Way] = {start: (column, 1, goal)}  # the node is where we came from
        waiting = deque([start])
        while waiting and goal not in came:
            node = waiting.popleft()
            for arc, way, other in arcs_at[node]:
                if other in came or arc == column:
                    continue
                if self.plan[arc] != (self.upper[arc] if way > 0 else self.lower[arc]):
                    came[other] = (arc, way, node)
                    waiting.append(other)
        circle: list[Way] = []
        if goal in came:
            at = goal
            while at != start:
                circle.append(came[at])
                at = came[at][2]
            circle.append(came[start])
        return circle, came

    def _room(self, circle: list[Way]) -> int:
        """How many times a circle can be gone around: who comes next will ask for the same."""
        return min(
            self.upper[arc] - self.plan[arc] if way > 0 else self.plan[arc] - self.lower[arc]
            for arc, way, _ in circle
        )

    def _send(self, circle: list[Way], times: int) -> None:
        for arc, way, _ in circle:
            self.plan[arc] += way * times

    def _close(self, reached: dict[int, Way]) -> None:
        for arc in self._free:
            if (self._tail[arc] in reached) != (self._head[arc] in reached):
                self.bound(arc, self.plan[arc], self.plan[arc])
        self._leave_out_fixed()

    def _leave_out_fixed(self) -> None:
        """What is fixed is no way on; drawing anew without it pays once it is much."""
        self._free = [arc for arc in self._free if self.lower[arc] < self.upper[arc]]
        if len(self._free) < REDRAWN * self._drawn:
            self._draw_all()


class AskingBesideParity(AskingByFlow):
    """Asks a network that is all rules but parity, and a linear program where parity forbids.

    What the network refuses, all rules refuse. A circle it finds is gone around if the sides stay
    even enough; circles among the counted or among those beside the count, which leave every
    day's number of either side as it is, are looked for first.
    """

    def __init__(self, model: Model, network: Network, face: Program, plan: Whole) -> None:
        self._by_program = AskingByProgram(face, plan)
        self._columns = len(plan)
        self._counted = _counted(model)
        self._sums = _Sums(self._by_program.reduced, face, plan)
        self._of_row = {row: self._columns + n for n, row in enumerate(network.rows.tolist())}
        self._seats = {arc for row, arc in self._of_row.items() if face.rules[row][0] == "seats"}
        self._parity = [row for row, rule in enumerate(face.rules) if rule[0] == "parity"]
        self._most_ahead = [
            (int(face.row_lower[row]), int(face.row_upper[row])) for row in self._parity
        ]
        self._ahead: list[int] = self._sums.rows[self._parity].tolist()
        self._steps = _steps(face, self._parity)
        super().__init__(network, face, plan)

    def find(self, column: int, least: int) -> bool:
        """Look for a best plan with this much, and keep it at hand."""
        while self.plan[column] < least:
            alike = self._among_counted if column in self._counted else self._among_beside
            circle, _ = self._circle(column, alike)
            if not circle:
                circle, reached = self._circle(column, self._arcs_at)
                if not circle:
                    self._close(reached)
                    return False
            ahead = self._after(circle)
            if not all(
                least <= n <= most for n, (least, most) in zip(ahead, self._most_ahead, strict=True)
            ):
                return self._ask_program(column, least)
            self._send(circle, self._room(circle) if ahead == self._ahead else 1)
            self._ahead = ahead
        return True

    def _after(self, circle: list[Way]) -> list[int]:
        """By how much side 0 would be ahead after each batch, once a circle is gone around."""
        ahead = self._ahead
        for arc, way, _ in circle:
            if arc in self._steps:
                ahead = [n + way * step for n, step in zip(ahead, self._steps[arc], strict=True)]
        return ahead

    def _ask_program(self, column: int, least: int) -> bool:
        program = self._by_program
        found = program.find(column, least)
        for free in program.columns:
            super().bound(free, program.lower[free], program.upper[free])
        if found:
            self._take(program.plan)
        self._leave_out_fixed()
        return found

    def _take(self, plan: list[int]) -> None:
        self.plan[: self._columns] = plan
        self._sums.update(plan)
        for row, arc in self._of_row.items():
            self.plan[arc] = int(self._sums.rows[row])
        self._ahead = self._sums.rows[self._parity].tolist()

    def bound(self, column: int, lower: int, upper: int) -> None:
        """Fix the bounds of an arc, in the linear program too."""
        super().bound(column, lower, upper)
        if column < self._columns:
            self._by_program.bound(column, lower, upper)

    def _draw_all(self) -> None:
        super()._draw_all()
        self._among_counted = self._draw(
            lambda arc: arc not in self._seats and (arc >= self._columns or arc in self._counted)
        )
        self._among_beside = self._draw(lambda arc: arc not in self._counted)


class _Sums:
    """The sum of every row for the plan at hand, kept from plan to plan."""

    def __init__(self, reduced: Reduced, face: Program, plan: Whole) -> None:
        self._reduced = reduced
        self.rows = face.sums(plan)
        self._fixed = self.rows[reduced.rows] - reduced.program.sums(plan[reduced.columns])

    def update(self, plan: list[int]) -> None:
        values = np.array([plan[column] for column in self._reduced.columns.tolist()])
        self.rows[self._reduced.rows] = self._fixed + self._reduced.program.sums(values)


def _counted(model: Model) -> frozenset[int]:
    """The columns of those who stand in the number and in parity."""
    columns = (*model.count.items(), *model.taken.items())
    return frozenset(column for (number, _), column in columns if model.standings[number].counted)


def _steps(face: Program, parity: list[int]) -> dict[int, list[int]]:
    """By how much each column moves the sums of the parity rows, for those that do."""
    place = {row: at for at, row in enumerate(parity)}
    steps: dict[int, list[int]] = {}
    there = np.flatnonzero(np.isin(face.entry_row, parity))
    for entry in there.tolist():
        column, at = int(face.entry_column[entry]), place[int(face.entry_row[entry])]
        steps.setdefault(column, [0] * len(parity))[at] = int(face.entry[entry])
    return steps
