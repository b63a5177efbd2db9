"""Tables of PostgreSQL out and in by COPY: no program of the system is needed."""

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction

from wayhome.files.refusals import refuse
from wayhome.web.safekeeping.archive import CannotRestore, Manifest
from wayhome.web.safekeeping.snapshot import Described, describe_by

CHUNK = 1 << 20


def copy_out(folder: Path) -> tuple[dict[str, list[str]], Described]:
    """Write every table into a file, all as of one moment.

    Returns:
        The columns of each table, and what the copy says of itself.
    """
    folder.mkdir(mode=0o700)
    apart = connection.copy()
    try:
        with apart.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            columns = {table: _columns(cursor, table) for table in _tables(apart)}
            for table, names in columns.items():
                _copy_table(cursor, table, names, folder / f"{table}.copy")
            described = describe_by(lambda query: _rows(cursor, query))
            cursor.execute("COMMIT")
    finally:
        apart.close()
    return columns, described


def copy_in(manifest: Manifest, folder: Path) -> None:
    """Make the tables as they were when the backup was made, fill them, bring them up to date.

    Raises:
        CannotRestore: the database has tables already.
    """
    if connection.introspection.table_names():
        raise refuse(CannotRestore, "restore_database_taken")
    for app, name in _targets(manifest):
        call_command("migrate", app, name, verbosity=0, interactive=False)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for table in manifest.columns:  # what the migrations themselves wrote
            cursor.execute(f"DELETE FROM {_quoted(table)}")  # noqa: S608  a table of ours
        for table, names in manifest.columns.items():
            _fill_table(cursor, table, names, folder / f"{table}.copy")
        models = connection.introspection.installed_models(list(manifest.columns))
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models)):
            cursor.execute(statement)
    call_command("migrate", verbosity=0, interactive=False)


def _targets(manifest: Manifest) -> list[tuple[str, str]]:
    """The last migration of each app."""
    return list(dict(manifest.migrations).items())


def _tables(apart: Any) -> list[str]:
    return sorted(apart.introspection.table_names())


def _columns(cursor: Any, table: str) -> list[str]:
    return [c.name for c in connection.introspection.get_table_description(cursor, table)]


def _copy_table(cursor: Any, table: str, names: list[str], path: Path) -> None:
    listed = ", ".join(map(_quoted, names))
    with (
        path.open("xb") as file,
        cursor.cursor.copy(f"COPY {_quoted(table)} ({listed}) TO STDOUT") as copy,
    ):
        for block in copy:
            file.write(block)


def _fill_table(cursor: Any, table: str, names: list[str], path: Path) -> None:
    listed = ", ".join(map(_quoted, names))
    with (
        path.open("rb") as file,
        cursor.cursor.copy(f"COPY {_quoted(table)} ({listed}) FROM STDIN") as copy,
    ):
        while block := file.read(CHUNK):
            copy.write(block)


def _rows(cursor: Any, query: str) -> list[tuple[Any, ...]]:
    cursor.execute(query)
    return list(cursor.fetchall())


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
