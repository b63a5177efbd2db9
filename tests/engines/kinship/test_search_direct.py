"""Remains of one person: weights by formula, and every pair that is alike is found."""

from math import log10

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.kinship.search_cases import panel, profile
from wayhome.engines.kinship import InvalidFrequencies, Profile
from wayhome.engines.kinship.search import direct, direct_matches, weigh_direct
from wayhome.values import InvalidEvidence

PANEL = panel()
p8, p10 = 0.1, 0.4


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("8 10", "8 10", 1 / (2 * p8 * p10)),
        ("8 8", "8 8", 1 / p8**2),
        ("8 10", "9 10", 0.0),
    ],
)
def test_two_typings_of_one_person(one, two, expected):
    weight = weigh_direct(profile("1", A=one), profile("2", A=two), PANEL, error=0.01, dropout=0.0)
    assert weight.by_part["A"] == pytest.approx(log10(0.99 * expected + 0.01))


def test_nobody_types_without_any_error():
    with pytest.raises(InvalidEvidence, match="above 0"):
        weigh_direct(profile("1", A="8 10"), profile("2", A="9 10"), PANEL, error=0.0)


def test_an_allele_that_dropped_out_does_not_contradict():
    """P(8 10 and 8 | 8 10) over P(8 10) P(8), with drop-out d of each copy."""
    d = 0.1
    whole, part = (1 - d) ** 2, d * (1 - d)
    seen = p8**2 * (1 - d**2) + 2 * p8 * (1 - p8) * part
    expected = 2 * p8 * p10 * whole * part / (2 * p8 * p10 * whole * seen)
    weight = weigh_direct(profile("1", A="8 10"), profile("2", A="8"), PANEL, error=0.01, dropout=d)
    assert weight.by_part["A"] == pytest.approx(log10(0.99 * expected + 0.01))


typing = st.sampled_from(["", "8", "9", "8 8", "8 9", "8 10", "9 10", "8 9 10"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(typing, typing), min_size=2, max_size=6), st.integers(0, 2))
def test_the_plain_path_finds_what_the_compiled_finds(rows, most):
    at_c = str.maketrans({"9": "6"})
    profiles = [
        profile(str(n), A=a, C=c.replace("10", "7").translate(at_c))
        for n, (a, c) in enumerate(rows)
    ]
    found = list(direct._alike(profiles, PANEL, most))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(direct, "_compiled", lambda: None)
        assert list(direct._alike(profiles, PANEL, most)) == found


def test_parts_of_one_body_are_found_heaviest_first():
    parts = [
        profile("1", A="8 10", B="14 15", C="5 6"),
        profile("2", A="9 9", B="16 16", C="7 8"),
        profile("3", A="8 10", B="14 15", C="5"),
        profile("4", A="8 10", B="14 15", C="5 6"),
    ]
    found = direct_matches(parts, PANEL, least_common=3, at_least=1.0)
    assert [(m.first, m.second) for m in found] == [(0, 3), (0, 2), (2, 3)]
    assert [(m.common, m.dropped, m.different) for m in found] == [(3, 0, 0), (3, 1, 0), (3, 1, 0)]


@pytest.mark.parametrize(
    ("other", "differ"), [(("X", "X"), True), (("X", "Y"), False), ((), False)]
)
def test_a_man_and_a_woman_are_told_apart_and_an_unknown_sex_from_neither(other, differ):
    typings = {"A": ("8", "8"), "B": ("14", "14"), "C": ("5", "5")}
    pair = [
        Profile(id="1", typings=typings, amelogenin=("X", "Y")),
        Profile(id="2", typings=typings, amelogenin=other),
    ]
    (match,) = direct_matches(pair, PANEL, least_common=3, at_least=1.0)
    assert match.sexes_differ is differ


def test_an_allele_without_a_frequency_is_refused():
    with pytest.raises(InvalidFrequencies, match="Allele 77 of A"):
        direct_matches([profile("1", A="77 8"), profile("2", A="8 9")], PANEL)
