"""The hashes of the tree in the database: leaves in `Leaf`, larger subtrees in `Node`."""

from wayhome.apps.audit.models import Entry, Leaf, Node
from wayhome.engines import ledger

BATCH = 2_000


class DatabaseStore:
    """A `HashStore` over the tables of the history. What is put is written by `flush`."""

    def __init__(self) -> None:
        self._fresh: dict[tuple[int, int], bytes] = {}

    def get(self, level: int, index: int) -> bytes:
        """The hash of a complete subtree.

        Raises:
            LedgerBroken: it is not there.
        """
        if fresh := self._fresh.get((level, index)):
            return fresh
        kept = (
            Node.objects.filter(level=level, index=index)
            if level
            else Leaf.objects.filter(index=index)
        )
        digest = kept.values_list("hash", flat=True).first()
        if digest is None:
            raise ledger.LedgerBroken(f"The hash of subtree {index} on level {level} is missing.")
        return bytes(digest)

    def put(self, level: int, index: int, digest: bytes) -> None:
        """Keep the hash of a subtree that has just become complete, until `flush`."""
        self._fresh[level, index] = digest

    def flush(self, entries: list[Entry], *, first: int) -> None:
        """Write what was put: `entries` are those appended, from index `first` on."""
        leaves = [
            Leaf(index=index, entry=entry, hash=self._fresh[0, index])
            for index, entry in enumerate(entries, start=first)
        ]
        nodes = [
            Node(level=level, index=index, hash=digest)
            for (level, index), digest in self._fresh.items()
            if level
        ]
        Leaf.objects.bulk_create(leaves, batch_size=BATCH)
        Node.objects.bulk_create(nodes, batch_size=BATCH)
        self._fresh.clear()


def whole_tree() -> ledger.MemoryStore:
    """Every hash that is kept, in memory: 64 MB for a million entries.

    Raises:
        LedgerBroken: there is a gap among them.
    """
    tree = ledger.MemoryStore()
    for index, digest in Leaf.objects.order_by("index").values_list("index", "hash").iterator():
        tree.put(0, index, bytes(digest))
    nodes = Node.objects.order_by("level", "index").values_list("level", "index", "hash")
    for level, index, digest in nodes.iterator():
        tree.put(level, index, bytes(digest))
    return tree
