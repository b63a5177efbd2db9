"""A file becomes a list: the whole way, and what must hold of it."""

import json

import pytest

from apps.register.bringing import HEADER, ROWS, bring, prepare, table
from conftest import NOON
from wayhome.apps.audit.models import Entry, Organisation, SubjectKey
from wayhome.apps.audit.services import open_sealed
from wayhome.apps.audit.services.erasure import hold_back
from wayhome.apps.register.models import (
    Appearance,
    Flag,
    Job,
    ListEntry,
    NameKey,
    PersonList,
    SenderMapping,
)
from wayhome.apps.register.models.lists import WRITTEN
from wayhome.apps.register.services import imports
from wayhome.apps.register.services.holding_back import digests_of
from wayhome.apps.register.services.imports import (
    CannotImport,
    advance_import,
    ask_commit,
    begin_again,
    cancel_import,
    commit_import,
    confirm_mapping,
    receive_file,
    refusal_of,
    start_import,
)

pytestmark = pytest.mark.django_db


def test_a_file_becomes_a_list_as_written(people):
    made = bring(people)
    assert (made.lines, made.partition.name, made.version) == (3, "Northland", 1)
    first = ListEntry.objects.get(appearances__list=made, appearances__line=2)
    assert first.name == "Бондарчук Юрій Олександрович"
    assert first.birth_date == "1984-11-11"
    sealed = json.loads(open_sealed(first.key, first.sealed, purpose="line"))
    assert sealed["health"] == "поранений"
    assert sealed["raw"]["Дата народження"] == "11.11.1984"
    assert open_sealed(made.key_of_file, made.file_sealed, purpose="file") == table(*ROWS).encode()
    assert NameKey.objects.filter(entry=first).exists()


def test_the_history_has_every_line_under_its_own_key_and_no_name_in_the_leaf(people):
    made = bring(people)
    entry = Entry.objects.get(act="list_imported")
    facts = json.loads(entry.leaf)["facts"]
    assert (facts["lines"], facts["new"], facts["receipt"]) == (3, 3, made.receipt)
    told = {part.key_id: part for part in entry.parts.all()}
    for line in ListEntry.objects.all():
        details = json.loads(open_sealed(line.key, told[line.key_id].sealed, purpose="history"))
        assert details["details"]["written"]["surname"] == line.surname
        assert line.surname not in entry.leaf


def test_nothing_of_the_file_stays_with_the_job_once_it_is_a_list(people):
    bring(people)
    assert Job.objects.get().file_sealed is None


def test_a_name_that_is_not_in_normal_form_is_kept_as_written(people):
    decomposed = "Йовенко"
    made = bring(people, f"{decomposed};Юрій;;1984;;;;")
    assert ListEntry.objects.get(appearances__list=made).surname == decomposed


def test_the_columns_of_a_sender_are_remembered(people):
    first = prepare(people)
    mapping = dict(first.parameters["mapping"])
    del mapping["rank"]
    mapping["unit"] = "Примітка"
    confirm_mapping(job=first, mapping=mapping, by=people["registrar"], at=NOON)
    first.refresh_from_db()
    commit_import(job=first, by=people["registrar"], at=NOON)
    assert SenderMapping.objects.get().mapping == mapping
    assert prepare(people, kind="held").parameters["mapping"] == mapping
    other = prepare(people, office="Southland Bureau").parameters["mapping"]
    assert other["rank"] == "Звання"


def test_a_column_that_was_not_chosen_is_not_used(people):
    job = prepare(people)
    who = people["registrar"]
    job = confirm_mapping(job=job, mapping={"surname": "Прізвище"}, by=who, at=NOON)
    made = commit_import(job=job, by=who, at=NOON)
    line = ListEntry.objects.filter(appearances__list=made).first()
    assert (line.surname, line.given_names, line.birth_date) == ("Бондарчук", "", "")


@pytest.mark.parametrize(
    ("mapping", "code"),
    [
        ({"surname": "Ім'я другої особи"}, "no_such_column"),
        ({"height": "Прізвище"}, "no_such_field"),
        ({"surname": "Прізвище", "unit": "Прізвище"}, "column_twice"),
        ({"birth_date": "Дата народження"}, "nobody_named"),
    ],
)
def test_a_mapping_that_cannot_be_is_refused(people, mapping, code):
    job = prepare(people)
    with pytest.raises(CannotImport) as refusal:
        confirm_mapping(job=job, mapping=mapping, by=people["registrar"], at=NOON)
    assert refusal.value.code == code


