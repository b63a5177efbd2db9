"""A comparison is a job; its pairs wait for people, and what they judged is not asked again."""

import pytest
from judging import judged, lines, person_list

from conftest import NOON
from wayhome.apps.audit.models import Entry
from wayhome.apps.register.models import CandidateMatch, Job, Judgement
from wayhome.apps.register.selectors.candidates.shown import turned
from wayhome.apps.register.services.judgements import withdraw_judgement
from wayhome.apps.register.services.matching import (
    Against,
    CannotMatch,
    run_match,
    start_match,
    stop_match,
)

pytestmark = pytest.mark.django_db

SURNAMES = (
    "Вихренко", "Долинюк", "Сторожич", "Каменець", "Лугавий", "Перевізник", "Мостовик", "Ясенчук",
)  # fmt: skip
GIVEN = ("Остап", "Мирон", "Денис", "Богдан", "Тарас", "Юхим", "Лук'ян", "Захар")


def written(partition, dates, **fields):
    """A line for every surname, born on these dates."""
    made = lines(partition, SURNAMES, **fields)
    for n, (one, date) in enumerate(zip(made, dates, strict=True)):
        one.given_names, one.birth_date, one.patronymic = GIVEN[n], date, "Романович"
        one.number = f"AB-{4711 + 37 * n}"
        one.save()
    return made


DATES = [f"19{80 + n}-0{1 + n}-1{n}" for n in range(8)]


@pytest.fixture
def sought(people, parties):
    made = written(parties["north"], DATES)
    return person_list(people["northern"].organisation, people["northern"], "sought", made), made


@pytest.fixture
def held(people, parties):
    made = written(parties["south"], DATES)
    return person_list(people["outsider"].organisation, people["outsider"], "held", made), made


def run(people, list_a, list_b=None, by="proposer", **asked):
    job = start_match(by=people[by], list_a=list_a, list_b=list_b, at=NOON, **asked)
    run_match(job=job, at=NOON)
    job.refresh_from_db()
    return job


def pairs():
    return set(CandidateMatch.objects.values_list("entry_a", "entry_b"))


def test_pairs_are_kept_with_their_weight_by_field(people, sought, held, parties):
    job = run(people, sought[0], held[0])
    assert (job.state, job.refusal) == ("done", "")
    assert pairs() >= {(a.pk, b.pk) for a, b in zip(sought[1], held[1], strict=True)}
    best = CandidateMatch.objects.get(entry_a=sought[1][0], entry_b=held[1][0])
    assert (best.partition, best.open, best.job) == (parties["keeper"], True, job)
    assert best.weight == pytest.approx(sum(part["weight"] for part in best.parts), abs=0.05)
    assert {"surname", "given_names", "birth_date"} <= {part["field"] for part in best.parts}
    assert best.posterior > 0.9
    assert best.model.startswith("linkage ")
    assert job.result["new"] == CandidateMatch.objects.count()
    assert [e.act for e in Entry.objects.order_by("pk")] == ["match_asked", "lists_matched"]


def test_judged_pairs_are_not_opened_again_and_withdrawn_ones_are(people, sought, held):
    run(people, sought[0], held[0])
    a, b = sought[1][0], held[1][0]
    made = judged(a, b, people)
    job = run(people, sought[0], held[0])
    assert job.result["new"] == 0
    assert job.result["judged_before"] >= 1
    candidate = CandidateMatch.objects.get(entry_a=a, entry_b=b)
    assert not candidate.open
    withdraw_judgement(judgement=made, reason="no", by=people["signer"], at=NOON)
    run(people, sought[0], held[0])
    candidate.refresh_from_db()
    assert candidate.open


def test_two_lines_of_one_person_are_not_offered(people, sought, held, parties):
    a, b = sought[1][0], held[1][0]
    between = lines(parties["north"], ["Between"])[0]
    judged(a, between, people)
    judged(between, b, people)
    run(people, sought[0], held[0])
    assert (a.pk, b.pk) not in pairs()


def test_what_is_not_the_same_stays_out_when_nobody_had_weighed_it(people, sought, held):
    judged(sought[1][0], held[1][0], people, Judgement.Verdict.NOT_SAME)
    run(people, sought[0], held[0])
    assert (sought[1][0].pk, held[1][0].pk) not in pairs()


def test_a_list_is_looked_through_for_lines_that_stand_twice(people, parties, sought):
    twice = written(parties["north"], DATES)
    both = person_list(
        people["northern"].organisation, people["northern"], "held", [*sought[1], *twice]
    )
    job = run(people, both, both)
    assert job.parameters == {"against": "itself"}
    assert (sought[1][0].pk, twice[0].pk) in pairs()


def test_a_line_that_stands_on_both_versions_is_not_compared(people, sought):
    first, made = sought
    later = person_list(
        first.submitted_by, people["northern"], "sought", made,
        series=first.series, version=2, predecessor=first,
    )  # fmt: skip
    job = run(people, later, first)
    assert (job.result.get("lines_a", 0), pairs()) == (0, set())
    assert job.state == "done"


def test_against_the_register_means_all_the_asker_may_see(people, sought, held, parties):
    by_hand = written(parties["north"], DATES)
    job = run(people, sought[0], against=Against.REGISTER)
    assert job.result["lines_b"] == len(held[1]) + len(by_hand)
    mine = run(people, sought[0], against=Against.REGISTER, by="northern")
    assert mine.result["lines_b"] == len(by_hand)
    theirs = CandidateMatch.objects.filter(partition=parties["north"])
    assert {c.entry_b.partition for c in theirs} == {parties["north"]}


def test_a_party_cannot_compare_a_list_of_another(people, sought, held):
    with pytest.raises(CannotMatch, match="not there"):
        start_match(by=people["northern"], list_a=sought[0], list_b=held[0], at=NOON)


def test_the_same_comparison_is_not_asked_twice(people, sought, held):
    start_match(by=people["proposer"], list_a=sought[0], list_b=held[0], at=NOON)
    with pytest.raises(CannotMatch, match="under way"):
        start_match(by=people["proposer"], list_a=sought[0], list_b=held[0], at=NOON)


def test_without_another_list_there_is_nothing_to_compare(people, sought):
    with pytest.raises(CannotMatch, match="Choose"):
        start_match(by=people["proposer"], list_a=sought[0], at=NOON)


def test_a_stopped_comparison_leaves_nothing(people, sought, held):
    job = start_match(by=people["proposer"], list_a=sought[0], list_b=held[0], at=NOON)
    Job.objects.filter(pk=job.pk).update(cancel_asked=True)
    run_match(job=job, at=NOON)
    assert (job.state, pairs()) == ("cancelled", set())


def test_stopping(people, sought, held):
    job = start_match(by=people["proposer"], list_a=sought[0], list_b=held[0], at=NOON)
    stop_match(job=job, by=people["proposer"], at=NOON)
    job.refresh_from_db()
    assert job.state == "cancelled"
    with pytest.raises(CannotMatch, match="over already"):
        stop_match(job=job, by=people["proposer"], at=NOON)


def test_a_list_without_names_is_refused_with_a_code(people, parties, held):
    nameless = lines(parties["north"], ["", ""], birth_date="1980")
    listed = person_list(people["northern"].organisation, people["northern"], "sought", nameless)
    job = run(people, listed, held[0])
    assert job.state == "failed"
    assert Entry.objects.last().act == "match_failed"


@pytest.mark.parametrize("order", ["as_given", "surname_given", "turned_left_on_a"])
def test_turning_an_order_twice_gives_it_back(order):
    assert turned(turned(order)) == order
