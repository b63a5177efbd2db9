"""Receipts of both sides, and what they count as deliveries towards the commitment."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from wayhome.apps.audit.models import User
from wayhome.apps.audit.services import record
from wayhome.apps.exchange.models import SIDES, Batch, Counted, ExchangeSide, Line, Receipt
from wayhome.apps.exchange.selectors.counting import beside_of
from wayhome.apps.exchange.selectors.handover import crossed_in
from wayhome.apps.exchange.services.refusals import (
    CannotExchange,
    allowed,
    facts_of,
    refuse_stranger,
)
from wayhome.apps.register.services.sources import plain
from wayhome.apps.talks.models import Commitment, Unit
from wayhome.apps.talks.services.deliveries import record_delivery
from wayhome.apps.talks.services.filing import CannotRecord, Filing

MOST = 100_000


@transaction.atomic
def sign_receipt(
    *,
    batch: Batch,
    side: ExchangeSide,
    gave: int,
    received: int,
    counting_rule: str,
    by: User,
    at: datetime,
    gave_beside: int = 0,
    received_beside: int = 0,
) -> Receipt:
    """Sign for a batch in the name of a side: how many it gave and received, as it counts.

    Rival counts stand side by side: what the side says is kept, whatever was entered at the line.

    Args:
        batch: which.
        side: who signs.
        gave: in the count.
        received: in the count.
        counting_rule: what counts as one.
        by: of that side, or the keeper's who holds its paper.
        at: when.
        gave_beside: wounded and sick, civilians, children.
        received_beside: the same.

    Raises:
        CannotExchange: not allowed, no rule, numbers that mean nothing, or signed already.
    """  # fmt: skip
    exchange = allowed(batch.exchange, by, "exchange.accept_list")
    refuse_stranger(side, by)
    rule = plain(counting_rule)[:200]
    numbers = (gave, received, gave_beside, received_beside)
    if side.exchange_id != exchange.pk:
        raise CannotExchange(_("This is not there. Reload the page."))
    if not rule or any(not 0 <= one <= MOST for one in numbers):
        raise CannotExchange(_("Say how many, and what counts as one."))
    try:
        with transaction.atomic():
            made = Receipt.objects.create(
                batch=batch, side=side, gave=gave, received=received, gave_beside=gave_beside,
                received_beside=received_beside, counting_rule=rule, signed_by=by, signed_at=at,
            )  # fmt: skip
    except IntegrityError as taken:
        raise CannotExchange(_("This side signed already.")) from taken
    facts = facts_of(exchange, batch=batch.number, side=side.number, counts=list(numbers))
    record(act="handover_receipt_signed", by=by, at=at, facts=facts)
    return made


@transaction.atomic
def count_delivered(*, batch: Batch, by: User, at: datetime) -> Sequence[Counted]:
    """Write into the talks what was handed over in a batch: as each side counts, and as entered.

    Those beside the count are counted apart, in a unit of their own, so that they fill no number.
    Behind every count stand the lines of those who crossed.

    Returns:
        The deliveries: up to four of the sides, and those of the institution.

    Raises:
        CannotExchange: not allowed, a side has not signed yet, or counted already.
    """
    exchange = allowed(batch.exchange, by, "exchange.hand_over")
    receipts = list(Receipt.objects.filter(batch=batch, voided_at=None).select_related("side"))
    if len(receipts) < len(SIDES):
        raise CannotExchange(_("Both sides must have signed first."))
    if Counted.objects.filter(batch=batch, voided_at=None).exists():
        raise CannotExchange(_("This batch was counted already."))
    made: list[Counted] = []
    lines = list(crossed_in(batch, by).select_related("entry"))
    sides, aside = list(exchange.sides.select_related("side")), beside_of(exchange)
    for receipt in receipts:
        (other,) = (side for side in sides if side != receipt.side)
        for giver, counts in (
            (receipt.side, (receipt.gave, receipt.gave_beside)),
            (other, (receipt.received, receipt.received_beside)),
        ):
            made += _deliver(batch, giver, counts, lines, receipt, by=by, at=at)
    for giver in sides:
        beside = [line.code in aside for line in lines if line.holder_id == giver.pk]
        counts = (len(beside) - sum(beside), sum(beside))
        made += _deliver(batch, giver, counts, lines, None, by=by, at=at)
    facts = facts_of(exchange, batch=batch.number, deliveries=len(made), lines=len(lines))
    record(act="handover_counted", by=by, at=at, facts=facts)
    return made


def _deliver(
    batch: Batch,
    giver: ExchangeSide,
    counts: tuple[int, int],
    lines: Sequence[Line],
    receipt: Receipt | None,
    *,
    by: User,
    at: datetime,
) -> list[Counted]:
    """One delivery for the count and one for those beside it, where there is anybody."""
    (other,) = (side for side in batch.exchange.sides.all() if side.pk != giver.pk)
    rule = receipt.counting_rule if receipt else _("a person whose identity was confirmed")
    made, codes = [], beside_of(batch.exchange)
    for aside, quantity in enumerate(counts):
        if not quantity:
            continue
        entries = [
            line.entry for line in lines
            if line.holder_id == giver.pk and (line.code in codes) is bool(aside)
        ]  # fmt: skip
        try:
            delivery = record_delivery(
                commitment=batch.exchange.commitment, giver=giver.side, receiver=other.side,
                quantity=quantity, unit=Unit.OTHER if aside else Unit.CAPTIVE,
                day=batch.day.isoformat(), counting_rule=_aside(rule) if aside else rule,
                counted_by=receipt.side.side if receipt else None,
                counter="" if receipt else by.organisation.name,
                entries=entries, filing=_filed_as(batch.exchange.commitment), by=by, at=at,
            )  # fmt: skip
        except CannotRecord as error:
            raise CannotExchange(str(error)) from error
        made.append(Counted.objects.create(batch=batch, receipt=receipt, delivery=delivery))
    return made


def _aside(rule: str) -> str:
    return _("wounded and sick, civilians and children, beside the count: %(rule)s") % {
        "rule": rule
    }


def _filed_as(commitment: Commitment) -> Filing:
    """For whoever sees the commitment."""
    shared = list(commitment.shared_with.all())
    return Filing(confidentiality=commitment.confidentiality, shared_with=shared)
