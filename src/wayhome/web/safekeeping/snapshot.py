"""What a copy of the database says of itself, and how SQLite makes one."""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection


@dataclass(frozen=True, slots=True)
class Described:
    """How far the tables and the history of a copy are."""

    migrations: tuple[tuple[str, str], ...]
    size: int
    root: str


def snapshot_sqlite(file: Path) -> None:
    """Copy the database as it is at this moment, without stopping those who write."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(file)])


def describe(file: Path) -> Described:
    """Read a copy in SQLite."""
    with closing(sqlite3.connect(file)) as copy:
        return describe_by(lambda query: copy.execute(query).fetchall())


def describe_by(ask: Callable[[str], Sequence[Sequence[Any]]]) -> Described:
    """Read a copy through a function that answers a query with rows."""
    migrations = ask("SELECT app, name FROM django_migrations ORDER BY id")
    signed = ask("SELECT size, root FROM audit_checkpoint ORDER BY size DESC LIMIT 1")
    size, root = signed[0] if signed else (0, b"")
    return Described(tuple((a, n) for a, n in migrations), int(size), bytes(root).hex())
