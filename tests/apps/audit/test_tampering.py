"""Whoever owns the database may change it. Whatever he changes of the history is found.

Every cell of every row is changed, every row dropped, every two rows of a table swapped, every
table cut off at its end: 100 %, but for what carries no statement (see `SAYS_NOTHING`).
"""

from datetime import datetime, timedelta
from itertools import combinations

import pytest
from django.db import DatabaseError, connection, transaction

from apps.audit.subjects import done
from apps.audit.test_history import KEY, LINE
from conftest import NOON
from wayhome.apps.audit import append_only
from wayhome.apps.audit.models import Checkpoint, Entry, SubjectKey
from wayhome.apps.audit.services import Part, destroy_keys, new_keys, record
from wayhome.apps.audit.services.sequencer import number_entries
from wayhome.apps.audit.services.verification import verify_history
from wayhome.apps.audit.services.witnesses import accept_cosignature, add_witness
from wayhome.engines import ledger
from wayhome.engines.ledger import LedgerBroken

pytestmark = pytest.mark.django_db
TABLES = (
    "audit_entry",
    "audit_entrypart",
    "audit_leaf",
    "audit_node",
    "audit_checkpoint",
    "audit_cosignature",
    "audit_unnumbered",
)
SAYS_NOTHING = {
    # Numbers that only the database gives, and times without a witness.
    "audit_entrypart": {"id"},
    "audit_node": {"id"},
    "audit_checkpoint": {"id", "at"},
    "audit_cosignature": {"id", "recorded_at"},
}


@pytest.fixture
def kept(people):
    """Nine entries under three checkpoints: one with three parts, one erased, one witnessed."""
    keys = new_keys(SubjectKey.About.LINE, 3)
    done(*keys, by=people["signer"], act="list_imported", surname="Вихор")
    done(keys[0], by=people["proposer"], act="judgement_proposed", reason="X")
    number_entries(at=NOON)
    add_witness(line=LINE, by=people["auditor"], at=NOON)
    note = ledger.cosign_checkpoint(
        Checkpoint.objects.get().text, name="witness.example", key=KEY, timestamp=1_772_366_400
    )
    accept_cosignature(note=note.encode(), by=people["auditor"], at=NOON)
    number_entries(at=NOON)
    with transaction.atomic():
        facts = {"keys": [str(keys[2].uid)]}
        record(act="lines_erased", by=people["signer"], at=NOON, facts=facts, parts=[Part(keys[2])])
        destroy_keys([keys[2]], at=NOON)
    for _ in range(3):
        done(keys[1], by=people["signer"], act="assertion_recorded", kind="seen")
    number_entries(at=NOON)
    done(by=people["signer"])  # waits for its number
    append_only.remove(connection)
    return keys


def ask(query, *values):
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall() if cursor.description else []


def columns(table):
    with connection.cursor() as cursor:
        told = connection.introspection.get_table_description(cursor, table)
    return [column.name for column in told]


def another(value):
    """A value that looks like this one and is not it."""
    if value is None:
        return 1
    if isinstance(value, int):
        return value + 1
    if isinstance(value, datetime):
        return value + timedelta(microseconds=1)
    if isinstance(value, bytes):
        return bytes([value[0] ^ 1]) + value[1:]
    return ("1" if value[:1] != "1" else "2") + value[1:]


def is_found(tamper):
    """Whether a change to the database is refused by it or found by verifying. Then undone."""
    found = False
    try:
        with transaction.atomic():
            try:
                with transaction.atomic():
                    tamper()
                    connection.check_constraints()
            except DatabaseError:
                found = True
            else:
                try:
                    verify_history()
                except (LedgerBroken, ValueError, KeyError):
                    found = True
            raise _UndoneError
    except _UndoneError:
        return found


class _UndoneError(Exception):
    """Takes a change back."""


def rows_of(table):
    return [row for (row,) in ask(f"SELECT rowid FROM {table} ORDER BY rowid")]  # noqa: S608


def is_silent(table, row, column):
    """Whether nobody was told yet, or nobody can read it any more."""
    if table == "audit_entry":  # one that waits for its number: nothing is signed over it
        return bool(ask("SELECT 1 FROM audit_unnumbered WHERE entry_id = %s", row))
    if (table, column) == ("audit_entrypart", "sealed"):  # of what was erased, noise is left
        erased = "SELECT uid FROM audit_subjectkey WHERE wrapped IS NULL"
        found = f"SELECT 1 FROM audit_entrypart WHERE key_id IN ({erased}) AND rowid = %s"  # noqa: S608
        return bool(ask(found, row))
    return False


