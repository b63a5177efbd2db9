"""From a problem to the one best plan."""

from wayhome.engines.planning.drawing import Drawn, draw_plan
from wayhome.engines.planning.levels import solve_levels
from wayhome.engines.planning.model import Model, build_model
from wayhome.engines.planning.plan import Plan
from wayhome.engines.planning.problem import Batch, Id, Problem, Side
from wayhome.engines.planning.proving import certify
from wayhome.engines.planning.ranking import list_hash
from wayhome.engines.planning.writing import problem_hash


def plan_exchange(problem: Problem) -> Plan:
    """Find the one best plan: every objective in order proven, ties decided by the draw.

    Raises:
        NoPlan: no plan keeps the rules.
        NotProven: the solver stopped without a proof.
    """
    model = build_model(problem)
    optimum = solve_levels(model.program, model.levels)
    lines = lines_of(model, draw_plan(model, optimum.face, optimum.values))
    return Plan(
        lines=lines,
        objectives=problem.objectives,
        values=tuple(level.value for level in optimum.levels),
        certificates=certify(problem, optimum.levels),
        list_hash=list_hash(lines),
        problem=problem_hash(problem),
    )


def lines_of(model: Model, drawn: Drawn) -> tuple[tuple[Batch, Side, Id], ...]:
    """Say who travels when, given the count of every cell in every batch: the best ranks, first."""
    lines = []
    for (number, at), fixed in drawn.items():
        batches = sorted(fixed.elements())
        units = model.standings[number].cells[at].units
        for batch, unit in zip(batches, units, strict=False):
            lines += [(batch, person.side, person.id) for person in unit]
    return tuple(sorted(lines))
