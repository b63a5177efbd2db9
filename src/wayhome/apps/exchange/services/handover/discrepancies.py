"""What was not as the manifest says: who did not cross and why, who came without standing on it."""

import json
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from wayhome.apps.audit.models import SubjectKey, User
from wayhome.apps.audit.services import Part, new_key, record, seal
from wayhome.apps.exchange.models import Aboard, Batch, HandoverStep, Line
from wayhome.apps.exchange.policies import causes_of
from wayhome.apps.exchange.selectors.handover import CAUSE, SETTLED, key_of
from wayhome.apps.exchange.selectors.private import PADDED
from wayhome.apps.exchange.services.appending import locked_lines
from wayhome.apps.exchange.services.handover.entering import entered_before, standing_step
from wayhome.apps.exchange.services.refusals import (
    MOST_LETTERS,
    CannotExchange,
    allowed,
    facts_of,
    stated,
)
from wayhome.apps.register.services.sources import plain

MAY = "exchange.hand_over"
Kind, Cause = HandoverStep.Kind, HandoverStep.Cause


@transaction.atomic
def report_not_crossed(
    *,
    batch: Batch,
    line: Line,
    cause: str,
    key: UUID,
    by: User,
    at: datetime,
    note: str = "",
    happened_at: datetime | None = None,
) -> HandoverStep:
    """Write down that somebody on a manifest did not cross. The cause is sealed.

    Both sides see that the person did not cross, and nothing else: whether he was not there,
    another came under his name, or he refused.

    Raises:
        CannotExchange: not allowed, an unknown cause, no manifest names the person, or it is
            written down that he crossed.
    """  # fmt: skip
    exchange = allowed(batch.exchange, by, MAY)
    if known := entered_before(key, Kind.NOT_CROSSED, line, by):
        return known
    if cause not in Cause.values:
        raise CannotExchange(_("Choose why this person did not cross."))
    (found,) = locked_lines(exchange, [line])
    aboard = Aboard.objects.filter(vehicle__batch=batch, line=found, taken_off_at=None).first()
    if aboard is None:
        raise CannotExchange(_("No manifest of this batch names this person."))
    if standing_step(found, Kind.IN):
        raise CannotExchange(_("It is written down that this person crossed. Undo that first."))
    step = HandoverStep(line=found, entry_id=found.entry_id, vehicle=aboard.vehicle)
    told = {"cause": str(cause), "note": note}
    return _keep(
        step, Kind.NOT_CROSSED.value, batch, told, key=key, by=by, at=at, happened_at=happened_at
    )


@transaction.atomic
def report_extra(
    *,
    batch: Batch,
    note: str,
    key: UUID,
    by: User,
    at: datetime,
    line: Line | None = None,
    happened_at: datetime | None = None,
) -> HandoverStep:
    """Write down that somebody came who stands on no manifest of this batch.

    Args:
        batch: at which.
        note: who, in a few words; sealed.
        key: of this entry.
        by: who writes it down.
        at: when it is written down.
        line: of the exchange, if the person has one.
        happened_at: when it happened; else now.

    Raises:
        CannotExchange: not allowed, no note, or a manifest of this batch names the person.
    """  # fmt: skip
    exchange = allowed(batch.exchange, by, MAY)
    if known := entered_before(key, Kind.EXTRA, line, by):
        return known
    step = HandoverStep()
    if line is not None:
        (found,) = locked_lines(exchange, [line])
        if Aboard.objects.filter(vehicle__batch=batch, line=found, taken_off_at=None).exists():
            raise CannotExchange(_("A manifest of this batch names this person."))
        step.line, step.entry_id = found, found.entry_id
    told = {"cause": "", "note": stated(note)}
    return _keep(
        step, Kind.EXTRA.value, batch, told, key=key, by=by, at=at, happened_at=happened_at
    )


@transaction.atomic
def settle_discrepancy(*, step: HandoverStep, done: str, by: User, at: datetime) -> None:
    """Write down what was done about a discrepancy. It is open no more.

    Raises:
        CannotExchange: not allowed, not its to read, undone, or settled already.
    """
    exchange = allowed(step.batch.exchange, by, MAY)
    done = stated(done)
    waiting = HandoverStep.objects.filter(
        causes_of(by), pk=step.pk, undone_at=None, settled_at=None, sealed__isnull=False
    )
    key = key_of(step)
    told = seal(key, done.encode().ljust(PADDED), purpose=SETTLED)
    if not waiting.update(settled_sealed=told, settled_by=by, settled_at=at):
        raise CannotExchange(_("This was settled already, or is not there. Reload the page."))
    facts = facts_of(exchange, batch=step.batch.number)
    parts = [Part(key, {"step": str(step.uid)})]
    record(act="handover_discrepancy_settled", by=by, at=at, facts=facts, parts=parts)
    step.refresh_from_db()


def _keep(
    step: HandoverStep, kind: str, batch: Batch, told: dict[str, str], *, key: UUID, by: User,
    at: datetime, happened_at: datetime | None,
) -> HandoverStep:  # fmt: skip
    """Save a step; what is told of it lies sealed at one length, and is in no history."""
    when = happened_at or at
    if when > at:
        raise CannotExchange(_("This lies in the future."))
    step.client_key, step.batch, step.kind, step.happened_at = key, batch, kind, when
    step.recorded_by, step.recorded_at = by, at
    if step.line is None:
        step.key = new_key(SubjectKey.About.RECORD)
    text = json.dumps({**told, "note": plain(told["note"])[:MOST_LETTERS]}, ensure_ascii=False)
    step.sealed = seal(key_of(step), text.encode().ljust(PADDED), purpose=CAUSE)
    try:
        with transaction.atomic():
            step.save()
    except IntegrityError as taken:
        raise CannotExchange(_("This is written down already.")) from taken
    facts = facts_of(batch.exchange, batch=batch.number, kind=str(kind), lines=1)
    parts = [Part(key_of(step), {"line": step.line.code if step.line else "", "handover": kind})]
    record(act="handover_entered", by=by, at=at, facts=facts, parts=parts)
    return step
