"""By when? The words of a report against the calendar."""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayhome.engines.reading.deadlines import find_deadlines
from wayhome.engines.reading.deadlines.feasts import easter, islamic_day, orthodox_easter
from wayhome.engines.reading.draft import Anchor, Deadline
from wayhome.engines.reading.text import Text
from wayhome.values import PartialDate

PUBLISHED = PartialDate(2031, 5, 14)  # a Wednesday


def deadlines(text: str, published: PartialDate | None = PUBLISHED) -> tuple[Deadline, ...]:
    return find_deadlines(Text(text), published)


def days(one: Deadline) -> str:
    """From/to, or the one day."""
    if one.earliest and one.latest and one.earliest != one.latest:
        return f"{one.earliest}/{one.latest}"
    return one.latest or one.earliest


@pytest.mark.parametrize(
    ("sentence", "raw", "sense", "expected"),
    [
        ("Northland will free 40 men within ten days.", "within ten days", "by", "2031-05-24"),
        ("Northland will free 40 men within 48 hours.", "within 48 hours", "by", "2031-05-16"),
        (
            "It is to hand over the dead in a week's time.",
            "in a week's time",
            "on_or_about",
            "2031-05-21",
        ),
        (
            "The list must be ready in three months’ time.",
            "in three months’ time",
            "on_or_about",
            "2031-08-14",
        ),
        (
            "The lists will be exchanged over the next three weeks.",
            "over the next three weeks",
            "by",
            "2031-06-04",
        ),
        (
            "The visits will be made within 7 to 10 days.",
            "within 7 to 10 days",
            "by",
            "2031-05-21/2031-05-24",
        ),
        (
            "They agreed to free all by the end of August.",
            "by the end of August",
            "by",
            "2031-08-31",
        ),
        (
            "They agreed to free all before the end of the year.",
            "before the end of the year",
            "by",
            "2031-12-31",
        ),
        ("They agreed to free all before June.", "before June", "by", "2031-05-31"),
        (
            "They will hand over the bodies next week.",
            "next week",
            "within",
            "2031-05-19/2031-05-25",
        ),
        (
            "They will hand over the bodies early next month.",
            "early next month",
            "within",
            "2031-06-01/2031-06-10",
        ),
        ("They will hand over the bodies on Friday.", "on Friday", "on_or_about", "2031-05-16"),
        (
            "They will hand over the bodies next Tuesday.",
            "next Tuesday",
            "on_or_about",
            "2031-05-20",
        ),
        ("They will hand over the bodies tomorrow.", "tomorrow", "on_or_about", "2031-05-15"),
        (
            "The truce will hold until midnight on Sunday.",
            "until midnight on Sunday",
            "until",
            "2031-05-18",
        ),
        (
            "He proposed to meet between June 20 and June 30.",
            "between June 20 and June 30",
            "within",
            "2031-06-20/2031-06-30",
        ),
        (
            "The families would meet from 2 June to 9 June.",
            "from 2 June to 9 June",
            "within",
            "2031-06-02/2031-06-09",
        ),
        (
            "The convoy should leave in the first half of July.",
            "in the first half of July",
            "within",
            "2031-07-01/2031-07-15",
        ),
        ("The rebels have until Friday to answer.", "until Friday", "until", "2031-05-16"),
        ("Northland gave Southland 72 hours to answer.", "72 hours", "by", "2031-05-17"),
        ("The parties prolonged the truce by six months.", "by six months", "until", "2031-11-14"),
        (
            "The truce, due to expire on 20 May, was extended for another 30 days.",
            "for another 30 days",
            "until",
            "2031-06-19",
        ),
        (
            "The pause starts at 06:00 on June 1, 2031, for ninety (90) days.",
            "starts at 06:00 on June 1, 2031, for ninety (90) days",
            "until",
            "2031-08-30",
        ),
        ("The exchange was put off to 3 June.", "put off to 3 June", "on_or_about", "2031-06-03"),
        ("Every captive will be home by Christmas.", "by Christmas", "by", "2031-12-25"),
        ("They will meet at year's end.", "at year's end", "on_or_about", "2031-12-31"),
    ],
)
def test_the_days_words_come_to(sentence: str, raw: str, sense: str, expected: str) -> None:
    one = next(one for one in deadlines(sentence) if one.raw == raw)
    assert (one.sense, days(one)) == (sense, expected)
    assert one.span.of(sentence) == raw
    assert one.sure


