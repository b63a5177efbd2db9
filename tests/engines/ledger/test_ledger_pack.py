"""An evidence pack proves what it says to a stranger who has nothing but the pack and a key."""

import io
import subprocess
import sys
import zipfile
from contextlib import suppress
from dataclasses import replace

import pytest

from wayhome.engines import ledger
from wayhome.engines.ledger import LedgerBroken, note
from wayhome.engines.ledger.hashes import node_hash
from wayhome.engines.ledger.pack import verify
from wayhome.engines.ledger.pack.archive import zipped

PROVING = {"entry.json", "details.json", "proof.json", "checkpoint.txt", "public-key.txt"}
AT = 17


@pytest.fixture(scope="module")
def parts(log, key):
    return {
        "entry": log.entries[AT],
        "index": AT,
        "proof": ledger.inclusion_proof(log.store, index=AT, size=300),
        "checkpoint": log.checkpoint,
        "public_key": key.public_key(),
        "parts": log.parts[AT][:2],
    }


@pytest.fixture(scope="module")
def pack(parts):
    return ledger.write_pack(**parts)


@pytest.fixture(scope="module")
def files(pack):
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def run(tmp_path):
    """Unpack a pack and run the verifier inside it, apart from everything installed by us."""

    def _run(pack, *arguments):
        with zipfile.ZipFile(io.BytesIO(pack)) as archive:
            archive.extractall(tmp_path)
        done = subprocess.run(
            [sys.executable, "-I", tmp_path / "verify.py", *arguments],
            check=False,
            capture_output=True,
            encoding="utf-8",
            cwd=tmp_path.parent,
        )
        assert done.stderr == ""
        return done.returncode, done.stdout

    return _run


def refused_by_both(files):
    """The engine and the verifier in the pack must be of one mind."""
    try:
        ledger.verify_pack(zipped(files))
        engine = False
    except LedgerBroken:
        engine = True
    try:
        verify.check({name: files[name] for name in verify.NAMES if name in files})
        script = False
    except verify.Refused:
        script = True
    assert engine == script
    return engine


def test_it_proves_the_entry(pack, parts, key, witness_key, log):
    proven = ledger.verify_pack(
        pack,
        public_key=key.public_key(),
        witnesses={log.witness: witness_key.public_key()},
    )
    assert ledger.canonical(proven.entry) == parts["entry"]
    assert proven.parts == tuple(parts["parts"])
    assert proven.index == AT
    assert proven.checkpoint == ledger.read_checkpoint(log.checkpoint)
    assert [seen.timestamp for seen in proven.cosignatures] == [1_700_000_999]


def test_the_same_evidence_gives_the_same_bytes(pack, parts):
    assert ledger.write_pack(**parts) == pack


def test_it_explains_itself_in_four_languages(files):
    assert {f"README.{language}.txt" for language in ("en", "uk", "ru", "ar")} < files.keys()
    for name, text in files.items():
        if name.startswith("README"):
            for part in PROVING | {"verify.py", "--key", "--witness"}:
                assert part in text.decode(), (name, part)


def test_the_verifier_needs_nothing_of_ours(files):
    assert b"wayhome" not in files["verify.py"]


def test_a_stranger_verifies_it(run, pack, key, witness_key, log):
    code, said = run(pack)
    assert code == 0
    assert f"number 18 of 300 in the log {log.origin}" in said
    assert "compare it with the key that the institution has published" in said
    code, said = run(
        pack,
        "--key",
        ledger.verifier_key(log.origin, key.public_key()),
        "--witness",
        ledger.verifier_key(log.witness, witness_key.public_key(), kind=note.COSIGNATURE),
    )
    assert code == 0
    assert "signed by the key you gave" in said
    assert f"{log.witness} saw this log at 2023-11-14T22:29:59+00:00" in said
    assert "Збіг" not in said


def test_the_verifier_reads_the_zip_too(run, pack, tmp_path):
    (tmp_path / "pack.zip").write_bytes(pack)
    assert run(pack, tmp_path / "pack.zip")[0] == 0
    (tmp_path / "pack.zip").write_bytes(pack[:-40])
    assert run(pack, tmp_path / "pack.zip")[0] == 1
    assert run(pack, tmp_path / "absent.zip")[0] == 1


