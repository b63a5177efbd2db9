"""Check a whole log again, entry by entry, against every checkpoint ever signed for it."""

from collections.abc import Iterable
from dataclasses import dataclass

from wayhome.engines.ledger.checkpoint import Checkpoint
from wayhome.engines.ledger.errors import LedgerBroken
from wayhome.engines.ledger.hashes import leaf_hash
from wayhome.engines.ledger.store import HashStore
from wayhome.engines.ledger.tree import Frontier


@dataclass(frozen=True, kw_only=True, slots=True)
class Verified:
    """A log that holds."""

    size: int
    """How many entries were read."""
    root: bytes
    """The root over them."""
    signed: int
    """How many of them, from the first, stand under a checkpoint. The rest nobody has signed."""


def verify_log(
    leaves: Iterable[bytes], checkpoints: Iterable[Checkpoint], *, store: HashStore | None = None
) -> Verified:
    """Compare the log with its checkpoints and, where a store is given, with every hash kept.

    Args:
        leaves: the canonical bytes of every entry, in order; read once, not kept.
        checkpoints: of this log, their signatures verified, in any order.
        store: the hashes that proofs are made from; with it the first changed entry is named.

    Raises:
        LedgerBroken: an entry was changed, dropped, added, moved or cut off, or two checkpoints
            contradict each other.
    """
    due = _by_size(checkpoints)
    frontier = Frontier()
    signed = _compare(frontier, due, 0)
    for leaf in leaves:
        for level, index, digest in frontier.add(leaf_hash(leaf)):
            if store is not None and store.get(level, index) != digest:
                raise LedgerBroken(_hash_differs(level, index))
        signed = _compare(frontier, due, signed)
    if due:
        raise LedgerBroken(
            f"The log has {frontier.size} entries, but {max(due)} were signed. Entries are missing."
        )
    return Verified(size=frontier.size, root=frontier.root(), signed=signed)


def _by_size(checkpoints: Iterable[Checkpoint]) -> dict[int, bytes]:
    roots: dict[int, bytes] = {}
    origins = set()
    for checkpoint in checkpoints:
        origins.add(checkpoint.origin)
        if roots.setdefault(checkpoint.size, checkpoint.root) != checkpoint.root:
            raise LedgerBroken(
                f"Two different logs of {checkpoint.size} entries were signed: a fork."
            )
    if len(origins) > 1:
        raise LedgerBroken("The checkpoints are of different logs.")
    return roots


def _compare(frontier: Frontier, due: dict[int, bytes], signed: int) -> int:
    """Take what was signed for this size from `due`; how many entries are proven now."""
    root = due.pop(frontier.size, None)
    if root is None:
        return signed
    if root != frontier.root():
        raise LedgerBroken(
            f"The first {frontier.size} entries are not those that were signed. "
            f"The change lies after entry {signed}, counted from 1."
        )
    return frontier.size


def _hash_differs(level: int, index: int) -> str:
    if level == 0:
        return f"Entry {index + 1} is not the one that was logged: its hash differs."
    first = (index << level) + 1
    return f"The hash kept over entries {first} to {first + (1 << level) - 1} was changed."
