"""Checkpoints and cosignatures: read by others, refused when one letter differs."""

import base64
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from wayhome.engines import ledger
from wayhome.engines.ledger import LedgerBroken, note
from wayhome.values import InvalidEvidence

SPEC_EXAMPLE = """\
example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa \
Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— witness.example.com/w1 \
jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
"""
"""The example of C2SP tlog-cosignature; its keys are not published."""

OTHERS_NOTE = """\
This is an example message.

— example.com/foo \
Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
"""
OTHERS_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
"""A note and its key, by another implementation of C2SP signed-note."""


def test_a_checkpoint_is_laid_out_as_c2sp_says(key, log):
    root = ledger.root(log.store, 300)
    body = f"{log.origin}\n300\n{base64.b64encode(root).decode()}\n"
    public = key.public_key().public_bytes_raw()
    identity = sha256(log.origin.encode() + b"\n\x01" + public).digest()[:4]
    signature = base64.b64encode(identity + key.sign(body.encode())).decode()
    assert log.signed == f"{body}\n— {log.origin} {signature}\n"


def test_a_cosignature_is_laid_out_as_c2sp_says(witness_key, log):
    body = log.signed.partition("\n\n")[0] + "\n"
    public = witness_key.public_key().public_bytes_raw()
    identity = sha256(log.witness.encode() + b"\n\x04" + public).digest()[:4]
    signed = witness_key.sign(f"cosignature/v1\ntime 1700000999\n{body}".encode())
    blob = base64.b64encode(identity + (1700000999).to_bytes(8, "big") + signed).decode()
    assert log.checkpoint == f"{log.signed}— {log.witness} {blob}\n"


def test_what_others_wrote_is_read():
    name, public_key = ledger.read_verifier_key(OTHERS_KEY)
    read = note.read_note(OTHERS_NOTE)
    (signature,) = read.signatures(name, note.key_id(name, note.ED25519, public_key))
    public_key.verify(signature, read.text.encode())
    assert ledger.verifier_key(name, public_key) == OTHERS_KEY
    example = ledger.read_checkpoint(SPEC_EXAMPLE)
    assert (example.origin, example.size) == ("example.com/behind-the-sofa", 20852163)
    witness = note.read_note(SPEC_EXAMPLE).signatures(
        "witness.example.com/w1", bytes.fromhex("8d66cf3f")
    )
    assert [int.from_bytes(blob[:8], "big") for blob in witness] == [1679315147]


def test_it_works(key, witness_key, log):
    public_key = key.public_key()
    checkpoint = ledger.verify_checkpoint(log.checkpoint, public_key=public_key, origin=log.origin)
    assert checkpoint == ledger.read_checkpoint(log.signed)
    assert (checkpoint.size, checkpoint.root) == (300, ledger.root(log.store, 300))
    seen = ledger.verify_cosignature(
        log.checkpoint, name=log.witness, public_key=witness_key.public_key()
    )
    assert seen == ledger.Cosignature(
        name=log.witness, timestamp=1_700_000_999, checkpoint=checkpoint
    )


def test_the_last_of_several_times_counts(witness_key, log):
    text = log.checkpoint
    for timestamp in (5, 1_700_001_000, 7):
        text = ledger.cosign_checkpoint(
            text, name=log.witness, key=witness_key, timestamp=timestamp
        )
    seen = ledger.verify_cosignature(text, name=log.witness, public_key=witness_key.public_key())
    assert seen.timestamp == 1_700_001_000


def test_a_time_beyond_all_clocks_is_refused(witness_key, log):
    body = log.signed.partition("\n\n")[0] + "\n"
    signature = witness_key.sign(f"cosignature/v1\ntime {2**63}\n{body}".encode())
    public_key = witness_key.public_key()
    identity = note.key_id(log.witness, note.COSIGNATURE, public_key)
    line = note.signature_line(log.witness, identity, (2**63).to_bytes(8, "big") + signature)
    with pytest.raises(LedgerBroken, match="not cosigned"):
        ledger.verify_cosignature(f"{log.signed}{line}\n", name=log.witness, public_key=public_key)


def test_every_flipped_bit_is_found(key, witness_key, log):
    """Of log and witness together: what one signature does not cover, the other does."""

    def both(text):
        ledger.verify_checkpoint(text, public_key=key.public_key(), origin=log.origin)
        ledger.verify_cosignature(text, name=log.witness, public_key=witness_key.public_key())

    both(log.checkpoint)
    written = log.checkpoint.encode()
    for bit in range(8 * len(written)):
        at, place = divmod(bit, 8)
        altered = written[:at] + bytes([written[at] ^ 1 << place]) + written[at + 1 :]
        with pytest.raises((LedgerBroken, UnicodeDecodeError)):
            both(altered.decode())


