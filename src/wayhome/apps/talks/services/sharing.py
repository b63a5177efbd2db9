"""Changing who may see a row."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wayhome.apps.audit.models import Party, User
from wayhome.apps.audit.services import record
from wayhome.apps.talks.models import Confidentiality, Kept
from wayhome.apps.talks.selectors.references import referring_to, refers_to
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
) -> Kept:
    """Say anew who may see a row. What was seen before cannot be unseen.

    Args:
        row: which.
        confidentiality: one of `Confidentiality`.
        by: who.
        at: when.
        shared_with: the parties, where it is shared with some.

    Raises:
        CannotRecord: more would see it than may see what it refers to; or what refers to it is
            seen by more, and must be narrowed first.
    """
    own = mine(row, by)
    if confidentiality not in Confidentiality.values:
        raise CannotRecord(_("Say who may see it."))
    named = frozenset(party.pk for party in shared_with)
    refuse_odd_sharing(confidentiality, named)
    after = None if confidentiality == Confidentiality.PUBLIC else named
    refuse_wider(own, after, refers_to(own), by)
    if any(
        is_wider(audience(one), after) for one in _mentioning(own) if is_wider(audience(own), after)
    ):
        raise CannotRecord(_("What refers to this is seen by more. Narrow that first."))
    before = {
        "confidentiality": own.confidentiality,
        "shared_with": sorted(str(party.uid) for party in own.shared_with.all()),
    }
    own.confidentiality = confidentiality
    own.save(update_fields=["confidentiality"])
    own.shared_with.set(shared_with)
    record(
        act="talks_shared", by=by, at=at, facts=facts_of(own), parts=[part_of(own, before=before)]
    )
    row.refresh_from_db()
    return own


def _mentioning(row: Kept) -> list[Kept]:
    """What names this row, but for what only stands in its process."""
    return [
        one
        for _needs_it, rows in referring_to(row)
        for one in rows
        if getattr(one, "process", None) != row
    ]
