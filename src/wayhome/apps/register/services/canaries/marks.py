"""By what an invented person is known again: a keyed hash of two words of the name."""

import hashlib
import hmac
import unicodedata
from collections.abc import Mapping, Sequence
from itertools import combinations

from django.conf import settings

MOST_WORDS = 8
"""Of a search or a name: more are not looked at."""


def mark(words: Sequence[str], *, key: bytes | None = None) -> bytes:
    """A keyed hash of the first two words of a name, in whatever order they are typed."""
    return mac(" ".join(sorted(words)).encode(), key=key)


def mark_of(fields: Mapping[str, str]) -> bytes:
    """Of the name in these fields."""
    return mark(_words(name_in(fields))[:2])


def marks_in(text: str, *, key: bytes | None = None) -> list[bytes]:
    """Of every two words of a text."""
    return [mark(pair, key=key) for pair in combinations(_words(text)[:MOST_WORDS], 2)]


def mac(message: bytes, *, key: bytes | None = None) -> bytes:
    """HMAC-SHA256 under the installation's key for all that is invented."""
    return hmac.digest(mark_key() if key is None else key, message, hashlib.sha256)


def mark_key() -> bytes:
    """The key, to be read once for many marks."""
    key: bytes = settings.INSTALLATION.secret("canary")
    return key


def name_in(fields: Mapping[str, str]) -> str:
    """Surname and given names, or the one cell."""
    parts = [fields.get(name, "") for name in ("surname", "given_names")]
    return " ".join(part for part in parts if part) or fields.get("full_name", "")


def _words(text: str) -> list[str]:
    words = unicodedata.normalize("NFC", text).casefold().split()
    return [word.strip(",.;:") for word in words]
