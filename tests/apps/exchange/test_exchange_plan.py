"""The salt that nobody chose; the plan, its reasons, its file; the plan again after a drop-out."""

import hashlib
import json

import pytest
from django.utils import translation
from exchange.exchanging import SHARES, absent, agreed, drawn, planned, terms, world

from conftest import NOON
from wayhome.apps.exchange.models import Acceptance, AgreedLine, Plan, PlanJob
from wayhome.apps.exchange.selectors.changes import changes_of, substitutes_for
from wayhome.apps.exchange.selectors.draws import salt_of
from wayhome.apps.exchange.selectors.funnel import STEPS, funnel_of, lines_at
from wayhome.apps.exchange.selectors.lines import lines_visible_to
from wayhome.apps.exchange.selectors.plans import (
    dropped_from,
    jobs_visible_to,
    plan_lines,
    refusal_in_words,
    standing_plan,
)
from wayhome.apps.exchange.selectors.reasons import REASONS
from wayhome.apps.exchange.selectors.terms import terms_of
from wayhome.apps.exchange.services.agreeing import withdraw_acceptance
from wayhome.apps.exchange.services.answering import withhold_lines
from wayhome.apps.exchange.services.draws import commit_share, open_draw, reveal_share
from wayhome.apps.exchange.services.exchanges import close_exchange, set_terms
from wayhome.apps.exchange.services.facts import Facts, state_facts, travel_together
from wayhome.apps.exchange.services.lists import draw_up_list
from wayhome.apps.exchange.services.planning import (
    begin_again,
    run_plan,
    running,
    start_mending,
    start_plan,
    stop_plan,
)
from wayhome.apps.exchange.services.refusals import CannotExchange
from wayhome.apps.exchange.tasks.planning import take_up
from wayhome.engines import planning
from wayhome.engines.planning import list_hash, read_plan, read_problem, verify_plan
from wayhome.files.messages import message
from wayhome.values import Cancelled

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(people, parties):
    return world(parties)


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


def going(plan, viewer):
    return {one.line.code for one in plan_lines(plan, viewer) if one.batch is not None}


def test_no_draw_before_both_sides_agree(made):
    with pytest.raises(CannotExchange, match="accepted"):
        open_draw(exchange=made.exchange, by=made.keeper, at=NOON)
    agreed(made)
    with pytest.raises(CannotExchange, match="open already"):
        open_draw(exchange=made.exchange, by=made.keeper, at=NOON)
    with pytest.raises(CannotExchange, match="draw has begun"):
        set_terms(exchange=made.exchange, terms=terms(1), by=made.keeper, at=NOON)


def test_nobody_shows_a_share_before_all_committed_nor_another_one(made):
    draw, (north, south) = agreed(made), made.sides
    commit_share(draw=draw, side=north, sha256=digest(SHARES[0]), by=made.north, at=NOON)
    with pytest.raises(CannotExchange, match="committed"):
        reveal_share(draw=draw, side=north, salt=SHARES[0], by=made.north, at=NOON)
    for side, text, by in ((south, SHARES[0], made.south), (north, SHARES[1], made.north)):
        with pytest.raises(CannotExchange, match=r"before|already"):
            commit_share(draw=draw, side=side, sha256=digest(text), by=by, at=NOON)
    with pytest.raises(CannotExchange, match="not there"):
        commit_share(draw=draw, side=None, sha256=digest(SHARES[2]), by=made.north, at=NOON)
    commit_share(draw=draw, side=south, sha256=digest(SHARES[1]), by=made.south, at=NOON)
    commit_share(draw=draw, side=None, sha256=digest(SHARES[2]), by=made.keeper, at=NOON)
    with pytest.raises(CannotExchange, match="not what"):
        reveal_share(draw=draw, side=south, salt=SHARES[0], by=made.south, at=NOON)
    reveal_share(draw=draw, side=south, salt=SHARES[1], by=made.south, at=NOON)
    assert salt_of(draw) is None


def test_the_salt_follows_from_the_shares_by_a_stated_rule(made):
    told = json.dumps({"shares": list(SHARES)}, separators=(",", ":"))
    assert salt_of(drawn(made)) == digest(told)


def test_the_plan_is_verified_kept_and_read_by_both_sides(made):
    job = planned(made)
    assert (job.state, job.done) == (PlanJob.State.DONE, job.total)
    for viewer in (made.keeper, made.north, made.south):
        plan = standing_plan(made.exchange, viewer)
        problem, document = read_problem(plan.problem), read_plan(plan.document)
        assert verify_plan(problem, document) == ()
        assert plan.list_hash == list_hash(document.lines)
        assert problem.salt == salt_of(job.draw)
        assert len(going(plan, viewer)) == 4
        for line in (*made.lines[0], *made.lines[1]):
            assert line.entry.surname not in plan.problem + plan.document
    with pytest.raises(CannotExchange, match="already"):
        start_plan(draw=job.draw, by=made.keeper, at=NOON)


