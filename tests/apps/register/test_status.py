"""What is told of a person follows from dated claims alone."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayhome.apps.register.selectors.status import Claim, Says, derive, status_in_words
from wayhome.apps.register.selectors.status.derived import FATES
from wayhome.values import PartialDate

NORTH, SOUTH, AGENCY = "Northland Bureau", "Southland Bureau", "Lantern Agency"


def claim(says, said_by, as_of, **more):
    return Claim(says=Says(says), said_by=said_by, as_of=PartialDate.parse(as_of), **more)


CASES = {
    "nothing was said": ([], []),
    "sought": ([("sought", NORTH, "2025-01")], ["sought"]),
    "a later search does not outdate what the same office saw": (
        [("seen", NORTH, "2025-01"), ("sought", NORTH, "2025-06")],
        ["seen"],
    ),
    "the holder says so": (
        [("sought", NORTH, "2025-01"), ("acknowledged_held", SOUTH, "2025-02")],
        ["acknowledged_held"],
    ),
    "the agency confirms": (
        [("acknowledged_held", SOUTH, "2025-02"), ("confirmed_held", AGENCY, "2025-01")],
        ["confirmed_held"],
    ),
    "one side says held, the other denies": (
        [("probably_held", NORTH, "2025-02"), ("denied", SOUTH, "2025-03")],
        ["probably_held", "denied"],
    ),
    "who denied first and acknowledged later acknowledges": (
        [("denied", SOUTH, "2025-02"), ("acknowledged_held", SOUTH, "2025-03")],
        ["acknowledged_held"],
    ),
    "who acknowledged first and denies later does not make the first unsaid": (
        [("acknowledged_held", SOUTH, "2025-02"), ("denied", SOUTH, "2025-03")],
        ["acknowledged_held", "denied"],
    ),
    "a return between acknowledging and denying settles it": (
        [("acknowledged_held", SOUTH, "2025-02"), ("home", NORTH, "2025-03"),
         ("denied", SOUTH, "2025-04")],
        ["home"],
    ),
    "listed as dead is no death": ([("listed_dead", SOUTH, "2025-03")], ["listed_dead"]),
    "listed as dead by one, seen alive by another": (
        [("listed_dead", SOUTH, "2025-03"), ("seen", NORTH, "2025-04")],
        ["listed_dead", "seen"],
    ),
    "said to be home by one, held by another": (
        [("said_home", SOUTH, "2025-03"), ("probably_held", NORTH, "2025-02")],
        ["said_home", "probably_held"],
    ),
    "home outdates whatever was said before": (
        [("denied", SOUTH, "2025-02"), ("probably_held", NORTH, "2025-03"),
         ("home", AGENCY, "2025-04")],
        ["home"],
    ),
    "home after handing over": (
        [("handed_over", SOUTH, "2025-03-01"), ("home", NORTH, "2025-03-02")], ["home"],
    ),
    "held again after coming home, says one": (
        [("home", NORTH, "2025-03-02"), ("acknowledged_held", SOUTH, "2025-09-01")],
        ["home"], ["acknowledged_held"],
    ),
    "on a list of the dead after coming home": (
        [("home", NORTH, "2025-03-02"), ("listed_dead", SOUTH, "2025-09-01")],
        ["home"], ["listed_dead"],
    ),
    "seen alive after having died": (
        [("died", SOUTH, "2025-03"), ("seen", NORTH, "2025-05"), ("said_home", AGENCY, "2025-06")],
        ["died"], ["said_home", "seen"],
    ),
    "what was said before the fate does not speak against it": (
        [("probably_held", SOUTH, "2025-03-01"), ("home", NORTH, "2025-03-02")], ["home"],
    ),
    "died at home": ([("home", NORTH, "2025-03-02"), ("died", NORTH, "2026-01-01")], ["died"]),
    "one side says died, the other home": (
        [("died", SOUTH, "2025-03"), ("home", NORTH, "2025-05")], ["home", "died"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_the_ladder(case):
    said, told, *beside = CASES[case]
    status = derive([claim(*one) for one in said])
    assert [one.says for one in status.told] == told
    assert [one.says for one in status.beside] == (beside[0] if beside else [])
    assert status.is_contradicted == (len(told) > 1)


def test_as_of_a_day_later_claims_are_left_out():
    said = [claim("sought", NORTH, "2025-01"), claim("acknowledged_held", SOUTH, "2025-03-10")]
    assert derive(said, as_of=date(2025, 3, 9)).told[0].says == "sought"
    assert derive(said, as_of=date(2025, 3, 10)).told[0].says == "acknowledged_held"
    assert derive(said, as_of=date(2024, 1, 1)).told == ()


def test_the_sentence_has_who_says_so_and_how_it_is_known():
    said = [claim("probably_held", NORTH, "2025-02"), claim("denied", SOUTH, "2025-03")]
    sentence = status_in_words(derive(said))
    assert NORTH in sentence
    assert SOUTH in sentence
    assert "February 2025" in sentence
    assert "by report" in sentence
    assert sentence.count(".") == 1


DATES = st.builds(
    PartialDate,
    st.integers(2023, 2026),
    st.none() | st.integers(1, 12),
)
CLAIMS = st.lists(
    st.builds(
        Claim,
        says=st.sampled_from(Says),
        said_by=st.sampled_from([NORTH, SOUTH, AGENCY]),
        as_of=DATES,
        withdrawn=st.booleans(),
        confirmed=st.booleans(),
    ),
    max_size=8,
)


def test_what_speaks_against_a_fate_follows_in_a_sentence_of_its_own():
    said = [claim("home", NORTH, "2025-03-02"), claim("acknowledged_held", SOUTH, "2025-09-01")]
    first, then = status_in_words(derive(said)).split(". ")
    assert first.startswith("This person is home, says Northland Bureau")
    assert then.startswith("To be looked at")
    assert SOUTH in then


@given(CLAIMS, CLAIMS)
def test_no_claim_of_one_person_displaces_what_two_confirmed(claims, more):
    """Whatever else is said by one, whenever: what is told of a fate stays what it was."""
    more = [one for one in more if one.says not in FATES]
    fates = [one for one in claims if one.says in FATES]
    told = derive(fates).told
    if told:
        assert derive([*fates, *more]).told == told
        assert not FATES & {one.says for one in derive([*fates, *more]).beside}


@given(CLAIMS, st.randoms())
def test_the_order_of_recording_does_not_matter(claims, random):
    shuffled = list(claims)
    random.shuffle(shuffled)
    assert derive(shuffled) == derive(claims)


@given(CLAIMS)
def test_withdrawn_claims_and_unconfirmed_fates_do_not_count(claims):
    counting = [
        one for one in claims if not one.withdrawn and (one.confirmed or one.says not in FATES)
    ]
    assert derive(claims) == derive(counting)


@given(CLAIMS)
def test_no_list_and_no_answer_makes_a_fate(claims):
    """Whatever is said otherwise: without a fate recorded by two people none is told."""
    claims = [one for one in claims if one.says not in FATES]
    assert not FATES & {one.says for one in derive(claims).told}


@given(CLAIMS)
def test_only_what_was_said_is_told_and_silence_only_where_nothing_stands(claims):
    told = derive(claims).told
    assert set(told) <= set(claims)
    standing = [o for o in claims if not o.withdrawn and (o.confirmed or o.says not in FATES)]
    assert bool(told) == bool(standing)


@given(CLAIMS)
def test_a_confirmed_death_is_always_told(claims):
    later = PartialDate(2027, 1)
    died = Claim(says=Says.DIED, said_by=SOUTH, as_of=later)
    assert died in derive([*claims, died]).told
