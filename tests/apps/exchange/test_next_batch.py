"""The next batch begins once the one before it is settled, or both sides waive what they agreed."""

import pytest
from exchange.exchanging import absent, later
from exchange.handing import checked_in, handing, loaded, own_key

from wayhome.apps.exchange.models import Acceptance, HandoverStep, Line
from wayhome.apps.exchange.selectors.going_on import waivers_of
from wayhome.apps.exchange.selectors.handover import Parity, manifest_of
from wayhome.apps.exchange.selectors.lines import lines_visible_to
from wayhome.apps.exchange.services.agreeing import accept_days, withdraw_acceptance
from wayhome.apps.exchange.services.exchanges import close_exchange
from wayhome.apps.exchange.services.handover.batches import (
    add_vehicle,
    fill_vehicle,
    open_batch,
    put_aboard,
)
from wayhome.apps.exchange.services.handover.crossing import check_out
from wayhome.apps.exchange.services.handover.discrepancies import (
    report_extra,
    report_not_crossed,
    settle_discrepancy,
)
from wayhome.apps.exchange.services.handover.going_on import take_back_waiver, waive_parity
from wayhome.apps.exchange.services.handover.undoing import undo_step
from wayhome.apps.exchange.services.planning import run_plan, start_mending
from wayhome.apps.exchange.services.refusals import CannotExchange

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(people, parties):
    """Two of each side in two batches of one; after a batch nobody may be ahead."""
    return loaded(handing(parties, seats=1, parity=0))


def next_batch(made, **other):
    told = {"plan": made.plan, "number": 1, "by": made.hand, "at": later(30)}
    return open_batch(**told | other)


def stayed(made, line, **other):
    told = {"batch": made.batch, "cause": "absent", "key": own_key(), "by": made.hand}
    return report_not_crossed(line=line, at=later(6), **told | other)


def waived(made, number, by):
    return waive_parity(
        batch=made.batch, side=made.sides[number], reason="one comes later", by=by, at=later(20)
    )


def test_batches_travel_in_their_order_and_when_all_is_entered(people, parties):
    made = handing(parties, seats=1, parity=0)
    with pytest.raises(CannotExchange, match="Open batch 1 first"):
        next_batch(made)
    loaded(made)
    ((north,), (south,)) = made.aboard
    checked_in(made, north)
    with pytest.raises(CannotExchange, match="Of 1 person on a manifest of batch 1"):
        next_batch(made)
    checked_in(made, south)
    assert next_batch(made).number == 1


def test_no_batch_is_opened_once_a_side_took_back_what_it_accepted(made):
    for lines in made.aboard:
        checked_in(made, lines[0])
    days = Acceptance.objects.get(side=made.sides[1], what="days")
    withdraw_acceptance(acceptance=days, reason="not now", by=made.south, at=later(9))
    with pytest.raises(CannotExchange, match="took back"):
        next_batch(made)
    accept_days(exchange=made.exchange, side=made.sides[1], by=made.south, at=later(10))
    next_batch(made)


def test_nothing_is_closed_while_somebody_is_on_the_way(made):
    close = {"exchange": made.exchange, "reason": "done", "by": made.keeper}
    for lines in made.aboard:
        with pytest.raises(CannotExchange, match="not entered whether"):
            close_exchange(**close, at=later(4))
        checked_in(made, lines[0])
    close_exchange(**close, at=later(9))


def test_nobody_crosses_before_leaving(made):
    line = made.aboard[0][0]
    check_out(vehicle=made.vehicles[0], lines=[line], keys=[own_key()], by=made.hand, at=later(9))
    with pytest.raises(CannotExchange, match="before leaving"):
        checked_in(made, line, at=later(10), happened_at=later(8))
    checked_in(made, line, at=later(10))


def test_a_discrepancy_is_settled_before_the_next_batch(made):
    for lines in made.aboard:
        checked_in(made, lines[0])
    step = report_extra(batch=made.batch, note="a man", key=own_key(), by=made.hand, at=later(5))
    with pytest.raises(CannotExchange, match="1 discrepancy of batch 1 is open"):
        next_batch(made)
    settle_discrepancy(step=step, done="stays at the hall", by=made.hand, at=later(9))
    next_batch(made)


