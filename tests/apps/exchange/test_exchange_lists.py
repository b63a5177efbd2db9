"""Lists in versions, lines and what happens to them, freezing, acceptance by each side apart."""

import hashlib
import json

import pytest
from exchange.exchanging import held_list, later, opened, terms, world

from conftest import NOON
from wayhome.apps.exchange.models import AgreedLine, ExchangeList, Line, LineEvent
from wayhome.apps.exchange.policies import MOVES
from wayhome.apps.exchange.selectors.exchanges import exchanges_visible_to
from wayhome.apps.exchange.selectors.lines import history_of, lines_visible_to, shown, with_state
from wayhome.apps.exchange.selectors.lists import acceptances_of, difference, lines_on_list
from wayhome.apps.exchange.services.agreeing import (
    accept_days,
    accept_list,
    freeze_list,
    withdraw_acceptance,
)
from wayhome.apps.exchange.services.answering import (
    accept_lines,
    propose_again,
    refuse_lines,
    substitute_line,
    withhold_lines,
)
from wayhome.apps.exchange.services.exchanges import add_site, open_exchange, set_terms
from wayhome.apps.exchange.services.lists import draw_up_list, put_from_list, put_lines, take_off
from wayhome.apps.exchange.services.refusals import CannotExchange

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(people, parties):
    return world(parties)


def state(made, line):
    return lines_visible_to(made.keeper).get(pk=line.pk).state


def test_a_line_goes_from_proposed_to_accepted_and_everything_is_told(made):
    line = made.lines[0][0]
    assert state(made, line) == "proposed"
    south = made.sides[1]
    refuse_lines(lines=[line], side=south, reason="not known here", by=made.south, at=later(1))
    assert state(made, line) == "refused"
    accept_lines(lines=[line], side=south, by=made.south, at=later(2))
    assert state(made, line) == "accepted"
    rows = Line.objects.filter(pk=line.pk)
    then = [with_state(rows, as_of=later(n)).get().state for n in (-1, 0, 1, 2)]
    assert then == [None, "proposed", "refused", "accepted"]
    told = [(one.event.kind, one.by_side, one.reason) for one in history_of(line, made.north)]
    assert told == [
        ("proposed", 0, ""),
        ("refused", 1, "not known here"),
        ("accepted", 1, ""),
    ]


def test_nobody_answers_what_he_proposed_himself_nor_for_another_side(made):
    line, (north, south) = made.lines[0][0], made.sides
    with pytest.raises(CannotExchange, match="proposed itself"):
        accept_lines(lines=[line], side=north, by=made.north, at=NOON)
    with pytest.raises(CannotExchange, match="not there"):
        accept_lines(lines=[line], side=south, by=made.north, at=NOON)
    with pytest.raises(CannotExchange, match="Give a reason"):
        refuse_lines(lines=[line], side=south, reason=" ", by=made.south, at=NOON)


def test_the_holder_withholds_with_a_stated_reason_and_proposes_again(made):
    line, south = made.lines[0][0], made.sides[1]
    with pytest.raises(CannotExchange):
        withhold_lines(lines=[line], reason="trial", by=made.south, at=NOON)
    withhold_lines(lines=[line], reason="trial", by=made.north, at=NOON)
    with pytest.raises(CannotExchange, match="stands as “withheld"):
        accept_lines(lines=[line], side=south, by=made.south, at=NOON)
    with pytest.raises(CannotExchange):
        propose_again(lines=[line], side=south, by=made.south, at=NOON)
    propose_again(lines=[line], side=made.sides[0], by=made.north, at=NOON)
    assert state(made, line) == "proposed"
    assert history_of(line, made.south)[1].reason == "trial"


def test_somebody_else_goes_instead(made):
    line, other = made.lines[0][:2]
    substitute_line(line=line, instead=other, side=made.sides[0], by=made.north, at=NOON)
    assert state(made, line) == "substituted"
    assert MOVES["substituted"] == frozenset()
    with pytest.raises(CannotExchange):
        substitute_line(line=other, instead=line, side=made.sides[0], by=made.north, at=NOON)


def test_every_kind_of_event_has_its_moves():
    assert set(MOVES) == {"", *LineEvent.Kind.values}
    reachable = {kind for kinds in MOVES.values() for kind in kinds}
    assert reachable == set(LineEvent.Kind.values)


def test_a_counter_list_is_a_version_with_its_difference(made):
    first, (a, *_) = made.lists[0], made.lines[0]
    south = made.sides[1]
    counter = draw_up_list(holder=made.sides[0], drawn_up_by=south, by=made.south, at=NOON)
    sought = held_list(south.party, made.keeper, ["Dorn"], kind="sought")
    (fresh,) = put_from_list(list=counter, source=sought, by=made.south, at=NOON)
    take_off(list=counter, lines=[a], by=made.south, at=NOON)
    differs = difference(counter, first, made.north)
    assert [line.pk for line in differs.added] == [fresh.pk]
    assert [line.pk for line in differs.gone] == [a.pk]
    assert differs.kept == 2
    accept_lines(lines=[fresh], side=made.sides[0], by=made.north, at=NOON)
    with pytest.raises(CannotExchange, match="no longer changes"):
        take_off(list=first, lines=[a], by=made.north, at=NOON)


