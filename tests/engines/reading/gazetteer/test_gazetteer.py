"""Words that name parties, by the tables and by a report's own words."""

import pytest

from wayhome.engines.reading.gazetteer import Kind, cities, find, state_of
from wayhome.engines.reading.gazetteer.found import demonyms_of
from wayhome.engines.reading.gazetteer.tables import NOBODY, forms, rows_of


def named(text: str, *parties: str) -> list[tuple[str, str]]:
    return [(m.span.of(text), m.party) for m in find(text, parties)]


@pytest.mark.parametrize(
    ("text", "party", "kind"),
    [
        ("Poland", "Poland", Kind.COUNTRY),
        ("Polish", "Poland", Kind.DEMONYM),
        ("Warsaw", "Poland", Kind.CAPITAL),
        ("WARSAW", "Poland", Kind.CAPITAL),
        ("White House", "United States", Kind.OFFICE),
        ("Red Cross", "ICRC", Kind.BODY),
        ("Huthi", "Houthi", Kind.MOVEMENT),
    ],
)
def test_each_kind_of_word_is_found(text: str, party: str, kind: Kind) -> None:
    (mention,) = find(f"then {text} spoke")
    assert (mention.party, mention.kind) == (party, kind)


def test_the_longest_name_wins() -> None:
    assert named("South Sudan, Guinea-Bissau, Papua New Guinea") == [
        ("South Sudan", "South Sudan"),
        ("Guinea-Bissau", "Guinea-Bissau"),
        ("Papua New Guinea", "Papua New Guinea"),
    ]


def test_us_is_a_country_in_capitals_only() -> None:
    assert named("told us that US aid") == [("US", "United States")]


def test_part_of_another_word_is_no_party() -> None:
    assert named("Omanis, Romania, Somalian") == [("Omanis", "Oman"), ("Romania", "Romania")]


def test_words_that_hold_a_party_and_are_none() -> None:
    assert named("the National Security Council and the Geneva Conventions") == []


def test_a_report_introduces_its_own_parties() -> None:
    text = (
        "Talks between Northland and Southland; the Riverine Liberation Front (RLF). The RLF left."
    )
    assert [party for _, party in named(text)] == ["Northland", "Southland", "RLF", "RLF", "RLF"]


def test_the_roster_brings_parties_with_their_people() -> None:
    text = "Two Northlanders met the Upper Valley Council"
    assert named(text, "Northland", "Upper Valley Council") == [
        ("Northlanders", "Northland"),
        ("Upper Valley Council", "Upper Valley Council"),
    ]


def test_demonyms_follow_the_name() -> None:
    assert {"Northlander", "Northlanders"} <= set(demonyms_of("Northland"))
    assert "Ostrians" in demonyms_of("Ostria")


def test_every_table_is_sound() -> None:
    assert all(len(row) == 4 for row in rows_of("countries.tsv"))
    assert all(
        len(row) == 3 for table in ("offices.tsv", "movements.tsv") for row in rows_of(table)
    )
    countries = {row[0] for row in rows_of("countries.tsv")}
    assert len(countries) >= 193 + 2 + 7  # members, observers, and entities that are neither
    assert {city.country for city in cities().values()} <= countries
    assert all(form.party for form in forms().values())
    assert {s for row in rows_of("movements.tsv") if (s := state_of(row[0]))} <= countries
    offices = {row[1] for row in rows_of("offices.tsv") if row[0] == "office"}
    assert offices - {NOBODY} <= countries
