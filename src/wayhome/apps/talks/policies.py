"""Who may see a row of the talks. Every selector starts here: the viewer is part of every query.

| viewer | own partition | the keeper's | another party's |
|---|---|---|---|
| keeper, with talks.see_confidence | all | all | all |
| keeper, without | public, shared | public, shared | public, shared |
| party | all | public, shared with it | none |

A row is seen only within a process that is seen. What a row refers to is never narrower than the
row itself (services.filing), so that whoever sees a row may see all that it speaks of.
"""

from django.db.models import Q, QuerySet

from wayhome.apps.audit.models import User
from wayhome.apps.audit.once import keys_for_page
from wayhome.apps.talks.models import Assessment, Confidentiality, Delivery, Kept, Process


def seen_by(viewer: User, model: type[Kept]) -> Q:
    """The condition on rows of this model that holds for those the viewer may see."""
    if model is Process:
        return _seen(viewer, Process, "")
    keys = keys_for_page(viewer, _processes)
    processes = _processes(viewer) if keys is None else keys
    return _seen(viewer, model, "process__") & Q(process__in=processes)


def _processes(viewer: User) -> QuerySet[Process]:
    return Process.objects.filter(_seen(viewer, Process, ""))


def own(viewer: User, model: type[Kept]) -> Q:
    """The condition for rows that the viewer's party recorded itself, and may change."""
    field = "partition" if model is Process else "process__partition"
    return Q(**{field: viewer.organisation.party_id})


def _seen(viewer: User, model: type[Kept], way: str) -> Q:
    if viewer.keeps_register:
        if viewer.has_perm("talks.see_confidence"):
            return Q()
        return ~Q(confidentiality=Confidentiality.MEDIATOR)
    party = viewer.organisation.party_id
    named = model._default_manager.filter(shared_with=party).values("pk")
    shown = Q(confidentiality=Confidentiality.PUBLIC) | Q(
        confidentiality=Confidentiality.SHARED, pk__in=named
    )
    return own(viewer, model) | (shown & Q(**{f"{way}partition__keeps_register": True}))


def needed_to_record(model: type[Kept]) -> str:
    """The permission to write down, share and withdraw rows of this kind."""
    return _NEEDED.get(model, "talks.record_talks")


_NEEDED: dict[type[Kept], str] = {
    Delivery: "talks.record_delivery",
    Assessment: "talks.assess",
}
