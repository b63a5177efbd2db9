"""The compiled comparison says what its slow, obvious twin says."""

from calendar import monthrange
from math import inf

import numpy as np
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA
from twin import lines_of, part_of, tables_of

from wayhome.engines.linkage import kernels, reference
from wayhome.engines.linkage.blocking import Candidates
from wayhome.engines.linkage.candidates import compare_parts
from wayhome.engines.linkage.compared import together
from wayhome.engines.linkage.evidence import count_chance, gather
from wayhome.engines.linkage.levels import MISSING, DateLevel, NameLevel
from wayhome.engines.linkage.model import KIN_FIELDS, log_odds, shipped, weigh
from wayhome.engines.linkage.prepare import letters, of_words, prepare, tokens_of
from wayhome.engines.linkage.several_words import with_words

UNTIMED = settings(deadline=None)  # the first call compiles
ROOM = np.empty((3, kernels.WIDTH + 1), np.int32)
words = st.text("abk", max_size=9)


def tokens_in_words(values):
    """Distinct values of one or more words, as tokens."""
    spelled, cut = with_words(values)
    return of_words(tokens_of(spelled), cut)


years = st.sampled_from([1899, 1977, 1987, 1988, 1989, 1997, 2000])


def number(level):
    return MISSING if level is None else int(level)


@st.composite
def births(draw):
    """A birth date of which perhaps only the beginning is known, often near a month's edge."""
    known = draw(st.integers(0, 3))
    year, month = draw(years), draw(st.sampled_from([1, 2, 5, 12]))
    last = monthrange(year, month)[1]
    day = draw(st.one_of(st.sampled_from([1, 2, 5, 12, last - 1, last]), st.integers(1, last)))
    return tuple(part if known > at else 0 for at, part in enumerate((year, month, day)))


@UNTIMED
@given(words, words, st.integers(0, 3))
@example("ca", "abc", 3)  # no letter takes part in two slips
@example("abcdefgh", "bacdefhg", 3)
def test_slips_are_counted_as_the_textbook_counts_them(first, second, limit):
    text, length, mask = letters([first, second])
    found = kernels.slips(text, length, mask, 0, 1, limit, ROOM)
    assert reference.slips(first, second) == OSA.distance(first, second)
    assert found == min(reference.slips(first, second), limit + 1)


written = st.one_of(
    st.text("абкноі", min_size=1, max_size=9),
    st.sampled_from(
        [
            "Олена Микола",
            "Елена О.",
            "Кравченко Олена",
            "О.",
            "О",
            "Олена",
            "Елена",
            "Микола",
            "Николай",
            "Mykola",
            "Кравченко",
            "Кравченка",
        ]
    ),
)


@UNTIMED
@given(st.lists(written, min_size=2, max_size=2, unique=True))
@example(["Кравченко", "Kravchenko"])
@example(["Олександр", "О."])
@example(["Гаврило", "Гаврилович"])
def test_name_levels_follow_the_rules(pair):
    tokens = tokens_in_words(pair)
    arrays = [tokens.keys, tokens.text, tokens.length, tokens.mask, tokens.words]
    found = [kernels.name_level(*arrays, i, j, ROOM) for i, j in ((0, 1), (1, 0))]
    x, y = (part_of(tokens, at) for at in (0, 1))
    assert found == [reference.name_level(x, y)] * 2


def test_a_missing_name_part_has_no_level():
    tokens = tokens_of(["Бондар"])
    arrays = [tokens.keys, tokens.text, tokens.length, tokens.mask, tokens.words]
    assert kernels.name_level(*arrays, 0, -1, ROOM) == MISSING
    assert reference.name_level(part_of(tokens, 0), None) is None


