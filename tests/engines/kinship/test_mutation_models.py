"""Mutation models are what their formulas say, and keep what their names promise."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_families import mutations

from wayhome.engines.kinship import (
    InvalidModel,
    Kind,
    MarkerFrequencies,
    Mutation,
    Transform,
    mutation_matrix,
)
from wayhome.engines.kinship.mutation import is_reversible, is_stationary

LADDER = MarkerFrequencies("D1", ("8", "9", "9.3", "10", "12"), (0.1, 0.2, 0.3, 0.25, 0.15))
WHOLE = MarkerFrequencies("D2", ("8", "9", "10", "12"), (0.1, 0.2, 0.3, 0.4))
P = np.array(WHOLE.frequencies)


def rate_of(matrix, p=P):
    """The expected rate: how often an allele of the population changes."""
    return p @ (1 - np.diag(matrix))


@given(st.data())
def test_rows_are_probabilities(data):
    ladder = data.draw(st.sampled_from([LADDER, WHOLE]))
    matrix = mutation_matrix(data.draw(mutations(ladder.alleles)), ladder)
    assert matrix.sum(axis=1) == pytest.approx(np.ones(len(matrix)))
    assert matrix.min() >= 0


def test_equal():
    matrix = mutation_matrix(Mutation(Kind.EQUAL, rate=0.003), WHOLE)
    assert np.diag(matrix) == pytest.approx(np.full(4, 0.997))
    assert matrix[0, 1] == pytest.approx(0.001)


def test_proportional():
    matrix = mutation_matrix(Mutation(Kind.PROPORTIONAL, rate=0.002), WHOLE)
    share = 0.002 / (P @ (1 - P))
    assert matrix[0, 3] == pytest.approx(share * 0.4)
    assert rate_of(matrix) == pytest.approx(0.002)
    assert is_reversible(matrix, P)


def test_stepwise_within_and_between_microvariant_groups():
    matrix = mutation_matrix(Mutation(Kind.STEPWISE, rate=0.004, rate2=0.001, range=0.5), LADDER)
    weights = np.array([0.5**1, 0.5**1, 0.5**3])  # from 9 to 8, 10 and 12
    expected = 0.004 * weights / weights.sum()
    assert matrix[1, [0, 3, 4]] == pytest.approx(expected)
    assert matrix[1, 2] == pytest.approx(0.001)  # to 9.3, the only other group
    assert matrix[2, [0, 1, 3, 4]] == pytest.approx(np.full(4, 0.001 / 4))
    assert matrix[2, 2] == pytest.approx(0.999)  # 9.3 is alone in its group


def test_half_repeats_are_rounded_to_the_even_number():
    """As R and Familias do: 10.5 lies half a repeat above 10, 11.5 half a repeat below 12."""
    halves = MarkerFrequencies("D1", ("10.5", "11.5", "12.5"), (0.3, 0.4, 0.3))
    matrix = mutation_matrix(Mutation(Kind.STEPWISE, rate=0.01, rate2=0.002, range=0.5), halves)
    np.testing.assert_allclose(matrix[0], [1 - 0.012, 0.002, 0.01])
    np.testing.assert_allclose(matrix[1], [0.001, 1 - 0.002, 0.001])


def test_stepwise_without_microvariants_has_one_rate():
    matrix = mutation_matrix(Mutation(Kind.STEPWISE, rate=0.004, rate2=0.001), WHOLE)
    assert np.diag(matrix) == pytest.approx(np.full(4, 0.996))


def test_onestep_stops_at_gaps_of_the_ladder():
    matrix = mutation_matrix(Mutation(Kind.ONESTEP, rate=0.002), WHOLE)
    assert matrix[1] == pytest.approx([0.001, 0.998, 0.001, 0])
    assert matrix[2] == pytest.approx([0, 0.002, 0.998, 0])  # 12 is two repeats away
    assert matrix[3] == pytest.approx([0, 0, 0, 1])


def test_dawid_steps_by_place_in_the_list():
    matrix = mutation_matrix(Mutation(Kind.DAWID, rate=0.002, range=0.1), WHOLE)
    assert matrix[2, 3] / matrix[2, 1] == pytest.approx(1)  # 12 is one place from 10
    assert rate_of(matrix) == pytest.approx(0.002)
    assert is_reversible(matrix, P)


def test_custom_is_taken_as_given():
    rows = ((0.9, 0.1), (0.2, 0.8))
    two = MarkerFrequencies("D3", ("A", "B"), (0.5, 0.5))
    assert mutation_matrix(Mutation(Kind.CUSTOM, matrix=rows), two).tolist() == [
        [0.9, 0.1],
        [0.2, 0.8],
    ]


@pytest.mark.parametrize("kind", list(Kind)[:-1])
def test_a_marker_of_one_allele_cannot_mutate(kind):
    one = MarkerFrequencies("D4", ("8",), (1.0,))
    assert mutation_matrix(Mutation(kind, rate=0.1, rate2=0.1), one) == pytest.approx(np.eye(1))


@pytest.mark.parametrize("transform", ["MH", "BA", "PR"])
def test_reversible_transforms(transform):
    given_ = Mutation(Kind.STEPWISE, rate=0.01, range=0.2, transform=Transform(transform))
    matrix = mutation_matrix(given_, WHOLE)
    assert is_reversible(matrix, P)
    assert is_stationary(matrix, P)


def test_stationary_transform_keeps_the_rate_and_the_frequencies():
    plain = Mutation(Kind.STEPWISE, rate=0.01, range=0.2)
    stationary = Mutation(Kind.STEPWISE, rate=0.01, range=0.2, transform=Transform.STATIONARY)
    matrix = mutation_matrix(stationary, WHOLE)
    assert is_stationary(matrix, P)
    assert not is_stationary(mutation_matrix(plain, WHOLE), P)
    assert rate_of(matrix) == pytest.approx(rate_of(mutation_matrix(plain, WHOLE)))


@pytest.mark.parametrize("transform", ["MH", "BA"])
def test_a_reversible_transform_may_be_scaled_back_to_the_rate(transform):
    given_ = Mutation(
        Kind.STEPWISE, rate=0.01, range=0.2, transform=Transform(transform), keeps_rate=True
    )
    matrix = mutation_matrix(given_, WHOLE)
    assert rate_of(matrix) == pytest.approx(0.01)
    assert is_reversible(matrix, P)


@pytest.mark.parametrize(
    ("mutation", "ladder", "said"),
    [
        (Mutation(Kind.ONESTEP, rate=0.1), LADDER, "microvariants"),
        (
            Mutation(Kind.STEPWISE, rate=0.1),
            MarkerFrequencies("D5", ("8", "OL"), (0.5, 0.5)),
            "not a repeat number",
        ),
        (Mutation(Kind.DAWID, rate=0.9, range=0.1), WHOLE, "below"),
        (Mutation(Kind.CUSTOM, matrix=((1.0,),)), WHOLE, "4 by 4"),
        (
            Mutation(Kind.NONE, transform=Transform.STATIONARY),
            WHOLE,
            "no single stationary distribution",
        ),
    ],
)
def test_a_model_that_does_not_fit_its_marker_is_refused(mutation, ladder, said):
    with pytest.raises(InvalidModel, match=said):
        mutation_matrix(mutation, ladder)


@pytest.mark.parametrize("wrong", [{"rate": -0.1}, {"rate": 0.6, "rate2": 0.6}])
def test_impossible_rates_are_refused(wrong):
    with pytest.raises(InvalidModel, match="probabilities"):
        Mutation(Kind.EQUAL, **wrong)


@pytest.mark.parametrize(("kind", "range_"), [(Kind.STEPWISE, 0.0), (Kind.DAWID, 1.0)])
def test_impossible_ranges_are_refused(kind, range_):
    with pytest.raises(InvalidModel, match="range"):
        Mutation(kind, rate=0.1, range=range_)
