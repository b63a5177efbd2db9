"""Whether the next batch may begin: what is open of those before it, and what sides waive."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wayhome.apps.audit.models import User
from wayhome.apps.audit.services import Part, record
from wayhome.apps.exchange.models import Batch, Exchange, ExchangeSide, PlanLine, Waiver
from wayhome.apps.exchange.selectors.going_on import is_waived, open_discrepancies, unaccounted_in
from wayhome.apps.exchange.selectors.handover import parity_of
from wayhome.apps.exchange.services.refusals import (
    CannotExchange,
    allowed,
    facts_of,
    refuse_stranger,
    stated,
)

MAY = "exchange.accept_list"


@transaction.atomic
def waive_parity(
    *, batch: Batch, side: ExchangeSide, reason: str, by: User, at: datetime
) -> Waiver:
    """Agree, in the name of a side, that the next batch goes though this one is not even.

    Once both sides have, the next batch may begin; a lead that grows afterwards is not waived.

    Args:
        batch: after which a side is ahead by more than was agreed.
        side: who agrees.
        reason: told to the other side.
        by: of that side, or the keeper's who holds its paper.
        at: when.

    Raises:
        CannotExchange: not allowed, no reason, nobody is ahead by too much, or agreed already.
    """
    exchange = allowed(batch.exchange, by, MAY)
    refuse_stranger(side, by)
    reason = stated(reason)
    (told,) = [one for one in parity_of(exchange, by) if one.batch == batch]
    if side.exchange_id != exchange.pk:
        raise CannotExchange(_("This is not there. Reload the page."))
    if told.is_kept:
        raise CannotExchange(_("After this batch nobody is ahead by more than was agreed."))
    standing = Waiver.objects.filter(batch=batch, side=side, withdrawn_at=None)
    standing.filter(ahead__lt=told.ahead).update(withdrawn_at=at)
    try:
        with transaction.atomic():
            made = Waiver.objects.create(
                batch=batch, side=side, ahead=told.ahead, reason=reason, signed_by=by, signed_at=at
            )
    except IntegrityError as taken:
        raise CannotExchange(_("This side agreed already.")) from taken
    facts = facts_of(exchange, batch=batch.number, side=side.number, ahead=told.ahead)
    parts = [Part(exchange.key, {"reason": reason})]
    record(act="handover_parity_waived", by=by, at=at, facts=facts, parts=parts)
    return made


@transaction.atomic
def take_back_waiver(*, waiver: Waiver, reason: str, by: User, at: datetime) -> None:
    """Take back, in the name of a side, that the next batch goes.

    Raises:
        CannotExchange: not allowed, no reason, it does not stand, or a later batch began by it.
    """
    exchange = allowed(waiver.batch.exchange, by, MAY)
    refuse_stranger(waiver.side, by)
    reason = stated(reason)
    if Batch.objects.filter(exchange=exchange, number__gt=waiver.batch.number).exists():
        raise CannotExchange(_("A later batch is open already."))
    standing = Waiver.objects.filter(pk=waiver.pk, withdrawn_at=None)
    if not standing.update(withdrawn_at=at):
        raise CannotExchange(_("This no longer stands. Reload the page."))
    facts = facts_of(exchange, batch=waiver.batch.number, side=waiver.side.number)
    parts = [Part(exchange.key, {"reason": reason})]
    record(act="handover_waiver_withdrawn", by=by, at=at, facts=facts, parts=parts)
    waiver.refresh_from_db()


def refuse_unsettled(exchange: Exchange, number: int, by: User) -> None:
    """Refuse to begin a batch while one before it is not settled.

    Batches travel in their order. Before the next one begins it must be known of everybody on a
    manifest whether he crossed, a person must have said what was done about every discrepancy, and
    no side may be ahead by more than was agreed, unless both waive it.

    Args:
        exchange: whose.
        number: of the batch that is to begin, from 0.
        by: one of the keeper's people.

    Raises:
        CannotExchange: what is open, in which batch, and who must act.
    """
    before = Batch.objects.filter(exchange=exchange, number__lt=number).order_by("number")
    opened = set(before.values_list("number", flat=True))
    planned = PlanLine.objects.filter(plan__exchange=exchange, plan__mended_by=None)
    earlier = {
        batch or 0 for batch in planned.filter(batch__lt=number).values_list("batch", flat=True)
    }
    if missing := sorted(earlier - opened):
        raise CannotExchange(
            _("Batches travel in their order. Open batch %(batch)s first.")
            % {"batch": missing[0] + 1}
        )
    for batch in before:
        _refuse_open(batch)
    told = [one for one in parity_of(exchange, by) if one.batch.number < number]
    if told and not told[-1].is_kept and not is_waived(told[-1]):
        raise CannotExchange(
            _(
                "After batch %(batch)s a side is ahead by %(ahead)s, and at most %(allowed)s was "
                "agreed. The next batch goes once this is even, or both sides agree to it in "
                "writing."
            )
            % {
                "batch": told[-1].batch.number + 1,
                "ahead": told[-1].ahead,
                "allowed": told[-1].allowed,
            }
        )


def _refuse_open(batch: Batch) -> None:
    left = unaccounted_in(batch)
    if left:
        raise CannotExchange(
            ngettext(
                "Of %(n)d person on a manifest of batch %(batch)s it is not entered yet whether "
                "he or she crossed.",
                "Of %(n)d persons on manifests of batch %(batch)s it is not entered yet whether "
                "they crossed.",
                left,
            )
            % {"n": left, "batch": batch.number + 1}
        )
    waiting = open_discrepancies(batch)
    if waiting:
        raise CannotExchange(
            ngettext(
                "%(n)d discrepancy of batch %(batch)s is open: say first what was done about it.",
                "%(n)d discrepancies of batch %(batch)s are open: say first what was done about "
                "them.",
                waiting,
            )
            % {"n": waiting, "batch": batch.number + 1}
        )
