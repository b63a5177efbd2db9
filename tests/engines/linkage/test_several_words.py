"""Second given names, double surnames, and forefathers: what agrees is said, and no more."""

import polars as pl
import pytest
from frames import frames, scene

from wayhome.engines.linkage import Finding, Zone, blocking, link
from wayhome.engines.linkage.prepare import prepare
from wayhome.engines.linkage.several_words import MOST_WORDS, with_words
from wayhome.engines.linkage.whole_names import with_name_parts

FIELDS = "surname|given_names|patronymic|birth_date"


def pair_of(sought, held):
    """The pair of two lines among others."""
    a, b, _ = frames(120, 150, seed=23)
    fields = FIELDS.split("|")
    lists = [
        pl.concat([scene(line, fields=FIELDS), others.select(fields)])
        for line, others in ((sought, a), (held, b))
    ]
    return link(*lists).pairs.filter(row_a=0, row_b=0).row(0, named=True)


def surnames(first, second):
    line = "{}|Тимофій|Захарович|1991-04-17"
    return pair_of(line.format(first), line.format(second))


def given(first, second):
    line = "Бережанський|{}|Захарович|1991-04-17"
    return pair_of(line.format(first), line.format(second))


@pytest.mark.parametrize(
    ("first", "second", "finding"),
    [
        ("Коваленко-Шевчук", "Коваленко-Шевчук", Finding.SAME),
        ("Коваленко-Шевчук", "Коваленко Шевчук", Finding.SAME),
        ("Коваленко-Шевчук", "Kovalenko-Shevchuk", Finding.RENDERING),
        ("Коваленко-Шевчук", "Шевчук-Коваленко", Finding.RENDERING),
        ("Коваленко-Шевчук", "Шевчук", Finding.PARTIAL),
        ("Шевчук", "Коваленко-Шевчук", Finding.PARTIAL),
        ("Коваленко-Шевчук", "Kovalenko", Finding.PARTIAL),
        ("Коваленко-Шевчук", "Шевчюк", Finding.PARTIAL),
        ("Коваленко-Шевчук", "Коваленко-Яворницький", Finding.DIFFERS),
        ("Коваленко-Шевчук", "Горобець", Finding.DIFFERS),
    ],
)
def test_a_double_surname_is_compared_word_by_word(first, second, finding):
    assert surnames(first, second)["finding_surname"] == finding


def test_half_of_a_double_surname_is_a_weak_agreement():
    whole = surnames("Коваленко-Шевчук", "Коваленко-Шевчук")["weight_surname"]
    half = surnames("Коваленко-Шевчук", "Шевчук")["weight_surname"]
    other = surnames("Коваленко-Шевчук", "Горобець")["weight_surname"]
    assert other < 0 < half < whole - 0.5


@pytest.mark.parametrize(
    ("first", "second", "finding"),
    [
        ("Анна Марія", "Анна Марія", Finding.SAME),
        ("Анна Марія", "Anna Maria", Finding.RENDERING),
        ("Микола Іван", "Николай-Иван", Finding.SAME_NAME),
        ("Анна Марія", "Анна", Finding.PARTIAL),
        ("Анна Марія", "Мария", Finding.PARTIAL),
        ("Анна Марія", "Анна Софія", Finding.DIFFERS),
    ],
)
def test_second_given_names_count(first, second, finding):
    pair = given(first, second)
    assert pair["finding_given_names"] == finding
    assert (pair["weight_given_names"] > 0) == (finding != Finding.DIFFERS)


def test_a_match_may_rest_on_half_a_surname_where_all_else_agrees():
    pair = pair_of(
        "Коваленко-Шевчук|Тимофій|Захарович|1991-04-17", "Шевчук|Тимофей|Захарович|1991-04-17"
    )
    assert pair["zone"] == Zone.MATCH


