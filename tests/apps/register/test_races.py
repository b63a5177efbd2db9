"""Eight hands confirm the same hundred proposals at once: each takes effect once."""

import json
import os
import subprocess
import sys
import uuid
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

RACE = Path(__file__).parent / "race_confirmations.py"


@contextmanager
def database_of_its_own(server):
    """The address of an empty database: a file (no address) or one made on this PostgreSQL."""
    if not server:
        yield ""
        return
    name = f"race_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        connection.execute(f"DROP DATABASE {name}")


@pytest.mark.both_databases
def test_a_confirmation_takes_effect_once_and_nobody_confirms_his_own(tmp_path):
    with database_of_its_own(os.environ.get("DATABASE_URL", "")) as database:
        environment = os.environ | {"WAYHOME_DATA": str(tmp_path), "DATABASE_URL": database}
        done = subprocess.run(
            [sys.executable, RACE],
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "database": "postgresql" if database else "sqlite",
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
