"""What reports trip readers with: each a sentence of invented parties and what it means."""

import pytest

from wayhome.engines.reading import RosterPerson, read_report
from wayhome.engines.reading.draft import Draft, Fact
from wayhome.engines.reading.model import NoModel
from wayhome.values.partial_date import PartialDate

LEAD = (
    "Northland and Southland held talks on an exchange of prisoners of war in Ostrel on Monday. "
    "Northland's chief negotiator, Tomas Reck, met Southland's delegate, Ilse Brandt. "
)
DAY = PartialDate(2031, 5, 12)


def drafted(sentence: str, lead: str = LEAD) -> Draft:
    return read_report(lead + sentence, published=DAY, model=NoModel())


def facts(sentence: str, lead: str = LEAD) -> list[Fact]:
    return list(drafted(sentence, lead).facts)


def the_fact(sentence: str, lead: str = LEAD) -> Fact:
    found = facts(sentence, lead)
    assert len(found) == 1, [(f.quantity.value, f.unit_detail) for f in found]
    return found[0]


def shown(fact: Fact) -> tuple[object, ...]:
    quantity = fact.quantity.value
    return quantity.value, str(quantity.comparator), str(fact.unit.value), str(fact.act.value)


def owing(fact: Fact) -> tuple[str | None, str | None]:
    return (
        fact.giver.value if fact.giver else None,
        fact.receiver.value if fact.receiver else None,
    )


@pytest.mark.parametrize("verb", ["handed over", "turned over", "passed over"])
def test_handed_over_is_not_more_than(verb: str) -> None:
    fact = the_fact(f"On Friday Northland {verb} 3,000 bodies.")
    assert shown(fact) == (3000, "exactly", "body", "delivery")


def test_over_alone_is_more_than() -> None:
    assert shown(the_fact("Southland freed over 3,000 prisoners."))[1] == "more_than"


@pytest.mark.parametrize(
    ("words", "per"),
    [
        ("agreed to exchange 157 prisoners of war each", "each_side"),
        ("agreed to exchange 157 prisoners of war from each side", "each_side"),
        ("agreed to swap 157 for 157 prisoners of war", "each_side"),
        ("agreed to exchange 314 prisoners of war", "total"),
    ],
)
def test_a_total_is_told_from_each_sides(words: str, per: str) -> None:
    fact = the_fact(f"The two sides {words}.")
    assert fact.quantity.value.per == per
    assert owing(fact) == ("both", "both")
    assert fact.mutual


@pytest.mark.parametrize("word", ["another", "a further", "an additional"])
def test_a_number_on_top_of_another_says_so(word: str) -> None:
    fact = the_fact(f"Northland offered to hand over {word} 3,000 bodies.")
    assert fact.quantity.value.increment
    assert shown(fact) == (3000, "exactly", "body", "ask")


def test_a_subset_names_its_whole() -> None:
    whole, women, men = facts(
        "Northland will free 181 detainees, among them 15 women and three officers."
    )
    assert [women.part_of, men.part_of] == [whole.id, whole.id]
    assert not whole.part_of
    assert women.act.value == whole.act.value
    assert owing(women) == owing(whole) == ("Northland", "Southland")


@pytest.mark.parametrize(
    "sentence",
    [
        "The two sides met again, and two armies stand at the border.",
        "Phase two of the plan is one of the hardest, the Group of Four said.",
        "The prisoners are aged 25 and the oldest is a 61-year-old.",
        "The plane has 150 seats and left at 14:30 in 2031.",
        "Shelling killed 40 soldiers and wounded 12 civilians.",
        "Northland said 80 per cent of the prisoners were ill.",
        "About 12,000 people were displaced, and 300 homes burnt.",
        "Southland paid 3 million crowns for the return of the prisoners.",
        "Northland deployed 4,000 troops.",
    ],
)
def test_numbers_that_count_nothing_owed_are_left_out(sentence: str) -> None:
    assert facts(sentence) == []


def test_no_promise_is_no_promise() -> None:
    fact = the_fact("Southland made no commitment for the release of 5,000 prisoners.")
    assert fact.act.value == "refusal"


def test_a_promise_on_a_condition_keeps_its_condition() -> None:
    fact = the_fact("Northland will return 20 children if their parents are found.")
    assert fact.act.value == "promise"
    assert fact.condition is not None
    assert fact.condition.value == "if their parents are found"


def test_an_earlier_exchange_is_told_from_the_new_promise() -> None:
    new, earlier = facts(
        "The two sides will exchange 300 prisoners of war. "
        "In March an earlier exchange freed more than 1,000 people."
    )
    assert (new.refers_to, new.act.value) == ("new", "promise")
    assert (earlier.refers_to, earlier.act.value) == ("earlier deal", "delivery")


def test_who_tells_of_the_other_sides_list_is_who_asserts_its_number() -> None:
    fact = the_fact("Reck said Northland was reviewing a list of 339 names submitted by Southland.")
    assert fact.asserted_by.party == "Northland"
    assert fact.asserted_by.person is not None
    assert shown(fact) == (339, "exactly", "document_name", "state")
    assert owing(fact) == ("Southland", "Northland")


def test_an_accuser_asserts_what_the_report_does_not() -> None:
    fact = the_fact("Southland accuses Northland of deporting at least 900 children.")
    assert fact.asserted_by.party == "Southland"
    assert shown(fact) == (900, "at_least", "child", "state")
    assert fact.act_detail.value == "deported"


