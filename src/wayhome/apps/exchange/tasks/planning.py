"""Making plans in the background."""

import contextlib

from django.utils import timezone
from django_tasks import task

from wayhome.apps.exchange.models import PlanJob
from wayhome.apps.exchange.services.planning import begin_again, run_plan
from wayhome.values import Cancelled


@task()
def make_plan(job: str) -> None:
    """Make the plan with this uid; nothing if it does not wait."""
    with contextlib.suppress(Cancelled):
        run_plan(job=PlanJob.objects.get(uid=job), at=timezone.now())


def take_up() -> int:
    """Queue every plan whose worker is gone, or that was asked for and never queued.

    Called when the only worker starts. Returns how many.
    """
    for job in PlanJob.objects.filter(state=PlanJob.State.RUNNING):
        begin_again(job=job, at=timezone.now())
    left = PlanJob.objects.filter(state=PlanJob.State.WAITING)
    for job in left:
        make_plan.enqueue(str(job.uid))
    return len(left)
