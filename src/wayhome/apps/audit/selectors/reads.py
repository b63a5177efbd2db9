"""Who looked at whom: by account and time, and by subject. Accounts and numbers, no names."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from django.db.models import Count, Max, Min, QuerySet

from wayhome.apps.audit.models import Read, SubjectKey, User
from wayhome.apps.audit.subjects import within_partition


class Look(TypedDict):
    """One request that showed or exported subjects, or a search that found nobody."""

    request: uuid.UUID
    moment: datetime
    how: str
    subjects: int


def readers(viewer: User) -> QuerySet[User]:
    """The accounts whose reads the viewer may ask for."""
    if not viewer.has_perm("audit.see_reads"):
        return User.objects.none()
    return User.objects.select_related("organisation").order_by("organisation__name", "email")


def reads_of(
    account: User, viewer: User, *, since: datetime, until: datetime
) -> QuerySet[Read, Look]:
    """What an account looked for, saw and exported between two moments, one row per request."""
    reads = Read.objects.filter(by=account, at__gte=since, at__lte=until)
    if not viewer.has_perm("audit.see_reads"):
        reads = reads.none()
    return (
        reads.values("request", "how")
        .annotate(moment=Min("at"), subjects=Count("about"))
        .order_by("-moment", "request", "how")
    )


def subjects_of(request: uuid.UUID, viewer: User) -> QuerySet[Read]:
    """The subjects of one request, by pseudonym."""
    reads = Read.objects.filter(request=request).select_related("by__organisation")
    if not viewer.has_perm("audit.see_reads"):
        return reads.none()
    return reads.order_by("pk")


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """An account that saw a subject, in one way."""

    by: User
    how: str
    times: int
    first: datetime
    last: datetime

    @property
    def way(self) -> str:
        """In which way, as a label."""
        return str(Read.How(self.how).label)


def subject_visible_to(viewer: User, uid: uuid.UUID) -> SubjectKey | None:
    """The subject, if it is in the viewer's partition and he may ask who saw it."""
    if not viewer.has_perm("audit.see_who_has_seen"):
        return None
    return SubjectKey.objects.filter(within_partition(viewer), pk=uid).first()


def who_has_seen(keys: Iterable[SubjectKey | uuid.UUID], viewer: User) -> list[Seen]:
    """The accounts that saw any of these subjects, the last first.

    The keeper learns of every account. A party learns of its own alone: when the keeper looks at
    its lines would tell what he compares them with.
    """
    if not viewer.has_perm("audit.see_who_has_seen"):
        return []
    asked = SubjectKey.objects.filter(
        within_partition(viewer), pk__in=[getattr(key, "pk", key) for key in keys]
    )
    reads = Read.objects.filter(about__in=asked)
    if not viewer.keeps_register:
        reads = reads.filter(by__organisation__party=viewer.organisation.party_id)
    rows = reads.values("by", "how").annotate(
        times=Count("request", distinct=True), first=Min("at"), last=Max("at")
    )
    accounts = User.objects.select_related("organisation").in_bulk([row["by"] for row in rows])
    found = [
        Seen(
            by=accounts[row["by"]],
            how=row["how"],
            times=row["times"],
            first=row["first"],
            last=row["last"],
        )
        for row in rows
    ]
    return sorted(found, key=lambda seen: seen.last, reverse=True)
