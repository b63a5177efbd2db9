"""Who speaks or acts at the table, and for whom."""

import pytest

from wayhome.engines.reading.draft import Person
from wayhome.engines.reading.facts.sides import Sides
from wayhome.engines.reading.model import Model, NoModel, load_model
from wayhome.engines.reading.people import RosterPerson, find_people
from wayhome.engines.reading.text import Text


@pytest.fixture(params=["without a model", "with the model"])
def model(request: pytest.FixtureRequest) -> Model:
    return NoModel() if request.param == "without a model" else load_model()


LEAD = "Northland and Southland agreed on Monday to exchange prisoners. "


def people(raw: str, model: Model, roster: tuple[RosterPerson, ...] = ()) -> list[Person]:
    text = Text(LEAD + raw)
    return list(find_people(text, Sides(text, (), ["Northland", "Southland"]), roster, model))


@pytest.mark.parametrize(
    ("sentence", "name", "side"),
    [
        ("Northland’s chief negotiator, Maro Tesk, said so.", "Maro Tesk", "Northland"),
        ("“Yes,” said Maro Tesk, the aide leading the Northland team.", "Maro Tesk", "Northland"),
        ("Maro Tesk, who heads the Southland delegation, left.", "Maro Tesk", "Southland"),
        (
            "The head of the Northland prisoner office, Abu Maro al-Tesk, left.",
            "Abu Maro al-Tesk",
            "Northland",
        ),
        ("U.N. special envoy Maro Tesk said it was late.", "Maro Tesk", "United Nations"),
        ("It was chaired by Turkish Foreign Minister Maro O'Tesk.", "Maro O'Tesk", "Turkey"),
        ("He met Maro Tesk, the U.S. assistant secretary of state.", "Maro Tesk", "United States"),
        ("The Swiss ambassador to Northland, Maro Tesk, was there.", "Maro Tesk", "Switzerland"),
        ("A spokesman for Southland, Maro Tesk, denied it.", "Maro Tesk", "Southland"),
        ("Maro Tesk, part of the Northland delegation, agreed.", "Maro Tesk", "Northland"),
    ],
)
def test_the_side_is_the_party_of_the_office(
    sentence: str, name: str, side: str, model: Model
) -> None:
    (one,) = people(sentence, model)
    assert one.name == name
    assert one.side
    assert (one.side.value, one.side.sure) == (side, True)


def test_every_place_where_a_person_is_named_is_found(model: Model) -> None:
    """Spellings of one surname are one person, and the surname alone is the same person."""
    raw = (
        "Northland’s envoy, Maro Teskovsky, spoke first. Teskovskyy said it was late."
        " “No,” Teskovskiy added."
    )
    (one,) = people(raw, model)
    assert [span.of(LEAD + raw) for span in one.written] == [
        "Maro Teskovsky",
        "Teskovskyy",
        "Teskovskiy",
    ]


def test_two_of_one_surname_are_two(model: Model) -> None:
    raw = "Northland’s envoy, Maro Tesk, spoke. Southland’s minister, Lena Tesk, did not."
    assert [one.name for one in people(raw, model)] == ["Maro Tesk", "Lena Tesk"]


def test_the_roster_overrules_the_words(model: Model) -> None:
    roster = (RosterPerson(name="Maro Tesk", side="Southland", role="head of delegation"),)
    raw = "Northland’s chief negotiator, Maro Tesk, said so."
    (one,) = people(raw, model, roster)
    assert one.side
    assert one.role
    assert (one.side.value, one.role.value, one.side.rule) == (
        "Southland",
        "head of delegation",
        "roster",
    )


def test_the_roster_finds_whom_no_words_introduce(model: Model) -> None:
    roster = (RosterPerson(name="Maro Tesk", side="Southland"),)
    assert [one.name for one in people("Maro Tesk left early.", model, roster)] == ["Maro Tesk"]


