"""A backup becomes a register again, in a folder and a database where there is none."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from wayhome.files.refusals import refuse
from wayhome.web.installation import SQLITE_FILE
from wayhome.web.safekeeping.archive import CannotRestore, Manifest, identities_from, unpack


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A backup laid out in a folder of its own."""

    manifest: Manifest
    folder: Path


@contextmanager
def unpacked(file: Path, *, identity: Path, home: Path) -> Iterator[Unpacked]:
    """Lay the backup out beside where it goes; what is left of it goes at the end.

    Needs no Django: the keys must lie in their place before anything asks for one.

    Raises:
        CannotRestore: a register is there already, or the backup cannot be opened.
    """
    if (home / SQLITE_FILE).exists() or any((home / "keys").glob("*.key")):
        raise refuse(CannotRestore, "restore_folder_taken")
    identities = identities_from(identity)
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=home) as room:
        yield Unpacked(unpack(file, Path(room), identities), Path(room))


def put_files(backup: Unpacked, home: Path) -> None:
    """Put the keys, and the database if it is a file, where they belong."""
    shutil.move(backup.folder / "keys", home / "keys")
    if backup.manifest.vendor == "sqlite":
        shutil.move(backup.folder / SQLITE_FILE, home / SQLITE_FILE)
    (home / "keys").chmod(0o700)


def fill_database(backup: Unpacked) -> None:
    """Fill the database, or bring the file that was put there up to date.

    Raises:
        CannotRestore: this installation has another kind of database than the backup.
    """
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from wayhome.web.safekeeping.postgres import copy_in  # noqa: PLC0415

    if connection.vendor != backup.manifest.vendor:
        raise refuse(
            CannotRestore,
            "restore_other_database",
            theirs=str(backup.manifest.vendor),
            ours=str(connection.vendor),
        )
    if connection.vendor == "postgresql":
        copy_in(backup.manifest, backup.folder / "tables")
    else:
        call_command("migrate", verbosity=0, interactive=False)


def compare(backup: Unpacked) -> str:
    """Verify the whole history and compare it with the backup; a sentence.

    Raises:
        CannotRestore: the history is not the one that was backed up.
        LedgerBroken: it does not hold.
    """
    from wayhome.apps.audit.services.verification import verify_history  # noqa: PLC0415

    checked = verify_history()
    if (checked.size, checked.root.hex() if checked.size else "") != (
        backup.manifest.size,
        backup.manifest.root,
    ):
        raise refuse(CannotRestore, "restore_other_history")
    return f"The history holds: {checked.size} entries, and the root that was signed last."
