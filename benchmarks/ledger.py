"""How fast does the history grow, and how small and quick are its proofs?

    uv run python benchmarks/ledger.py [--entries N]

Builds a log of N entries (a million unless told otherwise), each of about 360 canonical bytes, in
memory; draws 1,000 inclusion and consistency proofs from all over it and verifies them; reads the
whole log again. One line of JSON: seconds are processor seconds, bytes are the hashes of a proof.
"""

import argparse
import json
import random
from collections.abc import Iterator
from time import process_time

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from wayhome.engines import ledger

ORIGIN = "northland.example/history"
PROOFS = 1000


def entry(at: int) -> bytes:
    """An entry as a register writes it: about 360 bytes."""
    return (
        f'{{"act":"judgement_confirmed","actor":{at % 40},"at":"2026-11-22T10:{at % 60:02}:00Z",'
        f'"basis":["{at:064x}"],"commit":"{at * 7:064x}","new_state":"same",'
        f'"prev_state":"proposed","reason_code":"names_and_dates","role":"approver",'
        f'"subj":"{at:032x}","v":1}}'
    ).encode()


def entries(count: int) -> Iterator[bytes]:
    """All of them."""
    return map(entry, range(count))


def build(count: int) -> tuple[ledger.MemoryStore, dict[str, float]]:
    """The log, and how long it took to hash and append without writing the entries."""
    store = ledger.MemoryStore()
    written = list(entries(count))
    began = process_time()
    ledger.append(store, 0, map(ledger.leaf_hash, written))
    return store, {
        "build_seconds": round(process_time() - began, 2),
        "entry_bytes": sum(map(len, written)) // count,
    }


def inclusion(store: ledger.MemoryStore, size: int, chance: random.Random) -> dict[str, float]:
    """Draw and verify inclusion proofs."""
    root = ledger.root(store, size)
    places = [0, size - 1, *(chance.randrange(size) for _ in range(PROOFS - 2))]
    began = process_time()
    proofs = [ledger.inclusion_proof(store, index=at, size=size) for at in places]
    proven = process_time()
    for at, proof in zip(places, proofs, strict=True):
        leaf = ledger.leaf_hash(entry(at))
        ledger.verify_inclusion(leaf=leaf, index=at, size=size, proof=proof, root=root)
    verified = process_time()
    return {
        "proof_bytes_max": max(32 * len(proof) for proof in proofs),
        "prove_ms": round(1000 * (proven - began) / len(places), 4),
        "verify_ms": round(1000 * (verified - proven) / len(places), 4),
    }


def consistency(store: ledger.MemoryStore, size: int, chance: random.Random) -> dict[str, float]:
    """Draw and verify consistency proofs from earlier sizes."""
    root = ledger.root(store, size)
    olds = [chance.randrange(1, size) for _ in range(PROOFS)]
    proofs = [ledger.consistency_proof(store, old=old, new=size) for old in olds]
    roots = [ledger.root(store, old) for old in olds]
    began = process_time()
    for old, before, proof in zip(olds, roots, proofs, strict=True):
        ledger.verify_consistency(old=old, new=size, old_root=before, new_root=root, proof=proof)
    return {
        "consistency_bytes_max": max(32 * len(proof) for proof in proofs),
        "consistency_verify_ms": round(1000 * (process_time() - began) / len(olds), 4),
    }


def checked(store: ledger.MemoryStore, size: int) -> dict[str, float]:
    """Read the whole log again, against its checkpoint and every hash kept."""
    key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    signed = ledger.sign_checkpoint(
        origin=ORIGIN, size=size, root=ledger.root(store, size), key=key
    )
    cosigned = signed
    for witness in ("auditor.example/w1", "neutral.example/w2"):
        cosigned = ledger.cosign_checkpoint(
            cosigned, name=witness, key=key, timestamp=1_700_000_000
        )
    checkpoint = ledger.verify_checkpoint(cosigned, public_key=key.public_key(), origin=ORIGIN)
    began = process_time()
    ledger.verify_log(entries(size), [checkpoint], store=store)
    return {
        "checkpoint_bytes_two_witnesses": len(cosigned.encode()),
        "verify_log_seconds": round(process_time() - began, 2),
    }


def main() -> None:
    """Print one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--entries", type=int, default=1_000_000)
    size = parser.parse_args().entries
    chance = random.Random(1)
    store, told = build(size)
    told |= inclusion(store, size, chance) | consistency(store, size, chance) | checked(store, size)
    print(json.dumps({"benchmark": "ledger", "entries": size} | told))


if __name__ == "__main__":
    main()
