"""Weighed as a whole or part by part, it is the same; and many pairs need no table of all."""

from math import log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kinship_cases import (
    FATHER,
    MARKERS,
    MOTHER,
    SON,
    TRIO,
    F,
    M,
    family,
    genotype,
    profile,
    weighed,
)

from wayhome.engines.kinship import Member, Profile
from wayhome.engines.kinship.joint import FamilyOptions, OpenPrior
from wayhome.files.kinship.weighing import CannotWeigh, together
from wayhome.files.kinship.weighing.next_samples import NEW_CHILD
from wayhome.files.kinship.weighing.together import weigh_together

PERSONS, FAMILIES = 6, 5


@st.composite
def cases(draw):
    options = []
    for number in range(FAMILIES):
        persons = draw(st.lists(st.integers(0, PERSONS - 1), unique=True, max_size=4))
        weights = draw(st.lists(st.floats(-2, 20), min_size=len(persons), max_size=len(persons)))
        chosen = np.array([[-1], *([p] for p in persons)], dtype=np.int32)
        options.append(FamilyOptions(f"F{number}", ("M",), chosen, np.array([0.0, *weights])))
    return options


@settings(max_examples=40, deadline=None)
@given(cases())
def test_part_by_part_is_as_the_whole(options):
    """With many missing in all, one person named more or less changes the prior hardly."""
    sizes = {"persons": PERSONS, "places": FAMILIES, "prior": OpenPrior(number_missing=10**7)}
    whole = weigh_together(options, **sizes)
    parts = weigh_together(options, **sizes, whole=0)
    assert parts.expected is not None
    for key in whole.posterior.keys() | parts.posterior.keys():
        one, other = (found.posterior.get(key, 0.0) for found in (whole, parts))
        assert one == pytest.approx(other, abs=1e-5)
    assert parts.named == pytest.approx(whole.named, abs=1e-5)


def test_part_by_part_counts_those_who_are_found_already():
    """Of 92 missing 41 are here, 40 of them found: the last person is one of them or of 51."""
    options = [
        FamilyOptions(
            f"F{n}", ("M",), np.array([[-1], [n]], dtype=np.int32),
            np.array([0.0, 60.0 if n < 40 else log(50)]),
        )
        for n in range(41)
    ]  # fmt: skip
    sizes = {"persons": 41, "places": 41, "prior": OpenPrior(number_missing=92)}
    whole, parts = weigh_together(options, **sizes), weigh_together(options, **sizes, whole=0)
    assert whole.posterior[40, "F40", "M"] == pytest.approx(50 / (50 + 51), abs=0.01)
    assert parts.posterior[40, "F40", "M"] == pytest.approx(50 / (50 + 51), abs=0.01)
    assert parts.expected == pytest.approx(40.5, abs=0.01)


def test_pairs_left_out_are_bounded():
    """Two persons, one place: the lighter is left out, and has no more than the bound says."""
    chosen = np.array([[-1], [0], [1]], dtype=np.int32)
    options = [
        FamilyOptions("F1", ("M",), chosen, np.array([0.0, 80.0, 2.0])),
        FamilyOptions("F2", ("M",), np.array([[-1], [1]], dtype=np.int32), np.array([0.0, 75.0])),
    ]
    sizes = {"persons": 2, "places": 2, "prior": OpenPrior(number_missing=1000)}
    found = weigh_together(options, **sizes, whole=0)
    true = weigh_together(options, **sizes)
    assert (1, "F1", "M") not in found.posterior
    assert true.posterior.get((1, "F1", "M"), 0.0) <= found.left_out < 1e-12
    assert found.left_out > 0
    assert found.components == 2


def test_within_bounds_somebody_whom_several_places_want_is_sure_at_none(monkeypatch):
    chosen = np.array([[-1], [0]], dtype=np.int32)
    options = [
        FamilyOptions(f"F{n}", ("M",), chosen, np.array([0.0, weight]))
        for n, weight in enumerate((16.0, 15.0, 15.0, 15.0))
    ]
    sizes = {"persons": 1, "places": 4, "prior": OpenPrior(number_missing=10**4)}
    true = weigh_together(options, **sizes, whole=0).posterior
    monkeypatch.setattr(together, "MOST_FAMILIES", 2)
    found = weigh_together(options, **sizes, whole=0)
    assert found.bounded == 4
    assert found.posterior[0, "F0", "M"] <= true[0, "F0", "M"] < 0.5
    assert all(found.posterior[0, f"F{n}", "M"] >= true[0, f"F{n}", "M"] for n in (1, 2, 3))


