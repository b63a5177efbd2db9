"""The plan is the one that trying every plan finds, whatever the order, hash seed or solver."""

import json
import os
import subprocess
import sys
from random import Random

import numpy as np
import pytest
from exchanges import invented, problem, small_exchanges
from hypothesis import HealthCheck, given, settings
from ortools.math_opt.python import mathopt

from wayhome.engines.planning import (
    NoPlan,
    find_conflict,
    plan_exchange,
    problem_from,
    problem_hash,
    unproven_levels,
    verify_plan,
)
from wayhome.engines.planning.model import build_model
from wayhome.engines.planning.reference import best_plan
from wayhome.engines.planning.solving import to_proto

slow = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))


@slow
@given(small_exchanges())
def test_every_level_and_the_list_are_those_of_trying_all_plans(data):
    asked = problem(data)
    best = best_plan(asked)
    if best is None:
        with pytest.raises(NoPlan):
            plan_exchange(asked)
        return
    plan = plan_exchange(asked)
    assert plan.values == best[1]
    assert tuple((batch, one) for batch, _, one in plan.lines) == best[0]
    assert not verify_plan(asked, plan)


def test_a_quota_of_none_asks_for_nothing():
    data = bare(beside=False)
    asked = problem(data, quota=[[[0, "wom"], 0]])
    assert plan_exchange(asked).lines == plan_exchange(problem(data)).lines


def test_a_certificate_rests_on_an_earlier_bound_that_was_rounded_down():
    """A pair has no two seats: by halves the bound of a level is 1.5, so 1, and twice that is 3."""
    persons = [{"i": i, "s": int(i > 3), "z": 0, "d": 5} for i in range(7)]
    persons[3]["child"] = persons[4]["civ"] = 1
    places = [(side, batch) for side in (0, 1) for batch in (0, 1)]
    asked = problem(
        {
            **{"format": "exchange/2", "B": 2, "k": 0, "N": [0, 0], "P": persons},
            **{"formula": {"kind": "at_least"}, "fam": [[1, 3], [4, 5]]},
            "sites": [[[s, 0, b], (1 + s) * (1 - b)] for s, b in places],
            "seat": [[[s, b], 2 if (s, b) == (1, 0) else 1] for s, b in places],
            "stretch": [[[s, b], 0] for s, b in places],
        }
    )
    assert verify_plan(asked, plan_exchange(asked)) == ()


def test_what_is_found_by_search_is_proven_however_large_its_value():
    """Pairs and an odd number of seats: by halves 2.5 pairs go, and no prices prove that two do."""
    pairs = [[2 * n, 2 * n + 1] for n in range(3)]
    persons = [{"i": i, "s": 0, "z": 0, "d": 400_000} for i in range(6)]
    asked = problem(
        {
            **{"format": "exchange/2", "B": 1, "k": None, "N": [0, 0], "fam": pairs},
            **{"formula": {"kind": "at_least"}, "objectives": ["days_held"]},
            "P": [*persons, {"i": 6, "s": 0, "z": 0, "d": 1}],
            "sites": [[[0, 0, 0], 7]],
            "seat": [[[s, 0], 5] for s in (0, 1)],
            "stretch": [[[s, 0], 0] for s in (0, 1)],
        }
    )
    plan = plan_exchange(asked)
    assert plan.values == (1_600_001,)
    assert unproven_levels(plan) == ("days_held",)


@slow
@given(small_exchanges())
def test_another_order_of_the_objectives_is_kept_too(data):
    asked = problem(data, objectives=["days_held", "vulnerable_early", "women"])
    best = best_plan(asked)
    if best is not None:
        assert plan_exchange(asked).values == best[1]


def bare(*, beside):
    """Without what breaks a network; nobody beside the count unless they are to stay."""
    data = invented(held=60, chosen=30)
    held = [{**p, "st": 0} for p in data["P"] if beside or not (p["sw"] or p["civ"])]
    return {**data, "P": held, "fam": [], "quota": [], "must": []}


ALL_RULES = invented(held=60, chosen=30)
SOLVED_BY = {
    "program": ALL_RULES,
    "flow": bare(beside=False),
    "flow beside parity": bare(beside=True),
}


@pytest.fixture(scope="module", params=SOLVED_BY)
def data(request):
    return SOLVED_BY[request.param]


@pytest.fixture(scope="module")
def plan(data):
    return plan_exchange(problem(data))


def shuffled(data, rng):
    mixed = {key: data[key] for key in rng.sample(sorted(data), len(data))}
    for key in ("P", "sites", "seat", "stretch", "fam", "quota", "must"):
        mixed[key] = rng.sample(data[key], len(data[key]))
    mixed["fam"] = [rng.sample(group, len(group)) for group in mixed["fam"]]
    return mixed


@pytest.mark.parametrize("seed", range(20))
def test_the_order_of_the_input_means_nothing(data, plan, seed):
    mixed = problem_from(shuffled(data, Random(seed)))  # noqa: S311
    assert problem_hash(mixed) == plan.problem
    assert plan_exchange(mixed) == plan


HASH = (
    "import sys; from wayhome.engines.planning import *;"
    "print(plan_exchange(read_problem(sys.stdin.buffer.read())).list_hash)"
)


@pytest.mark.parametrize(("seed", "threads"), [("1", "1"), ("77", "4")])
def test_the_hash_seed_and_the_threads_mean_nothing(data, plan, seed, threads):
    environment = os.environ | {"PYTHONHASHSEED": seed, "OMP_NUM_THREADS": threads}
    ended = subprocess.run(
        [sys.executable, "-c", HASH],
        input=json.dumps(data).encode(),
        env=environment,
        capture_output=True,
        check=True,
    )
    assert ended.stdout.decode().strip() == plan.list_hash


def test_prices_prove_every_level(plan):
    assert unproven_levels(plan) == ()


def test_another_salt_draws_another_list_of_the_same_worth(data, plan):
    other = plan_exchange(problem(data, salt="another"))
    assert other.values == plan.values
    assert other.list_hash != plan.list_hash


def test_another_solver_finds_the_same_values(data, plan):
    model = build_model(problem(data))
    program = model.program
    for objective, value in zip(model.levels, plan.values, strict=True):
        result = mathopt.solve(
            mathopt.Model.from_model_proto(to_proto(program, objective, whole=True)),
            mathopt.SolverType.CP_SAT,
            params=mathopt.SolveParameters(threads=1),
        )
        assert result.termination.reason is mathopt.TerminationReason.OPTIMAL
        assert round(result.objective_value()) == value
        program = program.with_row(("level", 0), np.asarray(objective), value)


def test_no_conflict_where_there_is_a_plan(data):
    assert find_conflict(problem(data)) == ()
