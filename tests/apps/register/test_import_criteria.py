"""Criteria as data: outside is what is outside for certain; what is not known says nothing."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.register.bringing import bring
from wayhome.apps.register.models import Flag
from wayhome.files.criteria import (
    check_criteria,
    findings_on,
    is_outside,
    is_under,
    span,
)
from wayhome.values import InvalidEvidence

EXAMPLES = Path(__file__).parents[3] / "examples" / "register"
DAYS = st.dates(date(1930, 1, 1), date(2026, 12, 31))


def birthday(born, age):
    """The slow twin: the first day, from birth on, on which somebody has that age."""
    day = born
    while True:
        years = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
        if years == age:
            return day
        day += timedelta(days=1)


@given(DAYS, st.integers(1, 30), st.integers(-400, 400))
def test_age_on_a_day_is_that_of_the_calendar(born, years, off):
    turning = birthday(born, years)
    day = turning + timedelta(days=off)
    assert is_under(born.isoformat(), years, day.isoformat()) is (day < turning)


@given(DAYS, DAYS, st.integers(1, 30), st.sampled_from([4, 7]))
def test_a_partial_date_decides_only_what_every_day_it_can_mean_decides(born, day, years, known):
    partial = born.isoformat()[:known]
    first, last = span(partial)
    answers = {is_under(d.isoformat(), years, day.isoformat()) for d in (first, born, last)}
    under = is_under(partial, years, day.isoformat())
    assert answers == {under} if under is not None else {True, False} == answers


@pytest.mark.parametrize(
    ("row", "cells", "outside"),
    [
        ({"field": "sex", "test": "one_of", "values": ["m"]}, {"sex": "f"}, True),
        ({"field": "sex", "test": "one_of", "values": ["m"]}, {"sex": "m"}, False),
        ({"field": "sex", "test": "one_of", "values": ["m"]}, {}, False),
        ({"column": "C", "test": "one_of", "values": ["A b"]}, {"C": " a  B "}, False),
        ({"field": "d", "test": "between", "from": "2024-03-01"}, {"d": "2024-02"}, True),
        ({"field": "d", "test": "between", "from": "2024-03-01"}, {"d": "2024-03"}, False),
        ({"field": "d", "test": "between", "from": "2024-03-15"}, {"d": "2024-03"}, False),
        ({"field": "d", "test": "between", "to": "2024"}, {"d": "2024-12-31"}, False),
        ({"field": "d", "test": "between", "to": "2024"}, {"d": "2025-01-01"}, True),
        ({"field": "d", "test": "between", "to": "2024"}, {"d": "2025~"}, False),
        ({"field": "d", "test": "between", "to": "2024"}, {"d": "long ago"}, False),
        ({"field": "d", "test": "age_at_least", "years": 18}, {"d": "2009"}, True),
        ({"field": "d", "test": "age_at_least", "years": 18}, {"d": "2008"}, False),
        ({"field": "d", "test": "age_under", "years": 18}, {"d": "2007"}, True),
        ({"field": "d", "test": "age_under", "years": 18}, {"d": "2008"}, False),
        ({"field": "d", "test": "age_under", "years": 18, "on": "2020"}, {"d": "2003"}, False),
    ],
)
def test_a_line_is_outside_only_where_its_cells_say_so(row, cells, outside):
    row = {"code": "x", **row}
    check_criteria({"criteria": [row]})
    assert is_outside(row, cells, cells, "2026-03-01") is outside


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        {"criteria": {}},
        {"criteria": ["x"]},
        {"criteria": [{"code": "", "field": "sex", "test": "one_of", "values": []}]},
        {"criteria": [{"code": "x", "test": "one_of", "values": []}]},
        {"criteria": [{"code": "x", "field": "a", "column": "b", "test": "one_of"}]},
        {"criteria": [{"code": "x", "field": "sex", "test": "one_of", "values": "m"}]},
        {"criteria": [{"code": "x", "field": "sex", "test": "one_of", "values": [1]}]},
        {"criteria": [{"code": "x", "field": "birth_date", "test": "age_under"}]},
        {"criteria": [{"code": "x", "field": "birth_date", "test": "age_under", "years": 0}]},
        {"criteria": [{"code": "x", "field": "d", "test": "age_under", "years": 9, "on": "soon"}]},
        {"criteria": [{"code": "x", "field": "d", "test": "between"}]},
        {"criteria": [{"code": "x", "field": "d", "test": "between", "to": "3000000"}]},
        {"criteria": [{"code": "x", "field": "d", "test": "likes"}]},
    ],
)
def test_criteria_that_no_machine_can_check_are_refused(wrong):
    with pytest.raises(InvalidEvidence):
        check_criteria(wrong)


def test_the_criteria_of_the_example_can_be_checked():
    criteria = json.loads((EXAMPLES / "criteria.json").read_text(encoding="utf-8"))
    check_criteria(criteria)
    child = {"birth_date": "2015-01-01"}
    found = findings_on(child, {}, kind="sought", as_of_date="2026-09-01", criteria=criteria)
    assert [(f.kind, f.criterion) for f in found] == [("off_criteria", "adult"), ("child", "age")]


@pytest.mark.django_db
def test_a_list_of_children_is_checked_for_adults_and_unsure_ages(people):
    made = bring(
        people,
        "Ткач;Олег;;2015;;;;",
        "Коваль;Ніна;;2008;;;;",
        "Мороз;Яна;;1990;;;;",
        kind="children",
    )
    found = Flag.objects.filter(entry__appearances__list=made).values_list(
        "kind", "criterion", "entry__appearances__line"
    )
    assert sorted(found) == [
        ("child", "age", 2),
        ("child", "age_not_certain", 3),
        ("off_criteria", "child", 4),
    ]
