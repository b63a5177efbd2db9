"""A report is read, and what is confirmed of it, and only that, goes on record."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from talks.reported import TEXT, brought, draft_of_text
from talks.talking import negotiator, talks

from conftest import NOON, sign_in
from wayhome.apps.audit.models import Entry
from wayhome.apps.audit.services import open_sealed
from wayhome.apps.talks.models import (
    Commitment,
    Delegate,
    NumberClaim,
    Outcome,
    Proposal,
    Report,
    ReportDraft,
    Response,
    Round,
    Side,
)
from wayhome.apps.talks.selectors.drafts.items import _may_name_somebody
from wayhome.apps.talks.selectors.drafts.parts import KINDS
from wayhome.apps.talks.selectors.drafts.shown import pieces_of
from wayhome.apps.talks.selectors.subjects import recorded_kinds
from wayhome.apps.talks.services.drafts import keep_draft
from wayhome.apps.talks.services.filing import CannotRecord
from wayhome.apps.talks.services.reports import keep_report
from wayhome.apps.talks.services.undoing import withdraw
from wayhome.apps.talks.views.drafts import reading_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def by(people):
    return negotiator()


@pytest.fixture
def desk(by):
    return sign_in(Client(raise_request_exception=False), by)


@pytest.fixture
def process(by):
    return talks(by)[0]


@pytest.fixture
def report(process, by):
    return brought(process, by)[0]


def rows_on_record():
    return {k.__name__: k._default_manager.count() for k in recorded_kinds() if k is not Report}


def row_of(report, by, kind, n=0):
    report = Report.objects.get(pk=report.pk)
    return [row for row in reading_of(report, by).rows if row.item.kind == kind][n]


def shown(row):
    return f"{row.item.id}:{row.digest}"


def test_one_click_confirms_a_row_with_its_passage(desk, by, process, report):
    row = row_of(report, by, "round")
    address = f"/talks/reports/{report.uid}/confirm/"
    for _twice in range(2):
        assert desk.post(address, {"row": shown(row)}).status_code == 302
    made = Round.objects.get()
    assert (made.place, made.duration_minutes, made.number) == ("Geneva", 50, 3)
    assert made.report == report
    assert TEXT[made.passage_start : made.passage_end] == TEXT[row.item.start : row.item.end]
    assert Entry.objects.count() == 4  # opened, kept, read, the round


def test_a_number_of_the_report_is_confirmed_as_it_was_meant(desk, by, process, report):
    promise = row_of(report, by, "commitment")
    desk.post(f"/talks/reports/{report.uid}/confirm/", {"row": shown(promise)})
    (wording,) = Commitment.objects.get().wordings.all()
    assert (wording.comparator, wording.value, wording.unit, wording.per) == (
        "at_least", 800, "captive", "each_side",
    )  # fmt: skip
    assert (wording.side.name, wording.speaker) == ("Northland", "Anders Norden")
    assert TEXT[promise.item.start : promise.item.end].count("at least 800") == 1


def test_what_one_side_says_another_promised_is_a_number_and_no_commitment(desk, by, report):
    said = [
        row
        for row in reading_of(Report.objects.get(), by).rows
        if row.item.initial.get("value") == 45
    ]
    assert [row.item.kind for row in said] == ["number"]
    assert said[0].item.why
    desk.post(f"/talks/reports/{report.uid}/confirm/", {"row": shown(said[0])})
    made = NumberClaim.objects.get()
    assert (made.value, made.unit, made.side.name) == (45, "civilian", "Southland")
    assert not Commitment.objects.exists()


def test_an_offer_is_a_proposal_of_whom_would_give(by, report):
    offered = [
        row
        for row in reading_of(Report.objects.get(), by).rows
        if row.item.initial.get("value") == 2000
    ]
    assert [(row.item.kind, row.item.initial["increment"]) for row in offered] == [
        ("proposal", True)
    ]
    north = Side.objects.get(name="Northland")
    assert offered[0].item.initial["proposed_by"] == str(north.uid)


def test_delegates_wait_for_their_round(desk, by, report):
    address = f"/talks/reports/{report.uid}/confirm/"
    waiting = row_of(report, by, "delegate")
    assert not waiting.is_ready
    desk.post(address, {"row": shown(waiting)})
    assert not Delegate.objects.exists()
    desk.post(address, {"row": shown(row_of(report, by, "round"))})
    desk.post(address, {"row": [shown(row_of(report, by, "delegate", n)) for n in (0, 1)]})
    met = Round.objects.get()
    present = {(one.name, one.delegation.side.name) for one in Delegate.objects.all()}
    assert present == {("Anders Norden", "Northland"), ("Selma Sudra", "Southland")}
    assert {one.delegation.round for one in Delegate.objects.all()} == {met}


def test_a_row_that_changed_since_it_was_shown_is_not_confirmed(desk, by, report):
    row = row_of(report, by, "round")
    desk.post(f"/talks/reports/{report.uid}/confirm/", {"row": f"{row.item.id}:0000000000000000"})
    assert not Round.objects.exists()


def test_a_row_is_corrected_field_by_field(desk, by, report):
    row = row_of(report, by, "round")
    address = f"/talks/reports/{report.uid}/rows/{row.item.id}/"
    assert "Geneva" in desk.get(address).content.decode()
    given = {"place": "Old Geneva", "number_basis": "unknown", "format": "unknown",
             "confidentiality": "mediator"}  # fmt: skip
    assert desk.post(address, {**given, "number": "3"}).status_code == 200  # a number of no basis
    assert not Round.objects.exists()
    assert desk.post(address, given).status_code == 302
    made = Round.objects.get()
    assert (made.place, made.number, made.duration_minutes, made.confidentiality) == (
        "Old Geneva", None, None, "mediator",
    )  # fmt: skip
    assert made.report_id == report.pk


def test_leaving_out_and_undoing_is_told_and_leaves_nothing_standing(desk, by, process, report):
    row = row_of(report, by, "round")
    rows = f"/talks/reports/{report.uid}/rows/{row.item.id}"
    for _twice in range(2):
        desk.post(f"{rows}/leave-out/")
    assert row_of(report, by, "round").choice == "left_out"
    desk.post(f"{rows}/undo/")
    assert row_of(report, by, "round").is_open
    desk.post(f"/talks/reports/{report.uid}/confirm/", {"row": shown(row)})
    desk.post(f"{rows}/leave-out/")  # it was confirmed: that is undone first
    assert row_of(report, by, "round").choice == "confirmed"
    desk.post(f"{rows}/undo/")
    assert row_of(report, by, "round").is_open
    assert Round.objects.get().withdrawn_at is not None
    acts = list(Entry.objects.order_by("pk").values_list("act", flat=True))
    assert acts[3:] == [
        "draft_row_left_out", "draft_row_reopened", "round_recorded", "talks_withdrawn",
    ]  # fmt: skip


def test_a_row_withdrawn_elsewhere_is_open_again_and_can_be_confirmed_anew(desk, by, report):
    row = row_of(report, by, "round")
    address = f"/talks/reports/{report.uid}/confirm/"
    desk.post(address, {"row": shown(row)})
    withdraw(row=Round.objects.get(), reason="Misread", by=by, at=NOON)
    assert row_of(report, by, "round").is_open
    desk.post(address, {"row": shown(row_of(report, by, "round"))})
    assert Round.objects.filter(withdrawn_at=None).count() == 1


def test_all_sure_rows_of_a_kind_go_at_once_and_no_unsure_one(desk, by, report):
    page = desk.get(f"/talks/reports/{report.uid}/").content.decode()
    rows = reading_of(Report.objects.get(), by).rows
    for kind in KINDS:
        sure = [row for row in rows if row.item.kind == kind and row.is_sure]
        if len(sure) < 2:
            continue
        together = "".join(f'<input type="hidden" name="row" value="{shown(row)}">' for row in sure)
        assert together in page, kind
    unsure = [row for row in rows if not row.item.sure]
    assert unsure
    assert all(not row.is_sure for row in unsure)


def test_every_span_of_the_draft_is_marked_and_the_text_stays_whole(by, report):
    reading = reading_of(Report.objects.get(), by)
    items = [row.item for row in reading.rows]
    pieces = pieces_of(TEXT, items, {row.item.id: row.label for row in reading.rows})
    assert "".join(piece.text for piece in pieces) == TEXT
    marked, at = set(), 0
    for piece in pieces:
        marked |= set(range(at, at + len(piece.text))) if piece.item else set()
        at += len(piece.text)
    for item in items:
        assert set(range(item.start, item.end)) <= marked
        for field in item.fields:
            if field.start is not None:
                assert set(range(field.start, field.end)) <= marked


def test_words_that_may_name_a_captive_are_never_sure():
    draft = {"people": [{"written": [{"start": 0, "end": 13}]}]}
    assert not _may_name_somebody("Anders Norden spoke of Northland and of captives", 0, draft)
    assert _may_name_somebody("they will return Maria Petros next week", 100, draft)


def test_text_and_draft_lie_sealed_and_the_history_tells_neither(by, report):
    kept = ReportDraft.objects.get()
    for sealed in (bytes(kept.sealed), bytes(kept.report.text_sealed)):
        assert b"Norden" not in sealed
    assert json.loads(open_sealed(report.key, bytes(kept.sealed), purpose="draft"))["people"]
    assert not any("Norden" in str(vars(entry)) for entry in Entry.objects.all())


def test_nobody_else_finds_the_report(by, process, report):
    row = row_of(report, by, "round")
    address = f"/talks/reports/{report.uid}/"
    for office in ("Northland Bureau", "Southland Bureau"):
        other = sign_in(Client(), negotiator(office))
        assert "Third round" not in other.get("/talks/reports/").content.decode()
        assert other.get(address).status_code == 404
        assert other.post(f"{address}confirm/", {"row": shown(row)}).status_code == 404
        assert other.post(f"{address}rows/{row.item.id}/undo/").status_code == 404
        assert other.get(f"/talks/{process.uid}/report/").status_code == 404
    assert not Round.objects.exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "one of them"),
        ({"text": "They met.", "file": "They met."}, "one of them"),
        ({"file": b"\xff\xfe\x00\x01"}, "plain text in UTF-8"),
        ({"file": "x" * 900_000}, "too large"),
        ({"file": "They met.\0"}, "plain text in UTF-8"),
        ({"text": "x" * 200_001}, "at most 200000"),
    ],
)
def test_what_is_no_report_gets_a_sentence(desk, process, given, said):
    file = given.get("file")
    raw = file.encode() if isinstance(file, str) else file
    sent = given | ({"file": SimpleUploadedFile("report.txt", raw)} if raw else {})
    answer = desk.post(
        f"/talks/{process.uid}/report/",
        {"publisher": "Courier", "language": "en", "confidentiality": "mediator", **sent},
    )
    assert answer.status_code == 200
    assert said in answer.content.decode().replace("200,000", "200000")
    assert not Report.objects.exists()


def test_a_draft_of_another_text_is_refused(by, process, report):
    other = keep_report(process=process, text="They met.", publisher="Courier", by=by, at=NOON)
    with pytest.raises(CannotRecord):
        keep_draft(report=other, draft=draft_of_text(process, by), by=by, at=NOON)
    with pytest.raises(CannotRecord):
        keep_draft(report=report, draft=draft_of_text(process, by), by=by, at=NOON)


def ready(report, by, kind):
    """The rows of a kind that can be confirmed as they stand."""
    rows = reading_of(Report.objects.get(pk=report.pk), by).rows
    return [row for row in rows if row.item.kind == kind and row.is_ready]


def test_what_the_round_ended_with_waits_for_the_round_and_is_confirmed_in_one_click(
    desk, by, report
):
    address = f"/talks/reports/{report.uid}/confirm/"
    assert row_of(report, by, "outcome").errors
    assert not ready(report, by, "outcome")
    desk.post(address, {"row": shown(row_of(report, by, "round"))})
    rows = ready(report, by, "outcome")
    desk.post(address, {"row": [shown(row) for row in rows]})
    met = Round.objects.get()
    told = {(one.about, one.result, one.round) for one in Outcome.objects.all()}
    assert ("prisoners", "agreed", met) in told
    assert len(told) == len(rows)
    assert all(one.report == report and one.passage_end for one in Outcome.objects.all())
    page = desk.get(f"/talks/{report.process.uid}/").content.decode()
    assert "prisoners: agreed" in page


ANSWERED = (
    "Southland proposed a ceasefire of 48 hours. Northland rejected the proposal. "
    "Northland proposed a meeting of the leaders in March. Southland said it would study it.\n"
)


def test_an_answer_waits_for_its_proposal_and_becomes_an_answer(desk, by, process):
    report, _kept = brought(process, by, text=ANSWERED)
    address = f"/talks/reports/{report.uid}/confirm/"
    waiting = row_of(report, by, "response")
    assert waiting.errors
    assert not waiting.is_ready
    desk.post(address, {"row": shown(waiting)})
    assert not Response.objects.exists()
    for row in reading_of(Report.objects.get(pk=report.pk), by).rows:
        if row.item.kind == "proposal":
            assert row.is_ready, row.errors
            desk.post(address, {"row": shown(row)})
    desk.post(address, {"row": [shown(row) for row in ready(report, by, "response")]})
    told = {(one.proposal.by.name, one.by.name, one.kind) for one in Response.objects.all()}
    assert ("Southland", "Northland", "refused") in told
    assert all(ANSWERED[one.passage_start : one.passage_end] for one in Response.objects.all())
    # The reader never says that nobody answered: a person may.
    again = row_of(report, by, "response")
    desk.post(f"/talks/reports/{report.uid}/rows/{again.item.id}/undo/")
    given = {
        "proposal": Proposal.objects.get(by__name="Southland").uid,
        "given_by": Side.objects.get(name="Northland").uid,
        "kind": "ignored",
        "confidentiality": "mediator",
    }
    page = f"/talks/reports/{report.uid}/rows/{again.item.id}/"
    assert desk.post(page, given).status_code == 302
    assert Response.objects.filter(withdrawn_at=None, kind="ignored").count() == 1
