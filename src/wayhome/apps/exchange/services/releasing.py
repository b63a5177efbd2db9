"""Letting absences show: all that wait at once, as one code, by whoever runs the exchange."""

from datetime import datetime

from django.db import transaction

from wayhome.apps.audit.models import User
from wayhome.apps.audit.services import Part, record
from wayhome.apps.exchange.models import Absence, AgreedLine, Exchange, Line, LineEvent
from wayhome.apps.exchange.policies import STANDING
from wayhome.apps.exchange.selectors.lines import with_state
from wayhome.apps.exchange.selectors.private import absent_lines
from wayhome.apps.exchange.selectors.under_way import under_way
from wayhome.apps.exchange.services.appending import append, locked_lines
from wayhome.apps.exchange.services.placing import on_frozen_lists, take_places, taken_by_others
from wayhome.apps.exchange.services.refusals import allowed, facts_of


@transaction.atomic
def release_absences(*, exchange: Exchange, by: User, at: datetime) -> int:
    """Let every absence that was approved or ended since the last release show now.

    It tells no cause, and comes before a list is frozen, a plan is mended and a batch is opened in
    any case, so that the moment tells nothing of when somebody was asked. Who comes back to a
    frozen list has a place on it again; whoever has one by another line meanwhile stays not
    available.

    Returns:
        How many lines changed.

    Raises:
        CannotExchange: not allowed.
    """
    return release_waiting(allowed(exchange, by, "exchange.run_exchange"), by=by, at=at)


def release_waiting(locked: Exchange, *, by: User, at: datetime) -> int:
    """The release as part of a verb that may be done with a locked exchange, told as its own act.

    Returns:
        How many lines changed.
    """
    absent = absent_lines(locked)
    states = {
        line.pk: getattr(line, "state", "")
        for line in with_state(Line.objects.filter(exchange=locked, entry__erased_at=None))
    }
    gone = [pk for pk, state in states.items() if pk in absent and state in STANDING]
    # Who travels is decided about at the line; it shows with the release after that.
    there = under_way(Line.objects.filter(pk__in=gone))
    gone = [pk for pk in gone if pk not in there]
    back = [
        pk for pk, state in states.items()
        if pk not in absent and state == LineEvent.Kind.NOT_AVAILABLE
    ]  # fmt: skip
    parts: list[Part] = []
    if gone:
        leaving = locked_lines(locked, Line.objects.filter(pk__in=gone))
        parts += append(leaving, LineEvent.Kind.NOT_AVAILABLE, by=by, at=at)
    AgreedLine.objects.filter(line__in=gone, given_up_at=None).update(given_up_at=at)
    if back:
        coming = locked_lines(locked, Line.objects.filter(pk__in=back))
        placed = on_frozen_lists(coming)
        taken = taken_by_others(placed)
        take_places([line for line in placed if line.pk not in taken], at=at)
        coming = [line for line in coming if line.pk not in taken]
        parts += append(coming, LineEvent.Kind.PROPOSED, by=by, at=at)
    Absence.objects.filter(
        line__exchange=locked, approved_at__isnull=False, ended_at=None, released_at=None
    ).exclude(line__in=there).update(released_at=at)
    if parts:
        facts = facts_of(locked, lines=len(parts))
        record(act="exchange_absences_released", by=by, at=at, facts=facts, parts=parts)
    return len(parts)
