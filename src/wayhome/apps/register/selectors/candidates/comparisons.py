"""Comparisons the viewer's own people asked for."""

from django.db.models import QuerySet

from wayhome.apps.audit.models import User
from wayhome.apps.register.models import Job
from wayhome.apps.register.policies import own


def comparisons_visible_to(viewer: User) -> QuerySet[Job]:
    """Jobs that compare lists, of the own partition."""
    if not viewer.has_perm("register.match_lists"):
        return Job.objects.none()
    jobs = Job.objects.filter(own(viewer), kind=Job.Kind.MATCH).select_related(
        "by", "list", "list_b"
    )
    return jobs.defer("list__file_sealed", "list_b__file_sealed", "file_sealed")
