"""A log of 300 entries with its checkpoints, keys of nobody."""

from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from wayhome.engines import ledger

ORIGIN = "northland.example/history"
WITNESS = "auditor.example/w1"


@pytest.fixture(scope="session")
def key():
    return Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


@pytest.fixture(scope="session")
def witness_key():
    return Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))


def parts_of(details, seed):
    """Each with its salt and proof; and the root over them."""
    salts = [bytes([seed % 256, seed // 256, number, 7] * 4) for number in range(len(details))]
    store, size = ledger.MemoryStore(), len(details)
    bound = [ledger.commitment(each, salt=salt) for each, salt in zip(details, salts, strict=True)]
    ledger.append(store, 0, map(ledger.leaf_hash, bound))
    return [
        ledger.Part(
            number=number,
            details=details[number],
            salt=salts[number],
            proof=ledger.inclusion_proof(store, index=number, size=size),
        )
        for number in range(size)
    ], ledger.root(store, size)


@pytest.fixture(scope="session")
def log(key, witness_key):
    """Entries with three parts each, the store, and the checkpoint over all, cosigned."""
    parts = [
        parts_of([{"line": 3 * at + number, "reason": "Збіг"} for number in range(3)], at)
        for at in range(300)
    ]
    entries = [
        ledger.canonical(
            {"act": "confirm", "at": 1700000000 + at, "parts": 3, "parts_root": root.hex()}
        )
        for at, (_, root) in enumerate(parts)
    ]
    store = ledger.MemoryStore()
    size = ledger.append(store, 0, map(ledger.leaf_hash, entries))
    signed = ledger.sign_checkpoint(
        origin=ORIGIN, size=size, root=ledger.root(store, size), key=key
    )
    return SimpleNamespace(
        origin=ORIGIN,
        witness=WITNESS,
        entries=entries,
        parts=[shown for shown, _ in parts],
        store=store,
        size=size,
        signed=signed,
        checkpoint=ledger.cosign_checkpoint(
            signed, name=WITNESS, key=witness_key, timestamp=1_700_000_999
        ),
    )
