"""Y and mitochondrial DNA in a search: they exclude, and weigh what a database says."""

from dataclasses import replace
from math import log10

import pytest
from kinship_cases import FATHER, MOTHER, SON, TRIO, F, M, family, profile, weighed

from wayhome.engines.kinship import Member, Profile, Sex, Verdict
from wayhome.files.kinship.weighing import Standing

Y = {"DYS19": ("14",), "DYS390": ("24",), "DYS391": ("10",)}
OTHER_Y = {"DYS19": ("16",), "DYS390": ("21",), "DYS391": ("10",)}


def with_y(one, y):
    return replace(one, typings={**one.typings, **y})


def with_mt(one, *differences, ranges=((1, 600),)):
    return replace(one, mitochondrial=frozenset(differences), mitochondrial_range=ranges)


def database(*haplotypes):
    return [Profile(id=f"D{at}", typings=one) for at, one in enumerate(haplotypes)]


def searched(father, mother, son, **more):
    return weighed([family("F1", TRIO, ("3",), father, mother)], [(son, M)], **more)


def test_another_y_excludes_a_pair_that_autosomal_markers_leave():
    found = searched(with_y(FATHER, Y), MOTHER, with_y(SON, OTHER_Y))
    assert found.hypotheses == ()
    assert found.case.scores.counts["y"] == 1
    (weighty,) = found.case.scores.weighty
    assert (weighty.excluded_by, weighty.markers > 10) == (("y",), True)


def test_another_mitochondrial_line_excludes():
    found = searched(FATHER, with_mt(MOTHER, "73G", "263G"), with_mt(SON, "150T", "152C"))
    assert found.hypotheses == ()


def test_an_agreement_weighs_nothing_without_a_database():
    (bare,) = searched(FATHER, MOTHER, SON).hypotheses
    (one,) = searched(with_y(FATHER, Y), MOTHER, with_y(SON, Y)).hypotheses
    (line,) = one.pair.score.lines
    assert (line.line, line.relative, line.compared) == ("y", "1", 3)
    assert (line.verdict, line.log10_lr, line.size) == (Verdict.COMPATIBLE, 0.0, 0)
    assert one.pair.log10_lr == pytest.approx(bare.pair.log10_lr, abs=1e-12)


def test_an_agreement_weighs_how_rare_it_is_in_the_database():
    """Seen once among three read at every marker compared; a fourth was read at too few."""
    (bare,) = searched(FATHER, MOTHER, SON).hypotheses
    counted = database(Y, OTHER_Y, {**Y, "DYS19": ("15",)}, {"DYS19": ("14",)})
    (one,) = searched(
        with_y(FATHER, Y), MOTHER, with_y(SON, {**Y, "DYS393": ("13",)}), haplotypes=counted
    ).hypotheses
    assert one.pair.log10_lr - bare.pair.log10_lr == pytest.approx(-log10(2 / 4), rel=1e-9)
    lone = [family("F1", TRIO, ("3",), with_y(FATHER, Y))]
    (one,) = weighed(
        lone, [(with_y(SON, Y), M)], haplotypes=counted, missing_in_all=10**6
    ).hypotheses
    odds = 10**one.pair.log10_lr / (10**6 - 1)
    assert one.pair.posterior == pytest.approx(odds / (1 + odds), rel=1e-9)


def test_a_mutation_of_the_y_neither_excludes_nor_weighs():
    near = {**Y, "DYS390": ("25",)}
    (one,) = searched(
        with_y(FATHER, Y), MOTHER, with_y(SON, near), haplotypes=database(Y, OTHER_Y)
    ).hypotheses
    (line,) = one.pair.score.lines
    assert (line.verdict, line.log10_lr) == (Verdict.INCONCLUSIVE, 0.0)


