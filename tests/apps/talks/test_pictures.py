"""Pictures say what their tables say: each count by itself, "at least" open, offers unnumbered."""

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from register.judging import lines, person_list
from talks.talking import IN_CONFIDENCE, PUBLIC, negotiator, one_of_each, promise, talks

from conftest import NOON, sign_in
from wayhome.apps.audit.models import Read, Role
from wayhome.apps.talks.selectors.kept import Code
from wayhome.apps.talks.selectors.overview import overview_of
from wayhome.apps.talks.selectors.pictures.lengths import share
from wayhome.apps.talks.services.commitments import Put, attach_list, record_lapse
from wayhome.apps.talks.services.deliveries import record_delivery, record_number
from wayhome.apps.talks.services.processes import add_issue
from wayhome.apps.talks.services.proposals import record_proposal, record_response
from wayhome.apps.talks.services.rounds import Meeting, record_round
from wayhome.apps.talks.services.statements import record_position
from wayhome.apps.talks.services.terms import Deadline, Given

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)


@pytest.fixture
def by(people):
    return negotiator("Lantern Agency", Role.REGISTRAR)


@pytest.fixture
def table(by, parties):
    return talks(by, parties=parties)


def due(day):
    return Deadline(raw="by then", latest=day, sense="by", basis="stated")


def delivered(made, giver, number, by, **given):
    told = {"unit": "captive", "day": "2026-03-01", "counting_rule": "heads", **given}
    return record_delivery(
        commitment=made, giver=giver, quantity=number, by=by, at=NOON, filing=PUBLIC, **told
    )


def percent(written):
    return float(written.removesuffix("%"))


@given(st.integers(-5, 10**9), st.integers(0, 10**9))
def test_a_length_is_its_share_and_never_longer_than_the_picture(part, whole):
    length = percent(share(part, whole))
    assert 0 <= length <= 100
    if 0 <= part <= whole and whole:
        assert length == pytest.approx(100 * part / whole, abs=0.005)


def test_each_count_is_a_bar_of_its_own(by, table):
    process, north, south = table
    terms = {"comparator": "at_least", "value": 1200, "per": "each_side", "giver": None}
    puts = [
        Put(terms=Given(what="exchange", unit="captive", **terms), side=s) for s in (north, south)
    ]
    made = promise(north, by, bound=[north, south], wordings=puts)
    for counter, number in ((north, 624), (south, 611)):
        delivered(made, north, number, by, counted_by=counter, receiver=south)
    (kept,) = overview_of(process, by, TODAY).kept
    told = [(bar.giver.name, bar.counted_by.name, bar.state.done) for bar in kept.bars]
    assert told == [
        ("Northland", "Northland", 624), ("Northland", "Southland", 611),
        ("Southland", "Northland", 0), ("Southland", "Southland", 0),
    ]  # fmt: skip
    for bar in kept.bars:
        assert percent(bar.done) / percent(bar.promised) == pytest.approx(
            bar.state.done / 1200, abs=0.001
        )
        assert percent(bar.promised) < percent(bar.beyond) <= 100  # the open end
        assert [said.side.name for said in bar.wordings] == ["Northland", "Southland"]


def test_other_terms_are_another_bar(by, table):
    process, north, south = table
    puts = [
        Put(terms=Given(unit="captive", comparator=how, value=100, giver=north), side=side)
        for how, side in (("exactly", north), ("at_least", south))
    ]
    promise(north, by, wordings=puts)
    (kept,) = overview_of(process, by, TODAY).kept
    assert [bar.state.is_open_end for bar in kept.bars] == [False, True]


def test_an_offer_has_no_number_to_keep(by, table):
    process, north, south = table
    given = {"proposed_by": south, "to": [north], "by": by, "at": NOON, "filing": PUBLIC}
    terms = Given(unit="body", comparator="exactly", value=3000, giver=south)
    offer = record_proposal(gist="Another 3,000 bodies", terms=terms, **given)
    taken = record_proposal(gist="Two visits", **given)
    record_response(proposal=taken, given_by=north, kind="accepted", by=by, at=NOON, filing=PUBLIC)
    seen = overview_of(process, by, TODAY)
    assert list(seen.offered) == [offer]
    assert seen.unanswered == offer
    page = sign_in(Client(), by).get(f"/talks/{process.uid}/").content.decode()
    (shown,) = re.findall(r"<tr>(?:(?!</tr>).)*Another 3,000 bodies.*?</tr>", page, re.DOTALL)
    assert "offered, not accepted" in shown
    assert "<rect" not in shown


