"""Check an evidence pack. Needs no network: Python 3 and the package `cryptography`.

    python verify.py [PACK] [--key LINE] [--witness LINE]...

PACK is the zip or the folder it was unpacked to; without it, the folder this file lies in.
LINE is a public key as its owner published it: name+id+key. Without --key the key inside the pack
is used, which shows that the pack holds together, not whose it is.

This file is complete in itself, so that it can be read and trusted on its own.
"""

import argparse
import base64
import json
import sys
import unicodedata
import zipfile
from datetime import datetime, timezone
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

NAMES = ("entry.json", "details.json", "proof.json", "checkpoint.txt", "public-key.txt")
LARGEST_FILE = 4 * 1024 * 1024
LOG_KEY, WITNESS_KEY = b"\x01", b"\x04"


class Refused(Exception):
    """The pack does not hold. `str()` says why."""


def main(arguments: "list[str] | None" = None) -> int:
    """Check a pack, say what it proves, return 0; or say what is wrong, return 1."""
    parser = argparse.ArgumentParser(description="Check an evidence pack, offline.")
    parser.add_argument("pack", nargs="?", type=Path, default=Path(__file__).parent)
    parser.add_argument("--key", help="the log's public key, as its owner published it")
    parser.add_argument("--witness", action="append", default=[], help="a witness's public key")
    told = parser.parse_args(arguments)
    try:
        sentences = check(read(told.pack), key=told.key, witnesses=told.witness)
    except (Refused, OSError, zipfile.BadZipFile) as refusal:
        sys.stdout.write(f"REFUSED. {refusal}\n")
        return 1
    sys.stdout.write("The pack holds.\n" + "".join(f"- {sentence}\n" for sentence in sentences))
    return 0


def read(pack: Path) -> "dict[str, bytes]":
    """The files of a pack by name, from a zip or a folder."""
    if pack.is_dir():
        return {name: (pack / name).read_bytes() for name in NAMES if (pack / name).is_file()}
    with zipfile.ZipFile(pack) as archive:
        listed = archive.namelist()
        if len(listed) != len(set(listed)):
            raise Refused("A file is twice in the pack.")
        if any(archive.getinfo(name).file_size > LARGEST_FILE for name in listed):
            raise Refused("A file in the pack is larger than any evidence can be.")
        return {name: archive.read(name) for name in NAMES if name in listed}


def check(
    files: "dict[str, bytes]", *, key: "str | None" = None, witnesses: "list[str] | None" = None
) -> "list[str]":
    """What the pack proves, in sentences."""
    for name in ("entry.json", "proof.json", "checkpoint.txt", "public-key.txt"):
        if name not in files:
            raise Refused(f"{name} is missing.")
    inside = line_of(files, "public-key.txt")
    if key is not None and key.strip() != inside:
        raise Refused("The pack was signed by another key than the one you gave.")
    origin, public_key = key_of(inside, LOG_KEY)
    body, lines = note_of(text_of(files, "checkpoint.txt"))
    size, root = checkpoint_of(body, origin)
    verify_lines(lines, origin, key_id(origin, LOG_KEY, public_key), public_key, body)

    entry, proof = object_of(files, "entry.json"), object_of(files, "proof.json")
    if set(proof) != {"hashes", "index", "size"} or proof["size"] != size:
        raise Refused("The proof was not made for this checkpoint.")
    follow(sha256(b"\x00" + files["entry.json"]).digest(), proof, root)
    seen = [witness_of(line, lines, body) for line in witnesses or []]
    return [
        f"The entry is number {proof['index'] + 1} of {size} in the log {origin}.",
        "The log is signed by the key you gave."
        if key is not None
        else f"The log is signed by the key {inside}. It came with the pack: compare it with the "
        "key that the institution has published.",
        details_of(files, entry),
        *(seen or ["No witness was asked for."]),
        "Not shown: that what was recorded is true, or that nothing was left unrecorded.",
    ]


