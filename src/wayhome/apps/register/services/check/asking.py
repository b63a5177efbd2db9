"""Asking for a check, and asking it to stop."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wayhome.apps.audit.models import User
from wayhome.apps.audit.services import record
from wayhome.apps.audit.services.history import Json
from wayhome.apps.register.models import Job, PersonList
from wayhome.apps.register.selectors import lists_visible_to
from wayhome.values import WayhomeError

STAGE = "check"
"""What a waiting job waits for."""


class CannotCheck(WayhomeError):
    """A check that cannot be made."""


@transaction.atomic
def start_check(
    *, by: User, list: PersonList, against: PersonList | None, beside_register: bool, at: datetime
) -> Job:
    """Ask for a check of a list.

    Args:
        by: who; only what this account may see goes into the check.
        list: to be checked.
        against: the counter-list, if there is one.
        beside_register: look also for likely lines of the same persons on every other list.
        at: when.

    Raises:
        CannotCheck: a list is not there, it is its own counter-list, or the same is under way.
    """
    wanted = {one.pk for one in (list, against) if one is not None}
    if lists_visible_to(by).filter(pk__in=wanted).count() != len(wanted):
        raise CannotCheck(_("The list is not there any more. Reload the page."))
    if against is not None and against.pk == list.pk:
        raise CannotCheck(_("A list cannot be its own counter-list."))
    parameters = {"beside_register": beside_register}
    under_way = Job.objects.filter(
        partition=by.party, kind=Job.Kind.CHECK, list=list, list_b=against, parameters=parameters,
        state__in=(Job.State.WAITING, Job.State.RUNNING),
    )  # fmt: skip
    if under_way.exists():
        raise CannotCheck(_("This check is under way already."))
    job = Job.objects.create(
        partition=by.party, kind=Job.Kind.CHECK, stage=STAGE, by=by, asked_at=at,
        list=list, list_b=against, parameters=parameters,
    )  # fmt: skip
    lists = [str(one.uid) for one in (list, against) if one is not None]
    facts: dict[str, Json] = {
        "job": str(job.uid),
        "lists": [*lists],
        "beside_register": beside_register,
    }
    record(act="check_asked", by=by, at=at, facts=facts)
    return job


@transaction.atomic
def stop_check(*, job: Job, by: User, at: datetime) -> None:
    """Ask a check to stop. Nothing of it is kept.

    Raises:
        CannotCheck: it is over already.
    """
    mine = Job.objects.filter(pk=job.pk, partition=by.party, kind=Job.Kind.CHECK)
    waiting = mine.filter(state=Job.State.WAITING)
    running = mine.filter(state=Job.State.RUNNING)
    stopped = waiting.update(state=Job.State.CANCELLED, finished_at=at, cancel_asked=True)
    if not stopped and not running.update(cancel_asked=True):
        raise CannotCheck(_("This check is over already."))
    record(act="check_stopped", by=by, at=at, facts={"job": str(job.uid)})


@transaction.atomic
def begin_again(*, job: Job, at: datetime) -> bool:
    """Put a check whose worker is gone back into the queue; whether it was under way."""
    left = Job.objects.filter(
        pk=job.pk, kind=Job.Kind.CHECK, state=Job.State.RUNNING, started_at=job.started_at
    )
    if not left.update(state=Job.State.WAITING, stage=STAGE):
        return False
    record(act="check_begun_again", by=None, at=at, facts={"job": str(job.uid)})
    return True
