"""The worker is killed without warning, at any moment: no list, or the whole list."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tables import database_of_its_own

SCRIPT = Path(__file__).with_name("killed_imports.py")
ROUNDS = 20
NOTHING = (
    "lost",
    "partial",
    "lines_over",
    "lines_without_keys",
    "keys_without_line",
    "untold",
    "told_over",
    "jobs_done_without_list",
    "failed",
)


@pytest.mark.both_databases
@pytest.mark.django_db
@pytest.mark.skipif(not hasattr(os, "fork"), reason="Killing is rehearsed where there is fork.")
def test_a_killed_import_leaves_no_list_or_the_whole_list(tmp_path):
    with database_of_its_own(tmp_path) as database:
        found = killed(tmp_path, rounds=ROUNDS, database=database)
    for when in ("after_kills", "after_recovery"):
        assert {name: found[when][name] for name in NOTHING} == dict.fromkeys(NOTHING, 0)
    assert found["after_recovery"]["unfinished"] == 0
    # What somebody had asked for is there in the end, and once.
    assert found["after_recovery"]["lists"] == found["after_recovery"]["asked"]


def killed(folder, *, rounds, seed=1, database=""):
    """What is left of imports that were killed that many times."""
    done = subprocess.run(
        [sys.executable, SCRIPT, str(rounds), str(seed)],
        env=os.environ
        | {
            "WAYHOME_DATA": str(folder),
            "DATABASE_URL": database,
            "WAYHOME_PLAIN_HTTP": "1",
            "DJANGO_SETTINGS_MODULE": "wayhome.web.settings",
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)
