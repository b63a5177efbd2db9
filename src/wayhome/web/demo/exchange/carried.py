"""Two batches carried out: who left, who crossed, three who did not go as written down."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5

from wayhome.apps.exchange.models import Batch, ExchangeSide, HandoverStep, Line, Plan, Vehicle
from wayhome.apps.exchange.selectors.counting import beside_of
from wayhome.apps.exchange.selectors.handover import crossed_in, known_of
from wayhome.apps.exchange.services.handover.batches import add_vehicle, fill_vehicle, open_batch
from wayhome.apps.exchange.services.handover.crossing import check_in, check_out, verify_home
from wayhome.apps.exchange.services.handover.discrepancies import (
    report_extra,
    report_not_crossed,
    settle_discrepancy,
)
from wayhome.apps.exchange.services.handover.receipts import count_delivered, sign_receipt
from wayhome.apps.register.models import Assertion
from wayhome.apps.register.services.assertions import confirm_assertion
from wayhome.web.demo.exchange.listed import SEATS, STRETCHERS
from wayhome.web.demo.exchange.made import DAYS, Made
from wayhome.web.demo.people import AGENCY

KEYS = UUID("6f1f0a3e-3f0c-4a55-9d0c-6d1a3c1f2b70")
"""What the keys of entries are made from: chosen where an entry is made, here once for all."""
CARRIED, HOME = 2, 4
CROSSED = "a living person who crossed at the point of handover"
ABSENT, REFUSED = HandoverStep.Cause.ABSENT, HandoverStep.Cause.REFUSED


def carry_out(made: Made, plan: Plan) -> None:
    """Carry out the first two batches of a plan."""
    for number in range(CARRIED):
        batch = open_batch(plan=plan, number=number, **_entered(made, DAYS[number], 7))
        for side in made.sides:
            vehicle = add_vehicle(
                batch=batch, holder=side, name=f"Bus {side.number + 1}",
                seats=SEATS[number], stretchers=STRETCHERS[number],
                **_entered(made, batch.day, 7),
            )  # fmt: skip
            fill_vehicle(vehicle=vehicle, **_entered(made, batch.day, 7))
            _cross(made, vehicle)
        _extra(made, batch)
        _sign(made, batch)
    _bring_home(made, plan.exchange.batches.get(number=0))


def _cross(made: Made, vehicle: Vehicle) -> None:
    """Everybody on a manifest leaves and crosses, but for one of each side."""
    batch, side = vehicle.batch, vehicle.holder
    aboard = vehicle.aboard.select_related("line__entry", "line__holder").order_by("line__code")
    lines = [one.line for one in aboard]
    beside = beside_of(made.exchange)
    counted = (one for one in lines if one.code not in beside)
    stays = next(counted, None) if _differs(vehicle) else None
    leaves = [line for line in lines if line != stays or side.number]
    check_out(
        vehicle=vehicle, lines=leaves, keys=[_key("out", line) for line in leaves],
        **_entered(made, batch.day, 9),
    )  # fmt: skip
    for line in leaves:
        if line != stays:
            check_in(
                batch=batch, line=line, attributes=known_of(line.entry)[:2],
                key=_key("in", line), **_entered(made, batch.day, 14),
            )  # fmt: skip
    if stays:
        _did_not_cross(made, batch, stays)


def _differs(vehicle: Vehicle) -> bool:
    """In the first batch somebody of Northland's, in the second of Southland's, does not cross."""
    return vehicle.batch.number == vehicle.holder.number


def _did_not_cross(made: Made, batch: Batch, line: Line) -> None:
    absent = line.holder.number == 0
    note = "Not at the gate when the bus left." if absent else "Turned back at the line."
    step = report_not_crossed(
        batch=batch, line=line, cause=ABSENT if absent else REFUSED, note=note,
        key=_key("not crossed", line), **_entered(made, batch.day, 15),
    )  # fmt: skip
    if absent:
        done = "The site was asked; he is expected with a later batch."
        settle_discrepancy(step=step, done=done, **_entered(made, batch.day, 16))


def _extra(made: Made, batch: Batch) -> None:
    """In the first batch somebody came who stands on no manifest."""
    if batch.number == 0:
        step = report_extra(
            batch=batch, note="A man whom no manifest names. He gave a name and waits at the hall.",
            key=uuid5(KEYS, "extra"), **_entered(made, batch.day, 15),
        )  # fmt: skip
        done = "He stays at the hall of the agency. Both sides were asked who he is."
        settle_discrepancy(step=step, done=done, **_entered(made, batch.day, 16))


def _sign(made: Made, batch: Batch) -> None:
    """Both sides sign by their own count: in the second batch these differ by one."""
    crossed = list(crossed_in(batch, made.people[AGENCY, "registrar"]))
    for side in made.sides:
        other = made.sides[1 - side.number]
        gave, gave_beside = _counts(crossed, side)
        received, received_beside = _counts(crossed, other)
        more = batch.number == 1 and side.number == 1  # counts the one who turned back
        sign_receipt(
            batch=batch, side=side, gave=gave + more, received=received, counting_rule=CROSSED,
            gave_beside=gave_beside, received_beside=received_beside,
            **made.said(side, _moment(batch.day, 18)),
        )  # fmt: skip
    count_delivered(batch=batch, **_entered(made, batch.day, 19))


def _bring_home(made: Made, batch: Batch) -> None:
    """Some of the first batch were seen at home, and another person confirmed it."""
    crossed = crossed_in(batch, made.people[AGENCY, "registrar"])
    day = batch.day + timedelta(days=3)
    for line in [line for side in made.sides for line in crossed.filter(holder=side)[:HOME]]:
        step = verify_home(
            line=line, evidence="Visited at home; the family was there.",
            key=_key("home", line), **_entered(made, day, 12),
        )  # fmt: skip
        claim = Assertion.objects.get(handover_step=step)
        confirm_assertion(assertion=claim, by=made.people[AGENCY, "approver"], at=_moment(day, 17))


def _counts(crossed: Sequence[Line], side: ExchangeSide) -> tuple[int, int]:
    aside = beside_of(side.exchange)
    beside = [line.code in aside for line in crossed if line.holder_id == side.pk]
    return len(beside) - sum(beside), sum(beside)


def _entered(made: Made, day: date, hour: int) -> dict[str, Any]:
    """By the registrar at the line, at an hour of a day."""
    return {"by": made.people[AGENCY, "registrar"], "at": _moment(day, hour)}


def _moment(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=UTC)


def _key(what: str, line: Line) -> UUID:
    return uuid5(KEYS, f"{what} {line.code}")
