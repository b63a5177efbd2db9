"""Age and stature beside DNA: soft evidence, which can tell brothers apart and excludes nobody."""

from math import log10

import pytest
from kinship_cases import FATHER, MOTHER, SON, TRIO, F, M, family, weighed

from wayhome.engines.kinship import Member, Sex
from wayhome.files.kinship import Facts, Finding, read_excluded, read_facts
from wayhome.files.kinship.weighing import CannotWeigh, Terms, with_facts
from wayhome.values import CannotRead

BROTHERS = (*TRIO, Member("4", "1", "2", M))


def brothers(**ages):
    families = [family("F1", BROTHERS, ("3", "4"), FATHER, MOTHER)]
    found = weighed(families, [(SON, M)], facts=Facts(known={"age": ages}))
    return {h.missing: h.pair for h in found.hypotheses}


def test_an_age_tells_brothers_apart():
    """Within: 0.95 / f, outside 0.05 / (1 - f), with f = (1 + 1) / (2 + 2)."""
    pairs = brothers(**{"R-1": (35.0, 45.0), "3": (42.0, 42.0), "4": (20.0, 20.0)})
    assert pairs["3"].score.facts == (("age", pytest.approx(log10(0.95 / 0.5))),)
    assert pairs["4"].score.facts == (("age", pytest.approx(log10(0.05 / 0.5))),)
    assert pairs["3"].posterior / pairs["4"].posterior == pytest.approx(19, rel=1e-6)
    assert pairs["3"].log10_lr - pairs["4"].log10_lr == pytest.approx(log10(19))


def test_what_is_known_of_one_side_only_weighs_nothing():
    pairs = brothers(**{"R-1": (35.0, 45.0)})
    assert pairs["3"].score.facts == ()
    assert pairs["3"].posterior == pytest.approx(pairs["4"].posterior)


def test_a_table_of_facts(tmp_path):
    path = tmp_path / "facts.csv"
    path.write_text('id,age,height\nR-1,35-45,\nF-3,42,"1,7"\nR-2,old,180\n', encoding="utf-8")
    facts = read_facts(path)
    assert facts.of("age", ("R-9", "R-1")) == (35, 45)
    assert facts.of("stature", ("F-3",)) == (1.7, 1.7)
    assert facts.of("age", ("R-2",)) is None
    assert [(one.row, one.specimen, one.value) for one in facts.findings] == [(4, "R-2", "old")]


def test_ids_that_may_be_names_take_the_number_they_were_given():
    unread = Finding(file="x", row=2, code="unread_fact", specimen="Son", value="old")
    facts = Facts(known={"age": {"Son": (30, 30), "Twin": (9, 9)}}, findings=(unread,))
    renamed = facts.relabelled({"K001-3": "Son", "K002-1": "Twin", "K003-1": "Twin"})
    assert renamed.of("age", ("K001-3",)) == (30, 30)
    assert renamed.of("age", ("K002-1", "K003-1")) is None
    assert [one.specimen for one in renamed.findings] == ["K001-3"]


def test_rows_of_nobody_are_told_of(tmp_path):
    path = tmp_path / "facts.csv"
    path.write_text("id,age\nR-1,40\n3,42\n1,70\nR-9,30\nF1/3,41\n", encoding="utf-8")
    families = [family("F1", TRIO, ("3",), FATHER, MOTHER)]
    found = weighed(families, [(SON, M)], facts=read_facts(path))
    told = [(f.row, f.specimen) for f in found.case.findings if f.code == "fact_of_nobody"]
    assert told == [(4, "1"), (5, "R-9")]  # of a relative, and of nobody


def test_the_same_id_in_two_families_is_told_apart(tmp_path):
    path = tmp_path / "facts.csv"
    path.write_text("family,id,age\n,R-1,35-45\nF1,3,42\nF2,3,20\n", encoding="utf-8")
    families = [family(number, TRIO, ("3",), FATHER, MOTHER) for number in ("F1", "F2")]
    found = weighed(families, [(SON, M)], facts=read_facts(path))
    weights = {h.family.number: dict(h.pair.score.facts)["age"] for h in found.hypotheses}
    assert weights["F1"] > 0 > weights["F2"]


