"""Which pairs wait, in which order, and which of them somebody else has open."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from wayhome.apps.audit.models import User
from wayhome.apps.register.models import Appearance, CandidateMatch
from wayhome.apps.register.policies import own
from wayhome.apps.register.selectors.lists import lists_visible_to

MOST_RIVALS = 12
"""Pairs judged together on one page."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Narrowed:
    """What part of the queue somebody works on. Empty: all of it."""

    list: str = ""  # receipt of a list one of the lines stands on
    zone: str = ""
    field: str = ""  # a field that is close or differs


def candidates_visible_to(viewer: User) -> QuerySet[CandidateMatch]:
    """Pairs of the viewer's own work whose lines are still there."""
    if not viewer.has_perm("register.see_candidate"):
        return CandidateMatch.objects.none()
    return CandidateMatch.objects.filter(
        own(viewer), entry_a__erased_at=None, entry_b__erased_at=None
    ).select_related("entry_a__key", "entry_b__key")


def waiting_for(viewer: User, narrowed: Narrowed) -> QuerySet[CandidateMatch]:
    """Open pairs, the likeliest first."""
    waiting = candidates_visible_to(viewer).filter(open=True)
    if narrowed.zone:
        waiting = waiting.filter(zone=narrowed.zone)
    if narrowed.field:
        waiting = waiting.filter(disagreeing__contains=f" {narrowed.field} ")
    if narrowed.list:
        listed = Appearance.objects.filter(
            list__in=lists_visible_to(viewer).filter(receipt=narrowed.list)
        )
        waiting = waiting.filter(
            Exists(listed.filter(entry=OuterRef("entry_a")))
            | Exists(listed.filter(entry=OuterRef("entry_b")))
        )
    return waiting.order_by("-posterior", "pk")


def next_candidate(
    viewer: User, narrowed: Narrowed, *, skipped: Collection[str], at: datetime
) -> CandidateMatch | None:
    """The likeliest pair that was not skipped and that nobody else has open."""
    waiting = waiting_for(viewer, narrowed).exclude(uid__in=skipped)
    taken = Q(lease__until__gt=at) & ~Q(lease__user=viewer)
    return waiting.exclude(taken).select_related(None).first()


def rivals_of(viewer: User, candidate: CandidateMatch) -> Sequence[CandidateMatch]:
    """The pair and its open rivals, at most `MOST_RIVALS` in all; the pair alone if it is closed.

    The pair itself comes first, then those that share a line with it, then the others.
    """
    if candidate.rivals is None or not candidate.open:
        return [candidate]
    together = candidates_visible_to(viewer).filter(rivals=candidate.rivals, open=True)
    mine = {candidate.entry_a_id, candidate.entry_b_id}
    others = sorted(
        together.exclude(pk=candidate.pk),
        key=lambda one: (mine.isdisjoint((one.entry_a_id, one.entry_b_id)), -one.posterior, one.pk),
    )
    return [candidate, *others][:MOST_RIVALS]
