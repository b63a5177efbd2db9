"""X markers, linked markers and untyped founders in a search: by formula and by the engine."""

from dataclasses import replace
from math import log, log10

import kinship_cases
import numpy as np
import pytest
from kinship_cases import (
    FATHER,
    FREQUENCIES,
    MOTHER,
    SON,
    TRIO,
    F,
    M,
    family,
    profile,
    weighed,
)

from wayhome.engines.kinship import (
    LinkedPair,
    Member,
    Panel,
    Sex,
    UntypedFounders,
    family_tables,
    linked_likelihood,
    linked_likelihood_ratio,
)
from wayhome.engines.kinship.frequencies import FrequencyTable, MarkerFrequencies
from wayhome.engines.kinship.joint import NOBODY
from wayhome.files.kinship.database import FamModels
from wayhome.files.kinship.weighing import CannotWeigh, Standing, model_terms
from wayhome.files.kinship.weighing import case as case_module
from wayhome.files.kinship.weighing.linkage import linked_by_way
from wayhome.files.kinship.weighing.terms import KNOWN_LINKED

ALLELES, SHARES = ("10", "11", "12"), (0.2, 0.3, 0.5)
ON_X = ("DXS8378", "DXS10135", "DXS7132", "DXS9895")
"""Two of one linkage group, one of another, one of none that is known."""
WITH_X = FrequencyTable(
    source="invented",
    markers={
        **FREQUENCIES.markers,
        **{name: MarkerFrequencies(name, ALLELES, SHARES) for name in ON_X},
    },
    sums={},
    minimum=0.001,
)
DAUGHTER = (Member("1", sex=M), Member("2", sex=F), Member("3", "1", "2", F))
STILL = FamModels(mutation={}, silent={}, theta=0.0)


def with_x(one, *typing, markers=ON_X):
    return replace(one, typings={**one.typings, **dict.fromkeys(markers, typing)})


def x_of(members, sex, father=FATHER, mother=MOTHER, son=SON, **more):
    found = weighed(
        [family("F1", members, ("3",), father, mother)], [(son, sex)], frequencies=WITH_X, **more
    )
    return found, found.hypotheses[0].pair.score


def test_a_father_hands_his_x_to_his_daughter():
    """P(10, 11 | father 10) = p(11), P(10, 11) = 2 p(10) p(11); one marker of each group counts."""
    _, score = x_of(DAUGHTER, F, father=with_x(FATHER, "10"), son=with_x(SON, "10", "11"))
    each = log10(1 / (2 * 0.2))
    assert dict(score.x.by_marker) == pytest.approx(dict.fromkeys(ON_X, each), abs=2e-3)
    assert len(score.x.combined) == 2
    assert score.x.log10_lr == pytest.approx(2 * each, abs=4e-3)
    assert score.total == pytest.approx(score.markers + score.x.log10_lr)


def test_a_father_hands_no_x_to_his_son_and_a_mother_half_of_hers():
    _, of_father = x_of(TRIO, M, father=with_x(FATHER, "10"), son=with_x(SON, "10"))
    _, of_mother = x_of(TRIO, M, mother=with_x(MOTHER, "10", "12"), son=with_x(SON, "10"))
    assert of_father.x.log10_lr == pytest.approx(0, abs=1e-3)
    assert dict(of_mother.x.by_marker)["DXS9895"] == pytest.approx(log10(0.5 / 0.2), abs=2e-3)


def test_x_markers_are_not_weighed_where_a_sex_is_not_known():
    typed = with_x(MOTHER, "10", "12")
    found, score = x_of(TRIO, Sex.UNKNOWN, mother=typed, son=with_x(SON, "10"))
    assert score.x is None
    unstated = (Member("1", sex=M), Member("2", sex=F), Member("3", "1", "2"))
    found, score = x_of(unstated, M, mother=typed, son=with_x(SON, "10"))
    assert score.x is None
    assert "x_no_sex" in {one.code for one in found.case.findings}


def test_x_markers_lift_nobody_who_rests_on_one_relative():
    lone = [family("F1", DAUGHTER, ("3",), with_x(FATHER, "10"))]
    (one,) = weighed(lone, [(with_x(SON, "10", "10"), F)], frequencies=WITH_X).hypotheses
    assert one.pair.score.x.log10_lr > 1
    assert one.standing is Standing.ONE_RELATIVE


