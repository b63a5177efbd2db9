"""Drafts of reports: kept beside the report, then confirmed or left out row by row.

What is confirmed is written by the verb of its kind; nothing else of a draft is on record.
"""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wayhome.apps.audit.models import User
from wayhome.apps.audit.services import Part, record, seal
from wayhome.apps.talks.models import (
    Delegate,
    Delegation,
    DraftDecision,
    Recorded,
    Report,
    ReportDraft,
    Round,
    Side,
)
from wayhome.apps.talks.selectors.drafts.kept import PURPOSE, row_of
from wayhome.apps.talks.selectors.rows import changeable
from wayhome.apps.talks.services.commitments import record_commitment
from wayhome.apps.talks.services.deliveries import record_number
from wayhome.apps.talks.services.filing import CannotRecord, Filing, facts_of, mine
from wayhome.apps.talks.services.proposals import record_proposal, record_response
from wayhome.apps.talks.services.rounds import (
    record_delegate,
    record_delegation,
    record_outcome,
    record_round,
)
from wayhome.apps.talks.services.statements import record_statement
from wayhome.apps.talks.services.undoing import withdraw


@transaction.atomic
def keep_draft(*, report: Report, draft: Mapping[str, Any], by: User, at: datetime) -> ReportDraft:
    """Keep what a reader found in a report, sealed as the report is. Nothing goes on record.

    Args:
        report: which.
        draft: as JSON; see `files.drafts.draft_as_json`.
        by: who had it read.
        at: when.

    Raises:
        CannotRecord: the report is not there, has a draft, or the draft is of another text.
    """
    own = mine(report, by)
    if draft["text_sha256"] != own.sha256:
        raise CannotRecord(_("This draft is of another text."))
    if ReportDraft.objects.filter(report=own).exists():
        raise CannotRecord(_("This report has been read already."))
    reader = draft["reader"]
    made = ReportDraft.objects.create(
        report=own,
        sealed=seal(own.key, json.dumps(draft).encode(), purpose=PURPOSE),
        reader=f"{reader['name']} {reader['version']}",
        model=reader["model"],
        read_by=by,
        read_at=at,
    )
    facts = {**facts_of(own), "reader": made.reader, "model_sha256": reader["model_sha256"]}
    record(act="draft_kept", by=by, at=at, facts=facts, parts=[Part(own.key, {})])
    return made


@transaction.atomic
def confirm(
    *,
    draft: ReportDraft,
    item: str,
    kind: str,
    given: Mapping[str, Any],
    filing: Filing,
    by: User,
    at: datetime,
) -> Recorded:
    """Write a row of a draft into the record, by the verb of its kind. Twice writes once.

    Args:
        draft: of which report.
        item: which row of it.
        kind: one of `selectors.drafts.parts.KINDS`.
        given: what that verb takes, beside by, at and filing.
        filing: who may see it; report and passage.
        by: who confirms.
        at: when.

    Returns:
        The row; the one there is, if it was confirmed before and stands.

    Raises:
        CannotRecord: as the verb says, or an item without a kind.
    """
    standing = _standing(draft, item, by, at)
    if standing and standing.choice == DraftDecision.Choice.CONFIRMED:
        there = row_of(standing, by)
        if there is not None:
            return there
    made = _write(kind, given, filing, by, at)
    _decide(draft, item, by, at, row=made)
    return made


@transaction.atomic
def leave_out(*, draft: ReportDraft, item: str, by: User, at: datetime) -> None:
    """Say that a row of a draft does not go on record.

    Raises:
        CannotRecord: it was confirmed, or the report is not there.
    """
    standing = _standing(draft, item, by, at)
    if standing and standing.choice == DraftDecision.Choice.LEFT_OUT:
        return
    if standing and row_of(standing, by) is not None:
        raise CannotRecord(_("This was confirmed. Undo that first."))
    _decide(draft, item, by, at, row=None)
    report = draft.report
    facts = {**facts_of(report), "item": item}
    record(act="draft_row_left_out", by=by, at=at, facts=facts, parts=[Part(report.key, {})])


@transaction.atomic
def undo(*, draft: ReportDraft, item: str, by: User, at: datetime) -> None:
    """Take a decision on a row of a draft back; what it wrote is withdrawn. It is open again.

    Raises:
        CannotRecord: nothing was decided, or the report is not there.
    """
    standing = _standing(draft, item, by, at)
    if standing is None:
        raise CannotRecord(_("Nothing was decided here. Reload the page."))
    row = row_of(standing, by)
    if row is not None:
        withdraw(row=row, reason=_("Taken back on the page of the draft"), by=by, at=at)
    else:
        facts = {**facts_of(draft.report), "item": item}
        key = draft.report.key
        record(act="draft_row_reopened", by=by, at=at, facts=facts, parts=[Part(key, {})])
    _end(standing, by, at)


def _standing(draft: ReportDraft, item: str, by: User, at: datetime) -> DraftDecision | None:
    """The decision that stands, with the draft locked; one whose row is gone is ended."""
    mine(draft.report, by)
    ReportDraft.objects.select_for_update().get(pk=draft.pk)
    found = DraftDecision.objects.filter(draft=draft, item=item, undone_at=None).first()
    gone = found and found.choice == DraftDecision.Choice.CONFIRMED and row_of(found, by) is None
    if found and gone:
        _end(found, by, at)
        return None
    return found


def _decide(draft: ReportDraft, item: str, by: User, at: datetime, *, row: Recorded | None) -> None:
    DraftDecision.objects.filter(draft=draft, item=item, undone_at=None).update(
        undone_by=by, undone_at=at
    )
    choice = DraftDecision.Choice.LEFT_OUT if row is None else DraftDecision.Choice.CONFIRMED
    DraftDecision.objects.create(
        draft=draft, item=item, choice=choice, decided_by=by, decided_at=at,
        row_kind=str(row._meta.model_name) if row else "", row_uid=row.uid if row else None,
    )  # fmt: skip


def _end(decision: DraftDecision, by: User, at: datetime) -> None:
    decision.undone_by, decision.undone_at = by, at
    decision.save(update_fields=["undone_by", "undone_at"])


def _write(kind: str, given: Mapping[str, Any], filing: Filing, by: User, at: datetime) -> Recorded:
    verb = _VERBS.get(kind)
    if verb is None:
        raise CannotRecord(_("This is not there. Reload the page."))
    return verb(**given, filing=filing, by=by, at=at)


def _write_delegate(
    *, round: Round, side: Side, filing: Filing, by: User, at: datetime, **given: Any
) -> Delegate:
    """A delegate, and before the first of a side its delegation."""
    there = changeable(Delegation, by).filter(round=round, side=side).order_by("pk").first()
    delegation = there or record_delegation(round=round, side=side, filing=filing, by=by, at=at)
    return record_delegate(delegation=delegation, filing=filing, by=by, at=at, **given)


_VERBS: Mapping[str, Callable[..., Recorded]] = {
    "round": record_round,
    "delegate": _write_delegate,
    "statement": record_statement,
    "proposal": record_proposal,
    "response": record_response,
    "commitment": record_commitment,
    "number": record_number,
    "outcome": record_outcome,
}
