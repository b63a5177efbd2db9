"""The pages of a handover: from an open batch to two signatures, with a manifest to print."""

import io
from uuid import uuid4

import pytest
from exchange.exchanging import later
from exchange.handing import handing, loaded
from python_calamine import CalamineWorkbook

from wayhome.apps.audit.models import Entry
from wayhome.apps.exchange.models import Batch, HandoverStep
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
        told = {"code": code, "happened": "in", "attributes": ["name", "birth_date"]}
        posted(client, f"{at}enter/", key=str(uuid4()), **told)
    shown = client.get(at).content.decode()
    assert "One side is ahead by 1." in shown
    assert "Ask the side that holds this person" in shown
    ways = {
        row.code: client.get(f"/exchanges/lines/{row.uid}/").content.decode()
        for row in made.exchange.lines.filter(code__in=codes)
    }
    assert "did not cross" in ways[first]
    assert all("checked in, identity confirmed" in ways[code] for code in rest)
    step = HandoverStep.objects.get(kind="not_crossed")
    assert "asked" in posted(client, f"/exchanges/entries/{step.uid}/settle/", done="asked")
    undo = f"/exchanges/entries/{step.uid}/undo/"
    assert "What follows" in client.get(undo).content.decode()
    assert "did not cross" not in posted(client, undo, reason="he came")
    for by, side in ((made.north, 0), (made.south, 1)):
        client.force_login(by)
        signed = {"gave": 1 + side, "received": 2 - side, "gave_beside": 0, "received_beside": 0}
        posted(client, f"{at}receipt/", counting_rule="a person who crossed", **signed)
    client.force_login(made.hand)
    assert "Counted towards the promise" in posted(client, f"{at}count/")
    assert Delivery.objects.count() == 6


def test_a_side_reads_codes_and_no_cause(client, made):
    loaded(made)
    client.force_login(made.south)
    shown = client.get(f"/exchanges/batches/{made.batch.uid}/").content.decode()
    for line in made.aboard[0]:
        assert line.code in shown
        assert line.entry.surname not in shown
    assert client.get(f"/exchanges/vehicles/{made.vehicles[0].uid}/manifest.pdf").status_code == 404


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
