"""Ways weighed in one pass against the likelihood of each way on its own."""

from itertools import product
from math import inf, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wayhome.engines.kinship import (
    Kind,
    MarkerFrequencies,
    MarkerModel,
    Member,
    Mutation,
    MutationModel,
    Panel,
    Pedigree,
    Profile,
    Sex,
    TooLarge,
    UntypedFounders,
    family_tables,
    likelihoods,
)
from wayhome.engines.kinship.joint import NOBODY, Household, family, family_options
from wayhome.engines.kinship.joint.compressed import REST, compressed
from wayhome.values import InvalidEvidence

FREQUENCIES = MarkerFrequencies(
    "A", ("7", "8", "9", "9.3", "10", "11"), (0.1, 0.2, 0.25, 0.05, 0.3, 0.1)
)
MODELS = {
    "none": MutationModel(),
    "equal": MutationModel(Mutation(Kind.EQUAL, 0.01), Mutation(Kind.EQUAL, 0.02)),
    "proportional": MutationModel.same(Mutation(Kind.PROPORTIONAL, 0.01)),
    "stepwise": MutationModel.same(Mutation(Kind.STEPWISE, 0.01, rate2=1e-3, range=0.2)),
}
FEMALE, MALE = Sex.FEMALE, Sex.MALE
PEDIGREE = Pedigree(
    (
        Member("GF", sex=MALE),
        Member("GM", sex=FEMALE),
        Member("M1", "GF", "GM", MALE),
        Member("SP", sex=FEMALE),
        Member("M2", "M1", "SP", MALE),
        Member("D", "M1", "SP", FEMALE),
        Member("U", "GF", "GM", FEMALE),
    )
)
alleles = st.sampled_from(FREQUENCIES.alleles)
typings = st.one_of(
    st.tuples(alleles, alleles), st.tuples(alleles, alleles), st.tuples(alleles), st.just(())
)


def profile(id_, typing):
    return Profile(id=id_, typings={"A": typing})


def panel(model, **more):
    return Panel({"A": MarkerModel(FREQUENCIES, model, **more)})


def slowly(household, remains, rows, panel):
    """Each way by itself: the remains typed in place, and typed as strangers."""
    weights = []
    for row in rows.tolist():
        placed, strangers = dict(household.profiles), dict(household.profiles)
        pedigree = household.pedigree
        for missing, one in zip(household.candidates, row, strict=True):
            if one != NOBODY:
                placed[missing] = remains[one]
                stranger = Member(f"S{one}", sex=household.pedigree[missing].sex)
                pedigree = pedigree.with_members([stranger])
                strangers[stranger.id] = remains[one]
        over = likelihoods(household.pedigree, placed, panel).get("A", 1.0)
        under = likelihoods(pedigree, strangers, panel).get("A", 1.0)
        weights.append(log(over / under) if over > 0 else -inf)
    return weights


@settings(max_examples=60, deadline=None)
@given(
    typings,
    typings,
    st.lists(typings, min_size=2, max_size=3),
    st.sampled_from(sorted(MODELS)),
    st.sampled_from([0.0, 0.03]),
    st.sampled_from(UntypedFounders),
)
def test_all_ways_at_once_are_each_way_alone(daughter, aunt, seen, model, silent, founders):
    remains = [profile(f"R{n}", typing) for n, typing in enumerate(seen)]
    everyone = list(range(len(remains)))
    household = Household(
        name="F",
        pedigree=PEDIGREE,
        profiles={"D": profile("D", daughter), "U": profile("U", aunt)},
        candidates={"M1": everyone, "M2": everyone, "GF": [0]},
    )
    assumed = panel(MODELS[model], silent=silent, untyped_founders=founders)
    options = family_options(household, remains, assumed)
    expected = slowly(household, remains, options.chosen, assumed)
    np.testing.assert_allclose(options.log_weight, expected, rtol=1e-9, atol=1e-9)


