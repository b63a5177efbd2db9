"""The objectives one after the other, each proven before the next is begun.

Prices prove a level: whatever rows and prices, no plan is worth more than what the prices make of
the capacities and of each column. Where the prices give the value exactly, they also say which
columns and rows every best plan has at their bound; these are fixed, and the next level is smaller.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import NDArray

from wayhome.engines.planning.errors import NoPlan, NotProven
from wayhome.engines.planning.flow import maximise_flow
from wayhome.engines.planning.network import Network
from wayhome.engines.planning.program import Program, Rule, Whole
from wayhome.engines.planning.solving import NEAR, maximise, rounded, whole_bound
from wayhome.engines.planning.stopping import tell
from wayhome.engines.planning.wording import refusal

CLOSE = 64  # by how much a plan may fall short of the best flow to be looked at first
STRIDES, MODULUS = (7, 31, 53), 97  # weights without meaning, to look for corners
FINEST = 5040  # the largest denominator looked for in a price


@dataclass(frozen=True, slots=True)
class Level:
    """One objective reached: its value, and the prices that prove it where prices do."""

    value: int
    proven_by_prices: bool
    prices: Whole  # of each row, times `unit`
    unit: int
    rules: tuple[Rule, ...]  # of the rows priced


Reached = tuple[
    Level, Whole, Program
]  # with a plan that reaches it, and the program of all that do


@dataclass(frozen=True, slots=True)
class Optimum:
    """Every level's value, a plan that reaches them, and the program of all plans that do."""

    levels: tuple[Level, ...]
    values: Whole  # of each column
    face: Program


def solve_levels(
    program: Program, objectives: Sequence[Whole], network: Network | None = None
) -> Optimum:
    """Maximise the objectives in order, by flow as far as there is a network.

    Raises:
        NoPlan: nothing keeps the rules.
        NotProven: the solver stopped without a proof.
    """
    nothing = np.zeros(len(program.lower), dtype=np.int64)
    wanted = objectives or (nothing,)
    reached = _reach_beside_parity(program, wanted, network)
    rest = reached[-1][2] if reached else program
    for level in reach_levels(rest, wanted[len(reached) :], network):
        reached.append(level)
        tell("aims", len(reached), len(wanted))
    levels = tuple(level for level, _, _ in reached) if objectives else ()
    _, values, face = reached[-1]
    return Optimum(levels, values, face)


def reach_levels(
    program: Program, objectives: Iterable[Whole], network: Network | None = None
) -> Iterator[Reached]:
    """Level after level: what is reached, a plan that reaches it, the program of all that do.

    Raises:
        NoPlan: nothing keeps the rules.
        NotProven: the solver stopped without a proof.
    """
    for number, objective in enumerate(objectives):
        if network is None or not network.fits(program):
            reached = _solve_level(program, objective, number)
        elif network.whole:
            reached = _level_by_flow(program, objective, network)
        else:
            reached = _level_near_flow(program, objective, number, network)
        yield reached
        program = reached[2]


def _level_by_flow(program: Program, objective: Whole, network: Network) -> Reached:
    flow = maximise_flow(network, program, objective)
    if flow is None:
        raise refusal(NoPlan, "no_plan")
    value = int(objective @ flow.values)
    left = objective - program.prices_on_columns(flow.prices)
    if worth_at_most(program, flow.prices, left) != value:
        raise refusal(NotProven, "not_proven")
    level = Level(value, True, flow.prices, 1, program.rules)
    return level, flow.values, _restrict(program, objective, 0, level, left)


def _level_near_flow(program: Program, objective: Whole, number: int, network: Network) -> Reached:
    """A level that parity keeps below the best flow: looked for among the plans close to it.

    What is found there counts only if its prices prove it among all plans.
    """
    level, _, _ = _level_by_flow(program, objective, network)
    left = objective - program.prices_on_columns(level.prices)
    near = kept_by_prices(program, level.prices, left, CLOSE)
    try:
        level, values, _ = _solve_level(near, objective, number)
    except NoPlan:
        return _solve_level(program, objective, number)
    left = level.unit * objective - program.prices_on_columns(level.prices)
    if worth_at_most(program, level.prices, left) // level.unit != level.value:
        return _solve_level(program, objective, number)
    level = replace(level, proven_by_prices=True)
    return level, values, _restrict(program, objective, number, level, left)


