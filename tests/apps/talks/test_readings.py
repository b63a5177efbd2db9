"""A report is read by the worker: it waits, runs, ends or is stopped, and nothing is lost."""

import os
import signal
import sys
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from talks.reported import TEXT, brought, draft_of_text
from talks.talking import PUBLIC, negotiator, talks

from conftest import NOON, sign_in
from wayhome.apps.audit.models import Entry
from wayhome.apps.talks.models import ReadingJob, Report, ReportDraft
from wayhome.apps.talks.selectors.subjects import recorded_kinds
from wayhome.apps.talks.services import readings
from wayhome.apps.talks.services.filing import CannotRecord
from wayhome.apps.talks.services.readings import (
    ask_reading,
    begin_again,
    run_reading,
    stop_reading,
)
from wayhome.apps.talks.services.reports import keep_report
from wayhome.apps.talks.tasks.readings import read, take_up
from wayhome.engines.reading import read_report
from wayhome.files import drafts
from wayhome.files.drafts import CannotRead, Reader, draft_as_json, read_apart

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
State = ReadingJob.State


@pytest.fixture
def by(people):
    return negotiator()


@pytest.fixture
def process(by):
    return talks(by)[0]


@pytest.fixture
def desk(by):
    return sign_in(Client(raise_request_exception=False), by)


@pytest.fixture
def report(process, by):
    return keep_report(
        process=process, text=TEXT, publisher="Courier", language="en",
        published_date="2026-02-19", by=by, at=NOON, filing=PUBLIC,
    )  # fmt: skip


@pytest.fixture
def job(report, by):
    return ask_reading(report=report, by=by, at=NOON)


@pytest.fixture
def at_once(process, by, monkeypatch):
    """The reader answers without a process of its own, and asks on the way whether to go on."""

    def answer(_text, *, meanwhile, **_known):
        meanwhile()
        return draft_of_text(process, by)

    monkeypatch.setattr(readings, "read_apart", answer)


def paste(desk, process):
    """A report is pasted; the address of its page."""
    answer = desk.post(
        f"/talks/{process.uid}/report/",
        {"text": TEXT, "publisher": "Courier", "published_date": "19.02.2026", "language": "en",
         "confidentiality": "mediator"},
    )  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def worker():
    """What the worker does with everything that is queued."""
    queued = list(DBTaskResult.objects.filter(status="READY"))
    for task in queued:
        task.task.func(*task.args_kwargs["args"])
    DBTaskResult.objects.all().delete()


def rows_on_record():
    return {k.__name__: k._default_manager.count() for k in recorded_kinds() if k is not Report}


def test_pasting_answers_before_the_report_is_read_and_puts_nothing_on_record(
    desk, process, at_once
):
    before = rows_on_record()
    page = paste(desk, process)
    assert (Report.objects.count(), ReportDraft.objects.count()) == (1, 0)
    told = desk.get(page).content.decode()
    assert "Waiting for its turn" in told
    assert '<noscript><meta http-equiv="refresh"' in told
    part = desk.get(page, headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert "HX-Refresh" not in part.headers
    worker()
    assert desk.get(page, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    told = desk.get(page).content.decode()
    for words in ("0 of", "at least 800 prisoners of war", "Anders Norden"):
        assert words in told, words
    assert "http-equiv" not in told
    assert rows_on_record() == before
    acts = list(Entry.objects.order_by("pk").values_list("act", flat=True))
    assert acts[1:] == ["report_kept", "reading_asked", "draft_kept"]


def test_asked_twice_it_is_read_once(desk, process, report, job, by, at_once):
    assert ask_reading(report=report, by=by, at=NOON) == job
    for _twice in range(2):
        desk.post(f"/talks/reports/{report.uid}/read/")
    worker()
    assert ReportDraft.objects.count() == 1
    assert set(ReadingJob.objects.values_list("state", flat=True)) == {State.DONE}
    with pytest.raises(CannotRecord):
        ask_reading(report=report, by=by, at=NOON)


def test_stopped_while_it_waits_nothing_is_read_and_it_can_be_asked_again(
    desk, report, job, at_once
):
    read.enqueue(str(job.uid))
    page = f"/talks/reports/{report.uid}/"
    desk.post(f"{page}stop/")
    worker()
    assert ReportDraft.objects.count() == 0
    assert "was stopped" in desk.get(page).content.decode()
    desk.post(f"{page}read/")
    worker()
    assert ReportDraft.objects.count() == 1


def test_stopped_while_it_runs_its_draft_is_not_kept(job, by, process, monkeypatch):
    def answer(_text, *, meanwhile, **_known):
        stop_reading(job=job, by=by, at=NOON)
        return draft_of_text(process, by)

    monkeypatch.setattr(readings, "read_apart", answer)
    run_reading(job=job, at=NOON)
    job.refresh_from_db()
    assert (job.state, ReportDraft.objects.count()) == (State.STOPPED, 0)
    with pytest.raises(CannotRecord):
        stop_reading(job=job, by=by, at=NOON)


def test_a_killed_reading_is_taken_up_and_read_once(job, at_once):
    # Killed in the middle: it runs, for good, and nobody works at it.
    ReadingJob.objects.update(state=State.RUNNING, started_at=NOON)
    assert (take_up(), ReadingJob.objects.get().state) == (1, State.WAITING)
    take_up()  # and killed again before it began
    worker()
    assert (ReadingJob.objects.get().state, ReportDraft.objects.count()) == (State.DONE, 1)
    assert list(Entry.objects.filter(act="draft_kept").values_list("by", flat=True)) == [job.by_id]
    assert take_up() == 0


def test_an_attempt_that_was_overtaken_keeps_nothing(job, by, process, monkeypatch):
    def answer(_text, *, meanwhile, **_known):
        assert begin_again(job=job, by=by, at=NOON)
        return draft_of_text(process, by)

    monkeypatch.setattr(readings, "read_apart", answer)
    run_reading(job=job, at=NOON)
    assert (ReadingJob.objects.get().state, ReportDraft.objects.count()) == (State.WAITING, 0)
    stale = ReadingJob.objects.get()
    ReadingJob.objects.update(state=State.RUNNING, started_at=NOON + timedelta(hours=1))
    assert not begin_again(job=stale, at=NOON)


def test_begin_again_is_offered_only_once_its_worker_must_be_gone(desk, report, job):
    page = f"/talks/reports/{report.uid}/"
    for since, offered in ((timedelta(seconds=10), False), (timedelta(hours=1), True)):
        ReadingJob.objects.update(state=State.RUNNING, started_at=timezone.now() - since)
        assert ("Begin again" in desk.get(page).content.decode()) is offered
        desk.post(f"{page}read/")
        assert (ReadingJob.objects.get().state == State.WAITING) is offered


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (CannotRead("late", code="report_slow"), "was not read in time"),
        (CannotRead("unread", code="report_unread"), "could not be read"),
        (ValueError("Anders Norden"), "could not be read"),
    ],
)
def test_what_goes_wrong_is_a_sentence_and_the_report_stays(
    desk, report, job, monkeypatch, caplog, failure, said
):
    def fail(*_args, **_known):
        raise failure

    monkeypatch.setattr(readings, "read_apart", fail)
    run_reading(job=job, at=NOON)
    page = desk.get(f"/talks/reports/{report.uid}/").content.decode()
    assert said in page
    assert "Norden" in page  # the text of the report is there to be entered by hand
    assert "Norden" not in caplog.text
    assert Entry.objects.filter(act="reading_failed").count() == 1