def test_a_lead_above_what_was_agreed_goes_on_only_if_both_sides_say_so(made):
    ((north,), (south,)) = made.aboard
    checked_in(made, north)
    step = stayed(made, south)
    settle_discrepancy(step=step, done="asked in writing", by=made.hand, at=later(9))
    with pytest.raises(CannotExchange, match="ahead by 1, and at most 0"):
        next_batch(made)
    with pytest.raises(CannotExchange, match="not there"):
        waived(made, 1, made.north)
    by_north = waived(made, 0, made.north)
    with pytest.raises(CannotExchange, match="already"):
        waived(made, 0, made.keeper)  # with its paper
    with pytest.raises(CannotExchange, match="both sides agree"):
        next_batch(made)
    waived(made, 1, made.south)
    assert [one.side.number for one in waivers_of(made.batch, made.south)] == [0, 1]
    take_back_waiver(waiver=by_north, reason="not any more", by=made.north, at=later(21))
    with pytest.raises(CannotExchange, match="both sides agree"):
        next_batch(made)
    again = waived(made, 0, made.keeper)
    next_batch(made)
    with pytest.raises(CannotExchange, match="open already"):
        take_back_waiver(waiver=again, reason="too late", by=made.north, at=later(31))


def test_nothing_is_waived_where_nobody_is_ahead(made):
    for lines in made.aboard:
        checked_in(made, lines[0])
    with pytest.raises(CannotExchange, match="nobody is ahead"):
        waived(made, 0, made.north)


def test_what_is_undone_later_stops_a_batch_that_has_not_begun(made):
    steps = [checked_in(made, lines[0]) for lines in made.aboard]
    made.batch = next_batch(made)
    bus = add_vehicle(
        batch=made.batch, holder=made.sides[0], name="Bus 3", seats=1, by=made.hand, at=later(31)
    )
    fill_vehicle(vehicle=bus, by=made.hand, at=later(31))
    (line,) = Line.objects.filter(aboard__vehicle=bus)
    undo_step(step=steps[1], reason="the wrong sheet", by=made.hand, at=later(32))

    def leave():
        return check_out(vehicle=bus, lines=[line], keys=[own_key()], by=made.hand, at=later(33))

    with pytest.raises(CannotExchange, match="not entered yet"):
        leave()
    checked_in(made, made.aboard[1][0], batch=steps[1].batch)
    leave()


def test_the_lead_is_counted_in_the_proportion_that_was_agreed():
    def lead(together):
        told = {"batch": None, "crossed": together, "beside": (0, 0), "together": together}
        one = Parity(**told, allowed=1, ratio=(2, 1))
        return one.ahead, one.leader, one.is_kept

    assert lead((4, 2)) == (0, None, True)
    assert lead((5, 2)) == (1, 0, True)
    assert lead((6, 2)) == (2, 0, False)
    assert lead((4, 3)) == (2, 1, False)


def test_who_was_not_there_comes_with_the_next_batch_and_is_even_again(made):
    """Asked for by name: nobody who did not cross is put on another manifest by itself."""
    ((north,), (south,)) = made.aboard
    checked_in(made, north)
    step = stayed(made, south)
    settle_discrepancy(step=step, done="comes with the next", by=made.hand, at=later(9))
    waived(made, 0, made.north)
    waived(made, 1, made.south)
    first = made.batch
    made.batch = next_batch(made)
    bus = add_vehicle(
        batch=made.batch, holder=made.sides[1], name="Bus 4", seats=3, by=made.hand, at=later(31)
    )
    fill_vehicle(vehicle=bus, by=made.hand, at=later(31))
    assert south not in [row.shown.line for row in manifest_of(bus, made.hand)]
    put_aboard(vehicle=bus, lines=[south], by=made.hand, at=later(32))
    (row,) = [one for one in manifest_of(bus, made.hand) if one.shown.line == south]
    assert not row.did
    (before,) = manifest_of(made.vehicles[1], made.hand)
    assert (before.shown.line, before.did_not_cross, before.crossed) == (south, True, False)
    checked_in(made, south, at=later(40))
    assert HandoverStep.objects.get(line=south, kind="in").batch == made.batch != first


def test_opening_a_batch_shows_first_who_is_not_available(made, people):
    for lines in made.aboard:
        checked_in(made, lines[0])
    gone = {line.pk for lines in made.aboard for line in lines}
    line = next(one for one in made.lines[0] if one.pk not in gone)
    absent(people, line)
    next_batch(made)
    assert lines_visible_to(made.south).get(pk=line.pk).state == "not_available"


def test_a_plan_made_again_leaves_batches_alone_that_began(made, people):
    """How many that are follows from what was entered; nobody has to say it."""
    for lines in made.aboard:
        checked_in(made, lines[0])
    planned = {row.line_id: row.batch for row in made.plan.lines.all()}
    line = next(one for one in made.lines[0] if planned[one.pk] == 1)
    absent(people, line)
    job = start_mending(plan=made.plan, by=made.keeper, at=later(50))
    assert job.travelled == 1
    run_plan(job=job, at=later(51))
    after = {row.line_id: row.batch for row in job.plan.lines.all()}
    assert [after[lines[0].pk] for lines in made.aboard] == [0, 0]
    assert after[line.pk] is None
