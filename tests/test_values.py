"""Partial dates and weights: what can be built, and what they add up to."""

from math import log10

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayhome.values import InvalidEvidence, PartialDate, Weight


@given(st.dates())
def test_a_full_date_reads_back(day):
    assert PartialDate.parse(day.isoformat()) == PartialDate(day.year, day.month, day.day)
    assert str(PartialDate.parse(day.isoformat())) == day.isoformat()


@pytest.mark.parametrize("text", ["1987", "1987-05", "1987-05-03", "1987~"])
def test_what_is_known_is_written_and_no_more(text):
    assert str(PartialDate.parse(text)) == text


@pytest.mark.parametrize("text", ["1987-13", "1987-02-30", "87", "1987-5-3", "", "0000"])
def test_impossible_dates_are_refused_with_a_sentence(text):
    with pytest.raises(InvalidEvidence, match=r"\.$"):
        PartialDate.parse(text)


def test_a_day_needs_its_month():
    with pytest.raises(InvalidEvidence):
        PartialDate(1987, None, 3)


def test_weights_add_and_bayes_holds():
    weight = Weight(by_part={"surname": 3.0, "birth_date": -1.0})
    prior = 0.001
    odds = prior / (1 - prior) * 10**2
    assert weight.total == 2.0
    assert weight.posterior(prior) == pytest.approx(odds / (1 + odds))
    assert log10(weight.posterior(0.5) / (1 - weight.posterior(0.5))) == pytest.approx(2.0)


def test_an_infinite_weight_cannot_be_built():
    with pytest.raises(InvalidEvidence, match="surname"):
        Weight(by_part={"surname": float("inf")})
