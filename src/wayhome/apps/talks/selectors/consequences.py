"""What follows when a row is withdrawn."""

from collections import Counter
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wayhome.apps.audit.models import User
from wayhome.apps.talks.models import Kept
from wayhome.apps.talks.selectors.references import parts_of, referring_to
from wayhome.apps.talks.selectors.rows import visible

NAMES: dict[str, Promise] = {
    "assessment": _("Assessments"),
    "commitment": _("Commitments"),
    "commitmentwording": _("Wordings of commitments"),
    "delegate": _("Delegates"),
    "delegation": _("Delegations"),
    "delivery": _("Deliveries"),
    "issue": _("Issues"),
    "lapse": _("Lapses"),
    "listofcommitment": _("Lists that belong to commitments"),
    "numberclaim": _("Numbers that sides say"),
    "outcome": _("What rounds ended with"),
    "position": _("Positions"),
    "process": _("Talks"),
    "proposal": _("Proposals"),
    "reaffirmation": _("Affirmations"),
    "report": _("Reports"),
    "response": _("Answers to proposals"),
    "round": _("Rounds"),
    "side": _("Sides"),
    "statement": _("Statements"),
}
"""What each kind of row is called, several of them."""


@dataclass(frozen=True, slots=True)
class Follows:
    """So many rows of a kind go with the one withdrawn, and so many stay that mention it."""

    name: str | Promise
    go: int
    stay: int


def consequences_of(row: Kept, viewer: User) -> list[Follows]:
    """By kind, what a withdrawal takes along and what stays, as the viewer may see it."""
    go, stay = Counter[str](), Counter[str]()
    parts = parts_of(row)
    for one in parts:
        if visible(type(one), viewer).filter(pk=one.pk).exists():
            go[str(one._meta.model_name)] += 1
    gone = {(type(one), one.pk) for one in parts}
    mentioned = set()
    for each in (row, *parts):
        for needs_it, rows in referring_to(each):
            if not needs_it:
                mentioned |= {(type(one), one.pk) for one in rows}
    for kind, pk in mentioned - gone:
        if visible(kind, viewer).filter(pk=pk).exists():
            stay[str(kind._meta.model_name)] += 1
    return [Follows(NAMES[kind], go[kind], stay[kind]) for kind in NAMES if go[kind] or stay[kind]]
