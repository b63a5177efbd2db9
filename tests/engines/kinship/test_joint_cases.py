"""From profiles to the joint answer: what pairs alone get wrong, and what cannot be told apart."""

from math import isclose, log

import numpy as np
import pytest

from engines.kinship.search_cases import PLACES, REMAINS, panel
from wayhome.engines.kinship import (
    MarkerFrequencies,
    MarkerModel,
    Member,
    MutationModel,
    Panel,
    Pedigree,
    Profile,
    Sex,
)
from wayhome.engines.kinship.evidence import excluded_pairs, sex_evidence, together
from wayhome.engines.kinship.joint import (
    FamilyCase,
    FlatPrior,
    Household,
    OpenPrior,
    assign,
    family_options,
    joint_answer,
)
from wayhome.engines.kinship.search import SearchTables

FEMALE, MALE = Sex.FEMALE, Sex.MALE


def one_marker(p, q):
    frequencies = MarkerFrequencies("L", ("1", "2", "3"), (p, q, 1 - p - q))
    return Panel({"L": MarkerModel(frequencies, MutationModel())})


def person(id_, *seen):
    return Profile(id=id_, typings={"L": seen})


BROTHERS = FamilyCase(
    name="F",
    pedigree=Pedigree(
        (
            Member("FA", sex=MALE),
            Member("MO", sex=FEMALE),
            Member("B1", "FA", "MO", MALE),
            Member("B2", "FA", "MO", MALE),
        )
    ),
    missing=("B1", "B2"),
    profiles={"MO": person("MO", "1", "1")},
)


def test_three_generations_are_told_apart_only_together():
    """Father, son, grandson: the remains best for the son alone are another's, taken together."""
    p = 0.05
    family = FamilyCase(
        name="F",
        pedigree=Pedigree(
            (
                Member("GF", sex=MALE),
                Member("GM", sex=FEMALE),
                Member("FA", "GF", "GM", MALE),
                Member("WI", sex=FEMALE),
                Member("SO", "FA", "WI", MALE),
            )
        ),
        missing=("GF", "FA", "SO"),
        profiles={"GM": person("GM", "1", "1")},
    )
    remains = [person("A", "1", "1"), person("B", "2", "2"), person("C", "1", "2")]
    model = one_marker(p, p)
    alone = SearchTables.of(family.places(), model).weights(remains)
    assert alone[0].argmax() == 1  # A by itself looks most like the father
    answer = joint_answer([family], remains, model, prior=FlatPrior(), neglect=0.0)
    best = {r: m for r, (_, m) in answer.best[0].given.items()}
    assert best == {"A": "SO", "B": "GF", "C": "FA"}
    # P(B) P(C | B, GM) P(A | C) = q^2 * 1 * p/2, against P(A) P(B) P(C) = p^2 q^2 2 p q
    assert isclose(answer.best[0].log_lr, log((p / 2) / (p**2 * 2 * p * p)), rel_tol=1e-9)


def test_brothers_without_children_are_one_solution():
    remains = [person("A", "1", "2"), person("B", "1", "3")]
    answer = joint_answer([BROTHERS], remains, one_marker(0.1, 0.1), prior=FlatPrior())
    first = answer.solutions[0]
    assert first.settled == {}
    assert first.open == ((frozenset("AB"), frozenset({("F", "B1"), ("F", "B2")})),)
    assert len(first.assignments) == 2
    assert isclose(answer.posterior[0, 0], answer.posterior[0, 1])


def test_pairs_and_ways_agree_where_families_miss_one():
    families = [
        FamilyCase(name=p.family, pedigree=p.pedigree, missing=(p.missing,), profiles=p.profiles)
        for p in PLACES
    ]
    answer = joint_answer(families, REMAINS, panel(), prior=OpenPrior(20), neglect=0.0)
    options = [
        family_options(
            Household(
                name=f.name,
                pedigree=f.pedigree,
                profiles=f.profiles,
                candidates={f.missing[0]: [0, 1, 2, 3]},
            ),
            REMAINS,
            panel(),
        )
        for f in families
    ]
    other = assign(options, remains=[r.id for r in REMAINS], prior=OpenPrior(20), neglect=0.0)
    np.testing.assert_allclose(answer.posterior, other.posterior, rtol=1e-9)


def test_hard_evidence_excludes_and_soft_evidence_shifts():
    remains = [person("A", "1", "2"), person("B", "1", "3")]
    model = one_marker(0.1, 0.1)
    beside = together(
        [
            sex_evidence([FEMALE, MALE], [MALE, MALE]),
            excluded_pairs("by hand", [(1, 1)], remains=2, missing=2),
        ],
        remains=2,
        missing=2,
    )
    answer = joint_answer([BROTHERS], remains, model, prior=OpenPrior(10), evidence=beside)
    assert (answer.posterior == 0).tolist() == [[True, True], [False, True]]
    soft = np.array([[1.0, 0.0], [0.0, 0.0]])
    shifted = joint_answer([BROTHERS], remains, model, prior=OpenPrior(10), evidence=soft)
    plain = joint_answer([BROTHERS], remains, model, prior=OpenPrior(10))
    with_it = shifted.posterior[0, 0] / shifted.posterior[0, 1]
    assert plain.posterior[0, 0] == pytest.approx(plain.posterior[0, 1])
    assert with_it > 5


def test_what_was_not_combined_is_told():
    remains = [person(str(n), "1", "123"[n % 3]) for n in range(6)]
    model = one_marker(0.2, 0.3)
    whole = joint_answer([BROTHERS], remains, model, prior=OpenPrior(10))
    assert whole.not_combined == {}
    assert joint_answer([BROTHERS], remains, model, prior=OpenPrior(10), neglect=0.0).exact
    few = joint_answer([BROTHERS], remains, model, prior=OpenPrior(10), most_ways=30)
    weights = SearchTables.of(BROTHERS.places(), model).weights(remains)
    floor = few.not_combined["F"]
    assert not few.exact
    assert ((few.posterior > 0) == (weights >= floor)).all()
    assert (weights >= floor).any()


def test_the_families_order_does_not_matter():
    families = [
        FamilyCase(name=p.family, pedigree=p.pedigree, missing=(p.missing,), profiles=p.profiles)
        for p in PLACES
    ]
    one = joint_answer(families, REMAINS, panel(), prior=OpenPrior(20), neglect=0.0)
    two = joint_answer(families[::-1], REMAINS, panel(), prior=OpenPrior(20), neglect=0.0)
    np.testing.assert_allclose(one.posterior, two.posterior[:, ::-1], rtol=1e-10)
