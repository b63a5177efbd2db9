"""The rules as a network, where they form one.

Side 0 flows from the number agreed through its standings, their sites and the seats of a day to
that day; side 1 flows back from the day through seats, sites and standings to its number. What is
carried from one day to the next is by how much a side is ahead: parity bounds it.

An arc is a column of the program or one of its rows, and the sum of a row is what flows there. So
the price of a row is the difference of the potentials at the two ends of its arc.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from wayhome.engines.planning.model import Model
from wayhome.engines.planning.problem import Problem
from wayhome.engines.planning.program import UNBOUNDED, Program, Rule, Whole

Node = tuple[str | int, ...]
Nodes = NDArray[np.int32]
ROOT: Node = ("root",)


def rules_against(problem: Problem) -> tuple[str, ...]:
    """Why the rules form no network, a code each; none means they do."""
    return (*_never(problem), *_beside_parity(problem))


def _never(problem: Problem) -> tuple[str, ...]:
    found = {
        "network_groups": problem.groups,
        "network_quota": any(problem.quotas.values()),
        "network_ratio": problem.formula.kind == "ratio",
        "network_stretchers": any(
            person.stretcher and person.available for person in problem.persons
        ),
    }
    return tuple(code for code, there in found.items() if there)


def _beside_parity(problem: Problem) -> tuple[str, ...]:
    if problem.parity is None or all(p.counted or not p.available for p in problem.persons):
        return ()
    return ("network_beside",)


@dataclass(frozen=True, eq=False)
class Network:
    """The arcs of a program: first its columns, in their order, then some of its rows.

    Where `whole` is false the network is all rules but parity: no plan is worth more than its
    best flow, but that flow may not be a plan.
    """

    nodes: int
    tail: Nodes  # of each arc
    head: Nodes
    rows: Whole  # the rows that are arcs
    price_from: Nodes  # of each row: its price is the potential at `price_to` less this
    price_to: Nodes
    whole: bool

    def fits(self, program: Program) -> bool:
        """Whether these are the arcs of a program: it may differ from the first in bounds alone."""
        return len(program.rules) == len(self.price_to)

    def bounds(self, program: Program) -> tuple[Whole, Whole]:
        """The least and the most on each arc; what has no bound gets one that binds nothing."""
        all_ = int(program.upper.sum()) + 1
        lower = np.concatenate([program.lower, program.row_lower[self.rows]])
        upper = np.concatenate([program.upper, program.row_upper[self.rows]])
        lower[lower <= -UNBOUNDED] = -all_
        upper[upper >= UNBOUNDED] = all_
        return lower, upper

    def prices(self, potentials: Whole) -> Whole:
        """The price of each row, from the potentials of the nodes."""
        found: Whole = potentials[self.price_to] - potentials[self.price_from]
        return found


@dataclass(slots=True)
class _Drawing:
    model: Model
    chained: bool  # whether the days are a chain, by parity
    number: dict[Node, int] = field(default_factory=lambda: {ROOT: 0})

    def node(self, *name: str | int) -> int:
        return self.number.setdefault(name, len(self.number))

    def day(self, batch: int) -> int:
        last = batch == self.model.problem.batches
        return self.node("day", batch) if self.chained and not last else 0

    def handover(self, side: int, batch: int) -> int:
        """Where a side's seats lead: to the day, through what it takes where that is bounded."""
        bounded = (side, batch) in self.model.problem.days
        return self.node("handover", side, batch) if bounded else self.day(batch)

    def gate(self, standing: int) -> int:
        """Where those of a standing come from, or go: the number agreed, if they stand in it."""
        there = self.model.standings[standing]
        return self.node("number", there.side) if there.counted else 0


def build_network(model: Model) -> Network | None:
    """The network of a program, or of all its rules but parity; None where there is none."""
    if _never(model.problem):
        return None
    whole = not _beside_parity(model.problem)
    drawing = _Drawing(model, chained=whole and model.problem.parity is not None)
    columns = _columns(drawing)
    of_rows = [_row(drawing, rule) for rule in model.program.rules]
    rows = [row for row, (_, _, is_arc) in enumerate(of_rows) if is_arc]
    arcs = [*columns, *[of_rows[row][:2] for row in rows]]
    return Network(
        nodes=len(drawing.number),
        tail=np.array([tail for tail, _ in arcs], dtype=np.int32),
        head=np.array([head for _, head in arcs], dtype=np.int32),
        rows=np.array(rows, dtype=np.int64),
        price_from=np.array([tail for tail, _, _ in of_rows], dtype=np.int32),
        price_to=np.array([head for _, head, _ in of_rows], dtype=np.int32),
        whole=whole,
    )


def _columns(drawing: _Drawing) -> list[tuple[int, int]]:
    model = drawing.model
    arcs = [(0, 0)] * len(model.program.lower)
    for (number, batch), column in model.count.items():
        standing = model.standings[number]
        place = drawing.node("site", standing.side, standing.one[0].site, batch)
        arcs[column] = _turned(standing.side, drawing.node("standing", number), place)
    for (number, _), column in model.taken.items():
        side = model.standings[number].side
        arcs[column] = _turned(side, drawing.gate(number), drawing.node("standing", number))
    return arcs


def _turned(side: int, tail: int, head: int) -> tuple[int, int]:
    return (tail, head) if side == 0 else (head, tail)


def _row(drawing: _Drawing, rule: Rule) -> tuple[int, int, bool]:
    """The two nodes between which a row has its price, and whether it is an arc there."""
    kind, *where = rule
    if kind == "parity":
        batch = int(where[0])
        return drawing.day(batch), drawing.day(batch + 1), drawing.chained
    if kind == "persons":
        number = int(where[0])
        side = drawing.model.standings[number].side
        ends = _turned(side, drawing.gate(number), drawing.node("standing", number))
        return *ends, False
    side = int(where[0])
    if kind == "number":
        ends = 0, drawing.node("number", side)
    elif kind == "sites":
        ends = drawing.node("site", *where), drawing.node("seats", side, where[-1])
    elif kind == "seats":
        ends = drawing.node("seats", side, where[-1]), drawing.handover(side, int(where[-1]))
    else:
        ends = drawing.handover(side, int(where[-1])), drawing.day(int(where[-1]))
    return *_turned(side, *ends), True
