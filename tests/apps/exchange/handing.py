"""Handovers of invented people for tests, in as few words as possible."""

from uuid import uuid4

from exchange.exchanging import later, planned, world

from conftest import NOON
from wayhome.apps.audit.models import Organisation, Role, RoleGrant, User
from wayhome.apps.exchange.models import Category, Line
from wayhome.apps.exchange.services.handover.batches import add_vehicle, fill_vehicle, open_batch
from wayhome.apps.exchange.services.handover.crossing import check_in

own_key = uuid4


def registrar(office="Lantern Agency"):
    """Somebody of an office who enters what happens at a handover."""
    user = User.objects.create_user(
        f"registrar{User.objects.count()}@example.org",
        "correct horse battery",
        display_name="registrar",
        organisation=Organisation.objects.get(name=office),
    )
    RoleGrant.objects.create(user=user, role=Role.REGISTRAR, granted_at=NOON)
    return user


def handing(parties, *, wounded=False, **other):
    """A plan of two for two, all in its first batch; `hand` enters what happens.

    `wounded`: the first line of Northland's is frozen as severely wounded, beside the count.
    """
    other = {"fields": {"birth_date": "1990-01-01"}, "seats": 3 if wounded else 2, **other}
    made = world(parties, **other)
    if wounded:
        Line.objects.filter(pk=made.lines[0][0].pk).update(categories=[Category.WOUNDED])
    made.hand = registrar()
    made.plan = planned(made).plan
    return made


def loaded(made, number=0):
    """The batch open, a bus for each side, everybody of the batch aboard."""
    made.batch = open_batch(plan=made.plan, number=number, by=made.hand, at=NOON)
    made.vehicles, made.aboard = [], []
    for side in made.sides:
        bus = add_vehicle(
            batch=made.batch, holder=side, name=f"Bus {side.number + 1}", seats=10, stretchers=2,
            by=made.hand, at=NOON,
        )  # fmt: skip
        fill_vehicle(vehicle=bus, by=made.hand, at=NOON)
        made.vehicles.append(bus)
        made.aboard.append(list(Line.objects.filter(aboard__vehicle=bus).order_by("code")))
    gone = {line.pk for lines in made.aboard for line in lines}
    made.stays = next((line for line in made.lines[0] if line.pk not in gone), None)
    return made


def checked_in(made, line, **other):
    """Somebody was handed over."""
    told = {"attributes": ("name", "birth_date"), "key": own_key(), "by": made.hand}
    return check_in(**{"batch": made.batch, "line": line, "at": later(5), **told, **other})
