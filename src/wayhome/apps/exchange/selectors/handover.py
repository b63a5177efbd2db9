"""Handover as a viewer may see it: batches, manifests, who crossed, how far the sides are apart.

Both sides see who crossed and who did not, by code. Why somebody did not cross, and who came
without standing on a manifest, is the keeper's to know.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from wayhome.apps.audit.models import SubjectKey, User
from wayhome.apps.audit.services import CannotOpen
from wayhome.apps.exchange.models import (
    Aboard,
    Batch,
    Exchange,
    HandoverStep,
    Line,
    PlanLine,
    Vehicle,
)
from wayhome.apps.exchange.policies import STANDING
from wayhome.apps.exchange.selectors.counting import beside_of
from wayhome.apps.exchange.selectors.exchanges import exchanges_visible_to
from wayhome.apps.exchange.selectors.lines import ShownLine, in_state, lines_visible_to, shown
from wayhome.apps.exchange.selectors.terms import terms_of
from wayhome.apps.register.models import ListEntry

Kind = HandoverStep.Kind
CAUSE, SETTLED = "handover-cause", "handover-settled"
"""What a discrepancy lies sealed for: why, and what was done about it."""
NAME = "name"
ATTRIBUTES = (
    "patronymic", "mothers_maiden_name", "birth_date", "birthplace", "number", "unit", "rank",
    "capture_date", "capture_place",
)  # fmt: skip
"""Fields of a line that a person can be asked for, beside the name."""
TWO = 2
"""How many attributes must agree, face to face."""


def batches_visible_to(viewer: User) -> QuerySet[Batch]:
    """Batches of exchanges the viewer may see, the first one first."""
    seen = exchanges_visible_to(viewer).values("pk")
    found = Batch.objects.filter(exchange__in=seen).select_related("exchange", "plan")
    return found.order_by("exchange", "number")


def vehicles_visible_to(viewer: User) -> QuerySet[Vehicle]:
    """Vehicles of batches the viewer may see, side by side."""
    found = Vehicle.objects.filter(batch__in=batches_visible_to(viewer).values("pk"))
    beside = ("batch__exchange", "holder__side")
    return found.select_related(*beside).order_by("batch", "holder__number", "pk")


def steps_visible_to(viewer: User) -> QuerySet[HandoverStep]:
    """What was entered at the handover, for those who enter it: the keeper's people."""
    if not (viewer.keeps_register and viewer.has_perm("exchange.see_exchange")):
        return HandoverStep.objects.none()
    found = HandoverStep.objects.filter(batch__in=batches_visible_to(viewer).values("pk"))
    beside = ("batch__exchange", "vehicle", "line__entry__key", "line__holder", "assertion", "key")
    return found.select_related(*beside).order_by("pk")


def standing(
    lines: Iterable[Line], viewer: User, batch: Batch | None = None
) -> Mapping[int, frozenset[str]]:
    """By line: what happened to it on the way home, by code, as both sides may know.

    Args:
        lines: which.
        viewer: who looks.
        batch: say what happened in this batch alone, and whether somebody is home.
    """
    seen = lines_visible_to(viewer).filter(pk__in=[line.pk for line in lines]).values("pk")
    found: dict[int, set[str]] = {}
    steps = HandoverStep.objects.filter(line__in=seen, undone_at=None).exclude(kind=Kind.EXTRA)
    if batch is not None:
        steps = steps.filter(batch=batch)
    for line, kind in steps.values_list("line", "kind"):
        found.setdefault(line, set()).add(kind)
    return {line: frozenset(kinds) for line, kinds in found.items()}


def way_of(line: Line, viewer: User) -> list[tuple[datetime, str]]:
    """When what happened to a line on its way home, as both sides may know, the first thing first.

    Nothing of a line the viewer may not see.
    """
    seen = lines_visible_to(viewer).filter(pk=line.pk).values("pk")
    steps = HandoverStep.objects.filter(line__in=seen, undone_at=None).exclude(kind=Kind.EXTRA)
    steps = steps.select_related("assertion").order_by("pk")
    return [(step.happened_at, _name_of(step)) for step in steps]


def _name_of(step: HandoverStep) -> str:
    """What happened; home is home once another person has confirmed it, as the counts say."""
    claim = step.assertion
    if step.kind == Kind.HOME and (claim is None or claim.state != "standing"):
        return _("seen at home; another person has still to confirm it")
    return str(step.get_kind_display())


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestRow:
    """A place on a manifest: the person as the viewer may see him, and what happened."""

    number: int  # from 1
    shown: ShownLine
    did: frozenset[str]  # of HandoverStep.Kind
    is_beside: bool  # the count, as the list was frozen

    @property
    def crossed(self) -> bool:
        """Whether this person was handed over."""
        return Kind.IN in self.did

    @property
    def left(self) -> bool:
        """Whether this person was checked out."""
        return Kind.OUT in self.did

    @property
    def did_not_cross(self) -> bool:
        """Whether this person was expected and did not cross."""
        return Kind.NOT_CROSSED in self.did

    @property
    def waits(self) -> bool:
        """Whether nothing was entered of this person yet."""
        return not self.did

    @property
    def stands(self) -> str:
        """The last thing that happened, by code: of HandoverStep.Kind, or `waits`."""
        order = (Kind.HOME, Kind.IN, Kind.NOT_CROSSED, Kind.OUT)
        return next((str(kind) for kind in order if kind in self.did), "waits")


