"""Sealing: AES-256-GCM under a key per subject, wrapped by a master key outside the database.

A sealed value is bound to its subject and purpose (associated data), so that it cannot be moved
to another row unnoticed. NIST SP 800-38D; 12-byte random nonces, one key seals few values.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from wayhome.apps.audit.models import SubjectKey
from wayhome.values import WayhomeError

NONCE = 12


class CannotOpen(WayhomeError):
    """A sealed value cannot be read: its key was destroyed, or it was tampered with."""


@cache
def _master(name: str) -> AESGCM:
    """The master key of that name: made anew only where it has never wrapped anything."""
    is_there = (settings.INSTALLATION.keys / f"{name}.key").exists()
    if not is_there and SubjectKey.objects.filter(master=name).exists():
        raise CannotOpen(f"{name}.key is missing. Put it back from a backup.")
    return AESGCM(settings.INSTALLATION.secret(name))


def current_master() -> str:
    """The name of the master key that wraps new keys: the newest of `master-N.key`."""
    numbers = [
        int(path.stem.removeprefix("master-"))
        for path in settings.INSTALLATION.keys.glob("master-*.key")
    ]
    return f"master-{max(numbers, default=1)}"


def make_keys(about: SubjectKey.About, count: int) -> list[SubjectKey]:
    """Make that many keys without saving them."""
    master = current_master()
    made = [SubjectKey(about=about, master=master) for _ in range(count)]
    for key in made:
        key.wrapped = wrap(secrets.token_bytes(32), key=key)
    return made


def new_keys(about: SubjectKey.About, count: int) -> list[SubjectKey]:
    """Make that many keys and save them."""
    return SubjectKey.objects.bulk_create(make_keys(about, count), batch_size=5000)


def new_key(about: SubjectKey.About) -> SubjectKey:
    """Make one key and save it."""
    return new_keys(about, 1)[0]


def wrap(raw: bytes, *, key: SubjectKey) -> bytes:
    """Wrap a raw key under the master key that `key.master` names."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + _master(key.master).encrypt(nonce, raw, key.uid.bytes)


def unwrap(key: SubjectKey) -> bytes:
    """The raw key.

    Raises:
        CannotOpen: the key was destroyed, or the file of its master is missing.
    """
    if key.wrapped is None:
        raise CannotOpen("This was erased: its key was destroyed, and nobody can read it again.")
    wrapped = bytes(key.wrapped)
    return _master(key.master).decrypt(wrapped[:NONCE], wrapped[NONCE:], key.uid.bytes)


def seal(key: SubjectKey, plain: bytes, *, purpose: str) -> bytes:
    """Encrypt for this subject and purpose."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(unwrap(key)).encrypt(nonce, plain, _bound(key, purpose))


def open_sealed(key: SubjectKey, sealed: bytes, *, purpose: str) -> bytes:
    """Decrypt what was sealed for this subject and purpose.

    Raises:
        CannotOpen: the key was destroyed, or the value is not what was sealed here.
    """
    sealed = bytes(sealed)
    try:
        return AESGCM(unwrap(key)).decrypt(sealed[:NONCE], sealed[NONCE:], _bound(key, purpose))
    except InvalidTag as wrong:
        raise CannotOpen("A sealed value does not belong where it was found.") from wrong


def destroy_keys(keys: Iterable[SubjectKey], *, at: datetime) -> int:
    """Empty the keys. What was sealed under them is gone for good. Returns how many."""
    uids = [key.uid for key in keys]
    living = SubjectKey.objects.filter(uid__in=uids, destroyed_at=None)
    return living.update(wrapped=None, destroyed_at=at)


def _bound(key: SubjectKey, purpose: str) -> bytes:
    return key.uid.bytes + purpose.encode()
