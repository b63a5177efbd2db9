"""Pedigrees of any shape that can be; those that cannot are refused with a sentence."""

import pickle

import pytest

from wayhome.engines.kinship import InvalidPedigree, Member, Pedigree, Profile, Sex

FATHER, MOTHER = Member("F", sex=Sex.MALE), Member("M", sex=Sex.FEMALE)


def test_parents_come_first_whatever_the_order():
    pedigree = Pedigree((Member("G", "C", None), Member("C", "F", "M"), FATHER, MOTHER))
    places = {member: place for place, member in enumerate(pedigree.ids)}
    assert places["F"] < places["C"] < places["G"]
    assert places["M"] < places["C"]
    assert pedigree.founders == ("F", "M")
    assert pedigree.children("C") == ("G",)


def test_loops_and_inbreeding_are_pedigrees():
    sibs = (Member("S", "F", "M", Sex.MALE), Member("T", "F", "M", Sex.FEMALE))
    pedigree = Pedigree((FATHER, MOTHER, *sibs, Member("C", "S", "T")))
    assert pedigree["C"].father == "S"


def test_members_travel_between_processes():
    pedigree = Pedigree((FATHER, MOTHER, Member("C", "F", "M")))
    arrived = pickle.loads(pickle.dumps(pedigree))  # noqa: S301 (our own bytes)
    assert arrived == pedigree
    assert arrived.children("F") == ("C",)


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ((FATHER, FATHER), "twice"),
        ((Member(""),), "no id"),
        ((Member("C", "F"),), "not in the pedigree"),
        ((MOTHER, Member("C", "M")), "entered as female"),
        ((FATHER, Member("C", None, "F")), "entered as male"),
        ((Member("P"), Member("C", "P", "P")), "both father and mother"),
        ((Member("A", "B"), Member("B", "A")), "ancestor"),
        ((Member("A", "A"),), "ancestor"),
    ],
)
def test_what_cannot_be_is_refused(members, said):
    with pytest.raises(InvalidPedigree, match=said):
        Pedigree(members)


@pytest.mark.parametrize(
    ("seen", "sex"),
    [
        (("X", "Y"), Sex.MALE),
        (("Y", "X"), Sex.MALE),
        (("X", "X"), Sex.FEMALE),
        (("X",), Sex.UNKNOWN),  # the Y copy may have failed
        ((), Sex.UNKNOWN),
    ],
)
def test_amelogenin_shows_the_sex(seen, sex):
    assert Profile(id="R1", amelogenin=seen).sex is sex


def test_a_failed_marker_is_not_in_the_profile():
    assert Profile(id="R1", typings={"TH01": (), "vWA": ("17",)}).typings == {"vWA": ("17",)}
