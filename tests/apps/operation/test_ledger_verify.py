"""`wayhome ledger verify` finds whatever was changed in the history."""
# ruff: noqa: F401, F811  fixtures are imported, then named as arguments

import pytest
from django.db import connection, transaction
from operating import history

from conftest import NOON
from wayhome.apps.audit import append_only
from wayhome.apps.audit.models import Entry, SubjectKey
from wayhome.apps.audit.services import destroy_keys, record
from wayhome.apps.audit.services.verification import verify_history
from wayhome.engines.ledger import LedgerBroken

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]


def test_a_whole_history_holds(history):
    with transaction.atomic():
        keys = list(SubjectKey.objects.all()[:2])
        facts = {"keys": [str(key.uid) for key in keys]}
        record(act="lines_erased", by=None, at=NOON, facts=facts)
        destroy_keys(keys, at=NOON)
    checked = verify_history()
    assert (checked.size, checked.root) == (5, bytes(history.root))
    assert (checked.parts, checked.erased, checked.waiting, checked.checkpoints) == (3, 2, 1, 1)


def test_an_empty_history_holds(db):
    assert verify_history().size == 0


TAMPERED = {
    "an act": "UPDATE audit_entry SET act = 'nothing' WHERE id = (SELECT min(id) FROM audit_entry)",
    "a time": "UPDATE audit_entry SET at = '2020-01-01 00:00:00+00:00'",
    "an account": "UPDATE audit_entry SET by_id = NULL",
    "a leaf": "UPDATE audit_entry SET leaf = replace(leaf, '2026', '2025')",
    "a leaf's hash": "UPDATE audit_leaf SET hash = (SELECT root FROM audit_checkpoint)",
    "a node": "UPDATE audit_node SET hash = (SELECT root FROM audit_checkpoint)",
    "a missing part": "DELETE FROM audit_entrypart WHERE id = "
    "(SELECT min(id) FROM audit_entrypart)",
    "a commitment": "UPDATE audit_entrypart SET commitment = (SELECT root FROM audit_checkpoint)",
    "sealed details": "UPDATE audit_entrypart SET sealed = "
    "(SELECT sealed FROM audit_entrypart ORDER BY id LIMIT 1)",
    "a cut": 'DELETE FROM audit_leaf WHERE "index" = 4',
    "an order": 'UPDATE audit_leaf SET "index" = 5 - "index" WHERE "index" IN (2, 3)',
    "an entry outside": 'DELETE FROM audit_leaf WHERE "index" = 0',
    "a checkpoint's size": "UPDATE audit_checkpoint SET size = 4",
    "a checkpoint's text": "UPDATE audit_checkpoint SET text = replace(text, '5', '6')",
}


def cursors_left_open():
    """Questions PostgreSQL still answers to nobody: closed late, they block their connection."""
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_cursors WHERE name LIKE %s", ["%django%"])
        return cursor.fetchone()[0]


@pytest.mark.parametrize("what", TAMPERED)
def test_tampering_is_found(history, what):
    append_only.remove(connection)  # as the owner of the database could
    try:
        with connection.cursor() as cursor:
            if what == "an order":  # each place is taken once: by way of a free one
                for step in ((9, 2), (2, 3), (3, 9)):
                    cursor.execute('UPDATE audit_leaf SET "index" = %s WHERE "index" = %s', step)
            else:
                cursor.execute(TAMPERED[what])
        with pytest.raises(LedgerBroken) as broken:
            verify_history()
    finally:
        append_only.install(connection)
    assert "Вихор" not in str(broken.value)
    assert cursors_left_open() == 0


def test_an_entry_added_past_the_queue_is_found(history):
    Entry.objects.create(at=NOON, act="invented", leaf="{}")
    with pytest.raises(LedgerBroken, match="do not wait"):
        verify_history()
