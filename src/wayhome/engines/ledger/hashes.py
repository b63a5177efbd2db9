"""The three hashes of RFC 6962, section 2.1. All are SHA-256, 32 bytes."""

from hashlib import sha256

HASH_SIZE = 32


def leaf_hash(data: bytes) -> bytes:
    """The hash of one entry's canonical bytes."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash over two subtrees, each given by its hash."""
    return sha256(b"\x01" + left + right).digest()


def empty_root() -> bytes:
    """The root of a log without entries."""
    return sha256(b"").digest()
