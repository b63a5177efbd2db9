"""Where the hashes lie. Only complete subtrees are kept, so no hash ever changes.

A subtree of level `l` and index `i` stands over the entries from `i * 2**l` up to, not including,
`(i + 1) * 2**l`; level 0 are the leaves. A log of n entries has fewer than 2n of them.
"""

from typing import Protocol

from wayhome.engines.ledger.errors import LedgerBroken
from wayhome.engines.ledger.hashes import HASH_SIZE


class HashStore(Protocol):
    """What keeps the hashes, in memory or in a database."""

    def get(self, level: int, index: int) -> bytes:
        """The hash of a complete subtree, 32 bytes.

        Raises:
            LedgerBroken: it is not there.
        """

    def put(self, level: int, index: int, digest: bytes) -> None:
        """Keep the hash of a subtree that has just become complete.

        On each level the indices come in order, from 0 without a gap.
        """


class MemoryStore:
    """Hashes in memory: 64 MB for a million entries."""

    def __init__(self) -> None:
        self._levels: list[bytearray] = []

    def get(self, level: int, index: int) -> bytes:
        """The hash of a complete subtree."""
        row = self._levels[level] if level < len(self._levels) else b""
        digest = bytes(row[index * HASH_SIZE : (index + 1) * HASH_SIZE])
        if len(digest) != HASH_SIZE:
            raise LedgerBroken(f"The hash of subtree {index} on level {level} is missing.")
        return digest

    def put(self, level: int, index: int, digest: bytes) -> None:
        """Keep the next hash of a level. What is there stays as it is.

        Raises:
            LedgerBroken: the place is taken, or not the next.
        """
        if level == len(self._levels):
            self._levels.append(bytearray())
        if level > len(self._levels) or len(self._levels[level]) != index * HASH_SIZE:
            raise LedgerBroken(
                f"Subtree {index} is not the next on level {level}. A log only grows at its end."
            )
        self._levels[level] += digest
