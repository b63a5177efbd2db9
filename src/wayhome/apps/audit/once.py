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

_kept: ContextVar[dict[Hashable, tuple[object, list[Any]]] | None] = ContextVar(
    "kept", default=None
)


@contextmanager
def one_page() -> Iterator[None]:
    """While a page is made, for one request."""
    before = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(before)


def keys_for_page(viewer: User, find: Callable[[User], QuerySet[Any]]) -> list[Any] | None:
    """The primary keys of the rows that `find` gives this viewer, asked for once a page.

    Args:
        viewer: who looks: this very object, for which alone they are kept.
        find: gives the rows, of which there are few; a function of a module, which stands for
            the question.

    Returns:
        The keys; None while no page is made. Then the caller writes the condition into its query,
        with nothing nested around it: SQLite refuses what is nested too deeply.
    """
    kept = _kept.get()
    if kept is None:
        return None
    asked = (find, id(viewer))
    if asked not in kept:
        keys = list(find(viewer).order_by().values_list("pk", flat=True).distinct())
        kept[asked] = (viewer, keys)  # the viewer too, so that no other can take its place
    return kept[asked][1]
