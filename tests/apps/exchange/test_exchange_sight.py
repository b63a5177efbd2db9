"""Each side sees its own: by code what both agree on, by name what was disclosed to it."""

import hashlib

import pytest
from exchange.exchanging import listed, opened, world
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from talks.talking import IN_CONFIDENCE, negotiator, shared

from conftest import NOON
from wayhome.apps.audit.models import Entry, Organisation, Role
from wayhome.apps.audit.services.evidence import open_parts
from wayhome.apps.exchange.models import LineEvent
from wayhome.apps.exchange.policies import MOVES
from wayhome.apps.exchange.selectors.documents import ON_IT
from wayhome.apps.exchange.selectors.exchanges import exchanges_visible_to, name_of, sites_of
from wayhome.apps.exchange.selectors.lines import lines_visible_to, shown
from wayhome.apps.exchange.selectors.lists import exchange_lists_visible_to
from wayhome.apps.exchange.services.answering import (
    accept_lines,
    propose_again,
    refuse_lines,
    withhold_lines,
)
from wayhome.apps.exchange.services.exchanges import add_site
from wayhome.apps.exchange.services.exports import export_list
from wayhome.apps.exchange.services.facts import set_site
from wayhome.apps.exchange.services.refusals import CannotExchange
from wayhome.apps.register.models import PersonList
from wayhome.apps.register.services.disclosures import approve_disclosure, ask_disclosure
from wayhome.apps.register.services.flags import raise_flag

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(people, parties):
    return world(parties)


def names(viewer, lines):
    seen = lines_visible_to(viewer).filter(pk__in=[line.pk for line in lines])
    return {row.line.pk: row.name for row in shown(seen, viewer)}


def test_the_other_side_reads_the_names_that_two_people_disclosed_to_it(made, people):
    lines = made.lines[0]
    assert set(names(made.south, lines).values()) == {""}
    source = PersonList.objects.get(appearances__entry=lines[0].entry)
    asked = ask_disclosure(
        what="list", to=Organisation.objects.get(name="Southland Bureau"), list=source,
        fields=["surname"], ground="the exchange", by=people["northern"], at=NOON,
    )  # fmt: skip
    assert set(names(made.south, lines).values()) == {""}
    approve_disclosure(
        disclosure=asked, by=people["northern_signer"], at=NOON,
        content_sha256=asked.content_sha256,
    )  # fmt: skip
    told = names(made.south, lines)
    assert told == {line.pk: line.entry.surname for line in lines}
    by_code = negotiator("Southland Bureau")  # who may see no line of the register
    assert set(names(by_code, lines).values()) == {""}
    # Of what a flag of harm holds back nothing is there any more; nor does a gap tell who it is.
    raise_flag(entry=lines[0].entry, kind="harm", by=people["signer"], at=NOON)
    assert set(names(made.south, lines).values()) == {""}
    assert set(names(made.south, lines[1:]).values()) == {""}
    assert all(names(made.north, lines).values())
    assert all(names(made.south, made.lines[1]).values())


@pytest.mark.parametrize("with_south", [True, False])
def test_what_is_kept_in_confidence_is_an_exchange_for_those_it_was_opened_to(
    people, parties, with_south
):
    filing = shared(parties["south"]) if with_south else IN_CONFIDENCE
    exchange, keeper = opened(parties, filing=filing)
    listed(exchange, keeper, ["Aldren"])
    for office, is_there in (("Southland Bureau", with_south), ("Northland Bureau", False)):
        viewer = negotiator(office, Role.REGISTRAR)
        for seen in (exchanges_visible_to, lines_visible_to, exchange_lists_visible_to):
            assert seen(viewer).exists() is is_there
    assert lines_visible_to(keeper).exists()


def test_a_site_is_known_by_name_to_its_side_and_the_keeper_alone(made):
    north = made.sides[0]
    site = add_site(holder=north, name="The old mill", by=made.north, at=NOON)
    set_site(lines=made.lines[0], site=site, by=made.north, at=NOON)
    for viewer in (made.north, made.keeper):
        assert [name_of(one) for one in sites_of(made.exchange, viewer)] == ["The old mill"]
    assert not sites_of(made.exchange, made.south).exists()
    with pytest.raises(CannotExchange):
        set_site(lines=made.lines[1], site=site, by=made.keeper, at=NOON)
    with pytest.raises(CannotExchange):
        add_site(holder=north, name="Another", by=made.south, at=NOON)


def test_the_hash_of_a_workbook_is_no_open_fact(made):
    made_of_it = export_list(list=made.lists[0], by=made.north, at=NOON)
    entry = Entry.objects.get(act="exchange_list_exported")
    (told,) = open_parts(entry, made.north)
    assert told.details["sha256"] == hashlib.sha256(made_of_it).hexdigest()
    assert told.details["sha256"] not in entry.leaf  # names stand in the file


VERBS = st.lists(st.sampled_from(["accept", "refuse", "withhold", "again"]), max_size=8)


@given(verbs=VERBS)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_where_a_line_stands_is_what_last_could_happen_to_it(made, verbs):
    line, (north, south) = made.lines[0][0], made.sides
    LineEvent.objects.filter(line=line).exclude(kind="proposed").delete()
    LineEvent.objects.filter(line=line, pk__gt=line.events.first().pk).delete()
    state = "proposed"
    who = {"lines": [line], "at": NOON}
    acts = {
        "accept": ("accepted", lambda: accept_lines(side=south, by=made.south, **who)),
        "refuse": ("refused", lambda: refuse_lines(side=south, reason="x", by=made.south, **who)),
        "withhold": ("withheld", lambda: withhold_lines(reason="x", by=made.north, **who)),
        "again": ("proposed", lambda: propose_again(side=north, by=made.north, **who)),
    }
    for verb in verbs:
        kind, act = acts[verb]
        if kind in MOVES[state]:
            act()
            state = kind
        else:
            with pytest.raises(CannotExchange):
                act()
        assert lines_visible_to(made.keeper).get(pk=line.pk).state == state
    assert (state in ON_IT) is (state in {"proposed", "accepted"})
