"""Somebody who knows no address opens an exchange from nothing and carries it to the door.

Only links and buttons that pages show are used, and each actor begins at the page of the exchange,
which says what is next: a page that leads nowhere fails the walk.
"""

import hashlib

import pytest
from django.test import Client
from exchange.exchanging import SHARES, held_list
from exchange.following import Walker
from exchange.handing import registrar
from talks.talking import negotiator, promise, talks

from conftest import NOON, sign_in
from wayhome.apps.audit.models import Role
from wayhome.apps.exchange.models import Exchange, PlanJob
from wayhome.apps.exchange.services.planning import run_plan

pytestmark = pytest.mark.django_db
NAMES = ("Aldren", "Birk", "Corvin")
MOST_CLICKS = 90


@pytest.fixture
def made(people, parties):
    """A promise, a list of whom each side holds, and nobody who has opened anything yet."""
    keeper = negotiator()
    _, north, south = talks(keeper, parties=parties)
    promise(north, keeper, bound=[north, south], title="Two each")
    for party, end in (("north", "sson"), ("south", "enko")):
        names = [f"{name}{end}" for name in NAMES]
        held_list(parties[party], keeper, names, birth_date="1990-01-01")
    who = {
        "keeper": keeper, "hand": registrar(),
        "north": negotiator("Northland Bureau", Role.REGISTRAR),
        "south": negotiator("Southland Bureau", Role.REGISTRAR),
    }  # fmt: skip
    return {name: Walker(sign_in(Client(), user)) for name, user in who.items()}


def home(made, who):
    """The page of the exchange, as this actor finds it."""
    return made[who].open("/exchanges/").follow("Two for two")


def opened(made):
    keeper = made["keeper"].open("/exchanges/").follow("Two each")
    sides = {text: value for text, value in keeper.shown.forms[0]["choices"]["first"] if value}
    keeper.press("Open", title="Two for two", first=sides["Northland"], second=sides["Southland"])
    told = {"number_0": 2, "number_1": 2, "parity": 2, "seats_0": 2, "seats_1": 2}
    keeper.press("Record", days="2026-04-01", **told)
    for end in ("sson", "enko"):
        home(made, "keeper").press("Draw it up")
        source = keeper.shown.forms[-1] if keeper.shown.forms else None
        (chosen,) = [v for form in keeper.shown.forms if "source" in form["choices"]
                     for _text, v in form["choices"]["source"] if v]  # fmt: skip
        assert source is not None
        keeper.press("Put its lines", source=chosen)
        assert f"Aldren{end}" in keeper.said or "Put on the list" in keeper.said


def agreed(made):
    north = home(made, "north").follow("Both lists")
    codes = [one for one in north.said.split() if len(one) == 7 and one.isupper()]
    assert len(codes) >= 6
    keeper = home(made, "keeper").follow("To the first list")
    keeper.press("Freeze it").follow("Freeze it").press("Freeze it")
    for who, party in (("north", "Northland"), ("south", "Southland")):
        home(made, who).follow("To the list").press(f"{party} accepts this list")
        made[who].follow("To the list").press(f"{party} accepts this list")
        made[who].follow("To the days").press("Accept the days")


def drawn(made):
    home(made, "keeper").press("Open the draw")
    parts = list(zip(("north", "south", "keeper"), SHARES, strict=True))
    for who, salt in parts:
        actor = home(made, who).follow("To the draw")
        number = {"north": 0, "south": 1}.get(who, "")
        _own_share(actor, number, sha256=hashlib.sha256(salt.encode()).hexdigest())
    for who, salt in parts:
        actor = home(made, who).follow("To the draw")
        _own_share(actor, {"north": 0, "south": 1}.get(who, ""), salt=salt)


def _own_share(actor, number, **told):
    """Fill in the form of the draw that is one's own."""
    (name,) = told
    form = next(
        one for one in actor.shown.forms
        if name in one["fields"] and one["fields"]["side"] == str(number)
    )  # fmt: skip
    actor._send(form, {}, told)


def planned(made):
    keeper = home(made, "keeper").follow("To the draw").press("Make the plan")
    assert "Waiting" in keeper.said
    keeper.press("Stop")
    assert not keeper.has("Stop")
    keeper.press("Try again")
    run_plan(job=PlanJob.objects.latest("pk"), at=NOON)
    assert "This plan stands" in keeper.open(keeper.address).said
    assert home(made, "north").follow("To the plan").has("problem.json")


def handed_over(made):
    hand = home(made, "hand").follow("To the handover").press("Open batch 1")
    batch = hand.address
    for name in ("Northland", "Southland"):
        form = next(one for one in hand.shown.forms if "holder" in one["choices"])
        holder = next(value for text, value in form["choices"]["holder"] if name in text)
        hand.press("Add it", holder=holder, name=f"Bus of {name}", seats=4)
        assert "on its manifest" in hand.said
        hand.press("have left")
        for _person in range(2):
            hand.follow("Enter").press("Record", happened="in", attributes=["name", "birth_date"])
        assert not hand.has("Enter")
        hand.follow("Batch 1")
    assert hand.address == batch


def signed_and_counted(made):
    for who in ("north", "south"):
        actor = home(made, who).follow("To the batch")
        actor.press("Sign", gave=2, received=2, counting_rule="a person who crossed")
    hand = home(made, "hand").follow("To the batch").press("Count it towards the promise")
    assert "Counted towards the promise" in hand.said
    hand.follow("Bus of Northland").follow("Seen at home")
    hand.press("Record", note="Visited; the family was there")
    assert "1 person" not in home(made, "north").said


def test_a_newcomer_opens_an_exchange_and_carries_it_to_the_door(made):
    for part in (opened, agreed, drawn, planned, handed_over, signed_and_counted):
        part(made)
    assert Exchange.objects.get().batches.count() == 1
    clicks = sum(actor.clicks for actor in made.values())
    assert clicks <= MOST_CLICKS, clicks
    hand = home(made, "hand")
    assert "were not seen at home yet" in hand.said
