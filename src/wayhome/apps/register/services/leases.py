"""A pair is held while somebody has it open, so that no two work on one unknowingly.

A lease decides nothing and leaves no entry in the history; it runs out by itself.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from wayhome.apps.audit.models import User
from wayhome.apps.register.models import CandidateMatch, Lease

HELD_FOR = timedelta(minutes=10)


@transaction.atomic
def take_leases(*, candidates: Sequence[CandidateMatch], by: User, at: datetime) -> Lease | None:
    """Hold all of these pairs, or none: then somebody else's lease on one of them comes back."""
    keys = [candidate.pk for candidate in candidates]
    # Lock the pairs: two who open them at once must not both see them free.
    list(CandidateMatch.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=keys))
    others = Lease.objects.filter(candidate__in=keys, until__gt=at).exclude(user=by)
    if (taken := others.select_related("user").first()) is not None:
        return taken
    Lease.objects.bulk_create(
        [Lease(candidate_id=key, user=by, until=at + HELD_FOR) for key in keys],
        update_conflicts=True,
        unique_fields=["candidate"],
        update_fields=["user", "until"],
    )
    return None


def release_leases(*, by: User) -> None:
    """Let go of everything this account holds: it has moved on."""
    Lease.objects.filter(user=by).delete()
