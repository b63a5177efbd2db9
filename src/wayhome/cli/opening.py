"""How a command opens the register: the folder, the extra `web`, Django."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from wayhome.cli.stopping import default_language, told_in
from wayhome.files.refusals import refuse
from wayhome.values import WayhomeError
from wayhome.web.installation import SQLITE_FILE, Installation

Data = Annotated[
    Path | None,
    typer.Option(
        help="Folder of the register: database and keys. Else WAYHOME_DATA, else the user's own."
    ),
]


WEB = ("django", "django_tasks_db", "granian", "pyrage")


class CannotOpenRegister(WayhomeError):
    """The register cannot be opened on this machine as it is."""


@contextmanager
def told() -> Iterator[None]:
    """Turn a refusal into its sentence in the user's language and exit code 2, a stop into 130.

    Raises:
        typer.Exit: instead of the refusal or the stop.
    """
    with told_in(default_language(), stopped="cli.interrupted"):
        yield


def open_register(folder: Path | None, *, plain_http: bool | None = None) -> None:
    """Make Django ready for the register in this folder.

    Args:
        folder: sets WAYHOME_DATA; None leaves the environment as it is.
        plain_http: sets WAYHOME_PLAIN_HTTP; None leaves the environment as it is.

    Raises:
        CannotOpenRegister: the extra `web` is not installed.
    """
    needs_web()
    if folder is not None:
        os.environ["WAYHOME_DATA"] = str(folder.absolute())
    if plain_http is not None:
        os.environ["WAYHOME_PLAIN_HTTP"] = "1" if plain_http else "0"
    os.environ["DJANGO_SETTINGS_MODULE"] = "wayhome.web.settings"
    import django  # noqa: PLC0415

    django.setup()


def open_existing(folder: Path | None) -> None:
    """Make Django ready for a register that is there, with the tables of this version.

    Raises:
        CannotOpenRegister: there is none, or it was last opened by another version.
    """
    needs_web()
    if folder is not None:
        os.environ["WAYHOME_DATA"] = str(folder.absolute())
    there = Installation.from_environment()
    if not (there.database_url or (there.folder / SQLITE_FILE).exists()):
        raise refuse(CannotOpenRegister, "register_none_in", folder=str(there.folder))
    open_register(None)
    from django.db import OperationalError, connection  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    try:
        plan = MigrationExecutor(connection)
    except OperationalError as away:
        raise refuse(CannotOpenRegister, "register_no_database") from away
    if not plan.loader.applied_migrations:
        raise refuse(CannotOpenRegister, "register_none_in_database")
    if plan.migration_plan(plan.loader.graph.leaf_nodes()):
        raise refuse(CannotOpenRegister, "register_earlier_tables")


def needs_web() -> None:
    """See that the packages of the extra `web` are there.

    Raises:
        CannotOpenRegister: one is not.
    """
    missing = [name for name in WEB if find_spec(name) is None]
    if missing:
        raise refuse(CannotOpenRegister, "register_needs_packages")
