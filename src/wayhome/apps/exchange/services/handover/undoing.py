"""Undoing a mistaken entry, with all that followed from it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wayhome.apps.audit.models import User
from wayhome.apps.audit.services import Part, record
from wayhome.apps.exchange.models import HandoverStep
from wayhome.apps.exchange.selectors.handover import key_of, steps_visible_to
from wayhome.apps.exchange.services.handover.following import undo_with_consequences
from wayhome.apps.exchange.services.refusals import CannotExchange, allowed, facts_of, stated
from wayhome.apps.register.services.assertions import (
    CannotAssert,
    ask_fate_withdrawal,
    needs_two,
)


@transaction.atomic
def undo_step(*, step: HandoverStep, reason: str, by: User, at: datetime) -> Sequence[HandoverStep]:
    """Take an entry back that was a mistake, as `selectors.handover_told.what_follows` says.

    What two people confirmed in the register, two take back: the entry stands, and everything
    counted by it, until an approver agrees there to withdraw the fate (`following.follow_claim`).
    If he does not agree it stands as before. Everything else is undone at once. If somebody was
    handed over by the entry, receipts and counts of the batch hold no more: both sides sign again.
    Nothing is deleted.

    Returns:
        The entry, with what was undone with it; nothing if an approver must agree first.

    Raises:
        CannotExchange: not allowed, no reason, undone or asked for already, or the claim in the
            register is somebody else's to withdraw.
    """
    exchange = allowed(step.batch.exchange, by, "exchange.hand_over")
    reason = stated(reason)
    found = steps_visible_to(by).filter(pk=step.pk, undone_at=None).first()
    if found is None:
        raise CannotExchange(_("This was undone already. Reload the page."))
    if found.undo_waits:
        raise CannotExchange(_("This was asked for already. An approver of the register decides."))
    gone: Sequence[HandoverStep] = []
    try:
        if found.assertion is None or not needs_two(found.assertion):
            gone = undo_with_consequences(found, reason, by=by, at=at)
        else:
            ask_fate_withdrawal(assertion=found.assertion, reason=reason, by=by, at=at)
            told = {"line": found.line.code if found.line else "", "reason": reason}
            facts = facts_of(exchange, batch=found.batch.number, kind=found.kind)
            parts = [Part(key_of(found), told)]
            record(act="handover_undo_asked", by=by, at=at, facts=facts, parts=parts)
    except CannotAssert as error:
        raise CannotExchange(str(error)) from error
    step.refresh_from_db()
    return gone
