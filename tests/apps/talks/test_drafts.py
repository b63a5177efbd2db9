"""A report is read, and what is confirmed of it, and only that, goes on record."""

import pytest
from django.test import Client
from talks.reported import TEXT, brought, draft_of_text
from talks.talking import negotiator, talks

from conftest import sign_in
from wayhome.apps.audit.models import Entry
from wayhome.apps.talks.models import Report, ReportDraft, Round
from wayhome.apps.talks.selectors.subjects import recorded_kinds
from wayhome.apps.talks.views import reports as pages
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


def test_pasting_keeps_and_reads_and_puts_nothing_on_record(desk, by, process, monkeypatch):
    monkeypatch.setattr(pages, "read_apart", lambda *_a, **_k: draft_of_text(process, by))
    before = rows_on_record()
    answer = desk.post(
        f"/talks/{process.uid}/report/",
        {"text": TEXT, "publisher": "Courier", "published_date": "19.02.2026", "language": "en",
         "confidentiality": "mediator"},
    )  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()
    assert rows_on_record() == before
    assert ReportDraft.objects.count() == 1
    page = desk.get(answer["Location"]).content.decode()
    for told in ("0 of", "at least 800 prisoners of war", "Anders Norden"):
        assert told in page, told


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