def test_why_a_line_goes_or_stays_is_told_to_who_holds_it(made):
    planned(made)
    plan = standing_plan(made.exchange, made.north)
    rows = {viewer: plan_lines(plan, viewer) for viewer in (made.keeper, made.north, made.south)}
    assert all(one.reason for one in rows[made.keeper])
    for viewer, own in ((made.north, 0), (made.south, 1)):
        assert all(bool(one.reason) == (one.line.holder.number == own) for one in rows[viewer])
    codes = [[one.line.code for one in told] for told in rows.values()]
    assert codes[0] == codes[1] == codes[2]
    assert set(plan.lines.values_list("code", flat=True)) <= set(REASONS)


def test_only_the_keeper_makes_plans(made):
    draw = drawn(made)
    with pytest.raises(CannotExchange):
        start_plan(draw=draw, by=made.north, at=NOON)
    job = start_plan(draw=draw, by=made.keeper, at=NOON)
    assert not jobs_visible_to(made.north).exists()
    with pytest.raises(CannotExchange, match="under way"):
        start_plan(draw=draw, by=made.keeper, at=NOON)
    stop_plan(job=job, by=made.keeper, at=NOON)
    with pytest.raises(Cancelled):
        run_plan(job=job, at=NOON)
    with pytest.raises(CannotExchange, match="over"):
        stop_plan(job=job, by=made.keeper, at=NOON)


def test_stopped_in_the_middle_it_leaves_nothing(made, monkeypatch):
    job = start_plan(draw=drawn(made), by=made.keeper, at=NOON)
    monkeypatch.setattr(
        "wayhome.engines.planning.verify_plan",
        lambda *_: stop_plan(job=job, by=made.keeper, at=NOON),
    )
    run_plan(job=job, at=NOON)
    assert job.state == PlanJob.State.CANCELLED
    assert not Plan.objects.exists()


@pytest.mark.parametrize("n", [2, 4])
def test_asked_to_stop_it_stops_within_an_aim_and_within_the_search_for_what_clashes(
    people, parties, monkeypatch, n
):
    """Of four for four there is no plan: then it is the search for clashing rules that stops."""
    made = world(parties, n=n)
    job = start_plan(draw=drawn(made), by=made.keeper, at=NOON)
    monkeypatch.setattr(running, "LOOK_EVERY", 0)
    begin = planning.plan_exchange if n == 2 else planning.find_conflict

    def stopped(problem, *, stop):
        assert not stop()
        stop_plan(job=job, by=made.keeper, at=NOON)
        return begin(problem, stop=stop)

    monkeypatch.setattr(planning, begin.__name__, stopped)
    monkeypatch.setattr(planning, "verify_plan", lambda *_: pytest.fail("It went on."))
    run_plan(job=job, at=NOON)
    assert (job.state, job.refusal, job.clashes) == (PlanJob.State.CANCELLED, "", [])


def test_what_was_asked_for_and_never_queued_is_taken_up(made):
    start_plan(draw=drawn(made), by=made.keeper, at=NOON)
    assert take_up() == 1


def test_a_plan_whose_worker_died_is_begun_again(made):
    job = start_plan(draw=drawn(made), by=made.keeper, at=NOON)
    PlanJob.objects.filter(pk=job.pk).update(state="running", started_at=NOON)
    job.refresh_from_db()
    assert begin_again(job=job, at=NOON)
    run_plan(job=job, at=NOON)
    assert job.state == PlanJob.State.DONE


def test_without_a_plan_the_rules_that_clash_are_named(people, parties):
    made = world(parties, n=4)
    job = planned(made)
    assert (job.state, job.refusal) == (PlanJob.State.FAILED, "no_plan")
    assert job.clashes
    assert refusal_in_words(job).startswith("No plan keeps all the rules")


def test_without_a_solver_a_sentence_says_so(made, monkeypatch):
    draw = drawn(made)
    monkeypatch.setattr(
        "wayhome.apps.exchange.services.planning.asking.find_spec", lambda _name: None
    )
    with pytest.raises(CannotExchange, match="OR-Tools"):
        start_plan(draw=draw, by=made.keeper, at=NOON)


