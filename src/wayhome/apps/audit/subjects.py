"""Whose subjects are whose: the apps that hold them say it here, since this app knows no lines.

A subject is what a `SubjectKey` belongs to: a line, a list, a record.
"""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from wayhome.apps.audit.models import SubjectKey, User

Within = Callable[[User, SubjectKey.About], Q]
"""The condition on `SubjectKey` that holds for subjects of that kind in the viewer's partition.

Asked kind by kind, and only of kinds that are asked about: the tables that hold keys are many, and
a page about one line has nothing to find in those of the talks.
"""

_within: dict[str, Within] = {}
_guarded: dict[str, str] = {}
Kinds = Collection[SubjectKey.About]
KINDS: Kinds = (SubjectKey.About.LINE, SubjectKey.About.LIST, SubjectKey.About.RECORD)
"""The kinds of subject that lie in a partition. An account's lies in none."""

OPENED_WITH = {
    SubjectKey.About.LINE: "register.see_line",
    SubjectKey.About.LIST: "register.see_list",
    SubjectKey.About.RECORD: "register.see_disclosure",
}
"""The permission to read what lies sealed about a subject of that kind. Nobody reads others."""


def hold_subjects(app: str, within: Within, *, guarded: dict[str, str] | None = None) -> None:
    """Say which subjects of an app are in a viewer's partition.

    Args:
        app: its label.
        within: gives the condition.
        guarded: details that need a permission of their own, by name.
    """
    _within[app] = within
    _guarded.update(guarded or {})


def any_holds(rows: Iterable[QuerySet[Any]], field: str = "key") -> Q:
    """The condition on `SubjectKey` that one of these rows has it in a field.

    Asked key by key, so that a page about one person never gathers the keys of a whole register.
    """
    condition = Q(pk__in=[])
    for held in rows:
        condition |= Q(Exists(held.filter(**{field: OuterRef("pk")})))
    return condition


def within_partition(viewer: User, kinds: Kinds = KINDS) -> Q:
    """The condition on `SubjectKey` for subjects of the viewer's partition, whatever his roles.

    Args:
        viewer: whose partition.
        kinds: what is asked about; subjects of other kinds do not meet the condition.
    """
    condition = Q(pk__in=[])
    for kind in kinds:
        held = Q(pk__in=[])
        for within in _within.values():
            held |= within(viewer, kind)
        condition |= Q(about=kind) & held
    return condition


def readable_by(viewer: User, kinds: Kinds = KINDS) -> Q:
    """The condition on `SubjectKey` for subjects of these kinds that the viewer may read."""
    opened = [
        kind for kind, needs in OPENED_WITH.items() if kind in kinds and viewer.has_perm(needs)
    ]
    return within_partition(viewer, opened)


def guarded_from(viewer: User) -> frozenset[str]:
    """The names of details that the viewer may not read even of his own subjects."""
    return frozenset(name for name, needs in _guarded.items() if not viewer.has_perm(needs))
