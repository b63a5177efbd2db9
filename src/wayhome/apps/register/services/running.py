"""A job's step: taken by one worker, finished by the same, never by two."""

import logging
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wayhome.apps.audit.services import record
from wayhome.apps.audit.services.disk import is_full
from wayhome.apps.register.models import Job
from wayhome.values import WayhomeError

logger = logging.getLogger(__name__)

SENTENCES: Mapping[str, Promise] = {
    "other_step": _("This work is at another step by now. Reload the page."),
    "stopped": _("This was stopped. Nothing of it was kept."),
    "overtaken": _("Another attempt at this step has taken over."),
}


class CannotRun(WayhomeError):
    """A step that is not its turn, that somebody stopped, or that another attempt took over."""

    def __init__(self, code: str) -> None:
        """Take the sentence of a code, in the language of the moment."""
        super().__init__(str(SENTENCES[code]), code=code)


class Run:
    """One attempt at a step. When it started tells it from every other attempt."""

    def __init__(self, job: Job) -> None:
        self.job = job

    def progress(self, done: int, total: int) -> None:
        """Say how far it is, and stop if somebody asked for it.

        Raises:
            CannotRun: somebody asked, or another attempt has taken over.
        """
        if not self.mine().update(done=done, total=total):
            raise CannotRun("overtaken")
        if not self.mine().filter(cancel_asked=False).exists():
            raise CannotRun("stopped")

    def finish(self, state: Job.State, **values: object) -> None:
        """Move the job on.

        Raises:
            CannotRun: another attempt has taken over; what this one wrote must not stand.
        """
        if not self.mine().update(state=state, stage="", **values):
            raise CannotRun("overtaken")

    @transaction.atomic
    def fail(self, code: str, values: dict[str, str], *, at: datetime) -> None:
        """End the job with the reason. Its file is not kept.

        Who stopped it has told so already; of the values, which quote the file, nothing is told.
        """
        state = Job.State.CANCELLED if code == "stopped" else Job.State.FAILED
        ended = self.mine().update(
            state=state,
            finished_at=at,
            refusal=code,
            refusal_values=values,
            file_sealed=None,
            problems_sealed=None,
        )
        if ended and state == Job.State.FAILED:
            record(
                act=(
                    "match_failed"
                    if self.job.kind == Job.Kind.MATCH
                    else "check_failed"
                    if self.job.kind == Job.Kind.CHECK
                    else "import_failed"
                ),
                by=self.job.by,
                at=at,
                facts={"job": str(self.job.uid), "code": code},
            )

    def mine(self) -> QuerySet[Job]:
        """The job, as long as this attempt is the one that counts."""
        return Job.objects.filter(
            pk=self.job.pk, state=Job.State.RUNNING, started_at=self.job.started_at
        )


@contextmanager
def running(job: Job, stage: str, *, at: datetime) -> Iterator[Run]:
    """Take the job's next step. What stops it becomes the job's state, not an exception.

    Raises:
        CannotRun: it is not this step's turn.
    """
    waiting = Job.objects.filter(pk=job.pk, state=Job.State.WAITING, stage=stage)
    if not waiting.update(state=Job.State.RUNNING, started_at=timezone.now(), done=0, total=0):
        raise CannotRun("other_step")
    job.refresh_from_db()
    run = Run(job)
    try:
        yield run
    except WayhomeError as refusal:
        values = {name: str(value) for name, value in refusal.values.items()}
        run.fail(refusal.code or "unexpected", values, at=at)
    except Exception as error:
        # The message of a database error can quote a row: only where it happened is logged.
        where = "".join(traceback.format_tb(error.__traceback__))
        logger.error("job %s failed: %s\n%s", job.pk, type(error).__name__, where)
        run.fail("disk_full" if is_full(error) else "unexpected", {}, at=at)
    job.refresh_from_db()
