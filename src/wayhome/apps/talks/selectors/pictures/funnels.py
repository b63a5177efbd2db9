"""How far the lists of commitments have come: lines, answered, verified, returned."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from wayhome.apps.audit.models import User
from wayhome.apps.register.models import Appearance, Membership
from wayhome.apps.register.selectors.funnel import funnel_of
from wayhome.apps.register.selectors.lists import lists_visible_to
from wayhome.apps.talks.models import Commitment, Delivery, ListOfCommitment, Unit
from wayhome.apps.talks.policies import own
from wayhome.apps.talks.selectors.pictures.lengths import share
from wayhome.apps.talks.selectors.rows import visible

PEOPLE = (Unit.CAPTIVE, Unit.CHILD, Unit.BODY, Unit.CIVILIAN)
"""What returns; an answered name has not returned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One step a line takes, and how many have taken it."""

    code: str
    lines: int
    reach: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFunnel:
    """A list of a commitment, as the viewer knows it."""

    link: ListOfCommitment
    stages: list[Stage]


def links_visible_to(viewer: User) -> QuerySet[ListOfCommitment]:
    """Lists that belong to commitments and that the viewer may see in the register too."""
    links = visible(ListOfCommitment, viewer).filter(list__in=lists_visible_to(viewer))
    return links.select_related("commitment", "list", "process").order_by("pk")


def funnels_of(commitments: Iterable[Commitment], viewer: User) -> list[ListFunnel]:
    """How far the lists of these commitments have come."""
    links = links_visible_to(viewer).filter(commitment__in=list(commitments))
    return [_funnel(one, viewer) for one in links]


def lines_at(link: ListOfCommitment, stage: str, viewer: User) -> QuerySet[Appearance]:
    """Lines of a list that are verified, or that came back towards its commitment.

    Verified: two people of the viewer's own partition have joined the line to a person. Returned:
    the line proves a delivery that the viewer's own partition recorded.
    """
    lines = Appearance.objects.filter(list=link.list_id, entry__erased_at=None)
    if stage == "verified":
        member = Membership.objects.filter(
            entry=OuterRef("entry"), partition=viewer.organisation.party_id
        )
        return lines.filter(Exists(member))
    proving = visible(Delivery, viewer).filter(
        own(viewer, Delivery), commitment=link.commitment_id, unit__in=PEOPLE
    )
    named = Q(entry__in=proving.values("entries")) | Q(pk__in=proving.values("appearances"))
    return lines.filter(named)


def _funnel(link: ListOfCommitment, viewer: User) -> ListFunnel:
    told = funnel_of(link.list, viewer)
    counts = {"lines": told.lines, "put": told.put, "answered": told.answered}
    for stage in ("verified", "returned"):
        counts[stage] = lines_at(link, stage, viewer).distinct().count()
    return ListFunnel(
        link=link,
        stages=[
            Stage(code=code, lines=number, reach=share(number, told.lines))
            for code, number in counts.items()
        ],
    )
