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


def few(**changes):
    """Side 0 holds a pair and one more, side 1 holds one; two days, a seat each day."""
    days = [(side, batch) for side in (0, 1) for batch in (0, 1)]
    base = {
        "format": "exchange/2",
        "B": 2,
        "k": None,
        "N": [1, 1],
        "P": [{"i": one, "s": int(one == 9), "z": 0, "d": 5} for one in (0, 1, 2, 9)],
        "sites": [[[s, 0, b], MANY] for s, b in days],
        "seat": [[[s, b], 1] for s, b in days],
        "stretch": [[[s, b], 0] for s, b in days],
    }
    return problem(base, **changes)


def test_a_group_that_has_no_seats_together_is_named():
    asked = few(fam=[[0, 1]], must=[0], formula={"kind": "at_least"})
    found = find_conflict(asked)
    assert {clash.rule: clash.give_way for clash in found} == {
        ("seats", 0): 1,
        ("must", 0, 0): 1,
        ("group", 0): 1,
    }
    assert found[-1].sentence == "Side 0: the 2 of a group at site 0 travel together."
    assert find_conflict(few(fam=[[0, 1]], must=[2])) == ()


def test_a_member_who_cannot_travel_holds_a_group_back():
    held = [{"i": one, "s": int(one == 9), "z": 0, "ex": one == 1} for one in (0, 1, 9)]
    asked = few(P=held, fam=[[0, 1]])
    assert clashes(asked) == {("number", 0): 1, ("group", 0): 1}


def test_medical_dates_are_named_with_how_many_would_have_to_go_too_early():
    held = [{"i": one, "s": int(one >= 8), "z": 0, "e": int(one < 3)} for one in (0, 1, 2, 8, 9)]
    asked = few(P=held, N=[2, 2])
    assert clashes(asked) == {("number", 0): 1, ("seats", 0): 1, ("medical", 0, 1): 1}
    sentence = "Side 0: 3 persons are not fit to travel before batch 2."
    assert sentence in {clash.sentence for clash in find_conflict(asked)}


def given_up(data, rule):
    """The problem without one rule."""
    kind, *where = rule
    if kind in ("sites", "seats", "stretchers"):
        key = {"sites": "sites", "seats": "seat", "stretchers": "stretch"}[kind]
        return {**data, key: [[p, MANY if p[0] == where[0] else n] for p, n in data[key]]}
    without = {
        "parity": lambda: {"k": None},
        "quota": lambda: {"quota": [q for q in data["quota"] if q[0] != where]},
        "group": lambda: {"fam": [g for g in data["fam"] if set(g) != group_of(data, where)]},
        "medical": lambda: {
            "P": [{**p, "e": 0} if [p["s"], p["e"]] == where else p for p in data["P"]]
        },
        "must": lambda: {"must": [i for i in data["must"] if i not in at_site(data, where)]},
    }
    # One side's number alone cannot be left away in a problem file.
    return {**data, **without[kind]()} if kind in without else None


def group_of(data, where):
    return problem(data).groups[where[0]]


def at_site(data, where):
    return {p["i"] for p in data["P"] if [p["s"], p["z"]] == where}


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
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
