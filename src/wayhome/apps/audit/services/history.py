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
from wayhome.apps.audit.services.rows import Row, insert_rows, ready_rows
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


@dataclass(frozen=True, slots=True)
class SealedParts:
    """Parts that are sealed already, so that the transaction need not wait for it."""

    subjects: Sequence[uuid.UUID]
    root: bytes
    rows: Sequence[Row]  # ready to be inserted, but for the entry


_COLUMNS = ("number", "key_id", "commitment", "sealed")


def seal_parts(parts: Sequence[Part]) -> SealedParts:
    """Seal and commit to the details of each part. Their keys may be saved afterwards."""
    sealed = [_sealed(part) for part in parts]
    rows = (
        (number, part.key.uid, commitment, blob)
        for number, (part, (commitment, blob)) in enumerate(zip(parts, sealed, strict=True))
    )
    return SealedParts(
        subjects=[part.key.uid for part in parts],
        root=parts_root([commitment for commitment, _ in sealed]),
        rows=ready_rows(EntryPart, _COLUMNS, rows),
    )


def record(
    *,
    act: str,
    by: User | None,
    at: datetime,
    facts: Mapping[str, Json] | None = None,
    parts: Sequence[Part] | SealedParts = (),
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
    sealed = parts if isinstance(parts, SealedParts) else seal_parts(parts)
    uid = uuid.uuid4()
    leaf: dict[str, Json] = {
        "v": 1,
        "entry": str(uid),
        "at": written(at),
        "by": str(by.uid) if by else None,
        "act": act,
        "facts": dict(facts or {}),
        "parts": len(sealed.rows),
        "parts_root": sealed.root.hex(),
        "subjects": [str(subject) for subject in sealed.subjects[:MOST_SUBJECTS]],
        "subjects_sha256": subjects_hash(sealed.subjects),
    }
    text = ledger.canonical(leaf).decode()
    entry = Entry.objects.create(uid=uid, at=at, by=by, act=act, leaf=text)
    Unnumbered.objects.create(entry=entry)
    insert_rows(EntryPart, ("entry_id", *_COLUMNS), ((entry.pk, *row) for row in sealed.rows))
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
