"""Evidence packs: they hold offline, show each viewer his own parts, and refuse every change."""

import ast
import io
import zipfile
from pathlib import Path

import pytest
from django.urls import reverse

from apps.audit.subjects import a_line, a_list, altered, check_offline, done, shown_in
from conftest import NOON, sign_in
from wayhome.apps.audit.models import Checkpoint, Read
from wayhome.apps.audit.selectors.history import entries_about, entries_visible_to
from wayhome.apps.audit.services.evidence import evidence_pack, open_parts
from wayhome.apps.audit.services.sequencer import log_verifier_key, number_entries
from wayhome.apps.audit.words import NAMES
from wayhome.apps.register import services
from wayhome.engines import ledger

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def two(parties):
    """A line of each party."""
    return a_line(parties["north"], surname="Вихор"), a_line(parties["south"], surname="Gale")


def test_a_pack_holds_offline_with_the_published_key(people, two, tmp_path):
    north, south = two
    entry = done(north.key, south.key, by=people["signer"], act="judgement_confirmed", reason="X")
    for _ in range(5):
        done(by=None)
    pack = evidence_pack(entry, people["signer"], at=NOON)
    code, said = check_offline(pack, tmp_path, "--key", log_verifier_key())
    assert code == 0, said
    assert "number 1 of 6" in said
    assert "2 of 2 parts" in said
    proven = ledger.verify_pack(pack)
    assert proven.entry["act"] == "judgement_confirmed"
    assert [part.details for part in proven.parts] == [{"reason": "X"}] * 2


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("entry.json", lambda text: text.replace(b"confirmed", b"withdrawn")),
        ("details.json", lambda text: text.replace(b"because", b"no cause")),
        ("proof.json", lambda text: text.replace(b'"index":0', b'"index":1')),
        ("checkpoint.txt", lambda text: text.replace(b"\n2\n", b"\n3\n")),
    ],
)
def test_an_altered_pack_is_refused(people, two, tmp_path, name, change):
    entry = done(two[0].key, by=people["signer"], act="judgement_confirmed", reason="because")
    done(by=None)
    pack = evidence_pack(entry, people["signer"], at=NOON)
    wrong = altered(pack, name, change)
    assert wrong != altered(pack, name, lambda same: same)
    code, said = check_offline(wrong, tmp_path)
    assert code == 1
    assert said.startswith("REFUSED")


def test_evidence_of_an_imported_line_shows_that_line_alone(people, tmp_path):
    made = a_list(people["registrar"])
    line = made.appearances.get(line=3).entry
    (entry,) = entries_about([line.key], people["signer"])
    pack = evidence_pack(entry, people["signer"], at=NOON, about=line.key_id)
    assert check_offline(pack, tmp_path)[0] == 0
    assert [shown["written"]["surname"] for shown in shown_in(pack)] == ["Gale"]


def test_an_import_of_many_lines_shows_only_what_concerns_the_list(people, monkeypatch):
    monkeypatch.setattr("wayhome.apps.audit.services.evidence.MOST_LINES", 1)
    made = a_list(people["registrar"])
    (entry,) = entries_about([made.key], people["signer"])
    pack = evidence_pack(entry, people["signer"], at=NOON)
    about_list, about_file = shown_in(pack)
    assert about_list["title"] == "Sought in spring"
    assert about_file == {"list": made.receipt, "sha256": made.file_sha256}


def test_health_and_relatives_are_withheld_from_who_may_not_read_them(people, client):
    made = a_list(people["registrar"])
    line = made.appearances.get(line=2).entry
    (entry,) = entries_about([line.key], people["proposer"])
    (opened,) = open_parts(entry, people["proposer"], about=line.key_id)
    assert set(opened.guarded) == {"health", "next_of_kin"}
    assert "wounded" not in str(opened.details)
    assert shown_in(evidence_pack(entry, people["proposer"], at=NOON, about=line.key_id)) == []
    (whole,) = shown_in(evidence_pack(entry, people["signer"], at=NOON, about=line.key_id))
    assert whole["written"]["health"] == "wounded"


def test_a_party_sees_its_own_acts_and_not_what_the_keeper_did_with_its_line(people, two):
    north, south = two
    own = done(north.key, by=people["northern"], source="own")
    joined = done(north.key, south.key, by=people["signer"], act="judgement_confirmed")
    seen = entries_visible_to(people["northern_signer"])
    assert list(seen) == [own]
    assert list(entries_about([north.key], people["northern_signer"])) == [own]
    assert not entries_about([south.key], people["northern_signer"])
    assert joined in entries_about([north.key], people["signer"])
    assert not entries_visible_to(people["outsider_signer"])
    assert not entries_visible_to(people["administrator"])


def test_the_keeper_does_not_see_how_a_party_judged_its_own_lines(people, two):
    theirs = done(two[0].key, by=people["northern_signer"], act="judgement_confirmed")
    assert theirs not in entries_visible_to(people["signer"])
    assert theirs in entries_visible_to(people["auditor"])


