"""The one way in which something happens to lines: part of every verb about them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from wayhome.apps.audit.models import User
from wayhome.apps.audit.services import Part, seal
from wayhome.apps.exchange.models import Exchange, ExchangeSide, Line, LineEvent
from wayhome.apps.exchange.policies import MOVES
from wayhome.apps.exchange.selectors.lines import REASON, with_state
from wayhome.apps.exchange.services.refusals import CannotExchange


def locked_lines(exchange: Exchange, lines: Iterable[Line]) -> list[Line]:
    """These lines of the exchange, locked, with their state and the key of their entry.

    Raises:
        CannotExchange: one of them is not there, or nobody is named.
    """
    wanted = {line.pk for line in lines}
    if not wanted:
        raise CannotExchange(_("Name one line or more."))
    there = Line.objects.filter(exchange=exchange, pk__in=wanted, entry__erased_at=None)
    locked = set(there.select_for_update(of=("self",)).values_list("pk", flat=True))
    if locked != wanted:
        raise CannotExchange(_("A line is not there any more. Reload the page."))
    found = with_state(Line.objects.filter(pk__in=wanted))
    return list(found.select_related("entry__key", "holder").order_by("pk"))


def refuse_moves(lines: Iterable[Line], kind: str) -> None:
    """Refuse what may not happen to a line that stands where it stands.

    Raises:
        CannotExchange: which line, and where it stands.
    """
    for line in lines:
        state = getattr(line, "state", None) or ""
        if kind not in MOVES[state]:
            said = _("%(code)s stands as “%(state)s”: from there this cannot happen to it.")
            label = LineEvent.Kind(state).label if state else "–"
            raise CannotExchange(said % {"code": line.code, "state": label})


def append(
    lines: Sequence[Line],
    kind: str,
    *,
    by: User,
    at: datetime,
    side: ExchangeSide | None = None,
    reason: str = "",
    other: Mapping[int, Line] | None = None,
) -> Sequence[Part]:
    """Let something happen to locked lines of one exchange.

    Args:
        lines: as `locked_lines` gave them.
        kind: what happens; `MOVES` says to which lines it may.
        by: who writes it down.
        at: when.
        side: which side says so; none for the institution that runs the exchange.
        reason: told to both sides, sealed under the key of each line's entry.
        other: by a line, who goes instead.

    Returns:
        What the history keeps of each line; the caller records it.

    Raises:
        CannotExchange: a line stands where this may not happen to it.
    """
    refuse_moves(lines, kind)
    LineEvent.objects.bulk_create(
        LineEvent(
            line=line, kind=kind, side=side, other=(other or {}).get(line.pk),
            reason_sealed=seal(line.entry.key, reason.encode(), purpose=REASON) if reason else None,
            recorded_by=by, recorded_at=at,
        )
        for line in lines
    )  # fmt: skip
    told = {"side": str(side.number) if side else "", "reason": reason}
    return [Part(line.entry.key, {"line": line.code, "state": kind, **told}) for line in lines]