def details_of(files: "dict[str, bytes]", entry: "dict[str, Any]") -> str:
    """Whether the details belong to the entry, part by part."""
    if "details.json" not in files:
        return "The pack holds no details: there are none, or they were withheld or erased."
    shown = object_of(files, "details.json")
    if set(shown) != {"parts"} or not isinstance(shown["parts"], list) or not shown["parts"]:
        raise Refused("details.json holds no details.")
    for part in shown["parts"]:
        if not isinstance(part, dict) or set(part) != {"details", "hashes", "number", "salt"}:
            raise Refused("A part of details.json has not the form of details.")
        bound = sha256(unhex(part["salt"], 16) + written(part["details"]).encode()).digest()
        place = {"index": part["number"], "size": entry.get("parts"), "hashes": part["hashes"]}
        try:
            follow(sha256(b"\x00" + bound).digest(), place, unhex(entry.get("parts_root"), 32))
        except Refused:
            raise Refused("The details are not those recorded with the entry.") from None
    count = len(shown["parts"])
    return f"Details shown: {count} of {entry['parts']} parts, as they were recorded."


def follow(digest: bytes, proof: "dict[str, Any]", root: bytes) -> None:
    """Go up the tree from the entry to the root (RFC 9162, 2.1.3.2)."""
    index, size, hashes = proof["index"], proof["size"], proof["hashes"]
    if type(index) is not int or type(size) is not int or not 0 <= index < size:
        raise Refused("The proof names no entry of the log.")
    if not isinstance(hashes, list):
        raise Refused("The proof holds no list of hashes.")
    last = size - 1
    for step in (unbase64(each) for each in hashes):
        if len(step) != 32 or last == 0:
            raise Refused("The proof has not the form that the log asks for.")
        if index & 1 or index == last:
            digest = sha256(b"\x01" + step + digest).digest()
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            digest = sha256(b"\x01" + digest + step).digest()
        index, last = index >> 1, last >> 1
    if last != 0 or digest != root:
        raise Refused("The proof does not lead from the entry to the signed root.")


def note_of(note: str) -> "tuple[str, list[str]]":
    """The signed text and the signature lines of a note (C2SP signed-note)."""
    body, gap, signatures = note.rpartition("\n\n")
    if not gap or not signatures.endswith("\n"):
        raise Refused("checkpoint.txt is not a signed note.")
    lines = signatures[:-1].split("\n")
    if any(not line.startswith("— ") or line.count(" ") != 2 for line in lines):
        raise Refused("checkpoint.txt has a damaged signature line.")
    return body + "\n", lines


def checkpoint_of(body: str, origin: str) -> "tuple[int, bytes]":
    """Size and root (C2SP tlog-checkpoint)."""
    parts = body[:-1].split("\n")
    if len(parts) != 3 or parts[0] != origin:
        raise Refused("The checkpoint is of another log.")
    if not parts[1].isdecimal() or str(int(parts[1])) != parts[1] or len(parts[1]) > 19:
        raise Refused("The checkpoint names no size.")
    return int(parts[1]), unbase64(parts[2])


def verify_lines(
    lines: "list[str]", name: str, identity: bytes, public_key: Ed25519PublicKey, body: str
) -> "list[int]":
    """Check what the key of this name and id has signed; the times of a witness."""
    times, found = [], False
    for line in lines:
        _, signer, blob = line.split(" ")
        decoded = unbase64(blob)
        if signer != name or decoded[:4] != identity:
            continue
        signature, signed, found = decoded[4:], body, True
        if len(signature) == 72:  # a witness puts its time first
            times.append(int.from_bytes(signature[:8], "big"))
            signature, signed = signature[8:], f"cosignature/v1\ntime {times[-1]}\n{body}"
        try:
            public_key.verify(signature, signed.encode())
        except InvalidSignature:
            raise Refused(f"The signature of {name} is wrong.") from None
    if not found:
        raise Refused(f"The checkpoint is not signed by the key of {name}.")
    return times


