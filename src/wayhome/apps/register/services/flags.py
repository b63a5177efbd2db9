"""Flags on lines: raised by a person with a message, resolved with a reason."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from wayhome.apps.audit.models import User
from wayhome.apps.audit.services import Part, record, seal
from wayhome.apps.register.models import Flag, ListEntry
from wayhome.apps.register.selectors.flags import PURPOSE, kinds_open_to
from wayhome.apps.register.selectors.lists import entries_visible_to
from wayhome.apps.register.services.harm import hold_back_released
from wayhome.apps.register.services.sources import plain
from wayhome.values import WayhomeError


class CannotFlag(WayhomeError):
    """A flag that cannot be raised or resolved."""


@transaction.atomic
def raise_flag(
    *,
    entry: ListEntry,
    kind: str,
    by: User,
    at: datetime,
    said_by: str = "",
    message: str = "",
    due_date: date | None = None,
) -> Flag:
    """Mark a line, in the own partition: the party whose line it is sees nothing of it.

    Args:
        entry: a line the account may see.
        kind: one of `Flag.Kind`; harm only for those of the keeper who may.
        by: who.
        at: when.
        said_by: who says so; "reported dead" must have it.
        message: to whoever resolves it; sealed under the line's key.
        due_date: the day by which somebody must have looked.

    Raises:
        CannotFlag: an unknown kind, nobody named, flagged already, or a line of somebody else's.
    """
    if kind not in dict(kinds_open_to(by)):
        raise CannotFlag(_("Choose one of the flags offered."))
    said_by, message = plain(said_by)[:200], plain(message)[:1000]
    if kind == Flag.Kind.REPORTED_DEAD and not said_by:
        raise CannotFlag(_("Say who reports it."))
    line = entries_visible_to(by).select_related("key").filter(pk=entry.pk).first()
    if line is None:
        raise CannotFlag(_("This line is not there. Reload the page."))
    note = seal(line.key, message.encode(), purpose=PURPOSE) if message else None
    try:
        with transaction.atomic():
            made = Flag.objects.create(
                partition=by.party, entry=line, kind=kind, said_by=said_by, note_sealed=note,
                due_date=due_date, raised_by=by, raised_at=at,
            )  # fmt: skip
    except IntegrityError as taken:
        raise CannotFlag(_("This line bears that flag already.")) from taken
    details = {"flag": str(made.uid), "kind": kind, "said_by": said_by, "message": message}
    facts = {"flag": str(made.uid), "due": due_date.isoformat() if due_date else ""}
    if kind == Flag.Kind.HARM:
        hold_back_released(entries=[line.pk], by=by, at=at)
    record(act="flag_raised", by=by, at=at, facts=facts, parts=[Part(line.key, details)])
    return made


@transaction.atomic
def resolve_flag(*, flag: Flag, reason: str, by: User, at: datetime) -> None:
    """Say that a flag is dealt with, and how.

    Raises:
        CannotFlag: no reason, resolved already, or a flag that is not theirs to resolve.
    """
    reason = plain(reason)[:500]
    if not reason:
        raise CannotFlag(_("Give a reason, as you would in a year."))
    if flag.kind not in dict(kinds_open_to(by)):
        raise CannotFlag(_("Ask somebody who may raise this flag to resolve it."))
    open_ones = Flag.objects.filter(pk=flag.pk, partition=by.party, resolved_at=None)
    if not open_ones.update(resolved_by=by, resolved_at=at, resolved_reason=reason):
        raise CannotFlag(_("This flag was resolved already. Reload the page."))
    flag.refresh_from_db()
    details = {"flag": str(flag.uid), "kind": flag.kind, "reason": reason}
    facts = {"flag": str(flag.uid)}
    record(act="flag_resolved", by=by, at=at, facts=facts, parts=[Part(flag.entry.key, details)])
