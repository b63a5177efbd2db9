"""Which lines are worth weighing: those filed under the query's rarest keys."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from math import log10

from django.db.models import Count

from wayhome.apps.audit.models import Party, User
from wayhome.apps.register.models import NameKey
from wayhome.apps.register.selectors.search.reading import TOGETHER, Query

ROWS = 4000
"""Rows of the key table that one search reads at most."""

LINES = 300
"""Lines that are weighed."""

_ONE_IN = 5.0  # log10 of how many lines a key seen once is taken to be one of
_LEAST = 0.3


def worth(count: int) -> float:
    """What agreeing on a key says: log10, the more the fewer lines share it."""
    return max(_ONE_IN - log10(1 + count), _LEAST)


def candidates(viewer: User, query: Query) -> tuple[list[int], Mapping[str, float]]:
    """Lines that share keys with the query, the likeliest first.

    Returns:
        Primary keys of at most `LINES` lines of the viewer's partition, and what each part of
        the query is worth where it agrees (see `worth`).
    """
    parts = query.keys_by_part()
    partitions = searched_by(viewer)
    filed = NameKey.objects.filter(partition__in=partitions)
    counts = dict(
        filed.filter(key__in=set().union(*parts.values()))
        .values_list("key")
        .annotate(rows=Count("entry"))
        .order_by()
    )
    worths = {
        part: worth(min((counts[key] for key in keys if key in counts), default=0))
        for part, keys in parts.items()
    }
    said_by = {
        key: (part, worth(counts[key]))
        for part, keys in parts.items()
        for key in keys
        if key in counts
    }
    shared: defaultdict[int, dict[str, float]] = defaultdict(dict)
    rows = filed.filter(key__in=_rarest(counts)).order_by("key", "entry")
    for entry, key in rows.values_list("entry", "key")[:ROWS]:
        part, said = said_by[key]
        of_entry = shared[entry]
        if said > of_entry.get(part, 0.0):
            of_entry[part] = said
    alone = {part for part in parts if part not in TOGETHER}
    loose = {part for part in alone if not any(key[0] in "nfby" for key in parts[part])}
    said_of = {entry: _said(told, alone, loose) for entry, told in shared.items()}
    ranked = sorted(said_of, key=lambda entry: (-said_of[entry], entry))
    return ranked[:LINES], worths


def _said(told: Mapping[str, float], alone: Collection[str], loose: Collection[str]) -> float:
    """What the parts say together, none counted twice.

    A key of two parts says what both say: it counts where they were too common to be read alone.
    """
    singly = sum(worth for part, worth in told.items() if part in alone)
    together = max((told.get(part, 0.0) for part in TOGETHER), default=0.0)
    return max(singly, together + sum(worth for part, worth in told.items() if part in loose))


def searched_by(viewer: User) -> list[int]:
    """The partitions a search of the viewer's looks into."""
    if viewer.keeps_register:
        return list(Party.objects.values_list("pk", flat=True))
    return [viewer.organisation.party_id]


def _rarest(counts: Mapping[str, int]) -> list[str]:
    """The rarest keys that fit into ROWS together, at least one."""
    taken: list[str] = []
    rows = 0
    for key in sorted(counts, key=lambda key: (counts[key], key)):
        if taken and rows + counts[key] > ROWS:
            break
        taken.append(key)
        rows += counts[key]
    return taken
