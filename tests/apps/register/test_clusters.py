"""Persons follow from judgements, in whatever order those were made and undone."""

from itertools import combinations, pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase
from judging import judged, lines

from conftest import NOON
from wayhome.apps.register.models import Membership, Person
from wayhome.apps.register.selectors.components import chain, clusters
from wayhome.apps.register.services.judgements import withdraw_judgement
from wayhome.values.case_number import read_case_number

nodes = st.integers(0, 7)
edges = st.lists(st.sampled_from([*combinations(range(8), 2)]), max_size=14)


def by_union_find(pairs):
    """The slow twin: every node points to another until it points to itself."""
    parent = {node: node for pair in pairs for node in pair}

    def root(node):
        while parent[node] != node:
            node = parent[node]
        return node

    for a, b in pairs:
        parent[root(a)] = root(b)
    return frozenset(
        frozenset(n for n in parent if root(n) == top) for top in {root(n) for n in parent}
    )


@given(edges)
def test_clusters_are_those_of_union_and_find(pairs):
    assert clusters(pairs) == by_union_find(pairs)
    assert clusters(pairs[::-1]) == clusters(pairs)


@given(edges, nodes, nodes)
def test_a_chain_leads_along_edges_and_only_within_a_cluster(pairs, start, end):
    way = chain(pairs, start, end)
    together = start == end or any({start, end} <= group for group in clusters(pairs))
    assert bool(way) == together
    if way:
        assert (way[0], way[-1]) == (start, end)
        both_ways = {*pairs, *((b, a) for a, b in pairs)}
        assert all(link in both_ways for link in pairwise(way))


def grouped():
    """Lines by person, as the tables have them."""
    groups = {}
    for person, entry in Membership.objects.values_list("person", "entry"):
        groups.setdefault(person, set()).add(entry)
    return {person: frozenset(group) for person, group in groups.items()}


pytestmark = pytest.mark.django_db


@pytest.fixture
def four(people, parties):
    return lines(parties["north"], ["Ardo", "Belt", "Crest", "Dune"])


def numbers():
    return set(Person.objects.filter(absorbed_into=None).values_list("number", flat=True))


def test_two_lines_become_a_person_founded_on_the_older(four, people):
    a, b, *_ = four
    judged(a, b, people)
    person = Person.objects.get()
    assert person.founded_on == a
    assert read_case_number(person.number)
    assert grouped() == {person.pk: {a.pk, b.pk}}


def test_joining_absorbs_and_undoing_returns_the_same_case_numbers(four, people):
    a, b, c, d = four
    judged(a, b, people)
    judged(c, d, people)
    before, groups = numbers(), grouped()
    bridge = judged(b, c, people)
    assert numbers() == {Person.objects.get(founded_on=a).number}
    assert Person.objects.get(founded_on=c).absorbed_into.founded_on == a
    told = withdraw_judgement(judgement=bridge, reason="another man", by=people["signer"], at=NOON)
    assert told.returned == [Person.objects.get(founded_on=c).number]
    assert (numbers(), grouped()) == (before, groups)


def test_a_person_keeps_its_number_when_an_older_line_joins_or_its_lines_leave(four, people):
    a, b, c, _ = four
    first = judged(b, c, people)
    number = Person.objects.get().number
    second = judged(a, b, people)
    assert numbers() == {number}
    withdraw_judgement(judgement=first, reason="no", by=people["signer"], at=NOON)
    withdraw_judgement(judgement=second, reason="no", by=people["signer"], at=NOON)
    assert grouped() == {Person.objects.get().pk: {b.pk}}
    assert numbers() == {number}


def test_a_line_that_follows_another_joins_it_only_by_judgement(four, people):
    a, b, c, _ = four
    type(b).objects.filter(pk=b.pk).update(follows=a)
    judged(a, c, people)
    assert not Membership.objects.filter(entry=b).exists()


def test_a_party_and_the_keeper_group_the_same_lines_each_for_itself(four, people, parties):
    a, b, c, _ = four
    theirs = {"proposer": people["northern"], "signer": people["northern_signer"]}
    judged(a, b, theirs)
    judged(a, c, people)
    assert set(grouped().values()) == {frozenset({a.pk, b.pk}), frozenset({a.pk, c.pk})}
    assert Person.objects.filter(partition=parties["north"]).count() == 1


moves = st.lists(st.tuples(nodes, nodes).filter(lambda e: e[0] < e[1]), min_size=1, max_size=12)


class AnyOrder(HypothesisTestCase):
    """Merge, split and undo in any order: the persons are those of what stands at the end."""

    @pytest.fixture(autouse=True)
    def _institution(self, people, parties):
        self.people, self.parties = people, parties

    @settings(
        max_examples=25,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(moves)
    def test_the_clusters_are_those_computed_from_scratch(self, toggled):
        made = lines(self.parties["north"], [f"Line {n}" for n in range(8)])
        standing = {}
        for a, b in toggled:
            if (a, b) in standing:
                withdraw_judgement(
                    judgement=standing.pop((a, b)),
                    reason="undone",
                    by=self.people["signer"],
                    at=NOON,
                )
            else:
                standing[a, b] = judged(made[a], made[b], self.people)
        groups = grouped()
        several = {group for group in groups.values() if len(group) > 1}
        assert several == {
            frozenset(made[n].pk for n in group) for group in by_union_find(list(standing))
        }
        for person, group in groups.items():  # every person contains the line it is founded on
            founded = Person.objects.get(pk=person)
            assert founded.founded_on_id in group
            assert founded.absorbed_into is None
        for absorbed in Person.objects.exclude(absorbed_into=None):
            assert absorbed.founded_on_id in groups[absorbed.absorbed_into_id]
        Membership.objects.all().delete()
