"""Check a proof without the log. The algorithms of RFC 9162, sections 2.1.3.2 and 2.1.4.2."""

from collections.abc import Sequence

from wayhome.engines.ledger.errors import LedgerBroken
from wayhome.engines.ledger.hashes import HASH_SIZE, empty_root, node_hash


def verify_inclusion(
    *, leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> None:
    """Accept that the entry with this leaf hash is number `index` (from 0) of `size`.

    Raises:
        LedgerBroken: the proof does not lead from the leaf to the root.
    """
    if not 0 <= index < size:
        raise LedgerBroken(f"There is no entry of index {index} in a log of {size}.")
    digest, *steps = _checked([leaf, *proof])
    node, last = index, size - 1
    for step in steps:
        if last == 0:
            raise LedgerBroken("The inclusion proof is longer than the log allows.")
        if node & 1 or node == last:
            digest = node_hash(step, digest)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            digest = node_hash(digest, step)
        node, last = node >> 1, last >> 1
    if last != 0:
        raise LedgerBroken("The inclusion proof is shorter than the log asks for.")
    if digest != root:
        raise LedgerBroken(f"The proof does not lead from the entry of index {index} to this root.")


def verify_consistency(
    *, old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> None:
    """Accept that the log of `new` entries begins with the log of `old` entries, unchanged.

    Raises:
        LedgerBroken: the proof does not lead to both roots, or the log is shorter than it was.
    """
    if not 0 <= old <= new:
        raise LedgerBroken(f"The log had {old} entries and now has {new}. Entries were removed.")
    steps = list(_checked(proof))
    if old in (0, new):
        known = empty_root() if old == 0 else new_root
        if steps or old_root != known:
            raise LedgerBroken(f"There are two different logs of {old} entries: a fork.")
        return
    if _both_roots(old, new, old_root, steps) != (old_root, new_root):
        raise LedgerBroken(f"The log of {new} entries does not continue the log of {old}.")


def _both_roots(old: int, new: int, old_root: bytes, steps: list[bytes]) -> tuple[bytes, bytes]:
    """The old and the new root that the steps lead to."""
    if old & (old - 1) == 0:  # a complete tree: its root is the first step
        steps = [old_root, *steps]
    if not steps:
        raise LedgerBroken("The consistency proof is shorter than the log asks for.")
    node, last = old - 1, new - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    before = after = steps[0]
    for step in steps[1:]:
        if last == 0:
            raise LedgerBroken("The consistency proof is longer than the log allows.")
        if node & 1 or node == last:
            before, after = node_hash(step, before), node_hash(step, after)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            after = node_hash(after, step)
        node, last = node >> 1, last >> 1
    if last != 0:
        raise LedgerBroken("The consistency proof is shorter than the log asks for.")
    return before, after


def _checked(proof: Sequence[bytes]) -> Sequence[bytes]:
    if any(len(step) != HASH_SIZE for step in proof):
        raise LedgerBroken("A proof is made of hashes of 32 bytes. This one is not.")
    return proof
