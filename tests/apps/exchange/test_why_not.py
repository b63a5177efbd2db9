"""What would have to change for somebody who stays: the rule, the draw, the aim that would lose."""

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from exchange.exchanging import absent, agreed, drawn, planned, world
from exchange.following import Walker

from conftest import sign_in
from wayhome.apps.exchange.models import Line, PlanLine
from wayhome.apps.exchange.selectors.plans import standing_plan
from wayhome.apps.exchange.selectors.why_not import stay_then, why_not
from wayhome.engines import planning

pytestmark = pytest.mark.django_db


def told_of(made, line, viewer):
    return why_not(line, standing_plan(made.exchange, viewer), viewer)


def who_stays(made, number=0):
    """The line of a side that stays."""
    row = PlanLine.objects.get(line__holder=made.sides[number], batch=None)
    return Line.objects.get(pk=row.line_id)


@pytest.fixture
def held_apart(people, parties):
    """Of each side three, one of whom was held for a shorter time than the other two."""
    made = world(parties)
    for lines in made.lines:
        for line, day in zip(lines, (1, 1, 20), strict=True):
            Line.objects.filter(pk=line.pk).update(held_since=date(2026, 1, day))
    planned(made)
    return made


def test_by_an_agreed_aim_who_would_stay_instead_is_one_of_the_same_side(held_apart):
    made = held_apart
    line = who_stays(made)
    assert line == made.lines[0][2]
    for viewer in (made.north, made.keeper):
        told = told_of(made, line, viewer)
        assert "days held, summed over all who go home, 341 instead of 360" in told.said
        assert [one.holder for one in told.instead] == [made.sides[0]]
        assert set(told.instead) < set(made.lines[0][:2])
        assert list(told.days_held.values()) == [90]
    assert told_of(made, line, made.south) is None


def test_its_page_is_for_the_keeper_and_the_side_that_holds_the_person_alone(held_apart):
    made = held_apart
    line = who_stays(made)
    for who in (made.north, made.keeper):
        page = Walker(sign_in(Client(), who)).open(f"/exchanges/lines/{line.uid}/")
        page.follow("What would have to change")
        assert "Who would stay then" in page.said
        assert not any(one.code in page.said for one in made.lines[1])
    south = sign_in(Client(), made.south)
    assert "What would have to change" not in south.get(f"/exchanges/lines/{line.uid}/").text
    assert south.get(f"/exchanges/lines/{line.uid}/why-not/").status_code == 404
    goes = next(one for one in made.lines[0] if one != line)
    north = sign_in(Client(), made.north)
    assert north.get(f"/exchanges/lines/{goes.uid}/why-not/").status_code == 404


def test_where_rules_stand_in_the_way_they_are_named_with_what_would_help(people, parties):
    made = world(parties, stretchers=((0, 0), (0, 0)))
    line = made.lines[0][0]
    Line.objects.filter(pk=line.pk).update(stretcher=True)
    planned(made)
    told = told_of(made, line, made.north)
    assert told.said == "With this person in, no plan keeps all the rules."
    (clash,) = told.clashes
    assert clash.rule == "So many stretchers are there for those Northland holds."
    assert clash.way == "With 1 more, over all days together, there is a plan."


def test_the_draw_is_said_to_have_decided_among_equals(people, parties):
    made = world(parties)
    planned(made)
    assert (
        "the draw that both sides made decided" in told_of(made, who_stays(made), made.north).said
    )


def test_of_who_is_not_available_it_says_no_more_than_that(people, parties):
    made = world(parties)
    gone = made.lines[0][0]
    absent(people, gone, "wish")
    planned(made)
    told = told_of(made, gone, made.keeper)
    assert told.said.startswith("This person is not available.")
    assert not any(word in told.said for word in ("wish", "medical", "procedur"))


def test_who_is_fit_too_late_needs_a_later_day(people, parties):
    made = world(parties)
    line = made.lines[0][0]
    Line.objects.filter(pk=line.pk).update(earliest_date=date(2027, 1, 1))
    planned(made, drawn(made))
    assert "a later day would have to be agreed" in told_of(made, line, made.north).said


def test_without_a_plan_there_is_nothing_to_tell(people, parties):
    made = world(parties)
    agreed(made)
    client = sign_in(Client(), made.keeper)
    assert client.get(f"/exchanges/lines/{made.lines[0][0].uid}/why-not/").status_code == 404


def test_swaps_of_people_alike_are_left_out_of_who_would_stay(held_apart):
    """Two who go and are alike change places with two alike: only the one given up is told."""
    made = held_apart
    line = who_stays(made)
    plan = standing_plan(made.exchange, made.north)
    problem, known = planning.read_problem(plan.problem), planning.read_plan(plan.document)
    person = next(one for one in problem.persons if one.id == line.code)
    goes = next(one for one in problem.persons if one.id == made.lines[0][0].code)
    more = tuple(replace(goes, id=name) for name in ("A1", "A2", "B1"))
    wide = replace(problem, persons=(*problem.persons, *more))
    before = replace(known, lines=((0, 0, "A1"), (0, 0, "A2")))
    answer = planning.Answers(problem, known).why_not(line.code)
    then = replace(answer, instead=((0, "B1"), (0, person.id)))
    assert len(stay_then(wide, before, then, line)) == 1
