"""Threads on a database that commits: SQLite in a file, or the PostgreSQL of the tests."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import close_old_connections, connection, connections

PATIENCE = 300
"""Seconds."""


@contextmanager
def real_database(folder: Path) -> Iterator[None]:
    """Let new threads find what was committed; SQLite's tests otherwise run in memory.

    Whoever waits for the database waits as long as it takes: on a busy machine the register's own
    patience says how fast the machine is. A lock that no waiting opens is refused at once all the
    same, and so found.
    """
    if connection.vendor != "sqlite":
        yield
        return
    settings = connections.settings["default"]
    name, file = settings["NAME"], folder / "register.sqlite3"
    with sqlite3.connect(file) as copy:
        connection.connection.backup(copy)
    copy.close()
    options = settings["OPTIONS"]
    begun = f"{options['init_command']}; PRAGMA busy_timeout={PATIENCE * 1000}"
    settings["OPTIONS"] = options | {"timeout": PATIENCE, "init_command": begun}
    settings["NAME"] = str(file)
    try:
        yield
    finally:
        settings["NAME"], settings["OPTIONS"] = name, options


def in_threads(*jobs: Callable[[], object]) -> list[object]:
    """Run each job in a thread of its own with its own connection; raise what any raised."""
    results: list[object] = [None] * len(jobs)
    errors: list[BaseException] = []

    def run(place: int, job: Callable[[], object]) -> None:
        try:
            results[place] = job()
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()
            close_old_connections()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return results
