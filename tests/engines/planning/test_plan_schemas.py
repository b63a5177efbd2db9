"""The published schemas say what is read and written, and forbid what is not read."""

import contextlib
import copy
import json
from pathlib import Path

import jsonschema
import pytest
from exchanges import invented, problem, small_exchanges
from hypothesis import HealthCheck, given, settings

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
)
from wayhome.engines.planning.plan import KNOWN

REFERENCE = Path(__file__).parents[3] / "docs/reference"


def schema(name):
    text = (REFERENCE / f"exchange-{name}.schema.json").read_text(encoding="utf-8")
    validator = jsonschema.Draft202012Validator(json.loads(text))
    validator.check_schema(validator.schema)
    return validator


PROBLEM, PLAN = schema("problem"), schema("plan")


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(small_exchanges())
def test_every_problem_and_plan_keeps_its_schema(data):
    asked = problem(data)
    PROBLEM.validate(data)
    PROBLEM.validate(json.loads(problem_text(asked)))
    with contextlib.suppress(NoPlan):
        PLAN.validate(json.loads(plan_text(plan_exchange(asked))))


@pytest.fixture(scope="module")
def plans():
    """A plan of everything there is, and one made again from it, as JSON."""
    data = invented(held=30, chosen=12, room=1.4)
    days = [(side, batch) for side in (0, 1) for batch in range(3)]
    dead = {
        "dead": [{"i": 900, "s": 0, "z": 1}],
        "dead_room": [[list(day), 1] for day in days],
        "day": [[list(day), 8] for day in days],
    }
    asked = problem(data, **dead)
    plan = plan_exchange(asked)
    mended = mend_plan(asked, plan, {plan.lines[-1][2]}, travelled=1)
    return [json.loads(plan_text(one)) for one in (plan, mended.plan)]


def test_the_schema_of_plans_names_what_is_read(plans):
    assert PLAN.schema["properties"].keys() == KNOWN == plans[0].keys() | plans[1].keys()
    for plan in plans:
        PLAN.validate(plan)


def bent(data, odd):
    """The data with something odd in the place of the first things of every list and object."""
    for key in list(data) if isinstance(data, dict) else range(min(2, len(data))):
        changed = copy.copy(data)
        changed[key] = odd
        yield changed
        if isinstance(data[key], (dict, list)):
            for inner in bent(data[key], odd):
                yield (
                    changed | {key: inner}
                    if isinstance(data, dict)
                    else [inner if at == key else one for at, one in enumerate(data)]
                )


@pytest.mark.parametrize("odd", [None, 2.5, "", True, {}, [], -1], ids=str)
def test_what_the_schema_of_plans_allows_is_read(plans, odd):
    for plan in plans:
        for one in bent(plan, odd):
            if PLAN.is_valid(one):
                read_plan(json.dumps(one))
                continue
            # Weights below zero are read, and refused when added up.
            if odd != -1:
                with pytest.raises(CannotReadPlan):
                    read_plan(json.dumps(one))


@pytest.mark.parametrize("odd", [None, 2.5, "", True, {}, [], -1], ids=str)
def test_what_the_schema_of_problems_forbids_is_not_read(odd):
    data = invented(held=6, chosen=2) | {"formula": {"kind": "exactly"}, "salt": "x"}
    for one in bent(data, odd):
        if not PROBLEM.is_valid(one):
            with pytest.raises(CannotReadProblem):
                problem_from(one)
