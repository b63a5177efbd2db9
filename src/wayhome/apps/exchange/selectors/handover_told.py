"""Discrepancies with what to do about each, receipts, counts, and what an undoing would change."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wayhome.apps.audit.models import User
from wayhome.apps.audit.services import CannotOpen, open_sealed
from wayhome.apps.exchange.models import SIDES, Batch, Counted, HandoverStep, Line, Receipt
from wayhome.apps.exchange.policies import causes_of
from wayhome.apps.exchange.selectors.counting import beside_of, counted_otherwise
from wayhome.apps.exchange.selectors.handover import (
    CAUSE,
    SETTLED,
    batches_visible_to,
    crossed_in,
    key_of,
    steps_visible_to,
)
from wayhome.apps.talks.models import Delivery
from wayhome.apps.talks.selectors.rows import visible

Kind, Cause = HandoverStep.Kind, HandoverStep.Cause
WHAT_TO_DO: Mapping[str, Promise] = {
    Cause.ABSENT: _(
        "Ask the side that holds this person, in writing, where he or she is. Nobody takes the "
        "place at the line. If the person cannot come, make the plan again with the fewest changes."
    ),
    Cause.OTHER_PERSON: _(
        "Do not hand over under this name. Ask the person, alone, who he or she is and search the "
        "register. Both sides then say in writing where the person of the list is."
    ),
    Cause.REFUSED: _(
        "Nobody goes against their will. Take the person aside, alone; a neutral interviewer asks "
        "and writes the answer down under what is told in private. Neither side is told why."
    ),
    Kind.EXTRA: _(
        "Nobody crosses without a place on a manifest. The person stays in the care of the neutral "
        "institution while both sides are asked to propose and accept a line for the next batch."
    ),
}  # fmt: skip
"""What to do about a discrepancy, by its cause or kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Discrepancy:
    """Something that was not as the manifest says, to somebody who may read why."""

    step: HandoverStep
    cause: str  # of HandoverStep.Cause; empty for somebody who was extra
    note: str
    settled: str  # what was done about it

    @property
    def name(self) -> str:
        """What it is, in the reader's language."""
        return str(Cause(self.cause).label if self.cause else Kind(self.step.kind).label)

    @property
    def what_to_do(self) -> str:
        """In a few sentences."""
        return str(WHAT_TO_DO[self.cause or self.step.kind])


def discrepancies_of(batch: Batch, viewer: User) -> list[Discrepancy]:
    """What was not as the manifests of a batch say, as far as the viewer may read why."""
    steps = steps_visible_to(viewer).filter(causes_of(viewer), batch=batch, undone_at=None)
    return [_opened(step) for step in steps.exclude(sealed=None)]


def _opened(step: HandoverStep) -> Discrepancy:
    told = json.loads(_text(step, step.sealed, CAUSE) or '{"cause": "", "note": ""}')
    settled = _text(step, step.settled_sealed, SETTLED)
    return Discrepancy(step=step, cause=told["cause"], note=told["note"], settled=settled)


def _text(step: HandoverStep, sealed: bytes | memoryview | None, purpose: str) -> str:
    if sealed is None:
        return ""
    try:
        return open_sealed(key_of(step), bytes(sealed), purpose=purpose).decode().rstrip()
    except CannotOpen:
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """What the entries of a batch say a side gave: in the count, and beside it."""

    gave: int
    gave_beside: int


def entered_in(batch: Batch, viewer: User) -> dict[int, Entered]:
    """By the number of the giving side, what was entered at the line."""
    lines, aside = list(crossed_in(batch, viewer)), beside_of(batch.exchange)
    found = {}
    for number in SIDES:
        beside = [line.code in aside for line in lines if line.holder.number == number]
        found[number] = Entered(gave=len(beside) - sum(beside), gave_beside=sum(beside))
    return found


def counted_otherwise_in(batch: Batch, viewer: User) -> list[Line]:
    """Who crossed in a batch and would be counted otherwise by what is stated of him or her now.

    The counts stay as both sides agreed to them. For those who see what is stated: the keeper and
    the side that holds the person.
    """
    lines = crossed_in(batch, viewer)
    if not viewer.keeps_register:
        lines = lines.filter(holder__party=viewer.organisation.party_id)
    told = counted_otherwise(lines)
    return [line for line in lines if line.pk in told]


def receipts_of(batch: Batch, viewer: User) -> QuerySet[Receipt]:
    """What the sides signed for a batch and still holds, side 0 first. Both sides read both."""
    found = Receipt.objects.filter(batch=batch, voided_at=None)
    seen = found.filter(batch__in=batches_visible_to(viewer).values("pk"))
    return seen.select_related("side__side", "signed_by").order_by("side__number")


def counted_in(batch: Batch, viewer: User) -> QuerySet[Delivery]:
    """The deliveries of the talks that were counted in a batch and stand."""
    counted = Counted.objects.filter(batch=batch, voided_at=None)
    return visible(Delivery, viewer).filter(pk__in=counted.values("delivery")).order_by("pk")


@dataclass(frozen=True, slots=True, kw_only=True)
class Follows:
    """What undoing an entry changes."""

    steps: Sequence[HandoverStep]  # the entry, and what is nothing without it
    waits: bool  # two people confirmed the entry: all of it stands until an approver agrees
    withdrawn: int  # claims in the register that nobody confirmed yet
    asked: int  # fates that two confirmed: an approver must agree
    receipts: int  # signed by the sides: they sign again
    deliveries: int  # counted in the talks: they are withdrawn


def what_follows(step: HandoverStep, viewer: User) -> Follows:
    """What undoing an entry that the viewer sees would change."""
    steps = [*steps_visible_to(viewer).filter(pk=step.pk, undone_at=None)]
    if steps and step.kind == Kind.IN:
        home = steps_visible_to(viewer).filter(line=step.line, kind=Kind.HOME, undone_at=None)
        steps = [*home, *steps]
    states = [one.assertion.state for one in steps if one.assertion]
    moves_count = bool(steps) and step.kind == Kind.IN
    signed = receipts_of(step.batch, viewer).count() if moves_count else 0
    counted = Counted.objects.filter(batch=step.batch, voided_at=None).count()
    return Follows(
        steps=steps,
        waits=states[-1:] == ["standing"] and steps[-1].assertion is not None,
        withdrawn=states.count("proposed"),
        asked=states.count("standing"),
        receipts=signed,
        deliveries=counted if moves_count else 0,
    )