def test_brothers_are_weighed_together_by_x_too():
    """The second brother's X is hardly new where the mother shows one allele twice."""
    members = (*TRIO, Member("4", "1", "2", M))
    brother = with_x(profile("R-2", 3, 5), "10")
    found = weighed(
        [family("F1", members, ("3", "4"), FATHER, with_x(MOTHER, "10", "10"))],
        [(with_x(SON, "10"), M), (brother, M)], frequencies=WITH_X,
    )  # fmt: skip
    assert {h.standing for h in found.hypotheses} == {Standing.SYMMETRIC}
    assert [h.pair.posterior for h in found.hypotheses] == pytest.approx([0.5] * 4, abs=1e-4)


def test_relatives_whose_x_contradicts_are_for_the_laboratory_only():
    """A daughter without her father's X at several markers."""
    members = (*TRIO, Member("4", "1", "2", F))
    daughter = with_x(profile("4", 2, 5), "11", "12")
    one = family("F1", members, ("3",), with_x(FATHER, "10"), MOTHER, daughter)
    found = weighed([one], [(SON, M)], frequencies=WITH_X)
    assert (found.hypotheses, found.case.needing) == ((), ("F1",))
    assert {m for check in found.case.checks for f in check.findings for m in f.markers} == {*ON_X}
    assert "F1" not in {finding.specimen for finding in found.case.findings}


GRANDSON = (
    Member("1", sex=M), Member("2", sex=F), Member("4", "1", "2", M), Member("5", "1", "2", F),
    Member("6", sex=F), Member("3", "4", "6", M),
)  # fmt: skip


def linked_case(**more):
    grandfather, aunt = profile("1", 2, 3), profile("5", 2, 4)
    one = family("F1", GRANDSON, ("3",), grandfather, aunt)
    (found,) = weighed([one], [(profile("R-1", 2, 6), M)], missing_in_all=10, **more).hypotheses
    return one, found.pair.score


def test_linked_markers_weigh_as_the_engine_weighs_the_pair():
    one, apart = linked_case()
    _, together = linked_case(linked=["vWA-D12S391:0.1"])
    mutation = model_terms("stepwise").mutation
    pair = [Panel.of([FREQUENCIES[m]], mutation).models[m] for m in ("vWA", "D12S391")]
    remains = profile("R-1", 2, 6)
    ratio = linked_likelihood_ratio(
        one.pedigree, one.profiles, "3", remains, LinkedPair(*pair, 0.1)
    )
    tables = family_tables(
        one.pedigree, one.profiles, "3", Panel({model.name: model for model in pair})
    )
    each = [table.likelihood_ratio(remains.typings[m]) for m, table in tables.items()]
    assert together.linked == pytest.approx(log10(ratio / (each[0] * each[1])), abs=1e-9)
    assert together.total - apart.total == pytest.approx(together.linked, abs=1e-9)
    assert abs(together.linked) > 0.01


SEVERAL = (*GRANDSON, Member("7", "1", "2", M))  # 3 and his uncle 7 are missing


def several_case(**more):
    one = family("F1", SEVERAL, ("3", "7"), profile("1", 2, 3), profile("5", 2, 4))
    remains = [(profile("R-1", 2, 6), M), (profile("R-2", 3, 4), M)][: more.pop("remains", 2)]
    return one, weighed([one], remains, missing_in_all=10, **more).case


def test_linked_markers_of_several_missing_are_weighed_together_as_linked():
    one, case = several_case(linked=["known"])
    chosen = np.array([[NOBODY, NOBODY], [0, NOBODY], [1, NOBODY], [0, 1], [1, 0]])
    profiles = [person.profile for person in case.persons]
    found = linked_by_way(one, chosen, profiles, case.panels.linked)
    for way, gained in zip(chosen.tolist(), found, strict=True):
        placed = {m: profiles[at] for m, at in zip(("3", "7"), way, strict=True) if at != NOBODY}
        expected = 0.0
        for pair in case.panels.linked:
            for rate, sign in ((pair.recombination, 1), (0.5, -1)):
                same = LinkedPair(pair.first, pair.second, rate)
                with_them = linked_likelihood(one.pedigree, {**one.profiles, **placed}, same)
                without = linked_likelihood(one.pedigree, one.profiles, same)
                expected += sign * log(with_them / without)
        assert gained == pytest.approx(expected, abs=1e-9)
    assert abs(found[-1]) > 0.01
    assert "linked_ways" not in {finding.code for finding in case.findings}


