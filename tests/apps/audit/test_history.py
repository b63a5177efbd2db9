"""The pages of the history: acts and numbers, no persons; checkpoints; witnesses."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.audit.subjects import a_line, done
from conftest import NOON, sign_in
from wayhome.apps.audit.models import Checkpoint, Cosignature, Entry, Role, RoleGrant, Witness
from wayhome.apps.audit.selectors.history import entry_by, tree_head
from wayhome.apps.audit.services.evidence import evidence_pack
from wayhome.apps.audit.services.sequencer import log_verifier_key, number_entries
from wayhome.apps.audit.services.witnesses import (
    COSIGNS,
    CannotWitness,
    accept_cosignature,
    add_witness,
)
from wayhome.apps.register.services.alerts import raise_alert
from wayhome.engines import ledger

pytestmark = pytest.mark.django_db
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
LINE = ledger.verifier_key("witness.example", KEY.public_key(), kind=COSIGNS)
SECONDS = 1_772_366_400  # 2026-03-01T12:00:00Z


@pytest.fixture
def auditing(people, client):
    return sign_in(client, people["auditor"])


def signed(count=3, **more):
    entries = [done(by=None, n=n, **more) for n in range(count)]
    number_entries(at=NOON)
    return entries


def cosigned(checkpoint, key=KEY, name="witness.example"):
    return ledger.cosign_checkpoint(checkpoint.text, name=name, key=key, timestamp=SECONDS).encode()


def test_every_page_states_size_and_root(people, auditing):
    (entry, *_) = signed()
    root = bytes(Checkpoint.objects.get().root).hex()
    for name, args in (("history", []), ("tree", []), ("entry", [entry.uid])):
        page = auditing.get(reverse(f"audit:{name}", args=args)).content.decode()
        assert root in page
        assert "never" in page  # nobody has witnessed


def test_before_anything_was_signed_the_pages_say_so(people, auditing):
    done(by=people["signer"])
    for name in ("history", "tree"):
        assert "nothing was signed yet" in auditing.get(reverse(f"audit:{name}")).content.decode()
    entry = Entry.objects.get()
    page = auditing.get(reverse("audit:entry", args=[entry.uid])).content.decode()
    assert "waits for its number" in page


def test_the_log_shows_acts_and_no_persons(people, parties, auditing):
    line = a_line(parties["north"], surname="Вихор")
    done(line.key, by=people["signer"], act="person_entered", surname="Вихор")
    number_entries(at=NOON)
    for address in ("audit:history", "audit:entry"):
        args = [Entry.objects.get().uid] if address == "audit:entry" else []
        page = auditing.get(reverse(address, args=args)).content.decode()
        assert "A person was entered by hand" in page
        assert "signer" in page
        assert "Вихор" not in page


@pytest.mark.parametrize(("asked", "count"), [
    ({}, 3), ({"act": "person_entered"}, 2), ({"act": "no_such_act"}, 3),
    ({"since": "2026-03-01", "until": "2026-03-01"}, 3), ({"since": "2026-03-02"}, 0),
    ({"until": "2026-02-28"}, 0), ({"since": "2026-13-45"}, 3), ({"page": "99"}, 3),
])  # fmt: skip
def test_the_log_is_filtered_by_act_and_day(auditing, asked, count):
    for act in ("person_entered", "person_entered", "list_imported"):
        done(by=None, act=act)
    page = auditing.get(reverse("audit:history"), asked)
    assert page.context["page"].paginator.count == count


def test_many_entries_come_in_pages(auditing, monkeypatch):
    monkeypatch.setattr("wayhome.apps.audit.views.history.A_PAGE", 2)
    signed(5)
    page = auditing.get(reverse("audit:history"), {"page": 2, "act": "person_entered"})
    assert "act=person_entered&amp;" in page.content.decode()
    assert "page=3" in page.content.decode()


def test_checkpoint_and_public_key_are_files_that_verify_each_other(auditing):
    signed()
    note = auditing.get(reverse("audit:checkpoint", args=[3])).content.decode()
    line = auditing.get(reverse("audit:public_key")).content.decode().strip()
    origin, key = ledger.read_verifier_key(line)
    assert ledger.verify_checkpoint(note, public_key=key, origin=origin).size == 3
    assert line == log_verifier_key()
    assert auditing.get(reverse("audit:checkpoint", args=[2])).status_code == 404


@pytest.mark.parametrize("who", ["signer", "registrar", "administrator", "northern_signer"])
def test_nobody_else_sees_the_log(people, client, who):
    signed()
    sign_in(client, people[who])
    for name, args in (("history", []), ("tree", []), ("checkpoint", [3]), ("public_key", [])):
        assert client.get(reverse(f"audit:{name}", args=args)).status_code == 404


def test_a_witness_signs_by_file(people, auditing, tmp_path):
    signed()
    auditing.post(reverse("audit:witness_add"), {"line": LINE})
    assert Witness.objects.get().name == "witness.example"
    assert "never" in auditing.get(reverse("audit:tree")).content.decode()
    note = SimpleUploadedFile("checkpoint.txt", cosigned(Checkpoint.objects.get()))
    auditing.post(reverse("audit:cosignature_add"), {"note": note})
    seen = Cosignature.objects.get()
    assert (seen.checkpoint.size, int(seen.at.timestamp())) == (3, SECONDS)
    assert tree_head().witnessed_size == 3
    acts = Entry.objects.filter(by=people["auditor"]).values_list("act", flat=True)
    assert sorted(acts) == ["cosignature_accepted", "witness_added"]


def test_a_cosigned_checkpoint_goes_into_the_pack(people):
    (entry, *_) = signed()
    add_witness(line=LINE, by=people["auditor"], at=NOON)
    accept_cosignature(note=cosigned(Checkpoint.objects.get()), by=people["auditor"], at=NOON)
    number_entries(at=NOON)
    pack = evidence_pack(entry, people["auditor"], at=NOON)
    (seen,) = ledger.verify_pack(pack, witnesses={"witness.example": KEY.public_key()}).cosignatures
    assert (seen.name, seen.timestamp) == ("witness.example", SECONDS)


def test_the_same_cosignature_twice_changes_nothing(people):
    signed()
    add_witness(line=LINE, by=people["auditor"], at=NOON)
    note = cosigned(Checkpoint.objects.get())
    assert len(accept_cosignature(note=note, by=people["auditor"], at=NOON)) == 1
    before = Entry.objects.count()
    assert accept_cosignature(note=note, by=people["auditor"], at=NOON) == []
    assert Entry.objects.count() == before


@pytest.mark.parametrize("line", [
    "", "witness.example", "witness.example+00000000+AAAA",
    ledger.verifier_key("witness.example", KEY.public_key()),  # signs logs, does not witness
    ledger.verifier_key("w" * 101, KEY.public_key(), kind=COSIGNS),
])  # fmt: skip
def test_what_is_no_key_of_a_witness_is_refused(people, auditing, line):
    with pytest.raises(CannotWitness):
        add_witness(line=line, by=people["auditor"], at=NOON)
    answer = auditing.post(reverse("audit:witness_add"), {"line": line}, follow=True)
    assert "witness" in answer.content.decode()
    assert not Witness.objects.exists()


def test_a_name_is_given_to_one_witness(people):
    add_witness(line=LINE, by=people["auditor"], at=NOON)
    other = Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key()
    with pytest.raises(CannotWitness, match="of that name"):
        add_witness(
            line=ledger.verifier_key("witness.example", other, kind=COSIGNS),
            by=people["auditor"],
            at=NOON,
        )


def test_no_other_file_is_taken_for_a_cosignature(people):
    signed()
    checkpoint = Checkpoint.objects.get()
    add_witness(line=LINE, by=people["auditor"], at=NOON)
    stranger = Ed25519PrivateKey.from_private_bytes(bytes(32))
    forged = ledger.sign_checkpoint(
        origin="wayhome/other", size=3, root=bytes(checkpoint.root), key=stranger
    )
    rewritten = checkpoint.text.replace("\n3\n", "\n4\n")
    notes = {
        b"": "not a checkpoint",
        b"\xff\xfe": "not a checkpoint",
        checkpoint.text.encode(): "No witness",
        cosigned(checkpoint, key=stranger): "No witness",
        cosigned(checkpoint, name="somebody.else"): "No witness",
        forged.encode(): "not a checkpoint",
        rewritten.encode(): "not a checkpoint",
    }
    for note, why in notes.items():
        with pytest.raises(CannotWitness, match=why):
            accept_cosignature(note=note, by=people["auditor"], at=NOON)
    assert not Cosignature.objects.exists()


def test_who_caused_an_alert_finds_no_trace_of_it(people):
    auditor = people["northern_signer"]
    RoleGrant.objects.create(user=auditor, role=Role.AUDITOR, granted_at=NOON)
    raise_alert(code="canary_read", about="", by=people["northern"], at=NOON)
    entry = Entry.objects.get(act="alert_raised")
    assert entry_by(auditor, entry.uid) is None
    assert entry_by(people["auditor"], entry.uid) == entry
