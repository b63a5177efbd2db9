"""A new master key: every subject's key is wrapped again under it, in batches, any time stopped.

What is sealed is not touched: only the wrapping of the keys changes. Until the last one is wrapped
anew both masters are in use, so the register runs on, and stopping loses nothing.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from wayhome.apps.audit.models import SubjectKey
from wayhome.apps.audit.services.history import record
from wayhome.apps.audit.services.sealing import current_master, unwrap, wrap
from wayhome.values import WayhomeError

BATCH = 2_000
KEPT = timedelta(hours=1)
"""An old master is destroyed this long after the new one came: no transaction lasts longer."""


class CannotRotate(WayhomeError):
    """Keys stay as they are."""


Progress = Callable[[int, int], None]


def rotate_keys(*, at: datetime, progress: Progress = lambda done, total: None) -> int:
    """Wrap every key under the newest master; a new one is made unless one is half-way in.

    Args:
        at: when, for the history and for what is old enough to be destroyed.
        progress: told after each batch how many keys of how many are done; may raise to stop.

    Returns:
        How many keys were wrapped anew by this call.

    Raises:
        CannotRotate: a key cannot be opened.
    """
    master = current_master()
    if not _behind(master).exists():
        before, number = master, int(master.removeprefix("master-"))
        master = f"master-{number + 1}"
        settings.INSTALLATION.secret(master)
        with transaction.atomic():
            record(act="key_rotation_began", by=None, at=at, facts={"from": before, "to": master})
    done, total = 0, _behind(master).count()
    while batch := _rewrap_batch(master):
        done += batch
        progress(done, max(total, done))
    with transaction.atomic():
        record(act="keys_rotated", by=None, at=at, facts={"to": master, "keys": done})
    return done


def destroy_old_masters(*, at: datetime) -> list[str]:
    """Destroy the masters that wrap nothing any more, an hour after a newer one came.

    Backups made before hold them still.

    Returns:
        The names of those destroyed.

    Raises:
        CannotRotate: the newest is younger than that.
    """
    folder, newest = settings.INSTALLATION.keys, current_master()
    made = datetime.fromtimestamp((folder / f"{newest}.key").stat().st_mtime, tz=UTC)
    if at - made < KEPT:
        raise CannotRotate("The newest master is younger than an hour: the old one may be in use.")
    used = {*SubjectKey.objects.exclude(wrapped=None).values_list("master", flat=True).distinct()}
    old = [path for path in folder.glob("master-*.key") if path.stem not in {*used, newest}]
    if old:
        with transaction.atomic():
            names = sorted(path.stem for path in old)
            record(act="masters_destroyed", by=None, at=at, facts={"masters": names})
            for path in old:
                path.unlink()
    return sorted(path.stem for path in old)


@transaction.atomic
def _rewrap_batch(master: str) -> int:
    """Locked, so that a key that is being destroyed is not brought back."""
    keys = list(_behind(master).select_for_update()[:BATCH])
    for key in keys:
        try:
            raw = unwrap(key)
        except InvalidTag as wrong:
            raise CannotRotate(
                f"A key cannot be opened with {key.master}.key: that file, or the key, is not the "
                "one it was. Put the file back from a backup."
            ) from wrong
        key.master = master
        key.wrapped = wrap(raw, key=key)
    SubjectKey.objects.bulk_update(keys, ["master", "wrapped"], batch_size=500)
    return len(keys)


def _behind(master: str) -> QuerySet[SubjectKey]:
    return SubjectKey.objects.exclude(wrapped=None).exclude(master=master)