def test_a_speaker_named_last_asserts_what_stands_before() -> None:
    fact = the_fact("Some 40 captives have come home, Northlander officials confirmed.")
    assert (fact.asserted_by.party, shown(fact)[1]) == ("Northland", "about")


def test_an_asked_number_is_owed_by_the_other_side() -> None:
    fact = the_fact("Southland demanded the release of seven officers.")
    assert (fact.act.value, *owing(fact)) == ("ask", "Northland", "Southland")
    assert fact.asserted_by.party == "Southland"


def test_a_proposal_to_exchange_is_asked_and_not_promised() -> None:
    fact = the_fact("Southland proposed that each side would release 50 prisoners.")
    assert fact.act.value == "ask"


def test_he_is_the_last_speaker() -> None:
    fact = the_fact('"We are content," said Ilse Brandt. She said Southland had freed 12 captives.')
    people = drafted(
        '"We are content," said Ilse Brandt. She said Southland had freed 12 captives.'
    )
    brandt = next(person for person in people.people if person.name == "Ilse Brandt")
    assert fact.asserted_by.person == brandt.id
    assert owing(fact) == ("Southland", "Northland")


def test_bare_numbers_count_what_the_facts_before_them_count() -> None:
    first, second = facts("On Friday 29 captives returned to Northland. Southland took in 124.")
    assert first.unit_detail == second.unit_detail == "captive"
    assert owing(second) == ("Northland", "Southland")
    assert not second.unit.sure


def test_page_chrome_holds_no_facts() -> None:
    text = (
        "list 1 of 3\n\nWhat's the story\n\n" + LEAD + "\n\nItem 2 of 5\n\nRead More About:\n\nDone"
    )
    draft = read_report(text, published=DAY, model=NoModel())
    assert draft.facts == ()
    chrome = [span.of(text) for span in draft.duplicates]
    assert {"list 1 of 3", "What's the story", "Item 2 of 5", "Read More About:", "Done"} <= {
        *chrome
    }


def test_words_of_law_stay_as_quoted() -> None:
    prisoner, taken = facts(
        "Northland freed 30 prisoners. Southland says 40 children were taken by Northland."
    )
    assert prisoner.unit_detail == "prisoner"
    assert taken.act_detail.value != "deported"


def test_a_headline_repeats_and_adds_nothing() -> None:
    text = "Northland to free 181 detainees\n\n" + LEAD + "Northland will free 181 detainees."
    draft = read_report(text, published=DAY, model=NoModel())
    assert len(draft.facts) == 1
    assert [span.of(text) for span in draft.duplicates] == ["181"]


def test_two_accounts_of_one_number_stay_two_facts() -> None:
    one, two = facts(
        "Reck said the sides would exchange 200 prisoners. "
        "Brandt said the sides would exchange nearly 210 prisoners."
    )
    assert [one.asserted_by.party, two.asserted_by.party] == ["Northland", "Southland"]
    assert [one.quantity.value.value, two.quantity.value.value] == [200, 210]


def test_the_same_number_told_twice_is_linked_and_kept() -> None:
    one, two = facts(
        "Reck said the sides would exchange 200 prisoners. "
        "Brandt said the sides would exchange 200 prisoners."
    )
    assert two.same_as == (one.id,)


@pytest.mark.parametrize(
    ("sentence", "iso", "comparator"),
    [
        ("Reck proposed truces lasting 24 to 48 hours.", "PT24H/PT48H", "range"),
        ("The sides agreed to a 72-hour ceasefire.", "PT72H", "exactly"),
        ("The sides agreed to extend their ceasefire by six months.", "P6M", "exactly"),
    ],
)
def test_a_ceasefire_has_a_length(sentence: str, iso: str, comparator: str) -> None:
    fact = the_fact(sentence)
    assert fact.duration is not None
    assert (fact.duration.iso, fact.duration.comparator) == (iso, comparator)
    assert fact.unit.value == "ceasefire_time"


def test_what_is_given_in_return_goes_the_other_way() -> None:
    lead = (
        "The government of Southland and the Riverine Liberation Front (RLF) met. "
        "Southland has fought the RLF since 2020; a Southland official met the RLF in Ostrel. "
    )
    given, returned = facts(
        "The RLF will release 20 hostages in return for 60 of its fighters held by Southland.", lead
    )
    assert owing(given) == ("RLF", "Southland")
    assert owing(returned) == ("Southland", "RLF")


def test_the_roster_names_a_party_that_no_list_knows() -> None:
    roster = [RosterPerson(name="Vera Holm", side="Upper Valley Council")]
    text = (
        "Northland held talks with the Upper Valley Council on captives and a ceasefire. "
        "The Upper Valley Council said Northland had freed 12 captives. Holm said so twice."
    )
    draft = read_report(text, published=DAY, roster=roster, model=NoModel())
    assert [f.asserted_by.party for f in draft.facts] == ["Upper Valley Council"]


def test_every_field_of_every_fact_lies_in_the_text() -> None:
    text = LEAD + "Northland will free 181 detainees, among them 15 women, Reck said."
    for fact in read_report(text, published=DAY, model=NoModel()).facts:
        for found in (fact.act, fact.act_detail, fact.what, fact.quantity, fact.unit):
            assert found.rule
            assert found.span is None or fact.sentence.holds(found.span)
        assert fact.quantity.span is not None
        assert fact.quantity.span.of(text) == fact.quantity.value.as_written
        assert fact.sentence.holds(fact.span)


def test_reading_twice_gives_the_same_draft() -> None:
    assert drafted("Northland will free 20 captives.") == drafted(
        "Northland will free 20 captives."
    )