def test_what_is_overdue_comes_first(by, table):
    process, north, _south = table
    days = {"late": -3, "later": 30, "latest": -40, "soon": 5}
    for title, left in days.items():
        terms = {"comparator": "exactly", "value": 9, "deadline": due(TODAY + timedelta(left))}
        promise(north, by, title=title, **terms)
    kept = promise(
        north, by, title="kept", comparator="exactly", value=9,
        deadline=due(TODAY - timedelta(60)),
    )  # fmt: skip
    delivered(kept, north, 9, by, counted_by=north)
    shown = overview_of(process, by, TODAY).due
    assert [one.row.title for one in shown] == ["latest", "late", "soon", "later", "kept"]
    assert [one.days_late for one in shown if one.is_late] == [40, 3]
    for one in shown:  # every bar lies between today and its day
        ends = sorted((percent(one.today), percent(one.spot)))
        assert percent(one.start) == pytest.approx(ends[0], abs=0.02)
        assert percent(one.length) == pytest.approx(ends[1] - ends[0], abs=0.03)


def test_a_promise_is_as_far_as_the_least_of_its_counts(by, table):
    process, north, south = table
    made = promise(north, by, comparator="exactly", value=100)
    delivered(made, north, 100, by, counted_by=north)
    assert overview_of(process, by, TODAY).codes == [(Code.KEPT, 1)]
    delivered(made, north, 97, by, counted_by=south)
    assert overview_of(process, by, TODAY).codes == [(Code.PARTLY, 1)]
    record_lapse(
        commitment=made, side=south, day="2026-05-01", reason="x", by=by, at=NOON, filing=PUBLIC
    )
    assert overview_of(process, by, TODAY).codes == [(Code.LAPSED, 1)]


@given(st.lists(st.dates(date(2026, 1, 1), date(2026, 12, 31)).map(str) | st.just(""), max_size=8))
def test_rounds_stand_in_their_order_and_apart(starts):
    from wayhome.apps.talks.selectors.kept import first_day  # noqa: PLC0415
    from wayhome.apps.talks.selectors.pictures.timeline import _along  # noqa: PLC0415

    days = sorted(starts)
    spots = _along([first_day(day) if day else None for day in days])
    assert [bool(spot) for spot in spots] == [bool(day) for day in days]
    known = [percent(spot) for spot in spots if spot]
    assert all(after - before > 4 for before, after in pairwise(known))
    assert all(0 <= one <= 100 for one in known)


def test_what_a_round_yielded_can_be_opened(by, table):
    process, north, south = table
    rows = one_of_each(by, process, north, south)
    record_round(process=process, meeting=Meeting(place="Nowhere"), by=by, at=NOON)
    undated, held = overview_of(process, by, TODAY).timeline
    assert (undated.along, held.commitments, held.positions, held.statements) == ("", 1, 1, 1)
    page = sign_in(Client(), by).get(f"/talks/rounds/{rows.round.uid}/").content.decode()
    for told in ("Captives, 1,200 each", "For it", "Ми згодні."):
        assert told in page


def test_the_latest_position_with_those_before_it(by, table):
    process, north, south = table
    issue = add_issue(process=process, name="Ceasefire", by=by, at=NOON, filing=PUBLIC)
    for day, gist in (("2026-05-01", "second"), ("2026-03-01", "first"), ("2026-06-01", "third")):
        record_position(
            side=north, issue=issue, gist=gist, as_of_date=day, by=by, at=NOON, filing=PUBLIC
        )
    record_position(side=south, issue=issue, gist="other", by=by, at=NOON, filing=PUBLIC)
    (standing,) = overview_of(process, by, TODAY).standings
    ours, theirs = standing.cells
    assert (ours.latest.gist, [one.gist for one in ours.earlier]) == ("third", ["second", "first"])
    assert (theirs.latest.gist, theirs.earlier) == ("other", [])


