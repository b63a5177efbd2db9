"""Explanations add up to the weight and name the mutation a geneticist would name."""

from math import fsum, isinf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.kinship.search_cases import PLACES, REMAINS, TRIO, panel, profile
from wayhome.engines.kinship import MutationModel
from wayhome.engines.kinship.explain import LikelyMutation, explain
from wayhome.engines.kinship.search import Place, SearchTables

FATHER = Place(
    family="F", missing="CH", pedigree=TRIO, profiles={"FA": profile("FA", A="9 9", B="14 15")}
)


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(PLACES), st.sampled_from(REMAINS), st.sampled_from([None, 0.1]))
def test_the_parts_add_up_to_the_weight(place, remains, dropout):
    total = SearchTables.of([place], panel(), dropout=dropout).weights([remains])[0, 0]
    reasons = explain(place, remains, panel(), dropout=dropout)
    assert fsum(r.log10_lr for r in reasons) == pytest.approx(total, abs=1e-10)


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        ("10 10", LikelyMutation("9", "10", 1.0)),
        ("8 9.3", LikelyMutation("9", "8", -1.0)),
    ],
)
def test_the_nearest_step_is_the_likely_mutation(seen, expected):
    (reason,) = explain(FATHER, profile("R", A=seen), panel())
    assert reason.excludes
    assert reason.mutation == expected
    (strict,) = explain(FATHER, profile("R", A=seen), panel(mutation=MutationModel()))
    assert strict.mutation == expected
    assert isinf(strict.log10_lr)


def test_no_mutation_is_named_where_none_is_needed():
    first, second = explain(FATHER, profile("R", A="8 9", B="15 15"), panel())
    assert not first.excludes
    assert first.mutation is None
    assert (first.shared, second.shared) == ({"FA": 1}, {"FA": 1})


def test_two_mutations_are_not_told_as_one():
    both = Place(
        family="F",
        missing="CH",
        pedigree=TRIO,
        profiles={"FA": profile("FA", A="8 8"), "MO": profile("MO", A="8 8")},
    )
    (reason,) = explain(both, profile("R", A="10 10"), panel())
    assert reason.excludes
    assert reason.mutation is None


def test_markers_typed_on_one_side_only_are_not_told():
    assert [r.marker for r in explain(FATHER, profile("R", A="9", C="5 5"), panel())] == ["A"]