def test_mitochondrial_dna_is_counted_where_both_were_read():
    mother = with_mt(MOTHER, "73G", ranges=((1, 100),))
    son = with_mt(SON, "73G", "263G", ranges=((1, 600),))
    counted = [
        with_mt(Profile(id="D1"), "73G", "150T"), with_mt(Profile(id="D2")),
        with_mt(Profile(id="D3"), "195C"),
    ]  # fmt: skip
    (one,) = searched(FATHER, mother, son, haplotypes=counted).hypotheses
    (line,) = one.pair.score.lines
    assert (line.verdict, line.compared, line.size) == (Verdict.COMPATIBLE, 100, 3)
    assert line.log10_lr == pytest.approx(-log10(2 / 4))


def test_an_agreement_of_a_line_does_not_lift_one_parent_into_the_first_table():
    lone = [family("F1", TRIO, ("3",), with_y(FATHER, Y))]
    (one,) = weighed(lone, [(with_y(SON, Y), M)], haplotypes=database(*[OTHER_Y] * 5000)).hypotheses
    assert one.pair.score.lines[0].log10_lr == pytest.approx(log10(5001))
    assert one.standing is Standing.ONE_RELATIVE


def test_brothers_of_a_family_each_carry_the_weight_of_the_line():
    members = (*TRIO, Member("4", "1", "2", M))
    brother = with_y(profile("R-2", 3, 5), Y)
    families = [family("F1", members, ("3", "4"), with_y(FATHER, Y), MOTHER)]
    remains = [(with_y(SON, Y), M), (brother, M)]
    bare = weighed(families, remains).hypotheses
    rare = weighed(families, remains, haplotypes=database(*[OTHER_Y] * 999)).hypotheses
    gained = {h.pair.log10_lr for h in rare}
    assert sorted(gained) == pytest.approx(sorted({h.pair.log10_lr + 3 for h in bare}))
    assert sum(h.pair.posterior for h in rare) >= sum(h.pair.posterior for h in bare)


def test_relatives_of_one_line_who_exclude_each_other_are_for_the_laboratory_only():
    members = (*TRIO, Member("4", "1", "2", M))
    brother = with_y(profile("4", 2, 5), OTHER_Y)
    found = weighed(
        [family("F1", members, ("3",), with_y(FATHER, Y), MOTHER, brother)], [(with_y(SON, Y), M)]
    )
    assert found.hypotheses == ()
    assert found.case.needing == ("F1",)
    assert [f.members for check in found.case.checks for f in check.findings] == [("1", "4")]


def test_parts_of_one_body_keep_mitochondrial_dna_typed_of_either():
    part = with_mt(replace(SON, id="R-2"), "73G")
    (one,) = weighed(
        [family("F1", TRIO, ("3",), FATHER, with_mt(MOTHER, "73G"))], [(SON, M), (part, M)]
    ).hypotheses
    assert [line.verdict for line in one.pair.score.lines] == [Verdict.COMPATIBLE]


def few(number, **more):
    """Remains with Y or mitochondrial DNA and no autosomal marker."""
    return Profile(id=number, **more)


def test_remains_with_a_line_alone_are_compared_and_never_weighed():
    families = [
        family("F1", TRIO, ("3",), with_y(FATHER, Y), with_mt(MOTHER, "73G")),
        family("F2", TRIO, ("3",), with_y(FATHER, OTHER_Y), MOTHER),
    ]
    remains = [(few("R-9", typings=Y), Sex.UNKNOWN), (few("R-8", typings={"DYS391": ("10",)}), F)]
    found = weighed(families, [(SON, M), *remains])
    (only,) = found.case.by_lines  # R-8 is stated to be a woman's
    assert (only.number, only.compared, only.excluded) == ("R-9", 2, 1)
    assert [(one.family, one.missing) for one in only.compatible] == [("F1", "3")]
    assert all("R-9" not in one.person.numbers for one in found.hypotheses)


def test_a_family_with_a_line_alone_is_compared_and_never_weighed():
    bare = replace(MOTHER, typings={})
    families = [family("F1", TRIO, ("3",), with_mt(bare, "73G", "263G"))]
    found = weighed(families, [(with_mt(SON, "73G", "263G"), M)])
    (only,) = found.case.by_lines
    assert [(one.family, one.lines[0].line) for one in only.compatible] == [("F1", "mitochondrial")]
    assert found.hypotheses == ()
    assert found.case.needing == ("F1",)
