"""Files of what was released: nothing protected in them, canaries in them, caps around them."""

import csv
import io
import re
import zipfile

import pytest
from disclosing import (
    AGENCY,
    NORTH,
    SOUTH,
    answer,
    ask,
    invented_in,
    office,
    release,
    release_answers,
    sought,
)
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from judging import judged

from conftest import NOON, sign_in
from wayhome.apps.audit.models import Entry, Read
from wayhome.apps.audit.services.evidence import open_parts
from wayhome.apps.register.models import Alert, Answer, Canary, ListEntry
from wayhome.apps.register.models.lists import SEALED
from wayhome.apps.register.selectors.answers import answers_visible_to, items_put_to
from wayhome.apps.register.selectors.disclosures import already_sent
from wayhome.apps.register.selectors.references import reference_of
from wayhome.apps.register.services.alerts import see_alert
from wayhome.apps.register.services.answers_files import record_answers
from wayhome.apps.register.services.canaries import note_import, note_search
from wayhome.apps.register.services.disclosures import CannotDisclose, approve_disclosure
from wayhome.apps.register.services.exports import TYPES, export_disclosure
from wayhome.apps.register.services.flags import raise_flag

pytestmark = pytest.mark.django_db


def fetch(people, made, form="csv", *, by="outsider", language="en"):
    return export_disclosure(disclosure=made, form=form, language=language, by=people[by], at=NOON)


def rows_of(export):
    return list(csv.DictReader(io.StringIO(export.content.decode("utf-8-sig"))))


@pytest.mark.parametrize("form", sorted(TYPES))
def test_every_form_has_the_lines_and_its_hash_is_in_the_history(people, form):
    made, _entries = sought(people)
    sent = release(people, list=made)
    export = fetch(people, sent, form)
    assert fetch(people, sent, form).content == export.content
    entry = Entry.objects.filter(act="disclosure_exported").latest("pk")
    assert export.sha256 not in entry.leaf  # it would tell what stood in an erased line
    (told,) = open_parts(entry, people["signer"])
    assert told.details["sha256"] == export.sha256
    assert export.name == f"wayhome-{sent.number}.{form}"
    how = Read.How.PRINTED if form == "pdf" else Read.How.EXPORTED
    assert Read.objects.filter(by=people["outsider"], how=how).count() == 2 * (3 + 3)


def test_a_workbook_and_a_table_hold_no_formula(people):
    evil = ("=1+1;Юрій;О;11.11.1984;+7;@x;;а", "-2;Денис;С;1978;|calc;солдат;;б")
    made, _entries = sought(people, *evil)
    sent = release(people, list=made)
    for row in rows_of(fetch(people, sent)):
        assert not any(cell.startswith(("=", "+", "@", "|", "-2;")) for cell in row.values())
    book = zipfile.ZipFile(io.BytesIO(fetch(people, sent, "xlsx").content))
    sheets = [name for name in book.namelist() if name.startswith("xl/worksheets")]
    assert all(b"<f>" not in book.read(name) for name in sheets)


def test_three_canaries_that_look_like_the_lines_and_stand_nowhere_here(people):
    made, entries = sought(people)
    sent, other = release(people, list=made), release(people, list=made, to=AGENCY)
    rows = rows_of(fetch(people, sent))
    real = {entry.surname for entry in entries}
    invented = [row for row in rows if row["Surname"] not in real]
    assert len(rows) == len(entries) + 3
    assert len(invented) == 3
    assert len({row["Reference"] for row in rows}) == len(rows)
    names = {row["Surname"] for row in invented}
    assert not ListEntry.objects.filter(surname__in=names).exists()
    assert names == {one.surname for one in invented_in(sent)}
    written = {(one.surname, one.given_names, one.birth_date) for one in invented_in(sent)}
    elsewhere = {(one.surname, one.given_names, one.birth_date) for one in invented_in(other)}
    assert written.isdisjoint(elsewhere)


def test_the_first_reading_of_a_canary_raises_an_alert(people):
    made, _entries = sought(people)
    sent = release(people, list=made)
    canary = invented_in(sent)[0]
    note_search(text="Бондарчук Юрій", by=people["northern"], at=NOON)
    assert not Alert.objects.exists()
    text = f"{canary.given_names.upper()} {canary.surname}, 1980"
    note_search(text=text, by=people["northern"], at=NOON)
    note_search(text=text, by=people["northern"], at=NOON)
    alert = Alert.objects.get()
    assert (alert.code, alert.partition) == ("canary_read", people["signer"].party)
    assert alert.about.startswith(sent.number)
    assert Canary.objects.exclude(first_read_at=None).get().entry_id == canary.pk


