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


@pytest.fixture(scope="session")
def log(key, witness_key):
    """Entries, details and salts, the store, and the checkpoint over all, cosigned."""
    details = [{"line": at, "reason": "Збіг"} for at in range(300)]
    salts = [bytes([at % 256, at // 256] * 8) for at in range(300)]
    entries = [
        ledger.canonical(
            {"act": "confirm", "at": 1700000000 + at, "commit": ledger.commitment(d, salt=s).hex()}
        )
        for at, (d, s) in enumerate(zip(details, salts, strict=True))
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
        details=[ledger.canonical(each) for each in details],
        salts=salts,
        store=store,
        size=size,
        signed=signed,
        checkpoint=ledger.cosign_checkpoint(
            signed, name=WITNESS, key=witness_key, timestamp=1_700_000_999
        ),
    )
