"""What is not as the manifest says, what undoing changes, what sides sign and talks count."""

import json

import pytest
from exchange.exchanging import later
from exchange.handing import checked_in, handing, loaded, own_key

from wayhome.apps.audit.models import Entry
from wayhome.apps.exchange.models import Category, HandoverStep
from wayhome.apps.exchange.selectors.funnel import funnel_of, lines_at
from wayhome.apps.exchange.selectors.handover import manifest_of, parity_of, steps_visible_to
from wayhome.apps.exchange.selectors.handover_told import (
    WHAT_TO_DO,
    counted_in,
    discrepancies_of,
    entered_in,
    receipts_of,
    what_follows,
)
from wayhome.apps.exchange.selectors.stops import open_stops, stops_on
from wayhome.apps.exchange.services.facts import Facts, state_facts
from wayhome.apps.exchange.services.handover.crossing import check_out, verify_home
from wayhome.apps.exchange.services.handover.discrepancies import (
    report_extra,
    report_not_crossed,
    settle_discrepancy,
)
from wayhome.apps.exchange.services.handover.receipts import count_delivered, sign_receipt
from wayhome.apps.exchange.services.handover.undoing import undo_step
from wayhome.apps.exchange.services.refusals import CannotExchange
from wayhome.apps.exchange.services.stops import let_pass
from wayhome.apps.register.services.assertions import (
    confirm_assertion,
    confirm_fate_withdrawal,
    decline_assertion,
    decline_fate_withdrawal,
    withdraw_assertion,
)
from wayhome.apps.talks.models import Delivery

pytestmark = pytest.mark.django_db
CAUSES = ("absent", "other_person", "refused")


@pytest.fixture
def made(people, parties):
    return loaded(handing(parties))


def stayed(made, line, cause="absent", **other):
    told = {"key": own_key(), "by": made.hand, "at": later(5), "note": "as seen"}
    return report_not_crossed(batch=made.batch, line=line, cause=cause, **{**told, **other})


def crossed(made, people=None):
    """Everybody crosses; a second person confirms, if named."""
    for line in [*made.aboard[0], *made.aboard[1]]:
        step = checked_in(made, line)
        if people:
            confirm_assertion(assertion=step.assertion, by=people["signer"], at=later(6))


def signed(made, gave=2, received=2):
    for side, by in zip(made.sides, (made.north, made.south), strict=True):
        sign_receipt(
            batch=made.batch, side=side, gave=gave, received=received,
            counting_rule="a person who crossed", by=by, at=later(20),
        )  # fmt: skip


def counts(made, viewer):
    return {step.code: tuple(step.counts.values()) for step in funnel_of(made.exchange, viewer)}


@pytest.mark.parametrize("cause", CAUSES)
def test_each_discrepancy_says_what_to_do_until_somebody_says_what_was_done(made, cause):
    step = stayed(made, made.aboard[0][0], cause)
    (told,) = discrepancies_of(made.batch, made.hand)
    assert (told.cause, told.note, told.settled) == (cause, "as seen", "")
    assert told.what_to_do == str(WHAT_TO_DO[cause])
    settle_discrepancy(step=step, done="asked in writing", by=made.hand, at=later(9))
    assert discrepancies_of(made.batch, made.hand)[0].settled == "asked in writing"
    with pytest.raises(CannotExchange, match="already"):
        settle_discrepancy(step=step, done="again", by=made.hand, at=later(9))


def test_why_somebody_did_not_cross_is_read_by_no_side(made, people):
    """Three runs in one: only the cause differs, and nothing that a side or an auditor reads."""
    seen = []
    for cause in CAUSES:
        line = made.aboard[0][0]
        step = stayed(made, line, cause, note=cause)
        for viewer in (made.north, made.south, made.keeper, people["registrar"]):
            assert discrepancies_of(made.batch, viewer) == []
        assert not steps_visible_to(made.north).exists()
        (row,) = [one for one in manifest_of(made.vehicles[0], made.south) if one.did_not_cross]
        entry = Entry.objects.filter(act="handover_entered").last()
        parts = [(len(part.sealed), part.key_id) for part in entry.parts.all()]
        clear = json.loads(entry.leaf)["facts"]
        assert not any(word in entry.leaf for word in CAUSES)
        seen.append((row.did, str(clear), str(parts), len(step.sealed)))
        assert [one.cause for one in discrepancies_of(made.batch, people["proposer"])] == [cause]
        undo_step(step=step, reason="for the next run", by=made.hand, at=later(7))
    assert len(set(seen)) == 1


