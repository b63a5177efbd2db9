"""The dead are returned as early as there is room, whatever the other side does; never balanced."""

from dataclasses import replace
from hashlib import sha256

import pytest
from exchanges import invented, problem
from hypothesis import given
from hypothesis import strategies as st

from wayhome.engines.planning import (
    find_held_back,
    mend_plan,
    plan_exchange,
    plan_text,
    problem_from,
    problem_hash,
    read_plan,
    verify_plan,
)
from wayhome.engines.planning.dead import schedule_returns

DATA = invented(held=20, chosen=8)
LIVING = len(DATA["P"])


def room(first, second):
    return [[[s, b], n] for s, rooms in enumerate((first, second)) for b, n in enumerate(rooms)]


def with_dead(*dead, first=(2, 2, 2), second=(2, 2, 2)):
    rows = [{"i": LIVING + n, "s": s, "z": 0, "e": e} for n, (s, e) in enumerate(dead)]
    return problem(DATA, dead=rows, dead_room=room(first, second))


FIVE = [(0, 0)] * 5


@pytest.fixture(scope="module")
def asked():
    return with_dead(*FIVE)


@pytest.fixture(scope="module")
def plan(asked):
    return plan_exchange(asked)


def test_they_are_returned_though_the_other_side_returns_nobody(asked, plan):
    assert [batch for batch, _, _ in plan.dead] == [0, 0, 1, 1, 2]
    assert verify_plan(asked, plan) == ()


def test_the_dead_change_nothing_for_the_living(plan):
    bare = plan_exchange(problem(DATA))
    assert (plan.lines, plan.values, plan.list_hash) == (bare.lines, bare.values, bare.list_hash)


def test_those_ready_longest_go_first_and_then_the_draw_decides():
    asked = with_dead((0, 1), *FIVE[:3], first=(1, 1, 1))
    drawn = sorted(
        range(LIVING + 1, LIVING + 4), key=lambda one: sha256(f"wayhome\0{one}".encode()).digest()
    )
    assert [one for _, _, one in schedule_returns(asked)] == drawn


@pytest.mark.parametrize(
    "dead",
    [
        (),  # none, because the other side returns none
        [(1, 0, LIVING + n) for n in range(2)],  # a day later than there is room
        [(0, 0, LIVING)],
        [(batch, 0, LIVING + n) for n, batch in enumerate((0, 0, 0, 1, 1))],  # more than room
        [(0, 0, LIVING)] * 2,
        [(0, 1, LIVING)],
        [(0, 0, 0)],
        [(9, 0, LIVING)],
    ],
)
def test_a_plan_that_holds_them_back_is_refused(asked, plan, dead):
    assert {b.rule for b in verify_plan(asked, replace(plan, dead=tuple(dead)))} == {"dead"}


def test_one_out_of_turn_is_refused(asked, plan):
    first, last = plan.dead[0], plan.dead[-1]
    swapped = (*plan.dead[1:-1], (first[0], 0, last[2]), (last[0], 0, first[2]))
    assert {b.rule for b in verify_plan(asked, replace(plan, dead=swapped))} == {"dead"}


@given(
    st.lists(st.tuples(st.integers(0, 1), st.integers(0, 4)), max_size=9),
    st.lists(st.integers(0, 3), min_size=6, max_size=6),
)
def test_the_schedule_is_allowed_and_no_other_of_a_side_returns_more(dead, rooms):
    asked = with_dead(*dead, first=rooms[:3], second=rooms[3:])
    found = schedule_returns(asked)
    assert find_held_back(asked, found) == ()
    for side in (0, 1):
        for last in range(3):
            # So far as ready and as there is room, from whichever batch on it is tightest.
            most = min(
                sum(e < start for s, e in dead if s == side)
                + sum(rooms[3 * side + b] for b in range(start, last + 1))
                for start in range(last + 2)
            )
            assert sum(s == side and b <= last for b, s, _ in found) == most


def test_the_schedule_stands_in_the_files(asked, plan):
    assert read_plan(plan_text(plan)) == plan
    bare = problem(DATA)
    assert problem_hash(bare) != problem_hash(asked)
    assert problem_hash(problem_from({**DATA, "dead": [], "dead_room": []})) == problem_hash(bare)


def test_one_who_is_not_returned_after_all_makes_room(asked, plan):
    mended = mend_plan(asked, plan, {plan.dead[0][2]})
    assert verify_plan(mended.problem, mended.plan) == ()
    assert [batch for batch, _, _ in mended.plan.dead] == [0, 0, 1, 1]
