"""Which lines of the register are one person, as the keeper's judgements and versions say."""

from collections import defaultdict
from collections.abc import Iterable

from wayhome.apps.register.models import ListEntry, Membership
from wayhome.apps.register.selectors.components import clusters


def joined_lines(entries: Iterable[int]) -> dict[int, frozenset[int]]:
    """By entry: itself and every line that is the same person. A few queries for all at once."""
    wanted = set(entries)
    edges: set[tuple[int, int]] = set()
    reached, fresh = set(wanted), set(wanted)
    while fresh:
        found = _members(fresh) | _versions(fresh)
        edges |= found
        fresh = {one for edge in found for one in edge} - reached
        reached |= fresh
    groups = {one: group for group in clusters(edges) for one in group}
    return {one: groups.get(one, frozenset({one})) for one in wanted}


def _members(entries: set[int]) -> set[tuple[int, int]]:
    """Edges from the first line of each case of the keeper to the others."""
    kept = Membership.objects.filter(partition__keeps_register=True)
    persons = kept.filter(entry__in=entries).values("person")
    members: defaultdict[int, list[int]] = defaultdict(list)
    for person, entry in kept.filter(person__in=persons).values_list("person", "entry"):
        members[person].append(entry)
    return {(rows[0], other) for rows in members.values() for other in rows[1:]}


def _versions(entries: set[int]) -> set[tuple[int, int]]:
    """Edges between a line and the line it changes."""
    lines = ListEntry.objects.exclude(follows=None)
    later = lines.filter(pk__in=entries) | lines.filter(follows__in=entries)
    return {(pk, before) for pk, before in later.values_list("pk", "follows") if before}
