"""Which subjects of the history are lines, lists, jobs, disclosures of a viewer's partition."""

from django.db.models import Q

from wayhome.apps.audit.models import User
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
    return (
        Q(pk__in=judged.values("key"))
        | Q(pk__in=ListEntry.objects.filter(within(viewer)).values("key"))
        | Q(pk__in=PersonList.objects.filter(within(viewer)).values("key"))
        | Q(pk__in=Disclosure.objects.filter(own(viewer)).values("key"))
        | Q(pk__in=Job.objects.filter(own(viewer), key__isnull=False).values("key"))
    )
