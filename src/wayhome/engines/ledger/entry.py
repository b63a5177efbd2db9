"""An entry as bytes that are the same on every machine, and what binds its details to it."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, TypeAlias
from unicodedata import is_normalized

import rfc8785

from wayhome.values import InvalidEvidence

Json: TypeAlias = "bool | int | str | Sequence[Json] | Mapping[str, Json] | None"
"""What an entry may hold. No floats: they are not written the same everywhere."""

SALT_SIZE = 16


def canonical(entry: Mapping[str, Json]) -> bytes:
    """The one way to write an entry: RFC 8785, UTF-8.

    Raises:
        InvalidEvidence: it holds a float, an integer beyond 2**53 - 1, a string that is not
            NFC, a key that is not a string, or something that is not JSON.
    """
    if not isinstance(entry, Mapping):
        raise InvalidEvidence("An entry is a mapping of names to values.")
    try:
        return rfc8785.dumps(_plain(entry))
    except (rfc8785.CanonicalizationError, UnicodeEncodeError, RecursionError) as refusal:
        raise InvalidEvidence(
            "The entry holds an integer beyond 2**53 - 1, half a character, or is nested too deep."
        ) from refusal


def commitment(details: Mapping[str, Json], *, salt: bytes) -> bytes:
    """What stands in the entry for details kept apart: SHA-256(salt || canonical), 32 bytes.

    Without the salt (16 random bytes) nobody can guess the details from it.
    """
    if len(salt) != SALT_SIZE:
        raise InvalidEvidence(f"A salt has {SALT_SIZE} bytes, not {len(salt)}.")
    return sha256(salt + canonical(details)).digest()


def _plain(value: object) -> Any:
    """The value in plain Python types, each checked."""
    match value:
        case None | bool():
            return value
        case str():
            return _text(value)
        case int():
            return int(value)
        case Mapping():
            return {_key(key): _plain(item) for key, item in value.items()}
        case bytes() | bytearray() | memoryview():
            pass
        case Sequence():
            return [_plain(item) for item in value]
    raise InvalidEvidence(
        f"An entry cannot hold a value of type {type(value).__name__}. Write it as a string."
    )


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise InvalidEvidence("A name in an entry is a string.")
    return _text(key)


def _text(text: str) -> str:
    if not is_normalized("NFC", text):
        raise InvalidEvidence("A string in an entry is not in Unicode normal form C. Normalise it.")
    return text
