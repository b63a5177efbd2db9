"""Logging of reads: before the response leaves, in one write per request."""

import uuid
from collections.abc import Iterable

from django.utils import timezone

from wayhome.apps.audit.models import Read, SubjectKey, User


def log_reads(*, by: User, how: Read.How, keys: Iterable[SubjectKey | uuid.UUID | None]) -> None:
    """Write that this account saw these subjects. None: a search that showed nobody."""
    at, request = timezone.now(), uuid.uuid4()
    uids = [key.uid if isinstance(key, SubjectKey) else key for key in keys]
    Read.objects.bulk_create(
        [Read(at=at, by=by, how=how, about_id=uid, request=request) for uid in uids],
        batch_size=2000,
    )
