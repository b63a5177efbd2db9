"""What the services refuse, each in a sentence, and what of odd input they let stand."""

import secrets

import pytest
from bringing import ROWS, bring, prepare
from disclosing import (
    AGENCY,
    SOUTH,
    answer,
    ask,
    fresh,
    office,
    release,
    release_answers,
    sought,
)
from judging import judged, lines, person_list

from conftest import NOON
from wayhome.apps.audit.models import Entry
from wayhome.apps.audit.services.erasure import hold_back
from wayhome.apps.register.models import (
    Alert,
    Answer,
    Disclosure,
    Flag,
    Job,
    ListEntry,
    Person,
    PersonList,
)
from wayhome.apps.register.models.lists import WRITTEN
from wayhome.apps.register.selectors.contradictions import contradictions_if
from wayhome.apps.register.selectors.lists_content import differences, sealed_fields
from wayhome.apps.register.selectors.search import search
from wayhome.apps.register.selectors.search.weighing import dates_agree
from wayhome.apps.register.selectors.status import challenged_fates
from wayhome.apps.register.services import exports, running
from wayhome.apps.register.services.alerts import CannotSee, raise_alert, see_alert
from wayhome.apps.register.services.answers import CannotAnswer
from wayhome.apps.register.services.answers_files import record_answers
from wayhome.apps.register.services.assertions import confirm_assertion, record_assertion
from wayhome.apps.register.services.disclosures import CannotDisclose, ask_disclosure
from wayhome.apps.register.services.exports import export_disclosure
from wayhome.apps.register.services.flags import CannotFlag, raise_flag
from wayhome.apps.register.services.holding_back import digests_of
from wayhome.apps.register.services.imports import (
    CannotImport,
    cancel_import,
    commit_import,
    confirm_mapping,
)
from wayhome.apps.register.services.imports.sealed_files import opened
from wayhome.apps.register.services.judgements import confirm_judgement, propose_judgement
from wayhome.apps.register.services.name_keys import write_name_keys
from wayhome.apps.register.services.persons import (
    CannotEnterPerson,
    enter_person,
    open_sealed_fields,
    search_token,
)
from wayhome.apps.register.services.receipts import draw_receipt
from wayhome.apps.register.services.sources import Document
from wayhome.apps.register.tasks import imports as tasks
from wayhome.files.criteria import is_under
from wayhome.values.case_number import case_number

pytestmark = pytest.mark.django_db


# --- answers ------------------------------------------------------------------------------------


@pytest.mark.parametrize("other", [{"source": "l" * 301}, {"detail": "r" * 501}])
def test_a_source_or_a_reason_has_its_length(people, other):
    made, (first, *_) = sought(people)
    release(people, list=made)
    with pytest.raises(CannotAnswer, match="too long"):
        answer(people, first, "refused", **{"detail": "a reason"} | other)
    assert not Answer.objects.exists()


def file_of(people, made, header, *rows):
    return record_answers(
        list=made, content="\n".join((header, *rows)).encode(), given_by=office(SOUTH),
        by=people["registrar"], at=NOON,
    )  # fmt: skip


def test_a_file_of_answers_names_its_lines(people):
    made, _lines = sought(people)
    with pytest.raises(CannotAnswer, match="“line” is missing"):
        file_of(people, made, "verdict,source,answered_on", "held,letter,2026")
    taken = file_of(people, made, "line,verdict,source,answered_on", ",held,letter,2026")
    assert [bad.sentence for bad in taken.bad] == ["The row names no line."]
    assert not Answer.objects.exists()


def test_a_row_says_what_is_needed_or_why_not_both(people):
    made, _lines = sought(people)
    header = "line,verdict,needs,reason,source,answered_on"
    taken = file_of(people, made, header, "2,refused,unit,not ours,letter,2026")
    assert "not both" in taken.bad[0].sentence
    assert not Answer.objects.exists()


def test_a_file_of_answers_has_its_size(people, settings):
    made, _lines = sought(people)
    settings.UPLOAD_LIMIT_BYTES = 10
    with pytest.raises(CannotAnswer, match="too large"):
        file_of(people, made, "line,verdict,source,answered_on", "2,held,letter,2026")


# --- disclosures and flags ----------------------------------------------------------------------


def test_nothing_leaves_without_a_ground(people):
    made, _lines = sought(people)
    told = {"what": "list", "to": office(SOUTH), "by": people["registrar"], "at": NOON}
    with pytest.raises(CannotDisclose, match="what ground"):
        ask_disclosure(ground="  ", list=made, **told)
    assert not Disclosure.objects.exists()


def test_an_answer_that_was_replaced_meanwhile_is_not_sent(people):
    made, (first, *_) = sought(people)
    release(people, list=made)
    earlier = answer(people, first, "not_held")
    answer(people, first, "held")
    with pytest.raises(CannotDisclose, match=r"Reload|not there"):
        release_answers(people, earlier)
    assert Disclosure.objects.count() == 1