def test_strangers_and_confusions_are_refused(key, witness_key, log):
    stranger = Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key()
    with pytest.raises(LedgerBroken, match="not signed"):
        ledger.verify_checkpoint(log.signed, public_key=stranger, origin=log.origin)
    with pytest.raises(LedgerBroken, match="another log"):
        ledger.verify_checkpoint(log.signed, public_key=key.public_key(), origin="southland")
    with pytest.raises(LedgerBroken, match="not cosigned"):
        ledger.verify_cosignature(log.checkpoint, name=log.witness, public_key=stranger)
    with pytest.raises(LedgerBroken, match="not cosigned"):  # a log's signature is no witness's
        ledger.verify_cosignature(log.signed, name=log.origin, public_key=key.public_key())
    cosigned = ledger.cosign_checkpoint(log.signed, name=log.origin, key=witness_key, timestamp=1)
    with pytest.raises(LedgerBroken, match="not signed"):  # nor the other way about
        ledger.verify_checkpoint(cosigned, public_key=witness_key.public_key(), origin=log.origin)


def test_one_wrong_signature_of_the_log_spoils_the_note(key, log):
    body, _, line = log.signed.partition("\n\n")
    other = ledger.sign_checkpoint(origin=log.origin, size=1, root=bytes(32), key=key)
    both = f"{body}\n\n{line}{other.partition(chr(10) * 2)[2]}"
    with pytest.raises(LedgerBroken, match="wrong"):
        ledger.verify_checkpoint(both, public_key=key.public_key(), origin=log.origin)


@pytest.mark.parametrize(
    "body",
    [
        "northland\n3\n",
        "northland\n03\n{root}\n",
        "northland\n-3\n{root}\n",
        "northland\n3 \n{root}\n",
        "northland\n٣\n{root}\n",
        "northland\n3\n{root}\nextension\n",
        "northland\n3\nAAAA\n",
        "\n3\n{root}\n",
    ],
)
def test_what_is_no_checkpoint(body):
    text = body.format(root=base64.b64encode(bytes(32)).decode())
    with pytest.raises(LedgerBroken):
        ledger.read_checkpoint(f"{text}\n— northland AAAAAA==\n")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "text\n",
        "text\n\n— a AAAA",
        "text\n\n- a AAAA\n",
        "text\n\n— a b AAAA\n",
        "text\r\n\n— a AAAA\n",
        "text\n\n— a AAAA\n\n",
        "t" * 70_000 + "\n\n— a AAAA\n",
        "text\n\n" + "— a AAAA\n" * 101,
    ],
)
def test_what_is_no_note(text):
    with pytest.raises(LedgerBroken):
        note.read_note(text)


@given(st.text(st.sampled_from("a+1\n— =A٣\x00é"), max_size=40))
def test_any_text_is_read_or_refused(text):
    for read in (ledger.read_checkpoint, ledger.read_verifier_key):
        with pytest.raises(LedgerBroken):
            read(text)


def test_what_cannot_be_signed(key, log):
    good = {"origin": "northland", "size": 1, "root": bytes(32)}
    for part in (
        {"origin": ""},
        {"origin": "north land"},
        {"origin": "north+land"},
        {"origin": "north\nland"},
        {"size": -1},
        {"root": bytes(31)},
    ):
        with pytest.raises(InvalidEvidence):
            ledger.sign_checkpoint(**good | part, key=key)
    for timestamp in (-1, 2**63):
        with pytest.raises(InvalidEvidence):
            ledger.cosign_checkpoint(log.signed, name="w", key=key, timestamp=timestamp)


def test_signatures_are_joined(witness_key, key, log):
    second = ledger.cosign_checkpoint(log.signed, name="second", key=key, timestamp=3)
    joined = ledger.join_signatures(log.checkpoint, second, log.signed)
    assert joined.count("— ") == 3
    public_key = key.public_key()
    ledger.verify_checkpoint(joined, public_key=public_key, origin=log.origin)
    assert ledger.verify_cosignature(joined, name="second", public_key=public_key).timestamp == 3
    other = ledger.sign_checkpoint(origin=log.origin, size=1, root=bytes(32), key=key)
    with pytest.raises(LedgerBroken, match="different"):
        ledger.join_signatures(log.checkpoint, other)


def test_a_published_key_is_checked(key):
    line = ledger.verifier_key("northland", key.public_key())
    name, public_key = ledger.read_verifier_key(line + "\n")
    assert (name, public_key) == ("northland", key.public_key())
    for altered in (
        line.replace("north", "south"),
        line.replace("h", "h\t"),
        line[:-5] + "AAAA=",
        "",
        "a+b",
        "a+b+AQ==",
    ):
        with pytest.raises(LedgerBroken):
            ledger.read_verifier_key(altered)
    with pytest.raises(LedgerBroken):  # a witness's key is of another kind
        ledger.read_verifier_key(ledger.verifier_key("w", key.public_key(), kind=note.COSIGNATURE))
