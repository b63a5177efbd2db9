"""What is open of a batch before the next one may begin, and what the sides waived."""

from django.db.models import Exists, OuterRef, QuerySet

from wayhome.apps.audit.models import User
from wayhome.apps.exchange.models import SIDES, Aboard, Batch, HandoverStep, Waiver
from wayhome.apps.exchange.selectors.handover import Parity, batches_visible_to

Kind = HandoverStep.Kind


def unaccounted_in(batch: Batch) -> int:
    """How many on the manifests of a batch neither crossed nor are entered as not crossed."""
    ended = HandoverStep.objects.filter(
        line=OuterRef("line"), batch=batch, kind__in=(Kind.IN, Kind.NOT_CROSSED), undone_at=None
    )
    return Aboard.objects.filter(~Exists(ended), vehicle__batch=batch, taken_off_at=None).count()


def open_discrepancies(batch: Batch) -> int:
    """About how many discrepancies of a batch nobody said yet what was done. For the keeper."""
    steps = HandoverStep.objects.filter(batch=batch, undone_at=None, settled_at=None)
    return steps.exclude(sealed=None).count()


def is_waived(parity: Parity) -> bool:
    """Whether both sides agreed that the next batch goes in spite of a lead of this size."""
    standing = Waiver.objects.filter(batch=parity.batch, withdrawn_at=None)
    return standing.filter(ahead__gte=parity.ahead).count() == len(SIDES)


def waivers_visible_to(viewer: User) -> QuerySet[Waiver]:
    """What sides waived in exchanges the viewer may see. Both sides read both."""
    seen = batches_visible_to(viewer).values("pk")
    found = Waiver.objects.filter(batch__in=seen, withdrawn_at=None)
    return found.select_related("side__side", "side__party", "batch__exchange")


def waivers_of(batch: Batch, viewer: User) -> QuerySet[Waiver]:
    """What the sides waived after a batch, side 0 first."""
    return waivers_visible_to(viewer).filter(batch=batch).order_by("side__number")
