"""People are carried home: each once, known face to face, by entries that double nothing."""

from datetime import timedelta
from uuid import uuid4

import pytest
from exchange.exchanging import absent, later
from exchange.handing import checked_in, handing, loaded, own_key
from register.judging import judged

from wayhome.apps.audit.models import Role
from wayhome.apps.exchange.models import HandoverStep
from wayhome.apps.exchange.selectors.handover import manifest_of, parity_of, way_of
from wayhome.apps.exchange.services.handover.batches import (
    add_vehicle,
    open_batch,
    put_aboard,
    take_off_vehicle,
)
from wayhome.apps.exchange.services.handover.crossing import check_in, check_out, verify_home
from wayhome.apps.exchange.services.refusals import CannotExchange
from wayhome.apps.exchange.services.releasing import release_absences
from wayhome.apps.register.models import Assertion
from wayhome.apps.register.services.assertions import confirm_assertion

pytestmark = pytest.mark.django_db
BOTH = ("name", "birth_date")


@pytest.fixture
def made(people, parties):
    return loaded(handing(parties))


def test_a_batch_crosses_and_the_sides_are_shown_even(made):
    for number in (0, 1):
        for line in made.aboard[number]:
            checked_in(made, line)
    (told,) = parity_of(made.exchange, made.south)
    assert told.crossed == told.together == tuple(len(lines) for lines in made.aboard)
    assert told.ahead == 0
    assert told.is_kept
    assert all(row.crossed for row in manifest_of(made.vehicles[0], made.north))


def test_until_the_other_side_crosses_the_lead_is_shown(made):
    for line in made.aboard[0]:
        checked_in(made, line)
    (told,) = parity_of(made.exchange, made.hand)
    assert told.ahead == len(made.aboard[0])


def test_an_entry_sent_twice_doubles_nothing(made):
    line, key, out = made.aboard[0][0], own_key(), own_key()
    first = [
        check_out(vehicle=made.vehicles[0], lines=[line], keys=[out], by=made.hand, at=later(n))
        for n in (1, 2)
    ]
    assert first[0] == first[1]
    again = [
        check_in(
            batch=made.batch, line=line, attributes=BOTH, key=key, by=made.hand, at=later(n + 3)
        )
        for n in (1, 2)
    ]
    assert again[0] == again[1]
    assert HandoverStep.objects.count() == 2
    assert Assertion.objects.count() == 1
    with pytest.raises(CannotExchange, match="another entry"):
        checked_in(made, made.aboard[0][1], key=key)


def test_nobody_is_handed_over_twice(made):
    line = made.aboard[0][0]
    checked_in(made, line)
    with pytest.raises(CannotExchange, match="already"):
        checked_in(made, line)


def test_nobody_is_handed_over_as_two_lines_that_are_one_person(made, people):
    """Found to be one person only after both were put aboard."""
    one, other = made.aboard[0]
    checked_in(made, one)
    judged(one.entry, other.entry, people)
    with pytest.raises(CannotExchange, match="already"):
        checked_in(made, other)


def test_two_attributes_that_the_register_knows_must_agree(made):
    line = made.aboard[0][0]
    for told, why in (
        ((), "Two"), (("name",), "Two"), (("name", "name"), "Two"), (("name", "rank"), "not know"),
    ):  # fmt: skip
        with pytest.raises(CannotExchange, match=why):
            checked_in(made, line, attributes=told)
    line.entry.birth_date = ""
    line.entry.save()
    with pytest.raises(CannotExchange, match="too little"):
        checked_in(made, line, attributes=("name",))
    assert not HandoverStep.objects.exists()


def test_the_register_is_told_and_two_people_decide(made, people):
    line = made.aboard[0][0]
    crossed = checked_in(made, line)
    assert (crossed.assertion.kind, crossed.assertion.state) == ("handed_over", "proposed")
    assert crossed.assertion.entry_id == line.entry_id
    confirm_assertion(assertion=crossed.assertion, by=people["signer"], at=later(9))
    home = verify_home(
        line=line, evidence="Visited at his mother's", key=own_key(), by=made.hand, at=later(60)
    )
    assert (home.assertion.kind, home.assertion.state) == ("home", "proposed")
    waits = "seen at home; another person has still to confirm it"
    assert way_of(line, made.north)[-1][1] == waits  # nobody is home by the word of one
    confirm_assertion(assertion=home.assertion, by=people["signer"], at=later(61))
    assert way_of(line, made.north)[-1][1] == "is home"


