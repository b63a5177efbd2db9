"""Erasure: content gone for good, proofs as before."""
# ruff: noqa: F401, F811  fixtures are imported, then named as arguments

import hashlib
import io
import json

import pytest
import xlsxwriter
from django.db import connection

from apps.audit.erasing import erase, file_of, line_of, made
from apps.audit.subjects import SOUGHT, a_line, a_list, check_offline, shown_in
from conftest import NOON
from wayhome.apps.audit.models import Entry, EntryPart, HoldBack, SubjectKey
from wayhome.apps.audit.selectors.history import entries_about
from wayhome.apps.audit.services import CannotOpen, new_key, open_sealed
from wayhome.apps.audit.services.evidence import evidence_pack, open_parts
from wayhome.apps.audit.services.sequencer import number_entries
from wayhome.apps.audit.services.verification import verify_history
from wayhome.apps.register.models import Disclosure, Judgement, ListEntry, NameKey
from wayhome.apps.register.models.lists import WRITTEN
from wayhome.apps.register.selectors.disclosures import digest_of, leaving
from wayhome.apps.register.services.assertions import record_assertion
from wayhome.apps.register.services.disclosures import (
    approve_disclosure,
    ask_disclosure,
    recall_disclosure,
)
from wayhome.apps.register.services.imports.lines import lines_of, read_file
from wayhome.apps.register.services.judgements import propose_judgement
from wayhome.apps.register.services.sources import Document

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_nothing_of_the_line_can_be_read_any_more(people, made):
    line, other = line_of(made), line_of(made, "Gale")
    sealed, file, old = bytes(line.sealed), bytes(made.file_sealed), made.key_of_file
    erase(people, line)
    line.refresh_from_db()
    assert {getattr(line, field) for field in WRITTEN} == {""}
    assert line.sealed is None
    assert line.erased_at == NOON
    assert not NameKey.objects.filter(entry=line).exists()
    line.key.refresh_from_db()
    old.refresh_from_db()
    for key, what, purpose in ((line.key, sealed, "line"), (old, file, "file")):
        with pytest.raises(CannotOpen):
            open_sealed(key, what, purpose=purpose)
    for part in EntryPart.objects.filter(key=line.key).select_related("key"):
        with pytest.raises(CannotOpen):
            open_sealed(part.key, part.sealed, purpose="history")
    other.refresh_from_db()
    assert (other.surname, other.erased_at) == ("Gale", None)
    assert NameKey.objects.filter(entry=other).exists()


def test_no_field_of_any_table_holds_the_name(people, made):
    erase(people, line_of(made))
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            for row in cursor.fetchall():
                assert not any("Вихор" in str(cell) for cell in row), table


def test_the_documents_on_which_it_alone_stood_are_blank_too(people, made):
    line, other = line_of(made), line_of(made, "Gale")
    said = {"kind": "seen", "as_of_date": "2026", "evidence": "seen", "by": people["proposer"]}
    said |= {"said_by": people["proposer"].organisation, "at": NOON}
    letter = Document(publisher="Марта Вихор", title="her letter")
    alone = record_assertion(entry=line, source=letter, **said).source
    shared = record_assertion(entry=line, source=Document(publisher="A bureau"), **said).source
    record_assertion(entry=other, source=shared, **said)
    erase(people, line)
    alone.refresh_from_db()
    shared.refresh_from_db()
    assert (alone.publisher, alone.title, shared.publisher) == ("", "", "A bureau")


def test_the_file_is_kept_without_the_line_and_reads_as_before(people, made):
    lines = lines_of(read_file(SOUGHT.encode(), name=made.file_name, mapping=made.mapping))
    erase(people, line_of(made))
    text = file_of(made)
    assert "Вихор" not in text
    assert "Марта" not in text
    kept = lines_of(read_file(text.encode(), name=made.file_name, mapping=made.mapping))
    assert kept == [line for line in lines if line.fields["surname"] == "Gale"]
    assert made.file_rewritten_at == NOON
    entry = Entry.objects.get(act="lines_erased")
    kept = hashlib.sha256(file_of(made).encode()).hexdigest()
    shown = [one.details for one in open_parts(entry, people["registrar"]) if one.details]
    assert shown == [{"list": made.receipt, "sha256": kept}]


def test_no_hash_is_left_by_which_to_try_out_what_stood_in_the_line(people, made):
    """Whoever knows the rest of the file could hash one guess after the other."""
    was = made.file_sha256
    brought = Entry.objects.get(act="list_imported")
    told = [one.details for one in open_parts(brought, people["registrar"])]
    assert {"list": made.receipt, "sha256": was} in told
    pack = evidence_pack(brought, people["registrar"], at=NOON)
    assert was in json.dumps(shown_in(pack))
    erase(people, line_of(made))
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            for row in cursor.fetchall():
                assert not any(was in str(cell) for cell in row), table
    kept = hashlib.sha256(file_of(made).encode()).hexdigest()
    assert not any(kept in leaf for leaf in Entry.objects.values_list("leaf", flat=True))
    number_entries(at=NOON)
    verify_history()


def workbook(text):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for row, line in enumerate(text.splitlines()):
            sheet.write_row(row, 0, line.split(","))
    return file.getvalue()


@pytest.mark.parametrize("above", [0, 2])
def test_a_workbook_too(people, monkeypatch, above):
    content = workbook("List of the sought\n" * above + SOUGHT)
    made = a_list(people["registrar"], content=content, name="sought.xlsx")
    erase(people, line_of(made))
    text = file_of(made)
    assert "Вихор" not in text
    (kept,) = lines_of(read_file(text.encode(), name=made.file_name, mapping=made.mapping))
    assert kept.number == made.appearances.get(entry=line_of(made, "Gale")).line
    assert made.file_name == "sought.csv"


