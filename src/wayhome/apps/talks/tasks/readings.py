"""Reading reports in the background."""

import contextlib

from django.utils import timezone
from django_tasks import task

from wayhome.apps.talks.models import ReadingJob
from wayhome.apps.talks.services.readings import begin_again, run_reading
from wayhome.files.drafts import READER, CannotRead


@task()
def read(job: str) -> None:
    """Read the report of the job with this uid; nothing if it does not wait."""
    run_reading(job=ReadingJob.objects.get(uid=job), at=timezone.now())


@task()
def get_ready() -> None:
    """Let the worker's reader load what it needs: somebody is about to bring a report."""
    with contextlib.suppress(CannotRead):
        READER.start()


def take_up() -> int:
    """Queue every reading whose worker is gone, or that was asked for and never queued.

    Called when the only worker starts. Returns how many.
    """
    for job in ReadingJob.objects.filter(state=ReadingJob.State.RUNNING):
        begin_again(job=job, at=timezone.now())
    left = ReadingJob.objects.filter(state=ReadingJob.State.WAITING)
    for job in left:
        read.enqueue(str(job.uid))
    return len(left)
