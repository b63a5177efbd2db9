"""Checking people out and in, entered on the spot or afterwards; once home, verified.

Every entry bears a key chosen where it was made. The same entry sent again changes nothing.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wayhome.apps.audit.models import User
from wayhome.apps.audit.services import Part, record
from wayhome.apps.exchange.models import Aboard, Batch, Exchange, HandoverStep, Line, Vehicle
from wayhome.apps.exchange.selectors.handover import TWO, known_of
from wayhome.apps.exchange.selectors.joined import joined_lines
from wayhome.apps.exchange.services.appending import locked_lines
from wayhome.apps.exchange.services.clearing import refuse_absent, refuse_stopped
from wayhome.apps.exchange.services.handover.entering import (
    entered_before,
    standing_step,
    steps_of,
)
from wayhome.apps.exchange.services.handover.following import void_counts
from wayhome.apps.exchange.services.handover.going_on import refuse_unsettled
from wayhome.apps.exchange.services.refusals import CannotExchange, allowed, facts_of
from wayhome.apps.register.models import Assertion, Membership
from wayhome.apps.register.services.assertions import CannotAssert, record_assertion

MAY = "exchange.hand_over"
Kind = HandoverStep.Kind


@transaction.atomic
def check_out(
    *,
    vehicle: Vehicle,
    lines: Sequence[Line],
    keys: Sequence[UUID],
    by: User,
    at: datetime,
    happened_at: datetime | None = None,
) -> Sequence[HandoverStep]:
    """Write down that these people left in a vehicle on whose manifest they stand.

    Args:
        vehicle: in which.
        lines: who.
        keys: one for each of them, chosen where it was entered.
        by: who writes it down.
        at: when it is written down.
        happened_at: when it happened; else now.

    Raises:
        CannotExchange: not allowed, somebody does not stand on the manifest, is stopped, or left;
            or nobody of the batch left yet and one before it is not settled.
    """  # fmt: skip
    exchange = allowed(vehicle.batch.exchange, by, MAY)
    if len(keys) != len(lines) or len(set(keys)) != len(keys):
        raise CannotExchange(_("Every entry needs a key of its own."))
    made: list[HandoverStep] = []
    fresh: list[Line] = []
    for line, key in zip(lines, keys, strict=True):
        if known := entered_before(key, Kind.OUT, line, by):
            made.append(known)
            continue
        fresh.append(line)
        made.append(_step(Kind.OUT, vehicle.batch, line, key, by, at, happened_at, vehicle=vehicle))
    if fresh:
        if not steps_of(vehicle.batch).exists():
            refuse_unsettled(exchange, vehicle.batch.number, by)
        found = _on_manifest(exchange, vehicle, fresh)
        refuse_stopped(found, by)
        made = [one if one.pk else _save(one, _("Somebody left already.")) for one in made]
        _tell(Kind.OUT, vehicle.batch, found, by=by, at=at)
    return made


@transaction.atomic
def check_in(
    *,
    batch: Batch,
    line: Line,
    attributes: Collection[str],
    key: UUID,
    by: User,
    at: datetime,
    happened_at: datetime | None = None,
) -> HandoverStep:
    """Write down that somebody was handed over, whose identity was confirmed face to face.

    The register is told: the person was handed over, as a fate that another person confirms. If
    the batch was counted already, it is counted anew.

    Args:
        batch: in which.
        line: who.
        attributes: of `selectors.handover.known_of`: two or more that the person told and that
            agree with the register.
        key: of this entry, chosen where it was made.
        by: who writes it down.
        at: when it is written down.
        happened_at: when it happened; else now.

    Raises:
        CannotExchange: not allowed, no manifest of this batch names the person, fewer than two
            attributes, crossed before leaving, or handed over already: in this exchange or any
            other.
    """  # fmt: skip
    exchange = allowed(batch.exchange, by, MAY)
    if known := entered_before(key, Kind.IN, line, by):
        return known
    vehicle = _vehicle_of(batch, line)
    (found,) = _on_manifest(exchange, vehicle, [line])
    told = _agreeing(found, attributes)
    if standing_step(found, Kind.NOT_CROSSED, batch):
        raise CannotExchange(_("It is written down that this person did not cross. Undo that."))
    _refuse_handed_over(found)
    step = _step(Kind.IN, batch, found, key, by, at, happened_at, vehicle=vehicle)
    out = standing_step(found, Kind.OUT, batch)
    if out is not None and step.happened_at < out.happened_at:
        raise CannotExchange(_("Nobody crosses before leaving."))
    step.attributes = told
    step.person_id = _case_of(found)
    _save(step, _("This person was handed over already."))
    evidence = _("Batch %(batch)s of exchange %(exchange)s: identity confirmed face to face.")
    said = evidence % {"batch": batch.number + 1, "exchange": exchange.number}
    _assert(step, Assertion.Kind.HANDED_OVER, said, by=by, at=at)
    void_counts(batch, _("Somebody else crossed in this batch."), by=by, at=at)
    _tell(Kind.IN, batch, [found], by=by, at=at)
    return step


@transaction.atomic
def verify_home(
    *,
    line: Line,
    evidence: str,
    key: UUID,
    by: User,
    at: datetime,
    happened_at: datetime | None = None,
) -> HandoverStep:
    """Write down that somebody reached home, seen by a person.

    The register is told so, as a fate that another person confirms; it counts from then on.

    Args:
        line: who was handed over.
        evidence: who saw it and how.
        key: of this entry.
        by: who verified it.
        at: when it is written down.
        happened_at: when it was seen; else now.

    Raises:
        CannotExchange: not allowed, not handed over, home already, or no evidence.
    """  # fmt: skip
    exchange = allowed(line.exchange, by, MAY)
    if known := entered_before(key, Kind.HOME, line, by):
        return known
    (found,) = locked_lines(exchange, [line])
    crossed = standing_step(found, Kind.IN)
    if crossed is None:
        raise CannotExchange(_("This person was not handed over."))
    step = _step(Kind.HOME, crossed.batch, found, key, by, at, happened_at)
    if step.happened_at < crossed.happened_at:
        raise CannotExchange(_("Nobody is home before being handed over."))
    _save(step, _("This person is home already."))
    _assert(step, Assertion.Kind.HOME, evidence, by=by, at=at)
    _tell(Kind.HOME, crossed.batch, [found], by=by, at=at)
    return step


def _step(
    kind: str, batch: Batch, line: Line, key: UUID, by: User, at: datetime,
    happened_at: datetime | None, vehicle: Vehicle | None = None,
) -> HandoverStep:  # fmt: skip
    when = happened_at or at
    if when > at:
        raise CannotExchange(_("This lies in the future."))
    return HandoverStep(
        client_key=key, batch=batch, vehicle=vehicle, line=line, entry_id=line.entry_id, kind=kind,
        happened_at=when, recorded_by=by, recorded_at=at,
    )  # fmt: skip


def _save(step: HandoverStep, refusal: str) -> HandoverStep:
    """Save it; the database refuses a second entry of its kind, whoever makes it at that moment."""
    try:
        with transaction.atomic():
            step.save()
    except IntegrityError as taken:
        raise CannotExchange(refusal) from taken
    return step


def _assert(step: HandoverStep, kind: str, evidence: str, *, by: User, at: datetime) -> None:
    if step.entry is None:
        return
    day = timezone.localtime(step.happened_at).date().isoformat()
    try:
        step.assertion = record_assertion(
            entry=step.entry, kind=kind, said_by=by.organisation, as_of_date=day,
            evidence=evidence, by=by, at=at,
        )  # fmt: skip
    except CannotAssert as error:
        raise CannotExchange(str(error)) from error
    step.save(update_fields=["assertion"])


def _vehicle_of(batch: Batch, line: Line) -> Vehicle:
    aboard = Aboard.objects.filter(vehicle__batch=batch, line=line, taken_off_at=None)
    found = aboard.select_related("vehicle").first()
    if found is None:
        raise CannotExchange(
            _("No manifest of this batch names this person: write it down as extra.")
        )
    return found.vehicle


def _on_manifest(exchange: Exchange, vehicle: Vehicle, lines: Sequence[Line]) -> list[Line]:
    found = locked_lines(exchange, lines)
    on_it = Aboard.objects.filter(vehicle=vehicle, line__in=found, taken_off_at=None)
    if on_it.count() != len(found):
        raise CannotExchange(_("Somebody does not stand on this manifest."))
    refuse_absent(found)
    return found


def _agreeing(line: Line, attributes: Collection[str]) -> list[str]:
    known = known_of(line.entry)
    told = [name for name in known if name in attributes]
    if len(told) != len(set(attributes)):
        raise CannotExchange(_("The register does not know this of the person. Reload the page."))
    if len(known) < TWO:
        raise CannotExchange(
            _(
                "The register knows too little to confirm who this is. Bring a new version of "
                "the list of the register that tells more."
            )
        )
    if len(told) < TWO:
        raise CannotExchange(_("Two attributes must agree, face to face."))
    return told


def _refuse_handed_over(line: Line) -> None:
    near = joined_lines([line.entry_id])[line.entry_id]
    crossed = HandoverStep.objects.filter(entry__in=near, kind=Kind.IN, undone_at=None)
    if crossed.exists():
        raise CannotExchange(_("This person was handed over already."))


def _case_of(line: Line) -> int | None:
    kept = Membership.objects.filter(partition__keeps_register=True, entry=line.entry_id)
    return kept.values_list("person", flat=True).first()


def _tell(kind: str, batch: Batch, lines: Sequence[Line], *, by: User, at: datetime) -> None:
    facts = facts_of(batch.exchange, batch=batch.number, kind=str(kind), lines=len(lines))
    parts = [Part(line.entry.key, {"line": line.code, "handover": str(kind)}) for line in lines]
    record(act="handover_entered", by=by, at=at, facts=facts, parts=parts)
