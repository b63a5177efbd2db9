"""Which subjects of the history are lines, lists, jobs, disclosures of a viewer's partition."""

from typing import Any

from django.db.models import Q, QuerySet

from wayhome.apps.audit.models import User
from wayhome.apps.audit.subjects import any_holds
from wayhome.apps.register.models import Disclosure, Job, Judgement, ListEntry, PersonList
from wayhome.apps.register.models.lists import SEALED
from wayhome.apps.register.policies import own, within

GUARDED = dict.fromkeys(SEALED, "register.see_sealed")
"""What the history keeps of a line and not everybody who sees the line may read."""


def keys_within(viewer: User) -> Q:
    """The condition on keys: of lines and lists in the viewer's partition, of its own work."""
    judged = Judgement.objects.filter(own(viewer), key__isnull=False)
    if not viewer.has_perm("register.see_candidate"):
        judged = judged.none()
    files = PersonList.objects.filter(within(viewer), file_key__isnull=False)
    rows: list[QuerySet[Any]] = [
        judged,
        ListEntry.objects.filter(within(viewer)),
        PersonList.objects.filter(within(viewer)),
        Disclosure.objects.filter(own(viewer)),
        Job.objects.filter(own(viewer), key__isnull=False),
    ]
    return any_holds(rows) | any_holds([files], "file_key")
