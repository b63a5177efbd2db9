"""Letters are marked where they differ, and no letter is ever lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayhome.files.report.letters import compare_dates, compare_letters, script_of, text_of

NAMES = st.text(alphabet="Ковальabc.-' ІЇ", max_size=12)


def marked(pieces):
    return [piece for piece, agrees in pieces if not agrees]


@given(NAMES, NAMES)
def test_pieces_give_the_spelling_back(a, b):
    def explain(x, y):
        return [(x[:2].lower(), y[:1].upper(), True), (x[2:], y[1:], False)]

    for how in (None, explain):
        pieces = compare_letters(a, b, how)
        assert [text_of(side).split() for side in pieces] == [a.split(), b.split()]


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("Коваль", "КОВАЛЬ", ([], [])),
        ("Кошвий", "Кошовий", ([], ["о"])),
        ("Коваль Іван", "Іван Ковал", (["ь"], [])),
        ("Коваль", "Koval", ([], [])),  # another script, and nobody to explain it
        ("Коваль І.", "Коваль Іван", ([], [])),  # an initial is not a difference
        ("Іван Коваль", "Петро Коваль", (["Іван"], ["Петро"])),  # another word is marked whole
        ("Коваль", "Коваль Іван", ([], [])),
    ],
)
def test_only_what_differs_is_marked(a, b, expected):
    one, other = compare_letters(a, b, None)
    assert (marked(one), marked(other)) == expected


def test_another_script_is_marked_as_explained():
    def explain(a, b):
        if (a, b) != ("Коваль", "Kobal"):
            return [(a, b, a == "Іван")]
        return [("Ко", "Ko", True), ("в", "b", False), ("аль", "al", True)]

    one, other = compare_letters("Коваль Іван", "Ivan Kobal", explain)
    assert (marked(one), marked(other)) == (["в"], ["b"])


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("1991-03-07", "1991-07-03", (["3", "7"], ["7", "3"])),
        ("1991-03-07", "1981-03-07", (["9"], ["8"])),
        ("1991-03-07", "1991-03-21", (["07"], ["21"])),
        ("1991", "1991-03-21", ([], [])),
        ("1991~", "1992", (["1991~"], ["1992"])),
    ],
)
def test_dates_are_marked_part_by_part(a, b, expected):
    one, other = compare_dates(a, b)
    assert (marked(one), marked(other)) == expected
    assert (text_of(one), text_of(other)) == (a, b)


def test_scripts_are_named_as_iso_15924_does():
    assert [script_of(text) for text in ("'Їжак", "Yizhak", "كريم", "7", "")] == [
        "Cyrl",
        "Latn",
        "Arab",
        "Zyyy",
        "Zyyy",
    ]
