"""The history is written in a transaction, numbered by one, and proven by what is signed."""

import os
import time
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.db import IntegrityError, connection

from apps.audit.subjects import a_line, done
from conftest import NOON
from wayhome.apps.audit import append_only
from wayhome.apps.audit.models import Checkpoint, Entry
from wayhome.apps.audit.services import record, rotation, sequencer
from wayhome.apps.audit.services.evidence import evidence_pack
from wayhome.apps.audit.services.history import OutsideTransaction
from wayhome.apps.audit.services.sealing import current_master
from wayhome.apps.audit.services.store import DatabaseStore
from wayhome.engines import ledger


@pytest.mark.django_db(transaction=True)
def test_nothing_is_recorded_outside_the_transaction_of_its_act():
    with pytest.raises(OutsideTransaction):
        record(act="line_read", by=None, at=NOON)
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_who_loses_against_another_sequencer_tries_again_and_not_for_ever(monkeypatch):
    tries = []

    def number(at, *, wins):
        tries.append(at)
        if len(tries) < wins:
            raise IntegrityError
        return "made"

    monkeypatch.setattr(sequencer, "_number", lambda at: number(at, wins=sequencer.ATTEMPTS))
    assert sequencer.number_entries(at=NOON) == "made"
    assert len(tries) == sequencer.ATTEMPTS
    tries.clear()
    monkeypatch.setattr(sequencer, "_number", lambda at: number(at, wins=sequencer.ATTEMPTS + 1))
    with pytest.raises(IntegrityError):
        sequencer.number_entries(at=NOON)
    assert len(tries) == sequencer.ATTEMPTS


@pytest.mark.django_db
def test_what_was_put_is_read_before_it_is_written_and_what_is_missing_is_said():
    store = DatabaseStore()
    store.put(0, 0, b"x" * 32)
    assert store.get(0, 0) == b"x" * 32
    with pytest.raises(ledger.LedgerBroken, match="subtree 3 on level 2"):
        store.get(2, 3)


@pytest.mark.django_db
def test_no_pack_is_made_of_an_entry_that_no_checkpoint_covers(people, parties):
    line = a_line(parties["keeper"], surname="Gale")
    entry = done(line.key, by=people["registrar"])
    sequencer.number_until(entry, at=NOON)
    append_only.remove(connection)
    Checkpoint.objects.all().delete()
    with pytest.raises(ledger.LedgerBroken, match="No checkpoint"):
        evidence_pack(entry, people["signer"], at=NOON)


@pytest.mark.django_db
def test_with_no_old_master_nothing_is_destroyed_and_nothing_told(people, parties):
    a_line(parties["north"], surname="Gale")
    for path in settings.INSTALLATION.keys.glob("master-*.key"):
        aged = time.time() - 7200
        os.utime(path, (aged, aged))
    now = datetime.now(tz=UTC)
    rotation.destroy_old_masters(at=now)
    before = Entry.objects.count()
    assert rotation.destroy_old_masters(at=now) == []
    assert Entry.objects.count() == before
    assert (settings.INSTALLATION.keys / f"{current_master()}.key").exists()
