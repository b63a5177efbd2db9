"""Numbers that go on from others, and whose word or people they are: invented parties."""

import pytest

from wayhome.engines.reading import read_report
from wayhome.engines.reading.draft import Fact
from wayhome.engines.reading.model import NoModel
from wayhome.values.partial_date import PartialDate

LEAD = (
    "Northland and Southland held talks on prisoners of war in Ostrel on Monday. "
    "Northland's chief negotiator, Tomas Reck, met Southland's delegate, Ilse Brandt. "
)
DAY = PartialDate(2031, 5, 12)


def facts(sentences: str, lead: str = LEAD) -> list[Fact]:
    return list(read_report(lead + sentences, published=DAY, model=NoModel()).facts)


def of(number: int, found: list[Fact]) -> Fact:
    """The last fact with a number; fails where there is none."""
    return [fact for fact in found if fact.quantity.value.value == number][-1]


def owing(fact: Fact) -> tuple[str | None, str | None]:
    return (
        fact.giver.value if fact.giver else None,
        fact.receiver.value if fact.receiver else None,
    )


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("Two of the 12 had been let go on Sunday.", 2),
        ("A further 30 will follow.", 30),
        ("Of the 12 prisoners, seven were sick.", 7),
        ("Southland says nine of the 12 are dead.", 9),
    ],
)
def test_a_number_without_a_noun_counts_what_was_counted_before(sentence: str, number: int) -> None:
    found = facts(f"Northland freed 12 prisoners. {sentence}")
    assert str(of(number, found).unit.value) == "captive"


@pytest.mark.parametrize(
    "sentence",
    [
        "Reck, 47, did not speak.",
        "The oldest is 69.",
        "The hall was built in 1931 and has 12 doors.",
        "Six of the journalists' 40 questions were answered.",
    ],
)
def test_ages_and_other_counts_go_on_from_nothing(sentence: str) -> None:
    found = facts(f"Northland freed 25 prisoners. {sentence}")
    assert [fact.quantity.value.value for fact in found] == [25]


def test_a_part_of_a_told_whole_has_its_noun() -> None:
    found = facts("Northland will release 40 of the roughly 130 hostages it holds.")
    assert str(of(40, found).unit.value) == "captive"
    assert owing(of(40, found)) == ("Northland", "Southland")


def test_counted_nouns_before_one_verb_share_it() -> None:
    found = facts("On Friday 2,661 fishermen and 71 prisoners were sent home by Northland.")
    assert {str(of(n, found).act.value) for n in (2661, 71)} == {"delivery"}


def test_clauses_part_at_numbers_with_commas() -> None:
    found = facts(
        "Reck said 6,465 Southlanders were in Northland's jails and 1,348 Northlanders were held "
        "in Southland."
    )
    assert owing(of(1348, found)) == ("Southland", "Northland")


def test_what_is_told_is_not_governed_by_what_was_asked_before() -> None:
    found = facts("Reck had asked for quiet, adding that Northland would free nine prisoners.")
    assert str(of(9, found).act.value) == "promise"


@pytest.mark.parametrize(
    ("sentence", "act"),
    [
        ("Ilse Brandt said Southland wanted all 50 of their men.", "ask"),
        ("Northland had not promised the return of 50 prisoners.", "refusal"),
        ("Southland asked that Northland set free 50 prisoners.", "ask"),
        ("There are 50 detainees whose release is sought by Southland.", "ask"),
        (
            "Under a draft proposed by mediators, fighting would end. Northland would free 50 "
            "prisoners.",
            "ask",
        ),
    ],
)
def test_asking_refusing_and_drafting_promise_nothing(sentence: str, act: str) -> None:
    assert str(of(50, facts(sentence)).act.value) == act


def test_words_between_commas_part_no_subject_from_its_verb() -> None:
    found = facts("Southland, he said, would free three more people.")
    assert owing(of(3, found)) == ("Southland", "Northland")


def test_whoever_is_asked_is_not_who_asks() -> None:
    found = facts("Northland was asked to release 159 prisoners.")
    assert owing(of(159, found)) == ("Northland", "Southland")


def test_a_side_still_holding_people_owes_them() -> None:
    found = facts("Brandt said that Northland was still holding 14 prisoners.")
    assert owing(of(14, found)) == ("Northland", "Southland")


def test_lots_swapped_for_each_other_go_to_their_own() -> None:
    found = facts("They swapped 222 Southland soldiers for 150 Northland servicemen.")
    assert owing(of(222, found)) == ("Northland", "Southland")
    assert owing(of(150, found)) == ("Southland", "Northland")


def test_words_in_a_quote_are_told_by_who_is_named_outside_it() -> None:
    found = facts("“Northland says it holds 20, but 45 prisoners are missing,” Ilse Brandt said.")
    assert of(45, found).asserted_by.party == "Southland"


def test_a_letterhead_tells_whose_document_it_is() -> None:
    raw = (
        "Prisoners and their return\n\nMinistry of Foreign Affairs of Northland\n\n"
        "Northland and Southland agreed on prisoners of war. Southland has released 30 prisoners. "
        "Northland has returned 12 captives.\n"
    )
    found = facts(raw, lead="")
    assert {fact.asserted_by.party for fact in found} == {"Northland"}


def test_the_short_name_of_a_government_is_its_country() -> None:
    raw = (
        "The Government of the Republic of Northland (GRN) agreed on an exchange of prisoners of "
        "war. The GRN shall release 23 prisoners. Northland and Southland signed on Monday."
    )
    assert owing(of(23, facts(raw, lead=""))) == ("Northland", "Southland")


def test_a_draft_that_ends_the_fighting_has_a_length() -> None:
    found = facts("Fighting would stop for six weeks.")
    assert str(of(6, found).unit.value) == "ceasefire_time"
