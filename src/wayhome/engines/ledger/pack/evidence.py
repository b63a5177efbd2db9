"""Write an evidence pack, and say what a pack proves."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from wayhome.engines.ledger.checkpoint import (
    Checkpoint,
    Cosignature,
    read_checkpoint,
    verify_checkpoint,
    verify_cosignature,
)
from wayhome.engines.ledger.entry import SALT_SIZE, Json, canonical, commit_to
from wayhome.engines.ledger.errors import LedgerBroken
from wayhome.engines.ledger.hashes import leaf_hash
from wayhome.engines.ledger.note import from_base64, read_verifier_key, to_base64, verifier_key
from wayhome.engines.ledger.pack.archive import (
    CHECKPOINT,
    DETAILS,
    ENTRY,
    PROOF,
    PUBLIC_KEY,
    SALT,
    companions,
    unzipped,
    zipped,
)
from wayhome.engines.ledger.proofs import verify_inclusion
from wayhome.values import InvalidEvidence

COMMITMENT = "commit"
"""The name in an entry under which the commitment to its details stands, in hexadecimal."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Proven:
    """What a pack proves: this entry stood in that log when the checkpoint was signed."""

    entry: Mapping[str, Json]
    details: Mapping[str, Json] | None
    """None where they were withheld or erased."""
    index: int
    """The place of the entry in the log, from 0."""
    checkpoint: Checkpoint
    public_key: Ed25519PublicKey
    """Whose signature it is: nothing, unless it is the key its owner published."""
    cosignatures: tuple[Cosignature, ...]
    """Of the witnesses that were asked for."""


def write_pack(
    *,
    entry: bytes,
    index: int,
    proof: Sequence[bytes],
    checkpoint: str,
    public_key: Ed25519PublicKey,
    details: bytes | None = None,
    salt: bytes | None = None,
) -> bytes:
    """The evidence for one entry as a zip that can be checked offline.

    Args:
        entry: its canonical bytes.
        index: its place in the log, from 0.
        proof: the inclusion proof for the size of the checkpoint.
        checkpoint: signed by the log, with the cosignatures there are.
        public_key: the log's.
        details: their canonical bytes; None where they are withheld or erased.
        salt: the 16 bytes that went into their commitment; None where the details are.

    Raises:
        LedgerBroken: the parts do not fit together. No pack is made.
        InvalidEvidence: details without salt, or salt without details.
    """
    if (details is None) != (salt is None):
        raise InvalidEvidence("Details go into a pack with their salt, or neither does.")
    claimed = read_checkpoint(checkpoint)
    hashes = [to_base64(step) for step in proof]
    files = {
        ENTRY: entry,
        PROOF: canonical({"index": index, "size": claimed.size, "hashes": hashes}),
        CHECKPOINT: checkpoint.encode(),
        PUBLIC_KEY: f"{verifier_key(claimed.origin, public_key)}\n".encode(),
    }
    if details is not None and salt is not None:
        files |= {DETAILS: details, SALT: f"{salt.hex()}\n".encode()}
    pack = zipped(files | companions())
    verify_pack(pack)
    return pack


def verify_pack(
    pack: bytes,
    *,
    public_key: Ed25519PublicKey | None = None,
    witnesses: Mapping[str, Ed25519PublicKey] | None = None,
) -> Proven:
    """What a pack proves.

    Args:
        pack: the zip.
        public_key: the log's, as its owner published it. Without it the key inside the pack is
            used, which shows that the pack holds together, not whose it is.
        witnesses: by name, those whose cosignature is asked for.

    Raises:
        LedgerBroken: it proves nothing, or a signature asked for is missing.
    """
    files = unzipped(pack)
    origin, inside = _key_in(_text(files, PUBLIC_KEY))
    if public_key is not None and public_key.public_bytes_raw() != inside.public_bytes_raw():
        raise LedgerBroken("The pack was signed by another key than the one that was given.")
    note = _text(files, CHECKPOINT)
    checkpoint = verify_checkpoint(note, public_key=inside, origin=origin)
    entry, proof = _object(files, ENTRY), _object(files, PROOF)
    index, hashes = _steps(proof, checkpoint.size)
    verify_inclusion(
        leaf=leaf_hash(files[ENTRY]),
        index=index,
        size=checkpoint.size,
        proof=hashes,
        root=checkpoint.root,
    )
    return Proven(
        entry=entry,
        details=_details(files, entry),
        index=index,
        checkpoint=checkpoint,
        public_key=inside,
        cosignatures=tuple(
            verify_cosignature(note, name=name, public_key=key)
            for name, key in (witnesses or {}).items()
        ),
    )


def _key_in(text: str) -> tuple[str, Ed25519PublicKey]:
    origin, public_key = read_verifier_key(text)
    if f"{verifier_key(origin, public_key)}\n" != text:
        raise LedgerBroken(f"{PUBLIC_KEY} is damaged.")
    return origin, public_key


def _steps(proof: Mapping[str, Any], size: int) -> tuple[int, list[bytes]]:
    index, hashes = proof.get("index"), proof.get("hashes")
    if proof.keys() != {"hashes", "index", "size"} or proof["size"] != size:
        raise LedgerBroken("The proof was not made for this checkpoint.")
    if type(index) is not int or not isinstance(hashes, list):
        raise LedgerBroken("The proof has not the form of an inclusion proof.")
    return index, [from_base64(step, "A hash of the proof") for step in hashes]


def _details(files: Mapping[str, bytes], entry: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The details, checked against the commitment in the entry."""
    if DETAILS not in files and SALT not in files:
        return None
    if DETAILS not in files or SALT not in files:
        raise LedgerBroken("Of details and salt, one is missing.")
    details = _object(files, DETAILS)
    committed = commit_to(files[DETAILS], salt=_salt(_text(files, SALT))).hex()
    if committed != entry.get(COMMITMENT):
        raise LedgerBroken("The details are not those that were recorded with the entry.")
    return details


def _salt(text: str) -> bytes:
    try:
        salt = bytes.fromhex(text)
    except ValueError as damage:
        raise LedgerBroken(f"{SALT} is damaged.") from damage
    if len(salt) != SALT_SIZE or f"{salt.hex()}\n" != text:
        raise LedgerBroken(f"{SALT} is damaged.")
    return salt


def _object(files: Mapping[str, bytes], name: str) -> Mapping[str, Any]:
    """A JSON object in canonical bytes: nothing in it can be read in two ways."""
    try:
        value = json.loads(_text(files, name))
        if canonical(value) == files[name]:
            return dict(value)
    except (ValueError, RecursionError, InvalidEvidence) as damage:
        raise LedgerBroken(f"{name} is not canonical JSON.") from damage
    raise LedgerBroken(f"{name} is not canonical JSON.")


def _text(files: Mapping[str, bytes], name: str) -> str:
    try:
        return files[name].decode()
    except UnicodeDecodeError as damage:
        raise LedgerBroken(f"{name} is not text.") from damage
