"""Which subjects of the history are rows of talks that a viewer may see."""

from typing import Any

from django.db.models import Q, QuerySet

from wayhome.apps.audit.models import SubjectKey, User
from wayhome.apps.audit.subjects import any_holds
from wayhome.apps.talks.models import Kept, Process, Recorded
from wayhome.apps.talks.policies import own, seen_by


def kinds() -> list[type[Kept]]:
    """Every kind of row there is."""
    return [Process, *recorded_kinds()]


def recorded_kinds(base: type[Recorded] = Recorded) -> list[type[Recorded]]:
    """Every kind of row of a process."""
    found: list[type[Recorded]] = []
    for kind in base.__subclasses__():
        found += [kind] if not kind._meta.abstract else []
        found += recorded_kinds(kind)
    return found


def keys_within(viewer: User, kind: SubjectKey.About) -> Q:
    """The condition on keys: of rows the viewer sees and, being no keeper, recorded itself.

    The history of what the keeper recorded is the keeper's, even of what it shared.
    """
    if kind != SubjectKey.About.RECORD:
        return Q(pk__in=[])
    held: list[QuerySet[Any]] = []
    for model in kinds():
        rows = model._default_manager.filter(seen_by(viewer, model))
        if not viewer.keeps_register:
            rows = rows.filter(own(viewer, model))
        held.append(rows)
    return any_holds(held)
