"""What every entry of a handover checks: whether it was made before, and what stands."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from wayhome.apps.audit.models import User
from wayhome.apps.exchange.models import Batch, HandoverStep, Line
from wayhome.apps.exchange.services.refusals import CannotExchange


def entered_before(key: UUID, kind: str, line: Line | None, by: User) -> HandoverStep | None:
    """The entry with this key, if the same one was made before: sending twice doubles nothing.

    Raises:
        CannotExchange: the key was used for something else.
    """
    found = HandoverStep.objects.filter(client_key=key).first()
    if found is None:
        return None
    same = (found.kind, found.line_id, found.recorded_by.organisation_id)
    if same != (kind, line.pk if line else None, by.organisation_id):
        raise CannotExchange(_("This key was used for another entry. Reload the page."))
    return found


def steps_of(batch: Batch) -> QuerySet[HandoverStep]:
    """The entries of people who left or crossed in a batch, that were not undone."""
    kinds = (HandoverStep.Kind.OUT, HandoverStep.Kind.IN)
    return HandoverStep.objects.filter(batch=batch, kind__in=kinds, undone_at=None)


def standing_step(line: Line, kind: str, batch: Batch | None = None) -> HandoverStep | None:
    """The entry of this kind about a line that was not undone."""
    found = HandoverStep.objects.filter(line=line, kind=kind, undone_at=None)
    if batch is not None:
        found = found.filter(batch=batch)
    return found.select_related("batch").first()
