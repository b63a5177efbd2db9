"""The pages of a handover: from an open batch to two signatures, with a manifest to print."""

import io
from uuid import uuid4

import pytest
from exchange.exchanging import later
from exchange.handing import checked_in, handing, loaded
from python_calamine import CalamineWorkbook

from wayhome.apps.audit.models import Entry
from wayhome.apps.exchange.models import Batch, HandoverStep
from wayhome.apps.exchange.selectors.handover import manifest_of
from wayhome.apps.exchange.services.handover.batches import add_vehicle
from wayhome.apps.exchange.services.handover.printing import print_manifest
from wayhome.apps.talks.models import Delivery

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(people, parties):
    return handing(parties)


def posted(client, address, **told):
    answer = client.post(address, told, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_batch_is_carried_out_on_its_pages(client, made):
    client.force_login(made.hand)
    home = f"/exchanges/{made.exchange.uid}/handover/"
    assert "Open batch 1" in client.get(home).content.decode()
    posted(client, f"{home}0/open/")
    batch = Batch.objects.get()
    at = f"/exchanges/batches/{batch.uid}/"
    for side in made.sides:
        posted(
            client, f"{at}vehicle/", holder=side.pk, name=f"Bus {side.pk}", seats=5, stretchers=0
        )
    codes = [row.code for row in made.exchange.lines.filter(aboard__isnull=False).order_by("pk")]
    first, *rest = codes
    key = str(uuid4())
    for _again in range(2):
        posted(client, f"{at}enter/", key=key, code=first, happened="absent", note="not seen")
    assert HandoverStep.objects.count() == 1
    for code in rest:
        asked = client.get(f"{at}enter/", {"code": f"WAYHOME 1 {code.lower()}"}).content.decode()
        assert "1990-01-01" in asked  # to compare with what the person tells
        told = {"code": code, "happened": "in", "attributes": ["name", "birth_date"]}
        posted(client, f"{at}enter/", key=str(uuid4()), **told)
    shown = client.get(at).content.decode()
    assert "Southland</bdi> has given more, by 1." in shown
    assert "Ask the side that holds this person" in shown
    assert "says what was done about 1 thing" in shown
    ways = {
        row.code: client.get(f"/exchanges/lines/{row.uid}/").content.decode()
        for row in made.exchange.lines.filter(code__in=codes)
    }
    assert "did not cross" in ways[first]
    assert all("checked in, identity confirmed" in ways[code] for code in rest)
    step = HandoverStep.objects.get(kind="not_crossed")
    settled = posted(client, f"/exchanges/entries/{step.uid}/settle/", done="asked")
    assert "asked" in settled
    assert "Both sides sign" in settled
    undo = f"/exchanges/entries/{step.uid}/undo/"
    assert "What follows" in client.get(undo).content.decode()
    assert "Ask the side" not in posted(client, undo, reason="he came")
    for by, side in ((made.north, 0), (made.south, 1)):
        client.force_login(by)
        signed = {"gave": 1 + side, "received": 2 - side, "gave_beside": 0, "received_beside": 0}
        posted(client, f"{at}receipt/", counting_rule="a person who crossed", **signed)
    client.force_login(made.hand)
    assert "Counted towards the promise" in posted(client, f"{at}count/")
    assert Delivery.objects.count() == 6


def test_nobody_is_offered_instead_of_somebody_who_travels(client, made):
    loaded(made)
    line = made.aboard[0][0]
    client.force_login(made.north)
    assert "Somebody else instead" in client.get(f"/exchanges/lines/{line.uid}/").content.decode()
    checked_in(made, line)
    shown = client.get(f"/exchanges/lines/{line.uid}/").content.decode()
    assert "Somebody else instead" not in shown


def test_a_side_reads_codes_and_no_cause(client, made):
    loaded(made)
    client.force_login(made.south)
    shown = client.get(f"/exchanges/vehicles/{made.vehicles[0].uid}/").content.decode()
    for line in made.aboard[0]:
        assert line.code in shown
        assert line.entry.surname not in shown
    assert client.get(f"/exchanges/vehicles/{made.vehicles[0].uid}/manifest.pdf").status_code == 404


def test_a_manifest_is_changed_on_the_page_of_its_vehicle(client, made):
    loaded(made)
    bus, (first, second) = made.vehicles[0], made.aboard[0]
    client.force_login(made.hand)
    at = f"/exchanges/vehicles/{bus.uid}/"
    van = add_vehicle(
        batch=made.batch, holder=made.sides[0], name="Van", seats=1, by=made.hand, at=later(1)
    )

    def on(vehicle):
        return {row.shown.line.code for row in manifest_of(vehicle, made.hand)}

    assert "Taken off" in posted(client, f"{at}move/", line=[first.code], to="")
    assert (on(bus), on(van)) == ({second.code}, set())
    batch = client.get(f"/exchanges/batches/{made.batch.uid}/").content.decode()
    assert "1 person has no place in a vehicle yet" in batch
    assert first.code in client.get(at).content.decode()
    assert "On the manifest" in posted(client, f"{at}put/", line=[first.code])
    assert "Moved" in posted(client, f"{at}move/", line=[first.code], to=van.pk)
    assert "no room" in posted(client, f"{at}move/", line=[second.code], to=van.pk)
    assert (on(bus), on(van)) == ({second.code}, {first.code})
    assert "Tick those" in posted(client, f"{at}put/")
    posted(client, f"/exchanges/vehicles/{van.uid}/move/", line=[first.code], to="")
    posted(client, f"{at}put/", fill="1")
    assert on(bus) == {first.code, second.code}
    told = {"key": str(uuid4()), "line": sorted(on(bus))}
    for _again in range(2):
        assert "2 people left" in posted(client, f"{at}left/", **told)
    assert HandoverStep.objects.filter(kind="out", undone_at=None).count() == 2
    assert "left already" in posted(client, f"{at}move/", line=[first.code], to="")
    assert "not of this batch" in posted(client, f"{at}put/", line=[made.stays.code])


def test_what_is_wrong_with_an_entry_is_said_beside_what_was_written(client, made):
    loaded(made)
    (first, _second), _south = made.aboard
    client.force_login(made.hand)
    at = f"/exchanges/batches/{made.batch.uid}/enter/"
    told = {"key": str(uuid4()), "code": first.code, "happened": "in", "note": "He limps"}
    said = posted(client, at, attributes=["name"], **told)
    assert "Two attributes must agree" in said
    assert "He limps" in said
    assert "No line of this exchange" in client.get(at, {"code": "NOBODY7"}).content.decode()
    stranger = client.get(at, {"code": made.stays.code}).content.decode()
    assert 'value="extra"' in stranger  # on no manifest of this batch
    told |= {"attributes": ["name", "birth_date"]}
    assert "Recorded" in posted(client, at, **told)
    assert 'value="home"' in client.get(at, {"code": first.code}).content.decode()


@pytest.mark.parametrize("language", ["en", "ar", "uk"])
def test_a_manifest_is_printed_and_the_printing_is_written_down(made, language):
    loaded(made)
    one, again = (
        print_manifest(vehicle=made.vehicles[0], language=language, by=made.hand, at=later(1))
        for _ in range(2)
    )
    assert one.startswith(b"%PDF")
    assert one == again
    assert Entry.objects.filter(act="handover_printed").count() == 2


def test_the_list_of_a_batch_is_a_workbook_of_what_the_reader_may_see(client, made):
    loaded(made)
    for by, names in ((made.hand, 4), (made.south, 2)):
        client.force_login(by)
        answer = client.get(f"/exchanges/batches/{made.batch.uid}/list.xlsx")
        book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
        head, *rows = book.get_sheet_by_index(0).to_python()
        assert len(rows) == 4
        assert sum(bool(row[head.index("Name")]) for row in rows) == names