@pytest.mark.parametrize("more", [{}, {"dropout": 0.1}])
def test_with_one_of_several_the_probabilities_are_as_the_weights(monkeypatch, more):
    monkeypatch.setattr(kinship_cases, "DEFAULT", "stepwise,dropout=0.1" if more else "stepwise")
    _, case = several_case(remains=1, linked=["vWA-D12S391:0.1"])
    uncle, grandson = (
        next(pair for pair in case.pairs if case.places[pair.place].missing == m)
        for m in ("7", "3")
    )
    assert abs(grandson.score.linked) > 0.01
    assert log10(grandson.posterior / uncle.posterior) == pytest.approx(
        grandson.log10_lr - uncle.log10_lr, abs=1e-9
    )


def test_too_many_ways_are_weighed_as_unlinked_and_told_of(monkeypatch):
    monkeypatch.setattr(case_module, "MOST_WAYS_ONE_BY_ONE", 3)
    _, case = several_case(linked=["known"])
    assert "linked_ways" in {finding.code for finding in case.findings}


def test_linkage_changes_nothing_for_a_parent_and_at_half_nothing_for_anybody():
    families = [family("F1", TRIO, ("3",), FATHER, MOTHER)]
    (one,) = weighed(families, [(SON, M)], linked=["known"]).hypotheses
    assert one.pair.score.linked == pytest.approx(0, abs=1e-9)
    assert linked_case(linked=["vWA-D12S391:0.5"])[1].linked == pytest.approx(0, abs=1e-9)


def test_known_pairs_are_named_where_they_are_not_weighed_as_linked():
    found = weighed([family("F1", TRIO, ("3",), FATHER, MOTHER)], [(SON, M)])
    assert ("vWA", "D12S391") in found.case.panels.unlinked
    assert model_terms("none", linked=["known"]).linked == KNOWN_LINKED


@pytest.mark.parametrize(
    "text", ["vWA", "vWA-D12S391", "vWA-X9:0.1", "vWA-FGA:0.6", "a-b-c:0.1", "vWA-D12S391:x"]
)
def test_pairs_that_are_none_are_refused(text):
    with pytest.raises(CannotWeigh, match="no linked pair"):
        model_terms("none", linked=[text])


def test_a_marker_in_two_pairs_is_refused():
    with pytest.raises(CannotWeigh, match="two linked pairs"):
        model_terms("none", linked=["vWA-D12S391:0.1", "vWA-FGA:0.4"])


def test_untyped_founders_are_kept_or_dropped_as_stated_and_as_the_file_s_program_does():
    """A grandfather with one child, not typed: the two rules differ under stepwise mutation."""
    lone = [family("F1", TRIO, ("3",), MOTHER)]

    def weight(**more):
        return weighed(lone, [(SON, M)], **more).hypotheses[0].pair.score.markers

    def by_engine(rule):
        panel = Panel.of(FREQUENCIES, model_terms("stepwise").mutation, untyped_founders=rule)
        tables = family_tables(lone[0].pedigree, lone[0].profiles, "3", panel)
        return sum(log10(t.likelihood_ratio(SON.typings[m])) for m, t in tables.items())

    kept, dropped = by_engine(UntypedFounders.KEPT), by_engine(UntypedFounders.DROPPED)
    assert abs(kept - dropped) > 1e-3
    assert weight() == pytest.approx(kept, abs=1e-9)
    assert weight(untyped_founders=UntypedFounders.DROPPED) == pytest.approx(dropped, abs=1e-9)
    assert weight(models=STILL) == pytest.approx(dropped, abs=1e-9)  # of a Familias file
    stated = weight(models=STILL, untyped_founders=UntypedFounders.KEPT)
    assert stated == pytest.approx(kept, abs=1e-9)
