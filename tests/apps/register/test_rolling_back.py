"""What the machine proposed about lines of a list that was rolled back waits no longer."""

from datetime import timedelta

import pytest

from apps.register.bringing import ROWS, bring
from conftest import NOON
from wayhome.apps.audit.models import Entry
from wayhome.apps.register.models import CandidateMatch, Job, Judgement, Lease, ListEntry
from wayhome.apps.register.selectors.candidates import Narrowed, next_candidate
from wayhome.apps.register.services import matching
from wayhome.apps.register.services.imports import roll_back_list
from wayhome.apps.register.services.judgements import (
    CannotJudge,
    confirm_judgement,
    decline_judgement,
    propose_judgement,
)
from wayhome.apps.register.services.leases import take_leases
from wayhome.apps.register.services.matching import Against, run_match, start_match

pytestmark = pytest.mark.django_db


@pytest.fixture
def lists(people):
    """A list, and one of another office that has the same people."""
    return bring(people), bring(people, office="Southland Bureau", title="Held", kind="held")


def roll_back(made, people):
    roll_back_list(list=made, reason="wrong file", by=people["registrar"], at=NOON)


def compared(lists, people, **how):
    job = start_match(by=people["proposer"], list_a=lists[0], list_b=lists[1], at=NOON, **how)
    run_match(job=job, at=NOON)
    return list(CandidateMatch.objects.order_by("pk"))


def proposed(pair, people):
    return propose_judgement(
        entry_a=pair.entry_a, entry_b=pair.entry_b, candidate=pair, verdict="same",
        reason="as seen", by=people["proposer"], at=NOON,
    )  # fmt: skip


def waiting():
    return set(CandidateMatch.objects.filter(open=True))


@pytest.mark.both_databases
def test_pairs_close_and_nobody_holds_them(people, lists):
    pairs = compared(lists, people)
    assert waiting() == set(pairs) != set()
    take_leases(candidates=pairs, by=people["proposer"], at=NOON)
    roll_back(lists[1], people)
    assert not waiting()
    assert not Lease.objects.exists()
    after = NOON + timedelta(hours=1)
    assert next_candidate(people["proposer"], Narrowed(), skipped=(), at=after) is None


def test_pairs_of_lines_that_stand_elsewhere_stay_open(people, lists):
    """The next version repeats them; rolling that back takes nothing away."""
    pairs = compared(lists, people)
    new = "Мельник;Іван;;1991;НК-8;;;"
    again = bring(people, *ROWS, new, office="Southland Bureau", kind="held", predecessor=lists[1])
    roll_back(again, people)
    assert waiting() == set(pairs)


def test_pairs_wait_again_when_their_lines_return(people):
    """But not those that were judged meanwhile, and not those whose other line is gone."""
    first = bring(people, ROWS[2])
    with_all = bring(people, *ROWS, predecessor=first)
    other = bring(people, *ROWS, office="Southland Bureau", title="Held", kind="held")
    pairs = compared((with_all, other), people)
    confirmed = proposed(pairs[0], people)
    confirm_judgement(judgement=confirmed, by=people["signer"], at=NOON)
    left = waiting()
    assert left
    roll_back(with_all, people)
    standing = set(ListEntry.objects.filter(appearances__list__in=[first, other]))
    assert waiting() == {one for one in left if {one.entry_a, one.entry_b} <= standing} != left
    bring(people, *ROWS, predecessor=first)
    assert waiting() == left
    roll_back(other, people)
    assert not waiting()


def test_a_proposal_stays_but_is_not_confirmed_before_its_lines_return(people, lists):
    pairs = compared(lists, people)
    made = proposed(pairs[0], people)
    roll_back(lists[1], people)
    made.refresh_from_db()
    assert made.state == Judgement.State.PROPOSED
    with pytest.raises(CannotJudge, match="rolled back"):
        confirm_judgement(judgement=made, by=people["signer"], at=NOON)
    with pytest.raises(CannotJudge, match="rolled back"):
        proposed(pairs[1], people)
    decline_judgement(judgement=made, reason="gone", by=people["signer"], at=NOON)
    assert not waiting()


def test_comparisons_with_it_stop(people, lists, monkeypatch):
    asked = start_match(by=people["proposer"], list_a=lists[0], list_b=lists[1], at=NOON)
    other = start_match(by=people["proposer"], list_a=lists[0], against=Against.ITSELF, at=NOON)
    roll_back(lists[1], people)
    asked.refresh_from_db()
    other.refresh_from_db()
    assert (asked.state, other.state) == (Job.State.CANCELLED, Job.State.WAITING)
    real = matching.running.compare

    def rolled_back_meanwhile(*args, **kwargs):
        found = real(*args, **kwargs)
        roll_back(lists[0], people)
        return found

    monkeypatch.setattr(matching.running, "compare", rolled_back_meanwhile)
    run_match(job=other, at=NOON)
    assert not CandidateMatch.objects.exists()


def test_a_comparison_with_the_register_leaves_its_lines_out(people, lists, monkeypatch):
    real = matching.running.compare

    def rolled_back_meanwhile(*args, **kwargs):
        found = real(*args, **kwargs)
        roll_back(lists[1], people)
        return found

    monkeypatch.setattr(matching.running, "compare", rolled_back_meanwhile)
    job = start_match(by=people["proposer"], list_a=lists[0], against=Against.REGISTER, at=NOON)
    run_match(job=job, at=NOON)
    job.refresh_from_db()
    assert (job.state, CandidateMatch.objects.count()) == (Job.State.DONE, 0)


def test_the_history_tells_the_party_nothing_of_the_keepers_pairs(people, lists):
    """Its entry is the same whether the keeper compared the list or not."""
    compared(lists, people)
    roll_back(lists[1], people)
    roll_back(lists[0], people)
    told = Entry.objects.filter(act="list_rolled_back").values_list("leaf", flat=True)
    assert not any("pair" in leaf or "candidate" in leaf for leaf in told)
