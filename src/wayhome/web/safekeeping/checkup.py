"""Whether an installation is as it should be: each check a sentence, well or not."""

import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from wayhome.apps.audit import append_only
from wayhome.apps.audit.models import Checkpoint, Entry, SubjectKey, Unnumbered, User
from wayhome.apps.audit.services.sealing import unwrap
from wayhome.apps.audit.services.sequencer import log_origin, log_public_key
from wayhome.engines import ledger
from wayhome.web.safekeeping.backup import left_behind

LEAST_FREE_BYTES = 1_000_000_000
BUILT = datetime(2026, 11, 1, tzinfo=UTC)  # no clock is right that says it is earlier
WAITED_TOO_LONG = timedelta(minutes=2)
OLDEST_POSTGRES = 140_000


@dataclass(frozen=True, slots=True)
class Said:
    """What a check found."""

    well: bool
    sentence: str


def check_up() -> Iterator[Said]:
    """Check everything. After a database that does not answer, nothing more is asked of it."""
    yield from (*_folders(), *_settings(), *_disk(), *_backups())
    try:
        yield from _database()
        pending = _pending()
        yield Said(not pending, f"{pending} changes of the tables are due: run `wayhome serve`."
                   if pending else "The tables are those of this version.")  # fmt: skip
        if not pending:
            for check in REGISTER:
                yield from check()
    except DatabaseError as error:
        yield Said(False, f"The database does not answer ({type(error).__name__}).")


def _folders() -> Iterator[Said]:
    folder, keys = settings.INSTALLATION.folder, settings.INSTALLATION.keys
    if sys.platform == "win32":
        yield Said(True, "Who may read the folder is for Windows to say: see its properties.")
        return
    loose = [path for path in (folder, keys, *keys.iterdir()) if _others_may(path)]
    if loose:
        where = ", ".join(str(path) for path in loose[:3])
        yield Said(False, f"Others on this machine may read {where}: chmod go= them.")
    else:
        yield Said(True, "Only the account of the register reads its folder and keys.")


def _others_may(path: Path) -> bool:
    return bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def _settings() -> Iterator[Said]:
    if settings.INSTALLATION.plain_http:
        yield Said(False, "WAYHOME_PLAIN_HTTP is set: cookies travel without TLS. Unset it.")
    if settings.DEBUG:
        yield Said(False, "DEBUG is on: pages of errors show what they must not.")
    found = checks.run_checks(include_deployment_checks=True)
    for message in found:
        yield Said(False, f"Django's check says {message.id}: {message.msg}")
    if not found:
        yield Said(True, "Django's checks for deployment find nothing.")


def _disk() -> Iterator[Said]:
    free = shutil.disk_usage(settings.INSTALLATION.folder).free
    sentence = f"{free / 1e9:.1f} GB are free on the disk of the register."
    yield Said(free >= LEAST_FREE_BYTES, sentence)


def _backups() -> Iterator[Said]:
    for room in left_behind():
        yield Said(False, "A backup was stopped half-way, and what it copied lies readable in"
                   f" {room}: delete that folder, or make a backup, which does.")  # fmt: skip


def _database() -> Iterator[Said]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
            found = {}
            for name in wanted:
                cursor.execute(f"PRAGMA {name}")
                found[name] = cursor.fetchone()[0]
            yield from _compared(wanted, found)
            cursor.execute("PRAGMA quick_check(1)")
            yield Said(cursor.fetchone()[0] == "ok", "SQLite's quick check of the whole file.")
        else:
            wanted = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
            found = {}
            for name in wanted:
                cursor.execute(f"SHOW {name}")
                found[name] = cursor.fetchone()[0]
            yield from _compared(wanted, found)


def _compared(wanted: dict[str, object], found: dict[str, object]) -> Iterator[Said]:
    wrong = [f"{name} is {found[name]}, not {value}" for name, value in wanted.items()
             if found[name] != value]  # fmt: skip
    if wrong:
        yield Said(False, f"The database could lose what it confirmed: {'; '.join(wrong)}.")
    else:
        yield Said(True, "The database writes to the disk before it confirms.")


def _pending() -> int:
    plan = MigrationExecutor(connection)
    return len(plan.migration_plan(plan.loader.graph.leaf_nodes()))


def _keys() -> Iterator[Said]:
    used = set(SubjectKey.objects.exclude(wrapped=None).values_list("master", flat=True).distinct())
    there = {path.stem for path in settings.INSTALLATION.keys.glob("*.key")}
    if missing := sorted(used - there):
        yield Said(False, f"Keys are missing, and what they seal cannot be read: "
                   f"{', '.join(missing)}. Put them back from a backup.")  # fmt: skip
    elif foreign := sorted(name for name in used if not _opens(name)):
        yield Said(False, f"Keys are not the ones they were, and what they seal cannot be read: "
                   f"{', '.join(foreign)}. Put them back from a backup.")  # fmt: skip
    else:
        yield Said(True, f"The {len(used)} master keys in use are there.")
    last = Checkpoint.objects.order_by("-size").first()
    if last is None:
        return
    try:
        ledger.verify_checkpoint(last.text, public_key=log_public_key(), origin=log_origin())
        yield Said(True, "The key of the history is the one that signed it.")
    except ledger.LedgerBroken:
        yield Said(False, "The key of the history is not the one that signed it.")


def _opens(master: str) -> bool:
    """Whether the file of that name is the master that wrapped what it is said to have wrapped."""
    wrapped = SubjectKey.objects.exclude(wrapped=None).filter(master=master).first()
    try:
        return wrapped is None or bool(unwrap(wrapped))
    except InvalidTag:
        return False


def _triggers() -> Iterator[Said]:
    missing = append_only.missing(connection)
    yield Said(not missing, f"The database does not refuse changes of {', '.join(missing)}."
               if missing else "The database refuses changes of the history.")  # fmt: skip


def _clock() -> Iterator[Said]:
    now = timezone.now()
    latest = Entry.objects.order_by("-at").values_list("at", flat=True).first() or BUILT
    if now < max(BUILT, latest):
        yield Said(False, f"The clock says {now:%Y-%m-%d %H:%M} UTC, which is before the last entry"
                   " of the history.")  # fmt: skip
    else:
        yield Said(True, f"The clock says {now:%Y-%m-%d %H:%M} UTC.")


def _sequencer() -> Iterator[Said]:
    waiting = Unnumbered.objects.filter(entry__at__lt=timezone.now() - WAITED_TOO_LONG).count()
    if waiting:
        yield Said(False, f"{waiting} entries of the history wait for their number. Is the register"
                   " running?")  # fmt: skip
    else:
        yield Said(True, "No entry of the history waits long for its number.")


def _demo() -> Iterator[Said]:
    if User.objects.filter(is_demo=True).exists():
        yield Said(False, "This is a demo: its passwords are public. Keep nothing real in it.")


REGISTER: tuple[Callable[[], Iterator[Said]], ...] = (_keys, _triggers, _clock, _sequencer, _demo)
