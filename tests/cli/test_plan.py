"""`wayhome plan` and `wayhome plan verify`."""

import json

import pytest
from calling import call, refused

EXCHANGE = {
    "format": "exchange/2",
    "B": 2,
    "k": 1,
    "N": [2, 2],
    "P": [
        {"i": f"{'NS'[side]}-{n}", "s": side, "z": "a", "d": 10 * n, "sw": int(n == 4)}
        for side in (0, 1)
        for n in range(5)
    ],
    "sites": [[[s, "a", b], 3] for s in (0, 1) for b in (0, 1)],
    "seat": [[[s, b], 3] for s in (0, 1) for b in (0, 1)],
    "stretch": [[[s, b], 0] for s in (0, 1) for b in (0, 1)],
}


@pytest.fixture
def problem(tmp_path):
    file = tmp_path / "exchange.json"
    file.write_text(json.dumps(EXCHANGE), encoding="utf-8")
    return file


@pytest.fixture
def made(problem, tmp_path):
    ended = call("plan", problem, "--out", tmp_path / "plan")
    assert ended.code == 0, ended.err
    return tmp_path / "plan"


def test_a_plan_is_made_and_verified(made):
    for named in (made, made / "plan.json"):
        ended = call("plan", "verify", named)
        assert ended.code == 0
        assert "The plan verifies" in ended.out


def test_returns_of_the_dead_are_told_beside_the_living(problem, tmp_path):
    dead = {
        "dead": [{"i": f"D-{n}", "s": 1, "z": "b"} for n in range(3)],
        "dead_room": [[[s, b], 2] for s in (0, 1) for b in (0, 1)],
    }
    problem.write_text(json.dumps({**EXCHANGE, **dead}), encoding="utf-8")
    ended = call("plan", problem, "--out", tmp_path / "plan")
    assert "Batch 1, side 1: 2 of the dead\nBatch 2, side 1: 1 of the dead\n" in ended.out
    assert call("plan", "verify", tmp_path / "plan").code == 0


def test_each_side_gets_the_reasons_of_its_own_persons_only(made):
    for side, letter in enumerate("NS"):
        reasons = json.loads((made / f"reasons-side-{side}.json").read_text(encoding="utf-8"))
        assert {one["id"][0] for one in reasons} == {letter}
        assert len(reasons) == 5
        assert all(one["reason"] and one["family"] for one in reasons)


def test_a_changed_line_does_not_verify(made):
    plan = made / "plan.json"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace('"N-3"', '"N-0"'), encoding="utf-8")
    ended = call("plan", "verify", plan)
    assert ended.code == 2
    assert "does not verify" in ended.err


def test_a_plan_is_not_verified_against_another_problem(made, tmp_path):
    other = tmp_path / "other.json"
    other.write_text(json.dumps({**EXCHANGE, "k": 2}), encoding="utf-8")
    ended = call("plan", "verify", made, "--problem", other)
    assert ended.code == 2
    assert "another problem" in ended.err


def test_an_impossible_exchange_says_what_clashes_and_writes_nothing(problem, tmp_path):
    problem.write_text(json.dumps({**EXCHANGE, "N": [5, 5], "k": None}), encoding="utf-8")
    ended = call("plan", problem, "--out", tmp_path / "none")
    assert ended.code == 2
    assert "Side 0: 5 prisoners of war are released" in ended.err
    assert "Giving way on this alone is not enough." in ended.err
    assert not (tmp_path / "none").exists()


def test_a_plan_is_never_overwritten(problem, made):
    before = (made / "plan.json").read_bytes()
    ended = call("plan", problem, "--out", made)
    assert ended.code == 2
    assert "Name another folder" in ended.err
    assert (made / "plan.json").read_bytes() == before


def test_a_folder_that_cannot_be_written_is_a_sentence(problem):
    assert "cannot be written" in refused("plan", problem, "--out", problem)


def test_the_reasons_name_the_standing_and_the_place(made):
    reasons = json.loads((made / "reasons-side-0.json").read_text(encoding="utf-8"))
    shortest = next(one for one in reasons if one["id"] == "N-0")
    assert shortest["standing"] == {
        "site": "a", "categories": [], "stretcher": False, "earliest": 0, "all_go": False,
    }  # fmt: skip
    assert shortest["values"] == {"go": 2, "all": 4, "place": 4}
    assert "2 of 4 with the same standing go" in shortest["reason"]


def test_a_level_without_a_certificate_is_said_not_to_be_certified(made):
    file = made / "plan.json"
    plan = json.loads(file.read_text(encoding="utf-8"))
    plan["certificates"][0] = None
    file.write_text(json.dumps(plan), encoding="utf-8")
    assert "rests on the solver’s search: severely wounded" in call("plan", "verify", made).out


@pytest.mark.parametrize("words", [["missing.json", "--out", "x"], ["verify", "missing"]])
def test_a_missing_file_is_a_sentence(words):
    ended = call("plan", *words)
    assert ended.code == 2
    assert "cannot be opened" in ended.err