def test_the_missing_person_of_each_familias_family_has_facts_of_his_own():
    """All are called alike there; the family says who is meant."""
    key = {"F1-M": "Missing person", "F12-M": "Missing person", "K001": "Doe"}
    key |= {"K001-M": "Missing person"}
    written = {"F1/Missing person": (1, 1), "Doe/Missing person": (2, 2), "Missing person": (3, 3)}
    renamed = Facts(known={"age": written}).relabelled(key)
    assert renamed.known["age"] == {
        "F1/F1-M": (1, 1), "K001/K001-M": (2, 2), "Missing person": (3, 3),
    }  # fmt: skip


def test_a_hard_fact_excludes_and_is_said_to():
    ages = Facts(known={"age": {"R-1": (60.0, 80.0), "3": (30.0, 30.0)}})
    families = [family("F1", TRIO, ("3",), FATHER, MOTHER)]
    (soft,) = weighed(families, [(SON, M)], facts=ages).hypotheses
    hard = weighed(families, [(SON, M)], facts=ages, hard=["age"])
    assert dict(soft.pair.score.facts)["age"] < 0
    assert (hard.hypotheses, hard.case.scores.counts["age"]) == ((), 1)
    assert [one.excluded_by for one in hard.case.scores.weighty] == [("age",)]


def test_a_sex_that_may_be_wrong_weighs_and_does_not_exclude():
    families = [family("F1", TRIO, ("3",), FATHER, MOTHER)]
    assert weighed(families, [(SON, F)]).hypotheses == ()
    (one,) = weighed(families, [(SON, F)], sex_error=0.01).hypotheses
    assert dict(one.pair.score.facts) == {"sex": pytest.approx(-2)}


def test_a_sex_of_the_facts_stands_in_where_no_typing_shows_one():
    families = [family("F1", TRIO, ("3",), FATHER, MOTHER)]
    woman = Facts(sex={"R-1": F})
    assert weighed(families, [(SON, Sex.UNKNOWN)], facts=woman).hypotheses == ()
    assert len(weighed(families, [(SON, M)], facts=woman).hypotheses) == 1  # the typing speaks


def test_a_trait_weighs_by_how_common_it_is():
    """Seen: sensitivity over its share among the missing, (1 + 1) / (2 + 2) of whom have it."""
    crowns = Facts(traits={"crown": {"R-1": True, "3": True, "4": False}})
    families = [family("F1", BROTHERS, ("3", "4"), FATHER, MOTHER)]
    found = weighed(families, [(SON, M)], facts=crowns, traits=["crown=0.9/0.98"])
    weights = {h.missing: dict(h.pair.score.facts)["crown"] for h in found.hypotheses}
    common = 0.5 * 0.9 + 0.5 * 0.02
    assert weights == {
        "3": pytest.approx(log10(0.9 / common)), "4": pytest.approx(log10(0.02 / common)),
    }  # fmt: skip


def test_pairs_ruled_out_by_hand_are_out(tmp_path):
    path = tmp_path / "no.csv"
    path.write_text("remains,missing\nR-1,3\nR-1,7\n", encoding="utf-8")
    families = [family("F1", BROTHERS, ("3", "4"), FATHER, MOTHER)]
    found = weighed(families, [(SON, M)], facts=read_excluded(path))
    assert [h.missing for h in found.hypotheses] == ["4"]
    assert found.case.scores.counts["excluded"] == 1
    assert [f.specimen for f in found.case.findings if f.code == "fact_of_nobody"] == ["7"]


@pytest.mark.parametrize(
    "wrong", [{"traits": ["crown"]}, {"traits": ["x=1/0.5"]}, {"hard": ["sex"]}, {"sex_error": 1}]
)
def test_what_a_call_says_wrongly_of_facts_is_refused(wrong):
    with pytest.raises(CannotWeigh):
        with_facts(Terms(), **wrong)


def test_a_table_of_something_else_is_refused(tmp_path):
    (tmp_path / "x.csv").write_text("id,TH01\nR-1,8/9\n", encoding="utf-8")
    with pytest.raises(CannotRead, match="age and stature"):
        read_facts(tmp_path / "x.csv")