def test_somebody_without_a_place_is_written_down_and_does_not_cross(made):
    step = report_extra(
        batch=made.batch, note="says he is of the camp", key=own_key(), by=made.hand, at=later(5)
    )
    (told,) = discrepancies_of(made.batch, made.hand)
    assert (told.step, told.cause, told.what_to_do) == (step, "", str(WHAT_TO_DO["extra"]))
    report_extra(
        batch=made.batch, note="of the list", key=own_key(), line=made.stays, by=made.hand,
        at=later(5),
    )  # fmt: skip
    with pytest.raises(CannotExchange, match="extra"):
        checked_in(made, made.stays)
    with pytest.raises(CannotExchange, match="names this person"):
        report_extra(
            batch=made.batch, note="x", key=own_key(), line=made.aboard[0][0], by=made.hand,
            at=later(5),
        )  # fmt: skip
    assert parity_of(made.exchange, made.hand)[0].crossed == (0, 0)


def test_nobody_both_crosses_and_does_not(made):
    one, other = made.aboard[0]
    stayed(made, one)
    with pytest.raises(CannotExchange, match="did not cross"):
        checked_in(made, one)
    checked_in(made, other)
    with pytest.raises(CannotExchange, match="crossed"):
        stayed(made, other)


def test_the_funnel_goes_on_to_handed_over_and_home(made, people):
    crossed(made, people)
    assert counts(made, made.north)["handed_over"] == (2, 2)
    assert counts(made, made.north)["home"] == (0, 0)
    line = made.aboard[0][0]
    home = verify_home(line=line, evidence="Visited", key=own_key(), by=made.hand, at=later(60))
    assert counts(made, made.north)["home"] == (0, 0)
    confirm_assertion(assertion=home.assertion, by=people["signer"], at=later(61))
    assert counts(made, made.north)["home"] == (1, 0)
    assert list(lines_at(made.sides[0], "home", made.south)) == [line]


def test_whoever_was_handed_over_waits_for_no_decision(made, people):
    """The register's own word of the handover does not stop the line it came from."""
    crossed(made, people)
    assert open_stops(made.exchange, made.keeper) == 0


def test_each_side_counts_for_itself_and_the_talks_keep_every_count(made):
    crossed(made)
    with pytest.raises(CannotExchange, match="signed first"):
        count_delivered(batch=made.batch, by=made.hand, at=later(30))
    signed(made, gave=2, received=1)
    with pytest.raises(CannotExchange, match="already"):
        signed(made)
    count_delivered(batch=made.batch, by=made.hand, at=later(30))
    told = {
        (one.giver.name, one.counted_by.name if one.counted_by else one.counter): one.quantity
        for one in counted_in(made.batch, made.hand)
    }
    assert told == {
        ("Northland", "Northland"): 2, ("Southland", "Northland"): 1,
        ("Northland", "Southland"): 1, ("Southland", "Southland"): 2,
        ("Northland", "Lantern Agency"): 2, ("Southland", "Lantern Agency"): 2,
    }  # fmt: skip
    for one in counted_in(made.batch, made.hand):
        behind = set(one.entries.values_list("pk", flat=True))
        number = [side.side for side in made.sides].index(one.giver)
        assert behind == {line.entry_id for line in made.aboard[number]}
    with pytest.raises(CannotExchange, match="already"):
        count_delivered(batch=made.batch, by=made.hand, at=later(31))


def test_who_crosses_after_the_batch_was_counted_is_counted_with_it(made):
    *others, last = [*made.aboard[0], *made.aboard[1]]
    for line in others:
        checked_in(made, line)
    signed(made)
    count_delivered(batch=made.batch, by=made.hand, at=later(30))
    checked_in(made, last, at=later(31))
    assert not counted_in(made.batch, made.hand)
    assert len(receipts_of(made.batch, made.hand)) == 2
    count_delivered(batch=made.batch, by=made.hand, at=later(32))
    entered = counted_in(made.batch, made.hand).get(counted_by=None, giver=made.sides[1].side)
    assert entered.quantity == 2


