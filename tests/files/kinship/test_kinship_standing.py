"""Where a hypothesis stands: by probability, by whom it rests on, by what competes with it."""

from dataclasses import replace

import kinship_cases
import pytest
from kinship_cases import (
    FATHER,
    FREQUENCIES,
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

from wayhome.engines.kinship import Member, Pedigree, Profile, TooLarge
from wayhome.engines.kinship.check import check_families
from wayhome.engines.kinship.explain import explain
from wayhome.engines.kinship.search import state_space
from wayhome.files.kinship import Facts, Family
from wayhome.files.kinship.weighing import CannotWeigh, Standing, Terms, households, model_terms
from wayhome.files.kinship.weighing.households import sort_families
from wayhome.files.kinship.weighing.panels import build_panels
from wayhome.files.kinship.weighing.relatives import blood_relatives, weights_without_each


def test_with_both_parents_it_passes():
    found = weighed([family("F1", TRIO, ("3",), FATHER, MOTHER)], [(SON, M)])
    (one,) = found.hypotheses
    assert one.standing is Standing.PASSES
    assert one.relatives == ("1", "2")
    assert one.pair.log10_lr == pytest.approx(
        sum(reason.log10_lr for reason in explain(found.case.places[0], SON, found.case.panel))
    )


@pytest.mark.parametrize(("all_missing", "threshold"), [(10, 0.9995), (2, 0.51), (900, 0.51)])
def test_with_one_parent_it_never_passes_however_heavy(all_missing, threshold):
    lone = [family("F1", TRIO, ("3",), MOTHER)]
    found = weighed(lone, [(SON, M)], missing_in_all=all_missing, threshold=threshold)
    (one,) = found.hypotheses
    assert one.pair.posterior > max(threshold, 0.999)
    assert one.standing is Standing.ONE_RELATIVE


def test_without_a_relative_a_pair_weighs_what_the_others_give():
    mother = profile("2", 4, 5, MARKERS[:12])  # at the others nobody is left without the father
    (one,) = weighed([family("F1", TRIO, ("3",), FATHER, mother)], [(SON, M)]).hypotheses
    for left_out, left in (("1", mother), ("2", FATHER)):
        (rest,) = weighed([family("F1", TRIO, ("3",), left)], [(SON, M)]).hypotheses
        assert one.without[left_out] == pytest.approx(rest.pair.log10_lr, abs=1e-9)


def test_without_a_relative_the_tables_say_the_same():
    """By likelihoods, and by the tables that drop-out needs: alike for full typings."""
    still = model_terms("none")
    panel = build_panels(FREQUENCIES, [FATHER, MOTHER, SON], still).autosomal
    one = family("F1", TRIO, ("3",), FATHER, MOTHER)
    tried = [(one, "3", SON), (one, "3", profile("R-2", 0, 1))]
    found = weights_without_each(tried, panel, state_space(panel))
    by_tables = weights_without_each(tried, panel, state_space(panel), dropout=0.0)
    assert found == [pytest.approx(one, abs=1e-9) for one in by_tables]
    assert found[1] == {"1": float("-inf"), "2": float("-inf")}


TWICE = profile("4", 4, 5)  # the mother's sample, taken again under a son's number
WOMAN = replace(FATHER, amelogenin=("X", "X"))


@pytest.mark.parametrize(
    ("samples", "kind"),
    [((FATHER, MOTHER, TWICE), "same_profile"), ((WOMAN, MOTHER), "sex")],
)
def test_a_family_whose_samples_may_be_mixed_up_is_not_searched(samples, kind):
    members = (*TRIO, Member("4", "1", "2", F))
    found = weighed([family("F1", members, ("3",), *samples)], [(SON, M)])
    assert (found.hypotheses, found.case.needing) == ((), ("F1",))
    assert kind in {one.kind for check in found.case.checks for one in check.findings}


@pytest.mark.parametrize(("mutated", "passes"), [(2, True), (3, False)])
def test_more_than_two_markers_against_do_not_pass_however_heavy(mutated, passes):
    whole = [m for m in MARKERS if all("." not in a for a in FREQUENCIES[m].alleles)]
    stepped = {m: genotype(m, 1, 4) for m in whole[:mutated]}  # the father has 2 and 3
    son = Profile(id="R-1", typings={**SON.typings, **stepped})
    one = family("F1", TRIO, ("3",), FATHER, MOTHER)
    (hypothesis,) = weighed([one], [(son, M)], missing_in_all=10).hypotheses
    assert hypothesis.pair.excluding == mutated
    assert hypothesis.pair.posterior > 0.9995
    assert hypothesis.standing is (Standing.PASSES if passes else Standing.TOO_LIGHT)


def test_a_wife_is_no_blood_relative():
    members = (*TRIO, Member("4", sex=F), Member("5", "3", "4", F))
    child, wife = profile("5", 2, 6), profile("4", 6, 7)
    one = family("F1", members, ("3",), child, wife)
    assert blood_relatives(one, "3") == ("5",)
    (hypothesis,) = weighed([one], [(SON, M)]).hypotheses
    assert hypothesis.standing is Standing.ONE_RELATIVE


def test_another_sex_is_out():
    found = weighed([family("F1", TRIO, ("3",), FATHER, MOTHER)], [(SON, F)])
    assert found.hypotheses == ()
    assert found.case.scores.counts["sex"] == 1


def test_brothers_are_symmetric_and_share_the_probability():
    members = (*TRIO, Member("4", "1", "2", M))
    found = weighed([family("F1", members, ("3", "4"), FATHER, MOTHER)], [(SON, M)])
    assert {h.standing for h in found.hypotheses} == {Standing.SYMMETRIC}
    assert [h.pair.posterior for h in found.hypotheses] == pytest.approx([0.5, 0.5], abs=1e-4)


def test_a_family_registered_twice_competes_with_itself():
    twice = [family(number, TRIO, ("3",), FATHER, MOTHER) for number in ("F1", "F2")]
    found = weighed(twice, [(SON, M)])
    assert [h.standing for h in found.hypotheses] == [Standing.RIVALS] * 2
    assert found.hypotheses[0].rivals == ((found.hypotheses[1].family.number, "3"),)


def test_more_missing_make_the_same_weight_worth_less():
    lone = [family("F1", TRIO, ("3",), MOTHER)]
    for missing in (10, 1_000, 100_000):
        (one,) = weighed(lone, [(SON, M)], missing_in_all=missing).hypotheses
        odds = 10**one.pair.log10_lr / (missing - 1)
        assert one.pair.posterior == pytest.approx(odds / (1 + odds), rel=1e-9)


def test_nothing_passes_until_somebody_states_how_many_are_missing():
    two = [family("F1", TRIO, ("3",), FATHER, MOTHER)]
    (stated,) = weighed(two, [(SON, M)], missing_in_all=10).hypotheses
    (unstated,) = weighed(two, [(SON, M)], missing_in_all=None).hypotheses
    assert (stated.standing, unstated.standing) == (Standing.PASSES, Standing.TOO_LIGHT)


def test_too_few_markers_are_not_searched():
    found = weighed([family("F1", TRIO, ("3",), FATHER)], [(profile("R", 2, 4, MARKERS[:7]), M)])
    assert [one.number for one in found.case.too_few] == ["R"]
    assert found.hypotheses == ()


def test_a_family_that_contradicts_itself_is_not_searched_and_not_told_why():
    sister = profile("4", 8, 9)
    members = (*TRIO, Member("4", "1", "2", F))
    found = weighed([family("F1", members, ("3",), FATHER, MOTHER, sister)], [(SON, M)])
    assert found.hypotheses == ()
    assert found.case.needing == ("F1",)
    assert found.case.checks[0].request == "Another sample is needed."


@pytest.mark.parametrize(("model", "needing"), [("none", ("F1",)), ("stepwise", ())])
def test_one_contradiction_may_be_a_mutation_where_something_mutates(monkeypatch, model, needing):
    """At one marker neither sister is her parents' child: without either it stays impossible."""
    monkeypatch.setattr(kinship_cases, "DEFAULT", model)
    members = (*TRIO, Member("4", "1", "2", F), Member("5", "1", "2", F))
    sisters = [
        Profile(id=one.id, typings={**one.typings, "TH01": genotype("TH01", wrong, wrong)})
        for one, wrong in ((profile("4", 2, 4), 0), (profile("5", 3, 5), 1))
    ]
    one = family("F1", members, ("3",), FATHER, MOTHER, *sisters)
    found = weighed([one], [(SON, M)])
    assert found.case.needing == needing
    assert bool(found.passing) is not bool(needing)


def test_a_family_that_cannot_be_weighed_stops_none_of_the_others(monkeypatch):
    def check(families, panel):
        if any(number == "F2" for number, *_ in families):
            raise TooLarge("F2 is too entangled.")
        return check_families(families, panel)

    monkeypatch.setattr(households, "check_families", check)
    families = [family(number, TRIO, ("3",), FATHER, MOTHER) for number in ("F1", "F2")]
    found = weighed(families, [(SON, M)])
    assert [h.family.number for h in found.passing] == ["F1"]
    assert found.case.needing == ("F2",)
    assert ("family_not_weighed", "F2") in {(f.code, f.specimen) for f in found.case.findings}


def test_several_processes_find_what_one_finds():
    stranger = family("F2", (*TRIO, Member("4", "1", "2", F)), ("3",), FATHER, profile("4", 8, 9))
    families = [family("F1", TRIO, ("3",), FATHER, MOTHER), stranger]
    panels = build_panels(FREQUENCIES, [FATHER, MOTHER, SON], Terms())
    space = state_space(panels.autosomal)
    shares = []
    both = sort_families(families, panels, space, workers=2, tick=shares.append)
    assert both == sort_families(families, panels, space)
    assert (len(both.able), both.needing) == (1, ("F2",))
    assert shares == [0.5, 1.0]


def test_samples_of_one_body_count_once():
    degraded = profile("R-2", 2, 4, MARKERS[:14])
    found = weighed([family("F1", TRIO, ("3",), FATHER, MOTHER)], [(SON, M), (degraded, M)])
    (one,) = found.hypotheses
    assert one.person.numbers == ("R-1", "R-2")
    assert one.standing is Standing.PASSES


def test_samples_of_a_man_and_a_woman_are_not_joined():
    man, woman = (replace(SON, id=i, amelogenin=a) for i, a in (("R-1", "XY"), ("R-2", "XX")))
    found = weighed([family("F1", TRIO, ("3",), FATHER, MOTHER)], [(man, M), (woman, F)])
    assert [one.numbers for one in found.case.persons] == [("R-1",), ("R-2",)]
    assert [one.numbers for one in found.case.doubtful] == [("R-1", "R-2")]


def test_a_pair_with_two_reasons_against_it_counts_once():
    facts = Facts(
        excluded=frozenset({("R-1", "3")}), known={"age": {"R-1": (60, 70), "3": (20, 20)}}
    )
    one = family("F1", TRIO, ("3",), FATHER, MOTHER)
    counts = dict(weighed([one], [(SON, M)], facts=facts, hard=["age"]).case.scores.counts)
    assert counts.pop("all") == sum(counts.values()) == 1
    assert min(counts.values()) == 0


@pytest.mark.parametrize("text", ["", "custom", "stepwise,rate", "equal,rate=x", "none,theta=1.5"])
def test_models_that_are_none_are_refused(text):
    with pytest.raises(CannotWeigh):
        model_terms(text)


def test_a_model_as_it_is_written():
    terms = model_terms("stepwise,rate=0.004/0.002,range=0.2,rate2=1e-5,transform=PM,theta=0.01")
    assert (terms.mutation.male.rate, terms.mutation.female.rate) == (0.004, 0.002)
    assert (terms.mutation.male.range, terms.mutation.male.rate2) == (0.2, 1e-5)
    assert terms.mutation.male.transform == "PM"
    assert terms.theta == 0.01


def test_a_sample_the_missing_person_left_is_compared_and_does_not_make_it_pass():
    left = Family(number="F1", pedigree=Pedigree(TRIO), missing=("3",), profiles={}, own={"3": SON})
    found = weighed([left], [(SON, M), (profile("R-2", 6, 7), M)])
    (one,) = found.case.left_samples
    assert (one.person.numbers, one.family, one.missing) == (("R-1",), "F1", "3")
    assert (one.markers, one.different) == (len(MARKERS), 0)
    assert found.passing == []
