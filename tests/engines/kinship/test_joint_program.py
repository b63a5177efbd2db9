"""The joint assignment against a slow twin that lists every assignment."""

from itertools import product
from math import exp, inf, isclose, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wayhome.engines.kinship.joint import (
    NOBODY,
    FamilyOptions,
    FlatPrior,
    OpenPrior,
    assign,
    number_of_ways,
    ways,
)
from wayhome.values import InvalidEvidence

LABELS = [f"R{number}" for number in range(1, 6)]


def family(name, candidates, weights):
    chosen = ways(candidates)
    log_weight = np.array([0.0, *weights[: len(chosen) - 1]])
    return FamilyOptions(
        name, tuple(f"{name}{i}" for i in range(len(candidates))), chosen, log_weight
    )


@st.composite
def cases(draw):
    """Up to four families of one or two missing, up to five remains, weights of any size."""
    families = []
    weight = st.one_of(st.floats(-25, 25), st.just(-inf))
    for number in range(draw(st.integers(1, 4))):
        candidates = draw(
            st.lists(
                st.lists(st.integers(0, 4), unique=True, max_size=3).map(sorted),
                min_size=1,
                max_size=2,
            )
        )
        count = len(ways(candidates))
        weights = draw(st.lists(weight, min_size=count, max_size=count))
        families.append(family(f"F{number}", candidates, weights))
    return families


def every_assignment(families, log_prior):
    """Each assignment with the log of prior times likelihood ratio: rows, given remains, score."""
    for rows in product(*(range(len(f.chosen)) for f in families)):
        named = [
            one for f, row in zip(families, rows, strict=True) for one in f.chosen[row] if one >= 0
        ]
        if len(set(named)) == len(named):
            weight = sum(f.log_weight[row] for f, row in zip(families, rows, strict=True))
            yield rows, named, weight, weight + log_prior[len(named)]


def slowly(families, prior):
    missing = sum(len(f.missing) for f in families)
    log_prior = prior.log_by_identified(remains=5, missing=missing)
    listed = [a for a in every_assignment(families, log_prior) if a[3] > -inf]
    top = max(score for *_, score in listed)
    total = sum(exp(score - top) for *_, score in listed)
    pairing, unnamed = np.zeros((5, missing)), np.zeros(5)
    for rows, named, _, score in listed:
        share = exp(score - top) / total
        chosen = [one for f, row in zip(families, rows, strict=True) for one in f.chosen[row]]
        for column, one in enumerate(chosen):
            if one != NOBODY:
                pairing[one, column] += share
        for one in set(range(5)) - set(named):
            unnamed[one] += share
    return listed, pairing, unnamed


@settings(max_examples=60, deadline=None)
@given(cases(), st.sampled_from([FlatPrior(), OpenPrior(50_000), OpenPrior(13)]))
def test_the_program_sums_what_listing_sums(families, prior):
    answer = assign(families, remains=LABELS, prior=prior, neglect=0.0, best=10)
    listed, pairing, unnamed = slowly(families, prior)
    np.testing.assert_allclose(answer.posterior, pairing, rtol=1e-10, atol=1e-300)
    np.testing.assert_allclose(answer.unnamed, unnamed, rtol=1e-10, atol=1e-300)
    best = sorted((score for *_, score in listed), reverse=True)
    assert answer.left_out == 0
    assert len(answer.best) >= min(10, len(best))
    scores = [log(a.posterior) for a in answer.best]
    np.testing.assert_allclose(np.diff(scores), np.diff(best[: len(scores)]), rtol=0, atol=1e-8)


@settings(max_examples=40, deadline=None)
@given(cases())
def test_the_best_ratio_is_the_best_with_over_the_best_without(families):
    answer = assign(families, remains=LABELS, prior=FlatPrior(), neglect=0.0)
    listed, _, _ = slowly(families, FlatPrior())
    for one in range(5):
        for column in range(len(answer.missing)):
            with_it, without = [-inf], [-inf]
            for rows, _, weight, _ in listed:
                chosen = [c for f, row in zip(families, rows, strict=True) for c in f.chosen[row]]
                (with_it if chosen[column] == one else without).append(weight)
            expected = exp(max(with_it) - max(without)) if max(with_it) > -inf else 0.0
            assert isclose(answer.best_ratio[one, column], expected, rel_tol=1e-9)


