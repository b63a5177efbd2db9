"""Every entry gets one place in one tree, whoever writes and numbers at the same time."""

import itertools
import threading

import pytest
from django.db import transaction

from apps.audit.on_disk import in_threads, real_database
from conftest import NOON
from wayhome.apps.audit.models import Checkpoint, Entry, Leaf, Unnumbered
from wayhome.apps.audit.services import record
from wayhome.apps.audit.services.sequencer import (
    log_origin,
    log_public_key,
    log_verifier_key,
    number_entries,
    number_until,
)
from wayhome.apps.audit.services.store import DatabaseStore, whole_tree
from wayhome.engines import ledger
from wayhome.engines.ledger.reference import tree_hash


def write(count, act="line_read"):
    with transaction.atomic():
        return [record(act=act, by=None, at=NOON, facts={"n": n}) for n in range(count)]


def leaves():
    return [
        leaf.encode()
        for leaf in Leaf.objects.order_by("index").values_list("entry__leaf", flat=True)
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("steps", [[1], [2], [7, 1, 1], [3, 5, 8, 13]])
def test_the_root_is_that_of_the_definition(steps):
    for count in steps:
        write(count)
        made = number_entries(at=NOON)
        assert bytes(made.root) == tree_hash(leaves())
        assert made.size == Entry.objects.count()
    assert not Unnumbered.objects.exists()
    known = ledger.verify_checkpoint(made.text, public_key=log_public_key(), origin=log_origin())
    assert (known.size, known.root) == (sum(steps), bytes(made.root))


@pytest.mark.django_db
def test_nothing_is_signed_when_nothing_waits():
    assert number_entries(at=NOON) is None
    write(1)
    number_entries(at=NOON)
    assert number_entries(at=NOON) is None
    assert Checkpoint.objects.count() == 1


@pytest.mark.django_db
def test_each_checkpoint_continues_the_one_before():
    for count in (3, 1, 4, 9):
        write(count)
        number_entries(at=NOON)
    store, made = DatabaseStore(), list(Checkpoint.objects.order_by("size"))
    for old, new in itertools.pairwise(made):
        ledger.verify_consistency(
            old=old.size,
            new=new.size,
            old_root=bytes(old.root),
            new_root=bytes(new.root),
            proof=ledger.consistency_proof(store, old=old.size, new=new.size),
        )


@pytest.mark.django_db
def test_no_checkpoint_is_signed_over_hashes_that_were_changed(monkeypatch):
    write(4)
    number_entries(at=NOON)
    write(1)
    monkeypatch.setattr(DatabaseStore, "get", lambda *_place: bytes(32))
    with pytest.raises(ledger.LedgerBroken, match="first 4 entries"):
        number_entries(at=NOON)
    assert Checkpoint.objects.count() == 1
    assert Unnumbered.objects.count() == 1


@pytest.mark.django_db
def test_what_waits_is_numbered_in_portions(monkeypatch):
    monkeypatch.setattr("wayhome.apps.audit.services.sequencer.MOST_AT_ONCE", 3)
    *_, last = write(8)
    number_until(last, at=NOON)
    assert list(Checkpoint.objects.order_by("size").values_list("size", flat=True)) == [3, 6, 8]


@pytest.mark.django_db
def test_the_log_keeps_the_name_under_which_it_was_first_signed(parties):
    write(1)
    number_entries(at=NOON)
    named = log_origin()
    assert named.startswith("wayhome/lantern/")
    parties["keeper"].name = "Another Name"
    parties["keeper"].save()
    assert log_origin() == named
    assert ledger.read_verifier_key(log_verifier_key())[0] == named


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_eight_writers_a_long_transaction_and_two_sequencers(tmp_path):
    """0 skipped, 0 numbered twice, 0 forks."""
    write(1)
    with real_database(tmp_path):
        done, numbered_meanwhile = threading.Event(), threading.Event()
        writing = threading.Semaphore(0)

        def writer():
            for _ in range(12):
                write(2)
            writing.release()

        def long_transaction():
            with transaction.atomic():
                record(act="line_read", by=None, at=NOON, facts={"long": True})
                # SQLite lets nobody else write meanwhile; PostgreSQL numbers all around it.
                numbered_meanwhile.wait(0.5)

        def sequencer():
            while not done.is_set() or Unnumbered.objects.exists():
                if number_entries(at=NOON):
                    numbered_meanwhile.set()

        def stopper():
            for _ in range(8):
                writing.acquire()
            done.set()

        in_threads(long_transaction, *[writer] * 8, sequencer, sequencer, stopper)

        def look():
            written = Entry.objects.count()
            assert written == 1 + 1 + 8 * 12 * 2
            assert not Unnumbered.objects.exists()
            places = list(Leaf.objects.order_by("index").values_list("index", "entry_id"))
            assert [index for index, _ in places] == list(range(written))
            assert len({entry for _, entry in places}) == written
            signed = Checkpoint.objects.order_by("size")
            ledger.verify_log(
                leaves(),
                [ledger.read_checkpoint(made.text) for made in signed],
                store=whole_tree(),
            )
            return signed.last().size

        assert in_threads(look) == [1 + 1 + 8 * 12 * 2]
