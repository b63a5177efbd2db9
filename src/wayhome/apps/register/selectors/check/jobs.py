"""Checks the viewer's own people asked for."""

from django.db.models import QuerySet

from wayhome.apps.audit.models import User
from wayhome.apps.register.models import Job, PersonList
from wayhome.apps.register.policies import own
from wayhome.apps.register.selectors.lists import lists_visible_to


def checks_visible_to(viewer: User) -> QuerySet[Job]:
    """Jobs that check a list the viewer may see, of the own partition."""
    if not viewer.has_perm("register.match_lists"):
        return Job.objects.none()
    jobs = Job.objects.filter(
        own(viewer), kind=Job.Kind.CHECK, list__in=lists_visible_to(viewer).values("pk")
    )
    wide = ("list__file_sealed", "list_b__file_sealed", "file_sealed")
    return jobs.select_related("by", "list__submitted_by", "list__partition", "list_b").defer(*wide)


def latest_checks_of(shown: PersonList, viewer: User) -> QuerySet[Job]:
    """The checks of a list, the latest first."""
    return checks_visible_to(viewer).filter(list=shown).defer("result").order_by("-asked_at", "-pk")
