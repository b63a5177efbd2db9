"""Withdrawing what was recorded, with all that is nothing without it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wayhome.apps.audit.models import User
from wayhome.apps.audit.services import record
from wayhome.apps.register.services.sources import plain
from wayhome.apps.talks.models import Kept
from wayhome.apps.talks.selectors.references import parts_of
from wayhome.apps.talks.services.filing import CannotRecord, facts_of, mine, part_of


@transaction.atomic
def withdraw(*, row: Kept, reason: str, by: User, at: datetime) -> list[Kept]:
    """Take a row back, and with it what is nothing without it: a proposal with its answers.

    What only mentions it stays: see selectors.consequences. Nothing is deleted.

    Returns:
        The row, and what was withdrawn with it.

    Raises:
        CannotRecord: no reason, not its to withdraw, or it does not stand.
    """
    return _withdraw(row, mine(row, by), reason, by=by, at=at)


@transaction.atomic
def withdraw_resting(*, row: Kept, reason: str, by: User, at: datetime) -> list[Kept]:
    """Take a row back because what it rests on holds no more, as whoever undid that.

    For the apps above: they have asked who may.

    Raises:
        CannotRecord: no reason, or it does not stand.
    """
    return _withdraw(row, row, reason, by=by, at=at)


def _withdraw(row: Kept, own: Kept, reason: str, *, by: User, at: datetime) -> list[Kept]:
    reason = plain(reason)[:1000]
    if not reason:
        raise CannotRecord(_("Give a reason, as you would in a year."))
    gone: list[Kept] = [own, *parts_of(own)]
    for one in gone:
        standing = type(one)._default_manager.filter(pk=one.pk, withdrawn_at=None)
        if not standing.update(withdrawn_by=by, withdrawn_at=at, withdrawn_reason=reason):
            raise CannotRecord(_("This no longer stands. Reload the page."))
    record(
        act="talks_withdrawn",
        by=by,
        at=at,
        facts={**facts_of(own), "rows": len(gone)},
        parts=[part_of(one, reason=reason) for one in gone],
    )
    row.refresh_from_db()
    return gone
