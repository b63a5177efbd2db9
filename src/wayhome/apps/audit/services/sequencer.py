"""Gives every entry its number in the tree, and signs a checkpoint over them.

Entries queue in `Unnumbered`, put there by the transaction that wrote them; an entry is taken up
when that transaction has ended, however long it took, so none is skipped. `Checkpoint.size`,
`Leaf.index` and `Leaf.entry` are unique: two sequencers that work at once cannot give one number
twice. The second waits for the first: SQLite has one writer, PostgreSQL is asked for a lock.
"""

from contextlib import suppress
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils.text import slugify

from wayhome.apps.audit.models import Checkpoint, Entry, Party, Unnumbered
from wayhome.apps.audit.services.store import DatabaseStore
from wayhome.engines import ledger

MOST_AT_ONCE = 5_000
ATTEMPTS = 10
ALONE = 0x5761_7968_6F6D_65  # "Wayhome", as the number of the lock of PostgreSQL


def number_entries(*, at: datetime) -> Checkpoint | None:
    """Number the entries that wait, at most `MOST_AT_ONCE`, and sign a checkpoint over the log.

    Returns:
        The new checkpoint; None if nothing waits.

    Raises:
        LedgerBroken: the hashes kept do not give the root that was signed last. Nothing is signed.
    """
    for _attempt in range(ATTEMPTS - 1):
        with suppress(IntegrityError):  # another sequencer was first
            return _number(at)
    return _number(at)


@transaction.atomic
def _number(at: datetime) -> Checkpoint | None:
    _wait_for_others()
    last = Checkpoint.objects.order_by("-size").first()
    waiting = Unnumbered.objects.order_by("entry").select_related("entry")[:MOST_AT_ONCE]
    entries = [queued.entry for queued in waiting]
    if not entries:
        return None
    store = DatabaseStore()
    tree = _taken_up(store, last)
    first = tree.size
    tree.append(ledger.leaf_hash(entry.leaf.encode()) for entry in entries)
    made = Checkpoint.objects.create(
        size=tree.size,
        root=tree.root(),
        text=ledger.sign_checkpoint(
            origin=log_origin(), size=tree.size, root=tree.root(), key=log_key()
        ),
        at=at,
    )
    store.flush(entries, first=first)
    Unnumbered.objects.filter(entry__in=entries).delete()
    return made


def _wait_for_others() -> None:
    """Until no other sequencer works; none begins before this transaction has ended."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ALONE])


def number_until(entry: Entry, *, at: datetime) -> None:
    """Number what waits until this entry has its place."""
    while Unnumbered.objects.filter(entry=entry).exists():
        number_entries(at=at)


def _taken_up(store: DatabaseStore, last: Checkpoint | None) -> ledger.Tree:
    """The tree as it was signed last."""
    if last is None:
        return ledger.Tree(store)
    tree = ledger.Tree(store, last.size)
    if tree.root() != bytes(last.root):
        raise ledger.LedgerBroken(
            f"The hashes kept of the first {last.size} entries do not give the root that was "
            "signed. Run `wayhome ledger verify`."
        )
    return tree


def log_key() -> Ed25519PrivateKey:
    """The key that signs this log's checkpoints. It lies outside the database."""
    return Ed25519PrivateKey.from_private_bytes(settings.INSTALLATION.secret("ledger"))


def log_public_key() -> Ed25519PublicKey:
    """The public half: publish it with `log_verifier_key`."""
    return log_key().public_key()


def log_origin() -> str:
    """The name of this log. Once a checkpoint was signed it stays as it was."""
    first = Checkpoint.objects.order_by("size").values_list("text", flat=True).first()
    if first is not None:
        return ledger.read_checkpoint(first).origin
    keeper = Party.objects.filter(keeps_register=True).values_list("name", flat=True).first() or ""
    fingerprint = log_public_key().public_bytes_raw().hex()[:8]
    return f"wayhome/{slugify(keeper, allow_unicode=True) or 'register'}/{fingerprint}"


def log_verifier_key() -> str:
    """The public key as one line to publish (C2SP vkey)."""
    return ledger.verifier_key(log_origin(), log_public_key())
