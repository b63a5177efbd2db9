"""Check the whole history again: tree, checkpoints, entries, their parts, the queue."""

import json
from collections import Counter
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from wayhome.apps.audit.models import Checkpoint, Cosignature, Entry, EntryPart, Leaf, Unnumbered
from wayhome.apps.audit.services.history import PURPOSE, parts_root, subjects_hash, written
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
    signed = [_read_checkpoint(row) for row in Checkpoint.objects.order_by("size")]
    size = signed[-1].size if signed else 0
    with closing(_leaves(size)) as leaves:
        verified = ledger.verify_log(leaves, signed, store=whole_tree())
    if beyond := Leaf.objects.filter(index__gte=size).count():
        raise ledger.LedgerBroken(
            f"{beyond} entries have a number, and no checkpoint over them: it was removed."
        )
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


def _leaves(size: int) -> Generator[bytes, None, None]:
    """What is hashed, in order, each compared with the columns that pages are made from.

    To be closed: one left open closes its cursor on PostgreSQL whenever Python collects it, which
    may be amid another question of the same connection, and then waits for itself.
    """
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
    filed = (str(entry.uid), entry.act, by, written(entry.at))
    return (said["entry"], said["act"], said["by"], said["at"]) == filed


def _check_queue() -> None:
    """Every entry has a place or waits for one, never both."""
    lost = Entry.objects.filter(place=None, unnumbered=None).count()
    twice = Unnumbered.objects.exclude(entry__place=None).count()
    if lost or twice:
        raise ledger.LedgerBroken(
            f"{lost} entries have no place and do not wait for one; {twice} have one and wait."
        )


def _check_cosignatures() -> None:
    """Every cosignature holds, and those that the history tells of are there."""
    rows = Cosignature.objects.select_related("witness", "checkpoint").order_by("pk")
    found: Counter[tuple[int, str]] = Counter()
    for row in rows.iterator():
        key = Ed25519PublicKey.from_public_bytes(bytes(row.witness.public_key))
        seen = ledger.verify_cosignature(row.text, name=row.witness.name, public_key=key)
        filed = (row.checkpoint.size, bytes(row.checkpoint.root), row.at)
        at = datetime.fromtimestamp(seen.timestamp, tz=UTC)
        if (seen.checkpoint.size, seen.checkpoint.root, at) != filed:
            raise ledger.LedgerBroken("A cosignature is filed under another checkpoint or time.")
        found[seen.checkpoint.size, row.witness.name] += 1
    told = Counter(
        (facts["size"], name)
        for facts in _facts_of("cosignature_accepted")
        for name in facts["witnesses"]
    )
    if found != told:
        raise ledger.LedgerBroken("The cosignatures are not those that the history tells of.")


def _facts_of(act: str) -> list[dict[str, Any]]:
    leaves = Entry.objects.filter(act=act).values_list("leaf", flat=True)
    return [json.loads(leaf)["facts"] for leaf in leaves]


def _check_parts(size: int) -> tuple[int, int]:
    """Compare each entry's details with what its leaf binds. How many were opened, and not."""
    opened = gone = 0
    erased = {key for facts in _facts_of("lines_erased") for key in facts["keys"]}
    rows = Entry.objects.filter(place__index__lt=size).order_by("place__index")
    rows = rows.select_related("place")
    for entry in rows.iterator(chunk_size=BATCH):
        number = entry.place.index + 1
        parts = list(entry.parts.order_by("number").select_related("key"))
        if not _are_those_of(entry, parts):
            raise ledger.LedgerBroken(f"Details of entry {number} were changed.")
        for part in parts:
            if part.key.wrapped is None:
                gone += 1
                if str(part.key.uid) not in erased:
                    raise ledger.LedgerBroken(
                        f"A key of entry {number} was destroyed, and no erasure tells of it."
                    )
            elif not _is_bound(part):
                raise ledger.LedgerBroken(
                    f"Details of entry {number} are not those it is bound to."
                )
            else:
                opened += 1
    return opened, gone


def _are_those_of(entry: Entry, parts: Sequence[EntryPart]) -> bool:
    """Whether these are the parts the leaf binds: number, order, subjects and commitments."""
    said = json.loads(entry.leaf)
    return (
        [part.number for part in parts] == list(range(said["parts"]))
        and parts_root([bytes(part.commitment) for part in parts]).hex() == said["parts_root"]
        and subjects_hash([part.key.uid for part in parts]) == said["subjects_sha256"]
    )


def _is_bound(part: EntryPart) -> bool:
    try:
        said = json.loads(open_sealed(part.key, bytes(part.sealed), purpose=PURPOSE))
    except CannotOpen:
        return False
    salt = bytes.fromhex(said["salt"])
    return ledger.commitment(said["details"], salt=salt) == bytes(part.commitment)