def witness_of(line: str, lines: "list[str]", body: str) -> str:
    """When a witness saw the log (C2SP tlog-cosignature)."""
    name, public_key = key_of(line.strip(), WITNESS_KEY)
    times = verify_lines(lines, name, key_id(name, WITNESS_KEY, public_key), public_key, body)
    if not times or max(times) >= 2**63:
        raise Refused(f"{name} gave no time.")
    try:
        moment = datetime.fromtimestamp(max(times), tz=timezone.utc).isoformat()  # noqa: UP017
    except (ValueError, OverflowError, OSError):
        moment = f"{max(times)} seconds after 1970"
    return f"The witness {name} saw this log at {moment}."


def key_of(line: str, kind: bytes) -> "tuple[str, Ed25519PublicKey]":
    """Name and key of a line name+id+key."""
    parts = line.split("+", 2)
    raw = unbase64(parts[2]) if len(parts) == 3 else b""
    if len(raw) != 33 or raw[:1] != kind:
        raise Refused("A public key is damaged, or of another kind.")
    public_key = Ed25519PublicKey.from_public_bytes(raw[1:])
    if key_id(parts[0], kind, public_key).hex() != parts[1]:
        raise Refused("A public key does not agree with its id.")
    return parts[0], public_key


def key_id(name: str, kind: bytes, public_key: Ed25519PublicKey) -> bytes:
    """The four bytes that name a key in a signature line."""
    return sha256(name.encode() + b"\n" + kind + public_key.public_bytes_raw()).digest()[:4]


def object_of(files: "dict[str, bytes]", name: str) -> "dict[str, Any]":
    """A JSON object that is written in the one right way (RFC 8785, without floats)."""
    text = text_of(files, name)
    try:
        value = json.loads(text, parse_float=no_float, parse_constant=no_float)
        again = written(value)
    except (ValueError, RecursionError):
        raise Refused(f"{name} is not JSON as it is recorded.") from None
    if not isinstance(value, dict) or again != text:
        raise Refused(f"{name} is not written as it was recorded.")
    return value


def written(value: object) -> str:
    """The one right way to write a value."""
    return json.dumps(in_order(value), ensure_ascii=False, separators=(",", ":"))


def in_order(value: object) -> object:
    """The same value, the names in the order of their UTF-16 code units."""
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return {in_order(name): in_order(value[name]) for name in names}
    if isinstance(value, list):
        return [in_order(each) for each in value]
    if isinstance(value, int) and abs(value) >= 2**53:
        raise ValueError("an integer that not every program reads alike")
    if isinstance(value, str) and unicodedata.normalize("NFC", value) != value:
        raise ValueError("a string that not every program reads alike")
    return value


def no_float(number: str) -> object:
    """Refuse a number that not every program writes alike."""
    raise ValueError(number)


def text_of(files: "dict[str, bytes]", name: str) -> str:
    """A file as text."""
    try:
        return files[name].decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(f"{name} is not text.") from None


def line_of(files: "dict[str, bytes]", name: str) -> str:
    """A file of one line."""
    line, end, rest = text_of(files, name).partition("\n")
    if not end or rest:
        raise Refused(f"{name} is damaged.")
    return line


def unhex(text: object, length: int) -> bytes:
    """So many bytes in hexadecimal, written in the one right way."""
    try:
        data = bytes.fromhex(text) if isinstance(text, str) else b""
    except ValueError:
        data = b""
    if len(data) != length or data.hex() != text:
        raise Refused(f"What should be {length} bytes in hexadecimal is not.")
    return data


def unbase64(text: object) -> bytes:
    """Standard base64, written in the one right way."""
    try:
        data = base64.b64decode(text, validate=True) if isinstance(text, str) else None
    except ValueError:
        data = None
    if data is None or base64.b64encode(data).decode("ascii") != text:
        raise Refused("A hash, key or signature is not valid base64.")
    return data


if __name__ == "__main__":
    sys.exit(main())
