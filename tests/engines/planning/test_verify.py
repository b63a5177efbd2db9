"""The verifier needs no solver and lets no broken rule pass."""

import subprocess
import sys
from dataclasses import replace

import pytest
from exchanges import invented, problem

from wayhome.engines.planning import (
    CannotReadPlan,
    find_breaches,
    list_hash,
    plan_exchange,
    plan_text,
    problem_text,
    read_plan,
    values_of,
    verify_plan,
)


@pytest.fixture(scope="module")
def asked():
    return problem(invented(held=60, chosen=30))


@pytest.fixture(scope="module")
def plan(asked):
    return plan_exchange(asked)


def with_lines(asked, plan, lines):
    lines = tuple(sorted(lines))
    values = values_of(asked, [(batch, one) for batch, _, one in lines])
    return replace(plan, lines=lines, values=values, list_hash=list_hash(lines))


def rules(asked, plan):
    return {breach.rule for breach in verify_plan(asked, plan)}


def test_a_plan_comes_back_from_its_file(asked, plan):
    assert read_plan(plan_text(plan)) == plan
    assert verify_plan(asked, plan) == ()


def test_a_plan_one_line_short_is_refused(asked, plan):
    assert rules(asked, with_lines(asked, plan, plan.lines[1:])) >= {"certificate"}


def test_a_worse_plan_is_refused_by_its_certificate(asked, plan):
    persons = {person.id: person for person in asked.persons}
    travel = {one for _, _, one in plan.lines}
    tied = {one for group in asked.groups for one in group} | asked.must
    line, other = next(
        (line, other)
        for line in plan.lines
        for other in asked.persons
        if {line[2], other.id}.isdisjoint(tied)
        and other.id not in travel
        and facts(other) == facts(persons[line[2]])
        and other.days_held < persons[line[2]].days_held
    )
    lines = {*plan.lines, (line[0], line[1], other.id)} - {line}
    assert rules(asked, with_lines(asked, plan, lines)) == {"certificate", "standing"}


def facts(one):
    return (one.side, one.site, one.categories, one.stretcher, one.earliest, one.available)


def test_false_claims_are_refused(asked, plan):
    assert rules(asked, replace(plan, list_hash="0" * 64)) == {"hash"}
    more = (plan.values[0] + 1, *plan.values[1:])
    (breach,) = verify_plan(asked, replace(plan, values=more))
    assert breach.rule == "values"
    assert breach.sentence == (
        f"Level 1: the plan says {more[0]}, its lines are worth {plan.values[0]}."
    )
    assert rules(asked, replace(plan, objectives=plan.objectives[::-1])) == {"values"}
    assert rules(asked, replace(plan, values=plan.values[1:])) == {"values"}
    assert rules(asked, replace(plan, certificates=plan.certificates[1:])) == {"certificate"}
    assert rules(asked, replace(plan, problem="0" * 64)) == {"problem"}
    swapped = tuple((batch, 1 - side, one) for batch, side, one in plan.lines)
    assert rules(asked, replace(plan, lines=swapped)) == {"persons"}


def test_a_forged_certificate_proves_nothing(asked, plan):
    first = plan.certificates[0]
    for forged in (
        replace(first, prices={("seats", 9, 9): 1}),
        replace(first, prices={("seats", 0, 0): -1}),
        replace(first, unit=0),
        replace(first, weights=(1,)),
    ):
        found = replace(plan, certificates=(forged, *plan.certificates[1:]))
        assert rules(asked, found) == {"certificate"}


def person(one, **facts):
    return {"i": one, "s": 0, "z": 0, **facts}


OTHERS = [
    person(4, sw=1),
    person(5, civ=1),
    person(6, s=1),
    person(7, s=1),
    person(8, s=1, u25=1),
]


DEAD = [{"i": 70, "s": 0, "z": 0}]
ROOM = [[[s, b], 1] for s in (0, 1) for b in (0, 1)]


def tiny(**changes):
    base = {
        "format": "exchange/2",
        "B": 2,
        "k": 1,
        "N": [1, 1],
        "P": [person(0, wom=1), person(1, st=1), person(2, e=1), person(3, ex=True), *OTHERS],
        "sites": [[[s, 0, b], 2] for s in (0, 1) for b in (0, 1)],
        "seat": [[[s, b], 2] for s in (0, 1) for b in (0, 1)],
        "stretch": [[[s, b], 0] for s in (0, 1) for b in (0, 1)],
    }
    return problem(base, **changes)


