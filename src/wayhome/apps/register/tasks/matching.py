"""Comparing lists in the background."""

import contextlib

from django.utils import timezone
from django_tasks import task

from wayhome.apps.register.models import Job
from wayhome.apps.register.services.matching import run_match
from wayhome.apps.register.services.matching.asking import begin_again
from wayhome.apps.register.services.running import CannotRun


@task()
def match_lists(job: str) -> None:
    """Run the comparison with this uid; nothing if it does not wait."""
    with contextlib.suppress(CannotRun):
        run_match(job=Job.objects.get(uid=job), at=timezone.now())


def take_up() -> int:
    """Queue every comparison whose worker is gone: called when the only worker starts.

    Returns how many.
    """
    left = Job.objects.filter(kind=Job.Kind.MATCH, state=Job.State.RUNNING)
    again = [job for job in left if begin_again(job=job, at=timezone.now())]
    for job in again:
        match_lists.enqueue(str(job.uid))
    return len(again)
