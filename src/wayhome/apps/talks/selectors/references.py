"""What a row speaks of, and which rows speak of it."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Field, QuerySet

from wayhome.apps.talks.models import Kept, Recorded
from wayhome.apps.talks.selectors.subjects import recorded_kinds

APART = ("process", "report")
"""A row is seen only within its process; a report is asked for by itself (selectors.reports)."""


def refers_to(row: Kept, *, many: bool = True) -> list[Kept]:
    """The rows that this one names: its round, its sides, its commitment and so on.

    A row that is not saved yet has no `many` of anything.
    """
    found: list[Kept] = []
    for field in _links(type(row)):
        if field.many_to_many:
            found += getattr(row, field.name).all() if many else []
        elif (one := getattr(row, field.name)) is not None:
            found.append(one)
    return found


def referring_to(row: Kept) -> Iterator[tuple[bool, QuerySet[Recorded]]]:
    """Rows that stand and name this one, by kind; and whether they are nothing without it."""
    for kind in recorded_kinds():
        for field in _links(kind, apart=APART[1:]):
            if field.related_model is type(row):
                rows = kind._default_manager.filter(**{field.name: row.pk}, withdrawn_at=None)
                needs_it = not field.many_to_many and not field.null
                yield needs_it, rows


def _links(kind: type[Kept], apart: tuple[str, ...] = APART) -> list["Field[Any, Any]"]:
    fields = (*kind._meta.concrete_fields, *kind._meta.many_to_many)
    return [
        field
        for field in fields
        if isinstance(field.related_model, type)
        and issubclass(field.related_model, Kept)
        and field.name not in apart
    ]


def parts_of(row: Kept) -> list[Recorded]:
    """Everything that stands and is nothing without this row, however far removed."""
    found: dict[tuple[type, int], Recorded] = {}
    waiting: list[Kept] = [row]
    while waiting:
        for needs_it, rows in referring_to(waiting.pop()):
            if needs_it:
                fresh = [one for one in rows if (type(one), one.pk) not in found]
                found.update({(type(one), one.pk): one for one in fresh})
                waiting += fresh
    return list(found.values())
