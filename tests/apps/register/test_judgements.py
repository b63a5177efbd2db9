"""Two people decide; what they decide can be undone; contradictions are said before they stand."""
# ruff: noqa: F811  fixtures are imported, then named as arguments

import json

import pytest
from django.db import IntegrityError, transaction
from judging import four, judged, lines, propose  # noqa: F401  fixture

from conftest import NOON
from wayhome.apps.audit.models import Entry
from wayhome.apps.audit.services import open_sealed
from wayhome.apps.audit.services.evidence import open_parts
from wayhome.apps.register.models import Answer, Assertion, CandidateMatch, Job, Judgement, Person
from wayhome.apps.register.policies import MOVES
from wayhome.apps.register.selectors.contradictions import (
    denied_within_one_person,
    standing_contradictions,
)
from wayhome.apps.register.selectors.judgements import (
    awaiting_confirmation_by,
    consequences_of,
    judgements_visible_to,
)
from wayhome.apps.register.services.erasure import approve_erasure, ask_erasure
from wayhome.apps.register.services.judgements import (
    CannotJudge,
    Contradicts,
    confirm_judgement,
    decline_judgement,
    propose_judgement,
    withdraw_judgement,
)

pytestmark = pytest.mark.django_db
SAME, NOT_SAME, UNSURE = Judgement.Verdict.SAME, Judgement.Verdict.NOT_SAME, "unsure"


@pytest.fixture
def candidate(four, people, parties):
    keeper = parties["keeper"]
    job = Job.objects.create(
        partition=keeper, kind=Job.Kind.MATCH, by=people["proposer"], asked_at=NOON
    )
    return CandidateMatch.objects.create(
        partition=keeper, entry_a=four[0], entry_b=four[1], job=job, weight=4.2, posterior=0.97,
        zone="review", reason="doubtful", parts=[], model="test",
    )  # fmt: skip


def test_proposed_by_one_and_confirmed_by_another(four, people):
    made = propose(four[1], four[0], people)
    assert (made.entry_a, made.entry_b) == (four[0], four[1])
    assert not Person.objects.exists()
    confirm_judgement(judgement=made, by=people["signer"], at=NOON)
    assert (made.state, made.decided_by, made.decided_at) == ("confirmed", people["signer"], NOON)
    assert Person.objects.count() == 1
    assert [entry.act for entry in Entry.objects.order_by("pk")] == [
        "judgement_proposed",
        "judgement_confirmed",
    ]


def test_the_history_keeps_the_reason_under_its_own_key_and_not_in_the_leaf(four, people):
    made = propose(four[0], four[1], people)
    entry = Entry.objects.get()
    assert "as seen" not in entry.leaf
    told = {
        part.key_id: json.loads(open_sealed(part.key, part.sealed, purpose="history"))["details"]
        for part in entry.parts.all()
    }
    judgement = str(made.uid)
    first, second = (line.key_id for line in four[:2])
    assert told == {
        first: {"judgement": judgement, "with": str(second)},
        second: {"judgement": judgement, "with": str(first)},
        made.key_id: {"judgement": judgement, "reason": "as seen"},
    }
    # Whoever may see either line's judgements reads the reason with it; a registrar does not.
    for who, reads in (("signer", True), ("registrar", False)):
        opened = open_parts(entry, people[who], about=first)
        assert ("reason" in {name for one in opened for name in one.details}) is reads


