"""Opening talks; the sides at the table, and the issues before them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wayhome.apps.audit.models import Party, User
from wayhome.apps.audit.services import record
from wayhome.apps.talks.models import Issue, Process, Side
from wayhome.apps.talks.services.filing import (
    IN_CONFIDENCE,
    CannotRecord,
    Filing,
    facts_of,
    mine,
    part_of,
    write_row,
)


@dataclass(frozen=True, slots=True)
class Named:
    """A side as the record writes it, and its partition where it has one here."""

    name: str
    party: Party | None = None


@transaction.atomic
def open_process(
    *,
    title: str,
    sides: Sequence[Named],
    by: User,
    at: datetime,
    filing: Filing = IN_CONFIDENCE,
) -> Process:
    """Open the record of talks, in the account's own partition, with the sides at the table.

    Args:
        title: in a few neutral words.
        sides: at least two; they are seen by whoever sees the process.
        by: who.
        at: when.
        filing: who may see that there are such talks.

    Raises:
        CannotRecord: no title, fewer than two sides, or two of one name.
    """
    names = [side.name.strip().casefold() for side in sides]
    if len(names) < 2 or len(set(names)) < len(names):
        raise CannotRecord(_("Name two sides or more, each once."))
    process = write_row(Process(title=title, partition=by.party), filing=filing, by=by, at=at)
    made = [
        write_row(
            Side(process=process, name=side.name, party=side.party), filing=filing, by=by, at=at
        )
        for side in sides
    ]
    record(
        act="process_opened",
        by=by,
        at=at,
        facts=facts_of(process),
        parts=[part_of(row) for row in (process, *made)],
    )
    return process


@transaction.atomic
def add_side(
    *,
    process: Process,
    name: str,
    by: User,
    at: datetime,
    party: Party | None = None,
    filing: Filing = IN_CONFIDENCE,
) -> Side:
    """Add one at the table.

    Raises:
        CannotRecord: no name, or one there is.
    """
    _refuse_second(Side, process, name)
    side = Side(process=process, name=name, party=party)
    made = write_row(side, filing=filing, by=by, at=at)
    record(act="side_added", by=by, at=at, facts=facts_of(made), parts=[part_of(made)])
    return made


@transaction.atomic
def name_partition(*, side: Side, party: Party, by: User, at: datetime) -> None:
    """Say which partition of this register a side of talks has, where the record said none.

    Raises:
        CannotRecord: not a row of the account's own, the side has a partition, or another side of
            these talks has this one.
    """
    own = mine(side, by)
    others = Side.objects.select_for_update().filter(process=side.process_id, withdrawn_at=None)
    if any(one.party_id == party.pk for one in others):
        raise CannotRecord(_("Another side of these talks has this partition."))
    if not others.filter(pk=own.pk, party=None).update(party=party):
        raise CannotRecord(_("This side has a partition already. Reload the page."))
    own.refresh_from_db()
    record(act="side_partition_named", by=by, at=at, facts=facts_of(own), parts=[part_of(own)])
    side.refresh_from_db()


@transaction.atomic
def add_issue(
    *, process: Process, name: str, by: User, at: datetime, filing: Filing = IN_CONFIDENCE
) -> Issue:
    """Add something that is spoken about.

    Raises:
        CannotRecord: no name, or one there is.
    """
    _refuse_second(Issue, process, name)
    made = write_row(Issue(process=process, name=name), filing=filing, by=by, at=at)
    record(act="issue_added", by=by, at=at, facts=facts_of(made), parts=[part_of(made)])
    return made


def _refuse_second(kind: type[Side] | type[Issue], process: Process, name: str) -> None:
    there = kind._default_manager.filter(process=process, withdrawn_at=None)
    if there.filter(name__iexact=name.strip()).exists():
        raise CannotRecord(_("There is one of that name already."))
