"""Evidence packs: one entry, its proof, and of its details what the viewer may read."""

import json
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from wayhome.apps.audit.models import (
    Checkpoint,
    Cosignature,
    Entry,
    EntryPart,
    Leaf,
    Read,
    SubjectKey,
    User,
)
from wayhome.apps.audit.services.history import PURPOSE
from wayhome.apps.audit.services.reading import log_reads
from wayhome.apps.audit.services.sealing import open_sealed
from wayhome.apps.audit.services.sequencer import log_public_key, number_until
from wayhome.apps.audit.services.store import DatabaseStore
from wayhome.apps.audit.subjects import guarded_from, readable_by
from wayhome.engines import ledger

MOST_LINES = 200
"""An entry about more lines than this shows those asked for alone: an import has thousands."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Opened:
    """One part of an entry, as the viewer may read it."""

    part: EntryPart
    details: dict[str, Any] | None  # None: not for this viewer, or erased
    salt: bytes = b""
    guarded: tuple[str, ...] = ()  # details left out, since they need another permission

    @property
    def erased(self) -> bool:
        """Whether nobody can read it any more."""
        return self.part.key.wrapped is None


def open_parts(entry: Entry, viewer: User, *, about: uuid.UUID | None = None) -> list[Opened]:
    """The parts of an entry that concern subjects the viewer may see, in their order.

    Args:
        entry: visible to the viewer.
        viewer: who looks.
        about: the subject asked for, with what the entry says of its record (a judgement, a
            disclosure); without it all, or none of the lines of a long entry.
    """
    kinds = {
        SubjectKey.About(one) for one in entry.parts.values_list("key__about", flat=True).distinct()
    }
    mine = SubjectKey.objects.filter(readable_by(viewer, kinds))
    parts = entry.parts.filter(key__in=mine).select_related("key").order_by("number")
    if about is not None:
        parts = parts.filter(Q(key=about) | Q(key__about=SubjectKey.About.RECORD))
    elif entry.parts.count() > MOST_LINES:
        parts = parts.exclude(key__about=SubjectKey.About.LINE)
    hidden = guarded_from(viewer)
    return [_opened(part, hidden) for part in parts]


def evidence_pack(
    entry: Entry, viewer: User, *, at: datetime, about: uuid.UUID | None = None
) -> bytes:
    """The evidence for one entry as a zip that can be checked offline.

    The entry is numbered first if it waits. The checkpoint is the last one that a witness signed
    or else the first that covers the entry: what came later does not change the pack.

    Args:
        entry: visible to the viewer.
        viewer: who gets it; his partition's parts are shown, no others. The export is logged.
        at: when.
        about: see `open_parts`.

    Raises:
        LedgerBroken: what is kept does not prove the entry. No pack is made.
    """
    number_until(entry, at=at)
    place = Leaf.objects.get(entry=entry)
    checkpoint = _checkpoint_over(place, viewer)
    shown = [one for one in open_parts(entry, viewer, about=about) if _whole(one)]
    pack = ledger.write_pack(
        entry=entry.leaf.encode(),
        index=place.index,
        proof=ledger.inclusion_proof(DatabaseStore(), index=place.index, size=checkpoint.size),
        checkpoint=_with_cosignatures(checkpoint),
        public_key=log_public_key(),
        parts=_proven(entry, shown),
    )
    log_reads(by=viewer, how=Read.How.EXPORTED, keys=[one.part.key for one in shown] or [None])
    return pack


@dataclass(frozen=True, kw_only=True, slots=True)
class Placed:
    """Where an entry stands, and what leads from it to the signed root."""

    number: int  # counted from 1
    leaf_hash: str
    hashes: tuple[str, ...]
    size: int
    root: str
    signed_at: datetime


def proof_of(place: Leaf) -> Placed:
    """The place of an entry under the first checkpoint that covers it, for a page."""
    covering = Checkpoint.objects.filter(size__gt=place.index).earliest("size")
    proof = ledger.inclusion_proof(DatabaseStore(), index=place.index, size=covering.size)
    return Placed(
        number=place.index + 1,
        leaf_hash=bytes(place.hash).hex(),
        hashes=tuple(step.hex() for step in proof),
        size=covering.size,
        root=bytes(covering.root).hex(),
        signed_at=covering.at,
    )


def _opened(part: EntryPart, hidden: frozenset[str]) -> Opened:
    if part.key.wrapped is None:
        return Opened(part=part, details=None)
    said = json.loads(open_sealed(part.key, bytes(part.sealed), purpose=PURPOSE))
    details, left_out = _without(said["details"], hidden)
    return Opened(
        part=part, details=details, salt=bytes.fromhex(said["salt"]), guarded=tuple(left_out)
    )


def _without(details: dict[str, Any], hidden: frozenset[str]) -> tuple[dict[str, Any], list[str]]:
    """The details without those hidden, on every level, and which were left out."""
    kept: dict[str, Any] = {}
    left_out: list[str] = []
    for name, value in details.items():
        if name in hidden:
            left_out.append(name)
        elif isinstance(value, dict):
            kept[name], below = _without(value, hidden)
            left_out += below
        else:
            kept[name] = value
    return kept, left_out


def _whole(one: Opened) -> bool:
    """A part is shown whole or not at all: its commitment is over all of it."""
    return one.details is not None and not one.guarded


def _checkpoint_over(place: Leaf, viewer: User) -> Checkpoint:
    covering = Checkpoint.objects.filter(size__gt=place.index).order_by("size")
    seen = covering.filter(cosignatures__isnull=False).last() if viewer.keeps_register else None
    found = seen or covering.first()
    if found is None:
        raise ledger.LedgerBroken(f"No checkpoint covers entry {place.index + 1}.")
    return found


def _with_cosignatures(checkpoint: Checkpoint) -> str:
    notes = Cosignature.objects.filter(checkpoint=checkpoint).order_by("pk")
    return ledger.join_signatures(checkpoint.text, *notes.values_list("text", flat=True))


def _proven(entry: Entry, shown: list[Opened]) -> list[ledger.Part]:
    """Each part with its proof among the parts of the entry."""
    if not shown:
        return []
    commitments = entry.parts.order_by("number").values_list("commitment", flat=True)
    store = ledger.MemoryStore()
    size = ledger.append(store, 0, [ledger.leaf_hash(bytes(each)) for each in commitments])
    return [
        ledger.Part(
            number=one.part.number,
            details=one.details or {},
            salt=one.salt,
            proof=ledger.inclusion_proof(store, index=one.part.number, size=size),
        )
        for one in shown
    ]
