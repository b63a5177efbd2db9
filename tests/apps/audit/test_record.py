"""The one way into the history."""

import json

import pytest
from django.db import DatabaseError, connection, transaction

from conftest import NOON
from wayhome.apps.audit.models import Entry, SubjectKey
from wayhome.apps.audit.services import (
    CannotOpen,
    Part,
    destroy_keys,
    new_key,
    open_sealed,
    record,
)
from wayhome.engines import ledger

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_details_lie_apart_and_the_leaf_commits_to_them(people):
    key = new_key(SubjectKey.About.LINE)
    with transaction.atomic():
        entry = record(
            act="line_read", by=people["proposer"], at=NOON, parts=[Part(key, {"surname": "Вихор"})]
        )
    assert "Вихор" not in entry.leaf
    part = entry.parts.get()
    plain = json.loads(open_sealed(key, part.sealed, purpose="history"))
    assert plain["details"] == {"surname": "Вихор"}
    assert ledger.commitment(plain["details"], salt=bytes.fromhex(plain["salt"])) == bytes(
        part.commitment
    )


def test_destroying_the_key_leaves_the_proof_and_takes_the_content(people):
    key = new_key(SubjectKey.About.LINE)
    with transaction.atomic():
        record(act="line_read", by=None, at=NOON, parts=[Part(key, {"surname": "Вихор"})])
        destroy_keys([key], at=NOON)
    key.refresh_from_db()
    with pytest.raises(CannotOpen):
        open_sealed(key, Entry.objects.get().parts.get().sealed, purpose="history")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET act = 'other'",
        "DELETE FROM audit_entry",
        "UPDATE audit_entrypart SET number = 7",
    ],
)
def test_the_database_refuses_to_change_the_history(people, statement):
    key = new_key(SubjectKey.About.LINE)
    with transaction.atomic():
        record(act="line_read", by=None, at=NOON, parts=[Part(key)])
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
