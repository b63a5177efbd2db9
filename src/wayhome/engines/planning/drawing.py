"""The tie-break: of all best plans, the one the draw points to.

Cells come in the order of their best-ranked member. For each, batch after batch, as many of its
units as any best plan still allows are fixed. What is asked each time is whether one more is
possible.
"""

from collections.abc import Mapping

from wayhome.engines.planning.asking import Asking, AskingByProgram
from wayhome.engines.planning.circling import AskingBesideParity, AskingByFlow
from wayhome.engines.planning.model import Model
from wayhome.engines.planning.network import Network
from wayhome.engines.planning.problem import Batch
from wayhome.engines.planning.program import Program, Whole
from wayhome.engines.planning.stopping import heed, tell

TOLD_EVERY = 50  # cells
Drawn = Mapping[tuple[int, int], list[Batch]]  # of each standing and cell, where each unit goes


def draw_plan(model: Model, face: Program, plan: Whole, network: Network | None = None) -> Drawn:
    """Fix the count of every cell in every batch, by the draw, among the plans of the face."""
    order = sorted(
        (cell.rank, number, at)
        for number, standing in enumerate(model.standings)
        for at, cell in enumerate(standing.cells)
    )
    drawing = _Drawing(model, _asking(model, face, plan, network))
    drawn = {}
    for place, (_, number, at) in enumerate(order):
        if place % TOLD_EVERY == 0:
            tell("draw", place, len(order))
        drawn[number, at] = drawing.cell(number, at)
    return drawn


def _asking(model: Model, face: Program, plan: Whole, network: Network | None) -> Asking:
    if network is None or not network.fits(face):
        return AskingByProgram(face, plan)
    if network.whole:
        return AskingByFlow(network, face, plan)
    return AskingBesideParity(model, network, face, plan)


class _Drawing:
    """How many places of each standing and batch are drawn, and which batches still take one."""

    def __init__(self, model: Model, asking: Asking) -> None:
        self._model, self._asking = model, asking
        self._given = [0] * len(asking.plan)  # by column
        self._open = [list(standing.batches) for standing in model.standings]

    def cell(self, number: int, at: int) -> list[Batch]:
        """Where each unit of a cell goes that goes: one more, in the first batch that takes one."""
        heed()
        asking, open_ = self._asking, self._open[number]
        taken = self._model.taken[number, at]
        fixed: list[Batch] = []
        for going in range(1, len(self._model.standings[number].cells[at].units) + 1):
            if not open_ or not asking.at_least(taken, going):
                asking.at_most(taken, going - 1)
                break
            while not self._takes_one(number, open_[0]):
                open_.pop(0)
            fixed.append(open_[0])
        return fixed

    def _takes_one(self, number: int, batch: Batch) -> bool:
        column = self._model.count[number, batch]
        one_more = self._given[column] + 1
        if not self._asking.at_least(column, one_more):
            self._asking.at_most(column, one_more - 1)
            return False
        self._given[column] = one_more
        return True
