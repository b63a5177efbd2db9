"""Eight hands do the same at once: each proposal is confirmed once, each line has one answer."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tables import database_of_its_own

pytestmark = pytest.mark.django_db
HERE = Path(__file__).parent


def race(name, folder):
    """What the race in that module says of itself, on a database of its own."""
    with database_of_its_own(folder) as database:
        environment = os.environ | {"WAYHOME_DATA": str(folder), "DATABASE_URL": database}
        done = subprocess.run(
            [sys.executable, HERE / name],
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told.pop("database") == ("postgresql" if database else "sqlite")
    return told


@pytest.mark.both_databases
def test_a_confirmation_takes_effect_once_and_nobody_confirms_his_own(tmp_path):
    assert race("race_confirmations.py", tmp_path) == {
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
def test_of_answers_given_at_once_to_one_line_one_stands(tmp_path):
    assert race("race_answers.py", tmp_path) == {
        "answers": 80,
        "standing": [f"Line {n}" for n in range(10)],
        "replaced_once": True,
        "history": 80,
        "errors": [],
    }
