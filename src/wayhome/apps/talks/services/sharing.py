"""Changing who may see a row."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wayhome.apps.audit.models import Party, User
from wayhome.apps.audit.services import record
from wayhome.apps.talks.models import Confidentiality, Kept, Process, Side
from wayhome.apps.talks.selectors.references import parts_of, referring_to, refers_to
from wayhome.apps.talks.services.filing import (
    CannotRecord,
    audience,
    facts_of,
    is_wider,
    mine,
    part_of,
    refuse_odd_sharing,
    refuse_wider,
)


@transaction.atomic
def share(
    *,
    row: Kept,
    confidentiality: str,
    by: User,
    at: datetime,
    shared_with: Sequence[Party] = (),
) -> list[Kept]:
    """Say anew who may see a row. What was seen before cannot be unseen.

    What is nothing without it, and would be seen by more, is narrowed along: the wordings of a
    commitment, the answers to a proposal. Of talks that are opened to more, the sides that were
    seen like the talks are opened along.

    Args:
        row: which.
        confidentiality: one of `Confidentiality`.
        by: who.
        at: when.
        shared_with: the parties, where it is shared with some.

    Returns:
        The row, and what was changed with it.

    Raises:
        CannotRecord: more would see it than may see what it refers to; or what refers to it is
            seen by more and can do without it, and must be narrowed first.
    """
    own = mine(row, by)
    if confidentiality not in Confidentiality.values:
        raise CannotRecord(_("Say who may see it."))
    named = frozenset(party.pk for party in shared_with)
    refuse_odd_sharing(confidentiality, named)
    after = None if confidentiality == Confidentiality.PUBLIC else named
    refuse_wider(own, after, refers_to(own), by)
    changed = [own, *_along(own, after)]
    _refuse_seen_by_more(changed, after)
    before = own.confidentiality
    for one in changed:
        one.confidentiality = confidentiality
        one.save(update_fields=["confidentiality"])
        one.shared_with.set(shared_with)
    record(
        act="talks_shared",
        by=by,
        at=at,
        facts={**facts_of(own), "rows": len(changed)},
        parts=[part_of(one, before=before) for one in changed],
    )
    row.refresh_from_db()
    return changed


def _refuse_seen_by_more(changed: Sequence[Kept], after: frozenset[int] | None) -> None:
    """What names a narrowed row, and is not narrowed with it, must not be seen by more."""
    along = {(type(one), one.pk) for one in changed}
    for one in changed:
        if isinstance(one, Process) or not is_wider(audience(one), after):
            continue
        for _needs_it, rows in referring_to(one):
            for other in rows:
                if (type(other), other.pk) not in along and is_wider(audience(other), after):
                    raise CannotRecord(_("What refers to this is seen by more. Narrow that first."))


def _along(row: Kept, after: frozenset[int] | None) -> list[Kept]:
    """What changes with a row: parts that would be seen by more; the sides of opened talks."""
    if isinstance(row, Process):
        sides = Side.objects.filter(process=row, withdrawn_at=None)
        before = audience(row)
        return [one for one in sides if audience(one) == before and is_wider(after, before)]
    return [one for one in parts_of(row) if is_wider(audience(one), after)]
