"""The tree: grow it, ask for its root, prove what is in it. RFC 6962, section 2.1."""

from collections.abc import Iterable, Iterator, Sequence

from wayhome.engines.ledger.hashes import HASH_SIZE, empty_root, node_hash
from wayhome.engines.ledger.store import HashStore
from wayhome.values import InvalidEvidence


class Frontier:
    """The right edge of a growing tree: its complete subtrees, at most one of each level."""

    def __init__(self, size: int = 0, peaks: Iterable[bytes] = ()) -> None:
        self.size = size
        self._peaks = list(peaks)  # the largest subtree first

    def add(self, leaf: bytes) -> list[tuple[int, int, bytes]]:
        """Add one leaf hash; level, index and hash of every subtree it completes."""
        level, index, digest = 0, self.size, leaf
        completed = [(level, index, digest)]
        while index & 1:
            level, index, digest = level + 1, index >> 1, node_hash(self._peaks.pop(), digest)
            completed.append((level, index, digest))
        self._peaks.append(digest)
        self.size += 1
        return completed

    def root(self) -> bytes:
        """The root over all leaves added so far, 32 bytes."""
        if not self._peaks:
            return empty_root()
        *larger, digest = self._peaks
        for peak in reversed(larger):
            digest = node_hash(peak, digest)
        return digest


class Tree:
    """A log that lies in a store, with its right edge at hand. It only grows."""

    def __init__(self, store: HashStore, size: int = 0) -> None:
        """Take up the log of `size` entries that lies in the store.

        Raises:
            LedgerBroken: the store lacks a hash.
        """
        _check_size(size)
        self._store = store
        self._frontier = Frontier(size, (store.get(*place) for place in _peaks(0, size)))

    @property
    def size(self) -> int:
        """How many entries it holds."""
        return self._frontier.size

    def append(self, leaf_hashes: Iterable[bytes]) -> None:
        """Add leaf hashes, 32 bytes each, and keep every subtree they complete."""
        for leaf in leaf_hashes:
            if len(leaf) != HASH_SIZE:
                raise InvalidEvidence("A leaf hash has 32 bytes. Take it from leaf_hash.")
            for place in self._frontier.add(leaf):
                self._store.put(*place)

    def root(self) -> bytes:
        """The root over all entries, 32 bytes."""
        return self._frontier.root()


def append(store: HashStore, size: int, leaf_hashes: Iterable[bytes]) -> int:
    """Add leaf hashes to the log of `size` entries in the store; return its new size."""
    tree = Tree(store, size)
    tree.append(leaf_hashes)
    return tree.size


def root(store: HashStore, size: int) -> bytes:
    """The root over the first `size` entries, 32 bytes."""
    return Tree(store, size).root()


def inclusion_proof(store: HashStore, *, index: int, size: int) -> list[bytes]:
    """The hashes that prove entry `index` (from 0) among the first `size`: at most log2(size) + 1.

    Raises:
        InvalidEvidence: there is no such entry.
        LedgerBroken: the store lacks a hash.
    """
    if not 0 <= index < size:
        raise InvalidEvidence(f"There is no entry of index {index} in a log of {size}.")
    path = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(_subtree(store, middle, end))
            end = middle
        else:
            path.append(_subtree(store, start, middle))
            start = middle
    return path[::-1]


def consistency_proof(store: HashStore, *, old: int, new: int) -> list[bytes]:
    """The hashes that prove that the first `old` of `new` entries are what they were.

    Empty where nothing needs proof: `old` is 0 or equals `new`.

    Raises:
        InvalidEvidence: `old` is greater than `new`, or negative.
        LedgerBroken: the store lacks a hash.
    """
    if not 0 <= old <= new:
        raise InvalidEvidence(f"A log of {new} entries does not continue one of {old}.")
    if old in (0, new):
        return []
    path = []
    start, end = 0, new
    while end != old:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(_subtree(store, middle, end))
            end = middle
        else:
            path.append(_subtree(store, start, middle))
            start = middle
    if start:  # else the verifier holds this hash already: it is the old root
        path.append(_subtree(store, start, end))
    return path[::-1]


def _check_size(size: int) -> None:
    if size < 0:
        raise InvalidEvidence(f"A log cannot have {size} entries.")


def _split(width: int) -> int:
    """The largest power of two below `width`."""
    return 1 << ((width - 1).bit_length() - 1)


def _peaks(start: int, end: int) -> Iterator[tuple[int, int]]:
    """Level and index of the complete subtrees over start..end, the largest first.

    `start` is a multiple of a power of two that is not below end - start.
    """
    while start < end:
        level = (end - start).bit_length() - 1
        yield level, start >> level
        start += 1 << level


def _subtree(store: HashStore, start: int, end: int) -> bytes:
    """The hash over entries start..end, from complete subtrees."""
    peaks: Sequence[bytes] = [store.get(*place) for place in _peaks(start, end)]
    return Frontier(end - start, peaks).root()
