"""Lists and lines the viewer may see."""

from django.db.models import QuerySet

from wayhome.apps.audit.models import User
from wayhome.apps.register.models import ListEntry, PersonList
from wayhome.apps.register.policies import within


def lists_visible_to(viewer: User) -> QuerySet[PersonList]:
    """Versions of lists of the viewer's partition; to the keeper, of all. Not rolled back ones."""
    if not viewer.has_perm("register.see_list"):
        return PersonList.objects.none()
    seen = PersonList.objects.filter(within(viewer), rolled_back_at=None)
    return seen.select_related("submitted_by", "partition", "addressed_to").defer("file_sealed")


def entries_visible_to(viewer: User) -> QuerySet[ListEntry]:
    """Lines of the viewer's partition; to the keeper, of all. Erased ones are gone."""
    if not viewer.has_perm("register.see_line"):
        return ListEntry.objects.none()
    return ListEntry.objects.filter(within(viewer), erased_at=None).select_related("partition")
