"""Signed notes: a text, a blank line, and one signature line per key (C2SP signed-note).

Formats by https://c2sp.org/signed-note. A signature line is an em dash, the key's name, and base64
of its id (4 bytes) and signature.
"""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from wayhome.engines.ledger.errors import LedgerBroken
from wayhome.values import InvalidEvidence

ED25519 = b"\x01"
COSIGNATURE = b"\x04"
LONGEST_NOTE = 64 * 1024
MOST_SIGNATURES = 100
DASH = "— "


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """A note taken apart. Nothing of it is verified."""

    text: str
    """With its final newline: what is signed."""
    lines: tuple[str, ...]
    """The signature lines, without newlines."""

    def signatures(self, name: str, key_id: bytes) -> Iterator[bytes]:
        """What the key of this name and id has signed. Other lines are passed over."""
        for line in self.lines:
            signer, _, blob = line.removeprefix(DASH).partition(" ")
            decoded = from_base64(blob, "A signature line")
            if signer == name and decoded[:4] == key_id:
                yield decoded[4:]


def key_id(name: str, kind: bytes, public_key: Ed25519PublicKey) -> bytes:
    """The 4 bytes by which a signature line names its key."""
    check_name(name)
    return sha256(name.encode() + b"\n" + kind + public_key.public_bytes_raw()).digest()[:4]


def check_name(name: str) -> None:
    """Refuse a key name that would break a signature line.

    Raises:
        InvalidEvidence: it is empty, or holds a space, a plus or a control character.
    """
    if not name or not name.isprintable() or any(sign.isspace() or sign == "+" for sign in name):
        raise InvalidEvidence("The name of a key may not be empty, nor hold spaces or a plus sign.")


def signature_line(name: str, identity: bytes, signature: bytes) -> str:
    """One signature as a line, without newline."""
    return f"{DASH}{name} {to_base64(identity + signature)}"


def write_note(text: str, lines: tuple[str, ...]) -> str:
    """The note as it is kept and sent."""
    return text + "\n" + "".join(f"{line}\n" for line in lines)


def read_note(note: str) -> Note:
    """Take a note apart.

    Raises:
        LedgerBroken: it has not the form of a signed note.
    """
    text, gap, signatures = note.rpartition("\n\n")
    lines = tuple(signatures.removesuffix("\n").split("\n"))
    well_formed = (
        gap
        and len(note) <= LONGEST_NOTE
        and len(lines) <= MOST_SIGNATURES
        and signatures.endswith("\n")
        and not any(sign < " " and sign != "\n" for sign in note)
        and all(line.startswith(DASH) and line.count(" ") == 2 for line in lines)
    )
    if not well_formed:
        raise LedgerBroken("This is not a signed note: a text, a blank line, signature lines.")
    return Note(text=text + "\n", lines=lines)


def verifier_key(name: str, public_key: Ed25519PublicKey, *, kind: bytes = ED25519) -> str:
    """A public key as one line to publish: name, id and key (C2SP vkey)."""
    identity = key_id(name, kind, public_key).hex()
    return f"{name}+{identity}+{to_base64(kind + public_key.public_bytes_raw())}"


def read_verifier_key(text: str, *, kind: bytes = ED25519) -> tuple[str, Ed25519PublicKey]:
    """Name and key of a published line.

    Raises:
        LedgerBroken: the line is damaged, or the key is of another kind.
    """
    name, _, rest = text.strip().partition("+")
    raw = from_base64(rest.partition("+")[2], "A public key")
    if raw[:1] != kind or len(raw) != 33:
        raise LedgerBroken("This is not a public key of the kind that is needed here.")
    try:
        public_key = Ed25519PublicKey.from_public_bytes(raw[1:])
        again = verifier_key(name, public_key, kind=kind)
    except (ValueError, InvalidEvidence) as damage:
        raise LedgerBroken("This is no public key, or its name cannot be one.") from damage
    if again != text.strip():
        raise LedgerBroken("The public key does not agree with its id. It was damaged or changed.")
    return name, public_key


def to_base64(data: bytes) -> str:
    """Standard base64."""
    return base64.b64encode(data).decode("ascii")


def from_base64(text: object, what: str) -> bytes:
    """The bytes of standard base64 that is written in the one right way.

    Raises:
        LedgerBroken: it is not.
    """
    try:
        data = base64.b64decode(text, validate=True) if isinstance(text, str) else b""
    except ValueError as damage:
        raise LedgerBroken(f"{what} is not valid base64.") from damage
    if to_base64(data) != text:  # spare bits that are set, or no string at all
        raise LedgerBroken(f"{what} is not valid base64.")
    return data
