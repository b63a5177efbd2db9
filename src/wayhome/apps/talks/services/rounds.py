"""Rounds of talks, delegations and delegates."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from wayhome.apps.audit.models import User
from wayhome.apps.audit.services import record
from wayhome.apps.talks.models import (
    Delegate,
    Delegation,
    Issue,
    Outcome,
    Process,
    Round,
    Side,
)
from wayhome.apps.talks.services.filing import (
    IN_CONFIDENCE,
    Filing,
    facts_of,
    part_of,
    write_row,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """Where and when a round was held. `start` and `end` in EDTF; everything may be unknown."""

    place: str = ""
    venue: str = ""
    start: str = ""
    end: str = ""
    duration_minutes: int | None = None
    duration_comparator: str = ""  # Comparator
    number: int | None = None
    number_basis: str = Round.NumberBasis.UNKNOWN
    mediator: str = ""
    mediating_office: str = ""
    format: str = Round.Format.UNKNOWN


@transaction.atomic
def record_round(
    *,
    process: Process,
    meeting: Meeting,
    by: User,
    at: datetime,
    filing: Filing = IN_CONFIDENCE,
) -> Round:
    """Write a round down.

    Raises:
        CannotRecord: a date that is none, or a number that neither was stated nor inferred.
    """
    made = write_row(Round(process=process, **asdict(meeting)), filing=filing, by=by, at=at)
    record(act="round_recorded", by=by, at=at, facts=facts_of(made), parts=[part_of(made)])
    return made


@transaction.atomic
def record_outcome(
    *,
    round: Round,
    about: str,
    result: str,
    by: User,
    at: datetime,
    issue: Issue | None = None,
    filing: Filing = IN_CONFIDENCE,
) -> Outcome:
    """Write down what a round ended with on one thing: no agreement on a ceasefire.

    It binds nobody: what a side promised is a commitment.

    Args:
        round: which.
        about: on what, in a few neutral words.
        result: one of `Outcome.Result`.
        by: who writes it down.
        at: when.
        issue: the issue that is, if it is one of these talks.
        filing: who may see it and what it stands on.

    Raises:
        CannotRecord: not said on what, an unknown result, or more would see it than may.
    """
    outcome = Outcome(process=round.process, round=round, about=about, issue=issue, result=result)
    made = write_row(outcome, filing=filing, by=by, at=at)
    record(act="outcome_recorded", by=by, at=at, facts=facts_of(made), parts=[part_of(made)])
    return made


@transaction.atomic
def record_delegation(
    *, round: Round, side: Side, by: User, at: datetime, filing: Filing = IN_CONFIDENCE
) -> Delegation:
    """Write down that a side came to a round.

    Raises:
        CannotRecord: the round or the side is not of these talks, or is seen by fewer.
    """
    delegation = Delegation(process=round.process, round=round, side=side)
    made = write_row(delegation, filing=filing, by=by, at=at)
    record(act="delegation_recorded", by=by, at=at, facts=facts_of(made), parts=[part_of(made)])
    return made


@transaction.atomic
def record_delegate(
    *,
    delegation: Delegation,
    name: str,
    by: User,
    at: datetime,
    role: str = "",
    heads: bool = False,
    mandate: str = Delegate.Mandate.UNKNOWN,
    filing: Filing = IN_CONFIDENCE,
) -> Delegate:
    """Write down one of a delegation, and what the mandate allows.

    Raises:
        CannotRecord: no name, an unknown mandate, or the delegation is seen by fewer.
    """
    delegate = Delegate(
        process=delegation.process,
        delegation=delegation,
        name=name,
        role=role,
        heads=heads,
        mandate=mandate,
    )
    made = write_row(delegate, filing=filing, by=by, at=at)
    record(act="delegate_recorded", by=by, at=at, facts=facts_of(made), parts=[part_of(made)])
    return made