def test_half_of_a_double_surname_gets_through_blocking(monkeypatch):
    """Also the second half, with nothing but a given name or a year beside it."""
    monkeypatch.setattr(blocking, "EVERY_PAIR", 0)
    a = scene(
        "Коваленко Шевчук|Тимофій|-|-",
        "Рак Бережанський|-|-|1987",
        "Горобець|Гнат|-|-",
        fields=FIELDS,
    )
    b = scene(
        "Шевчук|Тимофей|-|1950",
        "Бережанский|Лука|-|1987",
        "Марченко Горобец|Гнат|-|-",
        fields=FIELDS,
    )
    for lists, same in (((a, b), {(i, i) for i in range(3)}), ((b, a), {(i, i) for i in range(3)})):
        parts = blocking.candidates(prepare(*lists, ())).parts()
        found = {(int(i), int(j)) for part in parts for i, j in zip(part.ia, part.ib, strict=True)}
        assert same <= found


def test_words_are_filed_beside_their_values():
    values, words = with_words(["Коваленко Шевчук", "Шевчук", "а б в г д"])
    assert values[:3] == ["Коваленко Шевчук", "Шевчук", "а б в г д"]
    assert [values[w] for w in words[0] if w >= 0] == ["Коваленко", "Шевчук"]
    assert (words[1] == -1).all()
    assert [values[w] for w in words[2] if w >= 0] == ["а", "б", "в", "г д"]
    assert words.shape == (len(values), MOST_WORDS)


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("Ahmad Hassan al-Khatib", ("al-Khatib", "Ahmad", "Hassan")),
        ("al-Khatib Ahmad Hassan", ("al-Khatib", "Ahmad", "Hassan")),
        ("Ахмад Хасан аль-Хатиб", ("аль-Хатиб", "Ахмад", "Хасан")),
        ("أحمد حسن الخطيب", ("الخطيب", "أحمد", "حسن")),
        ("Khalid bin Walid al-Masri", ("al-Masri", "Khalid", "Walid")),
        ("Anna Maria Schmidt", ("Schmidt", "Anna Maria", None)),
    ],
)
def test_the_middle_of_three_arabic_names_is_the_fathers(written, parts):
    columns = ("surname", "given_names", "patronymic")
    read = with_name_parts(pl.DataFrame({"full_name": [written]})).select(columns)
    assert read.row(0) == parts
    if parts[2] != "Walid":  # whose chain is told by its particle
        cells = {"surname": [parts[0]], "given_names": [" ".join(filter(None, parts[1:]))]}
        apart = with_name_parts(pl.DataFrame(cells))
        assert tuple(apart.row(0)[:3]) == parts[: apart.width]


def test_a_fathers_name_that_is_given_is_not_overruled():
    frame = pl.DataFrame(
        {"surname": ["al-Khatib"], "given_names": ["Ahmad Hassan"], "patronymic": ["Omar"]}
    )
    assert with_name_parts(frame).row(0) == ("al-Khatib", "Ahmad Hassan", "Omar")


ARABIC = ("أحمد حسن الخطيب", "عمر خالد المصري", "يوسف إبراهيم الحلبي", "محمود سعيد النجار")
LATIN = (
    "Ahmad Hassan al-Khatib",
    "Omar Khaled al-Masri",
    "Youssef Ibrahim al-Halabi",
    "Mahmoud Said al-Najjar",
)


@pytest.mark.parametrize("surname_first", [False, True])
def test_three_part_names_meet_across_scripts(surname_first):
    latin = [" ".join([n.split()[2], *n.split()[:2]]) if surname_first else n for n in LATIN]
    born = [f"198{at}-0{at + 1}-1{at}" for at in range(len(ARABIC))]
    a, b = (pl.DataFrame({"full_name": names, "birth_date": born}) for names in (ARABIC, latin))
    pairs = link(a, b).pairs.filter(pl.col("posterior") > 0.5)
    assert set(pairs.select("row_a", "row_b").iter_rows()) == {(i, i) for i in range(len(ARABIC))}
    assert set(pairs["finding_patronymic"]) == {Finding.RENDERING}
