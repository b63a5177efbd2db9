"""Whose words: quotes found whole, and given to who says them."""

import pytest

from wayhome.engines.reading.draft import Statement
from wayhome.engines.reading.facts.sides import Sides
from wayhome.engines.reading.outcomes import find_outcomes
from wayhome.engines.reading.people import find_people
from wayhome.engines.reading.proposals import find_proposals
from wayhome.engines.reading.statements import find_statements
from wayhome.engines.reading.text import Text

LEAD = (
    "Northland and Southland ended their talks on Monday. Northland’s chief negotiator, Maro Tesk,"
    " met his Southland counterpart, Lena Orr.\n\n"
)


def read(raw: str) -> tuple[str, list[Statement], dict[str, str]]:
    text = Text(LEAD + raw)
    people = find_people(text, Sides(text, (), ["Northland", "Southland"]))
    sides = Sides(text, people, ["Northland", "Southland"])
    return text.raw, list(find_statements(text, people, sides)), {p.id: p.name for p in people}


@pytest.mark.parametrize(
    ("raw", "speaker"),
    [
        ("“It is late,” Tesk said.", "Maro Tesk"),
        ("“It is late,” said Orr, who left at once.", "Lena Orr"),
        ("Orr told reporters: “It is late.”", "Lena Orr"),
        ("Tesk called the plan of Southland “it is late for us all.”", "Maro Tesk"),
        ("According to Orr, “it is late.”", "Lena Orr"),
        ("Tesk said nothing had changed. “It is late,” he added.", "Maro Tesk"),
        ("“We agree,” Orr said. “It is late. We go home.”", "Lena Orr"),
        ("“It is late,” the Southland negotiator said.", "Lena Orr"),
        ('"It is late," Tesk said.', "Maro Tesk"),
        ("Tesk spoke first. Orr said Southland would wait. “It is late,” she said.", "Lena Orr"),
    ],
)
def test_a_quote_has_its_speaker(raw: str, speaker: str) -> None:
    whole, statements, names = read(raw)
    (one,) = [s for s in statements if "t is late" in s.span.of(whole) and s.mode == "quote"]
    assert one.speaker
    assert names[one.speaker.value] == speaker


def test_a_quote_is_found_whole_and_without_its_comma() -> None:
    whole, (first, second, third), _ = read(
        "“Let us stop, and let us count,” Tesk said. “Who said that it was easy?” Orr asked.\n\n"
        "“A list, “as it stands,” is a list,” Tesk said."
    )
    assert first.span.of(whole) == "Let us stop, and let us count"
    assert second.span.of(whole) == "Who said that it was easy?"
    assert third.span.of(whole).startswith("A list")


@pytest.mark.parametrize(
    "raw",
    [
        "In a joint statement the two sides said they “saw a chance of a lasting peace.”",
        "“We have agreed to stop firing today,” reads the document signed by Tesk and Orr.",
    ],
)
def test_a_joint_text_speaks_for_both(raw: str) -> None:
    _, (one, *_), _ = read(raw)
    assert one.side
    assert (one.speaker, one.side.value) == (None, "both")


def test_words_of_a_ministry_are_its_countrys_and_no_persons() -> None:
    _, (one,), _ = read("“The exchange will go on now,” the Northland foreign ministry said.")
    assert one.side
    assert (one.speaker, one.side.value) == (None, "Northland")


def test_a_manner_of_speaking_is_no_statement() -> None:
    _, statements, _ = read("They had hoped for an “all for all” deal. It did not come.")
    assert statements == []


def test_paraphrases_stop_where_their_sentence_does() -> None:
    whole, (one,), _ = read("Orr said that Southland would hand over its list. Then it rained.")
    assert one.mode == "paraphrase"
    assert one.span.of(whole) == "Southland would hand over its list"


@pytest.mark.parametrize(
    ("raw", "stance"),
    [
        ("Tesk said the list was long.", "unknown"),
        ("Orr said she welcomed the plan.", "support"),
        ("Orr said she rejected the plan.", "oppose"),
        ("“If they are found, they go home,” Tesk said.", "conditional"),
    ],
)
def test_a_stance_needs_a_cue(raw: str, stance: str) -> None:
    _, (one,), _ = read(raw)
    assert one.stance == stance


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("proposed an immediate and sustained end of fire", " proposed an immediate and sustained"
         " end of fire"),
        ("proposed a truce of two days and rejected the other offer",
         " proposed a truce of two days"),
    ],
)  # fmt: skip
def test_a_proposal_ends_where_another_act_begins(raw: str, words: str) -> None:
    text = Text(LEAD + f"Northland {raw}.\n\n")
    (found,) = find_proposals(text, Sides(text, (), ["Northland", "Southland"]))
    assert text[found.span] == "Northland" + words


def test_a_proposal_has_its_answer() -> None:
    text = Text(
        LEAD + "Northland proposed a truce of two days. Southland turned that down.\n\n"
        "Southland demanded the release of 40 men."
    )
    sides = Sides(text, (), ["Northland", "Southland"])
    first, second = find_proposals(text, sides)
    assert first.by
    assert first.to
    assert first.response
    assert first.response_by
    assert (first.by.value, first.to.value) == ("Northland", "Southland")
    assert (first.response.value, first.response_by.value) == ("refused", "Southland")
    assert second.by
    assert (second.by.value, second.response) == ("Southland", None)
    assert text[first.span] == "Northland proposed a truce of two days"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("They failed to agree on a ceasefire.", [("ceasefire", "no_agreement")]),
        ("They agreed to exchange prisoners.", [("prisoners", "agreed")]),
        ("The talks were postponed.", [("talks", "postponed")]),
        ("Both refused a truce.", [("ceasefire", "refused")]),
        ("If they agreed to a truce, it would rain.", []),
        ("They agreed to plant trees.", []),
    ],
)
def test_outcomes_are_told_by_their_words(raw: str, expected: list[tuple[str, str]]) -> None:
    assert [(one.topic, one.result) for one in find_outcomes(Text(raw))] == expected


def test_it_is_the_office_that_spoke_before() -> None:
    _, said, _ = read("Southland’s prisoner office announced a list. “It is late,” it said.")
    (one,) = [statement for statement in said if statement.mode == "quote"]
    assert one.side
    assert one.source
    assert one.speaker is None
    assert one.side.value == "Southland"
    assert "prisoner office" in one.source.value
