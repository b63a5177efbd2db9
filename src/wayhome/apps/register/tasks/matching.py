"""Comparing lists in the background."""

from django.utils import timezone
from django_tasks import task

from wayhome.apps.register.models import Job
from wayhome.apps.register.services.matching import run_match


@task()
def match_lists(job: str) -> None:
    """Run the comparison with this uid."""
    run_match(job=Job.objects.get(uid=job), at=timezone.now())
