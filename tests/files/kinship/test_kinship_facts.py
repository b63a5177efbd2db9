"""Age and stature beside DNA: soft evidence, which can tell brothers apart and excludes nobody."""

from math import log10

import pytest
from kinship_cases import FATHER, MOTHER, SON, TRIO, M, family, weighed

from wayhome.engines.kinship import Member
from wayhome.files.kinship import Facts, Finding, read_facts
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


def test_a_table_of_something_else_is_refused(tmp_path):
    (tmp_path / "x.csv").write_text("id,TH01\nR-1,8/9\n", encoding="utf-8")
    with pytest.raises(CannotRead, match="age and stature"):
        read_facts(tmp_path / "x.csv")
