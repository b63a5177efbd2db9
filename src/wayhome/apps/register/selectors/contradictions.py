"""Where confirmed judgements cannot all be true: A is B, B is C, but A is not C."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import F, QuerySet

from wayhome.apps.audit.models import Party, User
from wayhome.apps.register.models import Judgement, ListEntry
from wayhome.apps.register.policies import own
from wayhome.apps.register.selectors.components import chain, clusters
from wayhome.apps.register.selectors.judgements import Edge, State, Verdict, edges_around


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One link of a chain: a line, and the judgement that joins it to the line before."""

    entry: ListEntry
    joined_by: Judgement | None  # None for the first line, and for the link that is being judged


@dataclass(frozen=True, kw_only=True, slots=True)
class Contradiction:
    """Two lines that are judged not the same, and the chain that makes them the same."""

    denied_by: Judgement | None  # None where it is what is being judged
    chain: tuple[Step, ...]


def contradictions_if(partition: Party, pair: Edge, verdict: str) -> tuple[Contradiction, ...]:
    """What confirmed judgements a verdict on this pair would newly contradict, with the chain."""
    a, b = pair
    if verdict == Verdict.NOT_SAME:
        _, edges = edges_around(partition, pair)
        way = chain(sorted(edges), a, b)
        return (_told(partition, None, way),) if way else ()
    if verdict != Verdict.SAME:
        return ()
    _, edges = edges_around(partition, pair)
    sides = [_reached(edges, a), _reached(edges, b)]
    if sides[0] == sides[1]:
        return ()
    found = []
    for denied in _denied(partition, sides[0] | sides[1]):
        x, y = denied.entry_a_id, denied.entry_b_id
        if (x in sides[0]) != (y in sides[0]):
            found.append(_told(partition, denied, chain(sorted(edges | {pair}), x, y)))
    return tuple(found)


def standing_contradictions(viewer: User) -> tuple[Contradiction, ...]:
    """Those that stand in the viewer's partition, though somebody confirmed them knowingly."""
    return tuple(
        _told(
            denied.partition,
            denied,
            chain(
                sorted(edges_around(denied.partition, (denied.entry_a_id,))[1]),
                denied.entry_a_id,
                denied.entry_b_id,
            ),
        )
        for denied in denied_within_one_person(viewer).order_by("-decided_at")[:100]
    )


def denied_within_one_person(viewer: User) -> QuerySet[Judgement]:
    """Confirmed "not the same" judgements whose lines nevertheless belong to one person."""
    party = viewer.organisation.party_id
    return Judgement.objects.filter(
        own(viewer),
        state=State.CONFIRMED,
        verdict=Verdict.NOT_SAME,
        entry_a__memberships__partition=party,
        entry_b__memberships__partition=party,
        entry_a__memberships__person=F("entry_b__memberships__person"),
    ).select_related("partition", "proposed_by", "decided_by")


def _reached(edges: Iterable[Edge], start: int) -> frozenset[int]:
    """The lines that hang together with this one, itself among them."""
    return next((group for group in clusters(edges) if start in group), frozenset([start]))


def _denied(partition: Party, lines: frozenset[int]) -> QuerySet[Judgement]:
    return Judgement.objects.filter(
        partition=partition,
        state=State.CONFIRMED,
        verdict=Verdict.NOT_SAME,
        entry_a__in=lines,
        entry_b__in=lines,
    ).select_related("proposed_by", "decided_by")


def _told(partition: Party, denied: Judgement | None, way: tuple[int, ...]) -> Contradiction:
    """The chain as rows, fetched in two queries."""
    lines = ListEntry.objects.select_related("partition").in_bulk(list(way))
    joined = {
        (made.entry_a_id, made.entry_b_id): made
        for made in Judgement.objects.filter(
            partition=partition,
            state=State.CONFIRMED,
            verdict=Verdict.SAME,
            entry_a__in=way,
            entry_b__in=way,
        ).select_related("proposed_by", "decided_by")
    }
    steps = [Step(entry=lines[way[0]], joined_by=None)]
    for before, here in pairwise(way):
        edge = (min(before, here), max(before, here))
        steps.append(Step(entry=lines[here], joined_by=joined.get(edge)))
    return Contradiction(denied_by=denied, chain=tuple(steps))
