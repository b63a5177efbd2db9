"""Four hands hand over the same people at once: each crosses once, and the database insists."""

from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from exchange.handing import handing, loaded

from conftest import NOON
from wayhome.apps.exchange.models import HandoverStep
from wayhome.apps.register.models import Person


@pytest.mark.both_databases
def test_of_many_who_hand_over_one_person_one_does(race):
    """The second person is entered by all four with one key: each is told it is done."""
    assert race(Path(__file__).with_name("race_handing_over.py")) == {
        "done": 1,
        "refused": 3,
        "same": 4,
        "steps": 2,
        "claims": 2,
        "errors": [],
    }


@pytest.mark.both_databases
@pytest.mark.django_db
def test_the_database_itself_refuses_to_hand_over_again(people, parties):
    made = loaded(handing(parties))
    one, other = made.aboard[0]
    person = Person.objects.create(
        partition=parties["keeper"], number="23456AA", founded_on=one.entry, founded_at=NOON
    )

    def crossed(line, key, case=None):
        return HandoverStep.objects.create(
            client_key=f"{key:032x}", batch=made.batch, line=line, entry=line.entry, person=case,
            kind="in", happened_at=NOON, recorded_by=made.hand, recorded_at=NOON,
        )  # fmt: skip

    crossed(one, 1, person)
    for line, key, case in ((one, 2, None), (other, 3, person), (other, 1, None)):
        with pytest.raises(IntegrityError), transaction.atomic():
            crossed(line, key, case)
    HandoverStep.objects.update(undone_at=NOON, undone_by=made.hand)
    crossed(one, 4, person)