def test_too_many_that_share_are_given_within_bounds(monkeypatch):
    rng = np.random.default_rng(7)
    options = []
    for number in range(6):
        persons = [number, (number + 1) % 6, (number + 2) % 6]
        chosen = np.array([[-1], *([p] for p in persons)], dtype=np.int32)
        weights = np.array([0.0, rng.uniform(14, 20), *rng.uniform(0, 5, 2)])
        options.append(FamilyOptions(f"F{number}", ("M",), chosen, weights))
    sizes = {"persons": 6, "places": 6, "prior": OpenPrior(number_missing=10**4)}
    true = weigh_together(options, **sizes, whole=0)
    monkeypatch.setattr(together, "MOST_FAMILIES", 2)
    found = weigh_together(options, **sizes, whole=0)
    assert (true.bounded, found.bounded) == (0, 6)
    for key, share in found.posterior.items():
        likeliest = key[0] == int(key[1][1:])
        exact = true.posterior[key]
        assert share <= exact + 1e-6 if likeliest else share >= exact - 1e-6
        assert share == pytest.approx(exact, abs=0.05)


def test_one_family_alone_by_its_odds():
    options = [FamilyOptions("F1", ("M",), np.array([[-1], [0]], dtype=np.int32),
                             np.array([0.0, log(999)]))]  # fmt: skip
    found = weigh_together(options, persons=1, places=1, prior=OpenPrior(50_000), whole=0)
    assert found.posterior[0, "F1", "M"] == pytest.approx(999 / (999 + 49_999), rel=1e-4)


def test_so_few_missing_that_somebody_must_be_here_and_none_can_is_refused():
    """Four missing, three persons, two places: one must be theirs, and nobody is open."""
    nobody = np.array([[-1]], dtype=np.int32)
    options = [FamilyOptions(f, ("M",), nobody, np.zeros(1)) for f in ("F1", "F2")]
    with pytest.raises(CannotWeigh, match="State the number"):
        weigh_together(options, persons=3, places=2, prior=OpenPrior(4))


def test_three_missing_brothers_are_each_asked_for():
    """Nothing but a child of his own tells one from the others."""
    members = (*TRIO, Member("4", "1", "2", M), Member("5", "1", "2", M))
    found = weighed([family("F1", members, ("3", "4", "5"), FATHER, MOTHER)], [(SON, M)])
    asked = {one.missing: one for one in found.next_samples}
    assert asked.keys() == {"3", "4", "5"}
    for one in asked.values():
        assert one.several
        assert one.candidates[0][0] == NEW_CHILD


def test_a_child_is_asked_for_before_whoever_cannot_tell_brothers_apart():
    """The father's sample would weigh more, and say of both brothers the same."""
    members = (*TRIO, Member("4", "1", "2", M))
    found = weighed([family("F1", members, ("3", "4"), MOTHER)], [(profile("R", 8, 9), M)])
    for one in found.next_samples:
        (first, weight, _), *others = one.candidates
        assert first == NEW_CHILD
        assert "1" in {who for who, more, _ in others if more > weight}


def test_a_brother_with_a_child_here_is_told_from_the_others():
    members = (*TRIO, Member("4", "1", "2", M), Member("5", "4", None, M))
    typings = {m: genotype(m, 2 + 2 * (at % 2), 6) for at, m in enumerate(MARKERS)}
    child = Profile(id="5", typings=typings)  # now an allele of the grandfather, now of her
    one = family("F1", members, ("3", "4"), FATHER, MOTHER, child)
    found = weighed([one], [(profile("R", 8, 9), M)])
    assert {one.missing: one.several for one in found.next_samples}["3"] is False


def test_nobody_is_asked_whose_sample_would_add_nothing():
    """Beside both parents a brother says nothing of a missing person."""
    found = weighed([family("F1", TRIO, ("3",), FATHER, MOTHER)], [(profile("R", 8, 9), M)])
    asked = [who for one in found.next_samples for who, *_ in one.candidates]
    assert asked == [NEW_CHILD]


def test_who_passes_is_not_asked_for_and_another_of_the_family_is():
    """His mother's brother is missing too, whose parents gave no sample."""
    members = (
        Member("8", sex=M), Member("9", sex=F), Member("1", sex=M), Member("2", "8", "9", F),
        Member("3", "1", "2", M), Member("7", "8", "9", M),
    )  # fmt: skip
    found = weighed([family("F1", members, ("3", "7"), FATHER, MOTHER)], [(SON, M)])
    assert [h.missing for h in found.passing] == ["3"]
    assert {one.missing for one in found.next_samples} == {"7"}
    assert {who for who, *_ in found.next_samples[0].candidates} >= {"8", "9"}
