"""What a batch waits for, in one sentence that says who must act."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wayhome.apps.audit.models import User
from wayhome.apps.exchange.models import Batch, ExchangeSide, HandoverStep, Line
from wayhome.apps.exchange.selectors.going_on import open_discrepancies, unaccounted_in
from wayhome.apps.exchange.selectors.handover import (
    batches_visible_to,
    crossed_in,
    vehicles_visible_to,
    without_place,
)
from wayhome.apps.exchange.selectors.handover_told import counted_in, receipts_of

Kind = HandoverStep.Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """What is still to be done in a batch, the first thing first."""

    places: list[Line]  # who has no place in a vehicle
    entries: int  # people on manifests of whom it is not written down whether they crossed
    unsigned: list[ExchangeSide]  # sides that have not signed
    count: bool  # both signed, and it is not counted towards the promise
    discrepancies: int  # of which nobody said what was done; none to a side
    homes: int  # people who crossed and were not seen at home

    @property
    def is_settled(self) -> bool:
        """Whether the next batch may be opened: nothing is left but to be seen at home."""
        return self.has_crossed and not (self.unsigned or self.count or self.discrepancies)

    @property
    def has_crossed(self) -> bool:
        """Whether nothing more happens at the line: what is left is on paper, and at home."""
        return not self.places and not self.entries


def waits_in(batch: Batch, viewer: User) -> Waits | None:
    """What is still to be done in a batch; None of one that is not there for the viewer."""
    if not batches_visible_to(viewer).filter(pk=batch.pk).exists():
        return None
    steps = HandoverStep.objects.filter(undone_at=None)
    signed = {one.side_id for one in receipts_of(batch, viewer)}
    sides = batch.exchange.sides.select_related("side", "party")
    home = steps.filter(kind=Kind.HOME)
    unsigned = [side for side in sides if side.pk not in signed]
    return Waits(
        places=without_place(batch, viewer),
        entries=unaccounted_in(batch),
        unsigned=unsigned,
        count=not unsigned and not counted_in(batch, viewer).exists(),
        discrepancies=open_discrepancies(batch) if viewer.keeps_register else 0,
        homes=crossed_in(batch, viewer).exclude(pk__in=home.values("line")).count(),
    )


def next_in_batch(batch: Batch, viewer: User) -> str:
    """What is to happen next in a batch, the same words to both sides; empty when all is done."""
    waits = waits_in(batch, viewer)
    if waits is None:
        return ""
    if waits.places:
        return _places(batch, len(waits.places), viewer)
    if waits.entries:
        return ngettext(
            "The institution enters whether %(n)s person crossed.",
            "The institution enters whether %(n)s people crossed.",
            waits.entries,
        ) % {"n": waits.entries}
    if waits.discrepancies:
        return ngettext(
            "The institution says what was done about %(n)s thing that was not as the manifest "
            "says.",
            "The institution says what was done about %(n)s things that were not as the manifest "
            "says.",
            waits.discrepancies,
        ) % {"n": waits.discrepancies}
    return _afterwards(waits)


def _places(batch: Batch, number: int, viewer: User) -> str:
    if not vehicles_visible_to(viewer).filter(batch=batch).exists():
        return _("The institution adds the vehicles; who travels is put on their manifests.")
    return ngettext(
        "%(n)s person has no place in a vehicle yet: the institution gives one.",
        "%(n)s people have no place in a vehicle yet: the institution gives them one.",
        number,
    ) % {"n": number}


def _afterwards(waits: Waits) -> str:
    if len(waits.unsigned) > 1:
        return _("Both sides sign for how many they gave and received.")
    if waits.unsigned:
        told = _("%(side)s signs for how many it gave and received.")
        return told % {"side": waits.unsigned[0].party}
    if waits.count:
        return _("The institution counts the batch towards the promise.")
    if waits.homes:
        return ngettext(
            "%(n)s person who crossed was not seen at home yet.",
            "%(n)s people who crossed were not seen at home yet.",
            waits.homes,
        ) % {"n": waits.homes}
    return ""
