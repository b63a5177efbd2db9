"""Checkpoints: how many entries the log has and their root, signed (C2SP tlog-checkpoint).

A witness that saw the log grow without change adds a cosignature with its time (C2SP
tlog-cosignature, `cosignature/v1`). Both are Ed25519.
"""

import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from wayhome.engines.ledger.errors import LedgerBroken
from wayhome.engines.ledger.hashes import HASH_SIZE
from wayhome.engines.ledger.note import (
    COSIGNATURE,
    ED25519,
    Note,
    check_name,
    from_base64,
    key_id,
    read_note,
    signature_line,
    to_base64,
    write_note,
)
from wayhome.values import InvalidEvidence

LATEST = 2**63 - 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Checkpoint:
    """What a log said it was."""

    origin: str
    """Which log."""
    size: int
    """How many entries."""
    root: bytes
    """The root over them, 32 bytes."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cosignature:
    """What a witness said it saw."""

    name: str
    """Which witness."""
    timestamp: int
    """When, by the witness's clock: seconds since 1970-01-01T00:00:00Z."""
    checkpoint: Checkpoint


def sign_checkpoint(*, origin: str, size: int, root: bytes, key: Ed25519PrivateKey) -> str:
    """The checkpoint as a signed note. The key's name is the origin.

    Raises:
        InvalidEvidence: the origin, the size or the root cannot stand in a checkpoint.
    """
    check_name(origin)
    if size < 0 or len(root) != HASH_SIZE:
        raise InvalidEvidence("A checkpoint needs a size from 0 and a root of 32 bytes.")
    text = f"{origin}\n{size}\n{to_base64(root)}\n"
    identity = key_id(origin, ED25519, key.public_key())
    return write_note(text, (signature_line(origin, identity, key.sign(text.encode())),))


def read_checkpoint(text: str) -> Checkpoint:
    """What a checkpoint says. Nobody's signature is looked at.

    Raises:
        LedgerBroken: it has not the form of a checkpoint.
    """
    return _body(read_note(text))


def verify_checkpoint(text: str, *, public_key: Ed25519PublicKey, origin: str) -> Checkpoint:
    """What the log of this origin and key has signed.

    Raises:
        LedgerBroken: the form is wrong, the checkpoint is of another log, or not signed by the key.
    """
    note = read_note(text)
    checkpoint = _body(note)
    if checkpoint.origin != origin:
        raise LedgerBroken("The checkpoint is of another log.")
    signatures = list(note.signatures(origin, key_id(origin, ED25519, public_key)))
    if not signatures:
        raise LedgerBroken("The checkpoint is not signed by the key of this log.")
    for signature in signatures:
        _verify(public_key, signature, note.text, "The signature on the checkpoint is wrong.")
    return checkpoint


def cosign_checkpoint(text: str, *, name: str, key: Ed25519PrivateKey, timestamp: int) -> str:
    """The checkpoint with a witness's cosignature added.

    The witness has checked before that it is consistent with the last one it saw.
    """
    if not 0 <= timestamp <= LATEST:
        raise InvalidEvidence("The time of a cosignature is in seconds from 1970 on.")
    note = read_note(text)
    _body(note)
    signature = timestamp.to_bytes(8, "big") + key.sign(_cosigned(note, timestamp).encode())
    line = signature_line(name, key_id(name, COSIGNATURE, key.public_key()), signature)
    return write_note(note.text, (*note.lines, line))


def verify_cosignature(text: str, *, name: str, public_key: Ed25519PublicKey) -> Cosignature:
    """When the witness of this name and key saw the checkpoint; the last time if several.

    Raises:
        LedgerBroken: there is no cosignature by it, or it is wrong.
    """
    note = read_note(text)
    checkpoint = _body(note)
    times = []
    for signature in note.signatures(name, key_id(name, COSIGNATURE, public_key)):
        times.append(int.from_bytes(signature[:8], "big"))
        signed = _cosigned(note, times[-1])
        _verify(public_key, signature[8:], signed, "The cosignature of the witness is wrong.")
    if not times or max(times) > LATEST:
        raise LedgerBroken("The checkpoint is not cosigned by the key of this witness.")
    return Cosignature(name=name, timestamp=max(times), checkpoint=checkpoint)


def join_signatures(text: str, *others: str) -> str:
    """One checkpoint with the signature lines of all, each line once.

    Raises:
        LedgerBroken: they are not copies of one checkpoint.
    """
    notes = [read_note(note) for note in (text, *others)]
    if len({note.text for note in notes}) != 1:
        raise LedgerBroken("These are different checkpoints. Their signatures cannot be joined.")
    lines = dict.fromkeys(line for note in notes for line in note.lines)
    return write_note(notes[0].text, tuple(lines))


def _body(note: Note) -> Checkpoint:
    """Origin, size and root. Extension lines, which we never write, are refused."""
    parts = note.text.removesuffix("\n").split("\n")
    if len(parts) != 3 or not parts[0] or not re.fullmatch(r"0|[1-9][0-9]{0,18}", parts[1]):
        raise LedgerBroken("This is not a checkpoint: three lines with origin, size and root.")
    root = from_base64(parts[2], "The root of the checkpoint")
    if len(root) != HASH_SIZE:
        raise LedgerBroken("The root of the checkpoint has not 32 bytes.")
    return Checkpoint(origin=parts[0], size=int(parts[1]), root=root)


def _cosigned(note: Note, timestamp: int) -> str:
    return f"cosignature/v1\ntime {timestamp}\n{note.text}"


def _verify(public_key: Ed25519PublicKey, signature: bytes, text: str, refusal: str) -> None:
    try:
        public_key.verify(signature, text.encode())
    except InvalidSignature as wrong:
        raise LedgerBroken(refusal) from wrong