def test_health_leaves_in_a_file_only_with_whoever_may_see_it(people):
    made, _lines = sought(people)
    sent = release(people, to=AGENCY, list=made, fields=["surname", "health"])
    told = {"disclosure": sent, "form": "json", "language": "en", "at": NOON}
    with pytest.raises(CannotDisclose, match="Health and next of kin"):
        export_disclosure(by=fresh(people["registrar"]), **told)
    export = export_disclosure(by=fresh(people["signer"]), **told)
    assert "поранений" in export.content.decode()


def test_a_printed_sheet_of_answers_says_them_in_words(people, monkeypatch):
    made, (first, *_) = sought(people)
    release(people, list=made)
    sent = release_answers(people, answer(people, first, "not_held"))
    printed = []
    sheet = exports.print_sheet
    monkeypatch.setattr(exports, "print_sheet", lambda made: printed.append(made) or sheet(made))
    export_disclosure(
        disclosure=sent, form="pdf", language="en", by=fresh(people["northern"]), at=NOON
    )
    cells = [cell for row in printed[0].rows for cell in row]
    assert Answer.Verdict.NOT_HELD.label in cells
    assert "not_held" not in cells


def test_nobody_flags_a_line_of_another_party(people):
    _made, (first, *_) = sought(people)
    with pytest.raises(CannotFlag, match="not there"):
        raise_flag(entry=first, kind="civilian", by=people["outsider"], at=NOON)
    assert not Flag.objects.filter(kind="civilian").exists()


def test_an_alert_is_seen_once(people):
    raise_alert(code="export_cap", about="R-1", by=people["registrar"], at=NOON)
    alert = Alert.objects.get()
    see_alert(alert=alert, by=people["signer"], at=NOON)
    with pytest.raises(CannotSee, match="already"):
        see_alert(alert=alert, by=people["second_signer"], at=NOON)
    alert.refresh_from_db()
    assert alert.seen_by == people["signer"]
    assert Entry.objects.filter(act="alert_seen").count() == 1


# --- imports ------------------------------------------------------------------------------------


def test_a_stopped_import_takes_no_columns_and_no_commit(people):
    job = prepare(people)
    mapping = job.parameters["mapping"]
    cancel_import(job=job, by=people["registrar"], at=NOON)
    with pytest.raises(CannotImport) as refused:
        opened(Job.objects.get(pk=job.pk))
    assert refused.value.code == "other_step"
    for verb in (
        lambda: confirm_mapping(job=job, mapping=mapping, by=people["registrar"], at=NOON),
        lambda: commit_import(job=job, by=people["registrar"], at=NOON),
    ):
        with pytest.raises((CannotImport, running.CannotRun)):
            verb()
    assert not PersonList.objects.exists()


def test_the_columns_are_not_chosen_while_the_lines_are_being_checked(people):
    job = prepare(people)
    Job.objects.filter(pk=job.pk).update(state="running", started_at=NOON)
    with pytest.raises(CannotImport) as refused:
        confirm_mapping(job=job, mapping=job.parameters["mapping"], by=people["registrar"], at=NOON)
    assert refused.value.code == "other_step"


def test_a_list_of_nobody_but_the_erased_is_no_list(people):
    made = bring(people, ROWS[0])
    erased = ListEntry.objects.get(appearances__list=made)
    fields = {field: getattr(erased, field) for field in WRITTEN}
    hold_back(digests_of(fields, partition=made.partition), at=NOON)
    job = prepare(people, ROWS[0])
    assert (job.state, job.refusal) == ("failed", "no_line_left")
    assert job.file_sealed is None


def test_a_step_is_taken_by_one_worker_and_an_overtaken_one_stops(people):
    job = prepare(people)
    Job.objects.filter(pk=job.pk).update(state="waiting", stage="committing")
    codes = []
    with running.running(job, "committing", at=NOON) as run:
        run.progress(1, 2)
        with (
            pytest.raises(running.CannotRun) as refused,
            running.running(job, "committing", at=NOON),
        ):
            pass
        codes.append(refused.value.code)
        Job.objects.filter(pk=job.pk).update(started_at=NOON)  # another attempt
        with pytest.raises(running.CannotRun) as refused:
            run.progress(2, 2)
        codes.append(refused.value.code)
    assert codes == ["other_step", "overtaken"]  # in a step, what goes wrong would end the job
    assert (job.state, job.done) == ("running", 1)


def test_imports_left_behind_by_a_stop_are_taken_up_again(people, monkeypatch):
    asked = []
    monkeypatch.setattr(type(tasks.advance), "enqueue", lambda _task, uid: asked.append(uid))
    assert tasks.take_up() == 0
    job = prepare(people)
    Job.objects.filter(pk=job.pk).update(state="running", stage="checking", started_at=NOON)
    assert tasks.take_up() == 1
    assert asked == [str(job.uid)]
    job.refresh_from_db()
    assert job.state == "waiting"