@pytest.mark.parametrize(
    ("sentence", "side"),
    [
        ("Maro Tesk led the Southland team.", "Southland"),
        ("The Southland delegation, led by Maro Tesk, stayed away.", "Southland"),
        ("General Maro Tesk signed for the SLA.", None),
        ("Southland’s minister left early. Maro Tesk said it was late.", "Southland"),
        ("Northland spoke first. Maro Tesk, its opposite number, said no.", "Southland"),
        ("Southland spoke. Its spokesman, Maro Tesk, said no.", "Southland"),
        ("The rebel delegation waited. Its spokesman, Maro Tesk, said no.", "rebels"),
        ("The Southland Red Cross President, Maro Tesk, said no.", "Southland"),
        ("Secretary-General Maro Tesk said no.", "United Nations"),
        ("Southland Infrastructure Minister Maro Tesk said no.", "Southland"),
        ("In Geneva, an adviser, Maro Tesk, said no.", None),
    ],
)
def test_the_side_where_the_office_names_no_party(
    sentence: str, side: str | None, model: Model
) -> None:
    (one,) = people(sentence, model)
    assert (one.name, one.side.value if one.side else None) == ("Maro Tesk", side)


@pytest.mark.parametrize(
    "sentence",
    [
        "Among those freed was Maro Tesk, 19, a captured soldier.",
        "The mother of the prisoner, Lena Tesk, said she had waited for years.",
        "“I am waiting,” said Lena Tesk, whose son is held.",
        "Lena Tesk, a twelve-year-old girl, said she wished to go home.",
        "They freed Maro Tesk on Friday.",
    ],
)
def test_captives_children_and_families_are_no_persons_of_a_draft(
    sentence: str, model: Model
) -> None:
    assert people(sentence, model) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "The Istanbul Meeting said nothing.",
        "Kyiv said it would wait.",
        "The Riverside Palace, a hotel, said it was full.",
        "In Geneva, the Red Cross said so on Monday.",
        "Officials said that Air Force One had left.",
    ],
)
def test_places_meetings_and_bodies_are_no_persons(sentence: str, model: Model) -> None:
    """Also where the model takes them for persons."""
    assert people(sentence, model) == []


def test_a_guess_from_the_sentence_is_unsure(model: Model) -> None:
    raw = "Northland proposed that President Maro Tesk meet Southland President Lena Orr."
    tesk, orr = people(raw, model)
    assert tesk.side
    assert orr.side
    assert (tesk.side.value, tesk.side.sure) == ("Northland", False)
    assert (orr.side.value, orr.side.sure) == ("Southland", True)


def test_the_model_says_which_it_is() -> None:
    read = load_model()
    assert read.name.startswith("en_core_web_sm")
    assert len(read.sha256) == 64


@pytest.mark.parametrize(
    ("sentence", "name", "side"),
    [
        ("Southland’s Maro Tesk met reporters.", "Maro Tesk", "Southland"),
        ("Chancellor Maro Tesk of Southland said no.", "Maro Tesk", "Southland"),
        ("Maro Tesk represented Southland at the table.", "Maro Tesk", "Southland"),
        (
            "The Southland government sent a team to Geneva, headed by Maro Tesk.",
            "Maro Tesk",
            "Southland",
        ),
        ("Tesk, the Southland army chief, said no.", "Tesk", "Southland"),
        ("Northland’s former president, now unwell, was Maro Tesk, a banker.", "Maro Tesk", None),
    ],
)
def test_whose_a_person_is_said_to_be(
    sentence: str, name: str, side: str | None, model: Model
) -> None:
    found = {one.name: one.side.value if one.side else None for one in people(sentence, model)}
    assert found.get(name) == side


def test_aides_go_with_whom_they_work_for(model: Model) -> None:
    """Wherever the report tells for whom that person stands."""
    raw = "An adviser to Orr, Maro Tesk, said no. Southland’s president, Lena Orr, was away."
    sides = {one.name: one.side.value for one in people(raw, model) if one.side}
    assert sides["Maro Tesk"] == "Southland"


def test_two_presidents_are_not_of_one_country(model: Model) -> None:
    raw = "Northland’s president, Maro Tesk, flew to see President Lena Orr on Friday."
    sides = {one.name: one.side.value if one.side else None for one in people(raw, model)}
    assert sides["Maro Tesk"] == "Northland"
    assert sides["Lena Orr"] != "Northland"


def test_presidents_joined_stand_for_the_two_sides(model: Model) -> None:
    raw = "Northland’s president, Maro Tesk, and President Lena Orr shook hands."
    orr = next(one for one in people(raw, model) if one.name == "Lena Orr")
    assert orr.side
    assert (orr.side.value, orr.side.sure) == ("Southland", False)
