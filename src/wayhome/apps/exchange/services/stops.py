"""A person decides that what stops a line does not keep it from going."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wayhome.apps.audit.models import SubjectKey, User
from wayhome.apps.audit.services import Part, new_key, record, seal
from wayhome.apps.exchange.models import Category, Line, StopDecision
from wayhome.apps.exchange.selectors.stops import PASSED, Stop, stops_on
from wayhome.apps.exchange.services.appending import locked_lines
from wayhome.apps.exchange.services.refusals import CannotExchange, allowed, facts_of, stated

BESIDE = {"civilian": Category.CIVILIAN, "child": Category.CHILD}
"""Flags whose people travel beside the count, unless a person finds that they are wrong."""


@transaction.atomic
def let_pass(
    *, line: Line, stop: Stop, reason: str, by: User, at: datetime, beside: bool = True
) -> StopDecision:
    """Let a line go in spite of what stops it. Who is not to go is asked to be absent instead.

    Args:
        line: which.
        stop: one of those `stops_on` gives for it.
        reason: read by those of the keeper alone.
        by: who.
        at: when.
        beside: of somebody flagged as a civilian or a child: whether it is so. Then he travels
            beside the count.

    Raises:
        CannotExchange: not allowed, no reason, nothing of the kind stops the line, or its category
            would show what was joined to it.
    """
    reason = stated(reason)
    exchange = allowed(line.exchange, by, "exchange.decide_stop")
    (found,) = locked_lines(exchange, [line])
    there = stops_on([found], by).get(found.pk, [])
    same = (stop.kind, stop.criterion, stop.flag)
    if not any((one.kind, one.criterion, one.flag) == same and one.is_open for one in there):
        raise CannotExchange(_("This no longer stops the line. Reload the page."))
    category = BESIDE.get(stop.kind) if beside else None
    if category in found.categories:
        category = None
    if category:
        _refuse_telling(found, stop)
    key = new_key(SubjectKey.About.RECORD)
    made = StopDecision.objects.create(
        line=found, flag=stop.flag, kind=stop.kind, criterion=stop.criterion, key=key,
        reason_sealed=seal(found.entry.key, reason.encode(), purpose=PASSED), decided_by=by,
        decided_at=at,
    )  # fmt: skip
    if category:
        found.categories = sorted({*found.categories, category})
        found.save(update_fields=["categories"])
    parts = [Part(key, {"line": found.code, "kind": stop.kind, "reason": reason})]
    record(act="exchange_stop_decided", by=by, at=at, facts=facts_of(exchange), parts=parts)
    return made


@transaction.atomic
def stop_again(*, decision: StopDecision, reason: str, by: User, at: datetime) -> None:
    """Take back that a line may pass: it is stopped as before, until somebody decides anew.

    A category that came with the decision stays: state the facts of the line anew.

    Raises:
        CannotExchange: not allowed, no reason, or the decision does not stand.
    """
    reason = stated(reason)
    exchange = allowed(decision.line.exchange, by, "exchange.decide_stop")
    standing = StopDecision.objects.filter(pk=decision.pk, withdrawn_at=None)
    if not standing.update(withdrawn_at=at):
        raise CannotExchange(_("This no longer stands. Reload the page."))
    decision.refresh_from_db()
    parts = [Part(decision.key, {"line": decision.line.code, "reason": reason})]
    record(act="exchange_stop_restored", by=by, at=at, facts=facts_of(exchange), parts=parts)


def _refuse_telling(line: Line, stop: Stop) -> None:
    """Refuse a category that comes of a line of another party: both sides would read it.

    Only the keeper knows that the two lines are one person; one decision must not tell it.
    """
    if stop.flag is not None and stop.flag.entry.partition_id != line.entry.partition_id:
        raise CannotExchange(
            _(
                "The flag stands at a line of another party: counting this person beside would "
                "tell that the two are one. Ask that the line be not available instead."
            )
        )
