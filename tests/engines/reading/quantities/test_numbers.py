"""Numbers as they are written, and how they are meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayhome.engines.reading.draft import Span
from wayhome.engines.reading.numbers import find_numbers
from wayhome.engines.reading.quantities import find_quantities, singular
from wayhome.engines.reading.text import Text


def found(text: str) -> list[tuple[int, int | None, str]]:
    numbers = find_numbers(text, Span(0, len(text)))
    return [(n.value, n.value_max, str(n.comparator)) for n in numbers]


@pytest.mark.parametrize(
    ("text", "value", "comparator"),
    [
        ("at least 1,200 captives", 1200, "at_least"),
        ("no fewer than 30 captives", 30, "at_least"),
        ("up to 50 captives", 50, "up_to"),
        ("as many as 50 captives", 50, "up_to"),
        ("more than 880 captives", 880, "more_than"),
        ("just over 880 captives", 880, "more_than"),
        ("nearly 400 captives", 400, "almost"),
        ("fewer than 300 captives", 300, "less_than"),
        ("some 1,300 captives", 1300, "about"),
        ("one hundred and eighty (180) captives", 180, "exactly"),
        ("twenty-two captives", 22, "exactly"),
        ("a dozen captives", 12, "exactly"),
        ("two dozen captives", 24, "exactly"),
        ("1.5 million captives", 1500000, "exactly"),
        ("12 000 captives", 12000, "exactly"),
    ],
)
def test_a_number_is_meant_as_its_words_say(text: str, value: int, comparator: str) -> None:
    assert found(text) == [(value, None, comparator)]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("24 to 48 hours", 24, 48),
        ("24-48 hours", 24, 48),
        ("two or three days", 2, 3),
        ("between 20 and 30 captives", 20, 30),
    ],
)
def test_a_range_keeps_both_ends(text: str, low: int, high: int) -> None:
    assert found(text) == [(low, high, "range")]


def test_two_numbers_joined_by_and_are_two() -> None:
    assert [value for value, _, _ in found("200 and 300")] == [200, 300]


@pytest.mark.parametrize(
    "text",
    [
        *("in 2031", "on May 12", "12 May", "14:30", "40 per cent", "$500", "Article 5"),
        *("phase two", "7th", "aged 25", "a 25-year-old", "12 km", "Resolution 2334"),
        "3 million dollars",
    ],
)
def test_what_counts_no_people_is_no_number(text: str) -> None:
    assert found(text) == []


@given(value=st.integers(min_value=11, max_value=1_799))
def test_digits_with_and_without_commas_are_one_number(value: int) -> None:
    assert found(f"{value} captives") == found(f"{value:,} captives") == [(value, None, "exactly")]


@pytest.mark.parametrize(
    ("sentence", "unit", "detail"),
    [
        ("They freed 12 prisoners of war.", "captive", "prisoner of war"),
        ("They freed 12 POWs.", "captive", "prisoner of war"),
        ("They freed 12 severely wounded and sick prisoners.", "captive", "prisoner"),
        ("They returned the bodies of 12 soldiers.", "body", "body"),
        ("They returned 12 sets of remains.", "body", "remains"),
        ("They returned 12 abducted children.", "child", "child"),
        ("A list of 12 names.", "document_name", "name"),
        ("A ceasefire of 12 days.", "ceasefire_time", "day"),
        ("They freed 12 women and children.", "civilian", "women and children"),
    ],
)
def test_the_noun_says_what_is_counted(sentence: str, unit: str, detail: str) -> None:
    (counted,) = find_quantities(Text(sentence))
    assert (str(counted.unit), counted.detail) == (unit, detail)


@pytest.mark.parametrize(
    "sentence", ["They met for 12 days.", "The two sides met.", "After 12 hours."]
)
def test_time_and_sides_are_not_counted(sentence: str) -> None:
    assert find_quantities(Text(sentence)) == ()


def test_the_singular_of_a_source_is_its_own_word() -> None:
    assert [singular(w) for w in ("servicemen", "bodies", "Prisoners-of-war", "people")] == [
        "serviceman",
        "body",
        "prisoner of war",
        "person",
    ]