def test_nobody_else_can_stop_or_ask(process, report, job):
    other = sign_in(Client(), negotiator("Northland Bureau"))
    for verb in ("stop", "read"):
        assert other.post(f"/talks/reports/{report.uid}/{verb}/").status_code == 404
    assert ReadingJob.objects.get().state == State.WAITING


ECHO = """
import json, os, sys, time
for line in sys.stdin:
    asked = json.loads(line)
    time.sleep(asked.get("sleep", 0))
    if asked.get("die"):
        os._exit(1)
    print(json.dumps(None if asked.get("fail") else {"pid": os.getpid(), **asked}), flush=True)
"""


@pytest.fixture
def reader(monkeypatch):
    """A process that answers as a reader does, without a model to load."""
    monkeypatch.setattr(drafts, "LOOKS_EVERY_SECONDS", 0.01)
    made = Reader((sys.executable, "-c", ECHO))
    yield made
    made.stop()


def ask(reader, seconds=600, meanwhile=lambda: None, **asked):
    return reader.read(asked, seconds=seconds, meanwhile=meanwhile)


def test_one_process_reads_one_report_after_the_other(reader):
    long = "They met. " * 20_000  # more than a pipe holds at once
    first, second = ask(reader, text=long), ask(reader, text="They met.")
    assert (first["text"], second["text"]) == (long, "They met.")
    assert first["pid"] == second["pid"]
    with pytest.raises(CannotRead):
        ask(reader, fail=True)
    assert ask(reader)["pid"] == first["pid"]  # one report spoils nothing for the next


def test_the_clock_and_whoever_waits_end_a_reader_and_the_next_report_is_read(reader):
    asked = []

    def enough():
        asked.append(True)
        if len(asked) == 3:  # it was asked before, and went on
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ask(reader, sleep=600, meanwhile=enough)
    with pytest.raises(CannotRead) as late:
        ask(reader, sleep=600, seconds=0.05)
    assert late.value.code == "report_slow"
    with pytest.raises(CannotRead):
        ask(reader, die=True)
    assert ask(reader, text="They met.")["text"] == "They met."


def test_a_reader_that_ended_while_nobody_asked_is_started_again(reader):
    first = ask(reader)
    os.kill(first["pid"], signal.SIGTERM)
    assert ask(reader)["pid"] != first["pid"]


def test_the_reader_itself_answers_with_the_draft():
    told = read_apart("They met.", published="", roster=(), seconds=600)
    assert told == draft_as_json(read_report("They met.", published=None))


def test_a_draft_there_is_shows_no_reading(desk, process, by):
    report, _draft = brought(process, by)
    page = desk.get(f"/talks/reports/{report.uid}/").content.decode()
    assert 'id="reading"' not in page
