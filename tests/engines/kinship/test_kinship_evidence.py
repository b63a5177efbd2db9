"""Evidence beside DNA: what excludes, what only shifts, and by how much."""

from math import inf, log10

import numpy as np
import pytest

from wayhome.engines.kinship import Sex
from wayhome.engines.kinship.evidence import (
    Evidence,
    excluded_pairs,
    excluding,
    range_evidence,
    sex_evidence,
    together,
    trait_evidence,
)
from wayhome.values import InvalidEvidence

F, M, U = Sex.FEMALE, Sex.MALE, Sex.UNKNOWN


def test_the_other_sex_excludes_unless_errors_are_allowed():
    assert sex_evidence([F, M, U], [M, U]).log10_lr.tolist() == [[-inf, 0], [0, 0], [0, 0]]
    assert sex_evidence([F], [M], error=0.01).log10_lr[0, 0] == pytest.approx(-2)


def test_an_age_within_the_estimate_weighs_more_the_fewer_have_it():
    known = [(30, 30), (31, 31), (60, 60), (70, 70), None]
    evidence = range_evidence("age", [(25, 35), None], known, coverage=0.9)
    share = (2 + 1) / (4 + 2)
    inside, outside = log10(0.9 / share), log10(0.1 / (1 - share))
    np.testing.assert_allclose(evidence.log10_lr[0], [inside, inside, outside, outside, 0])
    assert not evidence.log10_lr[1].any()
    rare = range_evidence("age", [(25, 35)], [(30, 30), *[(60, 60)] * 20], coverage=0.9)
    assert rare.log10_lr[0, 0] > inside


def test_an_age_outside_excludes_where_it_must():
    evidence = range_evidence("age", [(0, 15)], [(40, 45), (15, 20)], hard=True)
    assert evidence.log10_lr[0, 0] == -inf
    assert evidence.log10_lr[0, 1] > 0


def test_a_trait_weighs_its_likelihood_over_its_share():
    evidence = trait_evidence(
        "healed fracture",
        [True, False, None],
        [True, False, None],
        sensitivity=0.8,
        specificity=0.9,
    )
    share = 2 / 4
    seen = share * 0.8 + (1 - share) * 0.1
    expected = [
        [log10(0.8 / seen), log10(0.1 / seen), 0],
        [log10(0.2 / (1 - seen)), log10(0.9 / (1 - seen)), 0],
        [0, 0, 0],
    ]
    np.testing.assert_allclose(evidence.log10_lr, expected)


def test_evidence_adds_and_says_what_excluded():
    parts = [
        sex_evidence([F, M], [M, M]),
        excluded_pairs("found before", [(1, 0)], remains=2, missing=2),
        Evidence("stature", np.full((2, 2), 0.5)),
    ]
    assert together(parts, remains=2, missing=2).tolist() == [[-inf, -inf], [-inf, 0.5]]
    assert excluding(parts, 0, 0) == ("sex",)
    assert excluding(parts, 1, 0) == ("found before",)
    assert excluding(parts, 1, 1) == ()


@pytest.mark.parametrize(
    ("build", "told"),
    [
        (lambda: sex_evidence([F], [M], error=1.0), "error of the sex"),
        (lambda: range_evidence("age", [], [], coverage=0.0), "coverage of age"),
        (lambda: trait_evidence("x", [], [], sensitivity=1.0, specificity=0.5), "sensitivity of x"),
        (lambda: together([Evidence("x", np.zeros((1, 2)))], remains=1, missing=1), "«x» is for"),
        (
            lambda: together([Evidence("x", np.full((1, 1), np.nan))], remains=1, missing=1),
            "no number",
        ),
    ],
)
def test_impossible_evidence_is_refused(build, told):
    with pytest.raises(InvalidEvidence, match=told):
        build()