def test_the_wounded_are_counted_beside_as_frozen_and_fill_no_number(client, people, parties):
    """What is stated of anybody after the lists were frozen is shown, and moves no count."""
    made = loaded(handing(parties, wounded=True))
    line = made.lines[0][0]
    well, sick = Facts(), Facts(categories=[Category.WOUNDED])
    counted = next(one for one in made.aboard[0] if one.pk != line.pk)
    crossed(made)
    for one, facts in ((line, well), (counted, sick), (made.aboard[1][0], sick)):
        state_facts(line=one, facts=facts, by=made.keeper, at=later(15))
    assert entered_in(made.batch, made.hand)[0].gave == 2
    assert entered_in(made.batch, made.hand)[0].gave_beside == 1
    (told,) = parity_of(made.exchange, made.hand)
    assert (told.crossed, told.beside, told.ahead) == ((2, 2), (1, 0), 0)
    rows = manifest_of(made.vehicles[0], made.south)
    assert [row.shown.line for row in rows if row.is_beside] == [line]
    for who, otherwise in ((made.hand, 3), (made.north, 2), (made.south, 1)):
        client.force_login(who)
        shown = client.get(f"/exchanges/batches/{made.batch.uid}/").content.decode()
        assert f"{otherwise} pe" in shown.partition("would be counted otherwise")[0][-20:]
    sign = {"batch": made.batch, "counting_rule": "a person", "at": later(20)}
    north, south = made.sides
    sign_receipt(side=north, gave=2, gave_beside=1, received=2, by=made.north, **sign)
    sign_receipt(side=south, gave=2, received=2, received_beside=1, by=made.south, **sign)
    count_delivered(batch=made.batch, by=made.hand, at=later(30))
    beside = Delivery.objects.filter(unit="other")
    assert beside.count() == 3
    assert {one.quantity for one in beside} == {1}
    assert {e.pk for one in beside for e in one.entries.all()} == {line.entry_id}
    given = Delivery.objects.filter(unit="captive", giver=north.side)
    assert {one.quantity for one in given} == {2}


def test_what_would_count_otherwise_stops_the_line_until_a_person_decides(made, people):
    line = made.aboard[0][0]
    state_facts(line=line, facts=Facts(categories=[Category.CIVILIAN]), by=made.north, at=later(1))
    (stop,) = stops_on([line], people["signer"])[line.pk]
    assert (stop.kind, stop.criterion, str(stop.name)[:17]) == (
        "counted",
        "beside",
        "counted otherwise",
    )
    with pytest.raises(CannotExchange, match="1 line waits"):
        check_out(
            vehicle=made.vehicles[0], lines=[line], keys=[own_key()], by=made.hand, at=later(2)
        )
    let_pass(line=line, stop=stop, reason="as agreed", by=people["signer"], at=later(3))
    checked_in(made, line)
    assert parity_of(made.exchange, made.hand)[0].crossed == (1, 0)


def test_a_side_signs_for_itself_alone(made):
    with pytest.raises(CannotExchange, match="not there"):
        sign_receipt(
            batch=made.batch, side=made.sides[1], gave=2, received=2, counting_rule="a person",
            by=made.north, at=later(20),
        )  # fmt: skip
    for numbers, rule in (((-1, 2), "a person"), ((1, 2), " ")):
        with pytest.raises(CannotExchange, match="how many"):
            sign_receipt(
                batch=made.batch, side=made.sides[0], gave=numbers[0], received=numbers[1],
                counting_rule=rule, by=made.north, at=later(20),
            )  # fmt: skip


def test_undoing_does_what_it_said_it_would(made, people):
    crossed(made)
    line = made.aboard[0][0]
    verify_home(line=line, evidence="Visited", key=own_key(), by=made.hand, at=later(9))
    signed(made)
    count_delivered(batch=made.batch, by=made.hand, at=later(30))
    step = HandoverStep.objects.get(line=line, kind="in")
    told = what_follows(step, made.hand)
    assert ([one.kind for one in told.steps], told.withdrawn, told.asked) == (["home", "in"], 2, 0)
    assert (told.receipts, told.deliveries) == (2, 6)
    with pytest.raises(CannotExchange, match="reason"):
        undo_step(step=step, reason="", by=made.hand, at=later(40))
    undo_step(step=step, reason="the wrong sheet", by=made.hand, at=later(40))
    assert not receipts_of(made.batch, made.hand)
    assert not counted_in(made.batch, made.hand)
    assert not Delivery.objects.filter(withdrawn_at=None).exists()
    assert {one.assertion.state for one in told.steps} != {"standing"}
    with pytest.raises(CannotExchange, match="undone already"):
        undo_step(step=step, reason="again", by=made.hand, at=later(41))
    checked_in(made, line)
    signed(made)
    count_delivered(batch=made.batch, by=made.hand, at=later(50))
    assert len(counted_in(made.batch, made.hand)) == 6