def test_a_cell_too_long_for_its_field_turns_its_line_away_and_no_other(people):
    job = prepare(people, ROWS[0], f"{'а' * 201};Юрій;;;;;;")
    assert job.result["errors"] == 1
    made = commit_import(job=job, by=people["registrar"], at=NOON)
    assert made.lines == 1


def test_a_cell_with_a_character_no_database_keeps_turns_its_line_away(people):
    rows = [{"surname": "Ткач", "rank": "a\0b"}, {"surname": "Коваль", "rank": "c"}]
    made = bring(people, text=json.dumps(rows).encode())
    assert ListEntry.objects.get(appearances__list=made).surname == "Коваль"


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"as_of_date": "yesterday"}, "as_of_date"),
        ({"title": " "}, "title_missing"),
        ({"text": b"  \n"}, "empty_upload"),
        ({"criteria": {"criteria": [{"code": "x"}]}}, "criteria"),
        ({"by": "northern", "office": "Southland Bureau"}, "not_your_office"),
    ],
)
def test_what_cannot_be_a_list_is_refused_before_anything_is_kept(people, other, code):
    with pytest.raises(CannotImport) as refusal:
        prepare(people, **other)
    assert refusal.value.code == code
    assert not Job.objects.exists()
    assert not SubjectKey.objects.exists()


def test_a_file_beyond_the_limit_is_refused(people, settings):
    settings.UPLOAD_LIMIT_BYTES = 100
    with pytest.raises(CannotImport, match="larger"):
        prepare(people)
    settings.UPLOAD_LIMIT_BYTES, settings.UPLOAD_LIMIT_ROWS = 50_000, 2
    job = prepare(people)
    assert (job.state, job.refusal) == (Job.State.FAILED, "too_many_rows")
    assert "2" in refusal_of(job, "uk")


def test_a_file_that_is_no_list_fails_with_a_sentence_in_every_language(people):
    job = prepare(people, text=b"%PDF-1.7 something")
    assert (job.state, job.file_sealed) == (Job.State.FAILED, None)
    sentences = {refusal_of(job, lang) for lang in ("en", "uk", "ru", "ar")}
    assert len(sentences) == 4
    assert not PersonList.objects.exists()


def test_a_step_is_done_once(people):
    job = prepare(people)
    stale = Job.objects.get(pk=job.pk)
    who = people["registrar"]
    commit_import(job=job, by=who, at=NOON)
    with pytest.raises(CannotImport) as refusal:
        commit_import(job=stale, by=who, at=NOON)
    assert refusal.value.code == "other_step"
    assert PersonList.objects.count() == 1


def test_a_stopped_import_leaves_nothing(people):
    job = prepare(people)
    cancel_import(job=job, by=people["registrar"], at=NOON)
    assert (job.state, job.file_sealed, job.problems_sealed) == ("cancelled", None, None)
    with pytest.raises(CannotImport):
        commit_import(job=job, by=people["registrar"], at=NOON)
    with pytest.raises(CannotImport):
        cancel_import(job=job, by=people["registrar"], at=NOON)
    assert not ListEntry.objects.exists()


def test_a_running_step_stops_when_it_is_asked_to(people, monkeypatch):
    job = prepare(people)
    ask_commit(job=job, by=people["registrar"], at=NOON)
    read = imports.checking.read_file

    def stopped_meanwhile(*args, **kwargs):
        cancel_import(job=Job.objects.get(pk=job.pk), by=people["registrar"], at=NOON)
        return read(*args, **kwargs)

    monkeypatch.setattr(imports.checking, "read_file", stopped_meanwhile)
    job = advance_import(job=job, at=NOON)
    assert (job.state, job.refusal) == (Job.State.CANCELLED, "stopped")
    assert not PersonList.objects.exists()


def test_an_attempt_that_was_overtaken_leaves_nothing(people, monkeypatch):
    """The first worker was thought dead, a second made the list; the first then wakes up."""
    job = prepare(people)
    ask_commit(job=job, by=people["registrar"], at=NOON)
    note = imports.committing.note_marks
    again = []

    def overtaken(marks, **told):
        note(marks, **told)
        if not again:
            again.append(True)
            second = begin_again(job=Job.objects.get(pk=job.pk), at=NOON)
            Job.objects.filter(pk=second.pk).update(state="running", started_at=NOON)

    monkeypatch.setattr(imports.committing, "note_marks", overtaken)
    advance_import(job=job, at=NOON)
    assert not PersonList.objects.exists()
    assert not ListEntry.objects.exists()


