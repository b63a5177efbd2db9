"""Y and mitochondrial haplotypes: who shares them, when they agree, what agreement weighs."""

from math import inf, log10

import pytest

from wayhome.engines.kinship import (
    HaplotypeCount,
    Member,
    Pedigree,
    Profile,
    Sex,
    Verdict,
    compare_mitochondrial,
    compare_y,
    maternal_line,
    paternal_line,
)
from wayhome.values import InvalidEvidence

FAMILY = Pedigree(
    (
        Member("GF", sex=Sex.MALE),
        Member("GM", sex=Sex.FEMALE),
        Member("F", "GF", "GM", Sex.MALE),
        Member("U", "GF", "GM", Sex.MALE),
        Member("A", "GF", "GM", Sex.FEMALE),
        Member("M", sex=Sex.FEMALE),
        Member("C", "F", "M", Sex.MALE),
        Member("S", "F", "M", Sex.FEMALE),
        Member("N", None, "A", Sex.MALE),
    )
)


def y(**markers):
    return Profile(id="R1", typings={m: tuple(seen.split("/")) for m, seen in markers.items()})


def mt(*differences, ranges=()):
    return Profile(id="R1", mitochondrial=frozenset(differences), mitochondrial_range=ranges)


def test_fathers_and_sons_share_the_y():
    assert paternal_line(FAMILY, "C") == {"GF", "F", "U", "C"}
    assert paternal_line(FAMILY, "N") == {"N"}
    assert paternal_line(FAMILY, "S") == frozenset()


def test_mothers_and_all_their_children_share_mitochondrial_dna():
    assert maternal_line(FAMILY, "F") == {"GM", "F", "U", "A", "N"}
    assert maternal_line(FAMILY, "C") == {"M", "C", "S"}


@pytest.mark.parametrize(
    ("first", "second", "verdict", "differing"),
    [
        ({"DYS19": "14", "DYS390": "24"}, {"DYS19": "14"}, Verdict.COMPATIBLE, ()),
        ({"DYS19": "14"}, {"DYS19": "15"}, Verdict.INCONCLUSIVE, ("DYS19",)),
        ({"DYS19": "14"}, {"DYS19": "17"}, Verdict.EXCLUDED, ("DYS19",)),
        ({"DYS19": "14"}, {"DYS390": "24"}, Verdict.NOT_COMPARED, ()),
        ({"DYS385": "11/14"}, {"DYS385": "14/11"}, Verdict.COMPATIBLE, ()),
        ({"DYS385": "11/14"}, {"DYS385": "11"}, Verdict.COMPATIBLE, ()),  # a copy missed
        ({"DYS385": "11/14"}, {"DYS385": "12/14"}, Verdict.INCONCLUSIVE, ("DYS385",)),
        ({"DYS385": "11/14"}, {"DYS385": "12"}, Verdict.INCONCLUSIVE, ("DYS385",)),
        ({"DYS448": "OL"}, {"DYS448": "19"}, Verdict.INCONCLUSIVE, ("DYS448",)),
        ({"DYS458": "17.2"}, {"DYS458": "17"}, Verdict.INCONCLUSIVE, ("DYS458",)),
        ({"TH01": "6/6"}, {"TH01": "6/6"}, Verdict.NOT_COMPARED, ()),
    ],
)
def test_y_haplotypes(first, second, verdict, differing):
    found = compare_y(y(**first), y(**second))
    assert (found.verdict, found.differing) == (verdict, differing)
    assert compare_y(y(**second), y(**first)) == found


CONTROL = ((16024, 16365), (73, 340))


@pytest.mark.parametrize(
    ("first", "second", "verdict", "differing"),
    [
        (("263G", "16189C"), ("16189C", "A263G"), Verdict.COMPATIBLE, ()),
        (("263G", "309.1C", "315.1C"), ("263G",), Verdict.COMPATIBLE, ()),
        (("263G", "152C"), ("263G",), Verdict.INCONCLUSIVE, ("152",)),
        (("263G", "152C", "195C"), ("263G",), Verdict.EXCLUDED, ("152", "195")),
        (("152Y",), ("152C",), Verdict.COMPATIBLE, ()),  # a mix of T and C
        (("152Y",), (), Verdict.COMPATIBLE, ()),
        (("152C",), ("152G",), Verdict.INCONCLUSIVE, ("152",)),
        (("249d",), ("249-",), Verdict.COMPATIBLE, ()),
        (("249d",), ("249G",), Verdict.INCONCLUSIVE, ("249",)),
        (("573.1C",), ("573.1C",), Verdict.COMPATIBLE, ()),
    ],
)
def test_mitochondrial_haplotypes(first, second, verdict, differing):
    found = compare_mitochondrial(mt(*first), mt(*second))
    assert (found.verdict, found.differing) == (verdict, differing)
    assert compare_mitochondrial(mt(*second), mt(*first)) == found


def test_only_what_both_read_is_compared():
    whole, part = mt("152C", "195C", "16189C"), mt("16189C", ranges=((16024, 16365),))
    found = compare_mitochondrial(whole, part)
    assert found.verdict is Verdict.COMPATIBLE
    assert found.compared == 16365 - 16024 + 1
    apart = compare_mitochondrial(mt(ranges=((1, 100),)), mt(ranges=((200, 300),)))
    assert apart.verdict is Verdict.NOT_COMPARED


def test_what_was_not_typed_is_not_compared():
    assert compare_mitochondrial(mt("263G"), Profile(id="R2")).verdict is Verdict.NOT_COMPARED


def test_a_difference_nobody_can_read_is_refused():
    with pytest.raises(InvalidEvidence, match="263G or 523d"):
        compare_mitochondrial(mt("somewhere"), mt())


def test_agreement_weighs_the_rarity_of_the_haplotype():
    agreed = compare_y(y(DYS19="14"), y(DYS19="14"))
    unsure = compare_y(y(DYS19="14"), y(DYS19="15"))
    excluded = compare_y(y(DYS19="14"), y(DYS19="19"))
    count = HaplotypeCount(seen=1, size=999)
    assert agreed.log10_lr(count) == pytest.approx(log10(1000 / 2))
    assert unsure.log10_lr(count) == 0
    assert excluded.log10_lr(count) == -inf
    assert HaplotypeCount(size=0).frequency == 1  # without a database agreement says nothing


def test_a_count_above_the_database_is_refused():
    with pytest.raises(InvalidEvidence, match="as often as there are"):
        HaplotypeCount(seen=3, size=2)


def test_what_both_were_read_in_is_counted_once():
    first = mt(ranges=((1, 100), (50, 200), (16024, 16569)))
    second = mt(ranges=((90, 16100),))
    places = [{p for low, high in one.mitochondrial_range for p in range(low, high + 1)}
              for one in (first, second)]  # fmt: skip
    assert compare_mitochondrial(first, second).compared == len(places[0] & places[1])
    assert compare_mitochondrial(mt(), mt()).compared == 16569
