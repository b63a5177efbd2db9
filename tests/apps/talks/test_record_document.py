"""A record goes out as a document and comes in again equal; a broken one brings nothing."""

import json
from pathlib import Path

import jsonschema
import pytest
from django.test import Client
from talks.talking import IN_CONFIDENCE, PUBLIC, negotiator, one_of_each, shared, talks

from conftest import NOON, sign_in
from wayhome.apps.audit.models import Entry
from wayhome.apps.talks.models import Process, Recorded
from wayhome.apps.talks.selectors.records import KINDS, record_of
from wayhome.apps.talks.selectors.records_schema import schema
from wayhome.apps.talks.selectors.subjects import recorded_kinds
from wayhome.apps.talks.services.filing import CannotRecord
from wayhome.apps.talks.services.records import import_process

pytestmark = pytest.mark.django_db
PUBLISHED = Path(__file__).parents[3] / "docs" / "reference" / "talks.schema.json"


@pytest.fixture
def by(people):
    return negotiator()


@pytest.fixture
def whole(by, parties):
    """Talks with one row of each kind in public, and one of each in confidence."""
    process, north, south = talks(by, parties=parties)
    one_of_each(by, process, north, south)
    one_of_each(by, process, north, south, IN_CONFIDENCE, mark=" whispered")
    return process


def document(process, viewer):
    return json.dumps(record_of(process, viewer), ensure_ascii=False).encode()


def test_it_comes_in_again_equal(whole, by):
    told = record_of(whole, by)
    entries = Entry.objects.count()
    made = import_process(content=document(whole, by), by=by, at=NOON)
    assert made != whole
    assert record_of(made, by) == told
    assert Entry.objects.count() == entries + 1
    assert {row["is"] for row in told["rows"]} == set(KINDS)


def test_every_kind_is_carried_but_what_stays_here():
    apart = {"report", "reportdraft", "draftdecision", "listofcommitment"}
    named = {str(kind._meta.model_name) for kind in recorded_kinds(Recorded)}
    assert named - set(KINDS) <= apart


def test_the_published_schema_is_the_one_of_the_code_and_holds(whole, by):
    published = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    assert published == schema()
    jsonschema.Draft202012Validator.check_schema(published)
    jsonschema.validate(json.loads(document(whole, by)), published)


def test_only_what_the_viewer_sees_is_exported(whole, by, parties):
    viewer = negotiator("Southland Bureau")
    before = document(whole, viewer)
    assert b"whispered" not in before
    assert b"whispered" in document(whole, by)
    rows = record_of(whole, by)["rows"]
    one_of_each(by, whole, *_sides(whole), shared(parties["north"]), mark=" to north")
    assert document(whole, viewer) == before
    assert len(record_of(whole, by)["rows"]) > len(rows)


def _sides(process):
    side = KINDS["side"]
    return side.objects.filter(process=process).order_by("pk")[:2]


def broken(whole, by, change):
    told = record_of(whole, by)
    change(told)
    return json.dumps(told).encode()


@pytest.mark.parametrize(
    "change",
    [
        lambda told: told.update(format="other"),
        lambda told: told.update(version=2),
        lambda told: told.update(rows={}),
        lambda told: told["rows"].reverse(),
        lambda told: told["rows"].append(told["rows"][0]),
        lambda told: told["rows"][0].pop("name"),
        lambda told: told["rows"][0].update(more=1),
        lambda told: told["rows"][0].update(name=""),
        lambda told: told["rows"][0].update(name=None),
        lambda told: told["rows"][0].update(anonymous="no"),
        lambda told: told["rows"][0].update(source={"publisher": "x"}),
        lambda told: told["rows"][0].update({"is": "report"}),
        lambda told: told["rows"][-1].update(value=-1),
        lambda told: told["rows"][-1].update(value=True),
        lambda told: told["rows"][-1].update(value=None),
        lambda told: told["rows"][-1].update(side="round-1"),
        lambda told: told["rows"].append(7),
    ],
)
def test_a_broken_document_brings_nothing(whole, by, change):
    content = broken(whole, by, change)
    with pytest.raises(CannotRecord) as refused:
        import_process(content=content, by=by, at=NOON)
    assert str(refused.value).endswith(".")
    assert Process.objects.count() == 1


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[]", b"[" * 100_000, b"\0", b'"x"'])
def test_what_is_no_document_is_refused_with_a_sentence(by, content):
    with pytest.raises(CannotRecord, match="no record of talks"):
        import_process(content=content, by=by, at=NOON)


def test_out_and_in_on_the_web(whole, by, tmp_path):
    desk = sign_in(Client(), by)
    answer = desk.get(f"/talks/{whole.uid}/record.json")
    assert json.loads(answer.content) == record_of(whole, by)
    path = tmp_path / "talks.json"
    path.write_bytes(answer.content)
    with path.open("rb") as file:
        sent = desk.post("/talks/import/", {"file": file, "confidentiality": "mediator"})
    made = Process.objects.latest("pk")
    assert sent["Location"] == f"/talks/{made.uid}/"
    assert made.confidentiality == "mediator"
    path.write_bytes(b"{}")
    with path.open("rb") as file:
        again = desk.post("/talks/import/", {"file": file, "confidentiality": "mediator"})
    assert "no record of talks" in again.content.decode()


def test_no_party_brings_rows_into_another_partition(whole, by):
    stranger = negotiator("Northland Bureau")
    made = import_process(
        content=document(whole, stranger), by=stranger, at=NOON, filing=IN_CONFIDENCE
    )
    assert made.partition == stranger.party
    assert PUBLIC.confidentiality == whole.confidentiality
