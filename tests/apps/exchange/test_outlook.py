"""Whether a plan would be possible, looked at before the draw: the keeper's alone, and no names."""

import pytest
from django.test import Client
from exchange.exchanging import absent, agreed, opened, planned, terms, world
from exchange.following import Walker

from conftest import NOON, sign_in
from wayhome.apps.audit.models import Entry
from wayhome.apps.exchange.selectors import outlook as looking
from wayhome.apps.exchange.selectors.clashes import clashes_in_words
from wayhome.apps.exchange.selectors.outlook import outlook_of
from wayhome.apps.exchange.services.exchanges import set_terms
from wayhome.apps.exchange.services.releasing import release_absences
from wayhome.values import Cancelled

pytestmark = pytest.mark.django_db


def page(made, who="keeper"):
    address = f"/exchanges/{made.exchange.uid}/outlook/"
    return sign_in(Client(), getattr(made, who)).get(address)


def test_a_plan_that_is_possible_is_said_to_be_so_and_nobody_is_named(people, parties):
    made = world(parties, n=3)
    before = Entry.objects.count()
    said = page(made).content.decode()
    assert "Yes. As the lists and terms stand now" in said
    for line in (*made.lines[0], *made.lines[1]):
        assert line.code not in said
        assert line.entry.surname not in said
    assert Entry.objects.count() == before
    for side in ("north", "south"):
        assert page(made, side).status_code == 404
        assert outlook_of(made.exchange, getattr(made, side)) is None


def test_where_none_is_the_keeper_reads_why_before_the_draw_and_what_would_help(people, parties):
    made = world(parties, n=3, seats=1, parity=None)
    keeper = Walker(sign_in(Client(), made.keeper)).open(f"/exchanges/{made.exchange.uid}/")
    keeper.follow("Would a plan be possible?")
    said = " ".join(keeper.said.split())
    assert "No. As the lists and terms stand now, no plan keeps all the rules." in said
    found = outlook_of(made.exchange, made.keeper)
    who = "Northland" if "Northland" in found.clashes[0].rule else "Southland"
    assert {one.rule for one in found.clashes} == {
        f"{who} releases 3 prisoners of war.",
        f"So many seats are there for those {who} holds.",
    }  # and nothing of places that the terms do not name
    assert all(one.rule in said for one in found.clashes)
    set_terms(exchange=made.exchange, terms=terms(n=2, seats=1), by=made.keeper, at=NOON)
    assert outlook_of(made.exchange, made.keeper).is_possible


def test_what_the_look_says_the_job_says_after_the_draw(people, parties):
    made = world(parties, n=4)
    before = outlook_of(made.exchange, made.keeper)
    job = planned(made)
    assert before.is_possible is False
    assert before.clashes
    assert list(before.clashes) == clashes_in_words(job.clashes, made.exchange, made.keeper)
    client = sign_in(Client(), made.keeper)
    shown = client.get(f"/exchanges/jobs/{job.uid}/").content.decode()
    assert all(str(one.rule) in shown for one in before.clashes)
    assert page(made).status_code == 302  # the draw says it now


def test_who_is_absent_and_not_released_is_counted_as_both_sides_see(people, parties):
    made = world(parties, n=3)
    before = page(made).content
    absent(people, made.lines[0][0], "wish")
    again = page(made).content
    assert [b"csrf" in line or line for line in before.splitlines()] == [
        b"csrf" in line or line for line in again.splitlines()
    ]
    release_absences(exchange=made.exchange, by=made.keeper, at=NOON)
    assert outlook_of(made.exchange, made.keeper).is_possible is False


def test_before_there_are_lists_it_says_what_is_missing(people, parties):
    exchange, keeper = opened(parties)
    shown = sign_in(Client(), keeper).get(f"/exchanges/{exchange.uid}/outlook/").content.decode()
    assert "once terms are set and people stand on both lists" in shown
    assert "must be drawn up" in shown


def test_a_look_that_takes_too_long_says_so(people, parties, monkeypatch):
    made = world(parties)

    def find_conflict(problem, *, stop):
        assert stop()
        raise Cancelled("This was stopped. Nothing of it was kept.")

    monkeypatch.setattr(looking, "AT_MOST", -1)
    monkeypatch.setattr(looking.planning, "find_conflict", find_conflict)
    assert outlook_of(made.exchange, made.keeper).is_possible is None
    assert "It could not be said." in page(made).content.decode()


@pytest.mark.parametrize("code", ["clash_medical", "clash_must", "clash_group"])
def test_a_rule_of_the_people_of_one_side_tells_the_other_nothing(people, parties, code):
    made = world(parties)
    agreed(made)
    values = {"side": 0, "persons": 17, "batch": 2, "site": "S", "size": 17, "sites": "S"}
    kept = [{"code": code, "values": values, "way": 1}]
    own, other, keeper = (
        clashes_in_words(kept, made.exchange, viewer)[0]
        for viewer in (made.north, made.south, made.keeper)
    )
    assert own == keeper
    assert "17" in own.rule
    assert (other.rule, other.way) == ("A rule of the list of those Northland holds.", "")
