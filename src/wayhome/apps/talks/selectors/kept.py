"""Whether a commitment is kept: computed from what each side counts, never typed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wayhome.apps.audit.models import User
from wayhome.apps.talks.models import (
    Commitment,
    CommitmentWording,
    Comparator,
    Delivery,
    Lapse,
    Reaffirmation,
    Response,
    Side,
)
from wayhome.apps.talks.models.terms import Per
from wayhome.apps.talks.selectors.rows import visible
from wayhome.values import InvalidEvidence, PartialDate


class Code(TextChoices):
    """How far a promise has come, by one count."""

    OFFERED = "offered", _("offered, not accepted")
    OPEN = "open", pgettext_lazy("promise", "open")
    PARTLY = "partly", _("partly kept")
    KEPT = "kept", _("kept")
    OVERDUE = "overdue", _("overdue")
    LAPSED = "lapsed", _("lapsed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What one side would give, in one wording."""

    comparator: str
    value: int | None
    unit: str
    due: date | None  # the last day; None if no date was agreed or none was resolved
    is_bound: bool  # whether the giving side accepted or said it itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """What one side counts as delivered on a day (EDTF)."""

    quantity: int
    unit: str
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A commitment was affirmed again, or said to have lapsed, on a day (EDTF)."""

    holds: bool
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How far a promise has come as of a day, by one count."""

    code: Code
    done: int
    promised: int | None  # None: no number to reach ("all", "some")
    is_open_end: bool  # "at least", "more than": the promise has no upper end
    days_overdue: int  # 0 unless the code is OVERDUE

    @property
    def missing(self) -> int | None:
        """How many are still to come, if a number was promised."""
        return None if self.promised is None else max(0, self.promised - self.done)


CEILINGS = (Comparator.UP_TO, Comparator.LESS_THAN)
"""Comparators that set a most and no least: such a promise is never overdue by number."""

OPEN_ENDS = (Comparator.AT_LEAST, Comparator.MORE_THAN)


def state_of(
    promise: Promise, *, counts: Sequence[Count], turns: Sequence[Turn] = (), as_of: date
) -> State:
    """How far a promise has come as of a day, by these counts of one side.

    A delivery counts from the first day it can have happened on, and only in the unit promised:
    bodies never count for captives. "About" is reached at its number, a range at its lower end.
    Without a number nothing is ever found kept: an assessor may say so, not arithmetic.
    """
    done = sum(
        one.quantity for one in counts if one.unit == promise.unit and _since(one.day, as_of)
    )
    least = _least(promise)
    code = _code(promise, done, least, turns, as_of)
    late = (as_of - promise.due).days if code == Code.OVERDUE and promise.due else 0
    return State(
        code=code,
        done=done,
        promised=least if promise.comparator not in CEILINGS else promise.value,
        is_open_end=promise.comparator in OPEN_ENDS,
        days_overdue=late,
    )


def _code(
    promise: Promise, done: int, least: int | None, turns: Sequence[Turn], as_of: date
) -> Code:
    if not promise.is_bound:
        return Code.OFFERED
    if _reached(promise, done, least):
        return Code.KEPT
    if not _holds(turns, as_of):
        return Code.LAPSED
    if promise.due and as_of > promise.due and promise.comparator not in CEILINGS:
        return Code.OVERDUE
    return Code.PARTLY if done else Code.OPEN


def _least(promise: Promise) -> int | None:
    """The number at which the promise is kept; None where there is none."""
    if promise.value is None:
        return None
    return promise.value + (promise.comparator == Comparator.MORE_THAN)


def _reached(promise: Promise, done: int, least: int | None) -> bool:
    if least is None or promise.comparator == Comparator.LESS_THAN:
        return False
    return done >= least


def _holds(turns: Sequence[Turn], as_of: date) -> bool:
    """Whether the last word up to that day is not that it lapsed; on one day the lapse counts."""
    told = [(first, not one.holds) for one in turns if (first := first_day(one.day)) <= as_of]
    return not max(told, default=(date.min, False))[1]


def _since(written: str, as_of: date) -> bool:
    return first_day(written) <= as_of