def manifest_of(vehicle: Vehicle, viewer: User) -> list[ManifestRow]:
    """Who stands on the manifest of a vehicle, those beside the count first.

    Also who did not cross with it and stands on that of a later batch since.
    """
    aboard = Aboard.objects.filter(vehicle=vehicle, taken_off_at=None).values("line")
    stayed = HandoverStep.objects.filter(
        vehicle=vehicle, kind=Kind.NOT_CROSSED, undone_at=None
    ).values("line")
    lines = list(lines_visible_to(viewer).filter(Q(pk__in=aboard) | Q(pk__in=stayed)))
    beside = beside_of(vehicle.batch.exchange)
    lines.sort(key=lambda line: (line.code not in beside, line.code))
    did = standing(lines, viewer, vehicle.batch)
    return [
        ManifestRow(
            number=number, shown=row, did=did.get(row.line.pk, frozenset()),
            is_beside=row.line.code in beside,
        )
        for number, row in enumerate(shown(lines, viewer), start=1)
    ]  # fmt: skip


def room_left(vehicle: Vehicle, viewer: User) -> tuple[int, int]:
    """Seats and stretchers of a vehicle that nobody has."""
    rows = manifest_of(vehicle, viewer)
    lying = sum(row.shown.line.stretcher for row in rows)
    return vehicle.seats - (len(rows) - lying), vehicle.stretchers - lying


def without_place(batch: Batch, viewer: User) -> list[Line]:
    """Who travels in a batch by the plan that stands, was not entered yet and is on no manifest.

    Those beside the count first.
    """
    going = PlanLine.objects.filter(plan__draw=batch.plan.draw, plan__mended_by=None)
    going = going.filter(batch=batch.number, line__entry__erased_at=None)
    planned = in_state(lines_visible_to(viewer).filter(pk__in=going.values("line")), STANDING)
    aboard = Aboard.objects.filter(vehicle__batch=batch, taken_off_at=None)
    entered = HandoverStep.objects.filter(batch=batch, undone_at=None).exclude(line=None)
    waiting = planned.exclude(pk__in=aboard.values("line")).exclude(pk__in=entered.values("line"))
    beside = beside_of(batch.exchange)
    return sorted(waiting, key=lambda line: (line.code not in beside, line.code))


def known_of(entry: ListEntry) -> list[str]:
    """The attributes the register has of a line: what a person can be asked for."""
    names = ("surname", "given_names", "full_name")
    named = [NAME] if any(getattr(entry, name) for name in names) else []
    return named + [name for name in ATTRIBUTES if getattr(entry, name)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parity:
    """How far each side has come once a batch has crossed. Pairs are of side 0 and side 1."""

    batch: Batch
    crossed: tuple[int, int]  # in this batch, in the count
    beside: tuple[int, int]  # in this batch, beside the count
    together: tuple[int, int]  # in the count, in this batch and all before it
    allowed: int | None  # the most by which a side may be ahead; None: nothing was agreed
    ratio: tuple[int, int] = (1, 1)  # how many of side 0 are given for how many of side 1

    @property
    def ahead(self) -> int:
        """By how many one side has given more than the proportion asks, as a plan counts it."""
        return -(-abs(self._lead) // min(self.ratio))

    @property
    def leader(self) -> int | None:
        """The number of the side that is ahead; None if nobody is."""
        return None if not self._lead else int(self._lead < 0)

    @property
    def _lead(self) -> int:
        return self.together[0] * self.ratio[1] - self.together[1] * self.ratio[0]

    @property
    def is_kept(self) -> bool:
        """Whether nobody is ahead by more than was agreed."""
        return self.allowed is None or self.ahead <= self.allowed


def parity_of(exchange: Exchange, viewer: User) -> list[Parity]:
    """After each batch that was opened: who crossed from each side, and how far apart they are.

    Those beside the count stand beside it, and nobody is given for them.
    """
    terms, aside = terms_of(exchange), beside_of(exchange)
    told: list[Parity] = []
    total = [0, 0]
    for batch in batches_visible_to(viewer).filter(exchange=exchange):
        counted, beside = [0, 0], [0, 0]
        for line in crossed_in(batch, viewer):
            (beside if line.code in aside else counted)[line.holder.number] += 1
        total = [total[0] + counted[0], total[1] + counted[1]]
        told.append(
            Parity(
                batch=batch, crossed=(counted[0], counted[1]), beside=(beside[0], beside[1]),
                together=(total[0], total[1]), allowed=terms.parity if terms else None,
                ratio=terms.ratio if terms else (1, 1),
            )
        )  # fmt: skip
    return told


def crossed_in(batch: Batch, viewer: User) -> QuerySet[Line]:
    """Those who were handed over in a batch."""
    steps = HandoverStep.objects.filter(batch=batch, kind=Kind.IN, undone_at=None)
    return lines_visible_to(viewer).filter(pk__in=steps.values("line"))


def key_of(step: HandoverStep) -> SubjectKey:
    """Under which key the cause of a step lies: its person's, gone when the person is erased."""
    key = step.line.entry.key if step.line else step.key
    if key is None:
        raise CannotOpen(f"{step} has nothing sealed.")
    return key
