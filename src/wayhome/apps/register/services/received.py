"""What the receiver of a disclosure gets: the same on the page and in every file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from wayhome.apps.register.models import Disclosure
from wayhome.apps.register.selectors.disclosures import Leaving
from wayhome.apps.register.selectors.references import reference_of
from wayhome.apps.register.services.canaries import canaries_of


@dataclass(frozen=True, slots=True)
class Received:
    """A line, or an invented person among the lines."""

    reference: str
    fields: Mapping[str, str]
    position: int
    line: Leaving | None  # None: invented


def as_received(disclosure: Disclosure, content: Sequence[Leaving]) -> list[Received]:
    """The lines with the invented persons at their places.

    Each invented person keeps its place between the lines that were asked for, whatever is held
    back, erased or left out later: who compares two files finds nobody that moved.
    """
    invented = [
        Received(reference_of(disclosure, f"canary {n}"), one.fields, one.position, None)
        for n, one in enumerate(canaries_of(disclosure))
    ]
    return sorted([*invented, *as_sent(disclosure, content)], key=attrgetter("position"))


def as_sent(disclosure: Disclosure, content: Sequence[Leaving]) -> list[Received]:
    """The lines as their sender knows them: nobody invented among them."""
    return [
        Received(reference_of(disclosure, one.entry.uid), one.fields, one.position, one)
        for one in content
    ]
