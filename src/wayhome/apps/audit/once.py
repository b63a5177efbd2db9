"""Which rows a viewer may see, worked out once for a page that asks it many times.

Only while a page is read (GET): such a request changes nothing that a right depends on. What was
worked out is gone with the page, is another account's never, and outside a page nothing is kept.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models import QuerySet

from wayhome.apps.audit.models import User

_kept: ContextVar[dict[Hashable, list[Any]] | None] = ContextVar("kept", default=None)


@contextmanager
def one_page() -> Iterator[None]:
    """While a page is made, for one request."""
    before = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(before)


def once_a_page(viewer: User, find: Callable[[User], QuerySet[Any]]) -> list[Any]:
    """The rows that `find` gives this viewer, for `pk__in` and its like.

    Args:
        viewer: who looks.
        find: gives the rows, of which there are few; a function of a module, which stands for
            the question.

    Returns:
        Their primary keys: while a page is made asked for once, else each time. Never a query to
        be nested in others, which SQLite refuses when they are nested too deeply.
    """
    kept = _kept.get()
    if kept is None:
        return _keys(find(viewer))
    asked = (find, viewer.pk, viewer.organisation.party_id, viewer.roles)
    if asked not in kept:
        kept[asked] = _keys(find(viewer))
    return kept[asked]


def _keys(rows: QuerySet[Any]) -> list[Any]:
    return list(rows.order_by().values_list("pk", flat=True).distinct())
