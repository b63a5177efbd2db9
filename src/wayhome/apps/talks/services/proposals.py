"""Proposals, and what came back. None of it is a promise."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wayhome.apps.audit.models import User
from wayhome.apps.audit.services import record
from wayhome.apps.talks.models import Issue, Proposal, Response, Round, Side
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


@transaction.atomic
def record_proposal(
    *,
    proposed_by: Side,
    gist: str,
    by: User,
    at: datetime,
    to: Sequence[Side] = (),
    terms: Given = NO_TERMS,
    round: Round | None = None,
    issue: Issue | None = None,
    made_date: str = "",
    words: Words | None = None,
    filing: Filing = IN_CONFIDENCE,
) -> Proposal:
    """Write down what a side offers or asks. It binds nobody.

    Args:
        proposed_by: which side.
        gist: in a few neutral words.
        by: who writes it down.
        at: when.
        to: the other sides.
        terms: how much of what, by when.
        round: at which it was made.
        issue: what it is about.
        made_date: EDTF.
        words: its own words.
        filing: who may see it and what it stands on.

    Raises:
        CannotRecord: nothing said, terms that contradict themselves, or more would see it than may.
    """
    if proposed_by in to:
        raise CannotRecord(_("A side does not propose to itself."))
    proposal = Proposal(
        process=proposed_by.process, by=proposed_by, gist=gist, round=round, issue=issue,
        made_date=made_date, wording=write_words(words, by=by, at=at), **fields_of(terms),
    )  # fmt: skip
    made = write_row(proposal, filing=filing, by=by, at=at, many={"to": to})
    record(act="proposal_recorded", by=by, at=at, facts=facts_of(made), parts=[part_of(made)])
    return made


@transaction.atomic
def record_response(
    *,
    proposal: Proposal,
    given_by: Side,
    kind: str,
    by: User,
    at: datetime,
    counter: Proposal | None = None,
    given_date: str = "",
    words: Words | None = None,
    filing: Filing = IN_CONFIDENCE,
) -> Response:
    """Write down what a side answers to a proposal.

    Args:
        proposal: which.
        given_by: the side that answers.
        kind: one of `Response.Kind`.
        by: who writes it down.
        at: when.
        counter: the other proposal it was answered with.
        given_date: EDTF.
        words: its own words.
        filing: who may see it and what it stands on.

    Raises:
        CannotRecord: an unknown answer, one's own proposal, or more would see it than may.
    """
    if given_by == proposal.by:
        raise CannotRecord(_("A side does not answer its own proposal."))
    if counter is not None and counter.by != given_by:
        raise CannotRecord(_("The other proposal is not of the side that answers."))
    response = Response(
        process=proposal.process, proposal=proposal, by=given_by, kind=kind, counter=counter,
        given_date=given_date, wording=write_words(words, by=by, at=at),
    )  # fmt: skip
    made = write_row(response, filing=filing, by=by, at=at)
    record(act="response_recorded", by=by, at=at, facts=facts_of(made), parts=[part_of(made)])
    return made
