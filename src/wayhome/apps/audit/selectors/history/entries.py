"""Which entries of the history an account may see.

The keeper's auditor sees them all, without persons. Who works on cases sees those about subjects
he may see. A party sees only what its own accounts did: what the keeper did with its lines stays
the keeper's until something is released.
"""

import uuid
from collections.abc import Collection, Iterable

from django.db.models import Q, QuerySet

from wayhome.apps.audit.models import Entry, EntryPart, Role, SubjectKey, User
from wayhome.apps.audit.subjects import readable_by

OWN_WORK = ("judgement_", "match_", "lists_matched", "check_", "list_checked")
"""Acts that are each partition's own work: not even the keeper sees another's."""

KEEPERS = ("alert_",)
"""Acts told to the keeper alone, though another's account caused them: it must not notice."""


def entries_visible_to(viewer: User) -> QuerySet[Entry]:
    """The entries whose evidence the viewer may get."""
    entries = Entry.objects.select_related("by__organisation__party", "place")
    if viewer.has_perm("audit.see_history"):
        return entries
    if not viewer.has_perm("audit.get_evidence"):
        return entries.none()
    seen = _acts_seen_by(viewer)
    if Role.AUDITOR not in viewer.roles:
        seen &= _about(SubjectKey.objects.filter(readable_by(viewer)))
    return entries.filter(seen)


def entry_by(viewer: User, uid: uuid.UUID) -> Entry | None:
    """The entry, if the viewer may see it."""
    return entries_visible_to(viewer).filter(uid=uid).first()


def entries_about(keys: Collection[SubjectKey], viewer: User) -> QuerySet[Entry]:
    """What was done with these subjects, the latest first, as the viewer may know it."""
    asked = SubjectKey.objects.filter(pk__in=[key.pk for key in keys])
    kinds = {SubjectKey.About(key.about) for key in keys}
    # Which of a few keys may be read is asked first: the entries are then found by these alone.
    readable = list(asked.filter(readable_by(viewer, kinds)).values_list("pk", flat=True))
    about = Entry.objects.filter(_acts_seen_by(viewer), _about(readable))
    told = about.select_related("by").only("uid", "at", "act", "leaf", "by__display_name")
    return told.order_by("-at", "-pk")


def _about(keys: QuerySet[SubjectKey] | list[uuid.UUID]) -> Q:
    parts = EntryPart.objects.filter(key__in=keys)
    return Q(pk__in=parts.values("entry"))


def _acts_seen_by(viewer: User) -> Q:
    own = Q(by__organisation__party=viewer.organisation.party_id)
    if not viewer.keeps_register:
        return own & ~_begins_with(KEEPERS)
    return own | ~_begins_with(OWN_WORK)


def _begins_with(prefixes: Iterable[str]) -> Q:
    condition = Q()
    for prefix in prefixes:
        condition |= Q(act__startswith=prefix)
    return condition
