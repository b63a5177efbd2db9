"""The state of everything at one glance, for the viewer."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet

from wayhome.apps.audit.models import User
from wayhome.apps.register.models import Appearance, Job, Membership, PersonList
from wayhome.apps.register.policies import own
from wayhome.apps.register.selectors.answers import answers_visible_to
from wayhome.apps.register.selectors.lists import latest_versions
from wayhome.apps.register.selectors.lists_content import open_flags

MOST = 12


@dataclass(frozen=True, slots=True)
class State:
    """One list and how far its lines have come."""

    list: PersonList
    joined: int  # lines that belong to a person of the viewer's partition
    answered: int
    flagged: int

    @property
    def joined_percent(self) -> int:
        """Of the list's lines, rounded down: only all is 100."""
        return 100 * self.joined // self.list.lines if self.list.lines else 0

    @property
    def answered_percent(self) -> int:
        """Of the list's lines, rounded down: only all is 100."""
        return 100 * self.answered // self.list.lines if self.list.lines else 0


def state_of_lists(viewer: User) -> list[State]:
    """The latest version of each list, the newest first, each with its counts."""
    lists = list(latest_versions(viewer).order_by("-imported_at", "-pk")[:MOST])
    lines = Appearance.objects.filter(list__in=lists)
    members = Membership.objects.filter(own(viewer), entry=OuterRef("entry"))
    joined = _per_list(lines.filter(Exists(members)))
    answers = answers_visible_to(viewer).filter(entry=OuterRef("entry"))
    answered = _per_list(lines.filter(Exists(answers)))
    flagged = _per_list(lines.filter(entry__flags__in=open_flags(viewer)))
    return [
        State(
            list=shown,
            joined=joined.get(shown.pk, 0),
            answered=answered.get(shown.pk, 0),
            flagged=flagged.get(shown.pk, 0),
        )
        for shown in lists
    ]


def work_under_way(viewer: User) -> QuerySet[Job]:
    """Jobs of the viewer's partition that have not ended, the newest first."""
    ended = (Job.State.DONE, Job.State.CANCELLED, Job.State.FAILED)
    jobs = Job.objects.filter(own(viewer)).exclude(state__in=ended)
    return jobs.defer("file_sealed", "problems_sealed").order_by("-asked_at")[:MOST]


def _per_list(lines: QuerySet[Appearance]) -> Mapping[int, int]:
    counted = lines.values("list").annotate(entries=Count("entry", distinct=True))
    return {row["list"]: row["entries"] for row in counted}
