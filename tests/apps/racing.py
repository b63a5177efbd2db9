"""Races: many hands in a process of its own, on a database of its own that is migrated already."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tables import database_of_its_own


@pytest.fixture
def race(db, tmp_path):
    """`race(path)`: what the race in that module says of itself, printed as JSON."""

    def run(module: Path) -> dict:
        with database_of_its_own(tmp_path) as database:
            done = _python(module, WAYHOME_DATA=str(tmp_path), DATABASE_URL=database)
        told = json.loads(done)
        assert told.pop("database") == connection.vendor
        return told

    return run


def _python(*arguments, **environment):
    told = {
        "WAYHOME_PLAIN_HTTP": "1",
        "DJANGO_SETTINGS_MODULE": "wayhome.web.settings",
        "PYTHONPATH": str(Path(__file__).parents[1]),  # where the shared `tables` stand
    }
    done = subprocess.run(
        [sys.executable, *arguments],
        env=os.environ | told | environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
