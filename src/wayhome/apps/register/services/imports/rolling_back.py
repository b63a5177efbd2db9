"""A version of a list is rolled back: hidden, with nothing withdrawn behind anybody's back."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from wayhome.apps.audit.models import User
from wayhome.apps.audit.services import Part, record
from wayhome.apps.register.models import Job, PersonList
from wayhome.apps.register.selectors.lists import standing_only_on
from wayhome.apps.register.services.imports.refusals import CannotImport
from wayhome.apps.register.services.pairs import close_pairs


@transaction.atomic
def roll_back_list(*, list: PersonList, reason: str, by: User, at: datetime) -> None:
    """Hide the latest version of a list; the one before becomes the latest again.

    Lines, file, receipt and history stay. Judgements, answers, assertions and disclosures on lines
    that stand nowhere else stay too, until people withdraw them: `selectors.lists.what_follows`
    says beforehand which there are. When a later version brings such a line again, it has them.
    What the machine alone proposed about such lines waits no longer, nobody holds it open, and no
    comparison with the version goes on; a proposal is confirmed only once its lines stand again.

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
    alone = standing_only_on(list)
    close_pairs(alone)  # not told: the keeper's pairs would be among the count
    _stop_comparisons(list, at)
    record(
        act="list_rolled_back",
        by=by,
        at=at,
        facts={
            "list": str(list.uid),
            "receipt": list.receipt,
            "version": list.version,
            "lines_nowhere_else": alone.count(),
        },
        parts=[Part(list.key, {"reason": reason})],
    )
    list.refresh_from_db()


def _stop_comparisons(version: PersonList, at: datetime) -> None:
    """No comparison with it goes on. One with the whole register leaves its lines out."""
    with_it = Job.objects.filter(Q(list=version) | Q(list_b=version), kind=Job.Kind.MATCH)
    with_it.filter(state=Job.State.WAITING).update(
        state=Job.State.CANCELLED, finished_at=at, cancel_asked=True
    )
    with_it.filter(state=Job.State.RUNNING).update(cancel_asked=True)
