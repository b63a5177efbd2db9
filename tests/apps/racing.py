"""Races: many hands in a process of its own, on a database of its own that is migrated already."""

import json
import os
import subprocess
import sys
import uuid
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.db import connection

from wayhome.web.installation import SQLITE_FILE


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


@contextmanager
def database_of_its_own(folder):
    """The address of an empty database with every table: a file (no address) or on PostgreSQL."""
    server = os.environ.get("DATABASE_URL", "")
    if not server:
        (folder / SQLITE_FILE).write_bytes(connection.connection.serialize())
        yield ""
        return
    name = _database(server, _migrated(server))
    yield _address(server, name)
    _admin(server, f"DROP DATABASE {name}")


@cache
def _migrated(server):
    """The name of a database on this PostgreSQL that others are copied from."""
    name = _database(server, "template0")
    _python("-m", "django", "migrate", "--verbosity=0", DATABASE_URL=_address(server, name))
    return name


def _database(server, template):
    name = f"race_{uuid.uuid4().hex[:8]}"
    _admin(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    return name


def _admin(server, statement):
    with psycopg.connect(server, autocommit=True) as connected:
        connected.execute(statement)


def _address(server, name):
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def _python(*arguments, **environment):
    told = {"WAYHOME_PLAIN_HTTP": "1", "DJANGO_SETTINGS_MODULE": "wayhome.web.settings"}
    done = subprocess.run(
        [sys.executable, *arguments],
        env=os.environ | told | environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