def test_every_version_that_has_the_line_is_rewritten(people, made):
    second = a_list(people["registrar"], content=SOUGHT + "Third,Ada,1991,A-102,,\n",
                    predecessor=made)  # fmt: skip
    erase(people, line_of(made))
    assert "Вихор" not in file_of(made) + file_of(second)
    assert "Third" in file_of(second)


def test_packs_made_before_hold_and_later_ones_show_nothing(people, made, tmp_path):
    line = line_of(made)
    (entry,) = entries_about([line.key], people["signer"])
    before = evidence_pack(entry, people["signer"], at=NOON, about=line.key_id)
    erase(people, line)
    number_entries(at=NOON)
    after = evidence_pack(entry, people["signer"], at=NOON, about=line.key_id)
    assert check_offline(before, tmp_path)[0] == 0
    assert check_offline(after, tmp_path)[0] == 0
    assert shown_in(before)[0]["written"]["surname"] == "Вихор"
    assert shown_in(after) == []
    (opened,) = open_parts(entry, people["signer"], about=line.key_id)
    assert opened.erased
    held = verify_history()
    assert held.erased == 5  # imported, asked for, erased; the file's hash as received, imported


def test_an_old_copy_of_the_database_without_its_keys_cannot_be_read(people, made, tmp_path):
    """Sealed rows of an old copy, the keys as they are today: nothing opens."""
    line = line_of(made)
    old = {
        (part.key_id, "history"): bytes(part.sealed) for part in EntryPart.objects.all()
    }  # fmt: skip
    old = {place: sealed for place, sealed in old.items() if place[0] == line.key_id}
    old[line.key_id, "line"] = bytes(line.sealed)
    old[made.file_key_id, "file"] = bytes(made.file_sealed)
    assert len(old) == 3
    erase(people, line)
    for (uid, purpose), sealed in old.items():
        with pytest.raises(CannotOpen):
            open_sealed(SubjectKey.objects.get(pk=uid), sealed, purpose=purpose)


def test_what_was_said_of_it_loses_its_words_and_stays(people, made):
    line, other = line_of(made), line_of(made, "Gale")
    propose_judgement(
        entry_a=line, entry_b=other, verdict="not_same", reason="Вихор is taller",
        by=people["proposer"], at=NOON,
    )  # fmt: skip
    erase(people, line)
    judged = Judgement.objects.get()
    assert (judged.reason, judged.verdict) == ("", "not_same")


def test_a_person_entered_by_hand_is_erased_too(people, parties):
    line = a_line(parties["keeper"], surname="Вихор")
    erase(people, line)
    line.refresh_from_db()
    assert line.surname == ""
    assert HoldBack.objects.count() == 1


def opened(key):
    """All that the history still says under a key."""
    parts = EntryPart.objects.filter(key=key).select_related("key")
    return [json.loads(open_sealed(p.key, bytes(p.sealed), purpose="history")) for p in parts]


def test_what_was_written_about_both_goes_with_either(people, made):
    line, other = line_of(made), line_of(made, "Gale")
    judged = propose_judgement(
        entry_a=line, entry_b=other, verdict="not_same", reason="Вихор is taller",
        by=people["proposer"], at=NOON,
    )  # fmt: skip
    erase(people, line)
    told = json.dumps(opened(other.key), ensure_ascii=False)
    assert str(judged.uid) in told
    assert "taller" not in told
    with pytest.raises(CannotOpen):
        opened(judged.key)


def test_why_it_was_sent_goes(people, made):
    sent = ask_disclosure(
        what="list", to=people["outsider"].organisation, ground="for the mother of Вихор",
        list=made, by=people["registrar"], at=NOON,
    )  # fmt: skip
    approve_disclosure(
        disclosure=sent, by=people["signer"], at=NOON, content_sha256=sent.content_sha256
    )
    recall_disclosure(disclosure=sent, reason="Вихор is home", by=people["signer"], at=NOON)
    old = sent.key
    erase(people, line_of(made))
    sent = Disclosure.objects.get()
    assert (sent.ground, sent.recalled_reason) == ("", "")
    with pytest.raises(CannotOpen):
        opened(SubjectKey.objects.get(pk=old.pk))


def test_nobody_can_try_out_names_on_the_hash_of_what_was_sent(people, made):
    """The hash stays in the history for good: without a key, a name that fits would be found."""
    line = line_of(made)
    told = leaving([(line, None)], fields=["surname"])
    given = {"what": "list", "to": people["outsider"].organisation, "fields": ["surname"]}
    one, two = new_key(SubjectKey.About.RECORD), new_key(SubjectKey.About.RECORD)
    known = digest_of(key=one, ground="x", content=told, **given)
    assert known == digest_of(key=one, ground="x", content=told, **given)
    assert known != digest_of(key=two, ground="x", content=told, **given)
    line.key = two  # the same words of another line
    assert known != digest_of(key=one, ground="x", content=told, **given)
    erase(people, line_of(made))
    line.key = SubjectKey.objects.get(pk=line_of_any(made).key_id)
    with pytest.raises(CannotOpen):
        digest_of(key=one, ground="x", content=told, **given)


def line_of_any(made):
    return ListEntry.objects.get(appearances__list=made, erased_at__isnull=False)
