"""The rows held in confidence that a page shows: whoever sees them is written down."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from wayhome.apps.audit.models import User
from wayhome.apps.talks.models import Confidentiality, Process, Report
from wayhome.apps.talks.selectors.rows import visible
from wayhome.apps.talks.selectors.subjects import recorded_kinds


def keys_in_confidence(process: Process, viewer: User) -> list[uuid.UUID]:
    """Keys of the process and of all its rows that the viewer sees and that are not public.

    Reports are apart: whoever opens one is written down by itself.
    """
    kinds = [kind for kind in recorded_kinds() if kind is not Report]
    rows = [visible(kind, viewer).filter(process=process) for kind in kinds]
    return keys_of([visible(Process, viewer).filter(pk=process.pk), *rows])


def keys_of(several: Iterable["QuerySet[Any]"]) -> list[uuid.UUID]:
    """Keys of those rows that are not public, in one query."""
    hidden = [rows.exclude(confidentiality=Confidentiality.PUBLIC) for rows in several]
    closed = [rows.order_by().values_list("key", flat=True) for rows in hidden]
    if not closed:
        return []
    return list(closed[0].union(*closed[1:], all=True))