@pytest.mark.parametrize("name", sorted(PROVING))
def test_a_stranger_finds_a_changed_file(run, files, name):
    changed = bytearray(files[name])
    changed[len(changed) // 2] ^= 1
    code, said = run(zipped(files | {name: bytes(changed)}))
    assert code == 1
    assert said.startswith("REFUSED. ")


def test_another_key_or_witness_is_refused(run, pack, key, witness_key, log):
    other = ledger.verifier_key(log.origin, witness_key.public_key())
    stranger = ledger.verifier_key(log.witness, key.public_key(), kind=note.COSIGNATURE)
    assert run(pack, "--key", other)[0] == 1
    assert run(pack, "--witness", stranger)[0] == 1
    with pytest.raises(LedgerBroken, match="another key"):
        ledger.verify_pack(pack, public_key=witness_key.public_key())
    with pytest.raises(LedgerBroken, match="not cosigned"):
        ledger.verify_pack(pack, witnesses={log.witness: key.public_key()})


def test_every_flipped_byte_of_the_evidence_is_refused(files, log):
    """Whatever the byte becomes. Only a witness nobody asked for is nobody's concern."""
    for name in PROVING:
        written = files[name]
        end = len(log.signed.encode()) if name == "checkpoint.txt" else len(written)
        for at in range(end):
            for mask in (1 + at % 127, 0x20):
                altered = bytearray(written)
                altered[at] ^= mask
                assert refused_by_both(files | {name: bytes(altered)}), (name, at, mask)


def test_no_flipped_byte_of_the_zip_proves_anything_else(pack):
    whole = ledger.verify_pack(pack)
    for at in range(0, len(pack), 7):
        altered = bytearray(pack)
        altered[at] ^= 1 << at % 8
        with suppress(LedgerBroken):
            assert ledger.verify_pack(bytes(altered)) == whole


def test_parts_of_other_entries_are_refused(parts, log):
    others = {
        "entry": log.entries[AT + 1],
        "index": AT + 1,
        "proof": ledger.inclusion_proof(log.store, index=AT + 1, size=300),
        "parts": log.parts[AT + 1],
        "checkpoint": log.checkpoint.replace("\n300\n", "\n299\n"),
    }
    for name, part in others.items():
        with pytest.raises(LedgerBroken):
            ledger.write_pack(**parts | {name: part})


@pytest.mark.parametrize("missing", sorted(PROVING - {"details.json"}))
def test_a_missing_file_is_refused(files, missing):
    assert refused_by_both({name: data for name, data in files.items() if name != missing})


def test_one_part_is_shown_and_the_others_kept_back(run, parts, log):
    pack = ledger.write_pack(**parts | {"parts": log.parts[AT][1:2]})
    (shown,) = ledger.verify_pack(pack).parts
    assert shown.details == {"line": 3 * AT + 1, "reason": "Збіг"}
    code, said = run(pack)
    assert (code, "Details shown: 1 of 3 parts" in said) == (0, True)


def test_erased_details_leave_the_proof_valid(run, parts):
    pack = ledger.write_pack(**parts | {"parts": ()})
    assert ledger.verify_pack(pack).parts == ()
    code, said = run(pack)
    assert (code, "withheld or erased" in said) == (0, True)


def test_altered_parts_are_refused(parts, log):
    first, second, _ = log.parts[AT]
    for altered in (
        replace(first, number=1),
        replace(first, details={"line": 0}),
        replace(first, salt=bytes(16)),
        replace(first, proof=second.proof),
    ):
        with pytest.raises(LedgerBroken, match="details"):
            ledger.write_pack(**parts | {"parts": [second, altered]})
    with pytest.raises(LedgerBroken, match="hexadecimal"):
        ledger.write_pack(**parts | {"parts": [replace(first, salt=bytes(15))]})


GOOD = {"details": {}, "hashes": [], "number": 0, "salt": "00" * 16}


@pytest.mark.parametrize(
    "details",
    [
        {},
        {"parts": []},
        {"parts": {}},
        {"parts": [GOOD], "more": 1},
        {"parts": [1]},
        {"parts": [GOOD]},
        {"parts": [GOOD | {"details": []}]},
        {"parts": [GOOD | {"hashes": {}}]},
        {"parts": [GOOD | {"number": True}]},
        {"parts": [GOOD | {"salt": "0g" * 16}]},
        {"parts": [GOOD | {"salt": 1}]},
        {"parts": [GOOD | {"more": 1}]},
        {"parts": [{"details": {}}]},
    ],
)
def test_what_are_no_details_is_refused(files, details):
    assert refused_by_both(files | {"details.json": ledger.canonical(details)})


@pytest.mark.parametrize(
    "facts",
    [{}, {"parts": 3}, {"parts": True}, {"parts": "3"}, {"parts_root": "00" * 32}, {"parts": 0}],
)
def test_details_of_an_entry_that_has_none_are_refused(parts, files, key, log, facts):
    entry = ledger.canonical({"act": "login"} | facts)
    store = ledger.MemoryStore()
    ledger.append(store, 0, [ledger.leaf_hash(entry)])
    signed = ledger.sign_checkpoint(origin=log.origin, size=1, root=ledger.root(store, 1), key=key)
    alone = parts | {"entry": entry, "index": 0, "proof": [], "checkpoint": signed}
    pack = ledger.write_pack(**alone | {"parts": ()})
    proven = ledger.verify_pack(pack)
    assert (proven.index, proven.checkpoint.size, proven.parts) == (0, 1, ())
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        bare = {name: archive.read(name) for name in archive.namelist()}
    assert refused_by_both(bare | {"details.json": files["details.json"]})


@pytest.mark.parametrize(
    "entry",
    [
        b'{"act":"a","act":"b"}',
        b'{"act": "a"}',
        b'{"b":1,"a":2}',
        b'{"n":1.0}',
        b'{"n":1e2}',
        b'{"n":NaN}',
        b'{"n":9007199254740992}',
        '{"s":"\u0438\u0306"}'.encode(),
        '{"\u0438\u0306":1}'.encode(),
        b'{"s":"\\ud800"}',
        b'{"s":"\\u0041"}',
        b'["act"]',
        b'"act"',
        b"{}\n",
        b"\xff",
        b"",
        b"[" * 100_000,
    ],
)
def test_what_can_be_read_in_two_ways_is_refused_though_it_was_logged(files, key, log, entry):
    store = ledger.MemoryStore()
    ledger.append(store, 0, [ledger.leaf_hash(entry)])
    signed = ledger.sign_checkpoint(origin=log.origin, size=1, root=ledger.root(store, 1), key=key)
    proof = ledger.canonical({"hashes": [], "index": 0, "size": 1})
    forged = {"entry.json": entry, "proof.json": proof, "checkpoint.txt": signed.encode()}
    rest = {name: files[name] for name in files if name != "details.json"}
    assert refused_by_both(rest | forged)


@pytest.mark.parametrize(
    "proof",
    [
        {"hashes": "", "index": AT, "size": 300},
        {"hashes": [1], "index": AT, "size": 300},
        {"hashes": ["AA=="], "index": AT, "size": 300},
        {"hashes": [], "index": True, "size": 300},
        {"hashes": [], "index": "17", "size": 300},
        {"hashes": [], "index": -1, "size": 300},
        {"hashes": [], "index": 300, "size": 300},
        {"hashes": [], "size": 300},
        {"hashes": [], "index": AT, "size": 300, "more": 1},
    ],
)
def test_what_is_no_proof_is_refused(files, proof):
    assert refused_by_both(files | {"proof.json": ledger.canonical(proof)})


def test_a_log_that_signs_a_wrong_size_is_refused(files, key, log):
    """The one who signs is not trusted either: the proof must have the length its size asks for."""
    leaf, other = ledger.leaf_hash(log.entries[AT]), bytes(32)
    for size, root, hashes in [(2, leaf, []), (1, node_hash(other, leaf), [other])]:
        signed = ledger.sign_checkpoint(origin=log.origin, size=size, root=root, key=key)
        proof = {"hashes": [note.to_base64(step) for step in hashes], "index": 0, "size": size}
        forged = {"proof.json": ledger.canonical(proof), "checkpoint.txt": signed.encode()}
        assert refused_by_both(files | forged)


def test_what_is_no_pack_is_refused(pack, files):
    for data in (b"", b"PK", pack[:100]):
        with pytest.raises(LedgerBroken, match="not an evidence pack"):
            ledger.verify_pack(data)
    with pytest.raises(LedgerBroken, match="holds not the files"):
        ledger.verify_pack(zipped(files | {"letter.txt": b"Believe me."}))
    with pytest.raises(LedgerBroken, match="larger"):
        ledger.verify_pack(zipped(files | {"README.en.txt": bytes(5_000_000)}))


def test_a_file_that_is_twice_in_a_pack_is_refused(files, tmp_path):
    """Programs differ in which of the two they show."""
    twice = tmp_path / "pack.zip"
    with zipfile.ZipFile(twice, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("details.json", files["details.json"])
    with pytest.raises(LedgerBroken, match="holds not the files"):
        ledger.verify_pack(twice.read_bytes())
    with pytest.raises(verify.Refused, match="twice"):
        verify.read(twice)
