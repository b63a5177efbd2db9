"""In a network, flow and integer program give the same plan, and potentials prove it."""

import pytest
from exchanges import invented, problem, small_networks
from hypothesis import HealthCheck, given, settings

from wayhome.engines.planning import (
    NoPlan,
    NotANetwork,
    plan_exchange,
    unproven_levels,
    verify_plan,
)
from wayhome.engines.planning.network import rules_against
from wayhome.engines.planning.reference import best_plan

slow = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))


def planned(asked, **how):
    try:
        return plan_exchange(asked, **how)
    except NoPlan:
        return None


@slow
@given(small_networks())
def test_flow_and_integer_program_give_the_list_that_trying_all_plans_gives(data):
    asked = problem(data)
    best = best_plan(asked)
    by_flow = planned(asked)
    by_program = planned(asked, method="program")
    if best is None:
        assert by_flow is None
        assert by_program is None
        return
    assert by_flow.values == by_program.values == best[1]
    assert by_flow.list_hash == by_program.list_hash
    assert tuple((batch, one) for batch, _, one in by_flow.lines) == best[0]
    if not rules_against(asked):
        assert planned(asked, method="flow") == by_flow
        assert unproven_levels(by_flow) == ()
    assert verify_plan(asked, by_flow) == ()


def larger(seed, **changes):
    """A few hundred persons; those beside the count leave, unless they are to stay."""
    data = invented(held=150, chosen=70, seed=seed, room=1.1)
    beside = changes.pop("beside", False)
    held = [p for p in data["P"] if beside or not (p["sw"] or p["civ"])]
    bare = {"P": [{**p, "st": 0} for p in held], "fam": [], "quota": [], "must": []}
    return problem(data, **bare, **changes)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    "changes",
    [
        {"k": 1},
        {"k": None, "beside": True},
        {"k": 1, "beside": True},
        {"formula": {"kind": "at_least"}},
    ],
)
def test_the_same_at_a_larger_size(seed, changes):
    asked = larger(seed, **changes)
    by_flow, by_program = plan_exchange(asked), plan_exchange(asked, method="program")
    assert by_flow.values == by_program.values
    assert by_flow.list_hash == by_program.list_hash
    assert verify_plan(asked, by_flow) == ()
    assert rules_against(asked) or unproven_levels(by_flow) == ()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"fam": [[0, 1]]}, "groups"),
        ({"quota": [[[0, "u25"], 1]]}, "quota"),
        ({"formula": {"kind": "ratio", "ratio": [1, 2]}}, "ratio"),
        ({"P": "stretcher"}, "stretchers"),
        ({"P": "civilian"}, "beside the count"),
    ],
)
def test_flow_is_refused_where_a_rule_breaks_the_network(changes, said):
    data = invented(held=10, chosen=4)
    held = [{**p, "st": 0, "sw": 0, "civ": 0} for p in data["P"]]
    data = {**data, "P": held, "fam": [], "quota": [], "must": []}
    assert plan_exchange(problem(data), method="flow").values
    held_with = {
        "stretcher": [{**held[0], "st": 1, "ex": False}, *held[1:]],
        "civilian": [{**held[0], "civ": 1, "ex": False}, *held[1:]],
    }
    if "P" in changes:
        changes = {"P": held_with[changes["P"]]}
    with pytest.raises(NotANetwork, match=said):
        plan_exchange(problem(data, **changes), method="flow")
