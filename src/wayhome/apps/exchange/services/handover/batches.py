"""Opening batches of a plan, their vehicles, and who stands on which manifest."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from wayhome.apps.audit.models import User
from wayhome.apps.audit.services import Part, record
from wayhome.apps.exchange.models import (
    Aboard,
    AgreedLine,
    Batch,
    ExchangeSide,
    HandoverStep,
    Line,
    Plan,
    PlanLine,
    Vehicle,
)
from wayhome.apps.exchange.policies import STANDING
from wayhome.apps.exchange.selectors.handover import room_left, without_place
from wayhome.apps.exchange.selectors.lists import acceptances_of
from wayhome.apps.exchange.selectors.terms import terms_of
from wayhome.apps.exchange.services.appending import locked_lines
from wayhome.apps.exchange.services.clearing import refuse_stopped
from wayhome.apps.exchange.services.handover.going_on import refuse_unsettled
from wayhome.apps.exchange.services.refusals import CannotExchange, allowed, facts_of
from wayhome.apps.exchange.services.releasing import release_waiting
from wayhome.apps.register.services.sources import plain

MAY = "exchange.hand_over"
Kind = HandoverStep.Kind


@transaction.atomic
def open_batch(*, plan: Plan, number: int, by: User, at: datetime) -> Batch:
    """Open a batch of the plan that stands, to carry it out. The ones before it are settled first.

    Absences that wait are released with it, so that nobody is put on a manifest who does not go.

    Args:
        plan: the one that stands.
        number: of the batch, from 0.
        by: one of the institution that runs the exchange.
        at: when.

    Raises:
        CannotExchange: not allowed, made again since, no such batch, open already, a side took
            back what it accepted, or something of a batch before it is open: a person, a
            discrepancy, or more than was agreed between the sides (`going_on.refuse_unsettled`).
    """
    exchange = allowed(plan.exchange, by, MAY)
    terms = terms_of(exchange)
    if Plan.objects.filter(mends=plan).exists():
        raise CannotExchange(_("This plan was made again since. Reload the page."))
    if terms is None or not 0 <= number < len(terms.days):
        raise CannotExchange(_("The plan has no such batch."))
    if not all(one.all for one in acceptances_of(exchange, by)):
        raise CannotExchange(_("A side took back what it accepted."))
    release_waiting(exchange, by=by, at=at)
    refuse_unsettled(exchange, number, by)
    try:
        with transaction.atomic():
            made = Batch.objects.create(
                exchange=exchange, plan=plan, number=number, day=terms.days[number],
                opened_by=by, opened_at=at,
            )  # fmt: skip
    except IntegrityError as taken:
        raise CannotExchange(_("This batch is open already.")) from taken
    facts = facts_of(exchange, batch=number, plan=plan.list_hash)
    record(act="handover_batch_opened", by=by, at=at, facts=facts)
    return made


@transaction.atomic
def add_vehicle(
    *,
    batch: Batch,
    holder: ExchangeSide,
    name: str,
    seats: int,
    by: User,
    at: datetime,
    stretchers: int = 0,
) -> Vehicle:
    """Add a vehicle that carries people of one side. Its name is what stands on its door.

    Raises:
        CannotExchange: not allowed, no name, no room, a side of another exchange, or a second
            vehicle of this name.
    """
    exchange = allowed(batch.exchange, by, MAY)
    name = plain(name)[:60]
    if holder.exchange_id != exchange.pk:
        raise CannotExchange(_("This is not there. Reload the page."))
    if not name or not 0 < seats + stretchers <= MOST_ROOM or min(seats, stretchers) < 0:
        raise CannotExchange(_("Give the vehicle a name, and room for up to 500."))
    try:
        with transaction.atomic():
            made = Vehicle.objects.create(
                batch=batch, holder=holder, name=name, seats=seats, stretchers=stretchers,
                added_by=by, added_at=at,
            )  # fmt: skip
    except IntegrityError as taken:
        raise CannotExchange(_("This batch has a vehicle of this name already.")) from taken
    facts = facts_of(
        exchange, batch=batch.number, side=holder.number, vehicle=str(made.uid), seats=seats,
        stretchers=stretchers,
    )  # fmt: skip
    record(act="handover_vehicle_added", by=by, at=at, facts=facts)
    return made


MOST_ROOM = 500


@transaction.atomic
def put_aboard(*, vehicle: Vehicle, lines: Sequence[Line], by: User, at: datetime) -> None:
    """Put people of this batch of the plan on the manifest of a vehicle.

    Somebody who stands on another manifest of the batch moves to this one.

    Raises:
        CannotExchange: not allowed, somebody is not of this batch or this side, is stopped, left
            already, or the vehicle has no room.
    """
    exchange = allowed(vehicle.batch.exchange, by, MAY)
    Vehicle.objects.select_for_update().get(pk=vehicle.pk)
    found = locked_lines(exchange, lines)
    _refuse_strangers(vehicle, found)
    refuse_stopped(found, by)
    moving = Aboard.objects.filter(line__in=found, taken_off_at=None)
    moving.update(taken_off_at=at)
    Aboard.objects.bulk_create(
        Aboard(vehicle=vehicle, line=line, put_by=by, put_at=at) for line in found
    )
    _refuse_crowd(vehicle)
    _tell("put", vehicle, found, by=by, at=at)


@transaction.atomic
def fill_vehicle(*, vehicle: Vehicle, by: User, at: datetime) -> int:
    """Put those of this batch and side aboard who stand on no manifest, as far as there is room.

    The wounded and sick, civilians and children come first.

    Returns:
        How many.

    Raises:
        CannotExchange: not allowed, or somebody is stopped.
    """
    seats, stretchers = room_left(vehicle, by)
    room = {True: stretchers, False: seats}
    lines: list[Line] = []
    for line in without_place(vehicle.batch, by):
        if line.holder_id == vehicle.holder_id and room[line.stretcher] > 0:
            room[line.stretcher] -= 1
            lines.append(line)
    if not lines:
        raise CannotExchange(_("Nobody of this batch waits for a place, or there is no room."))
    put_aboard(vehicle=vehicle, lines=lines, by=by, at=at)
    return len(lines)


@transaction.atomic
def take_off_vehicle(*, vehicle: Vehicle, lines: Sequence[Line], by: User, at: datetime) -> None:
    """Take people off a manifest who have not left yet.

    Raises:
        CannotExchange: not allowed, they do not stand on it, or they left already.
    """
    exchange = allowed(vehicle.batch.exchange, by, MAY)
    found = locked_lines(exchange, lines)
    _refuse_gone(found)
    on_it = Aboard.objects.filter(vehicle=vehicle, line__in=found, taken_off_at=None)
    if on_it.update(taken_off_at=at) != len(found):
        raise CannotExchange(_("This is not there. Reload the page."))
    _tell("taken off", vehicle, found, by=by, at=at)


def _planned(vehicle: Vehicle) -> Q:
    """The condition on lines that may stand on the manifest of a vehicle.

    Those of its side that the plan that stands has in its batch; or in an earlier one, in which it
    is entered that they did not cross: who was not there may come with a later batch.
    """
    batch = vehicle.batch
    rows = PlanLine.objects.filter(plan__draw=batch.plan.draw, plan__mended_by=None)
    left = HandoverStep.objects.filter(
        kind=Kind.NOT_CROSSED, undone_at=None, batch__exchange=batch.exchange,
        batch__number__lt=batch.number,
    )  # fmt: skip
    own = Q(pk__in=rows.filter(batch=batch.number).values("line"))
    earlier = rows.filter(batch__lt=batch.number).values("line")
    return (own | Q(pk__in=earlier) & Q(pk__in=left.values("line"))) & Q(holder=vehicle.holder)


def _refuse_strangers(vehicle: Vehicle, lines: Sequence[Line]) -> None:
    wanted = {line.pk for line in lines}
    planned = Line.objects.filter(_planned(vehicle), pk__in=wanted)
    if planned.count() != len(wanted):
        raise CannotExchange(_("Somebody is not of this batch of the plan, or of the other side."))
    placed = AgreedLine.objects.filter(line__in=wanted, given_up_at=None).count()
    if placed != len(wanted) or any(getattr(one, "state", "") not in STANDING for one in lines):
        raise CannotExchange(_("A line stands otherwise by now. Make the plan again."))
    _refuse_gone(lines)


def _refuse_gone(lines: Sequence[Line]) -> None:
    """Refuse those who left and did not come back, and those who were handed over."""
    steps = HandoverStep.objects.filter(line__in=lines, undone_at=None)
    back = steps.filter(kind=Kind.NOT_CROSSED, line=OuterRef("line"), batch=OuterRef("batch"))
    if steps.filter(Q(kind=Kind.IN) | (Q(kind=Kind.OUT) & ~Exists(back))).exists():
        raise CannotExchange(_("Somebody left already. Undo that first, if it was a mistake."))


def _refuse_crowd(vehicle: Vehicle) -> None:
    aboard = Aboard.objects.filter(vehicle=vehicle, taken_off_at=None)
    lying = aboard.filter(line__stretcher=True).count()
    if lying > vehicle.stretchers or aboard.count() - lying > vehicle.seats:
        raise CannotExchange(_("The vehicle has no room for all of them."))


def _tell(did: str, vehicle: Vehicle, lines: Sequence[Line], *, by: User, at: datetime) -> None:
    facts = facts_of(
        vehicle.batch.exchange, batch=vehicle.batch.number, vehicle=str(vehicle.uid), did=did,
        lines=len(lines),
    )  # fmt: skip
    parts = [Part(line.entry.key, {"line": line.code, "manifest": did}) for line in lines]
    record(act="handover_manifest_changed", by=by, at=at, facts=facts, parts=parts)
