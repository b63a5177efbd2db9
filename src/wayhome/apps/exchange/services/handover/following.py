"""An entry and what the register was told by it never disagree: both hold, or neither."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wayhome.apps.audit.models import User
from wayhome.apps.audit.services import Part, record
from wayhome.apps.exchange.models import Batch, Counted, HandoverStep, Receipt
from wayhome.apps.exchange.selectors.handover import key_of
from wayhome.apps.exchange.services.refusals import facts_of
from wayhome.apps.register.models import Assertion
from wayhome.apps.register.services.assertions import (
    ask_fate_withdrawal,
    needs_two,
    withdraw_assertion,
)
from wayhome.apps.talks.services.undoing import withdraw_resting

Kind = HandoverStep.Kind


@transaction.atomic
def follow_claim(assertion: Assertion, by: User, at: datetime) -> None:
    """Undo the entry whose claim was declined or withdrawn in the register, if there is one.

    So an undoing that was asked for takes effect at the moment an approver agrees; if he does not,
    the entry stands as it did. Nothing happens to an entry that was undone before its claim.

    Raises:
        CannotAssert: what follows cannot be withdrawn.
    """
    steps = HandoverStep.objects.filter(assertion=assertion, undone_at=None)
    step = steps.select_related("batch__exchange", "line__entry__key", "key").first()
    if step is None:
        return
    said = assertion.withdrawn_reason or _("What the register was told by it was declined.")
    undo_with_consequences(step, said, by=by, at=at)


def undo_with_consequences(
    step: HandoverStep, reason: str, *, by: User, at: datetime
) -> Sequence[HandoverStep]:
    """Undo an entry with all that rests on it; told as one act.

    With a handover goes that somebody is home; where two people confirmed that, it is asked for.
    Receipts and counts of the batch hold no more. What the register was told is withdrawn.

    Returns:
        The entries undone, none if this one was undone meanwhile.

    Raises:
        CannotAssert: a claim of theirs is somebody else's to withdraw.
    """
    gone = [step, *_homecoming(step, reason, by=by, at=at)] if step.kind == Kind.IN else [step]
    parts = []
    for one in gone:
        standing = HandoverStep.objects.filter(pk=one.pk, undone_at=None)
        if not standing.update(undone_by=by, undone_at=at, undone_reason=reason[:500]):
            return []
        claim = one.assertion
        if claim is not None and claim.state == Assertion.State.PROPOSED:
            withdraw_assertion(assertion=claim, reason=reason, by=by, at=at)
        told = {"line": one.line.code if one.line else "", "undone": one.kind, "reason": reason}
        parts.append(Part(key_of(one), told))
    if step.kind == Kind.IN:
        Receipt.objects.filter(batch=step.batch, voided_at=None).update(voided_at=at)
        void_counts(step.batch, reason, by=by, at=at)
    facts = facts_of(
        step.batch.exchange, batch=step.batch.number, kind=step.kind, entries=len(gone)
    )
    record(act="handover_undone", by=by, at=at, facts=facts, parts=parts)
    return gone


def _homecoming(
    step: HandoverStep, reason: str, *, by: User, at: datetime
) -> Sequence[HandoverStep]:
    """That the person is home, if it falls with the handover at once; else it is asked for."""
    homes = HandoverStep.objects.filter(line=step.line, kind=Kind.HOME, undone_at=None)
    home = homes.select_related("assertion", "line__entry__key", "key").first()
    if home is None:
        return []
    claim = home.assertion
    if claim is None or not needs_two(claim):
        return [home]
    if claim.withdrawal_asked_by_id is None:
        ask_fate_withdrawal(assertion=claim, reason=reason, by=by, at=at)
    return []


def void_counts(batch: Batch, reason: str, *, by: User, at: datetime) -> None:
    """What was counted in a batch holds no more: it is withdrawn from the talks, to count anew."""
    for counted in Counted.objects.filter(batch=batch, voided_at=None).select_related("delivery"):
        if counted.delivery.stands:
            withdraw_resting(row=counted.delivery, reason=reason, by=by, at=at)
        counted.voided_at = at
        counted.save(update_fields=["voided_at"])