def test_nobody_confirms_or_declines_what_they_proposed(four, people):
    made = propose(four[0], four[1], people)
    with pytest.raises(CannotJudge, match="Another person"):
        confirm_judgement(judgement=made, by=people["proposer"], at=NOON)
    with pytest.raises(CannotJudge, match="Take it back"):
        decline_judgement(judgement=made, reason="no", by=people["proposer"], at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Judgement.objects.filter(pk=made.pk).update(
            state="confirmed", decided_by=people["proposer"], decided_at=NOON
        )


def test_it_is_confirmed_once(four, people):
    made = propose(four[0], four[1], people)
    stale = Judgement.objects.get(pk=made.pk)
    confirm_judgement(judgement=made, by=people["signer"], at=NOON)
    with pytest.raises(CannotJudge, match="just decided"):
        confirm_judgement(judgement=stale, by=people["second_signer"], at=NOON)
    with pytest.raises(CannotJudge, match="just decided"):
        decline_judgement(judgement=stale, reason="no", by=people["second_signer"], at=NOON)


@pytest.mark.parametrize("reason", ["", "  ", "x" * 1001])
def test_a_reason_is_asked_for(four, people, reason):
    with pytest.raises(CannotJudge, match="reason"):
        propose_judgement(
            entry_a=four[0], entry_b=four[1], verdict=SAME, reason=reason,
            by=people["proposer"], at=NOON,
        )  # fmt: skip
    made = judged(four[0], four[1], people)
    with pytest.raises(CannotJudge, match="reason"):
        withdraw_judgement(judgement=made, reason=reason, by=people["signer"], at=NOON)


def test_an_unknown_verdict_is_refused(four, people):
    with pytest.raises(CannotJudge, match="Choose one"):
        propose(four[0], four[1], people, verdict="perhaps")


def test_a_pair_has_one_standing_judgement(four, people):
    a, b, *_ = four
    made = propose(a, b, people)
    with pytest.raises(CannotJudge, match="just proposed"):
        propose(b, a, people, verdict=NOT_SAME)
    confirm_judgement(judgement=made, by=people["signer"], at=NOON)
    with pytest.raises(CannotJudge, match="judged already"):
        propose(a, b, people, verdict=NOT_SAME)


def test_unsure_is_remembered_and_gives_way_to_a_better_judgement(four, people):
    a, b, *_ = four
    unsure = judged(a, b, people, UNSURE)
    assert unsure.state == "confirmed"
    assert not Person.objects.exists()
    better = judged(a, b, people, SAME)
    unsure.refresh_from_db()
    assert (unsure.state, better.state) == ("withdrawn", "confirmed")
    assert (
        str(unsure.uid)
        in Entry.objects.get(act="judgement_confirmed", leaf__contains=str(better.uid)).leaf
    )


def test_a_declined_or_withdrawn_pair_is_open_for_review_again(candidate, four, people):
    def is_open():
        candidate.refresh_from_db()
        return candidate.open

    made = propose(four[0], four[1], people, candidate=candidate)
    assert not is_open()
    decline_judgement(judgement=made, reason="see the unit", by=people["signer"], at=NOON)
    assert (made.state, made.decided_reason) == ("declined", "see the unit")
    assert is_open()
    made = judged(four[0], four[1], people)
    assert not is_open()
    withdraw_judgement(judgement=made, reason="another man", by=people["signer"], at=NOON)
    assert is_open()


def test_a_proposal_is_taken_back_by_its_proposer_alone(four, people):
    made = propose(four[0], four[1], people)
    with pytest.raises(CannotJudge, match="Only its proposer"):
        withdraw_judgement(judgement=made, reason="no", by=people["signer"], at=NOON)
    withdraw_judgement(judgement=made, reason="too early", by=people["proposer"], at=NOON)
    assert made.state == "withdrawn"
    with pytest.raises(CannotJudge, match="just decided"):
        withdraw_judgement(judgement=made, reason="again", by=people["proposer"], at=NOON)


def test_what_was_confirmed_is_withdrawn_by_those_who_may(four, people):
    made = judged(four[0], four[1], people)
    with pytest.raises(CannotJudge, match="approver"):
        withdraw_judgement(judgement=made, reason="no", by=people["proposer"], at=NOON)


def test_a_party_joins_only_lines_of_its_own(four, people, parties):
    foreign = lines(parties["south"], ["Elm"])[0]
    with pytest.raises(CannotJudge, match="not there"):
        propose_judgement(
            entry_a=four[0], entry_b=foreign, verdict=SAME, reason="x",
            by=people["northern"], at=NOON,
        )  # fmt: skip
    made = judged(four[0], foreign, people)
    with pytest.raises(CannotJudge, match="just decided"):
        withdraw_judgement(judgement=made, reason="x", by=people["northern_signer"], at=NOON)
    assert not judgements_visible_to(people["northern"]).exists()


def test_the_oldest_proposal_of_somebody_else_is_confirmed_first(four, people):
    a, b, c, _ = four
    first = propose(a, b, people)
    propose_judgement(entry_a=b, entry_b=c, verdict=SAME, reason="x", by=people["signer"], at=NOON)
    assert list(awaiting_confirmation_by(people["signer"])) == [first]
    assert not awaiting_confirmation_by(people["proposer"]).exists()


def erase(entry, people):
    asked = ask_erasure(entries=[entry], ground="wish", by=people["signer"], at=NOON)
    approve_erasure(request=asked, by=people["second_signer"], at=NOON)


def test_a_proposal_about_an_erased_line_waits_for_nobody_and_joins_nothing(four, people):
    made = propose(four[0], four[1], people)
    erase(four[0], people)
    made = Judgement.objects.get(pk=made.pk)
    assert not awaiting_confirmation_by(people["signer"]).exists()
    with pytest.raises(CannotJudge, match="not there"):
        confirm_judgement(judgement=made, by=people["signer"], at=NOON)
    decline_judgement(judgement=made, reason="erased since", by=people["signer"], at=NOON)
    entry = Entry.objects.get(act="judgement_declined")
    made.refresh_from_db()
    assert [part.key for part in entry.parts.all()] == [four[1].key, made.key]


def test_a_judgement_about_an_erased_line_can_still_be_withdrawn(four, people):
    made = judged(four[0], four[1], people)
    erase(four[0], people)
    made = Judgement.objects.get(pk=made.pk)
    withdraw_judgement(judgement=made, reason="wrong", by=people["signer"], at=NOON)
    assert made.state == Judgement.State.WITHDRAWN


def test_a_chain_that_contradicts_is_told_before_it_is_confirmed(four, people):
    a, b, c, d = four
    judged(a, b, people)
    judged(c, d, people)
    denied = judged(a, d, people, NOT_SAME)
    made = propose(b, c, people)
    with pytest.raises(Contradicts) as told:
        confirm_judgement(judgement=made, by=people["signer"], at=NOON)
    (found,) = told.value.found
    assert found.denied_by == denied
    assert [step.entry for step in found.chain] == [a, b, c, d]
    assert found.chain[2].joined_by is None  # the link that is being judged
    made.refresh_from_db()
    assert made.state == "proposed"
    assert not standing_contradictions(people["signer"])
    confirm_judgement(judgement=made, by=people["signer"], at=NOON, knowingly=True)
    (standing,) = standing_contradictions(people["signer"])
    assert standing.denied_by == denied
    assert [step.entry for step in standing.chain] == [a, b, c, d]
    assert not denied_within_one_person(people["northern"]).exists()
    withdraw_judgement(judgement=made, reason="no", by=people["signer"], at=NOON)
    assert not standing_contradictions(people["signer"])


def test_denying_what_a_chain_joins_is_told_too(four, people):
    a, b, c, _ = four
    judged(a, b, people)
    judged(b, c, people)
    made = propose(a, c, people, verdict=NOT_SAME)
    with pytest.raises(Contradicts) as told:
        confirm_judgement(judgement=made, by=people["signer"], at=NOON)
    (found,) = told.value.found
    assert found.denied_by is None
    assert [step.entry for step in found.chain] == [a, b, c]


def test_withdrawing_says_first_what_would_fall_apart(four, people, parties):
    a, b, c, _ = four
    bridge = judged(a, b, people)
    judged(b, c, people)
    office = people["registrar"].organisation
    said = Assertion.objects.create(
        partition=parties["keeper"], entry=c, kind="seen", said_by=office, as_of_date="2026",
        evidence="a letter", state="standing", recorded_by=people["proposer"], recorded_at=NOON,
    )  # fmt: skip
    answer = Answer.objects.create(
        partition=parties["south"], entry=a, given_by=office, verdict="held", as_of_date="2026",
        source="a letter", recorded_by=people["proposer"], recorded_at=NOON,
    )  # fmt: skip
    follows = consequences_of(bridge)
    number = Person.objects.get().number
    assert [(part.number, part.entries) for part in follows.parts] == [(number, (a,)), ("", (b, c))]
    assert (follows.assertions, follows.answers) == ((said,), (answer,))
    told = withdraw_judgement(judgement=bridge, reason="no", by=people["signer"], at=NOON)
    assert len(told.founded) == 1


def test_withdrawing_one_of_two_ways_splits_nobody(four, people):
    a, b, c, _ = four
    made = judged(a, b, people)
    judged(b, c, people)
    judged(a, c, people)
    assert consequences_of(made).parts == ()
    withdraw_judgement(judgement=made, reason="no", by=people["signer"], at=NOON)
    assert Person.objects.get().memberships.count() == 3


def test_the_table_of_moves_knows_every_state():
    assert set(MOVES) == set(Judgement.State.values)
    assert {new for moves in MOVES.values() for new in moves} <= set(MOVES)
