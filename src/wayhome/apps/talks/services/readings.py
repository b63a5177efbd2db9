"""Having a report read by the worker. The report is kept before; only its draft comes of this."""

import logging
import traceback
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from wayhome.apps.audit.models import User
from wayhome.apps.audit.services import Part, record
from wayhome.apps.talks.models import ReadingJob, Report, ReportDraft
from wayhome.apps.talks.selectors.drafts.known import roster_of
from wayhome.apps.talks.selectors.reports import text_of
from wayhome.apps.talks.services.drafts import keep_draft
from wayhome.apps.talks.services.filing import CannotRecord, facts_of, mine
from wayhome.files.drafts import CannotRead, read_apart

logger = logging.getLogger(__name__)
State = ReadingJob.State
UNDER_WAY = (State.WAITING, State.RUNNING)


class Overtaken(Exception):
    """This attempt no longer counts; nothing of it may stand."""


@transaction.atomic
def ask_reading(*, report: Report, by: User, at: datetime) -> ReadingJob:
    """Ask for a report to be read. Asked twice, it is read once.

    Raises:
        CannotRecord: the report is not there, or has a draft.
    """
    own = mine(report, by)
    if ReportDraft.objects.filter(report=own).exists():
        raise CannotRecord(_("This report has been read already."))
    under_way = ReadingJob.objects.filter(report=own, state__in=UNDER_WAY).first()
    if under_way is not None:
        return under_way
    job = ReadingJob.objects.create(report=own, by=by, asked_at=at)
    _tell("reading_asked", job, by=by, at=at)
    return job


@transaction.atomic
def stop_reading(*, job: ReadingJob, by: User, at: datetime) -> None:
    """Stop a reading. The report stays, without a draft.

    Raises:
        CannotRecord: the report is not there, or the reading is over.
    """
    mine(job.report, by)
    under_way = ReadingJob.objects.filter(pk=job.pk, state__in=UNDER_WAY)
    if not under_way.update(state=State.STOPPED, finished_at=at):
        raise CannotRecord(_("This is over already. Reload the page."))
    _tell("reading_stopped", job, by=by, at=at)


@transaction.atomic
def begin_again(*, job: ReadingJob, at: datetime, by: User | None = None) -> bool:
    """Let a reading whose worker is gone wait for its turn again; whether it was under way.

    It had written nothing, and the attempt under way, should it live after all, no longer counts.

    Args:
        job: which.
        at: when.
        by: who asks for it; None: a worker that starts.
    """
    left = ReadingJob.objects.filter(pk=job.pk, state=State.RUNNING, started_at=job.started_at)
    if not left.update(state=State.WAITING, started_at=None):
        return False
    _tell("reading_begun_again", job, by=by, at=at)
    return True


def run_reading(*, job: ReadingJob, at: datetime) -> None:
    """Read the report, and keep the draft. What goes wrong becomes the state of the reading.

    The reading itself holds no lock; its draft and its end are written in one transaction. Killed
    at any moment it leaves the report, and a draft or none.
    """
    waiting = ReadingJob.objects.filter(pk=job.pk, state=State.WAITING)
    if not waiting.update(state=State.RUNNING, started_at=timezone.now()):
        return
    job.refresh_from_db()
    try:
        draft = _read(job, still_counts=lambda: _refuse_overtaken(job))
        _finish(job, draft, at=at)
    except Overtaken:
        return
    except CannotRead as late:
        _fail(job, late.code or "report_unread", at=at)
    except CannotRecord:
        _fail(job, "report_unread", at=at)
    except Exception as error:
        # A message can quote the report: only where it happened is logged.
        where = "".join(traceback.format_tb(error.__traceback__))
        logger.error("reading %s failed: %s\n%s", job.pk, type(error).__name__, where)
        _fail(job, "report_unread", at=at)


def _read(job: ReadingJob, *, still_counts: Callable[[], None]) -> dict[str, Any]:
    report = Report.objects.select_related("key", "process").get(pk=job.report_id)
    return read_apart(
        text_of(report),
        published=report.published_date,
        roster=roster_of(report, job.by),
        seconds=settings.READING_LIMIT_SECONDS,
        meanwhile=still_counts,
    )


def _attempt(job: ReadingJob) -> "QuerySet[ReadingJob]":
    """The reading, as long as this attempt at it is the one that counts."""
    return ReadingJob.objects.filter(pk=job.pk, state=State.RUNNING, started_at=job.started_at)


def _refuse_overtaken(job: ReadingJob) -> None:
    if not _attempt(job).exists():
        raise Overtaken


@transaction.atomic
def _finish(job: ReadingJob, draft: dict[str, Any], *, at: datetime) -> None:
    if not _attempt(job).update(state=State.DONE, finished_at=at):
        raise Overtaken
    keep_draft(report=job.report, draft=draft, by=job.by, at=at)


@transaction.atomic
def _fail(job: ReadingJob, code: str, *, at: datetime) -> None:
    if _attempt(job).update(state=State.FAILED, finished_at=at, refusal=code):
        _tell("reading_failed", job, by=job.by, at=at, code=code)


def _tell(act: str, job: ReadingJob, *, by: User | None, at: datetime, **more: str) -> None:
    report = job.report
    facts = {**facts_of(report), "reading": str(job.uid), **more}
    record(act=act, by=by, at=at, facts=facts, parts=[Part(report.key, {})])
