"""`wayhome plan` and `wayhome plan verify`."""

import json
import signal
from contextlib import suppress
from dataclasses import replace

import pytest
from calling import call, refused

from wayhome.engines import planning
from wayhome.values import Cancelled

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


def test_a_level_without_a_certificate_is_said_not_to_be_checked(made):
    change(made, certificates=[None] * 7)
    ended = call("plan", "verify", made)
    assert ended.code == 0
    assert "Not checked by addition: that nothing better is possible" in ended.out
    assert "add --again" in ended.out
    assert "The plan verifies" not in ended.out


def change(folder, **parts):
    """Write parts of a plan anew."""
    file = folder / "plan.json"
    plan = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**plan, **parts}), encoding="utf-8")


def test_planning_again_checks_the_draw(problem, tmp_path):
    """One of two sites sends one: which, no addition tells."""
    persons = [{"i": 10 * side + n, "s": side, "z": n, "d": 5} for side in (0, 1) for n in (0, 1)]
    sites = [[[s, z, b], 1] for s in (0, 1) for z in (0, 1) for b in (0, 1)]
    asked = {**EXCHANGE, "N": [1, 1], "P": persons, "sites": sites}
    problem.write_text(json.dumps(asked), encoding="utf-8")
    folder = tmp_path / "plan"
    call("plan", problem, "--out", folder)
    ended = call("plan", "verify", folder, "--again")
    assert ended.code == 0
    assert "Planned again here: the same list." in ended.out
    lines = json.loads((folder / "plan.json").read_text(encoding="utf-8"))["lines"]
    lines[0][2] = 1 - lines[0][2]
    change(folder, lines=lines, list_hash=planning.list_hash(map(tuple, lines)))
    assert call("plan", "verify", folder).code == 0
    ended = call("plan", "verify", folder, "--again")
    assert ended.code == 2
    assert "another list" in ended.err


def test_planning_again_names_the_aim_that_could_be_better(made, monkeypatch):
    known = planning.read_plan((made / "plan.json").read_bytes())
    better = replace(known, lines=known.lines[1:], values=(3, *known.values[1:]))
    monkeypatch.setattr(planning, "plan_exchange", lambda *_, **__: better, raising=False)
    ended = call("plan", "verify", made, "--again")
    assert ended.code == 2
    assert "severely wounded and sick who go home: 2 in the plan, 3 when planned" in ended.err


@pytest.fixture
def mended(made, tmp_path):
    """A plan made again without one who was to travel."""
    asked = planning.read_problem((made / "problem.json").read_bytes())
    before = planning.read_plan((made / "plan.json").read_bytes())
    again = planning.mend_plan(asked, before, {"N-3"})
    folder = tmp_path / "again"
    folder.mkdir()
    (folder / "problem.json").write_bytes(planning.problem_text(again.problem))
    (folder / "plan.json").write_text(planning.plan_text(again.plan), encoding="utf-8")
    return folder


def test_a_plan_made_again_is_verified_against_the_plan_before(made, mended):
    ended = call("plan", "verify", mended)
    assert ended.code == 0
    assert "Made again after a drop-out" in ended.out
    assert "--before" in ended.out
    ended = call("plan", "verify", mended, "--before", made, "--again")
    assert ended.code == 0
    assert "1 line changes from the list" in ended.out
    assert "Planned again here: the same list." in ended.out


def test_a_plan_made_again_is_refused_where_it_hides_a_change(made, mended):
    mends = json.loads((mended / "plan.json").read_text(encoding="utf-8"))["mends"]
    change(mended, mends={**mends, "changes": 0})
    ended = call("plan", "verify", mended, "--before", made)
    assert ended.code == 2
    assert "says that 0 lines change, 1 do" in ended.err
    assert "--before" in refused("plan", "verify", mended, "--again")


def test_a_key_pressed_is_not_lost_in_a_solver(problem, tmp_path, monkeypatch):
    def solve(_, *, stop, tell):
        with suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        tell("aims", 0.5)
        assert stop()
        raise Cancelled("This was stopped.")

    monkeypatch.setattr(planning, "plan_exchange", solve, raising=False)
    usual = signal.getsignal(signal.SIGINT)
    ended = call("plan", problem, "--out", tmp_path / "plan", terminal=True)
    assert ended.code == 130
    assert "Nothing was written" in ended.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["exchange.json"]
    assert signal.getsignal(signal.SIGINT) is usual


def test_a_problem_is_never_replaced_by_its_canonical_form(problem, tmp_path):
    own = problem.rename(tmp_path / "problem.json")
    before = own.read_bytes()
    assert "Name another folder" in refused("plan", own, "--out", tmp_path)
    assert own.read_bytes() == before


@pytest.mark.parametrize("words", [["missing.json", "--out", "x"], ["verify", "missing"]])
def test_a_missing_file_is_a_sentence(words):
    ended = call("plan", *words)
    assert ended.code == 2
    assert "cannot be opened" in ended.err
