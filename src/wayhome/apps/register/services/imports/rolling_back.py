"""A version of a list is rolled back: hidden, with nothing withdrawn behind anybody's back."""

from datetime import datetime

from django.db import transaction

from wayhome.apps.audit.models import User
from wayhome.apps.audit.services import Part, record
from wayhome.apps.register.models import PersonList
from wayhome.apps.register.selectors.lists import standing_only_on
from wayhome.apps.register.services.imports.refusals import CannotImport


@transaction.atomic
def roll_back_list(*, list: PersonList, reason: str, by: User, at: datetime) -> None:
    """Hide the latest version of a list; the one before becomes the latest again.

    Lines, file, receipt and history stay. Judgements, answers, assertions and disclosures on lines
    that stand nowhere else stay too, until people withdraw them: `selectors.lists.what_follows`
    says beforehand which there are. When a later version brings such a line again, it has them.

    Raises:
        CannotImport: no reason, a later version, or it was rolled back already.
    """
    reason = reason.strip()
    if not reason:
        raise CannotImport("reason_missing")
    if PersonList.objects.filter(predecessor=list, rolled_back_at=None).exists():
        raise CannotImport("has_later_version")
    standing = PersonList.objects.filter(pk=list.pk, rolled_back_at=None)
    if not standing.update(rolled_back_by=by, rolled_back_at=at, rolled_back_reason=reason[:500]):
        raise CannotImport("rolled_back")
    record(
        act="list_rolled_back",
        by=by,
        at=at,
        facts={
            "list": str(list.uid),
            "receipt": list.receipt,
            "version": list.version,
            "lines_nowhere_else": standing_only_on(list).count(),
        },
        parts=[Part(list.key, {"reason": reason})],
    )
    list.refresh_from_db()
