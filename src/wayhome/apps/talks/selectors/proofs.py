"""The rows of the register that prove a delivery, as far as the viewer may see them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from wayhome.apps.audit.models import User
from wayhome.apps.register.models import Appearance, ListEntry, PersonList
from wayhome.apps.register.selectors.lists import entries_visible_to, latest_versions
from wayhome.apps.talks.models import Delivery


@dataclass(frozen=True, slots=True)
class Counted:
    """A delivery, what was delivered with it and before it, and how many rows prove it."""

    delivery: Delivery
    so_far: int
    rows: int | None  # None: not for this viewer to know


def is_own(delivery: Delivery, viewer: User) -> bool:
    """Whether the viewer's own party tied rows to it: nobody else learns which, or that it did."""
    return bool(delivery.process.partition_id == viewer.organisation.party_id)


def counted(deliveries: tuple[Delivery, ...], viewer: User) -> list[Counted]:
    """Deliveries in the order of the days, added up."""
    found, so_far = [], 0
    for one in deliveries:
        so_far += one.quantity
        rows = _proving(one).count() if is_own(one, viewer) else None
        found.append(Counted(one, so_far, rows))
    return found


@dataclass(frozen=True, slots=True)
class Tied:
    """How many lines prove a delivery, and on which lists they stand: no line, no name."""

    lines: int
    lists: Sequence[tuple[PersonList, int]]


def tied_to(delivery: Delivery, viewer: User) -> Tied:
    """What a delivery of the viewer's own record is tied to, in numbers; nothing of another's."""
    if not is_own(delivery, viewer):
        return Tied(0, ())
    lines = _proving(delivery)
    stand = Appearance.objects.filter(list__in=latest_versions(viewer), entry__in=lines)
    told = stand.values("list").annotate(lines=Count("entry", distinct=True))
    by_list = {one["list"]: one["lines"] for one in told}
    lists = latest_versions(viewer).filter(pk__in=by_list).order_by("pk")
    return Tied(lines.count(), [(one, by_list[one.pk]) for one in lists])


def rows_proving(delivery: Delivery, viewer: User) -> QuerySet[ListEntry]:
    """Lines that prove a delivery of the viewer's own record, in the order of the register."""
    if not is_own(delivery, viewer):
        return ListEntry.objects.none()
    seen = entries_visible_to(viewer).filter(pk__in=_proving(delivery).values("pk"))
    return seen.order_by("pk")


def _proving(delivery: Delivery) -> QuerySet[ListEntry]:
    """Lines named by themselves, by where they stand on a list, or by an answer to them."""
    return ListEntry.objects.filter(erased_at=None).filter(
        pk__in=delivery.entries.values("pk").union(
            delivery.appearances.values("entry"), delivery.answers.values("entry")
        )
    )