@pytest.mark.parametrize(("day", "under"), [("2026-02-28", True), ("2026-03-01", False)])
def test_born_on_a_leap_day_is_of_age_on_the_first_of_march(day, under):
    assert is_under("2008-02-29", 18, day) is under


def test_a_receipt_that_is_taken_is_drawn_again(people, parties, monkeypatch):
    taken, free = 7, 8
    person_list(
        people["northern"].organisation, people["northern"], "sought",
        lines(parties["north"], ["Ardo"]), receipt=case_number(taken),
    )  # fmt: skip
    drawn = iter((taken, taken, free))
    monkeypatch.setattr(secrets, "randbelow", lambda _most: next(drawn))
    assert draw_receipt() == case_number(free)


def test_a_case_number_and_a_disclosures_that_are_taken_are_drawn_again(
    people, parties, monkeypatch
):
    four = lines(parties["north"], ["Ardo", "Belt", "Crest", "Dune"])
    made = bring(people)
    drawn = iter((7, 7, 8))
    monkeypatch.setattr(secrets, "randbelow", lambda _most: next(drawn))
    judged(four[0], four[1], people)
    judged(four[2], four[3], people)
    wanted = {case_number(7), case_number(8)}
    assert set(Person.objects.values_list("number", flat=True)) == wanted
    drawn = iter((7, 7, 8))
    for _twice in range(2):
        ask(people, list=made)
    assert set(Disclosure.objects.values_list("number", flat=True)) == wanted


# --- persons and judgements ---------------------------------------------------------------------


def test_a_field_has_its_length(people):
    long = "Гладун" + "а" * 200
    with pytest.raises(CannotEnterPerson, match="too long"):
        enter_person(
            fields={"surname": long}, document=Document(publisher="A letter"),
            token=search_token(text=long, by=people["northern"], at=NOON),
            by=people["northern"], at=NOON,
        )  # fmt: skip
    assert not Person.objects.exists()


def test_a_line_with_nothing_sealed_opens_to_nothing_and_that_is_written_down(people, parties):
    line = lines(parties["north"], ["Ardo"])[0]
    assert open_sealed_fields(entry=line, by=people["signer"], at=NOON) == {}
    assert Entry.objects.filter(act="sealed_fields_opened").count() == 1
    assert sealed_fields(line) == {}
    other = lines(parties["north"], ["Ardon"])[0]
    assert [change.field for change in differences(line, other)] == ["surname"]


def test_a_denial_inside_one_person_is_not_told_again_with_every_new_line(people, parties):
    a, b, c, d = lines(parties["north"], ["Ardo", "Belt", "Crest", "Dune"])
    judged(a, b, people)
    judged(b, c, people)
    judged(a, c, people, "not_same", knowingly=True)
    assert contradictions_if(people["signer"].party, (c.pk, d.pk), "same") == ()
    made = propose_judgement(
        entry_a=c, entry_b=d, verdict="same", reason="x", by=people["proposer"], at=NOON
    )
    confirm_judgement(judgement=made, by=people["signer"], at=NOON)
    assert made.state == "confirmed"


def test_a_fate_is_challenged_by_what_is_said_on_any_line_of_the_person(people, parties):
    here, there = lines(parties["north"], ["Ardo", "Ardon"])
    judged(here, there, people)
    told = {
        "said_by": people["northern"].organisation, "evidence": "seen", "by": people["proposer"],
        "at": NOON,
    }  # fmt: skip
    fate = record_assertion(entry=here, kind="home", as_of_date="2026-02-20", **told)
    confirm_assertion(assertion=fate, by=people["signer"], at=NOON)
    assert challenged_fates(people["signer"]) == []
    record_assertion(entry=there, kind="acknowledged_held", as_of_date="2026-02-28", **told)
    (found,) = challenged_fates(people["signer"])
    assert {line.pk for line in found.lines} == {here.pk, there.pk}


def test_a_search_shows_at_most_so_many_persons_and_of_each_all_lines(people, parties):
    made = lines(parties["north"], ["Вихор"] * 4, given_names="Степан")
    person_list(people["northern"].organisation, people["northern"], "sought", made)
    write_name_keys(made)
    judged(made[0], made[3], people)
    found = search(people["signer"], "Вихор Степан", limit=2)
    assert len(found) == 2
    together = [{line.pk for line in one.lines} for one in found if len(one.lines) > 1]
    assert together in ([], [{made[0].pk, made[3].pk}])


def test_a_date_that_is_none_agrees_with_nothing():
    assert dates_agree("1990-05-03", "1990-05-03")
    assert dates_agree("soon", "1990-05-03") is None
    assert dates_agree("1990-05-03", "") is None
