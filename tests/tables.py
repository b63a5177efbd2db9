"""The tables of a register, made by its migrations once; other empty databases are copies.

To migrate takes longer than all that a test then does. Whichever process comes first migrates as
a new register would and keeps what came of it: on PostgreSQL a template for this run; else a file,
which stands for as long as nothing is changed that a migration is made of. To those who begin with
a copy `migrate` has nothing left to do.
"""

import hashlib
import os
import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.db import connection
from django.db.backends.signals import connection_created

KEPT = "WAYHOME_TEST_TABLES"
"""Names, for processes that are started by tests, the file or the template that is kept."""


ROOT = Path(__file__).parents[1]


def made_of() -> str:
    """A hash over all that the migrations are and use: ours, and every package by its version."""
    ours = sorted((ROOT / "src/wayhome/apps").glob("*/migrations/*.py"))
    read = [*ours, ROOT / "src/wayhome/apps/audit/append_only.py", ROOT / "uv.lock", Path(__file__)]
    told = b"".join(b"%s\0%s\0" % (path.name.encode(), path.read_bytes()) for path in read)
    return hashlib.sha256(told).hexdigest()[:16]


class Tables:
    """What processes share in a folder: those of one run, or of one run after another."""

    def __init__(self, folder: Path, run: str) -> None:
        self.file = folder / f"tables-{made_of()}.sqlite3"
        self.template = f"tables_{run}"
        self.lock = sqlite3.connect(folder / "tables.lock", timeout=3600, isolation_level=None)
        self.is_mine = False
        self.product = ""

    def begin(self) -> None:
        """Before the database of the tests is made: let it be a copy, where there is one."""
        self.lock.execute("BEGIN EXCLUSIVE")
        self.product = connection.settings_dict["NAME"]
        self.is_mine = not self._is_kept()
        if self.is_mine:
            return
        if connection.vendor == "postgresql":
            connection.settings_dict["TEST"]["TEMPLATE"] = self.template
        else:
            connection_created.connect(self._fill)

    def end(self) -> None:
        """After it: keep what the migrations made."""
        made = connection.settings_dict["NAME"]
        if made != self.product:  # else no test here asks for a database
            self._keep(made)
        self.lock.execute("ROLLBACK")

    def _keep(self, made: str) -> None:
        on_server = connection.vendor == "postgresql"
        if self.is_mine and on_server:
            connection.close()
            self._on_server(f"CREATE DATABASE {self.template} TEMPLATE {made}")
        elif self.is_mine:
            for old in self.file.parent.glob("tables-*.sqlite3*"):
                with suppress(OSError):  # somebody reads it
                    old.unlink()
            whole = self.file.with_suffix(".sqlite3.part")
            with closing(sqlite3.connect(whole)) as copy:
                connection.connection.backup(copy)
            whole.replace(self.file)
        os.environ[KEPT] = self.template if on_server else str(self.file)

    def forget(self) -> None:
        """At the end of the run: a server is left as it was found."""
        if self.is_mine and connection.vendor == "postgresql":
            self._on_server(f"DROP DATABASE IF EXISTS {self.template} WITH (FORCE)")
        self.lock.close()

    def _is_kept(self) -> bool:
        if connection.vendor != "postgresql":
            return self.file.exists()
        return bool(self._on_server("SELECT 1 FROM pg_database WHERE datname = %s", self.template))

    def _fill(self, **_signal: object) -> None:
        """Copy the tables into the database in memory, at the first connection to it."""
        connection_created.disconnect(self._fill)
        with closing(sqlite3.connect(self.file)) as kept:
            kept.backup(connection.connection)

    def _on_server(self, statement: str, *values: str) -> list[tuple]:
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
            done = server.execute(statement, values or None)
            return done.fetchall() if done.description else []


@contextmanager
def database_of_its_own(folder: Path) -> Iterator[str]:
    """A database for processes that are started on this folder, with the tables if they are kept.

    Yields:
        what DATABASE_URL is for them; empty, for SQLite, where none is set.
    """
    server, kept = os.environ.get("DATABASE_URL", ""), os.environ.get(KEPT)
    if not server:
        if kept and Path(kept).exists():
            shutil.copyfile(kept, folder / "register.sqlite3")
        yield ""
        return
    name = f"race_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(server, autocommit=True) as at:
        at.execute(f"CREATE DATABASE {name}" + (f" TEMPLATE {kept}" if kept else ""))
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        at.execute(f"DROP DATABASE {name} WITH (FORCE)")
