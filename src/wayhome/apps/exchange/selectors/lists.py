"""Versions of exchange lists, what stands on them, and how two of them differ."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from wayhome.apps.audit.models import User
from wayhome.apps.exchange.models import (
    Acceptance,
    Exchange,
    ExchangeList,
    ExchangeSide,
    Line,
    Listed,
)
from wayhome.apps.exchange.selectors.exchanges import exchanges_visible_to
from wayhome.apps.exchange.selectors.lines import lines_visible_to
from wayhome.apps.exchange.selectors.terms import days_sha256

OF_HOLDER = ("held", "transfer", "children")
OF_OTHER = ("sought", "transfer", "children")
"""Kinds of lists of the register whose people may stand on an exchange list. Never the dead."""


def sources_of(holder: ExchangeSide) -> Q:
    """The condition on lists of the register from which people may be put on a side's list.

    What the side handed in of whom it holds, and what the other side handed in of whom it seeks.
    """
    parties = ExchangeSide.objects.filter(exchange=holder.exchange_id).values("party")
    own = Q(partition=holder.party_id)
    return own & Q(kind__in=OF_HOLDER) | ~own & Q(partition__in=parties, kind__in=OF_OTHER)


def exchange_lists_visible_to(viewer: User) -> QuerySet[ExchangeList]:
    """Every version of the lists of exchanges the viewer may see, the newest first."""
    seen = exchanges_visible_to(viewer).values("pk")
    lists = ExchangeList.objects.filter(holder__exchange__in=seen).order_by("-pk")
    beside = ("holder__exchange", "holder__side", "drawn_up_by__side", "predecessor", "made_by")
    return lists.select_related(*beside)


def latest_list(holder: ExchangeSide, viewer: User) -> ExchangeList | None:
    """The newest version of a side's list."""
    return exchange_lists_visible_to(viewer).filter(holder=holder, successor=None).first()


def lines_on_list(shown: ExchangeList, viewer: User) -> QuerySet[Line]:
    """The lines of a version in their order, each with its state of now."""
    return lines_visible_to(viewer).filter(listed__list=shown).order_by("listed__number")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What a version has that another has not, and the reverse."""

    added: QuerySet[Line]
    gone: QuerySet[Line]
    kept: int


def difference(shown: ExchangeList, other: ExchangeList, viewer: User) -> Difference:
    """How a version differs from another of the same holder, e.g. its predecessor."""
    here = Listed.objects.filter(list=shown).values("line")
    there = Listed.objects.filter(list=other).values("line")
    lines = lines_visible_to(viewer)
    return Difference(
        added=lines.filter(pk__in=here).exclude(pk__in=there),
        gone=lines.filter(pk__in=there).exclude(pk__in=here),
        kept=lines.filter(pk__in=here).filter(pk__in=there).count(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """What one side accepted that still holds: its own list, the other's, the days."""

    side: ExchangeSide
    lists: dict[int, Acceptance | None]  # by the holder's number: of its newest version
    days: Acceptance | None

    @property
    def all(self) -> bool:
        """Whether nothing is missing from this side."""
        return self.days is not None and all(one is not None for one in self.lists.values())


def acceptances_visible_to(viewer: User) -> QuerySet[Acceptance]:
    """What was accepted in exchanges the viewer may see, and was not taken back."""
    seen = exchanges_visible_to(viewer).values("pk")
    standing = Acceptance.objects.filter(exchange__in=seen, withdrawn_at=None)
    return standing.select_related("exchange", "side__side")


def acceptances_of(exchange: Exchange, viewer: User) -> list[Accepted]:
    """What each side accepted of the newest versions and of the days, side 0 first."""
    if not exchanges_visible_to(viewer).filter(pk=exchange.pk).exists():
        return []
    sides = list(exchange.sides.select_related("side", "party"))
    standing = Acceptance.objects.filter(exchange=exchange, withdrawn_at=None)
    found = {(one.side_id, one.what, one.sha256): one for one in standing}
    newest = {side.number: latest_list(side, viewer) for side in sides}
    days = days_sha256(exchange)
    return [
        Accepted(
            side=side,
            lists={
                number: found.get((side.pk, "list", one.sha256)) if one and one.sha256 else None
                for number, one in newest.items()
            },
            days=found.get((side.pk, "days", days)),
        )
        for side in sides
    ]