def test_a_list_with_a_canary_on_it_raises_an_alert(people):
    made, _entries = sought(people)
    canary = invented_in(release(people, list=made))[1]
    line = ListEntry(surname=canary.surname, given_names=canary.given_names)
    note_import(entries=[line], by=people["registrar"], at=NOON)
    assert Alert.objects.get().code == "canary_read"


def test_answers_carry_no_invented_person(people):
    made, (first, *_) = sought(people)
    release(people, list=made)
    sent = release_answers(people, answer(people, first))
    (row,) = rows_of(fetch(people, sent, by="northern"))
    assert row["Answer"] == "held"
    assert row["Surname"] == first.surname


def test_who_may_fetch(people):
    made, _entries = sought(people)
    theirs = release(people, by="northern", approver="northern_signer", list=made)
    for nobody in ("northern", "registrar"):
        with pytest.raises(CannotDisclose, match="receiver"):
            fetch(people, theirs, by=nobody)
    assert fetch(people, theirs)
    keepers = release(people, list=made)
    assert fetch(people, keepers, by="registrar")
    with pytest.raises(CannotDisclose, match="Only what is released"):
        fetch(people, ask(people, list=made))
    with pytest.raises(CannotDisclose, match="forms"):
        fetch(people, keepers, form="exe")


def test_the_cap_holds_for_files_too(people, settings):
    made, _entries = sought(people)
    sent = release(people, list=made)
    settings.EXPORT_LIMIT_PERSONS = 2
    with pytest.raises(CannotDisclose, match="At most 2"):
        fetch(people, sent)


def test_a_file_answered_by_its_references_comes_back_whole(people):
    made, entries = sought(people)
    rows = rows_of(fetch(people, release(people, list=made)))
    text = "reference,verdict,source,answered_on\n" + "".join(
        f"{row['Reference']},held,letter 1,2026-03\n" for row in rows
    )
    taken = record_answers(
        list=made, content=text.encode(), given_by=office(SOUTH), by=people["outsider"], at=NOON
    )
    # Also the invented ones: their receiver must not learn which they are.
    assert (taken.recorded, taken.bad) == (len(rows), ())
    real = Answer.objects.filter(entry__invented=False)
    assert {one.entry_id for one in real} == {entry.pk for entry in entries}
    assert Answer.objects.count() == len(rows)


ROWS = [f"Прізвище{n};Ім'я;По;0{n}.01.1980;;солдат;хвороба{n};{n}" for n in range(1, 7)]


KEEPER, NORTHLAND = ("registrar", "signer"), ("northern", "northern_signer")


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    harmed=st.sets(st.integers(0, 5), max_size=5),
    way=st.sampled_from([(*KEEPER, False), (*NORTHLAND, False), (*NORTHLAND, True)]),
    form=st.sampled_from(["csv", "json"]),
)
def test_no_flagged_line_and_no_field_left_out_is_in_any_file(people, harmed, way, form):
    by, approver, flagged_late = way
    with transaction.atomic():
        made, entries = sought(people, *ROWS)
        asked = ask(people, by=by, list=made) if flagged_late else None
        for n in harmed:
            raise_flag(entry=entries[n], kind="harm", by=people["signer"], at=NOON)
        asked = asked or ask(people, by=by, list=made)
        approve_disclosure(
            disclosure=asked, by=people[approver], at=NOON, content_sha256=asked.content_sha256
        )
        text = fetch(people, asked, form).content.decode("utf-8-sig")
        for n, entry in enumerate(entries):
            assert (entry.surname in text) is (n not in harmed)
        assert "хвороба" not in text
        assert not set(asked.fields) & set(SEALED)
        transaction.set_rollback(True)


