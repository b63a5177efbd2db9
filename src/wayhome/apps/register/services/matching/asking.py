"""Asking for a comparison, and asking it to stop."""

from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext as _

from wayhome.apps.audit.models import User
from wayhome.apps.audit.services import record
from wayhome.apps.register.models import Job, PersonList
from wayhome.apps.register.selectors import lists_visible_to
from wayhome.values import WayhomeError

STAGE = "match"
"""What a waiting job waits for."""


class CannotMatch(WayhomeError):
    """A comparison that cannot be made."""


class Against(StrEnum):
    """What a list is laid beside."""

    LIST = "list"  # another list
    ITSELF = "itself"  # its own lines, to find those that stand twice
    REGISTER = "register"  # the newest version of every other list, and lines entered by hand


@transaction.atomic
def start_match(
    *,
    by: User,
    list_a: PersonList,
    list_b: PersonList | None = None,
    against: Against = Against.LIST,
    at: datetime,
) -> Job:
    """Ask for a comparison of a list with another, with itself or with the whole register.

    The register is all that `by` may see, so that a party compares only its own lines.

    Raises:
        CannotMatch: a list is not there, no other list was named, or the same is under way.
    """
    if against == Against.LIST and list_b is not None and list_b.pk == list_a.pk:
        against = Against.ITSELF
    list_b = list_b if against == Against.LIST else None
    if against == Against.LIST and list_b is None:
        raise CannotMatch(_("Choose what the list is to be compared with."))
    wanted = {one.pk for one in (list_a, list_b) if one is not None}
    if lists_visible_to(by).filter(pk__in=wanted).count() != len(wanted):
        raise CannotMatch(_("The list is not there any more. Reload the page."))
    parameters = {"against": str(against)}
    under_way = Job.objects.filter(
        partition=by.party, kind=Job.Kind.MATCH, list=list_a, list_b=list_b, parameters=parameters,
        state__in=(Job.State.WAITING, Job.State.RUNNING),
    )  # fmt: skip
    if under_way.exists():
        raise CannotMatch(_("This comparison is under way already."))
    job = Job.objects.create(
        partition=by.party, kind=Job.Kind.MATCH, stage=STAGE, by=by, asked_at=at,
        list=list_a, list_b=list_b, parameters=parameters,
    )  # fmt: skip
    lists = [str(one.uid) for one in (list_a, list_b) if one is not None]
    facts = {"job": str(job.uid), "lists": lists, "against": str(against)}
    record(act="match_asked", by=by, at=at, facts=facts)
    return job


@transaction.atomic
def stop_match(*, job: Job, by: User, at: datetime) -> None:
    """Ask a comparison to stop. Nothing of it is kept.

    Raises:
        CannotMatch: it is over already.
    """
    mine = Job.objects.filter(pk=job.pk, partition=by.party, kind=Job.Kind.MATCH)
    waiting = mine.filter(state=Job.State.WAITING)
    running = mine.filter(state=Job.State.RUNNING)
    stopped = waiting.update(state=Job.State.CANCELLED, finished_at=at, cancel_asked=True)
    if not stopped and not running.update(cancel_asked=True):
        raise CannotMatch(_("This comparison is over already."))
    record(act="match_stopped", by=by, at=at, facts={"job": str(job.uid)})


@transaction.atomic
def begin_again(*, job: Job, at: datetime) -> bool:
    """Put a comparison whose worker is gone back into the queue; whether it was under way.

    It had written nothing, and the attempt under way, should it live after all, no longer counts.
    """
    left = Job.objects.filter(
        pk=job.pk, kind=Job.Kind.MATCH, state=Job.State.RUNNING, started_at=job.started_at
    )
    if not left.update(state=Job.State.WAITING, stage=STAGE):
        return False
    record(act="match_begun_again", by=None, at=at, facts={"job": str(job.uid)})
    return True
