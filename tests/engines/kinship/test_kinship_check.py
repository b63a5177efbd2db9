"""The pedigree check finds what is wrong with a family, and tells the world one sentence."""

from dataclasses import replace
from math import inf, log10

import pytest

from engines.kinship.search_cases import TRIO, panel
from wayhome.engines.kinship import (
    MarkerFrequencies,
    MarkerModel,
    Member,
    MutationModel,
    Panel,
    Profile,
    likelihoods,
)
from wayhome.engines.kinship.check import Kind, check_family

MARKERS = [f"M{n}" for n in range(12)]
ALLELES = ("8", "9", "10", "11", "12")
PANEL = Panel(
    {
        m: MarkerModel(MarkerFrequencies(m, ALLELES, (0.2,) * 5), panel().models["A"].mutation)
        for m in MARKERS
    }
)


def sample(id_, typing, **others):
    return Profile(id=id_, typings={m: tuple(others.get(m, typing).split()) for m in MARKERS})


FATHER, MOTHER, CHILD = sample("1", "8 9"), sample("2", "10 11"), sample("3", "8 10")


def kinds(profiles, **more):
    checked = check_family("F", TRIO, profiles, PANEL, **more)
    return {finding.kind: finding for finding in reversed(checked.findings)}


def test_a_family_as_it_should_be_has_no_finding():
    checked = check_family("F", TRIO, {"FA": FATHER, "MO": MOTHER, "CH": CHILD}, PANEL)
    assert checked.findings == ()
    assert checked.request is None


def test_a_man_who_is_not_the_father_is_found():
    stranger = sample("1", "11 12")
    found = kinds({"FA": stranger, "MO": MOTHER, "CH": CHILD})
    assert set(found[Kind.CONTRADICTION].markers) == set(MARKERS)
    assert found[Kind.CONTRADICTION].members == ("FA", "CH")
    assert found[Kind.UNRELATED].members == ("FA",)
    assert found[Kind.UNRELATED].log10_lr < -10


def test_one_typing_error_is_a_contradiction_and_nobody_is_a_stranger():
    wrong = sample("3", "8 10", M3="12 10")
    found = kinds({"FA": FATHER, "MO": MOTHER, "CH": wrong})
    assert set(found) == {Kind.CONTRADICTION}
    assert found[Kind.CONTRADICTION].markers == ("M3",)
    assert kinds({"FA": FATHER, "MO": MOTHER, "CH": wrong}, contradictions=2) == {}


def test_one_sample_under_two_numbers_is_found():
    found = kinds({"CH": CHILD, "SI": sample("4", "8 10")})
    assert found[Kind.SAME_PROFILE].members == ("CH", "SI")


def test_brothers_who_differ_at_one_marker_are_not_one_sample():
    assert kinds({"CH": CHILD, "SI": sample("4", "8 10", M3="8 11")}) == {}


MODELS = {
    "stepwise": {},
    "none": {"mutation": MutationModel()},
    "theta": {"theta": 0.03},
}


@pytest.mark.parametrize("name", sorted(MODELS))
def test_whether_a_member_belongs_is_as_the_engine_weighs_him_apart(name):
    """Also where others contradict each other, and at a marker that he alone is typed at."""
    models = {m: replace(one, **MODELS[name]) for m, one in PANEL.models.items()}
    alone = Profile(id="4", typings={m: t for m, t in CHILD.typings.items() if m != "M0"})
    odd = {"M1": "12 12"} if name == "none" else {}
    family = {"FA": FATHER, "CH": sample("3", "8 10", **odd), "SI": alone}
    del (typings := dict(FATHER.typings))["M0"]
    family["FA"] = replace(FATHER, typings=typings)
    checked = check_family("F", TRIO, family, Panel(models), at_least=float("inf"))
    found = {f.members[0]: f.log10_lr for f in checked.findings if f.kind is Kind.UNRELATED}
    assert found.keys() == family.keys()
    stated = likelihoods(TRIO, family, Panel(models))
    for member, weight in found.items():
        rest = {m: p for m, p in family.items() if m != member}
        pedigree = TRIO.with_members([Member("stranger", sex=TRIO[member].sex)])
        apart = likelihoods(pedigree, {**rest, "stranger": family[member]}, Panel(models))
        possible = [m for m in stated if stated[m] or apart[m]]
        expected = sum(log10(stated[m] / apart[m]) if stated[m] else -inf for m in possible)
        assert weight == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_a_wrong_sex_is_found():
    woman = Profile(id="1", typings=FATHER.typings, amelogenin=("X", "X"))
    assert kinds({"FA": woman, "CH": CHILD})[Kind.SEX].members == ("FA",)


def test_only_one_sentence_leaves_the_laboratory():
    checked = check_family("F", TRIO, {"FA": sample("1", "11 12"), "CH": CHILD}, PANEL)
    assert checked.findings
    assert checked.request == "Another sample is needed."


@pytest.mark.parametrize("typed", [{}, {"FA": FATHER}])
def test_a_family_of_one_sample_has_nothing_to_contradict(typed):
    assert check_family("F", TRIO, typed, PANEL).findings == ()


def test_a_model_without_mutation_still_weighs():
    strict = Panel({m: replace(x, mutation=type(x.mutation)()) for m, x in PANEL.models.items()})
    checked = check_family("F", TRIO, {"FA": sample("1", "11 12"), "CH": CHILD}, strict)
    assert Kind.UNRELATED in {finding.kind for finding in checked.findings}


def test_a_stranger_is_found_beside_others_who_contradict_each_other():
    strict = Panel({m: replace(x, mutation=type(x.mutation)()) for m, x in PANEL.models.items()})
    family = {"FA": sample("1", "11 12"), "MO": sample("2", "10 11", M3="9 9"), "CH": CHILD}
    checked = check_family("F", TRIO, family, strict)
    found = [f.members for f in checked.findings if f.kind is Kind.UNRELATED]
    assert ("FA",) in found
