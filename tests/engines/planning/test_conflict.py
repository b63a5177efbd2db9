"""What clashes is named, no rule too many, with what would help."""

import pytest
from exchanges import invented, problem, small_exchanges
from hypothesis import HealthCheck, assume, given, settings

from wayhome.engines.planning import NoPlan, find_conflict, plan_exchange

MANY = 99


@pytest.fixture(scope="module")
def data():
    return invented(held=40, chosen=20)


def clashes(asked):
    return {clash.rule: clash.give_way for clash in find_conflict(asked)}


def test_too_few_seats_for_the_number(data):
    seats = [[place, 3 if place[0] == 0 else n] for place, n in data["seat"]]
    assert clashes(problem(data, seat=seats, k=None)) == {("seats", 0): 11, ("number", 0): 11}
    # With parity, one side's number alone cannot give way: the other would be ahead.
    assert clashes(problem(data, seat=seats)) == {("seats", 0): 11, ("number", 0): None}


def test_a_quota_of_more_than_there_are(data):
    there = sum(
        p["s"] == 1 and p["wom"] and not (p["sw"] or p["civ"] or p["ex"]) for p in data["P"]
    )
    assert clashes(problem(data, quota=[[[1, "wom"], there + 2]])) == {("quota", 1, "wom"): 2}


def test_somebody_who_must_and_cannot(data):
    away = next(p for p in data["P"] if p["ex"])
    asked = problem(data, must=[away["i"]])
    assert list(clashes(asked)) == [("must", away["s"], away["z"])]
    assert clashes(asked) == {("must", away["s"], away["z"]): 1}


def test_parity_against_the_seats_of_a_day(data):
    seats = [[place, (0 if place == [0, 0] else MANY)] for place, _ in data["seat"]]
    sites = [[place, 0 if place[0] == 1 and place[2] else MANY] for place, _ in data["sites"]]
    asked = problem(data, seat=seats, sites=sites, quota=[], must=[], fam=[])
    assert {rule[0] for rule in clashes(asked)} == {"parity", "seats", "sites", "number"}


def given_up(data, rule):
    """The problem without one rule."""
    kind, *where = rule
    if kind in ("sites", "seats", "stretchers"):
        key = {"sites": "sites", "seats": "seat", "stretchers": "stretch"}[kind]
        return {**data, key: [[p, MANY if p[0] == where[0] else n] for p, n in data[key]]}
    if kind == "parity":
        return {**data, "k": None}
    if kind == "quota":
        return {**data, "quota": [q for q in data["quota"] if q[0] != where]}
    if kind == "must":
        named = {p["i"] for p in data["P"] if (p["s"], p["z"]) == tuple(where)}
        return {**data, "must": [one for one in data["must"] if one not in named]}
    return None  # one side's number alone cannot be left away in a problem file


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(small_exchanges())
def test_a_conflict_is_found_where_there_is_no_plan_and_giving_way_helps(data):
    asked = problem(data)
    found = find_conflict(asked)
    try:
        plan_exchange(asked)
    except NoPlan:
        assert found
    else:
        assert found == ()
    assume(data["formula"]["kind"] == "exactly")
    for clash in found:
        without = given_up(data, clash.rule)
        if without is not None:
            try:
                plan_exchange(problem(without))
            except NoPlan:
                assert clash.give_way is None
            else:
                assert clash.give_way is not None
                assert clash.give_way > 0
