"""The terms of an offer or a promise, as a form or a reader gives them."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from wayhome.apps.talks.models import Comparator, Side, Unit, What
from wayhome.apps.talks.models.terms import Basis, Per
from wayhome.apps.talks.services.filing import CannotRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A deadline as said, and the days it was resolved to. `sense` and `basis`: see models."""

    raw: str = ""
    earliest: date | None = None
    latest: date | None = None
    sense: str = ""
    anchor: str = ""
    anchor_date: date | None = None
    basis: str = ""


NO_DEADLINE = Deadline()


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Who gives how much of what to whom, on which condition, by when."""

    what: str = What.OTHER
    comparator: str = Comparator.UNSPECIFIED
    value: int | None = None
    value_max: int | None = None
    unit: str = Unit.OTHER
    unit_detail: str = ""
    per: str = Per.TOTAL
    giver: Side | None = None
    receiver: Side | None = None
    condition: str = ""
    increment: bool = False
    deadline: Deadline = NO_DEADLINE


NO_TERMS = Given()


def fields_of(given: Given) -> dict[str, Any]:
    """The fields of `models.Terms` for these terms.

    Raises:
        CannotRecord: a deadline that ends before it begins, or one resolved that nobody set.
    """
    if given.giver is not None and given.giver == given.receiver:
        raise CannotRecord(_("Nobody gives to itself."))
    due = given.deadline
    if due.earliest and due.latest and due.latest < due.earliest:
        raise CannotRecord(_("The deadline ends before it begins."))
    resolved = due.earliest or due.latest
    if resolved and due.basis not in (Basis.STATED, Basis.COMPUTED):
        raise CannotRecord(_("Say whether the day of the deadline was stated or computed."))
    if due.basis == Basis.COMPUTED and not (due.anchor and due.anchor_date):
        raise CannotRecord(_("A deadline that was computed needs what it was counted from."))
    own = {one.name: getattr(given, one.name) for one in fields(given) if one.name != "deadline"}
    return own | {f"deadline_{one.name}": getattr(due, one.name) for one in fields(due)}
