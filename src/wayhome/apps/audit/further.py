"""Where more stands about something that an app shows: the apps above it say it here.

An app knows nothing of those above it, so its pages cannot link to theirs by themselves.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from wayhome.apps.audit.models import User


@dataclass(frozen=True, slots=True)
class Further:
    """A page that tells more, and in a few words what."""

    address: str
    words: str


Find = Callable[[Collection[int], User], list[Further]]
"""Primary keys of what a page shows, and its viewer; gives pages this viewer may open."""

_found_by: dict[str, dict[str, Find]] = {}


def tell_further(app: str, about: str, find: Find) -> None:
    """Say that an app has pages about these.

    Args:
        app: its label.
        about: the model they are about, as `register.listentry`.
        find: gives the pages.
    """
    _found_by.setdefault(about, {})[app] = find


def further(about: str, keys: Collection[int], viewer: User) -> list[Further]:
    """The pages of other apps about these that the viewer may open."""
    return [one for find in _found_by.get(about, {}).values() for one in find(keys, viewer)]
