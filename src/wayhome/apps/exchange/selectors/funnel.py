"""How far the lines of an exchange have come, step by step; every count opens to its lines."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wayhome.apps.audit.models import User
from wayhome.apps.exchange.models import (
    Acceptance,
    AgreedLine,
    Exchange,
    ExchangeSide,
    HandoverStep,
    Line,
    Listed,
    PlanLine,
)
from wayhome.apps.exchange.policies import STANDING
from wayhome.apps.exchange.selectors.exchanges import exchanges_visible_to
from wayhome.apps.exchange.selectors.lines import lines_visible_to

Lines = QuerySet[Line]


def _listed(lines: Lines) -> Lines:
    """On the newest version of their list."""
    newest = Listed.objects.filter(line=OuterRef("pk"), list__successor=None)
    return lines.filter(Exists(newest))


def _accepted(lines: Lines) -> Lines:
    """Accepted by the other side: themselves, or with the newest list, which is frozen."""
    accepted = Acceptance.objects.filter(
        withdrawn_at=None, what="list", exchange=OuterRef("list__holder__exchange"),
        sha256=OuterRef("list__sha256"),
    ).exclude(side=OuterRef("list__holder"))  # fmt: skip
    frozen = Listed.objects.filter(line=OuterRef("pk"), list__successor=None)
    frozen = frozen.exclude(list__sha256="").filter(Exists(accepted))
    return _listed(lines).filter(Q(state="accepted") | Q(Exists(frozen), state__in=STANDING))


def _cleared(lines: Lines) -> Lines:
    """With a place on an agreed list: nothing stops them, and they are available."""
    placed = AgreedLine.objects.filter(line=OuterRef("pk"), given_up_at=None)
    return _accepted(lines).filter(Exists(placed))


def _planned(lines: Lines) -> Lines:
    """In a batch of the plan that stands."""
    planned = PlanLine.objects.filter(
        line=OuterRef("pk"), batch__isnull=False, plan__mended_by=None
    )
    return _cleared(lines).filter(Exists(planned))


def _handed_over(lines: Lines) -> Lines:
    """Checked in on the other side, identity confirmed."""
    steps = HandoverStep.objects.filter(line=OuterRef("pk"), kind="in", undone_at=None)
    return _listed(lines).filter(Exists(steps))


def _home(lines: Lines) -> Lines:
    """Seen at home by a person, confirmed by another."""
    steps = HandoverStep.objects.filter(
        line=OuterRef("pk"), kind="home", undone_at=None, assertion__state="standing"
    )
    return _handed_over(lines).filter(Exists(steps))


STEPS: Mapping[str, tuple[Promise, Callable[[Lines], Lines]]] = {
    "listed": (pgettext_lazy("exchange", "listed"), _listed),
    "accepted": (pgettext_lazy("exchange", "accepted"), _accepted),
    "cleared": (_("cleared"), _cleared),
    "planned": (_("planned"), _planned),
    "handed_over": (pgettext_lazy("exchange", "handed over"), _handed_over),
    "home": (pgettext_lazy("exchange", "home"), _home),
}
"""The steps in their order. Each is part of the one before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """How many lines have come so far, by the number of the side that holds them."""

    code: str
    name: str
    counts: Mapping[int, int]


def funnel_of(exchange: Exchange, viewer: User) -> list[Step]:
    """The steps of an exchange the viewer may see; nothing of others."""
    sides = exchange.sides.all()
    if not exchanges_visible_to(viewer).filter(pk=exchange.pk).exists():
        return []
    return [
        Step(
            code=code,
            name=str(name),
            counts={side.number: lines_at(side, code, viewer).count() for side in sides},
        )
        for code, (name, _select) in STEPS.items()
    ]


def come_as_far_as(step: str, lines: Iterable[Line], viewer: User) -> frozenset[int]:
    """Primary keys of those of these lines that have come as far as a step.

    Raises:
        KeyError: there is no such step.
    """
    _name, select = STEPS[step]
    asked = lines_visible_to(viewer).filter(pk__in=[line.pk for line in lines])
    return frozenset(select(asked).values_list("pk", flat=True))


def lines_at(side: ExchangeSide, step: str, viewer: User) -> Lines:
    """The lines of a side that have come as far as a step, behind its count.

    Raises:
        KeyError: there is no such step.
    """
    _name, select = STEPS[step]
    return select(lines_visible_to(viewer).filter(holder=side))
