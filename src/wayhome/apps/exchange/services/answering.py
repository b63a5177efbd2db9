"""What sides say of lines: accepted, refused, withheld, somebody else instead.

Of somebody who travels already, or was handed over, no side says anything any more: every verb
refuses it. What happened is entered at the line (`services.handover`), and undone there.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wayhome.apps.audit.models import User
from wayhome.apps.audit.services import record
from wayhome.apps.exchange.models import Exchange, ExchangeSide, Line, LineEvent
from wayhome.apps.exchange.policies import STANDING
from wayhome.apps.exchange.services.appending import append, locked_lines, refuse_moves
from wayhome.apps.exchange.services.clearing import refuse_under_way
from wayhome.apps.exchange.services.refusals import (
    CannotExchange,
    allowed,
    facts_of,
    refuse_stranger,
    stated,
)

MAY = "exchange.answer_line"


@transaction.atomic
def accept_lines(*, lines: Sequence[Line], side: ExchangeSide, by: User, at: datetime) -> None:
    """Accept lines that the other side proposed, in the name of a side.

    Raises:
        CannotExchange: not allowed, the side proposed one itself, or it stands otherwise by now.
    """
    _answer(lines, LineEvent.Kind.ACCEPTED, side, "", act="exchange_lines_accepted", by=by, at=at)


@transaction.atomic
def refuse_lines(
    *, lines: Sequence[Line], side: ExchangeSide, reason: str, by: User, at: datetime
) -> None:
    """Refuse lines that the other side proposed, for a reason that it is told.

    Raises:
        CannotExchange: no reason, not allowed, the side proposed one itself, or it stands
            otherwise by now.
    """
    kind, why = LineEvent.Kind.REFUSED, stated(reason)
    _answer(lines, kind, side, why, act="exchange_lines_refused", by=by, at=at)


@transaction.atomic
def withhold_lines(*, lines: Sequence[Line], reason: str, by: User, at: datetime) -> None:
    """Withhold people, as the side that holds them, for a reason it states (GC III 115).

    Raises:
        CannotExchange: no reason, not allowed, or one stands otherwise by now.
    """
    why, exchange = stated(reason), _allowed(lines, by)
    locked = _answerable(exchange, lines)
    holder = _one_holder(locked)
    refuse_stranger(holder, by)
    parts = append(locked, LineEvent.Kind.WITHHELD, by=by, at=at, side=holder, reason=why)
    facts = facts_of(exchange, lines=len(parts))
    record(act="exchange_lines_withheld", by=by, at=at, facts=facts, parts=parts)


@transaction.atomic
def propose_again(*, lines: Sequence[Line], side: ExchangeSide, by: User, at: datetime) -> None:
    """Propose lines anew that were refused or withheld.

    What was withheld, the side that holds the person proposes again.

    Raises:
        CannotExchange: not allowed, or a line is not one of these.
    """
    exchange = _allowed(lines, by)
    refuse_stranger(side, by)
    locked = _answerable(exchange, lines)
    for line in locked:
        state = getattr(line, "state", None)
        if side.exchange_id != exchange.pk:
            raise CannotExchange(_("This is not there. Reload the page."))
        if state == LineEvent.Kind.NOT_AVAILABLE:
            raise CannotExchange(
                _("%(code)s is not available: only the institution can say otherwise.")
                % {"code": line.code}
            )
        if state == LineEvent.Kind.WITHHELD and line.holder_id != side.pk:
            raise CannotExchange(_("Only the side that holds a person can do this."))
    parts = append(locked, LineEvent.Kind.PROPOSED, by=by, at=at, side=side)
    facts = facts_of(exchange, lines=len(parts))
    record(act="exchange_lines_proposed", by=by, at=at, facts=facts, parts=parts)


@transaction.atomic
def substitute_line(
    *, line: Line, instead: Line, side: ExchangeSide, by: User, at: datetime
) -> None:
    """Say that somebody else goes instead of a line, held by the same side.

    Raises:
        CannotExchange: not allowed, the other is held elsewhere or does not stand, or the line
            was substituted already.
    """
    exchange = _allowed([line], by)
    refuse_stranger(side, by)
    locked = {one.pk: one for one in _answerable(exchange, [line, instead])}
    if line.pk == instead.pk or locked[line.pk].holder_id != locked[instead.pk].holder_id:
        raise CannotExchange(_("Name somebody else, whom the same side holds."))
    if side.exchange_id != exchange.pk or getattr(locked[instead.pk], "state", "") not in STANDING:
        raise CannotExchange(_("Who goes instead must stand on the list."))
    parts = append(
        [locked[line.pk]], LineEvent.Kind.SUBSTITUTED, by=by, at=at, side=side,
        other={line.pk: locked[instead.pk]},
    )  # fmt: skip
    record(
        act="exchange_line_substituted", by=by, at=at, facts=facts_of(exchange, lines=1),
        parts=parts,
    )  # fmt: skip


def _answer(
    lines: Sequence[Line],
    kind: str,
    side: ExchangeSide,
    reason: str,
    *,
    act: str,
    by: User,
    at: datetime,
) -> None:
    exchange = _allowed(lines, by)
    refuse_stranger(side, by)
    locked = _answerable(exchange, lines)
    if side.exchange_id != exchange.pk:
        raise CannotExchange(_("This is not there. Reload the page."))
    refuse_moves(locked, kind)
    if side.pk in _proposers(locked):
        raise CannotExchange(
            _("Among these is a line that this side proposed itself: the other side answers it.")
        )
    parts = append(locked, kind, by=by, at=at, side=side, reason=reason)
    record(act=act, by=by, at=at, facts=facts_of(exchange, lines=len(parts)), parts=parts)


def _proposers(lines: Sequence[Line]) -> set[int]:
    """The sides that last proposed these lines."""
    said = LineEvent.objects.filter(
        line__in=[line.pk for line in lines], kind=LineEvent.Kind.PROPOSED, side__isnull=False
    )
    latest = dict(said.order_by("pk").values_list("line", "side"))
    return {side for side in latest.values() if side is not None}


def _allowed(lines: Sequence[Line], by: User) -> Exchange:
    if not lines:
        raise CannotExchange(_("Name one line or more."))
    return allowed(lines[0].exchange, by, MAY)


def _answerable(exchange: Exchange, lines: Sequence[Line]) -> list[Line]:
    """These lines, locked, if nobody of them travels: then only what happens at the line counts."""
    locked = locked_lines(exchange, lines)
    refuse_under_way(locked)
    return locked


def _one_holder(lines: Sequence[Line]) -> ExchangeSide:
    holders = {line.holder_id: line.holder for line in lines}
    if len(holders) > 1:
        raise CannotExchange(_("Only the side that holds a person can do this."))
    return next(iter(holders.values()))