def test_untouched_it_holds(kept):
    held = verify_history()
    assert (held.size, held.checkpoints, held.waiting) == (8, 3, 1)
    assert held.parts == 6
    assert held.erased == 2
    assert not is_found(lambda: None)


@pytest.mark.parametrize("table", TABLES)
def test_every_cell_that_is_changed_is_found(kept, table):
    missed = []
    for row in rows_of(table):
        for column in set(columns(table)) - SAYS_NOTHING.get(table, set()):
            if is_silent(table, row, column):
                continue
            where = f'"{column}" FROM {table} WHERE rowid = %s'
            ((value,),) = ask(f"SELECT {where}", row)

            def change(column=column, row=row, value=value):
                set_to = f'UPDATE {table} SET "{column}" = %s WHERE rowid = %s'  # noqa: S608
                ask(set_to, another(value), row)

            if not is_found(change):
                missed.append((row, column))
    assert not missed


@pytest.mark.parametrize("table", TABLES)
def test_every_row_that_is_dropped_is_found(kept, table):
    """But a checkpoint between others: the next one states all that it did, and is signed too."""
    drop = f"DELETE FROM {table} WHERE rowid = %s"  # noqa: S608
    missed = [row for row in rows_of(table) if not is_found(lambda row=row: ask(drop, row))]
    between = rows_of(table)[1:-1] if table == "audit_checkpoint" else []
    assert missed == between


@pytest.mark.parametrize("table", TABLES)
def test_every_table_that_is_cut_off_is_found(kept, table):
    cut = f"DELETE FROM {table} WHERE rowid >= %s"  # noqa: S608
    missed = [row for row in rows_of(table) if not is_found(lambda row=row: ask(cut, row))]
    assert not missed


@pytest.mark.parametrize(
    ("table", "moved"),
    [
        ("audit_entry", ("act", "by_id", "at", "leaf")),
        ("audit_entry", ("leaf",)),
        ("audit_entrypart", ("sealed", "commitment")),
        ("audit_entrypart", ("sealed", "commitment", "key_id")),
        ("audit_leaf", ("hash",)),
        ("audit_leaf", ("entry_id", "hash")),
        ("audit_leaf", ("entry_id",)),
        ("audit_node", ("hash",)),
        ("audit_checkpoint", ("text", "root")),
    ],
)
def test_every_two_rows_that_are_swapped_are_found(kept, table, moved):
    named = ", ".join(moved)
    missed = []
    for first, second in combinations(rows_of(table), 2):
        one, two = (
            ask(f"SELECT {named} FROM {table} WHERE rowid = %s", row)[0]  # noqa: S608
            for row in (first, second)
        )
        if one == two:
            continue

        def swap(first=first, second=second, one=one, two=two):
            unique = table == "audit_leaf" and "entry_id" in moved
            if unique:  # each entry has one place: by way of a free one
                ask("PRAGMA defer_foreign_keys=ON")
                ask("UPDATE audit_leaf SET entry_id = -1 WHERE rowid = %s", first)
            into = ", ".join(f"{name} = %s" for name in moved)
            for row, values in ((second, one), (first, two)):
                ask(f"UPDATE {table} SET {into} WHERE rowid = %s", *values, row)  # noqa: S608

        if not is_found(swap):
            missed.append((first, second))
    assert not missed


def test_a_key_destroyed_without_an_erasure_is_found(kept):
    living = SubjectKey.objects.exclude(wrapped=None)
    for key in living:
        assert is_found(lambda key=key: destroy_keys([key], at=NOON))


def test_a_key_that_was_exchanged_is_found(kept):
    first, second = SubjectKey.objects.exclude(wrapped=None)[:2]

    def exchange():
        SubjectKey.objects.filter(pk=first.pk).update(wrapped=second.wrapped)

    assert is_found(exchange)


def test_a_second_history_signed_with_the_stolen_key_does_not_continue_the_witnessed_one(kept):
    """Whoever has database and signing key can write another history; the witness's copy tells."""
    witnessed = Checkpoint.objects.order_by("size").first()
    leaves = list(Entry.objects.filter(place__index__lt=8).order_by("place__index"))
    store = ledger.MemoryStore()
    rewritten = [entry.leaf.replace("2026", "2025").encode() for entry in leaves]
    ledger.append(store, 0, map(ledger.leaf_hash, rewritten))
    with pytest.raises(LedgerBroken):
        ledger.verify_consistency(
            old=witnessed.size,
            new=8,
            old_root=bytes(witnessed.root),
            new_root=ledger.root(store, 8),
            proof=ledger.consistency_proof(store, old=witnessed.size, new=8),
        )
