"""Write an evidence pack, and say what a pack proves."""

import json
from collections.abc import Iterator, Mapping, Sequence
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
from wayhome.engines.ledger.entry import SALT_SIZE, Json, canonical, commitment
from wayhome.engines.ledger.errors import LedgerBroken
from wayhome.engines.ledger.hashes import HASH_SIZE, leaf_hash
from wayhome.engines.ledger.note import from_base64, read_verifier_key, to_base64, verifier_key
from wayhome.engines.ledger.pack.archive import (
    CHECKPOINT,
    DETAILS,
    ENTRY,
    PROOF,
    PUBLIC_KEY,
    companions,
    unzipped,
    zipped,
)
from wayhome.engines.ledger.proofs import verify_inclusion
from wayhome.values import InvalidEvidence

PARTS, PARTS_ROOT = "parts", "parts_root"
"""Where an entry says how many parts its details have, and the root over them in hexadecimal.

The parts of one entry are a small tree of their own: its leaves are the leaf hashes of their
commitments. So one part can be shown and the others kept back, or erased.
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """What an entry says about one subject, with what binds it to the entry."""

    number: int
    """Its place among the parts of the entry, from 0."""
    details: Mapping[str, Json]
    salt: bytes
    """The 16 bytes that went into the commitment."""
    proof: Sequence[bytes]
    """The inclusion proof among the parts of the entry."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Proven:
    """What a pack proves: this entry stood in that log when the checkpoint was signed."""

    entry: Mapping[str, Json]
    parts: tuple[Part, ...]
    """The details that are shown. The others were withheld or erased."""
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
    parts: Sequence[Part] = (),
) -> bytes:
    """The evidence for one entry as a zip that can be checked offline.

    Args:
        entry: its canonical bytes.
        index: its place in the log, from 0.
        proof: the inclusion proof for the size of the checkpoint.
        checkpoint: signed by the log, with the cosignatures there are.
        public_key: the log's.
        parts: the details to show; those withheld or erased are left out.

    Raises:
        LedgerBroken: the evidence does not fit together. No pack is made.
    """
    claimed = read_checkpoint(checkpoint)
    hashes = [to_base64(step) for step in proof]
    files = {
        ENTRY: entry,
        PROOF: canonical({"index": index, "size": claimed.size, "hashes": hashes}),
        CHECKPOINT: checkpoint.encode(),
        PUBLIC_KEY: f"{verifier_key(claimed.origin, public_key)}\n".encode(),
    }
    if parts:
        files[DETAILS] = canonical({"parts": [_shown(part) for part in parts]})
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
        parts=tuple(_parts(files, entry)),
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


def _shown(part: Part) -> dict[str, Json]:
    return {
        "details": part.details,
        "hashes": [to_base64(step) for step in part.proof],
        "number": part.number,
        "salt": part.salt.hex(),
    }


def _parts(files: Mapping[str, bytes], entry: Mapping[str, Any]) -> Iterator[Part]:
    """The details, each checked against the root in the entry."""
    if DETAILS not in files:
        return
    shown = _object(files, DETAILS)
    if shown.keys() != {"parts"} or not isinstance(shown["parts"], list) or not shown["parts"]:
        raise LedgerBroken(f"{DETAILS} holds no details.")
    for claimed in shown["parts"]:
        part = _part(claimed)
        _bind(part, entry)
        yield part


def _part(claimed: object) -> Part:
    match claimed:
        case {"details": dict(details), "hashes": list(hashes), "number": int(number), **rest}:
            if rest.keys() == {"salt"} and type(number) is int:
                proof = [from_base64(step, "A hash of the details") for step in hashes]
                salt = _unhex(rest["salt"], SALT_SIZE)
                return Part(number=number, details=details, salt=salt, proof=proof)
    raise LedgerBroken(f"A part of {DETAILS} has not the form of details.")


def _bind(part: Part, entry: Mapping[str, Any]) -> None:
    """Accept the part as one of the entry's."""
    count, root = entry.get(PARTS), _unhex(entry.get(PARTS_ROOT), HASH_SIZE)
    leaf = leaf_hash(commitment(part.details, salt=part.salt))
    try:
        size = count if type(count) is int else 0
        verify_inclusion(leaf=leaf, index=part.number, size=size, proof=part.proof, root=root)
    except LedgerBroken as refusal:
        raise LedgerBroken("The details are not those recorded with the entry.") from refusal


def _unhex(text: object, length: int) -> bytes:
    try:
        data = bytes.fromhex(text) if isinstance(text, str) else b""
    except ValueError:
        data = b""
    if len(data) != length or data.hex() != text:
        raise LedgerBroken(f"What should be {length} bytes in hexadecimal is not.")
    return data


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