@given(count=st.integers(2, 400), published=st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_days_are_counted_one_by_one(count: int, published: date) -> None:
    read = deadlines(
        f"Northland will free 40 men within {count} days.",
        PartialDate(published.year, published.month, published.day),
    )
    assert [one.latest for one in read] == [str(published + timedelta(count))]


@given(
    due=st.dates(date(1990, 1, 1), date(2090, 1, 1)),
    published=st.dates(date(1990, 1, 1), date(2090, 1, 1)),
    form=st.sampled_from(["{d} {m} {y}", "{m} {d}, {y}", "the {d}th of {m} {y}", "{iso}"]),
)
def test_a_whole_date_means_itself(due: date, published: date, form: str) -> None:
    written = form.format(d=due.day, m=calendar.month_name[due.month], y=due.year, iso=due)
    (one,) = deadlines(
        f"The agreed lists were due by {written}.",
        PartialDate(published.year, published.month, published.day),
    )
    assert (one.latest, one.anchor, one.basis) == (str(due), Anchor.CALENDAR, "stated")


def test_a_past_date_does_not_roll_to_next_year() -> None:
    (one,) = deadlines("The group was to free them by 2 May, and did not.")
    assert one.latest == "2031-05-02"


@pytest.mark.parametrize(
    "sentence",
    [
        "They agreed on Monday.",
        "Northland said on Monday it would free them.",
        "They failed to agree on Monday.",
        "The bodies were handed over on Friday.",
        "The talks broke up after 40 minutes on Wednesday.",
        "The first exchange in three years took place in March.",
        "They have been in force since 3 August.",
        "In ten days of talks nothing was agreed.",
        "It happened within a year of the last one and again in 2029.",
    ],
)
def test_what_is_over_is_no_deadline(sentence: str) -> None:
    assert not [one for one in deadlines(sentence) if one.earliest > str(PUBLISHED)]
    assert not [one for one in deadlines(sentence) if one.sense == "on_or_about"]


def test_the_dateline_is_counted_from_rather_than_publication() -> None:
    (one,) = deadlines("PORT VELL, May 12 — Northland will free 40 men within ten days.")
    assert (one.anchor, one.anchor_date, one.latest) == (
        Anchor.DATELINE,
        "2031-05-12",
        "2031-05-22",
    )


def test_counting_begins_at_the_event_the_sentence_tells_of() -> None:
    (one,) = deadlines("In a decree of 3 May it undertook to free them within 20 days.")
    assert (one.anchor, one.anchor_date, one.latest) == (Anchor.EVENT, "2031-05-03", "2031-05-23")


def test_counting_from_a_vague_past_is_unsure_and_not_from_publication() -> None:
    """The words allow a day or two; the earlier day is kept, and marked."""
    (one,) = deadlines(
        "The meeting came just over a week after the president warned of measures unless a deal"
        " is reached within 50 days."
    )
    assert not one.sure
    assert one.anchor is Anchor.EVENT
    assert one.latest == str(date(2031, 5, 5) + timedelta(50))


def test_counting_from_a_signing_finds_its_day() -> None:
    read = deadlines(
        "The protocol was signed on 10 May. Lists are due within five days of the signing."
    )
    assert [(one.anchor, one.anchor_date, one.latest) for one in read] == [
        (Anchor.SIGNING, "2031-05-10", "2031-05-15")
    ]


def test_counting_from_an_event_without_a_day_is_not_resolved() -> None:
    (one,) = deadlines("All 20 are to be freed within 72 hours of the ceasefire.")
    assert (one.earliest, one.latest, one.basis, one.sure) == ("", "", "unresolved", False)
    assert one.anchor is Anchor.EVENT


@pytest.mark.parametrize("words", ["in the coming days", "within weeks", "as soon as possible"])
def test_vague_words_are_kept_and_not_resolved(words: str) -> None:
    (one,) = deadlines(f"The exchange will take place {words}.")
    assert (one.raw, one.latest, one.sure) == (words, "", False)


def test_without_a_day_of_publication_only_whole_dates_are_resolved() -> None:
    read = deadlines("They will meet within a week, and by 3 June 2031 at the latest.", None)
    assert [one.latest for one in read] == ["", "2031-06-03"]


@pytest.mark.parametrize(
    ("western", "eastern"),
    [
        (date(2000, 4, 23), date(2000, 4, 30)),
        (date(2008, 3, 23), date(2008, 4, 27)),
        (date(2022, 4, 17), date(2022, 4, 24)),
        (date(2024, 3, 31), date(2024, 5, 5)),
        (date(2025, 4, 20), date(2025, 4, 20)),
        (date(2038, 4, 25), date(2038, 4, 25)),
    ],
)
def test_easter_as_the_churches_kept_it(western: date, eastern: date) -> None:
    assert (easter(western.year), orthodox_easter(western.year)) == (western, eastern)


def test_islamic_months_are_near_the_days_announced() -> None:
    """1 Ramadan 1445 was announced for 11 March 2024, 1 Shawwal 1446 for 30 March 2025."""
    assert abs((islamic_day(1445, 9, 1) - date(2024, 3, 11)).days) <= 1
    assert abs((islamic_day(1446, 10, 1) - date(2025, 3, 30)).days) <= 1
    (one,) = deadlines("All will be home by Eid al-Fitr.")
    assert not one.sure