def _reach_beside_parity(
    program: Program, objectives: Sequence[Whole], network: Network | None
) -> list[Reached]:
    """The levels of the network without parity, as far as some plan that keeps parity reaches them.

    The potentials then prove the levels of all rules: more rules allow no better plan.
    """
    if network is None or network.whole or not network.fits(program):
        return []
    reached = []
    for objective in objectives:
        reached.append(_level_by_flow(program, objective, network))
        program = reached[-1][2]
    # A plan that keeps parity reaches `least` levels; none reaches more than `most`.
    least, most, trying = 0, len(reached), len(reached)
    plan = None
    while least < most:
        found = _a_plan(reached[trying - 1][2])
        if found is None:
            most = trying - 1
        else:
            least, plan = trying, found
        trying = (least + most + 1) // 2
    if plan is None:
        return []
    level, _, face = reached[least - 1]
    return [*reached[: least - 1], (level, plan, face)]


def _a_plan(program: Program) -> Whole | None:
    """Any plan of a program, None if there is none.

    Any corner will do, and most are whole: a few are tried before the slower search.
    """
    rows = np.arange(len(program.rules), dtype=np.int64)
    for stride in STRIDES:
        anything = program.prices_on_columns(rows * stride % MODULUS)
        relaxed = maximise(program, anything, whole=False)
        if relaxed is None:
            return None
        values = rounded(relaxed.values)
        if np.abs(relaxed.values - values).max(initial=0) <= NEAR and program.holds(values):
            return values
    try:
        return _solve_whole(program, np.zeros_like(program.lower))[0]
    except NoPlan:
        return None


def _solve_level(program: Program, objective: Whole, number: int) -> Reached:
    relaxed = maximise(program, objective, whole=False)
    if relaxed is None:
        raise refusal(NoPlan, "no_plan")
    values, bound = rounded(relaxed.values), relaxed.bound
    if np.abs(relaxed.values - values).max(initial=0) > NEAR or not program.holds(values):
        values, bound = _solve_whole(program, objective)
    value = int(objective @ values)
    prices, unit = whole_prices(relaxed.prices)
    left = unit * objective - program.prices_on_columns(prices)
    proven = worth_at_most(program, prices, left) // unit == value
    if not proven and whole_bound(bound) != value:
        raise refusal(NotProven, "not_proven")
    level = Level(value, proven, prices, unit, program.rules)
    return level, values, _restrict(program, objective, number, level, left)


def _solve_whole(program: Program, objective: Whole) -> tuple[Whole, float]:
    solved = maximise(program, objective, whole=True)
    if solved is None:
        raise refusal(NoPlan, "no_plan")
    values = rounded(solved.values)
    if not program.holds(values):
        raise refusal(NotProven, "not_proven")
    return values, solved.bound


def whole_prices(prices: NDArray[np.float64]) -> tuple[Whole, int]:
    """Prices as whole numbers of a common unit; any prices prove a bound, good ones a sharp one."""
    each, place = np.unique(prices, return_inverse=True)  # most prices stand on many rows
    fractions = [Fraction(one).limit_denominator(FINEST) for one in each.tolist()]
    unit = min(lcm(*(one.denominator for one in fractions)), FINEST)
    return np.array([round(one * unit) for one in fractions], dtype=np.int64)[place], unit


def worth_at_most(program: Program, prices: Whole, left: Whole) -> int:
    """What no plan is worth more than, times the unit of the prices. Weak duality, by addition."""
    rows = np.where(prices > 0, program.row_upper, program.row_lower)[prices != 0]
    columns = np.where(left > 0, program.upper, program.lower)
    return int(rows @ prices[prices != 0]) + int(columns @ left)


def _restrict(
    program: Program, objective: Whole, number: int, level: Level, left: Whole
) -> Program:
    """The program of the plans that reach this level."""
    gap = worth_at_most(program, level.prices, left) - level.unit * level.value
    restricted = kept_by_prices(program, level.prices, left, gap)
    return restricted.with_row(("level", number), objective, level.value) if gap else restricted


def kept_by_prices(program: Program, prices: Whole, left: Whole, gap: int) -> Program:
    """The program with all fixed that no plan changes which falls short of the bound by the gap."""
    lower, upper = program.lower.copy(), program.upper.copy()
    row_lower, row_upper = program.row_lower.copy(), program.row_upper.copy()
    # One step away from its bound costs more than the gap: no such plan takes it.
    lower[left > gap] = upper[left > gap]
    upper[left < -gap] = lower[left < -gap]
    row_lower[prices > gap] = row_upper[prices > gap]
    row_upper[prices < -gap] = row_lower[prices < -gap]
    return replace(program, lower=lower, upper=upper, row_lower=row_lower, row_upper=row_upper)
