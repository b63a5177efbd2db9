"""What samples achieve, by the definition, and whose sample would help most."""

from math import log10

import pytest

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
    family_power,
    family_tables,
    power_with,
)

P, Q, R = 0.1, 0.3, 0.6
MARKER = MarkerFrequencies("D1", ("6", "8", "9"), (P, Q, R))
OTHER = MarkerFrequencies("D2", ("1", "2"), (0.4, 0.6))
STEPS = MutationModel.same(Mutation(Kind.STEPWISE, rate=0.002))
FAMILY = Pedigree(
    (
        Member("F", sex=Sex.MALE),
        Member("M", sex=Sex.FEMALE),
        Member("C", "F", "M", Sex.MALE),
        Member("S", "F", "M", Sex.FEMALE),
        Member("W", sex=Sex.FEMALE),
        Member("K", "C", "W", Sex.FEMALE),
        Member("stranger", sex=Sex.MALE),
    )
)
KNOWN = {"F": Profile(id="F", typings={"D1": ("6", "8"), "D2": ("1", "2")})}


def test_a_stranger_is_excluded_when_he_shares_no_allele():
    power = family_power(FAMILY, KNOWN, "C", Panel.of([MARKER, OTHER], STEPS))
    assert power.exclusion == {"D1": pytest.approx(R**2), "D2": pytest.approx(0)}
    assert power.exclusion_total == pytest.approx(R**2)
    assert power.expected_exclusions == pytest.approx(R**2)


def test_expected_weight_is_the_mean_over_the_genotypes_of_the_missing():
    family = {"F": Profile(id="F", typings={"D2": ("1", "1")})}
    power = family_power(FAMILY, family, "C", Panel.of([OTHER]))
    expected = 0.4 * log10(0.4 / 0.16) + 0.6 * log10(0.6 / 0.48)
    assert power.expected_log10_lr == {"D2": pytest.approx(expected)}
    assert power.expected_log10_lr_total == pytest.approx(expected)


@pytest.mark.parametrize("candidate", ["M", "K"])
@pytest.mark.parametrize(("x_linked", "theta"), [(False, 0.0), (True, 0.0), (False, 0.05)])
def test_one_more_sample_is_the_mean_over_what_it_may_show(candidate, x_linked, theta):
    model = MarkerModel(MARKER, STEPS, theta=theta, x_linked=x_linked)
    panel = Panel({"D1": model})
    known = {"F": Profile(id="F", typings={"D1": ("6",) if x_linked else ("6", "8")})}
    weight = excluded = total = 0.0

    shown = family_tables(FAMILY, known, candidate, panel)["D1"].distribution
    exact = family_tables(
        FAMILY, known, candidate, Panel({"D1": MarkerModel(MARKER, theta=theta, x_linked=x_linked)})
    )["D1"].distribution
    for a in range(3):
        for b in range(a, 3):
            genotype = (MARKER.alleles[a], MARKER.alleles[b])
            more = {**known, candidate: Profile(id=candidate, typings={"D1": genotype})}
            power = family_power(FAMILY, more, "C", panel)
            weight += shown[a, b] * power.expected_log10_lr["D1"]
            excluded += exact[a, b] * power.exclusion["D1"]
            total += shown[a, b]
    assert total == pytest.approx(1)
    found = power_with(FAMILY, known, "C", panel, [candidate])[candidate]
    assert found.expected_log10_lr["D1"] == pytest.approx(weight)
    assert found.exclusion["D1"] == pytest.approx(excluded)


def test_the_mother_helps_most_and_a_stranger_not_at_all():
    panel = Panel.of([MARKER, OTHER], STEPS)
    powers = power_with(FAMILY, KNOWN, "C", panel)
    assert next(iter(powers)) == "M"
    assert set(powers) == {"M", "S", "W", "K", "stranger"}
    now = family_power(FAMILY, KNOWN, "C", panel).expected_log10_lr_total
    assert powers["stranger"].expected_log10_lr_total == pytest.approx(now)
    assert powers["W"].expected_log10_lr_total == pytest.approx(now)  # a wife without her child
    assert powers["M"].expected_log10_lr_total > powers["S"].expected_log10_lr_total > now


def test_relatives_who_contradict_each_other_achieve_nothing():
    wrong = {
        "F": Profile(id="F", typings={"D2": ("1", "1")}),
        "S": Profile(id="S", typings={"D2": ("2", "2")}),
    }
    power = family_power(FAMILY, wrong, "C", Panel.of([OTHER]))
    assert power.expected_log10_lr == {"D2": 0}
    assert power_with(FAMILY, wrong, "C", Panel.of([OTHER]), ["M"])["M"].expected_log10_lr == {
        "D2": 0
    }


def test_beside_relatives_who_contradict_each_other_another_sample_achieves_nothing_either():
    """Without mutation they exclude everybody, whoever is sampled next."""
    known = {
        "F": Profile(id="F", typings={"D1": ("6", "6")}),
        "S": Profile(id="S", typings={"D1": ("9", "9")}),
    }
    power = power_with(FAMILY, known, "C", Panel.of([MARKER]), ["M"])["M"]
    assert (power.exclusion, power.expected_log10_lr) == ({"D1": 1.0}, {"D1": 0.0})