def test_what_is_asked_twice_is_done_once(made):
    side, by = made.sides[0], made.keeper
    told = {"holder": side, "drawn_up_by": side, "by": by, "at": NOON}
    fresh = draw_up_list(**told)
    assert fresh.version == 2
    assert draw_up_list(**told) == fresh
    take_off(list=fresh, lines=made.lines[0][:1], by=by, at=NOON)
    assert draw_up_list(**told).version == 3
    add_site(holder=side, name="The old mill", by=made.north, at=NOON)
    with pytest.raises(CannotExchange, match="this name already"):
        add_site(holder=side, name=" The old mill ", by=made.north, at=NOON)
    again = {"commitment": made.exchange.commitment, "by": by, "at": NOON}
    sides = tuple(one.side for one in made.sides)
    with pytest.raises(CannotExchange, match="open under this commitment already"):
        open_exchange(sides=sides, title=made.exchange.title, **again)
    assert open_exchange(sides=sides, title="Another", **again) != made.exchange


def test_only_who_is_held_stands_on_a_list(made):
    list_, keeper, (north, south) = made.lists[0], made.keeper, made.sides
    for party, kind in ((north.party, "sought"), (south.party, "held"), (north.party, "deceased")):
        source = held_list(party, keeper, ["Dorn"], kind=kind)
        with pytest.raises(CannotExchange):
            put_from_list(list=list_, source=source, by=keeper, at=NOON)
    foreign = made.lines[1][0].entry
    with pytest.raises(CannotExchange):
        put_lines(list=list_, entries=[foreign], by=made.north, at=NOON)


def test_a_frozen_list_is_bound_by_its_hash_and_holds_no_name(made):
    list_, lines = made.lists[0], made.lines[0]
    withhold_lines(lines=lines[2:], reason="trial", by=made.north, at=NOON)
    sha256 = freeze_list(list=list_, by=made.keeper, at=NOON)
    frozen = ExchangeList.objects.get(pk=list_.pk)
    assert sha256 == hashlib.sha256(frozen.document.encode()).hexdigest()
    told = json.loads(frozen.document)
    assert [row["i"] for row in told["lines"]] == sorted(line.code for line in lines[:2])
    assert not any(line.entry.surname in frozen.document for line in lines)
    for change in (
        lambda: take_off(list=list_, lines=lines[:1], by=made.north, at=NOON),
        lambda: freeze_list(list=list_, by=made.keeper, at=NOON),
    ):
        with pytest.raises(CannotExchange, match="no longer changes"):
            change()


def test_each_side_accepts_lists_and_days_apart(made):
    north, south = made.sides
    with pytest.raises(CannotExchange, match="frozen"):
        accept_list(list=made.lists[0], side=north, by=made.north, at=NOON)
    for list_ in made.lists:
        freeze_list(list=list_, by=made.keeper, at=NOON)
    for list_ in made.lists:
        for side, by in ((north, made.north), (south, made.south)):
            accept_list(list=list_, side=side, by=by, at=NOON)
    by_north = accept_days(exchange=made.exchange, side=north, by=made.north, at=NOON)
    assert [one.all for one in acceptances_of(made.exchange, made.south)] == [True, False]
    with pytest.raises(CannotExchange, match="already"):
        accept_days(exchange=made.exchange, side=north, by=made.north, at=NOON)
    # Other days are another thing to accept.
    other = terms(days=(terms().days[0], terms().days[1].replace(day=9)))
    set_terms(exchange=made.exchange, terms=other, by=made.keeper, at=NOON)
    assert [one.days for one in acceptances_of(made.exchange, made.south)] == [None, None]
    withdraw_acceptance(acceptance=by_north, reason="too soon", by=made.north, at=NOON)
    with pytest.raises(CannotExchange):
        withdraw_acceptance(acceptance=by_north, reason="again", by=made.north, at=NOON)


def test_nobody_has_a_place_on_two_agreed_lists(made, parties):
    exchange, _ = opened(parties, by=made.keeper)
    side = exchange.sides.get(number=0)
    second = draw_up_list(holder=side, drawn_up_by=side, by=made.keeper, at=NOON)
    put_lines(list=second, entries=[made.lines[0][0].entry], by=made.keeper, at=NOON)
    freeze_list(list=made.lists[0], by=made.keeper, at=NOON)
    with pytest.raises(CannotExchange, match="stands twice"):
        freeze_list(list=second, by=made.keeper, at=NOON)
    assert AgreedLine.objects.filter(given_up_at=None).count() == 3


def test_a_side_sees_names_of_its_own_alone(made):
    for viewer, own, other in ((made.north, 0, 1), (made.south, 1, 0)):
        rows = shown(lines_on_list(made.lists[own], viewer), viewer)
        assert [row.name for row in rows] == [line.entry.surname for line in made.lines[own]]
        rows = shown(lines_on_list(made.lists[other], viewer), viewer)
        assert [row.name for row in rows] == ["", "", ""]
        assert not any(row.sees_facts for row in rows)


def test_to_others_there_is_no_exchange(made, people):
    assert list(exchanges_visible_to(made.north)) == [made.exchange]
    assert not exchanges_visible_to(people["auditor"]).exists()
    assert not lines_visible_to(people["administrator"]).exists()