def all_counted(made, people):
    """Everybody crossed and two confirmed it; both sides signed; the batch was counted."""
    crossed(made, people)
    signed(made)
    count_delivered(batch=made.batch, by=made.hand, at=later(30))
    return HandoverStep.objects.get(line=made.aboard[0][0], kind="in")


def agree(made, step):
    """What the exchange, the register and the talks say of one handover."""
    step.refresh_from_db()
    return (
        step.undone_at is None, step.assertion.state == "standing",
        len(receipts_of(made.batch, made.hand)) == 2, len(counted_in(made.batch, made.hand)) == 6,
        parity_of(made.exchange, made.hand)[0].crossed[0] == 2,
    )  # fmt: skip


def test_what_two_confirmed_stands_until_an_approver_agrees(made, people):
    step = all_counted(made, people)
    told = what_follows(step, made.hand)
    assert (told.withdrawn, told.asked, told.waits) == (0, 1, True)
    assert undo_step(step=step, reason="the wrong sheet", by=made.hand, at=later(40)) == []
    assert set(agree(made, step)) == {True}
    assert step.undo_waits
    with pytest.raises(CannotExchange, match="asked for already"):
        undo_step(step=step, reason="again", by=made.hand, at=later(41))
    with pytest.raises(CannotExchange, match="already"):
        checked_in(made, step.line)
    # Declined: nothing has happened, and it can be asked anew.
    decline_fate_withdrawal(
        assertion=step.assertion, reason="no", by=people["signer"], at=later(42)
    )
    assert set(agree(made, step)) == {True}
    assert not step.undo_waits
    undo_step(step=step, reason="the wrong sheet", by=made.hand, at=later(43))
    step.refresh_from_db()
    confirm_fate_withdrawal(assertion=step.assertion, by=people["second_signer"], at=later(44))
    assert set(agree(made, step)) == {False}
    assert (step.undone_by, step.undone_reason) == (people["second_signer"], "the wrong sheet")
    checked_in(made, step.line)


@pytest.mark.parametrize("end", ["declined", "withdrawn"])
def test_an_entry_whose_claim_ends_in_the_register_is_undone_with_it(made, people, end):
    line = made.aboard[0][0]
    step = checked_in(made, line)
    home = verify_home(line=line, evidence="Visited", key=own_key(), by=made.hand, at=later(9))
    act = decline_assertion if end == "declined" else withdraw_assertion
    act(assertion=step.assertion, reason="a namesake", by=people["signer"], at=later(10))
    for one in (step, home):
        one.refresh_from_db()
        assert one.undone_by == people["signer"]
        assert one.assertion.state in (end, "withdrawn")
    assert Entry.objects.filter(act="handover_undone").count() == 1


def test_who_is_confirmed_home_falls_with_the_handover_when_an_approver_agrees(made, people):
    step = all_counted(made, people)
    home = verify_home(line=step.line, evidence="Seen", key=own_key(), by=made.hand, at=later(31))
    confirm_assertion(assertion=home.assertion, by=people["signer"], at=later(32))
    undo_step(step=step, reason="the wrong sheet", by=made.hand, at=later(40))
    step.refresh_from_db()
    confirm_fate_withdrawal(assertion=step.assertion, by=people["signer"], at=later(44))
    home.refresh_from_db()
    assert home.undo_waits
    home.assertion.refresh_from_db()
    confirm_fate_withdrawal(assertion=home.assertion, by=people["second_signer"], at=later(45))
    home.refresh_from_db()
    assert home.undone_by == people["second_signer"]


def test_who_left_and_came_back_may_travel_with_a_later_batch(made):
    line = made.aboard[0][0]
    check_out(vehicle=made.vehicles[0], lines=[line], keys=[own_key()], by=made.hand, at=later(1))
    stayed(made, line)
    (row,) = [one for one in manifest_of(made.vehicles[0], made.hand) if one.shown.line == line]
    assert row.left
    assert row.did_not_cross
