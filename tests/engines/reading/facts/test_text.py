"""A report's parts: every part is the exact characters, nothing is lost, nothing is twice."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayhome.engines.reading.text import Text


def sentences(raw: str) -> list[str]:
    text = Text(raw)
    return [text[span] for span in text.sentences]


@pytest.mark.parametrize(
    "raw",
    [
        "The U.N. envoy met Gen. Holm at 3 p.m. on Friday.",
        "The U.S. President spoke.",
        "Mr. Reck and Dr. Brandt met.",
        "“Who said it was easy?” Brandt asked at the signing.",
        "It lasted 1.5 hours.",
    ],
)
def test_one_sentence_stays_one(raw: str) -> None:
    assert sentences(raw) == [raw]


def test_sentences_end_with_their_closing_marks() -> None:
    raw = "“We met. We agreed.” He left. “Good.”"
    assert sentences(raw) == ["“We met.", "We agreed.”", "He left.", "“Good.”"]


def test_headline_dateline_and_crosshead_are_no_sentences() -> None:
    raw = "Talks end\n\nOSTREL, May 12 — They met.\n\nWhat was agreed\n\nNothing was."
    text = Text(raw)
    assert text.headline is not None
    assert text.dateline is not None
    assert (text[text.headline], text[text.dateline]) == ("Talks end", "OSTREL, May 12")
    assert [text[span] for span in text.headings] == ["Talks end", "What was agreed"]
    assert sentences(raw) == ["They met.", "Nothing was."]


@pytest.mark.parametrize(
    "line",
    ["list 1 of 3", "Item 2 of 5", "What’s the story", "Read More About:", "Done", "Advertisement"],
)
def test_lines_of_the_page_are_chrome(line: str) -> None:
    text = Text(f"{line}\n\nThey met in Ostrel.")
    assert [text[span] for span in text.chrome] == [line]
    assert [text[span] for span in text.sentences] == ["They met in Ostrel."]


def test_a_wrapped_paragraph_is_one_paragraph() -> None:
    line = "The two sides met again on Monday in the town of Ostrel and they"
    raw = f"{line}\n{line}\nagreed."
    assert len(Text(raw).paragraphs) == 1


@pytest.mark.parametrize(
    ("raw", "quoted"),
    [
        ("He said, “We met.”", ["We met."]),
        ('He said, "We met."', ["We met."]),
        ("He said, ‘We met,’ and left.", ["We met,"]),
        ("The sides’ list and its authors’ words", []),
        ("«We met», he said", ["We met"]),
    ],
)
def test_quotes_are_what_stands_between_the_marks(raw: str, quoted: list[str]) -> None:
    text = Text(raw)
    assert [text[span] for span in text.quotes] == quoted


@given(st.text(alphabet="aB .!?\n“”\"'’‘—1,:-", max_size=200))
def test_parts_of_any_text_are_in_order_and_apart(raw: str) -> None:
    text = Text(raw)
    for parts in (text.lines, text.sentences, text.quotes):
        assert all(0 <= span.start < span.end <= len(raw) for span in parts)
        assert all(a.end <= b.start for a, b in pairwise(parts))
    told = "".join(text[span] for span in text.sentences)
    bodies = "".join(text[span] for span in text.paragraphs)
    assert "".join(told.split()) == "".join(bodies.split())
