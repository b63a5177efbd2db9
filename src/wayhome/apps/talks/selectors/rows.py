"""Rows of the talks that the viewer may see. To anyone else they do not exist."""

from typing import TypeVar

from django.db.models import QuerySet

from wayhome.apps.audit.models import Party, User
from wayhome.apps.talks.models import Kept, Process, Recorded
from wayhome.apps.talks.policies import own, seen_by

Row = TypeVar("Row", bound=Kept)
OfProcess = TypeVar("OfProcess", bound=Recorded)


def visible(model: type[Row], viewer: User, *, withdrawn: bool = False) -> QuerySet[Row]:
    """Rows of this kind that the viewer may see and that stand; or those withdrawn."""
    rows = model._default_manager.filter(withdrawn_at__isnull=not withdrawn)
    if not viewer.has_perm("talks.see_talks"):
        return rows.none()
    return rows.filter(seen_by(viewer, model))


def changeable(model: type[Row], viewer: User) -> QuerySet[Row]:
    """Rows that the viewer sees and its own party recorded."""
    return visible(model, viewer).filter(own(viewer, model))


def of_process(model: type[OfProcess], process: Process, viewer: User) -> QuerySet[OfProcess]:
    """Rows of this kind in one process, as the viewer may see them, in the order written."""
    return visible(model, viewer).filter(process=process).order_by("pk")


def processes_visible_to(viewer: User) -> QuerySet[Process]:
    """Processes, the newest first."""
    return visible(Process, viewer).select_related("partition").order_by("-recorded_at", "-pk")


def parties_to_share_with(viewer: User) -> QuerySet[Party]:
    """The parties with which what the viewer records can be shared: all but its own."""
    return Party.objects.exclude(pk=viewer.organisation.party_id).order_by("name")


def parties_at_a_table(viewer: User) -> QuerySet[Party]:
    """The parties that a side can be, as the viewer may record it."""
    found = Party.objects.order_by("name")
    return found.filter(keeps_register=False) if viewer.keeps_register else found