def test_the_history_tells_of_an_import_begun_again_and_of_one_that_failed(people, monkeypatch):
    def broken(marks, **told):
        raise ValueError(f"{ListEntry.objects.first().surname} is not a value")

    monkeypatch.setattr(imports.committing, "note_marks", broken)
    job = prepare(people)
    ask_commit(job=job, by=people["registrar"], at=NOON)
    begin_again(job=job, by=people["signer"], at=NOON)  # it waits: nothing to begin again
    Job.objects.filter(pk=job.pk).update(state="running", started_at=NOON)
    job.refresh_from_db()
    job = begin_again(job=job, by=people["signer"], at=NOON)
    advance_import(job=job, at=NOON)
    begun, failed = list(Entry.objects.order_by("pk"))[-2:]
    assert (begun.act, begun.by) == ("import_begun_again", people["signer"])
    assert (failed.act, json.loads(failed.leaf)["facts"]) == (
        "import_failed",
        {"job": str(job.uid), "code": "unexpected"},
    )
    assert Entry.objects.filter(act="import_begun_again").count() == 1


def test_an_error_nobody_foresaw_keeps_nothing_and_logs_no_name(people, monkeypatch, caplog):
    def broken(marks, **told):
        raise ValueError(f"{ListEntry.objects.first().surname} is not a value")

    monkeypatch.setattr(imports.committing, "note_marks", broken)
    job = prepare(people)
    with pytest.raises(CannotImport, match="Nothing of the list was kept"):
        commit_import(job=job, by=people["registrar"], at=NOON)
    assert not PersonList.objects.exists()
    assert "ValueError" in caplog.text
    assert "Бондарчук" not in caplog.text


def test_a_line_that_was_erased_is_held_back(people):
    made = bring(people)
    erased = ListEntry.objects.get(appearances__list=made, surname="Ткач")
    written = {field: getattr(erased, field) for field in WRITTEN}
    hold_back(digests_of(written, partition=made.partition), at=NOON)
    job = prepare(people, predecessor=made)
    assert job.result["held_back"] == 1
    second = commit_import(job=job, by=people["registrar"], at=NOON)
    assert second.lines == 2


def test_lines_that_share_a_number_or_name_and_birth_date_or_every_cell_are_flagged(people):
    made = bring(
        people,
        "Бондарчук;Юрій;;1984;НК-1;;;",
        "Бондаренко;Ю.;;;нк 1;;;",
        "Ткач;Олег;;03.01.1990;;;;",
        "ТКАЧ;Олег;;03.01.1990;;солдат;;",
        "Ткач;Олег;;;;;;",
        "Мороз;;;;;;;х",
        "Мороз;;;;;;;х",
        "Мороз;;;;;;;у",
    )
    found = Flag.objects.filter(kind="duplicate").values_list(
        "criterion", "entry__appearances__line"
    )
    assert sorted(found) == [
        ("same_name_and_birth_date", 4),
        ("same_name_and_birth_date", 5),
        ("same_number", 2),
        ("same_number", 3),
        ("same_row", 7),
        ("same_row", 8),
    ]
    assert set(Flag.objects.values_list("partition__name", flat=True)) == {"Northland"}
    assert Appearance.objects.filter(list=made).count() == 8


def test_the_same_file_by_hand_or_by_the_worker(people):
    job = receive_file(
        by=people["northern"],
        organisation=Organisation.objects.get(name="Northland Bureau"),
        kind="held",
        title="Held",
        as_of_date="2026",
        file_name="C:\\lists\\held.csv",
        content=table(*ROWS).encode(),
        at=NOON,
    )
    assert (job.state, job.file_name) == (Job.State.WAITING, "held.csv")
    job = advance_import(job=job, at=NOON)
    assert job.state == Job.State.MAPPING
    with pytest.raises(CannotImport):
        advance_import(job=job, at=NOON)


def test_a_table_without_a_header_can_be_mapped(people):
    text = "\n".join(row.replace(";", ",") for row in ROWS).encode()
    job = start_import(
        by=people["registrar"],
        organisation=Organisation.objects.get(name="Northland Bureau"),
        kind="sought",
        title="Sought",
        as_of_date="2026",
        file_name="list.csv",
        content=text,
        at=NOON,
    )
    assert job.state == Job.State.MAPPING
    assert HEADER not in json.dumps(job.parameters)
