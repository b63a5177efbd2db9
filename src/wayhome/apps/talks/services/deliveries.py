"""Deliveries, as each side counts them; and numbers that sides say of anything else."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wayhome.apps.audit.models import User
from wayhome.apps.audit.services import record
from wayhome.apps.register.models import Answer, Appearance, ListEntry
from wayhome.apps.register.selectors.answers import answers_visible_to
from wayhome.apps.register.selectors.lists import entries_visible_to
from wayhome.apps.talks.models import (
    Commitment,
    Comparator,
    Delivery,
    Issue,
    NumberClaim,
    Process,
    Side,
)
from wayhome.apps.talks.services.filing import (
    IN_CONFIDENCE,
    CannotRecord,
    Filing,
    facts_of,
    part_of,
    write_row,
)


@transaction.atomic
def record_delivery(
    *,
    commitment: Commitment,
    giver: Side,
    quantity: int,
    unit: str,
    day: str,
    counting_rule: str,
    by: User,
    at: datetime,
    receiver: Side | None = None,
    counted_by: Side | None = None,
    counter: str = "",
    entries: Sequence[ListEntry] = (),
    appearances: Sequence[Appearance] = (),
    answers: Sequence[Answer] = (),
    filing: Filing = IN_CONFIDENCE,
) -> Delivery:
    """Write down that so many were handed over, as one side or somebody else counts.

    Args:
        commitment: towards which.
        giver: who handed over.
        quantity: how many, by this count.
        unit: one of `Unit`.
        day: EDTF.
        counting_rule: what counts as one.
        by: who writes it down.
        at: when.
        receiver: who received.
        counted_by: the side whose count it is,
        counter: or else who counted.
        entries: lines of the register that prove it,
        appearances: or lines as they stand on a list,
        answers: or answers to lines.
        filing: who may see it and what it stands on.

    Raises:
        CannotRecord: nobody or two are named as counting, rows that are not there for this
            account, or more would see it than may.
    """
    if (counted_by is not None) == bool(counter.strip()):
        raise CannotRecord(_("Name one who counted: a side, or somebody else."))
    if giver == receiver:
        raise CannotRecord(_("Nobody gives to itself."))
    _refuse_unseen(entries, appearances, answers, by)
    row = Delivery(
        process=commitment.process, commitment=commitment, giver=giver, receiver=receiver,
        quantity=quantity, unit=unit, day=day, counted_by=counted_by, counter=counter,
        counting_rule=counting_rule,
    )  # fmt: skip
    many = {"entries": entries, "appearances": appearances, "answers": answers}
    made = write_row(row, filing=filing, by=by, at=at, many=many)
    record(act="delivery_recorded", by=by, at=at, facts=facts_of(made), parts=[part_of(made)])
    return made


@transaction.atomic
def record_number(
    *,
    process: Process,
    topic: str,
    unit: str,
    by: User,
    at: datetime,
    comparator: str = Comparator.EXACTLY,
    value: int | None = None,
    value_max: int | None = None,
    unit_detail: str = "",
    as_said: str = "",
    side: Side | None = None,
    said_by: str = "",
    issue: Issue | None = None,
    commitment: Commitment | None = None,
    day: str = "",
    filing: Filing = IN_CONFIDENCE,
) -> NumberClaim:
    """Write down a number that somebody says. It stands beside others of its topic.

    Args:
        process: of which talks.
        topic: what the number is of; rival numbers share it.
        unit: one of `Unit`.
        by: who writes it down.
        at: when.
        comparator: how it was meant.
        value: how many; none for "all" and "some".
        value_max: the other end of a range.
        unit_detail: the unit as said.
        as_said: the words.
        side: who says so,
        said_by: or the name as written.
        issue: what it is about.
        commitment: to which it belongs.
        day: on which it was said, EDTF.
        filing: who may see it and what it stands on.

    Raises:
        CannotRecord: nobody named, a number that does not fit, or more would see it than may.
    """
    if side is None and not said_by.strip():
        raise CannotRecord(_("Say whose number it is."))
    row = NumberClaim(
        process=process, topic=topic, issue=issue, commitment=commitment, side=side,
        said_by=said_by, comparator=comparator, value=value, value_max=value_max, unit=unit,
        unit_detail=unit_detail, as_said=as_said, day=day,
    )  # fmt: skip
    made = write_row(row, filing=filing, by=by, at=at)
    record(act="number_recorded", by=by, at=at, facts=facts_of(made), parts=[part_of(made)])
    return made


def _refuse_unseen(
    entries: Sequence[ListEntry],
    appearances: Sequence[Appearance],
    answers: Sequence[Answer],
    by: User,
) -> None:
    lines = {one.pk for one in entries} | {one.entry_id for one in appearances}
    told = {one.pk for one in answers}
    seen = entries_visible_to(by).filter(pk__in=lines).count() == len(lines)
    if not seen or answers_visible_to(by).filter(pk__in=told).count() != len(told):
        raise CannotRecord(_("A row that is to prove it is not there. Reload the page."))
