"""Which round, where, and how long."""

import pytest

from wayhome.engines.reading.draft import Round
from wayhome.engines.reading.facts.sides import Sides
from wayhome.engines.reading.rounds import find_rounds
from wayhome.engines.reading.text import Text
from wayhome.values import PartialDate


def rounds(raw: str) -> tuple[Round, ...]:
    text = Text(raw)
    return find_rounds(text, Sides(text, (), ["Northland", "Southland"]), PartialDate(2031, 5, 14))


LEAD = "Northland and Southland held talks in Geneva. "


@pytest.mark.parametrize(
    ("raw", "number", "basis"),
    [
        ("The third round of talks was short.", 3, "stated"),
        ("It was the 13th round of direct talks.", 13, "stated"),
        ("The session was the seventh aimed at a truce.", 7, "stated"),
        ("They held a three-day session, the seventh since December.", 7, "stated"),
        ("The two sides met for the fourth time.", 4, "stated"),
        ("He was jailed for the fourth time.", None, "unknown"),
        ("Round two of the talks was short.", 2, "stated"),
        ("The meeting was shorter than earlier rounds in May and June.", 3, "inferred"),
        ("It followed three earlier rounds of talks.", 4, "inferred"),
        ("These were the first talks in more than three years.", None, "unknown"),
        ("The fourth project and the second phase were discussed.", None, "unknown"),
        ("The second round of voting takes place on Sunday.", None, "unknown"),
        ("The delegations will have a next round soon.", None, "unknown"),
    ],
)
def test_the_number_is_stated_inferred_or_unknown(raw: str, number: int | None, basis: str) -> None:
    one, *_ = rounds(LEAD + raw)
    assert (one.number.value if one.number else None, one.number_basis) == (number, basis)
    if basis == "inferred":
        assert one.number
        assert not one.number.sure


@pytest.mark.parametrize(
    ("raw", "iso", "comparator"),
    [
        ("The talks ended after just 40 minutes.", "PT40M", "exactly"),
        ("The talks lasted a little over an hour.", "PT1H", "more_than"),
        ("The meeting broke up after 1 hour and 45 minutes.", "PT1H45M", "exactly"),
        ("They met for nearly six and a half hours.", "PT6H30M", "almost"),
        ("They spoke at the close of 10 days of negotiations.", "P10D", "exactly"),
        ("The two-day meeting was held in private.", "P2D", "exactly"),
        ("The session took less than two hours.", "PT2H", "less_than"),
        ("The talks lasted about three hours.", "PT3H", "about"),
    ],
)
def test_how_long_the_talks_lasted(raw: str, iso: str, comparator: str) -> None:
    one, *_ = rounds(LEAD + raw)
    assert one.duration
    assert (one.duration.value.iso, one.duration.value.comparator) == (iso, comparator)


@pytest.mark.parametrize(
    "raw",
    [
        "They spoke of a truce lasting 24 to 48 hours.",
        "The earlier rounds combined lasted less than three hours.",
        "The ceasefire was extended after two hours of shelling.",
        "He spent two years in prison.",
    ],
)
def test_what_lasts_besides_the_talks_is_not_their_length(raw: str) -> None:
    one, *_ = rounds(LEAD + raw)
    assert one.duration is None


@pytest.mark.parametrize(
    ("raw", "city"),
    [
        (
            "Northland and Southland met in Doha on Monday. Geneva had been named.",
            "Doha",
        ),
        ("DOHA — Northland and Southland ended talks near the Swiss capital Bern.", "Bern"),
        ("Northland and Southland opened their talks in the Cuban capital on Monday.", "Havana"),
        ("The 13th round of Geneva talks of Northland and Southland opens in Vienna.", "Vienna"),
        (
            "Northland and Southland met in Vienna. They last negotiated in Istanbul in March 2022,"
            " and the next round is to be held in Cairo.",
            "Vienna",
        ),
        ("RIMBO — Northland and Southland ended talks on a truce in Hodeidah.", "Rimbo"),
    ],
)
def test_the_city_is_where_the_talks_were(raw: str, city: str) -> None:
    one, *_ = rounds(raw)
    assert one.place
    assert one.place.value == city


def test_venue_form_and_mediators() -> None:
    one, *_ = rounds(
        "Northland and Southland met face to face at the Lakeside Palace in Geneva."
        " The talks were mediated by Qatar."
    )
    assert one.venue
    assert one.format
    assert (one.venue.value, one.format.value) == ("Lakeside Palace", "direct")
    assert [party.value for party in one.mediators] == ["Qatar"]


@pytest.mark.parametrize(
    "raw",
    [
        "Riverton won the second round of the cup in Geneva after 90 minutes.",
        "It rained in Vienna for two days.",
    ],
)
def test_without_talks_there_is_no_round(raw: str) -> None:
    assert rounds(raw) == ()


@pytest.mark.parametrize(
    ("raw", "start", "end"),
    [  # the report is of Wednesday, 14 May 2031
        ("Their two days of talks ended on Tuesday.", "2031-05-12", "2031-05-13"),
        ("The delegations met on Monday.", "2031-05-12", "2031-05-12"),
        ("They met in Vienna from May 5 to 9.", "2031-05-05", "2031-05-09"),
        ("The round opened on 5 May and is to close on 16 May.", "2031-05-05", "2031-05-16"),
        ("The talks begin on Friday.", "2031-05-16", None),
        ("After Tuesday’s talks both went home.", "2031-05-13", "2031-05-13"),
        ("A truce of a week began on Tuesday.", None, None),
        ("The envoy of one side said on Monday that he was tired.", None, None),
    ],
)
def test_the_days_of_the_talks(raw: str, start: str | None, end: str | None) -> None:
    one, *_ = rounds(LEAD + raw)
    found = (one.start.value if one.start else None, one.end.value if one.end else None)
    assert found == (start, end)
    assert all(day.span and day.rule for day in (one.start, one.end) if day)


def test_days_counted_back_are_not_sure() -> None:
    one, *_ = rounds(LEAD + "Their two days of talks ended on Tuesday.")
    assert one.start
    assert one.end
    assert (one.start.sure, one.end.sure) == (False, True)


def test_earlier_and_next_rounds_stand_beside_the_first() -> None:
    found = rounds(
        LEAD + "The third round ended on Tuesday. The second round was held in Vienna in March."
        " The next round opens in Doha on 2 June."
    )
    first, earlier, following = found
    assert first.number
    assert first.end
    assert (first.id, first.number.value, first.end.value) == ("t1", 3, "2031-05-13")
    assert earlier.number
    assert earlier.place
    assert (earlier.number.value, earlier.place.value) == (2, "Vienna")
    assert following.place
    assert following.start
    assert (following.place.value, following.start.value) == ("Doha", "2031-06-02")


def test_a_dateline_alone_is_no_place_of_talks() -> None:
    found = rounds("GENEVA — Northland freed ten Southlanders. More talks may follow.")
    assert all(one.place is None for one in found)
