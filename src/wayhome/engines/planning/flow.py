"""Levels by min-cost flow: whole numbers throughout, and potentials that prove each level.

SimpleMinCostFlow of OR-Tools finds the flow. The potentials are the shortest ways through what is
left of each arc: that there are any shows that no circle would make the flow better.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from wayhome.engines.planning.errors import NotProven
from wayhome.engines.planning.network import Network
from wayhome.engines.planning.program import Program, Whole
from wayhome.engines.planning.stopping import heed
from wayhome.engines.planning.wording import refusal


@dataclass(frozen=True, slots=True)
class Flow:
    """The best flow: what each column carries, and the price of each row by the potentials."""

    values: Whole
    prices: Whole


def maximise_flow(network: Network, program: Program, objective: Whole) -> Flow | None:
    """The flow worth most; None where nothing keeps the bounds.

    Raises:
        NotProven: the solver stopped without a proof.
    """
    lower, upper = network.bounds(program)
    if (lower > upper).any():
        return None
    cost = np.zeros(len(lower), dtype=np.int64)
    cost[: len(objective)] = -objective
    carried = _cheapest(network, lower, upper, cost)
    if carried is None:
        return None
    potentials = _potentials(network, cost, carried < upper, carried > lower)
    return Flow(carried[: len(objective)], network.prices(potentials))


def _cheapest(network: Network, lower: Whole, upper: Whole, cost: Whole) -> Whole | None:
    free = np.flatnonzero(lower < upper)
    supply = np.zeros(network.nodes, dtype=np.int64)
    np.subtract.at(supply, network.tail, lower)
    np.add.at(supply, network.head, lower)
    solver = SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(
        network.tail[free], network.head[free], (upper - lower)[free], cost[free]
    )
    solver.set_nodes_supplies(np.arange(network.nodes, dtype=np.int32), supply)
    status = solver.solve()
    if status == solver.INFEASIBLE:
        return None
    if status != solver.OPTIMAL:
        raise refusal(NotProven, "not_proven")
    carried = lower.copy()
    carried[free] += np.asarray(solver.flows(arcs), dtype=np.int64)
    return carried


def _potentials(
    network: Network, cost: Whole, more: NDArray[np.bool_], less: NDArray[np.bool_]
) -> Whole:
    """The shortest way to each node over what each arc can still take or give back."""
    tail = np.concatenate([network.tail[more], network.head[less]])
    head = np.concatenate([network.head[more], network.tail[less]])
    length = np.concatenate([cost[more], -cost[less]])
    found = np.zeros(network.nodes, dtype=np.int64)
    for _ in range(network.nodes + 1):
        heed()
        nearer = found.copy()
        np.minimum.at(nearer, head, found[tail] + length)
        if (nearer == found).all():
            return found
        found = nearer
    raise refusal(NotProven, "not_proven")