def test_a_flag_that_comes_late_takes_the_line_out_and_nothing_else_moves(people, client):
    made, entries = sought(people, *ROWS)
    sent = release(people, list=made)
    before = [row["Reference"] for row in rows_of(fetch(people, sent))]
    raise_flag(entry=entries[2], kind="harm", by=people["signer"], at=NOON)
    export = fetch(people, sent)
    after = [row["Reference"] for row in rows_of(export)]
    gone = reference_of(sent, entries[2].uid)
    # Order and numbers of all others, the invented among them, are what they were.
    assert after == [reference for reference in before if reference != gone]
    assert entries[2].surname not in export.content.decode("utf-8-sig")
    page = shown(client, people["outsider"], "received", sent)
    assert entries[2].surname not in page
    assert gone not in page
    assert f"<dd>{len(after)}</dd>" in page
    assert not items_put_to(people["outsider"]).filter(entry=entries[2]).exists()
    # The approver is told, knows that it went, and is told again of the next line.
    alert = Alert.objects.get(code="harm_released")
    assert alert.about.startswith(sent.number)
    assert already_sent(entries[2], people["signer"]) == [sent]
    raise_flag(entry=entries[3], kind="harm", by=people["signer"], at=NOON)
    assert Alert.objects.filter(code="harm_released").count() == 1  # nobody looked at it yet
    see_alert(alert=alert, by=people["signer"], at=NOON)
    raise_flag(entry=entries[4], kind="harm", by=people["signer"], at=NOON)
    assert Alert.objects.filter(code="harm_released").count() == 2


def test_a_late_flag_reaches_whatever_is_joined_to_its_line(people):
    made, entries = sought(people, *ROWS)
    other, (twin, *_) = sought(people, ROWS[0].replace("1980", "1981"), title="Other")
    sent = release(people, list=made)
    raise_flag(entry=twin, kind="harm", by=people["signer"], at=NOON)
    assert entries[0].surname in fetch(people, sent).content.decode("utf-8-sig")
    judged(entries[0], twin, people)  # only now is it known to be one person
    assert not items_put_to(people["outsider"]).filter(entry=entries[0]).exists()
    assert reference_of(sent, entries[0].uid) not in fetch(people, sent).content.decode()
    assert Alert.objects.filter(code="harm_released").count() == 1
    assert other.lines == 1


def test_a_late_flag_holds_nothing_back_from_the_agency_or_from_whose_line_it_is(people):
    made, entries = sought(people)
    agency = release(people, by="northern", approver="northern_signer", to=AGENCY, list=made)
    back = release(people, to=NORTH, list=made)
    raise_flag(entry=entries[0], kind="harm", by=people["signer"], at=NOON)
    assert entries[0].surname in fetch(people, agency, by="registrar").content.decode()
    assert entries[0].surname in fetch(people, back, by="northern").content.decode()
    assert not Alert.objects.exists()


def test_an_answer_released_before_a_flag_is_taken_back(people):
    made, (first, second, *_) = sought(people)
    release(people, list=made)
    given = [answer(people, first), answer(people, second)]
    sent = release_answers(people, *given)
    raise_flag(entry=first, kind="harm", by=people["signer"], at=NOON)
    assert list(answers_visible_to(people["northern"])) == [given[1]]
    assert first.surname not in fetch(people, sent, by="northern").content.decode("utf-8-sig")


def test_page_count_and_file_agree_for_the_receiver(people, client):
    made, entries = sought(people, *ROWS)
    sent = release(people, list=made)
    rows = rows_of(fetch(people, sent))
    page = shown(client, people["outsider"], "received", sent)
    assert re.findall(r'row" class="nowrap">([^<]+)<', page) == [row["Reference"] for row in rows]
    assert [row["Surname"] for row in rows if row["Surname"] not in page] == []
    assert f"<dd>{len(entries) + 3}</dd>" in page
    # No link, and nothing else, tells one row from another.
    kinds = {re.sub(r">[^<]*<", "><", row) for row in re.findall(r"<tr>.*?</tr>", page)[1:]}
    assert len(kinds) == 1
    assert "invented" not in page
    for who, address in (("registrar", "disclosure"), ("signer", "disclosure")):
        told = shown(client, people[who], address, sent)
        assert "3 invented persons are added" in told
        assert f"<dd>{len(entries)}</dd>" in told


def shown(client, user, name, sent):
    answer = sign_in(client, user).get(reverse(f"register:{name}", args=[sent.uid]))
    assert answer.status_code == 200
    return answer.content.decode()
