"""After a drop-out: every rule kept, as few lines changed as can be, and who can stand in."""

from itertools import product

import pytest
from exchanges import invented, problem, small_exchanges
from hypothesis import HealthCheck, assume, given, settings

from wayhome.engines.planning import (
    NoPlan,
    find_breaches,
    mend_plan,
    mending,
    plan_exchange,
    substitutes,
    values_of,
    verify_plan,
)


def fewest_changes(asked, before):
    """The fewest lines any allowed plan changes, by trying all."""
    choices = [
        [None, *range(person.earliest, asked.batches)] if person.available else [None]
        for person in asked.persons
    ]
    fewest = None
    for chosen in product(*choices):
        lines = {
            person.id: batch
            for batch, person in zip(chosen, asked.persons, strict=True)
            if batch is not None
        }
        changes = sum(before.get(one) != batch for one, batch in lines.items())
        changes += len(before.keys() - lines.keys())
        if (fewest is None or changes < fewest) and not find_breaches(
            asked, [(batch, one) for one, batch in lines.items()]
        ):
            fewest = changes
    return fewest


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(small_exchanges(most=3))
def test_no_plan_changes_fewer_lines(data):
    asked = problem(data)
    try:
        plan = plan_exchange(asked)
    except NoPlan:
        assume(False)
    assume(plan.lines)
    dropped = plan.lines[0][2]
    before = {one: batch for batch, _, one in plan.lines if one != dropped}
    try:
        mended = mend_plan(asked, plan, {dropped})
    except NoPlan:
        left = problem(
            data,
            P=[{**p, "ex": p["ex"] or p["i"] == dropped} for p in data["P"]],
            must=[one for one in data["must"] if one != dropped],
            fam=[group for group in data["fam"] if dropped not in group],
        )
        assert fewest_changes(left, before) is None
        return
    assert not verify_plan(mended.problem, mended.plan)
    assert mended.changes == fewest_changes(mended.problem, before)


INVENTED = invented(held=60, chosen=30)
NETWORK = {
    **INVENTED,
    "P": [{**p, "st": 0} for p in INVENTED["P"] if not (p["sw"] or p["civ"])],
    "fam": [],
    "quota": [],
    "must": [],
}


@pytest.fixture(scope="module")
def asked():
    return problem(INVENTED)


@pytest.fixture(scope="module")
def plan(asked):
    return plan_exchange(asked)


def test_a_twentieth_drops_out(asked, plan):
    dropped = [one for _, _, one in plan.lines][::20]
    mended = mend_plan(asked, plan, dropped)
    assert not verify_plan(mended.problem, mended.plan)
    assert mended.changes <= 1.5 * len(dropped)


def test_a_network_is_mended_by_flow_as_it_is_by_program(monkeypatch):
    asked = problem(NETWORK)
    plan = plan_exchange(asked, method="flow")
    dropped = [one for _, _, one in plan.lines][::20]
    mended = mend_plan(asked, plan, dropped, travelled=1)
    monkeypatch.setattr(mending, "build_network", lambda _: None)
    assert mend_plan(asked, plan, dropped, travelled=1) == mended
    assert verify_plan(mended.problem, mended.plan) == ()
    assert mended.changes <= 1.5 * len(dropped)


def test_batches_that_left_stay_as_they_were(asked, plan):
    dropped = [one for batch, _, one in plan.lines if batch == 2][:2]
    mended = mend_plan(asked, plan, dropped, travelled=2)
    left = [line for line in plan.lines if line[0] < 2]
    assert [line for line in mended.plan.lines if line[0] < 2] == left


def test_substitutes_keep_every_rule_and_the_best_comes_first(asked, plan):
    tried = 0
    for batch, _, one in plan.lines:
        if one in asked.must:
            continue
        worth = []
        for other in substitutes(asked, plan, one)[:5]:
            lines = [(b, i) for b, _, i in plan.lines if i != one] + [(batch, other)]
            assert not find_breaches(asked, lines)
            worth.append(values_of(asked, lines))
            tried += 1
        assert worth == sorted(worth, reverse=True)
    assert tried > 10


def test_nobody_stands_in_for_one_of_a_group_or_for_somebody_not_on_the_list(asked, plan):
    group = next(iter(asked.groups[0]))
    travel = {one for _, _, one in plan.lines}
    home = next(person.id for person in asked.persons if person.id not in travel)
    assert substitutes(asked, plan, group) == substitutes(asked, plan, home) == ()
