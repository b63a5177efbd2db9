"""A file that came with a form that must be filled in again: it need not be chosen anew.

It lies sealed for an hour. The key is not kept with it: it travels with the form alone, so that
what lies here, in a backup too, is closed to everybody who has not the form.
"""

import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.cache import cache

from wayhome.apps.audit.models import User

KEPT_SECONDS = 3600
_NONCE, _KEY, _MARK = 12, 32, 16


@dataclass(frozen=True, slots=True)
class KeptUpload:
    """A file that waits for the rest of its form."""

    name: str
    content: bytes


def keep_upload(*, name: str, content: bytes, by: User) -> str:
    """Keep a file for an hour.

    Returns:
        What opens it again, for the form it came with. It is written down nowhere else.
    """
    mark, key, nonce = (secrets.token_bytes(n) for n in (_MARK, _KEY, _NONCE))
    title = name.encode()
    plain = len(title).to_bytes(4) + title + content
    cache.set(_place(mark), nonce + AESGCM(key).encrypt(nonce, plain, _owner(by)), KEPT_SECONDS)
    return (mark + key).hex()


def kept_upload(token: str, *, by: User) -> KeptUpload | None:
    """The file a form holds the token of; None if it lapsed, is another's or never was."""
    mark, key = _parts(token)
    sealed = cache.get(_place(mark)) if key else None
    if sealed is None:
        return None
    try:
        plain = AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], _owner(by))
    except InvalidTag:
        return None
    begin = 4 + int.from_bytes(plain[:4])
    return KeptUpload(name=plain[4:begin].decode(), content=plain[begin:])


def forget_upload(token: str) -> None:
    """Keep a file no longer: it has come in, or another took its place."""
    cache.delete(_place(_parts(token)[0]))


def _parts(token: str) -> tuple[bytes, bytes]:
    try:
        given = bytes.fromhex(token)
    except ValueError:
        return b"", b""
    return (given[:_MARK], given[_MARK:]) if len(given) == _MARK + _KEY else (b"", b"")


def _place(mark: bytes) -> str:
    return f"kept-upload:{mark.hex()}"


def _owner(by: User) -> bytes:
    return str(by.pk).encode()
