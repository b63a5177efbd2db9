"""Which lines hang together: pure functions over pairs of lines, knowing no database.

The lines of one person are a connected component of the graph whose edges are the confirmed
"same" judgements of one partition.
"""

from collections import defaultdict, deque
from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


def neighbours(edges: Iterable[tuple[Node, Node]]) -> Mapping[Node, tuple[Node, ...]]:
    """For each node those it shares an edge with, each once, in the order of the edges."""
    beside: defaultdict[Node, dict[Node, None]] = defaultdict(dict)
    for a, b in edges:
        beside[a][b] = None
        beside[b][a] = None
    return {node: tuple(others) for node, others in beside.items()}


def clusters(edges: Iterable[tuple[Node, Node]]) -> frozenset[frozenset[Node]]:
    """The connected components: every node of an edge is in exactly one."""
    beside = neighbours(edges)
    found: list[frozenset[Node]] = []
    placed: set[Node] = set()
    for start in beside:
        if start not in placed:
            reached = _reach(beside, start)
            placed |= reached
            found.append(frozenset(reached))
    return frozenset(found)


def chain(edges: Iterable[tuple[Node, Node]], start: Node, end: Node) -> tuple[Node, ...]:
    """A shortest way from one node to the other, both included; empty if there is none."""
    beside = neighbours(edges)
    came_from: dict[Node, Node | None] = {start: None}
    waiting = deque([start])
    while waiting and end not in came_from:
        here = waiting.popleft()
        for other in beside.get(here, ()):
            if other not in came_from:
                came_from[other] = here
                waiting.append(other)
    if end not in came_from:
        return ()
    way: list[Node] = [end]
    while (before := came_from[way[-1]]) is not None:
        way.append(before)
    return tuple(reversed(way))


def _reach(beside: Mapping[Node, tuple[Node, ...]], start: Node) -> set[Node]:
    reached, waiting = {start}, [start]
    while waiting:
        fresh = [other for other in beside[waiting.pop()] if other not in reached]
        reached.update(fresh)
        waiting.extend(fresh)
    return reached
