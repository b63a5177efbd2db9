"""What was told in private: read by who asked and by the one person named, and by nobody else."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from wayhome.apps.audit.models import Role, RoleGrant, User
from wayhome.apps.audit.services import CannotOpen, open_sealed
from wayhome.apps.exchange.models import Absence, Exchange, Line, Wish
from wayhome.apps.exchange.policies import STANDING
from wayhome.apps.exchange.selectors.exchanges import exchanges_visible_to
from wayhome.apps.exchange.selectors.lines import in_state, lines_visible_to

WISH = "exchange-wish"
ABSENCE = "exchange-absence"
PADDED = 4096
"""Bytes, before sealing: the same for every answer and cause. Any note fits."""
BESIDE = ("line__exchange", "line__holder", "line__entry__key")


def wishes_visible_to(viewer: User) -> QuerySet[Wish]:
    """Standing answers that the viewer took down or was named to read, the latest first."""
    seen = exchanges_visible_to(viewer).values("pk")
    if not viewer.keeps_register:
        return Wish.objects.none()
    own = Q(interviewer=viewer) | Q(approver=viewer)
    found = Wish.objects.filter(own, revoked_at=None, line__exchange__in=seen)
    return found.select_related("line__exchange", "line__holder", "line__entry__key").order_by(
        "-pk"
    )


def absences_visible_to(viewer: User) -> QuerySet[Absence]:
    """Standing absences that the viewer asked for or is to approve, the latest first."""
    seen = exchanges_visible_to(viewer).values("pk")
    if not viewer.keeps_register:
        return Absence.objects.none()
    own = Q(asked_by=viewer) | Q(approver=viewer)
    found = Absence.objects.filter(own, ended_at=None, line__exchange__in=seen)
    return found.select_related("line__exchange", "line__holder", "line__entry__key").order_by(
        "-pk"
    )


def waiting_absences(exchange: Exchange, viewer: User) -> int:
    """How many absences wait for the viewer's approval."""
    mine = absences_visible_to(viewer).filter(approver=viewer, approved_at=None)
    return mine.filter(line__exchange=exchange).count()


@dataclass(frozen=True, slots=True)
class Told:
    """What lies sealed in a wish or an absence."""

    wishes: bool | None = None
    asked_on: date | None = None
    cause: str = ""  # of Absence.Cause
    note: str = ""


def told_in(kept: Wish | Absence, viewer: User) -> Told:
    """What was told, to one of the two people who may read it; else nothing."""
    if isinstance(kept, Wish):
        is_seen = wishes_visible_to(viewer).filter(pk=kept.pk).exists()
        said = _opened(kept, WISH) if is_seen else {}
        day = date.fromisoformat(said["asked_on"]) if said else None
        return Told(wishes=said.get("wishes"), asked_on=day, note=said.get("note", ""))
    is_seen = absences_visible_to(viewer).filter(pk=kept.pk).exists()
    said = _opened(kept, ABSENCE) if is_seen else {}
    return Told(cause=said.get("cause", ""), note=said.get("note", ""))


def absent_lines(exchange: Exchange, among: Iterable[Line] | None = None) -> set[int]:
    """Primary keys of lines that are not to go: absences approved, and wishes not to.

    Every standing answer is opened, whatever it says. For the release, and for the moment at which
    somebody leaves: it tells no cause.

    Args:
        exchange: of which.
        among: look at these alone; None: at all its lines.
    """
    lines = Line.objects.filter(exchange=exchange, entry__erased_at=None)
    if among is not None:
        lines = lines.filter(pk__in=[line.pk for line in among])
    approved = Absence.objects.filter(
        line__in=lines, approved_at__isnull=False, ended_at=None
    ).values_list("line", flat=True)
    asked = Wish.objects.filter(line__in=lines, revoked_at=None).select_related("line__entry__key")
    unwilling = {wish.line_id for wish in asked if _opened(wish, WISH).get("wishes") is not True}
    return {*approved} | unwilling


def not_asked(exchange: Exchange, viewer: User) -> QuerySet[Line]:
    """Lines whose people nobody has asked yet whether they wish to return, for interviewers.

    It tells who was asked, never what was answered: everybody on a list is.
    """
    if not viewer.has_perm("exchange.interview"):
        return Line.objects.none()
    asked = Wish.objects.filter(line=OuterRef("pk"), revoked_at=None)
    lines = lines_visible_to(viewer).filter(exchange=exchange).exclude(Exists(asked))
    return in_state(lines, STANDING)


def approvers_for(viewer: User) -> QuerySet[User]:
    """Whom an interviewer may name as the one other person: approvers of the institution."""
    if not viewer.has_perm("exchange.interview"):
        return User.objects.none()
    grants = RoleGrant.objects.filter(role=Role.APPROVER, revoked_at=None)
    own = User.objects.filter(organisation__party=viewer.organisation.party_id, is_active=True)
    return own.filter(pk__in=grants.values("user")).exclude(pk=viewer.pk).order_by("display_name")


def _opened(kept: Wish | Absence, purpose: str) -> dict[str, Any]:
    try:
        key = kept.line.entry.key
        said: dict[str, Any] = json.loads(open_sealed(key, bytes(kept.sealed), purpose=purpose))
    except CannotOpen:
        return {}
    return said