def test_after_a_drop_out_as_few_lines_change_as_can(made, people):
    job = planned(made)
    before = standing_plan(made.exchange, made.keeper)
    with pytest.raises(CannotExchange, match="can still go"):
        start_mending(plan=before, by=made.keeper, at=NOON)
    gone = next(line for line in made.lines[0] if line.code in going(before, made.keeper))
    absent(people, gone)
    mending = start_mending(plan=before, by=made.keeper, at=NOON)
    assert dropped_from(before) == [gone.code]
    run_plan(job=mending, at=NOON)
    assert mending.state == PlanJob.State.DONE
    after = standing_plan(made.exchange, made.keeper)
    assert after.mends == before
    assert after.draw == job.draw
    was, is_now = going(before, made.keeper), going(after, made.keeper)
    assert was - is_now == {gone.code}
    for viewer in (made.keeper, made.north, made.south):
        told = changes_of(after, viewer)
        assert [line.code for line in told.gone] == [gone.code]
        assert {line.code for line in told.added} == is_now - was
        assert changes_of(before, viewer) is None
    (instead,) = substitutes_for(gone, before, made.north)
    assert is_now - was == {instead.code}
    assert substitutes_for(gone, before, made.south) == []
    assert verify_plan(read_problem(after.problem), read_plan(after.document)) == ()


def test_who_is_withheld_after_the_freeze_is_not_available(made):
    draw = drawn(made)
    line = made.lines[1][0]
    withhold_lines(lines=[line], reason="trial", by=made.south, at=NOON)
    planned(made, draw)
    plan = standing_plan(made.exchange, made.south)
    assert line.code not in going(plan, made.south)
    (row,) = [row for row in json.loads(plan.problem)["P"] if row["i"] == line.code]
    assert row["ex"] is True


def test_once_the_draw_is_open_nobody_begins_anew(made):
    draw = drawn(made)
    for side, by in zip(made.sides, (made.north, made.south), strict=True):
        with pytest.raises(CannotExchange, match="draw has begun"):
            draw_up_list(holder=side, drawn_up_by=side, by=by, at=NOON)
    taken_back = Acceptance.objects.filter(side=made.sides[1]).first()
    withdraw_acceptance(acceptance=taken_back, reason="no", by=made.south, at=NOON)
    with pytest.raises(CannotExchange, match="took back"):
        start_plan(draw=draw, by=made.keeper, at=NOON)


def test_the_wounded_go_beside_the_count_and_a_group_together(made):
    sick, *pair = made.lines[0]
    state_facts(line=sick, facts=Facts(categories=["sw"]), by=made.north, at=NOON)
    travel_together(lines=pair, by=made.north, at=NOON)
    planned(made)
    plan = standing_plan(made.exchange, made.north)
    batches = {one.line.pk: one.batch for one in plan_lines(plan, made.north)}
    assert batches[sick.pk] == 0
    assert batches[pair[0].pk] == batches[pair[1].pk] is not None
    assert len(going(plan, made.north)) == 5


def test_every_count_of_the_funnel_opens_to_its_lines(made, people):
    absent(people, made.lines[0][0])
    planned(made)
    for viewer in (made.keeper, made.north, made.south):
        steps = funnel_of(made.exchange, viewer)
        assert [step.code for step in steps] == list(STEPS)
        assert [step.counts for step in steps] == [
            {0: 3, 1: 3}, {0: 2, 1: 3}, {0: 2, 1: 3}, {0: 2, 1: 2}, {0: 0, 1: 0}, {0: 0, 1: 0},
        ]  # fmt: skip
        for step in steps:
            for side in made.sides:
                assert lines_at(side, step.code, viewer).count() == step.counts[side.number]


def test_closing_frees_its_people_for_another(made):
    planned(made)
    close_exchange(exchange=made.exchange, reason="carried out", by=made.keeper, at=NOON)
    assert not AgreedLine.objects.filter(given_up_at=None).exists()
    with pytest.raises(CannotExchange, match="closed"):
        draw_up_list(holder=made.sides[0], drawn_up_by=made.sides[0], by=made.north, at=NOON)
    assert lines_visible_to(made.north).count() == 6


def test_terms_are_read_back_as_they_were_set(made):
    wanted = terms(
        kind="ratio", ratio=(2, 1), parity=3, quotas={(0, "wom"): 1}, site_room={"X": (1, 2)}
    )
    set_terms(exchange=made.exchange, terms=wanted, by=made.keeper, at=NOON)
    assert terms_of(made.exchange) == wanted
    for wrong in (
        terms(days=()),
        terms(seats=((1,), (1,))),
        terms(quotas={(0, "civ"): 1}),
        terms(objectives=("beauty",)),
        terms(criteria={"criteria": [{"code": "x"}]}),
    ):
        with pytest.raises(CannotExchange):
            set_terms(exchange=made.exchange, terms=wrong, by=made.keeper, at=NOON)
    with translation.override("uk"), pytest.raises(CannotExchange) as told:
        set_terms(exchange=made.exchange, terms=wrong, by=made.keeper, at=NOON)
    assert str(told.value) == message("refusal.criterion_of_what", "uk", n=1)
