"""The one way into the history: every verb calls `record` in its own transaction."""

import json
import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256

from django.db import connection

from wayhome.apps.audit.models import Entry, EntryPart, SubjectKey, Unnumbered, User
from wayhome.apps.audit.services.sealing import seal
from wayhome.engines import ledger
from wayhome.values import WayhomeError

Json = str | int | bool | None | Sequence["Json"] | Mapping[str, "Json"]
PURPOSE = "history"


class OutsideTransaction(WayhomeError):
    """A history entry must be written in the transaction of what it tells of."""


@dataclass(frozen=True, slots=True)
class Part:
    """What an entry says about one subject. Names and facts belong here, never in `facts`."""

    key: SubjectKey
    details: Mapping[str, Json] = field(default_factory=dict)


def record(
    *,
    act: str,
    by: User | None,
    at: datetime,
    facts: Mapping[str, Json] | None = None,
    parts: Sequence[Part] = (),
) -> Entry:
    """Write one entry, in the caller's transaction.

    Args:
        act: what was done, e.g. `judgement_confirmed`.
        by: the account; None for the machine itself.
        at: when, with a time zone.
        facts: what may be read by an auditor who may see no person: numbers, codes, hashes.
        parts: what concerns one subject each; sealed under its key, committed to in the leaf.

    Raises:
        OutsideTransaction: there is no open transaction.
        InvalidEvidence: a fact that canonical JSON cannot carry (a float, a non-NFC string).
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction(f"The act {act!r} was to be recorded outside a transaction.")
    sealed = [_sealed(part) for part in parts]
    uid = uuid.uuid4()
    leaf: dict[str, Json] = {
        "v": 1,
        "entry": str(uid),
        "at": written(at),
        "by": str(by.uid) if by else None,
        "act": act,
        "facts": dict(facts or {}),
        "parts": len(sealed),
        "parts_root": parts_root([commitment for commitment, _ in sealed]).hex(),
        "subjects": [str(part.key.uid) for part in parts[:MOST_SUBJECTS]],
        "subjects_sha256": subjects_hash([part.key.uid for part in parts]),
    }
    text = ledger.canonical(leaf).decode()
    entry = Entry.objects.create(uid=uid, at=at, by=by, act=act, leaf=text)
    Unnumbered.objects.create(entry=entry)
    EntryPart.objects.bulk_create(
        [
            EntryPart(entry=entry, number=n, key=part.key, commitment=commitment, sealed=blob)
            for n, (part, (commitment, blob)) in enumerate(zip(parts, sealed, strict=True))
        ],
        batch_size=2000,
    )
    return entry


MOST_SUBJECTS = 16
"""An import concerns thousands of lines: their pseudonyms stay in the parts, not in the leaf."""


def _sealed(part: Part) -> tuple[bytes, bytes]:
    """Commitment and sealed salt with details."""
    salt = secrets.token_bytes(16)
    plain = json.dumps({"salt": salt.hex(), "details": part.details}, ensure_ascii=False)
    commitment = ledger.commitment(part.details, salt=salt)
    return commitment, seal(part.key, plain.encode(), purpose=PURPOSE)


def written(at: datetime) -> str:
    """A moment as a leaf states it."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def subjects_hash(uids: Sequence[uuid.UUID]) -> str:
    """What a leaf binds the subjects of its parts by, in their order: SHA-256 of their uids."""
    return sha256(b"".join(uid.bytes for uid in uids)).hexdigest()


def parts_root(commitments: Sequence[bytes]) -> bytes:
    """What a leaf binds its parts by: the root over their commitments."""
    store = ledger.MemoryStore()
    size = ledger.append(store, 0, [ledger.leaf_hash(c) for c in commitments])
    return ledger.root(store, size)
