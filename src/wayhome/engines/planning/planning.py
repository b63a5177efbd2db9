"""From a problem to the one best plan."""

from collections.abc import Iterable
from dataclasses import dataclass

from wayhome.engines.planning.cells import Standing
from wayhome.engines.planning.drawing import Drawn, draw_plan
from wayhome.engines.planning.levels import solve_levels
from wayhome.engines.planning.model import build_model
from wayhome.engines.planning.problem import Batch, Id, Problem, Side
from wayhome.engines.planning.ranking import list_hash


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """Who travels in which batch, what that is worth by each objective, and its fingerprint."""

    lines: tuple[tuple[Batch, Side, Id], ...]  # sorted
    values: tuple[int, ...]  # exact, in the order of the problem's objectives
    hash: str  # of the lines, see `list_hash`


def plan_exchange(problem: Problem) -> Plan:
    """Find the one best plan: every objective in order proven, ties decided by the draw.

    Raises:
        NoPlan: no plan keeps the rules.
        NotProven: the solver stopped without a proof.
    """
    model = build_model(problem)
    optimum = solve_levels(model.program, model.levels)
    drawn = draw_plan(model, optimum.face, optimum.values)
    lines = tuple(sorted(_lines(model.standings, drawn)))
    return Plan(
        lines=lines,
        values=tuple(level.value for level in optimum.levels),
        hash=list_hash(lines),
    )


def _lines(standings: tuple[Standing, ...], drawn: Drawn) -> Iterable[tuple[Batch, Side, Id]]:
    for (number, at), fixed in drawn.items():
        batches = sorted(fixed.elements())
        for batch, unit in zip(batches, standings[number].cells[at].units, strict=False):
            for person in unit:
                yield batch, person.side, person.id