def test_rival_numbers_stand_side_by_side(by, table):
    process, north, south = table
    for side, value, topic in ((north, 6057, "Bodies"), (south, 6060, "bodies")):
        record_number(
            process=process, topic=topic, unit="body", value=value, side=side, by=by, at=NOON,
            filing=PUBLIC,
        )  # fmt: skip
    record_number(
        process=process, topic="bodies", unit="captive", value=1, side=south, by=by, at=NOON
    )
    first, second = overview_of(process, by, TODAY).topics
    assert [one.claim.value for one in first.claims] == [6057, 6060]
    assert [one.reach for one in first.claims] == [share(6057, 6060), "100.00%"]
    assert len(second.claims) == 1


def test_from_a_number_to_the_lines_that_prove_it(by, table, parties, people):
    process, north, south = table
    entries = lines(parties["south"], ["Aldren", "Berrit", "Corvin"])
    brought = person_list(by.organisation, by, "held", entries)
    made = promise(north, by, comparator="exactly", value=9)
    attach_list(commitment=made, list=brought, by=by, at=NOON, filing=PUBLIC)
    proven = delivered(made, north, 2, by, counted_by=south, entries=entries[:2])
    delivered(made, north, 5, by, counted_by=south)
    desk = sign_in(Client(), by)
    page = desk.get(f"/talks/{process.uid}/").content.decode()
    assert f'href="/talks/commitments/{made.uid}/counts/#count-1">7</a>' in page
    counts = desk.get(f"/talks/commitments/{made.uid}/counts/").content.decode()
    assert f'href="/talks/deliveries/{proven.uid}/rows/">2</a>' in counts
    proof = desk.get(f"/talks/deliveries/{proven.uid}/rows/").content.decode()
    assert ("Aldren" in proof, "Berrit" in proof, "Corvin" in proof) == (True, True, False)
    assert Read.objects.filter(by=by, how="viewed").count() == 2
    (funnel,) = overview_of(process, by, TODAY).funnels
    told = {stage.code: stage.lines for stage in funnel.stages}
    assert told == {"lines": 3, "put": 0, "answered": 0, "verified": 0, "returned": 2}
    back = desk.get(f"/talks/lists/{funnel.link.uid}/returned/").content.decode()
    assert ("Berrit" in back, "Corvin" in back) == (True, False)
    # The party whose lines they are learns nothing of the tie.
    theirs = sign_in(Client(), people["outsider"])
    counts = theirs.get(f"/talks/commitments/{made.uid}/counts/").content.decode()
    assert "/rows/" not in counts.replace("/talks/rows/", "")
    assert "Aldren" not in theirs.get(f"/talks/deliveries/{proven.uid}/rows/").content.decode()
    assert theirs.get(f"/talks/lists/{funnel.link.uid}/returned/").status_code == 404


def test_the_public_sheet_has_totals_and_nobody(by, table, people):
    process, north, south = table
    one_of_each(by, process, north, south, mark=" open")
    one_of_each(by, process, north, south, IN_CONFIDENCE, mark=" whispered")
    sheets = [
        sign_in(Client(), who).get(f"/talks/{process.uid}/sheet/").content.decode()
        for who in (by, people["registrar"], people["northern"])
    ]
    mains = {re.search(r"<h1.*</main>", sheet, re.DOTALL)[0] for sheet in sheets}
    assert len(mains) == 1  # the same for whoever asks
    (sheet,) = mains
    assert "1,200 each open" in sheet
    assert re.search(r"300\s*<span[^>]*>/ 1,200\+", sheet)
    for kept_back in ("whispered", "Norden", "Observatory", "Ми згодні"):
        assert kept_back not in sheet


def test_talks_that_are_not_public_have_no_sheet(by, parties):
    process, *_sides = talks(by, parties=parties, filing=IN_CONFIDENCE)
    assert sign_in(Client(), by).get(f"/talks/{process.uid}/sheet/").status_code == 404
