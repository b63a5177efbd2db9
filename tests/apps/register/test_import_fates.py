"""No import of any kind changes a fate: a list says "listed", and no more."""

import itertools

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.register.bringing import bring
from conftest import NOON
from wayhome.apps.audit.models import Organisation
from wayhome.apps.register.models import (
    Answer,
    Assertion,
    CandidateMatch,
    Disclosure,
    Judgement,
    ListEntry,
    Membership,
    Person,
    PersonList,
)
from wayhome.apps.register.selectors.status import Basis, Says, said_about, status_of

FATES = {Says.DIED, Says.HANDED_OVER, Says.HOME}
DECIDED = (Answer, Assertion, CandidateMatch, Disclosure, Judgement, Membership, Person)
PEOPLE = [f"Особа{n};Іван;;19{n:02}-01-01;НК-{n};;;" for n in range(10, 16)]
ROWS = st.lists(
    st.one_of(
        st.sampled_from(PEOPLE),
        st.sampled_from(PEOPLE).map(lambda row: row.replace(";;;", ";помер;мертвий;died")),
        st.sampled_from(PEOPLE).map(lambda row: row.replace("Іван", "Іванко")),
    ),
    min_size=1,
    max_size=6,
)


@pytest.fixture
def fates(people):
    """Persons of whom two people recorded a fate, and others of whom nobody did."""
    bring(people, *PEOPLE)
    office = Organisation.objects.get(name="Lantern Agency")
    kinds = itertools.cycle(["died", "home", "handed_over", "seen", "confirmed_held", None])
    for entry, kind in zip(ListEntry.objects.order_by("pk"), kinds, strict=False):
        if kind:
            Assertion.objects.create(
                partition=office.party,
                entry=entry,
                kind=kind,
                said_by=office,
                as_of_date="2026-02-01",
                evidence="a letter",
                state="standing",
                recorded_by=people["proposer"],
                recorded_at=NOON,
                decided_by=people["signer"],
                decided_at=NOON,
            )
    return people


def known(entries, viewer):
    """What is said of each line other than by lists, and which fate follows from all of it."""
    return {
        entry.pk: (
            {
                said.claim
                for said in said_about([entry], viewer=viewer)
                if said.claim.basis != Basis.LIST
            },
            {claim.says for claim in status_of([entry], viewer=viewer).told} & FATES,
        )
        for entry in entries
    }


IMPORTS = st.lists(
    st.fixed_dictionaries(
        {
            "rows": ROWS,
            "kind": st.sampled_from(PersonList.Kind.values),
            "follows": st.booleans(),
            "adds": st.booleans(),
        }
    ),
    min_size=1,
    max_size=3,
)


@pytest.mark.django_db
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(imports=IMPORTS)
def test_no_import_changes_a_fate_or_decides_anything(fates, imports):
    """One after the other, from where the fates were recorded."""
    with transaction.atomic():
        for one in imports:
            changes_no_fate_and_decides_nothing(fates, **one)
        transaction.set_rollback(True)


def changes_no_fate_and_decides_nothing(fates, *, rows, kind, follows, adds):
    viewer = fates["signer"]
    entries = list(ListEntry.objects.all())
    before = known(entries, viewer)
    decided = {model: model.objects.count() for model in DECIDED}
    latest = PersonList.objects.filter(successors=None, kind=kind).last() if follows else None
    made = bring(fates, *rows, kind=kind, predecessor=latest, adds=adds)
    assert known(entries, viewer) == before
    assert {model: model.objects.count() for model in DECIDED} == decided
    fresh = ListEntry.objects.filter(appearances__list=made).exclude(
        pk__in=[entry.pk for entry in entries]
    )
    for entry in fresh:
        assert {said.claim.basis for said in said_about([entry], viewer=viewer)} <= {Basis.LIST}
        told = {claim.says for claim in status_of([entry], viewer=viewer).told}
        assert told <= {Says.SOUGHT, Says.ACKNOWLEDGED_HELD, Says.LISTED_DEAD}


@pytest.mark.django_db
def test_a_line_of_a_list_of_the_dead_is_listed_as_dead_and_no_more(people):
    made = bring(people, kind="deceased")
    for entry in ListEntry.objects.filter(appearances__list=made):
        (claim,) = status_of([entry], viewer=people["signer"]).told
        assert claim.says == Says.LISTED_DEAD
    assert not Assertion.objects.exists()