@pytest.mark.parametrize(
    ("first", "second", "level"),
    [
        ("Кравченко", "Kravchenko", NameLevel.SAME),
        ("Кравченко", "Кравченку", NameLevel.SAME),
        ("Кравченко", "Кравчинко", NameLevel.CONSONANTS),
        ("Бондаренко", "Бонтаренко", NameLevel.EDIT1),
        ("Бондаренко", "Бонтаремко", NameLevel.EDIT2),
        ("Микола", "М.", NameLevel.INITIAL),
        ("Микола", "Т.", NameLevel.DIFFERS),
        ("Бондар", "Бондаренко", NameLevel.PREFIX),
        ("Мельниченко", "Сидорчук", NameLevel.DIFFERS),
        ("Лиса", "Риса", NameLevel.EDIT1),
        ("Лис", "Рис", NameLevel.DIFFERS),  # one slip in a short name makes another name
        ("Коваленко Шевчук", "Kovalenko Shevchuk", NameLevel.SAME),
        ("Коваленка Шевчука", "Шевчук Коваленко", NameLevel.SAME),
        ("Коваленко Шевчук", "Шевчук", NameLevel.HALF),
        ("Коваленко Шевчук", "Kovalenco", NameLevel.HALF),
        ("Анна Марія", "Марія А.", NameLevel.HALF),
        ("Коваленко Шевчук", "Шевчук Бондар", NameLevel.DIFFERS),
        ("Коваленко Шевчук", "Рак", NameLevel.DIFFERS),
    ],
)
def test_levels_of_names(first, second, level):
    tokens = tokens_in_words([first, second])
    arrays = [tokens.keys, tokens.text, tokens.length, tokens.mask, tokens.words]
    assert reference.name_level(part_of(tokens, 0), part_of(tokens, 1)) == level
    assert kernels.name_level(*arrays, 0, 1, ROOM) == level


@UNTIMED
@given(births(), births())
def test_date_levels_follow_the_rules(x, y):
    level = number(reference.date_level(x, y))
    assert kernels.date_level(*x, *y) == level
    assert kernels.date_level(*y, *x) == level


@pytest.mark.parametrize(
    ("first", "second", "level"),
    [
        ((1987, 5, 3), (1987, 5, 3), DateLevel.SAME),
        ((1987, 5, 3), (1987, 3, 5), DateLevel.SWAPPED),
        ((1987, 5, 3), (1987, 5, 4), DateLevel.ONE_DAY),
        ((1987, 5, 31), (1987, 6, 1), DateLevel.ONE_DAY),
        ((1988, 2, 29), (1988, 3, 1), DateLevel.ONE_DAY),
        ((1987, 12, 31), (1988, 1, 1), DateLevel.ONE_DAY),
        ((1987, 5, 3), (1987, 5, 13), DateLevel.SAME_MONTH),
        ((1987, 5, 3), (1987, 6, 3), DateLevel.SAME_YEAR_DAY),
        ((1987, 5, 3), (1986, 5, 3), DateLevel.NEAR_YEAR_DAY),
        ((1987, 5, 3), (1977, 5, 3), DateLevel.NEAR_YEAR_DAY),
        ((1987, 5, 3), (1947, 5, 3), DateLevel.NEAR_YEAR_DAY),
        ((1997, 5, 3), (2007, 5, 3), DateLevel.NEAR_YEAR_DAY),
        ((1987, 5, 3), (1972, 5, 3), DateLevel.SAME_DAY),
        ((1987, 5, 3), (1987, 5, 0), DateLevel.PARTIAL_MONTH),
        ((1987, 5, 3), (1987, 0, 0), DateLevel.PARTIAL_YEAR),
        ((1987, 5, 3), (1987, 8, 17), DateLevel.SAME_YEAR),
        ((1987, 5, 3), (1988, 0, 0), DateLevel.NEAR_YEAR),
        ((1987, 5, 3), (1989, 0, 0), DateLevel.DIFFERS),
        ((1987, 5, 3), (0, 0, 0), None),
    ],
)
def test_levels_of_dates(first, second, level):
    assert reference.date_level(first, second) == level
    assert kernels.date_level(*first, *second) == number(level)


