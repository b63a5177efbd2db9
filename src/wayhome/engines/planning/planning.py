"""From a problem to the one best plan."""

from typing import Literal

from wayhome.engines.planning.dead import schedule_returns
from wayhome.engines.planning.drawing import Drawn, draw_plan
from wayhome.engines.planning.errors import NotANetwork
from wayhome.engines.planning.levels import solve_levels
from wayhome.engines.planning.model import Model, build_model
from wayhome.engines.planning.network import build_network, rules_against
from wayhome.engines.planning.plan import Plan
from wayhome.engines.planning.problem import Batch, Id, Problem, Side
from wayhome.engines.planning.proving import certify
from wayhome.engines.planning.ranking import list_hash
from wayhome.engines.planning.stopping import Stop, Tell, heeding, telling
from wayhome.engines.planning.wording import refusal, said
from wayhome.engines.planning.writing import problem_hash

Method = Literal["flow", "program"] | None


def plan_exchange(
    problem: Problem,
    *,
    method: Method = None,
    stop: Stop | None = None,
    tell: Tell | None = None,
) -> Plan:
    """Find the one best plan: every objective in order proven, ties decided by the draw.

    The plan is the same by whichever method. Without a choice it is by flow as far as the rules
    form a network, by an integer program for the rest. It ends soon after `stop` says yes, which
    is asked often; `tell` is told of each aim reached and each part of the draw.

    Raises:
        Cancelled: it was stopped.
        NoPlan: no plan keeps the rules.
        NotProven: the solver stopped without a proof.
        NotANetwork: it was to be by flow, and the rules form no network.
    """
    against = rules_against(problem)
    if method == "flow" and against:
        raise refusal(NotANetwork, "not_a_network", why="; ".join(map(said, against)))
    with heeding(stop), telling(tell):
        return _planned(problem, method)


def _planned(problem: Problem, method: Method) -> Plan:
    model = build_model(problem)
    network = None if method == "program" else build_network(model)
    optimum = solve_levels(model.program, model.levels, network)
    lines = lines_of(model, draw_plan(model, optimum.face, optimum.values, network))
    return Plan(
        lines=lines,
        objectives=problem.objectives,
        values=tuple(level.value for level in optimum.levels),
        certificates=certify(problem, optimum.levels),
        list_hash=list_hash(lines),
        problem=problem_hash(problem),
        dead=schedule_returns(problem),
    )


def lines_of(model: Model, drawn: Drawn) -> tuple[tuple[Batch, Side, Id], ...]:
    """Say who travels when, given where the units of every cell go: the best ranks, first."""
    return tuple(
        sorted(
            (batch, person.side, person.id)
            for (number, at), batches in drawn.items()
            for batch, unit in zip(batches, model.standings[number].cells[at].units, strict=False)
            for person in unit
        )
    )
