"""What of exchanges the pages of a person and of a commitment link to."""

from collections.abc import Collection

from django.urls import reverse

from wayhome.apps.audit.further import Further
from wayhome.apps.audit.models import User
from wayhome.apps.exchange.selectors.exchanges import exchanges_visible_to
from wayhome.apps.exchange.selectors.lines import lines_visible_to, shown


def of_entries(entries: Collection[int], viewer: User) -> list[Further]:
    """The lines of exchanges that these lines of the register stand on, with where they stand."""
    rows = shown(lines_visible_to(viewer).filter(entry__in=entries), viewer)
    return [
        Further(
            address=reverse("exchange:line", args=[row.line.uid]),
            words=f"{row.line.exchange.title} · {row.state_name}",
        )
        for row in rows
    ]


def of_commitments(commitments: Collection[int], viewer: User) -> list[Further]:
    """The exchanges under these commitments."""
    found = exchanges_visible_to(viewer).filter(commitment__in=commitments)
    return [
        Further(address=reverse("exchange:exchange", args=[one.uid]), words=one.title)
        for one in found
    ]
