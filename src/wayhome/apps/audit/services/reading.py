"""Logging of reads: before the response leaves, in one write per request."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from wayhome.apps.audit.models import Read, SubjectKey, User
from wayhome.values import WayhomeError

A_DAY = timedelta(hours=24)
SENT = (Read.How.EXPORTED, Read.How.PRINTED)
"""Counted by the cap on exports, not by the cap on what is read."""


class TooManyReads(WayhomeError):
    """An account would see more persons in a day than settings.READ_LIMIT_PERSONS_PER_DAY."""


def log_reads(*, by: User, how: Read.How, keys: Iterable[SubjectKey | uuid.UUID | None]) -> None:
    """Write that this account saw these subjects. None: a search that showed nobody.

    Raises:
        TooManyReads: with these the account has seen too many in a day. What it asked for is
            logged all the same, and is not to be shown.
    """
    at, request = timezone.now(), uuid.uuid4()
    uids = [key.uid if isinstance(key, SubjectKey) else key for key in keys]
    Read.objects.bulk_create(
        [Read(at=at, by=by, how=how, about_id=uid, request=request) for uid in uids],
        batch_size=2000,
    )
    if how not in SENT and seen_since(by, at - A_DAY) > settings.READ_LIMIT_PERSONS_PER_DAY:
        raise TooManyReads("This account has seen as many persons as it may in a day.")


def seen_since(by: User, since: datetime) -> int:
    """How many subjects the account saw, exports apart."""
    reads = Read.objects.filter(by=by, at__gt=since, about__isnull=False).exclude(how__in=SENT)
    return reads.values("about").distinct().count()
