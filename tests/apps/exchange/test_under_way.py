"""Once somebody travels, no side says anything more of the line: what happens is entered there."""

from datetime import date

import pytest
from exchange.exchanging import absent, later
from exchange.handing import checked_in, handing, loaded, own_key

from wayhome.apps.exchange.models import Absence, HandoverStep, LineEvent
from wayhome.apps.exchange.selectors.lines import lines_visible_to
from wayhome.apps.exchange.selectors.under_way import under_way
from wayhome.apps.exchange.services.answering import (
    accept_lines,
    propose_again,
    refuse_lines,
    substitute_line,
    withhold_lines,
)
from wayhome.apps.exchange.services.handover.crossing import check_out
from wayhome.apps.exchange.services.handover.discrepancies import report_not_crossed
from wayhome.apps.exchange.services.handover.undoing import undo_step
from wayhome.apps.exchange.services.private import keep_wish
from wayhome.apps.exchange.services.refusals import CannotExchange
from wayhome.apps.exchange.services.releasing import release_absences

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(people, parties):
    return loaded(handing(parties))


def left(made, line):
    (step,) = check_out(
        vehicle=made.vehicles[0], lines=[line], keys=[own_key()], by=made.hand, at=later(1)
    )
    return step


def everything_said(made, line, people):
    """Every verb by which a side or the keeper says something of a line."""
    north, south = made.sides
    when = {"at": later(3)}
    return [
        lambda: accept_lines(lines=[line], side=south, by=made.south, **when),
        lambda: refuse_lines(lines=[line], side=south, reason="no", by=made.south, **when),
        lambda: withhold_lines(lines=[line], reason="a trial", by=made.north, **when),
        lambda: propose_again(lines=[line], side=north, by=made.north, **when),
        lambda: substitute_line(
            line=line, instead=made.stays, side=north, by=made.north, **when
        ),
        lambda: absent(people, line),
    ]  # fmt: skip


def test_of_who_travels_or_crossed_nothing_more_is_said(made, people):
    """Also of whoever sits in a vehicle that began to leave and was not called yet."""
    one, other = made.aboard[0]
    left(made, one)
    before = LineEvent.objects.count()
    for line in (one, other):
        for act in everything_said(made, line, people):
            with pytest.raises(CannotExchange, match="Enter what happened"):
                act()
    checked_in(made, one)
    for act in everything_said(made, one, people):
        with pytest.raises(CannotExchange, match="undo it first"):
            act()
    assert LineEvent.objects.count() == before
    assert under_way([*made.aboard[0], made.stays]) == {one.pk, other.pk}


def test_who_did_not_cross_and_whose_entry_was_undone_are_spoken_of_again(made):
    one, other = made.aboard[0]
    step = left(made, one)
    undo_step(step=step, reason="the wrong sheet", by=made.hand, at=later(2))
    withhold_lines(lines=[one], reason="a trial", by=made.north, at=later(3))
    left(made, other)
    report_not_crossed(
        batch=made.batch, line=other, cause="absent", key=own_key(), by=made.hand, at=later(4)
    )
    refuse_lines(lines=[other], side=made.sides[1], reason="no", by=made.south, at=later(5))
    assert not under_way(made.aboard[0])


def told(people, line, *, wishes):
    return keep_wish(
        line=line, wishes=wishes, asked_on=date(2026, 2, 27), approver=people["signer"],
        by=people["proposer"], at=later(1),
    )  # fmt: skip


def test_nobody_leaves_or_crosses_who_said_no_after_the_last_release(made, people):
    one, other = made.aboard[0]
    told(people, one, wishes=False)
    assert lines_visible_to(made.north).get(pk=one.pk).state != "not_available"
    for act in (lambda: left(made, one), lambda: checked_in(made, one)):
        with pytest.raises(CannotExchange, match=one.code):
            act()
    left(made, other)
    told(people, other, wishes=False)  # on the way
    with pytest.raises(CannotExchange, match=other.code):
        checked_in(made, other)


def test_a_release_changes_nothing_of_who_travels_until_the_line_is_entered(made, people):
    one, other = made.aboard[0]
    kept = absent(people, one)
    told(people, other, wishes=False)
    step = left_with_all(made)
    release_absences(exchange=made.exchange, by=made.keeper, at=later(4))
    states = lines_visible_to(made.north).filter(pk__in=[one.pk, other.pk])
    assert "not_available" not in {line.state for line in states}
    assert Absence.objects.get(pk=kept.pk).released_at is None
    undo_step(step=step, reason="the wrong sheet", by=made.hand, at=later(5))
    release_absences(exchange=made.exchange, by=made.keeper, at=later(6))
    assert {line.state for line in states.all()} == {"not_available"}
    assert Absence.objects.get(pk=kept.pk).released_at == later(6)


def left_with_all(made):
    """A vehicle began to leave with somebody who had said no: entered before it was known."""
    line = made.aboard[0][0]
    return HandoverStep.objects.create(
        client_key=own_key(), batch=made.batch, vehicle=made.vehicles[0], line=line,
        entry=line.entry, kind="out", happened_at=later(2), recorded_by=made.hand,
        recorded_at=later(2),
    )  # fmt: skip
