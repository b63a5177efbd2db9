"""Check the whole history again: tree, checkpoints, entries, their parts, the queue."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from wayhome.apps.audit.models import Checkpoint, Cosignature, Entry, EntryPart, Leaf, Unnumbered
from wayhome.apps.audit.services.history import PURPOSE, parts_root, written
from wayhome.apps.audit.services.sealing import CannotOpen, open_sealed
from wayhome.apps.audit.services.sequencer import log_origin, log_public_key
from wayhome.apps.audit.services.store import whole_tree
from wayhome.engines import ledger

BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Checked:
    """A history that holds, and how much of it there is."""

    size: int  # entries under the last checkpoint
    root: bytes  # of it
    checkpoints: int
    parts: int  # details that were opened and compared with what the entry is bound to
    erased: int  # details whose key was destroyed: nothing to compare, and the proofs hold
    waiting: int  # entries not numbered yet


def verify_history() -> Checked:
    """Read everything up to the last checkpoint again.

    Raises:
        LedgerBroken: something was changed, dropped, added or moved, and what.
    """
    signed = [_read_checkpoint(row) for row in Checkpoint.objects.order_by("size").iterator()]
    size = signed[-1].size if signed else 0
    verified = ledger.verify_log(_leaves(size), signed, store=whole_tree())
    _check_queue()
    _check_cosignatures()
    parts, erased = _check_parts(size)
    return Checked(
        size=size,
        root=verified.root,
        checkpoints=len(signed),
        parts=parts,
        erased=erased,
        waiting=Unnumbered.objects.count(),
    )


def _read_checkpoint(row: Checkpoint) -> ledger.Checkpoint:
    read = ledger.verify_checkpoint(row.text, public_key=log_public_key(), origin=log_origin())
    if (read.size, read.root) != (row.size, bytes(row.root)):
        raise ledger.LedgerBroken(f"The checkpoint of {read.size} entries is filed as another.")
    return read


def _leaves(size: int) -> Iterator[bytes]:
    """What is hashed, in order, each compared with the columns that pages are made from."""
    rows = Leaf.objects.filter(index__lt=size).order_by("index").select_related("entry__by")
    for expected, place in enumerate(rows.iterator(chunk_size=BATCH)):
        if place.index != expected:
            raise ledger.LedgerBroken(f"Entry {expected + 1} is missing.")
        if not _agrees(place.entry):
            raise ledger.LedgerBroken(
                f"Entry {expected + 1} is filed under another time, account or act than it states."
            )
        yield place.entry.leaf.encode()


def _agrees(entry: Entry) -> bool:
    said = json.loads(entry.leaf)
    by = str(entry.by.uid) if entry.by else None
    return (said["act"], said["by"], said["at"]) == (entry.act, by, written(entry.at))


def _check_queue() -> None:
    """Every entry has a place or waits for one, never both."""
    lost = Entry.objects.filter(place=None, unnumbered=None).count()
    twice = Unnumbered.objects.exclude(entry__place=None).count()
    if lost or twice:
        raise ledger.LedgerBroken(
            f"{lost} entries have no place and do not wait for one; {twice} have one and wait."
        )


def _check_cosignatures() -> None:
    for row in Cosignature.objects.select_related("witness", "checkpoint").iterator():
        key = Ed25519PublicKey.from_public_bytes(bytes(row.witness.public_key))
        seen = ledger.verify_cosignature(row.text, name=row.witness.name, public_key=key)
        if seen.checkpoint.root != bytes(row.checkpoint.root):
            raise ledger.LedgerBroken("A cosignature is filed under another checkpoint.")


def _check_parts(size: int) -> tuple[int, int]:
    """Compare each entry's details with what its leaf binds. How many were opened, and not."""
    opened = erased = 0
    rows = Entry.objects.filter(place__index__lt=size).order_by("place__index")
    for entry in rows.iterator(chunk_size=BATCH):
        parts = list(entry.parts.order_by("number").select_related("key"))
        said = json.loads(entry.leaf)
        commitments = [bytes(part.commitment) for part in parts]
        if len(parts) != said["parts"] or parts_root(commitments).hex() != said["parts_root"]:
            raise ledger.LedgerBroken(f"Details of entry {entry.place.index + 1} were changed.")
        for part in parts:
            if part.key.wrapped is None:
                erased += 1
            elif not _is_bound(part):
                raise ledger.LedgerBroken(
                    f"Details of entry {entry.place.index + 1} are not those it is bound to."
                )
            else:
                opened += 1
    return opened, erased


def _is_bound(part: EntryPart) -> bool:
    try:
        said = json.loads(open_sealed(part.key, bytes(part.sealed), purpose=PURPOSE))
    except CannotOpen:
        return False
    salt = bytes.fromhex(said["salt"])
    return ledger.commitment(said["details"], salt=salt) == bytes(part.commitment)
