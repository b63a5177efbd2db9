"""Whose rows an account may see. Every selector starts here: the viewer is part of every query.

The institution that keeps the register sees every partition. A party sees its own, and what was
released to it by two people; nothing else of it changes when its lines are joined to another's.
"""

from collections.abc import Mapping

from django.db.models import Q

from wayhome.apps.audit.models import User


def within(viewer: User, field: str = "partition") -> Q:
    """The condition that keeps a query within the viewer's own partition, or all for the keeper."""
    if viewer.keeps_register:
        return Q()
    return Q(**{field: viewer.organisation.party_id})


def is_within(viewer: User, partition: int) -> bool:
    """The same of a row that was fetched already, by the primary key of its partition."""
    return viewer.keeps_register or viewer.organisation.party_id == partition


def own(viewer: User, field: str = "partition") -> Q:
    """The condition that keeps a query to the viewer's own work: judgements, persons, jobs."""
    return Q(**{field: viewer.organisation.party_id})


MOVES: Mapping[str, frozenset[str]] = {
    "proposed": frozenset({"confirmed", "declined", "withdrawn"}),
    "confirmed": frozenset({"withdrawn"}),
    "declined": frozenset(),
    "withdrawn": frozenset(),
}
"""From which state a judgement moves to which."""
