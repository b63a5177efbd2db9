"""Pedigrees on paper: everybody once, nobody on another, the same in words."""

import re
from itertools import pairwise

from defusedxml.ElementTree import fromstring
from hypothesis import given, settings
from hypothesis import strategies as st

from wayhome.engines.kinship import Member, Pedigree, Sex
from wayhome.files.kinship import draw_pedigree
from wayhome.files.kinship.drawing.layout import lay_out

M, F = Sex.MALE, Sex.FEMALE
COUSINS = Pedigree(
    (
        Member("gf", sex=M), Member("gm", sex=F),
        Member("a", "gf", "gm", M), Member("b", "gf", "gm", F),
        Member("wa", sex=F), Member("hb", sex=M),
        Member("ca", "a", "wa", M), Member("cb", "hb", "b", F),
        Member("x", "ca", "cb"), Member("y", None, "cb"),
    )
)  # fmt: skip


@st.composite
def pedigrees(draw):
    """Any pedigree: parents are drawn from those before, so loops and odd matches come up."""
    members = [Member("0", sex=M), Member("1", sex=F)]
    for at in range(2, draw(st.integers(2, 14))):
        fathers = [m.id for m in members if m.sex is M]
        mothers = [m.id for m in members if m.sex is F]
        father = draw(st.sampled_from([None, *fathers]))
        mother = draw(st.sampled_from([None, *mothers]))
        members.append(Member(str(at), father, mother, draw(st.sampled_from([M, F]))))
    return Pedigree(tuple(members))


@settings(deadline=None)
@given(pedigrees())
def test_everybody_has_a_place_of_their_own_and_children_stand_below(pedigree):
    layout = lay_out(pedigree)
    assert set(layout.x) == set(layout.row) == set(pedigree.ids)
    for member in pedigree.members:
        for parent in (member.father, member.mother):
            assert parent is None or layout.row[parent] < layout.row[member.id]
    for row in range(layout.rows):
        places = sorted(layout.x[one] for one in pedigree.ids if layout.row[one] == row)
        assert all(b - a >= 0.99 for a, b in pairwise(places))
    assert min(layout.x.values()) == 0


def test_a_marriage_of_cousins_is_drawn_with_partners_side_by_side():
    layout = lay_out(COUSINS)
    for father, mother in layout.couples:
        assert layout.row[father] == layout.row[mother]
    assert layout.row["x"] == 3


def test_the_drawing_says_what_its_text_says():
    drawn = draw_pedigree(COUSINS, number="F1", missing=["x"], typed=["cb", "gm"], marked="x")
    root = fromstring(drawn.svg)
    shapes = {"circle": F, "rect": M}
    for group in root.findall("g"):
        member = COUSINS[group.findtext("title")]
        shape = next(one for one in group if one.tag in ("circle", "rect", "path"))
        assert shapes.get(shape.tag, Sex.UNKNOWN) is member.sex
        assert ("fill" in shape.attrib) == (member.id in ("cb", "gm"))
        assert ("stroke-dasharray" in shape.attrib) == (member.id == "x")
    assert root.findtext("title") == drawn.title == "Pedigree of family F1"
    assert root.findtext("desc") == " ".join(drawn.sentences)
    assert "x: person of unknown sex, missing, child of ca and cb." in drawn.sentences
    assert "y: person of unknown sex, not typed, child of cb." in drawn.sentences
    assert "gm: woman, typed." in drawn.sentences


def test_ids_cannot_break_the_drawing():
    odd = Pedigree((Member('<b>"&', sex=M), Member("k", '<b>"&')))
    drawn = draw_pedigree(odd, number="<i>")
    assert fromstring(drawn.svg).findtext("title") == "Pedigree of family <i>"
    assert not re.search(r"<b>|<i>", drawn.svg)