@settings(max_examples=40, deadline=None)
@given(cases(), st.floats(1e-6, 0.3), st.integers(1, 12))
def test_what_is_left_out_is_bounded(families, neglect, at_most):
    exact = assign(families, remains=LABELS, prior=OpenPrior(100), neglect=0.0)
    rough = assign(families, remains=LABELS, prior=OpenPrior(100), neglect=neglect, at_most=at_most)
    for one in range(5):
        for column in [None, *range(len(exact.missing))]:
            truth = exact.unnamed[one] if column is None else exact.posterior[one, column]
            low, high = rough.bounds(one, column)
            assert low - 1e-9 <= truth <= high + 1e-9


def test_many_remains_in_dispute_need_more_than_one_word():
    """Every family fits remains all over: states no longer fit one machine word."""
    rng = np.random.default_rng(1)
    web = [
        family(f"F{n}", [sorted(rng.choice(120, 6, replace=False))], rng.uniform(0, 3, 6))
        for n in range(60)
    ]
    answer = assign(web, remains=[f"R{n}" for n in range(120)], prior=FlatPrior(), at_most=500)
    assert answer.left_out > 0
    assert not answer.exact
    np.testing.assert_allclose(answer.posterior.sum(1) + answer.unnamed, 1, rtol=1e-9)


def test_brothers_nobody_can_tell_apart_stand_together():
    """Two full brothers missing, two remains: both ways have the same weight and stay a set."""
    brothers = family("F", [[0, 1], [0, 1]], [2.0, 3.0, 2.0, 9.0, 3.0, 9.0])
    answer = assign([brothers], remains=["A", "B"], prior=FlatPrior(), best=1)
    assert [dict(a.given) for a in answer.best] == [
        {"A": ("F", "F0"), "B": ("F", "F1")},
        {"A": ("F", "F1"), "B": ("F", "F0")},
    ]
    assert isclose(answer.best[0].posterior, answer.best[1].posterior)


def test_the_open_prior_of_one_pair_is_one_in_all_missing():
    """One missing registered of N, one remains: the posterior odds are the ratio over N - 1."""
    lr = 999.0
    one = family("F", [[0]], [log(lr)])
    answer = assign([one], remains=["A"], prior=OpenPrior(50_000))
    assert isclose(answer.posterior[0, 0], lr / (lr + 49_999), rel_tol=1e-9)
    assert 0.019 < answer.posterior[0, 0] < 0.020


def test_remains_without_any_family_stay_unnamed():
    answer = assign([], remains=["R1"], prior=FlatPrior())
    assert answer.unnamed == [1.0]
    assert [dict(one.given) for one in answer.best] == [{}]


def test_the_flat_prior_counts_assignments():
    """Without any evidence a flat prior already names most remains."""
    empty = [family(f"F{n}", [list(range(5))], [0.0] * 5) for n in range(5)]
    answer = assign(empty, remains=LABELS, prior=FlatPrior())
    assert answer.unnamed[0] < 0.35


def test_a_prior_must_fit_the_numbers():
    with pytest.raises(InvalidEvidence, match="3 are missing"):
        assign(
            [family(f"F{n}", [[n]], [0.0]) for n in range(4)],
            remains=LABELS[:4],
            prior=OpenPrior(3),
        )
    with pytest.raises(InvalidEvidence, match="at least one"):
        OpenPrior(0)
    with pytest.raises(InvalidEvidence, match="share"):
        OpenPrior.from_share(registered=10, share=0.0)
    assert OpenPrior.from_share(registered=60, share=0.3).number_missing == 200


@given(st.lists(st.lists(st.integers(0, 4), unique=True, max_size=4), min_size=1, max_size=3))
def test_ways_are_counted_as_they_are_listed(candidates):
    listed = ways(candidates)
    assert number_of_ways(candidates, at_most=10**6) == len(listed)
    assert len({tuple(row) for row in listed.tolist()}) == len(listed)
    assert (listed[0] == NOBODY).all()
    for row in listed.tolist():
        named = [one for one in row if one != NOBODY]
        assert len(set(named)) == len(named)
