"""The slow, obvious twin: the recursive definitions of RFC 6962, section 2.1, over all entries.

Nothing is kept and nothing is fast. Tests hold the engine to it on generated logs; whoever doubts
a root or a proof can compute it here from the entries alone.
"""

from collections.abc import Sequence
from hashlib import sha256


def tree_hash(entries: Sequence[bytes]) -> bytes:
    """MTH(D[n]), section 2.1."""
    if not entries:
        return sha256(b"").digest()
    if len(entries) == 1:
        return sha256(b"\x00" + entries[0]).digest()
    k = split(len(entries))
    return sha256(b"\x01" + tree_hash(entries[:k]) + tree_hash(entries[k:])).digest()


def audit_path(index: int, entries: Sequence[bytes]) -> list[bytes]:
    """PATH(m, D[n]), section 2.1.1."""
    if len(entries) == 1:
        return []
    k = split(len(entries))
    if index < k:
        return [*audit_path(index, entries[:k]), tree_hash(entries[k:])]
    return [*audit_path(index - k, entries[k:]), tree_hash(entries[:k])]


def consistency(old: int, entries: Sequence[bytes]) -> list[bytes]:
    """PROOF(m, D[n]), section 2.1.2, for 0 < m < n."""
    return _subproof(old, entries, known=True)


def split(n: int) -> int:
    """The largest power of two smaller than n."""
    k = 1
    while 2 * k < n:
        k *= 2
    return k


def _subproof(old: int, entries: Sequence[bytes], *, known: bool) -> list[bytes]:
    """SUBPROOF(m, D[n], b), where b says whether the verifier has this subtree's hash."""
    if old == len(entries):
        return [] if known else [tree_hash(entries)]
    k = split(len(entries))
    if old <= k:
        return [*_subproof(old, entries[:k], known=known), tree_hash(entries[k:])]
    return [*_subproof(old - k, entries[k:], known=False), tree_hash(entries[:k])]
