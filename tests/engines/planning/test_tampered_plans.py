"""Whoever bends a plan, and writes its values and hash anew, is told which rule it breaks."""

import json
from dataclasses import replace
from random import Random

import pytest
from exchanges import small_exchanges
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tampering import KINDS, TAMPERINGS, files, planned

from wayhome.engines.planning import (
    CannotReadPlan,
    CannotReadProblem,
    NoPlan,
    mend_plan,
    plan_exchange,
    plan_text,
    problem_from,
    problem_text,
    read_plan,
    read_problem,
    verify_mended,
    verify_plan,
)
from wayhome.engines.planning.objectives import OBJECTIVES


def refused(problem, plan):
    """The rules that are named; each with a sentence."""
    try:
        read, known = read_problem(json.dumps(problem)), read_plan(json.dumps(plan))
    except (CannotReadPlan, CannotReadProblem):
        return {"unreadable"}
    breaches = verify_plan(read, known)
    assert all(breach.sentence[-1] == "." for breach in breaches)
    return {breach.rule for breach in breaches}


@pytest.mark.parametrize("kind", KINDS)
def test_the_honest_plan_is_accepted(kind):
    assert refused(*files(kind)) == set()


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(small_exchanges(most=6), st.permutations(list(OBJECTIVES)), st.integers(0, 8))
def test_no_honest_plan_is_refused_whatever_the_aims(data, aims, number):
    asked = problem_from({**data, "objectives": aims[:number]})
    try:
        plan = plan_exchange(asked)
        assert verify_plan(asked, plan) == ()
        made = mend_plan(asked, plan, {one for _, _, one in plan.lines[:1]})
    except NoPlan:
        return
    assert verify_plan(made.problem, made.plan) == ()
    assert verify_mended(made.problem, made.plan, asked, plan) == ()


@pytest.mark.parametrize("tamper", TAMPERINGS, ids=lambda tamper: tamper.__name__)
def test_no_tampering_passes(tamper):
    tried = 0
    for kind in KINDS:
        for seed in range(2):
            problem, plan = files(kind)
            try:
                expected = tamper(problem, plan, Random(seed))  # noqa: S311
            except (IndexError, KeyError):  # nothing there to tamper with
                continue
            tried += 1
            found = refused(problem, plan)
            assert found, (kind, seed)
            assert found >= expected, (kind, seed)
    assert tried


def test_a_changed_price_is_refused_or_proves_the_same():
    """Prices need not be believed: whichever are given, they prove what they add up to."""
    refusals = 0
    for kind in KINDS:
        problem, plan = files(kind)
        for certificate in filter(None, plan["certificates"][::3]):
            for price in certificate["prices"][::9]:
                price[1] -= 1
                found = refused(problem, plan)
                assert found in (set(), {"certificate"})
                refusals += bool(found)
                price[1] += 1
    assert refusals > 20


@pytest.fixture(scope="module")
def mended():
    problem, plan = planned("groups, quotas, must")
    dropped = [one for batch, _, one in plan.lines if batch == 2][:2]
    return problem, plan, mend_plan(problem, plan, dropped, travelled=1)


def test_a_plan_made_again_is_held_against_the_plan_before(mended):
    problem, before, made = mended
    assert made.plan.mends.changes == made.changes
    again = read_plan(plan_text(made.plan))
    assert again == made.plan
    assert (
        verify_plan(made.problem, again)
        == verify_mended(made.problem, again, problem, before)
        == ()
    )


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda plan: plan["mends"].update(list_hash="0"), "other"),
        (lambda plan: plan.pop("mends"), "other"),
        (lambda plan: plan["mends"].update(travelled=3), "left"),
        (lambda plan: plan["mends"].update(changes=0), "changes"),
    ],
)
def test_a_plan_made_again_cannot_hide_what_it_changes(mended, change, code):
    problem, before, made = mended
    plan = json.loads(plan_text(made.plan))
    change(plan)
    found = verify_mended(made.problem, read_plan(json.dumps(plan)), problem, before)
    assert {breach.code for breach in found} == {f"breach_mends_{code}"}


def test_a_plan_made_again_cannot_change_what_was_agreed(mended):
    problem, before, made = mended
    data = json.loads(problem_text(made.problem))
    data["k"] += 1
    (breach,) = verify_mended(problem_from(data), made.plan, problem, before)
    assert breach.code == "breach_mends_problem"


def test_a_plan_made_again_is_held_against_no_forged_plan_before(mended):
    problem, before, made = mended
    forged = replace(before, lines=before.lines[1:])
    (breach,) = verify_mended(made.problem, made.plan, problem, forged)
    assert breach.code == "breach_mends_before"