@pytest.mark.parametrize(
    ("changes", "lines", "broken"),
    [
        ({}, [(0, 0), (0, 6)], set()),
        ({}, [(0, 0), (0, 4), (1, 5), (0, 6)], set()),  # the wounded and civilians count nowhere
        ({}, [(0, 4), (0, 6)], {"number"}),  # nor do they make up the number
        ({}, [(0, 0), (1, 0), (0, 6)], {"persons", "number"}),
        ({}, [(0, 99), (0, 6)], {"persons"}),
        ({}, [(2, 0), (0, 6)], {"batches"}),
        ({}, [(0, 3), (0, 6)], {"not available"}),
        ({}, [(0, 2), (0, 6)], {"medical"}),
        ({}, [(0, 1), (0, 6)], {"stretchers"}),
        ({"seat": [[[s, b], 1 - s] for s in (0, 1) for b in (0, 1)]}, [(0, 0), (0, 6)], {"seats"}),
        ({}, [(0, 0), (0, 4), (0, 5), (0, 6)], {"sites", "seats"}),
        ({"N": [2, 2], "k": 0}, [(0, 0), (1, 2), (0, 6), (0, 7)], {"parity"}),
        ({"N": [2, 2], "k": None}, [(0, 0), (1, 2), (0, 6), (0, 7)], set()),
        ({"quota": [[[1, "u25"], 1]]}, [(0, 0), (0, 6)], {"quota"}),
        ({"fam": [[0, 2]]}, [(0, 0), (0, 6)], {"group"}),
        ({"day": [[[0, 0], 1]]}, [(0, 0), (0, 4), (0, 6)], {"days"}),
        ({"dead": DEAD, "dead_room": ROOM}, [(0, 0), (0, 6), (0, 70)], {"dead"}),
        ({"must": [8]}, [(0, 0), (0, 6)], {"must"}),
        ({"formula": {"kind": "at_least"}}, [(0, 0), (1, 2), (0, 6), (1, 7)], set()),
        ({"formula": {"kind": "all", "categories": ["u25"]}}, [(0, 0), (0, 6)], {"number"}),
        ({"formula": {"kind": "all", "categories": ["u25"]}}, [(0, 8)], set()),
        (
            {"formula": {"kind": "ratio", "ratio": [1, 2]}},
            [(0, 0), (0, 6), (0, 7)],
            set(),
        ),
        ({"formula": {"kind": "ratio", "ratio": [1, 2]}}, [(0, 0), (0, 6)], {"number"}),
    ],
)
def test_every_rule_is_checked(changes, lines, broken):
    assert {breach.rule for breach in find_breaches(tiny(**changes), lines)} == broken


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "plan/1", "lines": [[0]]}'])
def test_what_is_no_plan_is_refused(text):
    with pytest.raises(CannotReadPlan):
        read_plan(text)


@pytest.mark.parametrize("added", ['"values": [9]', '"remark": ""', '"format": "plan/1"'])
def test_a_plan_says_nothing_twice_and_nothing_that_is_not_checked(plan, added):
    with pytest.raises(CannotReadPlan):
        read_plan(plan_text(plan).replace("{", "{" + added + ", ", 1))


ALONE = """
import sys
sys.modules["ortools"] = None
from wayhome.engines import planning
problem, plan = sys.argv[1:]
read = planning.read_plan(open(plan, encoding="utf-8").read())
assert planning.verify_plan(planning.read_problem(open(problem, "rb").read()), read) == ()
try:
    planning.plan_exchange
except planning.NeedsSolver as refusal:
    print(refusal)
"""


def test_verifying_needs_no_solver(asked, plan, tmp_path):
    (tmp_path / "problem.json").write_bytes(problem_text(asked))
    (tmp_path / "plan.json").write_text(plan_text(plan), encoding="utf-8")
    files = [str(tmp_path / name) for name in ("problem.json", "plan.json")]
    ended = subprocess.run([sys.executable, "-c", ALONE, *files], capture_output=True, check=True)
    assert b"pip install wayhome[plan]" in ended.stdout
