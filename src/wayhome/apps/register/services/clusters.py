"""Persons follow from judgements: lines joined by confirmed "same" judgements are one person.

A line that changes another (`follows`) is a line of its own: it joins its predecessor's person
only when two people judged them the same. A new version can put another person in the same row,
and no import may move a fate.

A person is founded on a line and keeps its case number for good. Where clusters join, the person
whose founding line is oldest remains and the others are absorbed into it; where they split, each
half takes back the person founded in it. A line that stands alone has a person only if one was
founded on it.
"""

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from wayhome.apps.audit.models import Party, User
from wayhome.apps.register.models import ListEntry, Membership, Person
from wayhome.apps.register.selectors.components import clusters
from wayhome.apps.register.selectors.judgements import edges_around
from wayhome.apps.register.services.harm import hold_back_released
from wayhome.values.case_number import ALPHABET, LENGTH, case_number


@dataclass(frozen=True, kw_only=True, slots=True)
class Regrouped:
    """What became of the persons, by case number."""

    founded: list[str] = field(default_factory=list)
    absorbed: list[str] = field(default_factory=list)
    returned: list[str] = field(default_factory=list)


def lock_work_of(partition: Party) -> None:
    """Let only one transaction at a time move this partition's judgements, persons and answers.

    Two confirmations that meet in one cluster would each miss the other's edge. SQLite has one
    writer at a time anyway.
    """
    Party.objects.select_for_update(no_key=True).get(pk=partition.pk)


@transaction.atomic
def recluster(
    *, partition: Party, entries: Iterable[ListEntry], by: User | None, at: datetime
) -> Regrouped:
    """Make persons and memberships around these lines what the confirmed judgements say.

    Called inside the transaction of the judgement that changed something, which records it.
    """
    lines, edges = edges_around(partition, {entry.pk for entry in entries})
    groups = {frozenset([line]) for line in lines - {node for edge in edges for node in edge}}
    told = Regrouped()
    members: list[Membership] = []
    persons = _persons_founded_on(partition, lines)
    for group in sorted(groups | clusters(edges), key=min):
        person = _person_of(partition, group, persons, by=by, at=at, told=told)
        if person is not None:
            members += [
                Membership(partition=partition, person=person, entry_id=line) for line in group
            ]
    Membership.objects.filter(partition=partition, entry__in=lines).delete()
    Membership.objects.bulk_create(members)
    if partition.keeps_register and by is not None:
        hold_back_released(entries=lines, by=by, at=at)
    return told


def _persons_founded_on(partition: Party, lines: Collection[int]) -> dict[int, Person]:
    founded = Person.objects.filter(partition=partition, founded_on__in=lines)
    return {person.founded_on_id: person for person in founded.select_related("founded_on")}


def _person_of(
    partition: Party,
    group: frozenset[int],
    persons: dict[int, Person],
    *,
    by: User | None,
    at: datetime,
    told: Regrouped,
) -> Person | None:
    """The one person these lines are; made if there is none yet and the lines are several."""
    here = sorted((persons[line] for line in group & persons.keys()), key=_age)
    if not here:
        return found_person(partition, group, by=by, at=at, told=told) if len(group) > 1 else None
    remains, *others = here
    if remains.absorbed_into_id is not None:
        told.returned.append(remains.number)
        Person.objects.filter(pk=remains.pk).update(absorbed_into=None)
    newly = [person for person in others if person.absorbed_into_id is None]
    told.absorbed.extend(person.number for person in newly)
    Person.objects.filter(pk__in=[person.pk for person in others]).update(absorbed_into=remains)
    return remains


def _age(person: Person) -> tuple[datetime, int]:
    return person.founded_on.entered_at, person.founded_on_id


def found_person(
    partition: Party, group: Collection[int], *, by: User | None, at: datetime, told: Regrouped
) -> Person:
    """A new person, founded on the oldest of the lines, under a number nobody has."""
    oldest = ListEntry.objects.filter(pk__in=group).order_by("entered_at", "pk")[0]
    person = Person.objects.create(
        partition=partition, number=free_number(), founded_on=oldest, founded_by=by, founded_at=at
    )
    told.founded.append(person.number)
    return person


def free_number() -> str:
    """A case number drawn at random that no person has."""
    while True:
        number = case_number(secrets.randbelow(len(ALPHABET) ** LENGTH))
        if not Person.objects.filter(number=number).exists():
            return number
