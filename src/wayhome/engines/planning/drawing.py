"""The tie-break: of all best plans, the one the draw points to.

Cells come in the order of their best-ranked member. For each, batch after batch, as many of its
units as any best plan still allows are fixed. What is asked each time is whether one more is
possible.
"""

from collections import Counter
from collections.abc import Mapping

from wayhome.engines.planning.asking import Asking, AskingByProgram
from wayhome.engines.planning.circling import AskingBesideParity, AskingByFlow
from wayhome.engines.planning.model import Model
from wayhome.engines.planning.network import Network
from wayhome.engines.planning.problem import Batch
from wayhome.engines.planning.program import Program, Whole
from wayhome.engines.planning.stopping import heed

Drawn = Mapping[tuple[int, int], Counter[Batch]]  # units of each standing and cell by batch


def draw_plan(model: Model, face: Program, plan: Whole, network: Network | None = None) -> Drawn:
    """Fix the count of every cell in every batch, by the draw, among the plans of the face."""
    asking = _asking(model, face, plan, network)
    order = sorted(
        (cell.rank, number, at)
        for number, standing in enumerate(model.standings)
        for at, cell in enumerate(standing.cells)
    )
    given: Counter[tuple[int, Batch]] = Counter()  # places of each standing and batch drawn so far
    return {(number, at): _draw_cell(model, asking, given, number, at) for _, number, at in order}


def _asking(model: Model, face: Program, plan: Whole, network: Network | None) -> Asking:
    if network is None or not network.fits(face):
        return AskingByProgram(face, plan)
    if network.whole:
        return AskingByFlow(network, face, plan)
    return AskingBesideParity(model, network, face, plan)


def _draw_cell(
    model: Model, asking: Asking, given: Counter[tuple[int, Batch]], number: int, at: int
) -> Counter[Batch]:
    standing = model.standings[number]
    taken = model.taken[number, at]
    batches = list(standing.batches)
    fixed: Counter[Batch] = Counter()
    heed()
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
