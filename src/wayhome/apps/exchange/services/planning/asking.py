"""Asking for a plan, for the plan again after a drop-out, and asking either to stop."""

from datetime import datetime
from importlib.util import find_spec

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from wayhome.apps.audit.models import User
from wayhome.apps.audit.services import record
from wayhome.apps.exchange.models import (
    AgreedLine,
    Draw,
    Exchange,
    HandoverStep,
    Line,
    Plan,
    PlanJob,
)
from wayhome.apps.exchange.selectors.draws import salt_of
from wayhome.apps.exchange.selectors.lines import with_state
from wayhome.apps.exchange.selectors.lists import acceptances_of
from wayhome.apps.exchange.selectors.plans import dropped_from
from wayhome.apps.exchange.services.clearing import refuse_doubles, refuse_stopped
from wayhome.apps.exchange.services.refusals import CannotExchange, allowed, facts_of
from wayhome.apps.exchange.services.releasing import release_absences

Kind, State = PlanJob.Kind, PlanJob.State
UNDER_WAY = (State.WAITING, State.RUNNING)


@transaction.atomic
def start_plan(*, draw: Draw, by: User, at: datetime) -> PlanJob:
    """Ask for the plan of a draw whose salt is known.

    Raises:
        CannotExchange: not allowed, shares are missing, a side took back what it accepted, somebody
            waits for a decision, it is planned or under way already, or there is no solver here.
    """
    exchange = allowed(draw.exchange, by, "exchange.run_exchange")
    _refuse_without_solver()
    if salt_of(draw) is None:
        raise CannotExchange(_("Not everybody has shown a share yet."))
    if Plan.objects.filter(draw=draw).exists():
        raise CannotExchange(_("There is a plan of this draw already."))
    if not all(one.all for one in acceptances_of(exchange, by)):
        raise CannotExchange(_("A side took back what it accepted."))
    lines = _placed(draw)
    refuse_stopped(lines, by)
    refuse_doubles(lines)
    job = _job(draw, Kind.PLAN, 0, by=by, at=at)
    record(act="exchange_plan_asked", by=by, at=at, facts=facts_of(exchange, job=str(job.uid)))
    return job


@transaction.atomic
def start_mending(*, plan: Plan, by: User, at: datetime) -> PlanJob:
    """Ask for the plan again without those who dropped out since, with the fewest changes.

    Absences that wait are released first. Batches of which somebody left stay as they are.

    Args:
        plan: the one that stands.
        by: who.
        at: when.

    Raises:
        CannotExchange: not allowed, nobody dropped out, it was mended already or is being, or
            there is no solver here.
    """
    exchange = allowed(plan.exchange, by, "exchange.run_exchange")
    _refuse_without_solver()
    release_absences(exchange=exchange, by=by, at=at)
    if Plan.objects.filter(mends=plan).exists():
        raise CannotExchange(_("This plan was mended already. Reload the page."))
    if not dropped_from(plan):
        raise CannotExchange(_("Everybody who was to go can still go."))
    job = _job(plan.draw, Kind.MEND, _left(exchange), by=by, at=at)
    record(act="exchange_plan_asked", by=by, at=at, facts=facts_of(exchange, job=str(job.uid)))
    return job


@transaction.atomic
def stop_plan(*, job: PlanJob, by: User, at: datetime) -> None:
    """Ask a plan under way to stop. Nothing of it is kept.

    Raises:
        CannotExchange: not allowed, or it is over already.
    """
    exchange = allowed(job.draw.exchange, by, "exchange.run_exchange")
    mine = PlanJob.objects.filter(pk=job.pk)
    waiting = mine.filter(state=State.WAITING)
    stopped = waiting.update(state=State.CANCELLED, finished_at=at, cancel_asked=True)
    if not stopped and not mine.filter(state=State.RUNNING).update(cancel_asked=True):
        raise CannotExchange(_("This is over already."))
    facts = facts_of(exchange, job=str(job.uid))
    record(act="exchange_plan_stopped", by=by, at=at, facts=facts)


@transaction.atomic
def begin_again(*, job: PlanJob, at: datetime) -> bool:
    """Put a plan whose worker is gone back into the queue; whether it was under way."""
    left = PlanJob.objects.filter(pk=job.pk, state=State.RUNNING, started_at=job.started_at)
    if not left.update(state=State.WAITING):
        return False
    facts = facts_of(job.draw.exchange, job=str(job.uid))
    record(act="exchange_plan_begun_again", by=None, at=at, facts=facts)
    return True


def _job(draw: Draw, kind: str, travelled: int, *, by: User, at: datetime) -> PlanJob:
    if PlanJob.objects.filter(draw=draw, state__in=UNDER_WAY).exists():
        raise CannotExchange(_("A plan is under way already."))
    return PlanJob.objects.create(draw=draw, kind=kind, travelled=travelled, by=by, asked_at=at)


def _left(exchange: Exchange) -> int:
    """How many batches, the first one first, began to leave."""
    steps = HandoverStep.objects.filter(batch__exchange=exchange, undone_at=None)
    last = steps.exclude(kind=HandoverStep.Kind.EXTRA).aggregate(last=Max("batch__number"))["last"]
    return 0 if last is None else int(last) + 1


def _placed(draw: Draw) -> list[Line]:
    """The lines of the exchange that have their place, with their state."""
    placed = AgreedLine.objects.filter(line__exchange=draw.exchange, given_up_at=None)
    lines = Line.objects.filter(pk__in=placed.values("line"))
    return list(with_state(lines).select_related("exchange"))


def _refuse_without_solver() -> None:
    if find_spec("ortools") is None:
        raise CannotExchange(
            _("Making plans needs OR-Tools, which is not installed here: wayhome[plan].")
        )
