"""The day's work, with counts: the left column of every page."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wayhome.apps.audit.models import User
from wayhome.apps.register.models import CandidateMatch, Judgement
from wayhome.apps.register.policies import own


@dataclass(frozen=True, slots=True)
class Queue:
    """One line of the left column."""

    name: str | Promise
    address: str
    count: int | None = None


def queues_for(viewer: User) -> list[Queue]:
    """The queues the viewer works on. `count` is None where counting says nothing."""
    wanted: list[tuple[str, object, str, object]] = [
        (
            "register.propose_judgement",
            _("To review"),
            "register:review",
            lambda: CandidateMatch.objects.filter(own(viewer), open=True).count(),
        ),
        (
            "register.confirm_judgement",
            _("To confirm"),
            "register:confirm",
            lambda: Judgement.objects.filter(own(viewer), state=Judgement.State.PROPOSED).count(),
        ),
    ]
    found = []
    for permission, name, address, count in wanted:
        if viewer.has_perm(permission):
            try:
                found.append(Queue(name=name, address=reverse(address), count=count()))  # type: ignore[operator, arg-type]
            except NoReverseMatch:
                continue
    return found
