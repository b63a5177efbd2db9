"""Pairs the machine proposed wait only as long as both their lines stand on a list."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet

from wayhome.apps.register.models import CandidateMatch, Judgement, Lease, ListEntry
from wayhome.apps.register.selectors.judgements import STANDING
from wayhome.apps.register.selectors.lists import rolled_back_among

_AT_ONCE = 5_000


def close_pairs(gone: QuerySet[ListEntry]) -> None:
    """Let no pair with one of these lines wait, nor be held open by anybody."""
    lines = gone.values("pk")
    touched = CandidateMatch.objects.filter(Q(entry_a__in=lines) | Q(entry_b__in=lines), open=True)
    Lease.objects.filter(candidate__in=touched.values("pk")).delete()
    touched.update(open=False)


def reopen_pairs(returned: Collection[int]) -> None:
    """Let pairs wait again whose lines both stand again and that nobody judged.

    Args:
        returned: lines that stood on no list until now.
    """
    lines = sorted(returned)
    judged = Judgement.objects.filter(
        partition=OuterRef("partition"),
        entry_a=OuterRef("entry_a"),
        entry_b=OuterRef("entry_b"),
        state__in=STANDING,
    )
    for start in range(0, len(lines), _AT_ONCE):
        some = lines[start : start + _AT_ONCE]
        closed = CandidateMatch.objects.filter(Q(entry_a__in=some) | Q(entry_b__in=some))
        unjudged = closed.filter(~Exists(judged), open=False)
        waiting = {pk: pair for pk, *pair in unjudged.values_list("pk", "entry_a", "entry_b")}
        gone = rolled_back_among({line for pair in waiting.values() for line in pair})
        stand = [pk for pk, pair in waiting.items() if gone.isdisjoint(pair)]
        CandidateMatch.objects.filter(pk__in=stand).update(open=True)