def test_theta_joins_family_and_remains():
    remains = [profile("R0", ("8", "9")), profile("R1", ("8", "8"))]
    household = Household(
        name="F",
        pedigree=Pedigree((Member("F", sex=MALE), Member("C", "F", None, MALE), Member("X"))),
        profiles={"C": profile("C", ("8", "10"))},
        candidates={"F": [0, 1]},
    )
    assumed = panel(MODELS["proportional"], theta=0.05)
    options = family_options(household, remains, assumed)
    expected = slowly(household, remains, options.chosen, assumed)
    np.testing.assert_allclose(options.log_weight, expected, rtol=1e-10)


def test_a_mans_x_chromosome_is_weighed_by_one_allele():
    remains = [profile("R0", ("8",)), profile("R1", ("10",))]
    household = Household(
        name="F",
        pedigree=Pedigree(
            (Member("F", sex=MALE), Member("M", sex=FEMALE), Member("D", "F", "M", FEMALE))
        ),
        profiles={"D": profile("D", ("8", "9"))},
        candidates={"F": [0, 1]},
    )
    assumed = panel(MODELS["none"], x_linked=True)
    options = family_options(household, remains, assumed)
    assert options.log_weight[1] == pytest.approx(log(1 / (2 * 0.2)))
    assert options.log_weight[2] == -inf


@pytest.mark.parametrize("seen", [("8", "9"), ("8", "8"), ("8",)])
@pytest.mark.parametrize(("dropout", "silent"), [(0.1, 0.0), (0.1, 0.02), (0.0, 0.0)])
def test_one_pair_weighs_as_by_the_familys_table(seen, dropout, silent):
    assumed = panel(MODELS["stepwise"], silent=silent)
    relatives = {"D": profile("D", ("8", "10")), "U": profile("U", ("9", "9"))}
    household = Household(
        name="F", pedigree=PEDIGREE, profiles=relatives, candidates={"M1": [0], "M2": []}
    )
    options = family_options(household, [profile("R0", seen)], assumed, dropout=dropout)
    table = family_tables(PEDIGREE, relatives, "M1", assumed)["A"]
    expected = log(table.likelihood_ratio(seen, dropout=dropout))
    assert options.log_weight[1] == pytest.approx(expected, rel=1e-12)


def test_splitting_a_large_pass_changes_nothing(monkeypatch):
    remains = [profile(f"R{n}", t) for n, t in enumerate([("8", "9"), ("10", "10"), ("9.3",)])]
    household = Household(
        name="F",
        pedigree=PEDIGREE,
        profiles={"D": profile("D", ("8", "10"))},
        candidates={"M1": [0, 1, 2], "M2": [0, 1, 2]},
    )
    whole = family_options(household, remains, panel(MODELS["stepwise"]))
    monkeypatch.setattr(family, "LARGEST", 5)
    parts = family_options(household, remains, panel(MODELS["stepwise"]))
    np.testing.assert_allclose(parts.log_weight, whole.log_weight, rtol=1e-12)
    monkeypatch.setattr(family, "MOST_WAYS", 5)
    with pytest.raises(TooLarge, match="family F"):
        family_options(household, remains, panel(MODELS["stepwise"]))


def test_relatives_who_contradict_each_other_are_told_of():
    household = Household(
        name="F",
        pedigree=PEDIGREE,
        profiles={"D": profile("D", ("8", "8")), "SP": profile("SP", ("9", "9"))},
        candidates={"M1": [0]},
    )
    with pytest.raises(InvalidEvidence, match="contradict each other at A"):
        family_options(household, [profile("R0", ("8", "9"))], panel(MODELS["none"]))


@pytest.mark.parametrize("name", sorted(MODELS))
def test_unseen_alleles_are_joined_only_where_that_is_exact(name):
    model = MarkerModel(FREQUENCIES, MODELS[name])
    small = compressed(model, {"8", "9"})
    if name == "stepwise":
        assert small is model
        return
    assert small.frequencies.alleles == ("8", "9", REST)
    pedigree = Pedigree((Member("F", sex=MALE), Member("C", "F"), Member("E", "F")))
    for first, second in product([("8", "9"), ("8",), ("9", "9")], repeat=2):
        typed = {"C": profile("C", first), "E": profile("E", second)}
        whole = likelihoods(pedigree, typed, Panel({"A": model}))["A"]
        joined = likelihoods(pedigree, typed, Panel({"A": small}))["A"]
        assert joined == pytest.approx(whole, rel=1e-13)
