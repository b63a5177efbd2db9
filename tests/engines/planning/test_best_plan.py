"""The plan is the one that trying every plan finds."""

from exchanges import problem, small_exchanges
from hypothesis import HealthCheck, event, given, settings

from wayhome.engines.planning import NoPlan, find_breaches, plan_exchange, values_of
from wayhome.engines.planning.reference import best_plan


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(small_exchanges())
def test_every_level_and_the_list_are_those_of_trying_all_plans(data):
    asked = problem(data)
    best = best_plan(asked)
    event("feasible" if best else "infeasible")
    try:
        plan = plan_exchange(asked)
    except NoPlan:
        assert best is None
        return
    lines = tuple((batch, one) for batch, _, one in plan.lines)
    assert best is not None
    assert plan.values == best[1] == values_of(asked, lines)
    assert lines == best[0]
    assert not find_breaches(asked, lines)
