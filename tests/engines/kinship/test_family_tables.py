"""What the likelihoods of a family say, by the formulas of the textbooks and by their pitfalls."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_families import marker_models, pedigrees

from wayhome.engines.kinship import (
    InvalidFrequencies,
    InvalidModel,
    Kind,
    LinkedPair,
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
    linked_likelihood,
    linked_likelihood_ratio,
)
from wayhome.engines.kinship.likelihood import contraction
from wayhome.values import InvalidEvidence

P, Q, R = 0.1, 0.3, 0.6
MARKER = MarkerFrequencies("D1", ("6", "8", "9"), (P, Q, R))
TRIO = Pedigree(
    (Member("F", sex=Sex.MALE), Member("M", sex=Sex.FEMALE), Member("C", "F", "M", Sex.MALE))
)
SIBS = TRIO.with_members([Member("S", "F", "M", Sex.FEMALE)])
EQUAL = MutationModel.same(Mutation(Kind.EQUAL, rate=0.01))
PROPORTIONAL = MutationModel.same(Mutation(Kind.PROPORTIONAL, rate=0.01))


def typed(**typings):
    return {m: Profile(id=m, typings={"D1": tuple(seen)}) for m, seen in typings.items()}


def ratio(pedigree, relatives, missing, seen, **model):
    panel = Panel.of([MARKER], **model)
    return family_tables(pedigree, typed(**relatives), missing, panel)["D1"].likelihood_ratio(seen)


@pytest.mark.parametrize(
    ("father", "child", "expected"),
    [
        (("6", "6"), ("6", "6"), 1 / P),
        (("6", "6"), ("6", "8"), 1 / (2 * P)),
        (("6", "8"), ("6", "6"), 1 / (2 * P)),
        (("6", "8"), ("6", "8"), (P + Q) / (4 * P * Q)),
        (("6", "8"), ("6", "9"), 1 / (4 * P)),
        (("6", "8"), ("9", "9"), 0),
    ],
)
def test_parent_and_child(father, child, expected):
    assert ratio(TRIO, {"F": father}, "C", child) == pytest.approx(expected)
    assert ratio(TRIO, {"C": child}, "F", father) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("sister", "brother", "expected"),
    [
        (("6", "6"), ("6", "6"), (1 + P) ** 2 / (4 * P**2)),
        (("6", "6"), ("6", "8"), (1 + P) / (4 * P)),
        (("6", "6"), ("8", "9"), 1 / 4),
        (("6", "8"), ("6", "8"), (1 + P + Q + 2 * P * Q) / (8 * P * Q)),
        (("6", "8"), ("6", "9"), (1 + 2 * P) / (8 * P)),
    ],
)
def test_full_sibs(sister, brother, expected):
    assert ratio(SIBS, {"S": sister}, "C", brother) == pytest.approx(expected)


@pytest.mark.parametrize("generations", [2, 3, 10, 60])
def test_each_generation_halves_what_is_shared(generations):
    members = [Member("A0", sex=Sex.MALE)]
    for n in range(1, generations + 1):
        members += [
            Member(f"B{n}", sex=Sex.FEMALE),
            Member(f"A{n}", f"A{n - 1}", f"B{n}", Sex.MALE),
        ]
    line = Pedigree(tuple(members))
    found = ratio(line, {"A0": ("6", "6")}, f"A{generations}", ("6", "8"))
    share = 0.5 ** (generations - 1)
    assert found == pytest.approx(share / (2 * P) + 1 - share)


def test_one_typing_error_excludes_without_a_mutation_model_and_weighs_with_one():
    family, child = {"F": ("6", "6"), "M": ("8", "8")}, ("9", "8")
    assert ratio(TRIO, family, "C", child) == 0
    expected = (0.005 * 0.99 + 0.005**2) / (2 * Q * R)  # either allele from either parent
    assert ratio(TRIO, family, "C", child, mutation=EQUAL) == pytest.approx(expected)


def test_one_allele_seen_is_not_a_homozygote():
    one, two = ({"S": seen} for seen in (("6",), ("6", "6")))
    assert ratio(SIBS, one, "C", ("6", "6")) < ratio(SIBS, two, "C", ("6", "6"))
    of_the_missing = ratio(TRIO, {"F": ("8", "9")}, "C", ("6",))
    assert of_the_missing == pytest.approx(P * 1.0 / (P**2 + 2 * P * (1 - P)))


def test_three_alleles_are_a_failed_marker_not_an_answer():
    panel = Panel.of([MARKER])
    assert family_tables(TRIO, typed(F=("6", "8", "9")), "C", panel) == {}


def test_familias_and_the_pedsuite_differ_where_frequencies_are_not_stationary():
    relatives, seen = {"M": ("6", "8")}, ("6", "9")
    kept, dropped = (
        ratio(TRIO, relatives, "C", seen, mutation=EQUAL, untyped_founders=way)
        for way in (UntypedFounders.KEPT, UntypedFounders.DROPPED)
    )
    assert kept != pytest.approx(dropped, rel=1e-4)
    kept, dropped = (
        ratio(TRIO, relatives, "C", seen, mutation=PROPORTIONAL, untyped_founders=way)
        for way in (UntypedFounders.KEPT, UntypedFounders.DROPPED)
    )
    assert kept == pytest.approx(dropped, rel=1e-12)


def test_opposite_homozygotes_are_possible_where_alleles_may_be_silent():
    s = 0.02
    p, q = P * (1 - s), Q * (1 - s)
    child = q**2 + 2 * q * s
    father = p**2 + 2 * p * s
    joint = 2 * p * s * 0.5 * q  # the father hands on his silent allele, the mother an 8
    found = ratio(TRIO, {"F": ("6", "6")}, "C", ("8", "8"), silent=s)
    assert found == pytest.approx(joint / (father * child))
    assert ratio(TRIO, {"F": ("6", "6")}, "C", ("8", "8")) == 0


def test_theta_makes_strangers_alike():
    """Mother and child who share one allele, by the formula of Balding and Nichols."""
    theta = 0.03
    a = P * (1 - theta)
    homozygous = ratio(TRIO, {"M": ("6", "6")}, "C", ("6", "8"), theta=theta)
    assert homozygous == pytest.approx((1 + 2 * theta) / (2 * (2 * theta + a)))
    heterozygous = ratio(TRIO, {"M": ("6", "8")}, "C", ("6", "9"), theta=theta)
    assert heterozygous == pytest.approx((1 + 2 * theta) / (4 * (theta + a)))


def test_a_father_hands_his_x_to_his_daughter_not_to_his_son():
    model = MarkerModel(MARKER, x_linked=True)
    panel = Panel({"D1": model})
    family = TRIO.with_members([Member("D", "F", "M", Sex.FEMALE)])
    table = family_tables(family, typed(F=("6",)), "D", panel)["D1"]
    assert table.likelihood_ratio(("6", "8")) == pytest.approx(1 / (2 * P))
    assert table.likelihood_ratio(("8", "8")) == 0
    son = family_tables(family, typed(F=("6",)), "C", panel)["D1"]
    assert son.likelihood_ratio(("8",)) == pytest.approx(1)
    assert son.likelihood_ratio(("8", "8")) == pytest.approx(1)  # some programs write it twice
    with pytest.raises(InvalidEvidence, match="one copy"):
        son.likelihood_ratio(("6", "8"))


def test_x_needs_the_sex():
    panel = Panel({"D1": MarkerModel(MARKER, x_linked=True)})
    family = Pedigree((Member("A"), Member("B", None, "A", Sex.MALE)))
    with pytest.raises(InvalidEvidence, match="sex of A"):
        family_tables(family, typed(B=("6",)), "A", panel)


def test_markers_half_a_recombination_apart_are_independent():
    other = MarkerFrequencies("D2", ("1", "2"), (0.4, 0.6))
    panel = Panel.of([MARKER, other], EQUAL)
    profiles = {
        m: Profile(id=m, typings={"D1": one, "D2": two})
        for m, one, two in [("C", ("6", "8"), ("1", "2")), ("S", ("6", "9"), ("1", "1"))]
    }
    apart = likelihoods(SIBS, profiles, panel)

    def linked(r):
        return linked_likelihood(SIBS, profiles, LinkedPair(*panel.models.values(), r))

    assert linked(0.5) == pytest.approx(apart["D1"] * apart["D2"])
    assert linked(0.1) != pytest.approx(linked(0.5), rel=1e-3)


def test_a_linked_pair_weighs_as_its_markers_when_far_apart():
    other = MarkerFrequencies("D2", ("1", "2"), (0.4, 0.6))
    panel = Panel.of([MARKER, other], EQUAL)
    sister = {"S": Profile(id="S", typings={"D1": ("6", "9"), "D2": ("1", "1")})}
    person = Profile(id="R1", typings={"D1": ("6", "8"), "D2": ("1", "2")})
    tables = family_tables(SIBS, sister, "C", panel)
    apart = [tables[marker].likelihood_ratio(person.typings[marker]) for marker in tables]

    def linked(r):
        pair = LinkedPair(*panel.models.values(), r)
        return linked_likelihood_ratio(SIBS, sister, "C", person, pair)

    assert linked(0.5) == pytest.approx(apart[0] * apart[1])
    assert linked(0.0) != pytest.approx(linked(0.5), rel=1e-3)


@pytest.mark.parametrize(
    ("second", "r", "said"),
    [
        (MarkerModel(MARKER), 0.6, "1/2"),
        (MarkerModel(MARKER, x_linked=True), 0.1, "different chromosomes"),
        (MarkerModel(MARKER, theta=0.1), 0.1, "theta 0"),
    ],
)
def test_pairs_that_cannot_be_linked_are_refused(second, r, said):
    with pytest.raises(InvalidModel, match=said):
        LinkedPair(MarkerModel(MARKER), second, r)


def test_an_unknown_parent_is_one_outside_the_pedigree():
    one_parent = Pedigree((Member("F", sex=Sex.MALE), Member("C", "F", None)))
    panel = Panel.of([MARKER], EQUAL)
    profiles = typed(F=("6", "8"))
    short = family_tables(one_parent, profiles, "C", panel)["D1"]
    full = family_tables(TRIO, profiles, "C", panel)["D1"]
    assert short.related == pytest.approx(full.related)


@settings(deadline=None, max_examples=25)
@given(st.data())
def test_markers_together_are_as_markers_alone(data):
    """Padding markers to one length and weighing them side by side changes nothing."""
    names = ("D1", "D2", "D3")
    models = {name: data.draw(marker_models(name=name)) for name in names}
    pedigree = data.draw(pedigrees(4))
    missing = pedigree.ids[-1]
    profiles = {
        m: Profile(id=m, typings={n: models[n].alleles[:2] for n in names})
        for m in pedigree.ids[:-1]
    }
    together = family_tables(pedigree, profiles, missing, Panel(models))
    for name in names:
        alone = family_tables(pedigree, profiles, missing, Panel({name: models[name]}))
        assert together[name].related == pytest.approx(alone[name].related, rel=1e-12)
        assert together[name].family == pytest.approx(alone[name].family, rel=1e-12)


def test_tables_are_probabilities():
    table = family_tables(SIBS, typed(S=("6", "8")), "C", Panel.of([MARKER], EQUAL))["D1"]
    assert np.triu(table.related).sum() == pytest.approx(table.family)
    assert np.triu(table.distribution).sum() == pytest.approx(1)
    assert np.triu(table.unrelated).sum() == pytest.approx(table.family)
    assert table.family == pytest.approx(2 * P * Q, rel=0.05)


def test_relatives_who_contradict_their_pedigree_weigh_nothing():
    relatives = {"F": ("6", "6"), "S": ("8", "8")}
    with pytest.raises(InvalidEvidence, match="contradict their pedigree"):
        ratio(SIBS, relatives, "C", ("6", "8"))
    table = family_tables(SIBS, typed(**relatives), "C", Panel.of([MARKER]))["D1"]
    assert table.family == 0
    with pytest.raises(InvalidEvidence, match="contradict their pedigree"):
        _ = table.distribution
    assert ratio(SIBS, relatives, "C", ("6", "8"), mutation=EQUAL) > 0


@pytest.mark.parametrize(
    ("seen", "dropout", "error", "said"),
    [
        ((), None, InvalidEvidence, "0 alleles at D1"),
        (("6", "8", "9"), None, InvalidEvidence, "3 alleles at D1"),
        (("6", "8", "9"), 0.1, InvalidEvidence, "3 alleles at D1"),
        (("6",), 1.0, InvalidModel, "from 0 to below 1"),
        (("6",), float("nan"), InvalidModel, "from 0 to below 1"),
    ],
)
def test_what_cannot_be_weighed_is_said_not_divided_by(seen, dropout, error, said):
    table = family_tables(TRIO, typed(F=("6", "8")), "C", Panel.of([MARKER]))["D1"]
    with pytest.raises(error, match=said):
        table.likelihood_ratio(seen, dropout=dropout)


@pytest.mark.parametrize("kind", [k for k in Kind if k is not Kind.CUSTOM])
def test_a_marker_with_one_allele_says_nothing(kind):
    lone = MarkerFrequencies("D1", ("8",), (1.0,))
    panel = Panel.of([lone], MutationModel.same(Mutation(kind, rate=0.01, rate2=0.001)))
    table = family_tables(TRIO, typed(F=("8", "8")), "C", panel)["D1"]
    assert table.likelihood_ratio(("8", "8")) == 1


def test_an_allele_without_a_frequency_is_named():
    with pytest.raises(InvalidFrequencies, match=r"Allele 7 of D1"):
        family_tables(TRIO, typed(F=("6", "7")), "C", Panel.of([MARKER]))


@pytest.mark.parametrize("missing", ["F", "nobody"])
def test_the_missing_person_is_an_untyped_member(missing):
    with pytest.raises(InvalidEvidence, match="without a profile"):
        family_tables(TRIO, typed(F=("6", "8")), missing, Panel.of([MARKER]))


def test_a_profile_of_nobody_in_the_pedigree_is_refused():
    with pytest.raises(InvalidEvidence, match="not in the pedigree"):
        likelihoods(TRIO, typed(X=("6", "8")), Panel.of([MARKER]))


def test_a_family_too_entangled_is_refused_before_memory_is_taken(monkeypatch):
    monkeypatch.setattr(contraction, "LARGEST_TABLE", 8)
    with pytest.raises(TooLarge, match="Nothing was weighed"):
        family_tables(SIBS, typed(S=("6", "8")), "C", Panel.of([MARKER], EQUAL))


def test_theta_over_many_untyped_founders_is_refused():
    founders = [
        Member(f"{s}{n}", sex=sex) for n in range(5) for s, sex in zip("FM", Sex, strict=False)
    ]
    founders = [Member(m.id, sex=Sex.MALE if m.id[0] == "F" else Sex.FEMALE) for m in founders]
    children = [Member(f"C{n}{k}", f"F{n}", f"M{n}") for n in range(5) for k in (1, 2)]
    family = Pedigree((*founders, *children))
    profiles = typed(**{child.id: ("6", "8") for child in children})
    with pytest.raises(TooLarge, match="Theta joins 20 founder genes"):
        likelihoods(family, profiles, Panel.of([MARKER], theta=0.01))


def test_theta_and_silent_are_below_one():
    with pytest.raises(InvalidModel, match="below 1"):
        MarkerModel(MARKER, theta=1.0)
