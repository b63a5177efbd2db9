"""Eight hands do the same at once: each proposal is confirmed once, each line has one answer."""

from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.mark.both_databases
def test_a_confirmation_takes_effect_once_and_nobody_confirms_his_own(race):
    assert race(HERE / "race_confirmations.py") == {
        "attempts": 800,
        "confirmed": 100,
        "refused": 700,
        "errors": {},
        "history": 100,
        "by_themselves": 0,
        "not_confirmed": 0,
        "groups_right": True,
        "persons": True,
    }


@pytest.mark.both_databases
def test_of_answers_given_at_once_to_one_line_one_stands(race):
    assert race(HERE / "race_answers.py") == {
        "answers": 80,
        "standing": [f"Line {n}" for n in range(10)],
        "replaced_once": True,
        "history": 80,
        "errors": [],
    }