surnames = st.sampled_from(
    [
        *("Кравченко", "Kravchenko", "Кравчанко", "Гаврилюк", "Gavryliuk", "Олексій", "Бондар"),
        *("Бондар Кравченко", "Kravchenko Bondar", "Кравчанко Рак", None),
    ]
)
givens = st.sampled_from(
    ["Микола", "Николай", "М.", "Олексій", "Alexei", "Бондар", "Олег", "Олег Микола", None]
)
patronymics = st.sampled_from(
    ["Олексійович", "Алексеевич", "Олексій", "О.", "Миколайович", "Kravchenko", None]
)
dates = st.sampled_from(["1987-05-03", "1987-03-05", "1987-05", "1987", "1990-01-07", None])
lines = st.lists(
    st.tuples(surnames, givens, patronymics, dates, st.sampled_from(["m", "f", None])),
    min_size=1,
    max_size=6,
)
COLUMNS = ("surname", "given_names", "patronymic", "birth_date", "sex")
SIZES = {"surname": 16, "given_names": 16, "patronymic": 16, "birth_date": 12, "sex": 2}


def small_work(list_a, list_b):
    """Both lists prepared, what chance does, and the shipped model."""
    schema = dict.fromkeys(COLUMNS, pl.String)
    frames = [pl.DataFrame(rows, schema=schema, orient="row") for rows in (list_a, list_b)]
    prepared = prepare(*frames, ())
    chance = count_chance(prepared, pairs=200, seed=1)
    model = shipped(SIZES, rows_a=len(list_a), rows_b=len(list_b), overlap=0.3)
    return prepared, chance, model


def every_pair(prepared, chance, model, floor):
    pairs = Candidates(rows_a=prepared.a.rows, rows_b=prepared.b.rows, within=False, found=None)
    return together(list(compare_parts(prepared, chance, model, pairs.parts(), floor=floor)))


@settings(max_examples=60, deadline=None)
@given(lines, lines)
def test_pairs_weigh_what_the_twin_says(list_a, list_b):
    prepared, chance, model = small_work(list_a, list_b)
    seen = every_pair(prepared, chance, model, -inf)
    levels, order = seen.levels, seen.order
    parts = weigh(gather(prepared, chance, seen), order, model)
    odds = log_odds(parts, order, model)
    tables = tables_of(prepared, chance, model)
    a, b = (lines_of(prepared, side, chance) for side in (prepared.a, prepared.b))
    expected = reference.every_pair(a, b, tables)
    assert [(pair.row_a, pair.row_b) for pair in expected] == list(
        zip(seen.ia, seen.ib, strict=True)
    )
    for k, pair in enumerate(expected):
        chosen = reference.ORDERS[order[k]]
        if chosen != pair.order:  # two orders that weigh alike: either will do
            left, right = a[pair.row_a], b[pair.row_b]
            weights = [reference.order_weight(left, right, o, tables) for o in (chosen, pair.order)]
            assert weights[0] == pytest.approx(weights[1], abs=1e-4)
            continue
        assert list(levels[k]) == [*map(number, pair.levels), number(pair.born), levels[k, 4]]
        assert {field: float(part[k]) for field, part in parts.items()} == pytest.approx(
            pair.weights, abs=1e-4
        )
        assert odds[k] == pytest.approx(
            reference.log_odds(
                pair.weights,
                order=pair.order,
                prior=model.prior,
                kin=model.kin,
                twin=model.twin,
                shared=sorted(KIN_FIELDS),
            ),
            abs=1e-4,
        )


@settings(max_examples=30, deadline=None)
@given(lines, lines, st.floats(-6, 6))
def test_only_pairs_below_the_floor_are_dropped(list_a, list_b, floor):
    prepared, chance, model = small_work(list_a, list_b)
    seen = every_pair(prepared, chance, model, floor)
    kept = set(zip(seen.ia.tolist(), seen.ib.tolist(), strict=True))
    tables = tables_of(prepared, chance, model)
    a, b = (lines_of(prepared, side, chance) for side in (prepared.a, prepared.b))
    for pair in reference.every_pair(a, b, tables):
        left, right = a[pair.row_a], b[pair.row_b]
        weight = reference.order_weight(left, right, pair.order, tables)
        weight += pair.weights["sex"] + pair.weights["birth_date"]
        if abs(weight - floor) > 1e-3:
            assert ((pair.row_a, pair.row_b) in kept) == (weight > floor)
