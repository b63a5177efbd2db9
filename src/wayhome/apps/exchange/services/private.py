"""What is told in private: the wish to return, and why somebody is not available.

A wish and every other cause go the same way, by the same acts of the same people, so that neither
the history nor the moment at which a line changes tells one from the other. A line changes only
when the absences of its exchange are released (`services.releasing`), all that wait at once.
"""

import json
from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wayhome.apps.audit.models import SubjectKey, User
from wayhome.apps.audit.services import Part, new_key, record, seal
from wayhome.apps.exchange.models import Absence, Line, Wish
from wayhome.apps.exchange.selectors.private import ABSENCE, PADDED, WISH
from wayhome.apps.exchange.services.appending import locked_lines
from wayhome.apps.exchange.services.clearing import refuse_under_way
from wayhome.apps.exchange.services.refusals import CannotExchange, allowed, facts_of
from wayhome.apps.register.services.sources import plain

MOST_NOTE = 500


@transaction.atomic
def keep_wish(
    *,
    line: Line,
    wishes: bool,
    asked_on: date,
    approver: User,
    by: User,
    at: datetime,
    note: str = "",
) -> Wish:
    """Keep what somebody answered when asked in private whether he wishes to return.

    It can be asked again at any time: the latest answer stands. Who does not wish to go does not
    go, with the next release; ask the absence all the same, so that a second person knows of it.

    Args:
        line: whose.
        wishes: the answer.
        asked_on: the day of the interview.
        approver: the one other person who may read it.
        by: the interviewer.
        at: when it is written down.
        note: more, for these two alone.

    Raises:
        CannotExchange: not allowed, or nobody else who may approve was named.
    """
    found = _asked_of(line, approver, by)
    told = {"wishes": wishes, "asked_on": asked_on.isoformat(), "note": plain(note)[:MOST_NOTE]}
    Wish.objects.filter(line=found, revoked_at=None).update(revoked_at=at)
    key = new_key(SubjectKey.About.RECORD)
    made = Wish.objects.create(
        line=found, key=key, sealed=_sealed(found, told, WISH), interviewer=by, approver=approver,
        recorded_at=at,
    )  # fmt: skip
    parts = [Part(key, {"kept": "told in private"})]
    record(act="exchange_private_kept", by=by, at=at, facts=facts_of(line.exchange), parts=parts)
    return made


@transaction.atomic
def ask_absence(
    *, line: Line, cause: str, approver: User, by: User, at: datetime, note: str = ""
) -> Absence:
    """Ask that a line be not available, for a cause that only two people ever read.

    Raises:
        CannotExchange: not allowed, an unknown cause, nobody else who may approve was named, an
            absence of the line stands already, or the person travels: then enter it at the line.
    """
    found = _asked_of(line, approver, by)
    if cause not in Absence.Cause.values:
        raise CannotExchange(_("Choose one of the causes offered."))
    refuse_under_way([found])
    if Absence.objects.filter(line=found, ended_at=None).exists():
        raise CannotExchange(_("This was asked already."))
    key = new_key(SubjectKey.About.RECORD)
    told = {"cause": str(cause), "note": plain(note)[:MOST_NOTE]}
    made = Absence.objects.create(
        line=found, key=key, sealed=_sealed(found, told, ABSENCE), asked_by=by, asked_at=at,
        approver=approver,
    )  # fmt: skip
    parts = [Part(key, {"kept": "told in private"})]
    record(act="exchange_private_kept", by=by, at=at, facts=facts_of(line.exchange), parts=parts)
    return made


@transaction.atomic
def approve_absence(*, absence: Absence, by: User, at: datetime) -> None:
    """Approve an absence, as the one person it was told to. It shows with the next release.

    Raises:
        CannotExchange: told to somebody else, or it waits no more.
    """
    exchange = allowed(absence.line.exchange, by, "exchange.approve_absence")
    waiting = Absence.objects.filter(
        pk=absence.pk, approver=by, approved_at=None, ended_at=None
    ).exclude(asked_by=by)
    if not waiting.update(approved_at=at):
        raise CannotExchange(_("This is not there. Reload the page."))
    absence.refresh_from_db()
    parts = [Part(absence.key, {"state": "approved"})]
    record(act="exchange_private_approved", by=by, at=at, facts=facts_of(exchange), parts=parts)


@transaction.atomic
def end_absence(*, absence: Absence, by: User, at: datetime) -> None:
    """Decline an absence, or say that its cause has gone. It shows with the next release.

    Raises:
        CannotExchange: neither who asked nor who was to approve, or it was ended already.
    """
    needed = "exchange.interview" if absence.asked_by_id == by.pk else "exchange.approve_absence"
    exchange = allowed(absence.line.exchange, by, needed)
    standing = Absence.objects.filter(pk=absence.pk, ended_at=None)
    mine = standing.filter(asked_by=by) | standing.filter(approver=by)
    if not mine.update(ended_at=at):
        raise CannotExchange(_("This is not there. Reload the page."))
    absence.refresh_from_db()
    parts = [Part(absence.key, {"state": "ended"})]
    record(act="exchange_private_ended", by=by, at=at, facts=facts_of(exchange), parts=parts)


def _asked_of(line: Line, approver: User, by: User) -> Line:
    exchange = allowed(line.exchange, by, "exchange.interview")
    if approver.pk == by.pk or not approver.has_perm("exchange.approve_absence"):
        raise CannotExchange(_("Name somebody else, who may approve it."))
    (found,) = locked_lines(exchange, [line])
    return found


def _sealed(line: Line, told: Mapping[str, object], purpose: str) -> bytes:
    """Sealed at one length, whatever was told; gone when the person is erased."""
    text = json.dumps(told, ensure_ascii=False).encode()
    return seal(line.entry.key, text.ljust(PADDED), purpose=purpose)
