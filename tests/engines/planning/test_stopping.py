"""A plan under way ends soon after it is asked to, and is the same plan where it is not."""

from collections.abc import Callable
from random import Random

import numpy as np
import pytest
from exchanges import invented, problem

from wayhome.engines.planning import find_conflict, mend_plan, plan_exchange, stopping
from wayhome.engines.planning.program import Draft
from wayhome.engines.planning.solving import maximise
from wayhome.values import Cancelled

NETWORK = {"fam": [], "quota": [], "must": []}


def after(times: int) -> Callable[[], bool]:
    """A stop that comes when it was asked about this many times."""
    asked = iter(range(times))
    return lambda: next(asked, None) is None


@pytest.fixture(scope="module", params=["program", "flow"])
def asked(request):
    data = invented(held=60, chosen=30)
    if request.param == "flow":
        held = [{**p, "st": 0} for p in data["P"] if not (p["sw"] or p["civ"])]
        return problem(data, **NETWORK, P=held)
    return problem(data)


@pytest.fixture(scope="module")
def plan(asked):
    return plan_exchange(asked)


@pytest.mark.parametrize("times", [0, 1, 5, 20, 60])
def test_a_plan_ends_wherever_it_is_stopped(asked, times):
    with pytest.raises(Cancelled):
        plan_exchange(asked, stop=after(times))


def test_a_plan_that_could_be_stopped_is_the_same_plan(asked, plan):
    assert plan_exchange(asked, stop=lambda: False) == plan


def test_a_stop_reaches_into_a_level(monkeypatch):
    """What would take the solver for ever ends with the second look at the stop."""
    rng = Random(1)  # noqa: S311
    weights = [[rng.randint(1, 1000) for _ in range(100)] for _ in range(10)]
    draft = Draft()
    columns = [draft.column(0, 1) for _ in weights[0]]
    for row in weights:
        draft.row(("knapsack",), dict(zip(columns, row, strict=True)), sum(row) // 2, sum(row) // 2)
    endless, worth = draft.finished(), np.array([rng.randint(1, 99) for _ in columns])
    monkeypatch.setattr(stopping, "FIRST_SLICE", 0.1)
    with pytest.raises(Cancelled), stopping.heeding(after(1)):
        maximise(endless, worth, whole=True)


def test_time_never_changes_what_a_level_finds(asked, plan, monkeypatch):
    monkeypatch.setattr(stopping, "FIRST_SLICE", 1e-3)
    assert plan_exchange(asked, stop=lambda: False) == plan


def test_answers_and_repairs_are_stopped_too(asked, plan):
    with pytest.raises(Cancelled):
        mend_plan(asked, plan, {plan.lines[0][2]}, stop=after(1))
    impossible = problem(invented(held=20, chosen=19, room=0.5))
    assert find_conflict(impossible)
    with pytest.raises(Cancelled):
        find_conflict(impossible, stop=after(1))
