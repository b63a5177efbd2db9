"""Undoing a mistaken entry, with all that followed from it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wayhome.apps.audit.models import User
from wayhome.apps.audit.services import Part, record
from wayhome.apps.exchange.models import Batch, Counted, HandoverStep, Receipt
from wayhome.apps.exchange.selectors.handover import key_of
from wayhome.apps.exchange.selectors.handover_told import what_follows
from wayhome.apps.exchange.services.refusals import CannotExchange, allowed, facts_of, stated
from wayhome.apps.register.models import Assertion
from wayhome.apps.register.services.assertions import (
    CannotAssert,
    ask_fate_withdrawal,
    needs_two,
    withdraw_assertion,
)
from wayhome.apps.talks.services.filing import CannotRecord
from wayhome.apps.talks.services.undoing import withdraw

Kind = HandoverStep.Kind


@transaction.atomic
def undo_step(*, step: HandoverStep, reason: str, by: User, at: datetime) -> Sequence[HandoverStep]:
    """Take an entry back that was a mistake, as `selectors.handover_told.what_follows` says.

    What the register was told is withdrawn, or, where two people confirmed it, asked to be. If
    somebody was handed over by the entry, receipts and counts of the batch hold no more: both
    sides sign again. Nothing is deleted.

    Returns:
        The entry, after what was undone with it.

    Raises:
        CannotExchange: not allowed, no reason, undone already, or the claim in the register is
            somebody else's to withdraw.
    """
    exchange = allowed(step.batch.exchange, by, "exchange.hand_over")
    reason = stated(reason)
    gone = what_follows(step, by).steps
    if not gone:
        raise CannotExchange(_("This was undone already. Reload the page."))
    parts = []
    for one in gone:
        standing = HandoverStep.objects.filter(pk=one.pk, undone_at=None)
        if not standing.update(undone_by=by, undone_at=at, undone_reason=reason):
            raise CannotExchange(_("This was undone already. Reload the page."))
        _take_back(one, reason, by=by, at=at)
        told = {"line": one.line.code if one.line else "", "undone": one.kind, "reason": reason}
        parts.append(Part(key_of(one), told))
    if step.kind == Kind.IN:
        _void(step.batch, reason, by=by, at=at)
    facts = facts_of(exchange, batch=step.batch.number, kind=step.kind, entries=len(gone))
    record(act="handover_undone", by=by, at=at, facts=facts, parts=parts)
    step.refresh_from_db()
    return gone


def _take_back(step: HandoverStep, reason: str, *, by: User, at: datetime) -> None:
    claim = step.assertion
    if claim is None or claim.state not in (Assertion.State.PROPOSED, Assertion.State.STANDING):
        return
    act = ask_fate_withdrawal if needs_two(claim) else withdraw_assertion
    try:
        act(assertion=claim, reason=reason, by=by, at=at)
    except CannotAssert as error:
        raise CannotExchange(str(error)) from error


def _void(batch: Batch, reason: str, *, by: User, at: datetime) -> None:
    """Receipts and counts of a batch hold no more."""
    Receipt.objects.filter(batch=batch, voided_at=None).update(voided_at=at)
    for counted in Counted.objects.filter(batch=batch, voided_at=None).select_related("delivery"):
        try:
            if counted.delivery.stands:
                withdraw(row=counted.delivery, reason=reason, by=by, at=at)
        except CannotRecord as error:
            raise CannotExchange(str(error)) from error
        counted.voided_at = at
        counted.save(update_fields=["voided_at"])
