"""Which subjects of the history are lines, lists, jobs, disclosures of a viewer's partition."""

from django.db.models import Q

from wayhome.apps.audit.models import SubjectKey, User
from wayhome.apps.audit.subjects import any_holds
from wayhome.apps.register.models import Disclosure, Job, Judgement, ListEntry, PersonList
from wayhome.apps.register.models.lists import SEALED
from wayhome.apps.register.policies import own, within

GUARDED = dict.fromkeys(SEALED, "register.see_sealed")
"""What the history keeps of a line and not everybody who sees the line may read."""


def keys_within(viewer: User, kind: SubjectKey.About) -> Q:
    """The condition on keys: of lines and lists in the viewer's partition, of its own work.

    A file that was received and not yet imported lies under the key of its job, as a list.
    """
    if kind == SubjectKey.About.LINE:
        return any_holds([ListEntry.objects.filter(within(viewer))])
    jobs = Job.objects.filter(own(viewer), key__isnull=False)
    if kind == SubjectKey.About.LIST:
        lists = PersonList.objects.filter(within(viewer))
        files = lists.filter(file_key__isnull=False)
        return any_holds([lists, jobs]) | any_holds([files], "file_key")
    if kind != SubjectKey.About.RECORD:
        return Q(pk__in=[])
    judged = Judgement.objects.filter(own(viewer), key__isnull=False)
    if not viewer.has_perm("register.see_candidate"):
        judged = judged.none()
    return any_holds([judged, Disclosure.objects.filter(own(viewer)), jobs])
