"""Checking lists in the background."""

import contextlib

from django.utils import timezone
from django_tasks import task

from wayhome.apps.register.models import Job
from wayhome.apps.register.services.check import run_check
from wayhome.apps.register.services.check.asking import begin_again
from wayhome.apps.register.services.running import CannotRun


@task()
def check_list(job: str) -> None:
    """Run the check with this uid; nothing if it does not wait."""
    with contextlib.suppress(CannotRun):
        run_check(job=Job.objects.get(uid=job), at=timezone.now())


def take_up() -> int:
    """Queue every check whose worker is gone: called when the only worker starts.

    Returns how many.
    """
    left = Job.objects.filter(kind=Job.Kind.CHECK, state=Job.State.RUNNING)
    again = [job for job in left if begin_again(job=job, at=timezone.now())]
    for job in again:
        check_list.enqueue(str(job.uid))
    return len(again)
