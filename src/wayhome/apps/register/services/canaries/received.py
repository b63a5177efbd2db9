"""What a receiver has been sent so far: only he can compare it, and nothing may differ there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Q

from wayhome.apps.register.models import Disclosure, DisclosureItem, ListEntry
from wayhome.apps.register.selectors.disclosures import CLOSED, Leaving

Path = frozenset[tuple[int, int]]
"""In which disclosures somebody stood, each with the first in which he stood in that wording."""


@dataclass(frozen=True, slots=True)
class Invented:
    """Somebody invented: in each disclosure the line he was."""

    chain: int
    lines: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Received:
    """The earlier disclosures of one party, in the order of their release.

    A line and what it was changed to are one chain, known by its first wording.
    """

    order: Mapping[int, list[int]] = field(default_factory=dict)  # disclosure: chains as they stood
    real: Mapping[int, Mapping[int, int]] = field(default_factory=dict)  # chain: {disclosure: line}
    invented: tuple[Invented, ...] = ()
    chains: Mapping[int, int] = field(default_factory=dict)  # a line that changed another: chain

    def chain_of(self, line: int) -> int:
        """The chain a line stands in."""
        return self.chains.get(line, line)

    def alike(self, somebody: Invented) -> list[int]:
        """The chains of real lines that stood, changed and were gone in the same disclosures."""
        path = _path(somebody.lines)
        return [chain for chain, stood in self.real.items() if _path(stood) == path]

    def last_with(self, chain: int, line: int) -> int | None:
        """The latest disclosure in which the chain stood in this very wording."""
        stood = self.real.get(chain, {})
        return next((one for one in reversed(list(self.order)) if stood.get(one) == line), None)


def received_before(disclosure: Disclosure, content: Iterable[Leaving]) -> Received:
    """What the party of its receiver was sent before, what is held back since included."""
    items = DisclosureItem.objects.filter(
        Q(withheld=False) | Q(held_since__isnull=False),
        disclosure__to__party=disclosure.to.party_id,
        disclosure__state__in=CLOSED,
    ).exclude(Q(disclosure__what=Disclosure.What.ANSWERS) | Q(disclosure=disclosure.pk))
    rows = list(
        items.order_by("disclosure__decided_at", "disclosure", "position").values_list(
            "disclosure", "entry", "entry__invented", "entry__partition"
        )
    )
    if not rows:
        return Received()
    partitions = {one.entry.partition_id for one in content} | {row[3] for row in rows}
    chains = _chains(partitions)
    order: dict[int, list[int]] = {}
    real: dict[int, dict[int, int]] = {}
    invented: dict[int, dict[int, int]] = {}
    for one, line, is_invented, _partition in rows:
        chain = chains.get(line, line)
        order.setdefault(one, []).append(chain)
        (invented if is_invented else real).setdefault(chain, {})[one] = line
    return Received(
        order, real, tuple(Invented(chain, stood) for chain, stood in invented.items()), chains
    )


def _path(stood: Mapping[int, int]) -> Path:
    first: dict[int, int] = {}
    return frozenset((one, first.setdefault(line, one)) for one, line in stood.items())


def _chains(partitions: Iterable[int]) -> dict[int, int]:
    """Of every line that changes another: the first of its chain."""
    changed = ListEntry.with_invented.filter(partition__in=partitions, follows__isnull=False)
    before = {line: one for line, one in changed.values_list("pk", "follows") if one is not None}
    first: dict[int, int] = {}
    for line, earlier in before.items():
        start = earlier
        while start in before:
            start = before[start]
        first[line] = start
    return first