def first_day(written: str) -> date:
    """The first day that a date in EDTF can mean; long ago if it is none."""
    try:
        read = PartialDate.parse(written)
    except InvalidEvidence:
        return date.min
    return date(read.year, read.month or 1, read.day or 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of "promised and kept": a wording, who gives by it, who counts, the state."""

    commitment: Commitment
    wording: CommitmentWording
    giver: Side | None
    counted_by: Side | None  # None: `counter` is none of the sides, or nobody has counted yet
    counter: str
    state: State
    deliveries: tuple[Delivery, ...]


def bound_sides(commitment: Commitment, viewer: User) -> set[int]:
    """Primary keys of the sides that bound themselves, as far as the viewer may know.

    A side is bound by accepting the proposal, by having made the proposal that was accepted, or
    by its own wording. That somebody else says so binds nobody.
    """
    would = set(commitment.bound.values_list("pk", flat=True))
    accepted = visible(Response, viewer).filter(
        pk__in=commitment.accepted.values("pk"), kind=Response.Kind.ACCEPTED
    )
    agreed: set[int | None] = set()
    for one in accepted.select_related("proposal"):
        agreed |= {one.by_id, one.proposal.by_id}
    own = visible(CommitmentWording, viewer).filter(commitment=commitment)
    agreed |= set(own.values_list("side", flat=True))
    return {side for side in would if side in agreed}


def lines_of(commitment: Commitment, viewer: User, as_of: date) -> list[Line]:
    """Every wording by every side that gives by it and every side that counts, as of a day.

    Counts stand apart; each line names the deliveries it adds up.
    """
    bound, sides = bound_sides(commitment, viewer), list(commitment.bound.order_by("pk"))
    wordings = visible(CommitmentWording, viewer).filter(commitment=commitment).order_by("pk")
    deliveries = list(
        visible(Delivery, viewer)
        .filter(commitment=commitment)
        .select_related("giver", "receiver", "counted_by", "source")
        .order_by("day", "pk")
    )
    turns = _turns_of(commitment, viewer)
    counters = _counters_of(deliveries)
    return [
        _line(commitment, wording, giver, counter, deliveries, bound, turns, as_of)
        for wording in wordings.select_related("side", "giver", "receiver", "wording", "source")
        for giver in givers_of(wording, sides)
        for counter in counters
    ]


def givers_of(wording: CommitmentWording, bound: Sequence[Side]) -> list[Side | None]:
    """Who gives by a wording: each bound side, or the one that is named; None if unknown."""
    if wording.per == Per.EACH_SIDE:
        return [*bound]
    if wording.giver is not None:
        return [wording.giver]
    return [bound[0]] if len(bound) == 1 else [None]


def _turns_of(commitment: Commitment, viewer: User) -> list[Turn]:
    again = visible(Reaffirmation, viewer).filter(commitment=commitment)
    over = visible(Lapse, viewer).filter(commitment=commitment)
    return [Turn(holds=True, day=day) for day in again.values_list("day", flat=True)] + [
        Turn(holds=False, day=day) for day in over.values_list("day", flat=True)
    ]


Counter = tuple[Side | None, str]


def _counters_of(deliveries: Sequence[Delivery]) -> list[Counter]:
    found: dict[tuple[int | None, str], Counter] = {}
    for one in deliveries:
        found.setdefault((one.counted_by_id, one.counter), (one.counted_by, one.counter))
    return list(found.values()) or [(None, "")]


def _line(
    commitment: Commitment,
    wording: CommitmentWording,
    giver: Side | None,
    counter: Counter,
    deliveries: Sequence[Delivery],
    bound: set[int],
    turns: Sequence[Turn],
    as_of: date,
) -> Line:
    by, name = counter
    counted = tuple(
        one
        for one in deliveries
        if one.counted_by == by
        and one.counter == name
        and giver is not None
        and one.giver == giver
        and one.unit == wording.unit
        and _since(one.day, as_of)
    )
    promise = Promise(
        comparator=wording.comparator,
        value=wording.value,
        unit=wording.unit,
        due=wording.deadline_latest,
        is_bound=giver.pk in bound if giver is not None else bool(bound),
    )
    counts = [Count(quantity=one.quantity, unit=one.unit, day=one.day) for one in counted]
    return Line(
        commitment=commitment,
        wording=wording,
        giver=giver,
        counted_by=by,
        counter=name,
        state=state_of(promise, counts=counts, turns=turns, as_of=as_of),
        deliveries=counted,
    )
