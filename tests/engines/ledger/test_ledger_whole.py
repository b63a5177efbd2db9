"""Every way of tampering with a log of 300 entries is found."""

import pytest

from wayhome.engines import ledger
from wayhome.engines.ledger import Checkpoint, LedgerBroken, reference


@pytest.fixture(scope="module")
def checkpoints(log):
    """Signed after 1, 100, 250 and 300 entries."""
    return [
        Checkpoint(origin=log.origin, size=size, root=ledger.root(log.store, size))
        for size in (300, 1, 250, 100)
    ]


def found(leaves, checkpoints, **store):
    try:
        ledger.verify_log(leaves, checkpoints, **store)
    except LedgerBroken:
        return True
    return False


def test_it_holds(log, checkpoints):
    verified = ledger.verify_log(iter(log.entries), checkpoints, store=log.store)
    assert verified == ledger.Verified(size=300, root=reference.tree_hash(log.entries), signed=300)


def test_what_nobody_signed_is_told(log, checkpoints):
    verified = ledger.verify_log([*log.entries, b"new"], checkpoints)
    assert (verified.size, verified.signed) == (301, 300)
    assert ledger.verify_log(log.entries, []).signed == 0
    assert ledger.verify_log([], []).root == ledger.empty_root()


def test_every_flipped_byte_is_found_and_named():
    """Each byte of 300 short entries; by the checkpoint alone, and named where hashes are kept."""
    entries = [ledger.canonical({"n": at}) for at in range(300)]
    store = ledger.MemoryStore()
    ledger.append(store, 0, map(ledger.leaf_hash, entries))
    signed = [Checkpoint(origin="northland", size=300, root=ledger.root(store, 300))]
    for at, entry in enumerate(entries):
        for byte in range(len(entry)):
            flipped = bytearray(entry)
            flipped[byte] ^= 1 + (at + byte) % 255
            altered = [*entries[:at], bytes(flipped), *entries[at + 1 :]]
            assert found(altered, signed)
        with pytest.raises(LedgerBroken, match=rf"^Entry {at + 1} "):
            ledger.verify_log(altered, [], store=store)


def test_every_dropped_doubled_swapped_or_cut_entry_is_found(log, checkpoints):
    entries = log.entries
    for at in range(300):
        assert found(entries[:at] + entries[at + 1 :], checkpoints)
        if at < 299:  # a doubled last entry is a new one that nobody has signed yet
            assert found(entries[: at + 1] + entries[at:], checkpoints)
        assert found(entries[:at], checkpoints)
        other = (at + 1 + at % 7) % 300
        swapped = list(entries)
        swapped[at], swapped[other] = swapped[other], swapped[at]
        assert found(swapped, checkpoints)


def test_the_stretch_of_a_change_is_told(log, checkpoints):
    altered = [*log.entries[:170], b"forged", *log.entries[171:]]
    with pytest.raises(LedgerBroken, match=r"first 250 .* after entry 100"):
        ledger.verify_log(altered, checkpoints)
    with pytest.raises(LedgerBroken, match="Entry 171 "):
        ledger.verify_log(altered, checkpoints, store=log.store)
    with pytest.raises(LedgerBroken, match="280 entries, but 300"):
        ledger.verify_log(log.entries[:280], checkpoints)


def test_a_log_rewritten_with_all_its_hashes_contradicts_an_old_checkpoint(log, checkpoints):
    """The insider who recomputes everything and signs anew: the checkpoint of before finds it."""
    forged = [*log.entries[:99], b"forged", *log.entries[100:]]
    store = ledger.MemoryStore()
    ledger.append(store, 0, map(ledger.leaf_hash, forged))
    new = Checkpoint(origin=log.origin, size=300, root=ledger.root(store, 300))
    assert not found(forged, [new], store=store)
    for old in checkpoints:
        if old.size >= 100:
            assert found(forged, [new, old], store=store)
    with pytest.raises(LedgerBroken, match="fork"):
        ledger.verify_log(forged, [new, checkpoints[0]])


class Bent:
    """A store in which one hash was changed."""

    def __init__(self, store, place):
        self.store, self.place = store, place

    def get(self, level, index):
        return bytes(32) if (level, index) == self.place else self.store.get(level, index)


def test_every_changed_hash_is_found(log, checkpoints):
    for level, width in enumerate([300, 150, 75, 37, 18, 9, 4, 2, 1]):
        for index in {0, width // 2, width - 1}:
            assert found(log.entries, checkpoints, store=Bent(log.store, (level, index)))
    with pytest.raises(LedgerBroken, match="over entries 257 to 264"):
        ledger.verify_log(log.entries, [], store=Bent(log.store, (3, 32)))


def test_checkpoints_of_different_logs_are_not_mixed(log, checkpoints):
    stranger = Checkpoint(origin="southland.example", size=2, root=bytes(32))
    with pytest.raises(LedgerBroken, match="different logs"):
        ledger.verify_log(log.entries, [*checkpoints, stranger])
