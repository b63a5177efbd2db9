"""The pages of exchanges open for those they are for, and say what they should."""

import io

import pytest
from django.test import Client
from django.utils import translation
from exchange.exchanging import agreed, drawn, held_list, opened, planned, terms, world
from exchange.following import Walker
from python_calamine import CalamineWorkbook
from talks.talking import negotiator, promise, talks

from conftest import NOON, sign_in
from wayhome.apps.exchange.forms.lists import SourceForm, verbs_of
from wayhome.apps.exchange.models import PlanJob
from wayhome.apps.exchange.selectors.exchanges import closed_to_sides, exchanges_visible_to
from wayhome.apps.exchange.selectors.promised import promised_of
from wayhome.apps.exchange.services.agreeing import freeze_list
from wayhome.apps.exchange.services.answering import withhold_lines
from wayhome.apps.exchange.services.exchanges import open_exchange, set_terms
from wayhome.apps.exchange.services.exports import export_list
from wayhome.apps.exchange.services.planning import run_plan
from wayhome.apps.exchange.services.refusals import CannotExchange
from wayhome.apps.talks.services.filing import CannotRecord, Filing
from wayhome.apps.talks.services.processes import add_side, name_partition


@pytest.mark.django_db
def test_the_pages_of_an_exchange_open(client, parties):
    made = world(parties)
    draw = drawn(made)
    job = planned(made, draw)
    client.force_login(made.keeper)
    for address in (
        "/exchanges/",
        f"/exchanges/open/{made.exchange.commitment.uid}/",
        f"/exchanges/{made.exchange.uid}/",
        f"/exchanges/{made.exchange.uid}/terms/",
        f"/exchanges/{made.exchange.uid}/board/",
        f"/exchanges/{made.exchange.uid}/side/0/listed/",
        f"/exchanges/lists/{made.lists[0].uid}/",
        f"/exchanges/lines/{made.lines[0][0].uid}/",
        f"/exchanges/draws/{draw.uid}/",
        f"/exchanges/plans/{job.plan.uid}/",
        f"/exchanges/plans/{job.plan.uid}/problem.json",
        f"/exchanges/plans/{job.plan.uid}/plan.json",
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address


@pytest.mark.django_db
def test_the_lines_behind_a_count_stand_as_the_count_says(parties):
    made = world(parties)
    draw = drawn(made)
    planned(made, draw)
    keeper = Walker(sign_in(Client(), made.keeper))
    keeper.open(f"/exchanges/{made.exchange.uid}/side/0/accepted/")
    assert keeper.said.count("accepted with the list") == len(made.lines[0])
    assert "proposed" not in keeper.said
    keeper.open(f"/exchanges/draws/{draw.uid}/").follow("To the plan")


@pytest.mark.django_db
def test_sides_of_a_report_are_given_their_partition_where_an_exchange_is_opened(parties):
    keeper = negotiator()
    process, north, south = talks(keeper)
    promise(north, keeper, bound=[north, south], title="Two each")
    page = Walker(sign_in(Client(), keeper)).open("/exchanges/").follow("Two each")
    assert "These talks name fewer" in page.said
    for side, party in ((north, parties["north"]), (south, parties["south"])):
        page.press("Record", side=str(side.uid), party=str(party.uid))
        assert "Recorded." in page.said
        side.refresh_from_db()
        assert side.party == party
    page.press("Open", title="Two for two")
    assert "Opened. Set its terms next." in page.said
    with pytest.raises(CannotRecord, match="already"):
        name_partition(side=north, party=parties["keeper"], by=keeper, at=NOON)
    third = add_side(process=process, name="Isle", by=keeper, at=NOON)
    with pytest.raises(CannotRecord, match="Another side"):
        name_partition(side=third, party=parties["north"], by=keeper, at=NOON)


@pytest.mark.django_db
def test_a_plan_is_made_again_on_its_page_after_somebody_dropped_out(people, parties):
    made = world(parties)
    plan = planned(made).plan
    gone = plan.lines.filter(batch__isnull=False, line__holder=made.sides[0]).first().line
    withhold_lines(lines=[gone], reason="Before a court", by=made.north, at=NOON)
    keeper = Walker(sign_in(Client(), made.keeper))
    keeper.open(f"/exchanges/{made.exchange.uid}/")
    assert "1 line of the plan does not stand any more" in keeper.said
    keeper.follow("To the plan").press("Make the plan again")
    assert "Waiting" in keeper.said
    run_plan(job=PlanJob.objects.latest("pk"), at=NOON)
    keeper.open(keeper.address)
    assert "This plan stands" in keeper.said
    assert "New: 1. In another batch: 0. Gone: 1." in keeper.said
    (stays,) = [one for one in made.lines[0] if plan.lines.get(line=one).batch is None]
    keeper.open(f"/exchanges/lines/{stays.uid}/")
    assert "Goes in batch" in keeper.said
    old = keeper.open(f"/exchanges/plans/{plan.uid}/")
    assert "This plan was made again since" in old.said
    assert not old.has("Make the plan again")


@pytest.mark.django_db
def test_counts_of_a_plan_open_to_their_people(people, parties):
    made = world(parties)
    planned(made)
    north = Walker(sign_in(Client(), made.north))
    north.open(f"/exchanges/{made.exchange.uid}/").follow("The plan that stands")
    links = [(text, href) for text, href in north.shown.links if href.startswith("?batch")]
    assert sum(int(text) for text, _href in links) == 6
    page = north.address
    for text, href in links:
        north.open(page + href.partition("#")[0])
        codes = [one for one, to in north.shown.links if "/lines/" in to]
        assert len(codes) == int(text)


@pytest.mark.django_db
def test_a_list_is_drawn_from_those_the_side_holds_or_the_other_side_seeks_alone(people, parties):
    made = world(parties)
    north, south = (side.party for side in made.sides)
    for party in (north, south):
        for kind in ("sought", "deceased"):
            held_list(party, made.keeper, [f"One{kind}"], kind)
    told = {
        who: {source.kind for source in SourceForm(made.lists[0], viewer).fields["source"].queryset}
        for who, viewer in (("holder", made.north), ("other", made.south), ("keeper", made.keeper))
    }
    assert told == {"holder": {"held"}, "other": {"sought"}, "keeper": {"held", "sought"}}


@pytest.mark.django_db
def test_the_board_offers_no_side_what_it_may_not_do(people, parties):
    made = world(parties)
    told = {
        who: [
            {verb for verb, _ in verbs_of(one, mine)} & {"withhold", "take_off"}
            for one in made.lists
        ]
        for who, mine in (("north", made.sides[0]), ("keeper", None))
    }
    both = {"withhold", "take_off"}
    assert told == {"north": [both, set()], "keeper": [both, both]}
    page = Walker(sign_in(Client(), made.north)).open(f"/exchanges/{made.exchange.uid}/board/")
    assert page.said.count("Withhold, for a stated reason") == 1  # of its own people
    assert page.said.count("Refuse, for a reason") == 2


@pytest.mark.django_db
def test_after_new_terms_the_next_step_is_a_new_version_and_not_the_draw(people, parties):
    made = world(parties)
    for list_ in made.lists:
        freeze_list(list=list_, by=made.keeper, at=NOON)
    set_terms(exchange=made.exchange, terms=terms(n=1), by=made.keeper, at=NOON)
    keeper = Walker(sign_in(Client(), made.keeper)).open(f"/exchanges/{made.exchange.uid}/")
    assert "The terms changed since the list of those Northland holds was frozen" in keeper.said
    keeper.press("Draw it up")
    assert "version 2" in keeper.said


@pytest.mark.django_db
def test_what_was_promised_is_told_apart_from_what_is_agreed_for_one_exchange(people, parties):
    by = negotiator()
    _, north, south = talks(by, parties=parties)
    whole = promise(
        north, by, bound=[north, south], comparator="at_least", value=9, per="each_side"
    )
    made = open_exchange(commitment=whole, sides=(north, south), title="A part", by=by, at=NOON)
    page = f"/exchanges/{made.uid}/"
    client = sign_in(Client(), by)
    assert promised_of(made, by) == [9, 9]
    assert "agreed for this exchange" not in client.get(page).text
    set_terms(exchange=made, terms=terms(n=2), by=by, at=NOON)
    context = client.get(page).context
    assert (context["promised"], context["agreed"]) == ([9, 9], [2, 2])
    set_terms(exchange=made, terms=terms(n=9), by=by, at=NOON)
    assert "agreed for this exchange" not in client.get(page).text


@pytest.mark.django_db
def test_a_workbook_says_as_the_board_does_that_a_line_is_accepted_with_its_list(people, parties):
    made = world(parties)
    for stands in ("proposed", "accepted with the list"):
        file = export_list(list=made.lists[0], by=made.keeper, at=NOON)
        (sheet,) = CalamineWorkbook.from_filelike(io.BytesIO(file)).sheet_names
        rows = CalamineWorkbook.from_filelike(io.BytesIO(file)).get_sheet_by_name(sheet).to_python()
        assert {row[4] for row in rows[1:]} == {stands}
        if stands == "proposed":
            agreed(made)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["uk", "ru", "ar"])
