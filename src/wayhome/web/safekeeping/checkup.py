"""Whether an installation is as it should be: each check a sentence, well or not."""

import shutil
import stat
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
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
from wayhome.files.messages import message
from wayhome.web.safekeeping.backup import left_behind

LEAST_FREE_BYTES = 1_000_000_000
BUILT = datetime(2026, 11, 1, tzinfo=UTC)  # no clock is right that says it is earlier
WAITED_TOO_LONG = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Said:
    """What a check found: a code of the messages (`doctor.CODE`), and what fills its sentence."""

    well: bool
    code: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """In English."""
        return self.sentence_in("en")

    def sentence_in(self, lang: str) -> str:
        """In one of the languages of messages."""
        return message(f"doctor.{self.code}", lang, **self.values)


def _said(code: str, /, *, well: bool, **values: object) -> Said:
    return Said(well, code, values)


def check_up() -> Iterator[Said]:
    """Check everything. After a database that does not answer, nothing more is asked of it."""
    yield from (*_folders(), *_settings(), *_disk(), *_backups())
    try:
        yield from _database()
        pending = _pending()
        yield _said("tables_due" if pending else "tables", well=not pending, n=pending)
        if not pending:
            for check in REGISTER:
                yield from check()
    except DatabaseError as error:
        yield _said("database_silent", well=False, error=type(error).__name__)


def _folders() -> Iterator[Said]:
    folder, keys = settings.INSTALLATION.folder, settings.INSTALLATION.keys
    if sys.platform == "win32":
        yield _said("windows", well=True)
        return
    loose = [path for path in (folder, keys, *keys.iterdir()) if _others_may(path)]
    if loose:
        where = ", ".join(str(path) for path in loose[:3])
        yield _said("loose", well=False, where=where)
    else:
        yield _said("closed", well=True)


def _others_may(path: Path) -> bool:
    return bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def _settings() -> Iterator[Said]:
    if settings.INSTALLATION.plain_http:
        yield _said("plain_http", well=False)
    if settings.DEBUG:
        yield _said("debug", well=False)
    found = checks.run_checks(include_deployment_checks=True)
    for one in found:
        yield _said("django_finds", well=False, id=str(one.id), what=str(one.msg))
    if not found:
        yield _said("django", well=True)


def _disk() -> Iterator[Said]:
    free = shutil.disk_usage(settings.INSTALLATION.folder).free
    yield _said("disk", well=free >= LEAST_FREE_BYTES, size=f"{free / 1e9:.1f}")


def _backups() -> Iterator[Said]:
    for room in left_behind():
        yield _said("backup_left", well=False, folder=str(room))


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
            well = cursor.fetchone()[0] == "ok"
            yield _said("sqlite" if well else "sqlite_broken", well=well)
        else:
            wanted = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
            found = {}
            for name in wanted:
                cursor.execute(f"SHOW {name}")
                found[name] = cursor.fetchone()[0]
            yield from _compared(wanted, found)


def _compared(wanted: dict[str, object], found: dict[str, object]) -> Iterator[Said]:
    wrong = [f"{name}={found[name]} ({value})" for name, value in wanted.items()
             if found[name] != value]  # fmt: skip
    if wrong:
        yield _said("could_lose", well=False, what="; ".join(wrong))
    else:
        yield _said("durable", well=True)


def _pending() -> int:
    plan = MigrationExecutor(connection)
    return len(plan.migration_plan(plan.loader.graph.leaf_nodes()))


def _keys() -> Iterator[Said]:
    used = set(SubjectKey.objects.exclude(wrapped=None).values_list("master", flat=True).distinct())
    there = {path.stem for path in settings.INSTALLATION.keys.glob("*.key")}
    if missing := sorted(used - there):
        yield _said("keys_missing", well=False, names=", ".join(missing))
    elif foreign := sorted(name for name in used if not _opens(name)):
        yield _said("keys_foreign", well=False, names=", ".join(foreign))
    else:
        yield _said("keys", well=True, n=len(used))
    last = Checkpoint.objects.order_by("-size").first()
    if last is None:
        return
    try:
        ledger.verify_checkpoint(last.text, public_key=log_public_key(), origin=log_origin())
        yield _said("log_key", well=True)
    except ledger.LedgerBroken:
        yield _said("log_key_foreign", well=False)


def _opens(master: str) -> bool:
    """Whether the file of that name is the master that wrapped what it is said to have wrapped."""
    wrapped = SubjectKey.objects.exclude(wrapped=None).filter(master=master).first()
    try:
        return wrapped is None or bool(unwrap(wrapped))
    except InvalidTag:
        return False


def _triggers() -> Iterator[Said]:
    missing = append_only.missing(connection)
    names = ", ".join(missing)
    yield _said("triggers_missing" if missing else "triggers", well=not missing, names=names)


def _clock() -> Iterator[Said]:
    now = timezone.now()
    latest = Entry.objects.order_by("-at").values_list("at", flat=True).first() or BUILT
    well = now >= max(BUILT, latest)
    yield _said("clock" if well else "clock_behind", well=well, time=f"{now:%Y-%m-%d %H:%M} UTC")


def _sequencer() -> Iterator[Said]:
    waiting = Unnumbered.objects.filter(entry__at__lt=timezone.now() - WAITED_TOO_LONG).count()
    yield _said("unnumbered" if waiting else "numbered", well=not waiting, n=waiting)


def _demo() -> Iterator[Said]:
    if User.objects.filter(is_demo=True).exists():
        yield _said("demo", well=False)


REGISTER: tuple[Callable[[], Iterator[Said]], ...] = (_keys, _triggers, _clock, _sequencer, _demo)
