"""Places under the names that other scripts and languages have for them."""

from itertools import combinations

import numpy as np
import polars as pl
import pytest
from frames import frames

from wayhome.engines.linkage import Finding, link
from wayhome.engines.linkage.comparisons import compare_places
from wayhome.engines.linkage.levels import NameLevel


def level(first, second):
    one, other = (np.array([at], np.int32) for at in (0, 1))
    return NameLevel(int(compare_places([first, second]).levels(one, other)[0]))


@pytest.mark.parametrize(
    "forms",
    [
        ("Київ", "Киев", "Kyiv", "Kiev", "كييف"),
        ("دمشق", "Damascus", "Дамаск", "Dimashq"),
        ("حلب", "Aleppo", "Халеб"),
        ("القدس", "Jerusalem", "ירושלים", "Єрусалим"),
        ("Миколаїв", "Николаев", "Nikolaev"),
        ("Вишнянка", "Vyshnianka"),  # in no table: by its sound
    ],
)
def test_a_place_is_one_under_all_its_names(forms):
    assert {level(*pair) for pair in combinations(forms, 2)} == {NameLevel.SAME}


@pytest.mark.parametrize(
    ("first", "second"),
    [("Київ", "Харків"), ("دمشق", "حلب"), ("Aleppo", "Damascus"), ("Рим", "Рак")],
)
def test_other_places_are_others(first, second):
    assert level(first, second) == NameLevel.DIFFERS


def test_a_capital_under_another_name_counts_for_the_pair():
    a, b, same = frames(120, 150, seed=23)
    i, j = min(same)
    lists = [
        frame.with_columns(
            birthplace=pl.when(pl.int_range(pl.len()) == row)
            .then(pl.lit(place))
            .otherwise("birthplace")
        )
        for frame, row, place in ((a, i, "Дамаск"), (b, j, "Damascus"))
    ]
    pair = link(*lists).pairs.filter(row_a=i, row_b=j).row(0, named=True)
    assert pair["finding_birthplace"] == Finding.RENDERING
    assert pair["weight_birthplace"] > 1
