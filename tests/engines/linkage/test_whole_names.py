"""Whole names and parts of several words, laid out for comparison."""

import polars as pl
import pytest

from wayhome.engines.linkage.whole_names import with_name_parts, words_of

PARTS = ("surname", "given_names", "patronymic")


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("Анна Марія", "Анна Марія"),
        ("Жан-Поль", "Жан Поль"),
        ("Al-Khatib", "Al-Khatib"),
        ("Abd al-Rahman", "Abd-al-Rahman"),
        ("de la Cruz", "de-la-Cruz"),
        ("Коваль", "Коваль"),
    ],
)
def test_the_words_of_a_part(part, words):
    assert words_of(part) == words


def test_a_whole_name_is_read_also_beside_a_column_of_fathers():
    """A column for the father must not make the name itself disappear."""
    frame = pl.DataFrame({"full_name": ["Шевченко Олег"], "patronymic": ["Іванович"]})
    assert with_name_parts(frame).select(PARTS).row(0) == ("Шевченко", "Олег", "Іванович")


def test_a_rank_before_the_surname_is_no_name():
    frame = pl.DataFrame({"surname": ["сержант Шевченко", "Рак"], "given_names": ["Олег", None]})
    assert with_name_parts(frame)["surname"].to_list() == ["Шевченко", "Рак"]


def test_parts_that_have_columns_are_not_overruled_by_the_whole_name():
    frame = pl.DataFrame(
        {
            "full_name": ["Шевченко Олег Іванович", "Рак Яна"],
            "surname": ["Бондар", " "],
            "given_names": ["Олег", None],
        }
    )
    assert with_name_parts(frame).select(PARTS).rows() == [
        ("Бондар", "Олег", None),
        ("Рак", "Яна", None),
    ]
