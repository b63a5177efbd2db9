"""The left column counts what waits for this viewer, and nothing of anybody else's."""

import pytest
from judging import judged, lines, person_list

from conftest import NOON
from wayhome.apps.register.models import Answer, Flag, Judgement
from wayhome.apps.register.selectors import queues_for
from wayhome.apps.register.selectors.queues import answers_due, open_flags
from wayhome.apps.register.services.judgements import propose_judgement

pytestmark = pytest.mark.django_db


def counts(user):
    return {queue.address: queue.count for queue in queues_for(user)}


@pytest.fixture
def three(people, parties):
    return lines(parties["north"], ["Ardo", "Belt", "Crest"])


def test_a_proposal_counts_for_those_who_may_confirm_it(people, three):
    propose_judgement(
        entry_a=three[0], entry_b=three[1], verdict="same", reason="x", by=people["signer"], at=NOON
    )
    assert counts(people["signer"])["/confirm/"] == 0
    assert counts(people["second_signer"])["/confirm/"] == 1
    assert "/confirm/" not in counts(people["proposer"])
    assert counts(people["northern_signer"])["/confirm/"] == 0


def test_a_contradiction_counts_until_it_is_undone(people, three):
    a, b, c = three
    judged(a, b, people)
    judged(b, c, people)
    assert counts(people["proposer"])["/contradictions/"] == 0
    judged(a, c, people, Judgement.Verdict.NOT_SAME, knowingly=True)
    assert counts(people["proposer"])["/contradictions/"] == 1
    assert counts(people["northern"])["/contradictions/"] == 0


def test_answers_are_due_for_lines_put_to_a_party(people, parties, three):
    office = people["northern"].organisation
    asked = person_list(office, people["northern"], "sought", three, addressed_to=parties["south"])
    person_list(office, people["northern"], "held", three[:1])
    assert answers_due(people["proposer"]).count() == 3
    Answer.objects.create(
        partition=parties["keeper"], entry=three[0], given_by=office, verdict="held",
        as_of_date="2026", source="a letter", recorded_by=people["proposer"], recorded_at=NOON,
    )  # fmt: skip
    assert set(answers_due(people["proposer"])) == set(three[1:])
    later = person_list(
        office, people["northern"], "sought", three[:2], addressed_to=parties["south"],
        series=asked.series, version=2, predecessor=asked,
    )  # fmt: skip
    assert later.version == 2
    assert set(answers_due(people["proposer"])) == {three[1]}
    assert not answers_due(people["outsider"]).exists()  # nothing was released to it


def test_flags_are_counted_in_their_own_partition(people, parties, three):
    Flag.objects.create(partition=parties["keeper"], entry=three[0], kind="harm", raised_at=NOON)
    assert open_flags(people["proposer"]).count() == 1
    assert not open_flags(people["northern"]).exists()


def test_an_auditor_has_no_casework(people):
    assert queues_for(people["auditor"]) == []