def test_terms_that_mean_nothing_are_refused_in_the_readers_language(people, parties, language):
    made = world(parties)
    beside = terms(kind="all", categories=("sw",))
    with translation.override(language), pytest.raises(CannotExchange) as refused:
        set_terms(exchange=made.exchange, terms=beside, by=made.keeper, at=NOON)
    assert "travel beside the count" not in str(refused.value)


@pytest.mark.django_db
def test_the_keeper_is_told_that_a_side_cannot_see_its_own_exchange(people, parties):
    closed = opened(parties, filing=Filing())[0]
    shared = Filing(confidentiality="shared", shared_with=[parties["north"]])
    half = opened(parties, filing=shared)[0]
    whole = opened(parties)[0]
    keeper = negotiator()
    told = {
        one.title + str(one.pk): [
            (kind, [str(side.party) for side in sides])
            for kind, _row, sides in closed_to_sides(one, keeper)
        ]
        for one in (closed, half, whole)
    }
    both, south = ["Northland", "Southland"], ["Southland"]
    assert list(told.values()) == [
        [("process", both), ("commitment", both)], [("process", south), ("commitment", south)], [],
    ]  # fmt: skip
    page = Walker(sign_in(Client(), keeper)).open(f"/exchanges/{closed.uid}/")
    page.follow("Open the promise to them")
    north = negotiator("Northland Bureau")
    assert exchanges_visible_to(north).filter(pk=half.pk).exists()
    assert closed_to_sides(half, north) == []
