"""Roots and proofs: those of RFC 6962, of a slow twin, and of somebody else's library."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree, InvalidProof, verify_consistency

from wayhome.engines import ledger
from wayhome.engines.ledger import LedgerBroken, MemoryStore, leaf_hash, reference
from wayhome.engines.ledger.hashes import node_hash
from wayhome.values import InvalidEvidence

SIZES = 70
ENTRIES = [b"entry %d" % at for at in range(SIZES)]


def grown(entries):
    store = MemoryStore()
    size = ledger.append(store, 0, map(leaf_hash, entries))
    assert size == len(entries)
    return store


@pytest.fixture(scope="module")
def store():
    return grown(ENTRIES)


@pytest.fixture(scope="module")
def roots(store):
    return [ledger.root(store, size) for size in range(SIZES + 1)]


@pytest.fixture(scope="module")
def oracle():
    tree = InmemoryTree(algorithm="sha256", disable_security=False)  # the prefixes of RFC 6962
    for entry in ENTRIES:
        tree.append_entry(entry)
    return tree


def test_hashes_are_those_of_rfc_6962():
    assert leaf_hash(b"a") == sha256(b"\x00a").digest()
    assert ledger.empty_root() == sha256(b"").digest() == ledger.root(MemoryStore(), 0)
    two = sha256(b"\x01" + leaf_hash(b"a") + leaf_hash(b"b")).digest()
    assert ledger.root(grown([b"a", b"b"]), 2) == two


def test_known_roots():
    """The eight leaves that the test data of Certificate Transparency use."""
    known = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657"]
    known.append("606162636465666768696a6b6c6d6e6f")
    root = ledger.root(grown([bytes.fromhex(leaf) for leaf in known]), 8)
    assert root.hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


def test_every_root_and_proof_agrees_with_pymerkle(store, roots, oracle):
    for new in range(1, SIZES + 1):
        assert roots[new] == oracle.get_root(new)
        for old in range(new):
            theirs = oracle.prove_inclusion(old + 1, new).path  # theirs begins with the leaf
            ours = ledger.inclusion_proof(store, index=old, size=new)
            assert [leaf_hash(ENTRIES[old]), *ours] == theirs
        for old in range(1, new):
            # Its consistency proofs are laid out differently: hold our roots to its verifier.
            verify_consistency(roots[old], roots[new], oracle.prove_consistency(old, new))
            with pytest.raises(InvalidProof):
                verify_consistency(roots[old - 1], roots[new], oracle.prove_consistency(old, new))


def test_every_proof_verifies(store, roots):
    for new in range(SIZES + 1):
        for old in range(new + 1):
            ledger.verify_consistency(
                old=old,
                new=new,
                old_root=roots[old],
                new_root=roots[new],
                proof=ledger.consistency_proof(store, old=old, new=new),
            )
        for index in range(new):
            ledger.verify_inclusion(
                leaf=leaf_hash(ENTRIES[index]),
                index=index,
                size=new,
                proof=ledger.inclusion_proof(store, index=index, size=new),
                root=roots[new],
            )


logs = st.lists(st.binary(max_size=3), min_size=1, max_size=40)


@given(logs, st.data())
def test_the_slow_twin_agrees(entries, data):
    store, size = grown(entries), len(entries)
    index = data.draw(st.integers(0, size - 1))
    assert ledger.root(store, size) == reference.tree_hash(entries)
    path = ledger.inclusion_proof(store, index=index, size=size)
    assert path == reference.audit_path(index, entries)
    if index:
        proof = ledger.consistency_proof(store, old=index, new=size)
        assert proof == reference.consistency(index, entries)


@given(logs, st.data())
def test_it_does_not_matter_in_which_portions_a_log_grew(entries, data):
    store, size = MemoryStore(), 0
    while size < len(entries):
        portion = data.draw(st.integers(1, len(entries) - size))
        size = ledger.append(store, size, map(leaf_hash, entries[size : size + portion]))
    tree = ledger.Tree(store, size)
    assert tree.size == len(entries)
    assert tree.root() == reference.tree_hash(entries)


@given(logs, st.data())
def test_no_altered_inclusion_is_accepted(entries, data):
    """Whatever is altered: leaf, place, size, root, a hash left out, added, changed."""
    store, size = grown(entries), len(entries)
    index = data.draw(st.integers(0, size - 1))
    claim = {
        "leaf": leaf_hash(entries[index]),
        "index": index,
        "size": size,
        "proof": ledger.inclusion_proof(store, index=index, size=size),
        "root": ledger.root(store, size),
    }
    ledger.verify_inclusion(**claim)
    part = data.draw(st.sampled_from(sorted(claim)))
    altered = claim | {part: data.draw(others(claim[part]))}
    if part == "size" and same_way(index, size, altered["size"]):
        return  # the path is the same; the size is bound by the signature of the checkpoint
    if part == "index" and entries[index] in entries[:index] + entries[index + 1 :]:
        return  # equal entries may have equal paths: then the altered claim is true
    with pytest.raises(LedgerBroken):
        ledger.verify_inclusion(**altered)


@given(logs, st.data())
def test_no_altered_consistency_is_accepted(entries, data):
    store, new = grown(entries), len(entries)
    old = data.draw(st.integers(1, new))
    claim = {
        "old": old,
        "new": new,
        "old_root": ledger.root(store, old),
        "new_root": ledger.root(store, new),
        "proof": ledger.consistency_proof(store, old=old, new=new),
    }
    ledger.verify_consistency(**claim)
    part = data.draw(st.sampled_from(["old_root", "new_root", "proof"]))
    with pytest.raises(LedgerBroken):
        ledger.verify_consistency(**claim | {part: data.draw(others(claim[part]))})


def others(value):
    """Anything of the same shape but this value."""
    if isinstance(value, int):
        return st.integers(-2, 2 * value + 2).filter(lambda other: other != value)
    if isinstance(value, bytes):
        flips = st.integers(0, 8 * len(value) - 1)
        return flips.map(lambda bit: flipped(value, bit)) | st.just(value[:-1]) | st.just(b"")
    less = [value[:at] + value[at + 1 :] for at in range(len(value))]
    more = [[*value[:at], leaf_hash(b"?"), *value[at:]] for at in range(len(value) + 1)]
    changed = [
        [*value[:at], flipped(value[at], 8 * at), *value[at + 1 :]] for at in range(len(value))
    ]
    return st.sampled_from(less + more + changed)


def flipped(data, bit):
    """The bytes with one bit turned over."""
    at, place = divmod(bit, 8)
    return data[:at] + bytes([data[at] ^ 1 << place]) + data[at + 1 :]


def same_way(index, size, other):
    """Do paths from this leaf turn left and right alike in both sizes?"""
    return index < other and turns(index, size) == turns(index, other)


def turns(index, size):
    taken = []
    while size > 1:
        k = reference.split(size)
        taken.append(index < k)
        index, size = (index, k) if index < k else (index - k, size - k)
    return taken


def test_a_fork_is_found(store, roots):
    """Two logs of one size with different roots; and one that goes on from changed entries."""
    forged = grown([*ENTRIES[:9], b"forged", *ENTRIES[10:]])
    with pytest.raises(LedgerBroken, match="fork"):
        ledger.verify_consistency(
            old=20, new=20, old_root=roots[20], new_root=ledger.root(forged, 20), proof=[]
        )
    for old in range(10, SIZES):
        with pytest.raises(LedgerBroken, match="does not continue"):
            ledger.verify_consistency(
                old=old,
                new=SIZES,
                old_root=roots[old],
                new_root=ledger.root(forged, SIZES),
                proof=ledger.consistency_proof(forged, old=old, new=SIZES),
            )


def test_an_inner_hash_passes_for_no_leaf(store, roots):
    """Proofs that are too short or too long for the size, though every hash in them is right."""
    leaf, path = leaf_hash(ENTRIES[5]), ledger.inclusion_proof(store, index=5, size=64)
    inner = [leaf]
    for at, step in enumerate(path):
        inner.append(node_hash(step, inner[-1]) if 5 >> at & 1 else node_hash(inner[-1], step))
    assert inner[-1] == roots[64]
    for height in range(1, 7):
        with pytest.raises(LedgerBroken, match="shorter"):
            ledger.verify_inclusion(
                leaf=inner[height],
                index=5 >> height,
                size=64,
                proof=path[height:],
                root=roots[64],
            )
        with pytest.raises(LedgerBroken, match="longer"):
            ledger.verify_inclusion(
                leaf=leaf, index=0, size=64 >> height, proof=path, root=roots[64]
            )


def test_hashes_cannot_be_cut_elsewhere():
    """A leaf of 31 bytes beside a step of 33 would hash alike."""
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    root = node_hash(left, right)
    claim = {"index": 0, "size": 2, "root": root}
    ledger.verify_inclusion(leaf=left, proof=[right], **claim)
    with pytest.raises(LedgerBroken, match="32 bytes"):
        ledger.verify_inclusion(leaf=left[:31], proof=[left[31:] + right], **claim)


def test_one_root_passes_for_no_two_sizes(store, roots):
    with pytest.raises(LedgerBroken, match="shorter"):
        ledger.verify_consistency(old=64, new=65, old_root=roots[64], new_root=roots[64], proof=[])
    proof, more = ledger.consistency_proof(store, old=3, new=4), leaf_hash(b"more")
    with pytest.raises(LedgerBroken, match="longer"):
        ledger.verify_consistency(
            old=3,
            new=4,
            old_root=node_hash(more, roots[3]),
            new_root=node_hash(more, roots[4]),
            proof=[*proof, more],
        )


def test_a_log_that_became_shorter_is_refused(roots):
    with pytest.raises(LedgerBroken, match="removed"):
        ledger.verify_consistency(old=20, new=10, old_root=roots[20], new_root=roots[10], proof=[])


def test_the_empty_log_is_the_beginning_of_every_log(roots):
    claim = {"old": 0, "new": 9, "old_root": roots[0], "new_root": roots[9], "proof": []}
    ledger.verify_consistency(**claim)
    with pytest.raises(LedgerBroken):
        ledger.verify_consistency(**claim | {"old_root": roots[1]})
    with pytest.raises(LedgerBroken):
        ledger.verify_consistency(**claim | {"proof": [roots[1]]})


def test_what_is_not_there_cannot_be_proven(store):
    for index, size in [(3, 3), (-1, 3), (0, 0)]:
        with pytest.raises(InvalidEvidence):
            ledger.inclusion_proof(store, index=index, size=size)
    for old, new in [(4, 3), (-1, 3)]:
        with pytest.raises(InvalidEvidence):
            ledger.consistency_proof(store, old=old, new=new)
    with pytest.raises(LedgerBroken, match="missing"):
        ledger.root(store, SIZES + 1)
    with pytest.raises(InvalidEvidence):
        ledger.Tree(store, -1)


def test_a_store_never_changes_what_it_holds():
    store = grown(ENTRIES[:5])
    with pytest.raises(LedgerBroken, match="only grows"):
        ledger.append(store, 4, [leaf_hash(b"in place of the fifth")])
    with pytest.raises(LedgerBroken, match="only grows"):
        store.put(7, 0, leaf_hash(b"far above"))
    with pytest.raises(InvalidEvidence, match="32 bytes"):
        ledger.append(store, 5, [b"not a hash"])
    assert ledger.root(store, 5) == reference.tree_hash(ENTRIES[:5])


def test_a_proof_among_a_million_fits_its_bound():
    """At most 20 hashes, computed from the size alone: 640 bytes."""
    assert max(len(turns(index, 10**6)) for index in (0, 1, 499_999, 524_288, 999_999)) == 20
