"""How far the tree is: size, root, when it was last signed and last witnessed."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, QuerySet

from wayhome.apps.audit.models import Checkpoint, Cosignature, Unnumbered, User, Witness


@dataclass(frozen=True, kw_only=True, slots=True)
class TreeHead:
    """What every page of the history states."""

    size: int
    root: str  # hex; empty while nothing was signed
    signed_at: datetime | None
    waiting: int  # entries that have no number yet
    witnessed_at: datetime | None  # by the witness's clock; None: never
    witnessed_size: int
    witnesses: int


def tree_head() -> TreeHead:
    """The tree as it was signed last."""
    last = Checkpoint.objects.order_by("-size").first()
    seen = Cosignature.objects.order_by("-checkpoint__size", "-at").first()
    return TreeHead(
        size=last.size if last else 0,
        root=bytes(last.root).hex() if last else "",
        signed_at=last.at if last else None,
        waiting=Unnumbered.objects.count(),
        witnessed_at=seen.at if seen else None,
        witnessed_size=seen.checkpoint.size if seen else 0,
        witnesses=Witness.objects.count(),
    )


def checkpoints(viewer: User) -> QuerySet[Checkpoint]:
    """Every checkpoint, the latest first, with when a witness last signed it."""
    if not viewer.has_perm("audit.see_history"):
        return Checkpoint.objects.none()
    return Checkpoint.objects.annotate(seen_at=Max("cosignatures__at")).order_by("-size")


def witnesses(viewer: User) -> QuerySet[Witness]:
    """Who cosigns, with the size and time last seen."""
    if not viewer.has_perm("audit.see_history"):
        return Witness.objects.none()
    return Witness.objects.annotate(
        seen_size=Max("cosignatures__checkpoint__size"), seen_at=Max("cosignatures__at")
    ).order_by("name")
