"""Commitments: what the bound side accepted or said itself, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wayhome.apps.audit.models import User
from wayhome.apps.audit.services import record
from wayhome.apps.register.models import PersonList
from wayhome.apps.register.selectors.lists import lists_visible_to
from wayhome.apps.talks.models import (
    Assessment,
    Commitment,
    CommitmentWording,
    Delegate,
    Issue,
    Lapse,
    ListOfCommitment,
    Proposal,
    Reaffirmation,
    Response,
    Round,
    Side,
)
from wayhome.apps.talks.services.filing import (
    IN_CONFIDENCE,
    CannotRecord,
    Filing,
    Words,
    facts_of,
    part_of,
    write_row,
    write_words,
)
from wayhome.apps.talks.services.terms import NO_TERMS, Given, fields_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """How one side, or a document, puts a commitment."""

    terms: Given = NO_TERMS
    side: Side | None = None
    delegate: Delegate | None = None
    speaker: str = ""
    said_date: str = ""  # EDTF
    words: Words | None = None
    filing: Filing | None = None  # else as the commitment is filed


@transaction.atomic
def record_commitment(
    *,
    title: str,
    bound: Sequence[Side],
    by: User,
    at: datetime,
    wordings: Sequence[Put] = (),
    accepted: Sequence[Response] = (),
    round: Round | None = None,
    issue: Issue | None = None,
    made_date: str = "",
    filing: Filing = IN_CONFIDENCE,
) -> Commitment:
    """Write down what sides are bound by. A proposal alone is no commitment.

    Args:
        title: in a few neutral words.
        bound: the sides it would bind.
        by: who writes it down.
        at: when.
        wordings: as each speaker puts it, side by side.
        accepted: the answers by which bound sides accepted a proposal, all of one proposal.
        round: at which it was made.
        issue: what it is about.
        made_date: EDTF.
        filing: who may see it and what it stands on.

    Raises:
        CannotRecord: no bound side has accepted it or said it itself, or more would see it than
            may.
    """
    if not bound:
        raise CannotRecord(_("Say which side is bound."))
    if any(one.kind != Response.Kind.ACCEPTED or not one.stands for one in accepted):
        raise CannotRecord(_("Only a proposal that was accepted is a commitment."))
    proposal = _one_proposal(accepted)
    agreed = {one.by_id for one in accepted} | {put.side.pk for put in wordings if put.side}
    if not agreed & {side.pk for side in bound}:
        raise CannotRecord(
            _("A proposal is not a commitment: a bound side must have accepted it or said it.")
        )
    commitment = Commitment(
        process=bound[0].process, title=title, round=round, issue=issue, proposal=proposal,
        made_date=made_date,
    )  # fmt: skip
    many = {"bound": bound, "accepted": accepted}
    made = write_row(commitment, filing=filing, by=by, at=at, many=many)
    said = [_write_wording(made, put, put.filing or filing, by=by, at=at) for put in wordings]
    record(
        act="commitment_recorded",
        by=by,
        at=at,
        facts=facts_of(made),
        parts=[part_of(row) for row in (made, *said)],
    )
    return made


@transaction.atomic
def add_wording(
    *,
    commitment: Commitment,
    put: Put,
    by: User,
    at: datetime,
    filing: Filing = IN_CONFIDENCE,
) -> CommitmentWording:
    """Put another wording beside those there are.

    Raises:
        CannotRecord: nobody is named, or more would see it than may.
    """
    made = _write_wording(commitment, put, put.filing or filing, by=by, at=at)
    record(act="wording_added", by=by, at=at, facts=facts_of(made), parts=[part_of(made)])
    return made


@transaction.atomic
def record_reaffirmation(
    *,
    commitment: Commitment,
    side: Side,
    day: str,
    by: User,
    at: datetime,
    words: Words | None = None,
    filing: Filing = IN_CONFIDENCE,
) -> Reaffirmation:
    """Write down that a side says it still holds to a commitment, on a day (EDTF).

    Raises:
        CannotRecord: the side is not bound by it, or more would see it than may.
    """
    if not commitment.bound.filter(pk=side.pk).exists():
        raise CannotRecord(_("This side is not bound by it."))
    row = Reaffirmation(
        process=commitment.process, commitment=commitment, side=side, day=day,
        wording=write_words(words, by=by, at=at),
    )  # fmt: skip
    made = write_row(row, filing=filing, by=by, at=at)
    record(act="reaffirmation_recorded", by=by, at=at, facts=facts_of(made), parts=[part_of(made)])
    return made


@transaction.atomic
def record_lapse(
    *,
    commitment: Commitment,
    day: str,
    reason: str,
    by: User,
    at: datetime,
    side: Side | None = None,
    said_by: str = "",
    filing: Filing = IN_CONFIDENCE,
) -> Lapse:
    """Write down that somebody says a commitment no longer holds, from a day on (EDTF).

    Raises:
        CannotRecord: nobody or two are named as saying so, no reason, or more would see it.
    """
    _one_speaker(side, said_by)
    row = Lapse(
        process=commitment.process, commitment=commitment, side=side, said_by=said_by, day=day,
        reason=reason,
    )  # fmt: skip
    made = write_row(row, filing=filing, by=by, at=at)
    record(act="lapse_recorded", by=by, at=at, facts=facts_of(made), parts=[part_of(made)])
    return made


@transaction.atomic
def record_assessment(
    *,
    commitment: Commitment,
    assessor: str,
    score: int,
    day: str,
    reason: str,
    by: User,
    at: datetime,
    filing: Filing = IN_CONFIDENCE,
) -> Assessment:
    """Write down how far a named assessor sees a commitment, 0 to 3, on a day (EDTF).

    Raises:
        CannotRecord: nobody named, no reason, another score, or more would see it than may.
    """
    row = Assessment(
        process=commitment.process, commitment=commitment, assessor=assessor, score=score,
        day=day, reason=reason,
    )  # fmt: skip
    made = write_row(row, filing=filing, by=by, at=at)
    record(act="assessment_recorded", by=by, at=at, facts=facts_of(made), parts=[part_of(made)])
    return made


@transaction.atomic
def attach_list(
    *,
    commitment: Commitment,
    list: PersonList,
    by: User,
    at: datetime,
    filing: Filing = IN_CONFIDENCE,
) -> ListOfCommitment:
    """Say that a list of the register belongs to a commitment.

    Who sees the link sees of the list no more than the register shows.

    Raises:
        CannotRecord: the list is not there for this account, or belongs to it already.
    """
    if not lists_visible_to(by).filter(pk=list.pk).exists():
        raise CannotRecord(_("This list is not there. Reload the page."))
    standing = ListOfCommitment.objects.filter(commitment=commitment, withdrawn_at=None)
    if standing.filter(list__series=list.series).exists():
        raise CannotRecord(_("This list belongs to the commitment already."))
    row = ListOfCommitment(process=commitment.process, commitment=commitment, list=list)
    made = write_row(row, filing=filing, by=by, at=at)
    record(act="list_attached", by=by, at=at, facts=facts_of(made), parts=[part_of(made)])
    return made


def _write_wording(
    commitment: Commitment, put: Put, filing: Filing, *, by: User, at: datetime
) -> CommitmentWording:
    side = put.side or (put.delegate.delegation.side if put.delegate else None)
    speaker = put.speaker or (put.delegate.name if put.delegate else "")
    if side is None and not speaker:
        raise CannotRecord(_("Say who spoke, or for which side."))
    row = CommitmentWording(
        process=commitment.process, commitment=commitment, side=side, delegate=put.delegate,
        speaker=speaker, said_date=put.said_date,
        wording=write_words(put.words, by=by, at=at), **fields_of(put.terms),
    )  # fmt: skip
    return write_row(row, filing=filing, by=by, at=at)


def _one_proposal(accepted: Sequence[Response]) -> Proposal | None:
    proposals = {one.proposal_id: one.proposal for one in accepted}
    if len(proposals) > 1:
        raise CannotRecord(_("A commitment comes of one proposal."))
    return next(iter(proposals.values()), None)


def _one_speaker(side: Side | None, said_by: str) -> None:
    if (side is not None) == bool(said_by.strip()):
        raise CannotRecord(_("Name one who says so: a side, or somebody else."))
