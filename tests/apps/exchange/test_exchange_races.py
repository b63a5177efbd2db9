"""Four hands freeze lists of the same people at once: everybody has one place."""

from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from exchange.exchanging import world

from conftest import NOON
from wayhome.apps.exchange.models import AgreedLine, Line
from wayhome.apps.register.models import Person


@pytest.mark.both_databases
def test_of_lists_frozen_at_once_with_the_same_people_one_is(race):
    assert race(Path(__file__).with_name("race_freezing.py")) == {
        "frozen": [0, 1],
        "refused": 6,
        "places": 4,
        "persons": 4,
        "history": 2,
        "errors": [],
    }


@pytest.mark.both_databases
@pytest.mark.django_db
def test_the_database_itself_refuses_a_second_place(people, parties):
    made = world(parties)
    one, other, third = made.lines[0]
    person = Person.objects.create(
        partition=parties["keeper"], number="23456AA", founded_on=one.entry, founded_at=NOON
    )
    AgreedLine.objects.create(line=one, entry=one.entry, person=person, taken_at=NOON)
    for line, again in ((one, None), (other, person)):
        with pytest.raises(IntegrityError), transaction.atomic():
            AgreedLine.objects.create(line=line, entry=line.entry, person=again, taken_at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Line.objects.create(
            exchange=third.exchange, holder=third.holder, entry=third.entry, code="2345678",
            made_by=made.keeper, made_at=NOON,
        )  # fmt: skip
    AgreedLine.objects.update(given_up_at=NOON)
    AgreedLine.objects.create(line=one, entry=one.entry, person=person, taken_at=NOON)