def test_a_partys_pack_stays_the_same_whatever_the_keeper_does_later(people, two):
    entry = done(two[0].key, by=people["northern"], source="own")
    number_entries(at=NOON)
    before = evidence_pack(entry, people["northern_signer"], at=NOON)
    done(two[0].key, two[1].key, by=people["signer"], act="judgement_confirmed")
    number_entries(at=NOON)
    assert evidence_pack(entry, people["northern_signer"], at=NOON) == before


def test_the_button_gives_the_pack_and_numbers_what_waits(people, two, client, tmp_path):
    entry = done(two[0].key, by=people["signer"], reason="X")
    sign_in(client, people["signer"])
    answer = client.get(reverse("audit:evidence", args=[entry.uid]))
    assert answer.status_code == 200
    assert Checkpoint.objects.get().size == 1
    assert check_offline(answer.content, tmp_path)[0] == 0
    read = Read.objects.get(how=Read.How.EXPORTED)
    assert (read.by, read.about_id) == (people["signer"], two[0].key_id)


@pytest.mark.parametrize(("who", "status"), [
    ("signer", 200), ("proposer", 200), ("auditor", 200), ("northern_signer", 404),
    ("outsider_signer", 404), ("administrator", 404), ("registrar", 404),
])  # fmt: skip
def test_who_gets_the_evidence_of_a_keepers_act(people, two, client, who, status):
    entry = done(two[0].key, by=people["signer"], reason="Mother knew him")
    sign_in(client, people[who])
    answers = [client.get(reverse(name, args=[entry.uid])) for name in ("audit:evidence",
               "audit:entry")]  # fmt: skip
    assert [answer.status_code for answer in answers] == [status] * 2
    sees = b"Mother knew him" in answers[1].content
    assert sees == (who in ("signer", "proposer"))
    if status == 200:
        assert bool(shown_in(answers[0].content)) == sees


def test_an_auditors_pack_shows_no_persons(people, two):
    entry = done(two[0].key, by=people["signer"], reason="X")
    pack = evidence_pack(entry, people["auditor"], at=NOON)
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        assert "details.json" not in archive.namelist()


def test_a_subject_that_is_none_finds_nothing(people, two, client):
    entry = done(two[0].key, by=people["signer"], reason="X")
    sign_in(client, people["signer"])
    address = reverse("audit:entry", args=[entry.uid])
    assert client.get(address, {"about": "nobody"}).status_code == 404
    assert client.get(address, {"about": str(two[0].key_id)}).status_code == 200


@pytest.mark.parametrize(("who", "shown"), [("signer", True), ("northern_signer", False)])
def test_the_keeper_alone_sees_on_a_page_how_long_the_log_is(people, two, client, who, shown):
    """By the numbers of two entries a party could tell how much others did in between."""
    user = people[who]
    entry = done(two[0].key, by=user, source="own")
    number_entries(at=NOON)
    sign_in(client, user)
    page = client.get(reverse("audit:entry", args=[entry.uid])).content.decode()
    place = entry.place
    assert (bytes(place.hash).hex() in page) is shown
    assert ("Root" in page) is shown
    assert ("signed" in page) is True


def test_details_are_told_in_the_readers_language(people, two, client):
    details = {"verdict": "not_same", "reason": "another man", "kind": "harm", "new_detail": "x"}
    entry = done(two[0].key, by=people["signer"], act="judgement_proposed", **details)
    sign_in(client, people["signer"])
    page = client.get(reverse("audit:entry", args=[entry.uid]), headers={"accept-language": "en"})
    shown, _leaf = page.content.decode().split("What is hashed")
    assert "not the same" in shown
    assert "could be harmed by disclosure" in shown
    assert "not_same" not in shown
    made = a_list(people["registrar"])
    line = made.appearances.get(line=2).entry
    (entry,) = entries_about([line.key], people["signer"])
    page = client.get(
        reverse("audit:entry", args=[entry.uid]), {"about": str(line.key_id)},
    ).content.decode().split("What is hashed")[0]  # fmt: skip
    assert "Surname" in page
    assert "next_of_kin" not in page


def keys_of(tree):
    """The names of the details in the source of a module: see `Part` and `details`."""
    for node in ast.walk(tree):
        told = []
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Part":
            told = node.args[1:]
        elif isinstance(node, ast.keyword) and node.arg == "details":
            told = [node.value]
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            names = node.targets if isinstance(node, ast.Assign) else [node.target]
            if {getattr(name, "id", "") for name in names} & {"details", "about"}:
                told = [node.value]
        for one in told:
            if isinstance(one, ast.Dict):
                yield from (key.value for key in one.keys if isinstance(key, ast.Constant))


def test_every_detail_that_the_register_records_has_a_name():
    folder = Path(services.__file__).parent
    sources = [ast.parse(path.read_text("utf-8")) for path in folder.rglob("*.py")]
    found = {key for source in sources for key in keys_of(source)}
    assert len(found) > 12
    assert found - NAMES.keys() == set()
