"""Judgements half done: many proposed, some confirmed, one chain that contradicts itself."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from wayhome.apps.audit.models import User
from wayhome.apps.register.models import CandidateMatch, Judgement, ListEntry
from wayhome.apps.register.services.judgements import confirm_judgement, propose_judgement
from wayhome.web.demo.people import AGENCY, People

SAME, NOT_SAME, UNSURE = Judgement.Verdict
CONFIRMED, TO_CONFIRM = 40, 14
PACE = timedelta(minutes=2)


def judge(people: People, *, at: datetime) -> None:
    """Propose and confirm on the agency's own candidates."""
    reviewer, approver = people[AGENCY, "reviewer"], people[AGENCY, "approver"]
    clock = _every(PACE, at)
    candidates = CandidateMatch.objects.filter(partition=reviewer.party, open=True)
    alone = candidates.filter(rivals=None).select_related("entry_a", "entry_b")
    clear = list(alone.filter(zone="match").order_by("-posterior", "pk")[:600:11])
    for number, candidate in enumerate(clear[: CONFIRMED + TO_CONFIRM]):
        made = _propose(candidate, SAME, "Name, birth date and place agree.", reviewer, next(clock))
        if number < CONFIRMED:
            confirm_judgement(judgement=made, by=approver, at=next(clock))
    doubtful = list(alone.filter(zone="review").order_by("posterior", "pk")[:12])
    for candidate in doubtful[:4]:
        made = _propose(candidate, NOT_SAME, "Another father's name.", reviewer, next(clock))
        confirm_judgement(judgement=made, by=approver, at=next(clock))
    for candidate in doubtful[4:7]:
        _propose(candidate, UNSURE, "The birth dates are of one year only.", reviewer, next(clock))
    _contradict(reviewer, approver, clock)


def _contradict(reviewer: User, approver: User, clock: Iterator[datetime]) -> None:
    """One line, two rivals: the rivals are not one person, yet the line is said to be both."""
    groups = CandidateMatch.objects.filter(partition=reviewer.party, open=True)
    for first in groups.exclude(rivals=None).order_by("-posterior", "pk")[:50]:
        second = groups.filter(rivals=first.rivals).exclude(pk=first.pk).first()
        if second is None or not (shared := _lines(first) & _lines(second)):
            continue
        a, b = ListEntry.objects.filter(pk__in=(_lines(first) | _lines(second)) - shared)
        if a.partition_id != b.partition_id:
            continue
        reason = "Two lines of one list, two birth years."
        apart = propose_judgement(
            entry_a=a, entry_b=b, verdict=NOT_SAME, reason=reason, by=reviewer, at=next(clock)
        )
        confirm_judgement(judgement=apart, by=approver, at=next(clock))
        one = _propose(first, SAME, "Name and birth date agree.", reviewer, next(clock))
        confirm_judgement(judgement=one, by=approver, at=next(clock))
        _propose(second, SAME, "Name and unit agree.", reviewer, next(clock))
        return


def _lines(candidate: CandidateMatch) -> set[int]:
    return {candidate.entry_a_id, candidate.entry_b_id}


def _propose(
    candidate: CandidateMatch, verdict: str, reason: str, by: User, at: datetime
) -> Judgement:
    return propose_judgement(
        entry_a=candidate.entry_a,
        entry_b=candidate.entry_b,
        candidate=candidate,
        verdict=verdict,
        reason=reason,
        by=by,
        at=at,
    )


def _every(pace: timedelta, at: datetime) -> Iterator[datetime]:
    while True:
        yield at
        at += pace
