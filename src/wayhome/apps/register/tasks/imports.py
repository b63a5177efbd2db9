"""Importing lists in the background."""

import contextlib

from django.utils import timezone
from django_tasks import task

from wayhome.apps.register.models import Job
from wayhome.apps.register.services.imports import CannotImport, advance_import, begin_again
from wayhome.apps.register.services.running import CannotRun


@task()
def advance(job: str) -> None:
    """Do the step that the import with this uid waits for; nothing if it waits for none."""
    with contextlib.suppress(CannotImport, CannotRun):
        advance_import(job=Job.objects.get(uid=job), at=timezone.now())


def take_up() -> int:
    """Queue every import whose worker is gone: called when the only worker starts.

    Returns how many.
    """
    left = Job.objects.filter(
        kind=Job.Kind.IMPORT, state__in=[Job.State.WAITING, Job.State.RUNNING]
    )
    for job in left:
        advance.enqueue(str(begin_again(job=job, at=timezone.now()).uid))
    return len(left)
