"""Running a plan: made, verified, and kept with its reasons in one transaction, or not at all."""

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from wayhome.apps.audit.services import record
from wayhome.apps.exchange.models import Line, Plan, PlanJob, PlanLine
from wayhome.apps.exchange.selectors.clashes import kept_of
from wayhome.apps.exchange.selectors.draws import salt_of
from wayhome.apps.exchange.selectors.plans import dropped_from, standing_plan_of
from wayhome.apps.exchange.selectors.problems import problem_of
from wayhome.apps.exchange.services.refusals import facts_of
from wayhome.engines import planning
from wayhome.engines.planning import NoPlan, NotProven, Problem
from wayhome.values import Cancelled, WayhomeError

logger = logging.getLogger(__name__)
State = PlanJob.State
STEPS = 4
"""Read, planned, verified, every line answered."""
LOOK_EVERY = 0.5
"""Seconds between two looks at whether somebody asked a plan to stop."""


@dataclass(slots=True)
class _Run:
    """One attempt at a job: tells how far it is, and knows whether it is to stop."""

    job: PlanJob
    looked_at: float = float("-inf")

    def tell(self, done: int) -> None:
        """Say how far it is.

        Raises:
            Cancelled: it is to stop, or another attempt counts.
        """
        if not _mine(self.job).filter(cancel_asked=False).update(done=done):
            raise Cancelled("This was stopped. Nothing of it was kept.")

    def is_stopped(self) -> bool:
        """Whether it is to stop, or another attempt counts. Asked often; looks now and then."""
        now = monotonic()
        if now - self.looked_at < LOOK_EVERY:
            return False
        self.looked_at = now
        return not _mine(self.job).filter(cancel_asked=False).exists()


def run_plan(*, job: PlanJob, at: datetime) -> None:
    """Make the plan. What goes wrong becomes the job's state; nothing is half kept.

    Asked to stop it stops soon after, also within an aim of the plan or a search for what clashes.
    """
    work = _mend if job.kind == PlanJob.Kind.MEND else _make
    with _running(job, at=at) as run:
        try:
            work(job, run, at=at)
        except NoPlan:
            _fail(job, "no_plan", at=at, clashes=_clashes(job, run))


def _make(job: PlanJob, run: _Run, *, at: datetime) -> None:
    problem = problem_of(job.draw, salt_of(job.draw) or "")
    run.tell(1)
    made = planning.plan_exchange(problem, stop=run.is_stopped)
    _keep(job, problem, made, None, run, at=at)


def _mend(job: PlanJob, run: _Run, *, at: datetime) -> None:
    before = standing_plan_of(job.draw)
    problem = planning.read_problem(before.problem)
    known = planning.read_plan(before.document)
    run.tell(1)
    mended = planning.mend_plan(
        problem, known, dropped_from(before), travelled=job.travelled, stop=run.is_stopped
    )
    _keep(job, mended.problem, mended.plan, before, run, at=at)


def _keep(
    job: PlanJob,
    problem: Problem,
    made: planning.Plan,
    before: Plan | None,
    run: _Run,
    *,
    at: datetime,
) -> None:
    run.tell(2)
    if planning.verify_plan(problem, made):
        raise NotProven("The plan made did not verify. Nothing was kept.")
    run.tell(3)
    answers = planning.Answers(problem, made)
    answered = {str(person.id): answers.of(person.id) for person in problem.persons}
    run.tell(4)
    _store(job, problem, made, before, answered, at=at)


@transaction.atomic
def _store(
    job: PlanJob,
    problem: Problem,
    made: planning.Plan,
    before: Plan | None,
    answered: dict[str, planning.Answer],
    *,
    at: datetime,
) -> None:
    exchange = job.draw.exchange
    kept = Plan.objects.create(
        exchange=exchange, draw=job.draw, job=job, mends=before,
        problem=planning.problem_text(problem).decode(), document=planning.plan_text(made),
        problem_sha256=made.problem, list_hash=made.list_hash,
        values=[list(pair) for pair in zip(made.objectives, made.values, strict=True)],
        made_by=job.by, made_at=at,
    )  # fmt: skip
    lines = {line.code: line for line in Line.objects.filter(exchange=exchange)}
    PlanLine.objects.bulk_create(
        (
            PlanLine(
                plan=kept, line=lines[code], batch=answer.batch, code=answer.code,
                values=dict(answer.values), sentence=answer.sentence[:500],
            )
            for code, answer in answered.items()
        ),
        batch_size=500,
    )  # fmt: skip
    if not _mine(job).update(state=State.DONE, finished_at=at):
        raise Cancelled("Another attempt at this plan has taken over.")
    facts = facts_of(
        exchange, job=str(job.uid), plan=str(kept.uid), list_hash=kept.list_hash,
        problem=kept.problem_sha256, lines=len(made.lines),
    )  # fmt: skip
    record(act="exchange_planned", by=job.by, at=at, facts=facts)


def _mine(job: PlanJob) -> QuerySet[PlanJob]:
    """The job, as long as this attempt is the one that counts."""
    return PlanJob.objects.filter(pk=job.pk, state=State.RUNNING, started_at=job.started_at)


@contextmanager
def _running(job: PlanJob, *, at: datetime) -> Iterator[_Run]:
    """Take the job; what stops it becomes its state. Nothing happens if it does not wait."""
    waiting = PlanJob.objects.filter(pk=job.pk, state=State.WAITING)
    if not waiting.update(
        state=State.RUNNING, started_at=timezone.now(), done=0, total=STEPS, refusal=""
    ):
        raise Cancelled("This plan is at another step by now.")
    job.refresh_from_db()
    try:
        yield _Run(job)
    except Cancelled:
        _mine(job).update(state=State.CANCELLED, finished_at=at)
    except NotProven:
        _fail(job, "not_proven", at=at)
    except WayhomeError as refusal:
        _fail(job, refusal.code or "unexpected", at=at)
    except Exception as error:
        where = "".join(traceback.format_tb(error.__traceback__))
        logger.error("plan job %s failed: %s\n%s", job.pk, type(error).__name__, where)
        _fail(job, "unexpected", at=at)
    job.refresh_from_db()


def _clashes(job: PlanJob, run: _Run) -> list[dict[str, Any]]:
    """A smallest set of rules that cannot all be kept, each by its code and what fills it."""
    problem = problem_of(job.draw, salt_of(job.draw) or "")
    try:
        return kept_of(planning.find_conflict(problem, stop=run.is_stopped))
    except NotProven:
        return []


@transaction.atomic
def _fail(
    job: PlanJob, code: str, *, at: datetime, clashes: list[dict[str, Any]] | None = None
) -> None:
    ended = _mine(job).update(
        state=State.FAILED, finished_at=at, refusal=code, clashes=clashes or []
    )
    if ended:
        facts = facts_of(job.draw.exchange, job=str(job.uid), code=code)
        record(act="exchange_plan_failed", by=job.by, at=at, facts=facts)
