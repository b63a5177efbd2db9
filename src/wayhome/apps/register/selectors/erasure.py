"""Erasures that were asked for, and which lines hang together with one that is to be erased."""

from django.db.models import QuerySet

from wayhome.apps.audit.models import User
from wayhome.apps.register.models import ErasureRequest, ListEntry, Membership
from wayhome.apps.register.policies import own
from wayhome.apps.register.selectors.lists import entries_visible_to


def erasures_visible_to(viewer: User) -> QuerySet[ErasureRequest]:
    """Every erasure, those that wait first."""
    if not viewer.has_perm("audit.approve_erasure"):
        return ErasureRequest.objects.none()
    return ErasureRequest.objects.select_related("asked_by", "decided_by").order_by(
        "decided_at", "-asked_at"
    )


def lines_with(entry: ListEntry, viewer: User) -> QuerySet[ListEntry]:
    """The line, its other wordings in earlier and later versions, and the person's other lines."""
    found, fresh = {entry.pk}, {entry.pk}
    mine = Membership.objects.filter(own(viewer))
    while fresh:
        persons = mine.filter(entry__in=fresh).values("person")
        near = (
            set(ListEntry.objects.filter(followed_by__in=fresh).values_list("pk", flat=True))
            | set(ListEntry.objects.filter(follows__in=fresh).values_list("pk", flat=True))
            | set(mine.filter(person__in=persons).values_list("entry", flat=True))
        )
        fresh = near - found
        found |= fresh
    return entries_visible_to(viewer).filter(pk__in=found).order_by("pk")
