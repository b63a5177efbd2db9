"""A backup of a running register: everything as it was at one moment, and the keys."""

import shutil
import tempfile
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

import wayhome
from wayhome.web.installation import SQLITE_FILE
from wayhome.web.safekeeping.archive import Manifest, pack, recipients_from, write_manifest
from wayhome.web.safekeeping.postgres import copy_out
from wayhome.web.safekeeping.snapshot import describe, snapshot_sqlite

_PREFIX = ".backup-"
_ABANDONED = 3600  # seconds


def back_up(file: Path, *, to: Sequence[str], at: datetime) -> Manifest:
    """Write database and keys into a file that any one of the recipients can open.

    Consistent while others write: SQLite's VACUUM INTO, or one REPEATABLE READ transaction. What
    is not yet encrypted lies for that time in a folder of its own beside the database. What a
    backup that was killed left there is destroyed first.

    Raises:
        CannotBackUp: with the reason. No file was left.
    """
    recipients = recipients_from(to)
    home = settings.INSTALLATION.folder
    for left in left_behind():
        shutil.rmtree(left)
    with tempfile.TemporaryDirectory(prefix=_PREFIX, dir=home) as room:
        folder = Path(room)
        (folder / "keys").mkdir(mode=0o700)
        # Before and after: a key made meanwhile is in the second, one destroyed in the first.
        _copy_keys(folder / "keys")
        columns: dict[str, list[str]] = {}
        if connection.vendor == "sqlite":
            snapshot_sqlite(folder / SQLITE_FILE)
            described = describe(folder / SQLITE_FILE)
        else:
            columns, described = copy_out(folder / "tables")
        _copy_keys(folder / "keys")
        manifest = Manifest(
            made_at=at.isoformat(),
            version=wayhome.__version__,
            vendor=connection.vendor,
            columns=columns,
            migrations=described.migrations,
            size=described.size,
            root=described.root,
        )
        write_manifest(manifest, folder)
        pack(folder, file, recipients)
    return manifest


def left_behind() -> list[Path]:
    """Folders of backups that were killed: nothing in them was written for an hour.

    In them the whole register lies readable, with its keys. The next backup destroys them.
    """
    rooms = settings.INSTALLATION.folder.glob(f"{_PREFIX}*")
    return sorted(room for room in rooms if _last_written(room) < time.time() - _ABANDONED)


def _last_written(room: Path) -> float:
    try:
        return max(path.stat().st_mtime for path in (room, *room.rglob("*")))
    except FileNotFoundError:  # it is being cleared away by the backup that made it
        return time.time()


def _copy_keys(folder: Path) -> None:
    for key in settings.INSTALLATION.keys.glob("*.key"):
        target = folder / key.name
        if not target.exists():
            shutil.copyfile(key, target)