def test_nobody_is_home_who_was_not_handed_over(made):
    line = made.aboard[0][0]
    with pytest.raises(CannotExchange, match="not handed over"):
        verify_home(line=line, evidence="seen", key=own_key(), by=made.hand, at=later(60))
    checked_in(made, line, at=later(10))
    with pytest.raises(CannotExchange, match="before"):
        verify_home(
            line=line, evidence="seen", key=own_key(), by=made.hand, at=later(60),
            happened_at=later(9),
        )  # fmt: skip
    with pytest.raises(CannotExchange, match="evidence"):
        verify_home(line=line, evidence=" ", key=own_key(), by=made.hand, at=later(60))
    assert HandoverStep.objects.count() == 1


def test_what_is_entered_afterwards_keeps_its_own_time(made):
    line = made.aboard[0][0]
    step = check_in(
        batch=made.batch, line=line, attributes=BOTH, key=uuid4(), by=made.hand,
        at=later(600), happened_at=later(5),
    )  # fmt: skip
    assert (step.happened_at, step.recorded_at) == (later(5), later(600))
    with pytest.raises(CannotExchange, match="future"):
        check_in(
            batch=made.batch, line=made.aboard[0][1], attributes=BOTH, key=uuid4(), by=made.hand,
            at=later(5), happened_at=later(5) + timedelta(seconds=1),
        )  # fmt: skip


def test_only_those_of_the_batch_and_the_side_stand_on_a_manifest(made, people):
    vehicle = made.vehicles[0]
    for line, why in ((made.aboard[1][0], "other side"), (made.stays, "not of this batch")):
        with pytest.raises(CannotExchange, match=why):
            put_aboard(vehicle=vehicle, lines=[line], by=made.hand, at=later(1))
    small = add_vehicle(
        batch=made.batch, holder=made.sides[0], name="Car 1", seats=1, by=made.hand, at=later(1)
    )
    with pytest.raises(CannotExchange, match="no room"):
        put_aboard(vehicle=small, lines=made.aboard[0], by=made.hand, at=later(1))
    put_aboard(vehicle=small, lines=made.aboard[0][:1], by=made.hand, at=later(1))
    assert [row.shown.line for row in manifest_of(vehicle, made.hand)] == made.aboard[0][1:]


def test_whoever_is_not_available_any_more_does_not_leave(made, people):
    line = made.aboard[0][0]
    absent(people, line)
    release_absences(exchange=made.exchange, by=made.keeper, at=later(1))
    for act in (
        lambda: check_out(
            vehicle=made.vehicles[0], lines=[line], keys=[own_key()], by=made.hand, at=later(2)
        ),
        lambda: checked_in(made, line),
    ):
        with pytest.raises(CannotExchange, match="otherwise"):
            act()


def test_who_left_is_not_taken_off_the_manifest(made):
    vehicle, (line, *_) = made.vehicles[0], made.aboard[0]
    check_out(vehicle=vehicle, lines=[line], keys=[own_key()], by=made.hand, at=later(1))
    with pytest.raises(CannotExchange, match="left already"):
        take_off_vehicle(vehicle=vehicle, lines=[line], by=made.hand, at=later(2))


def test_the_sides_enter_nothing_themselves(made, people):
    for by in (made.north, made.south, made.keeper, people["auditor"]):
        with pytest.raises(CannotExchange, match="not there"):
            checked_in(made, made.aboard[0][0], by=by)
        with pytest.raises(CannotExchange, match="not there"):
            open_batch(plan=made.batch.plan, number=1, by=by, at=later(1))
    assert Role.NEGOTIATOR in made.keeper.roles
