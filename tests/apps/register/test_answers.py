"""Answers: who may give which about what; the latest stands, the earlier stay."""

import pytest
from disclosing import SOUTH, answer, invented_in, office, release, release_answers, sought

from conftest import NOON
from wayhome.apps.audit.models import Entry
from wayhome.apps.register.models import Answer
from wayhome.apps.register.selectors.answers import answers_visible_to, lines_to_answer
from wayhome.apps.register.services import answers_files
from wayhome.apps.register.services.answers import CannotAnswer
from wayhome.apps.register.services.answers_files import record_answers
from wayhome.apps.register.services.flags import raise_flag

pytestmark = pytest.mark.django_db
HEADER = "line,verdict,needs,until,reason,source,answered_on"


def test_a_party_answers_what_was_put_to_it_and_nothing_else(people):
    _list, (first, second, *_) = sought(people)
    with pytest.raises(CannotAnswer, match="not put to you"):
        answer(people, first)
    sent = release(people, entries=[first])
    given = answer(people, first)
    assert (given.partition, given.given_by) == (people["outsider"].party, office(SOUTH))
    assert set(lines_to_answer(people["outsider"])) == {first, *invented_in(sent)}
    with pytest.raises(CannotAnswer, match="not put to you"):
        answer(people, second)
    entry = Entry.objects.filter(act="answer_recorded").get()
    assert "held" in entry.leaf
    assert entry.parts.get().key == first.key


def test_the_latest_replaces_and_the_earlier_stays(people):
    made, (first, *_) = sought(people)
    release(people, list=made)
    earlier = answer(people, first, "under_verification", until_date="2026-04")
    latest = answer(people, first, "held")
    earlier.refresh_from_db()
    assert earlier.replaced_by == latest
    assert latest.replaced_by is None
    assert earlier.verdict == "under_verification"


def test_the_keeper_takes_down_beside_and_never_over_a_party_s_own(people):
    made, (first, *_) = sought(people)
    release(people, list=made)
    own = answer(people, first, "held")
    taken = answer(people, first, "not_held", by="registrar")
    own.refresh_from_db()
    assert own.replaced_by is None
    assert set(answers_visible_to(people["signer"])) == {own, taken}
    assert set(answers_visible_to(people["outsider"])) == {own}


@pytest.mark.parametrize(
    ("verdict", "other", "sentence"),
    [
        ("perhaps", {}, "no answer there is"),
        ("refused", {}, "needs a reason"),
        ("particulars_not_sufficient", {}, "which particulars"),
        ("particulars_not_sufficient", {"detail": "unit; shoe"}, "No field is called “shoe”"),
        ("under_verification", {}, "until when"),
        ("held", {"until_date": "2026-05"}, "Only"),
        ("held", {"as_of_date": "soon"}, "Write a date"),
        ("held", {"source": "  "}, "where the answer comes from"),
        ("held", {"given_by": "Northland Bureau"}, "answer of that office"),
    ],
)
def test_what_is_refused(people, verdict, other, sentence):
    made, (first, *_) = sought(people)
    release(people, list=made)
    with pytest.raises(CannotAnswer, match=sentence):
        answer(people, first, verdict, **other)
    assert not Answer.objects.exists()


def test_nobody_answers_about_own_lines(people):
    _list, (first, *_) = sought(people)
    with pytest.raises(CannotAnswer, match="its own party"):
        answer(people, first, by="registrar", given_by="Northland Bureau")


def test_a_file_of_answers_keeps_good_rows_and_numbers_bad_ones(people):
    made, (first, _second, third) = sought(people)
    rows = (
        "2,held,,,,letter 1,2026-02-01",
        "3,refused,,,,letter 1,2026-02-01",
        "4,particulars_not_sufficient,unit; birth_date,,,letter 1,2026-02-01",
        "9,held,,,,letter 1,2026-02-01",
        "2,held,,,,letter 1,2026-02-01",
        "x,held,,,,letter 1,2026-02-01",
    )
    taken = record_answers(
        list=made,
        content="\r\n".join((HEADER, *rows)).encode("utf-8-sig"),
        given_by=office(SOUTH),
        by=people["registrar"],
        at=NOON,
    )
    assert taken.recorded == 2
    assert [bad.row for bad in taken.bad] == [3, 5, 6, 7]
    assert "reason" in taken.bad[0].sentence
    assert {(a.entry_id, a.verdict) for a in Answer.objects.all()} == {
        (first.pk, "held"),
        (third.pk, "particulars_not_sufficient"),
    }
    assert Entry.objects.filter(act="answers_recorded").get().parts.count() == 2


@pytest.mark.parametrize("content", [b"", b"\x00\xff\x00", b"line,verdict\n2,held\n"])
def test_a_file_that_is_no_table_of_answers(people, content):
    made, _lines = sought(people)
    with pytest.raises(CannotAnswer):
        record_answers(
            list=made, content=content, given_by=office(SOUTH), by=people["registrar"], at=NOON
        )


def test_an_answer_is_seen_by_the_asking_party_once_two_people_released_it(people):
    made, (first, second, *_) = sought(people)
    release(people, list=made)
    given = answer(people, first)
    answer(people, second)
    assert not answers_visible_to(people["northern"]).exists()
    release_answers(people, given)
    assert list(answers_visible_to(people["northern"])) == [given]
    # A later answer changes nothing until it is released too.
    later = answer(people, first, "died")
    assert list(answers_visible_to(people["northern"])) == [given]
    release_answers(people, later)
    assert list(answers_visible_to(people["northern"])) == [later]


def by_rows(people, made, who, rows, given_by=SOUTH):
    text = "line,verdict,source,answered_on\n" + "".join(
        f"{row},held,letter 1,2026-03\n" for row in rows
    )
    return record_answers(
        list=made, content=text.encode(), given_by=office(given_by), by=people[who], at=NOON
    )


def test_a_party_cannot_ask_by_rows_which_lines_were_held_back(people):
    made, (first, *_) = sought(people)
    raise_flag(entry=first, kind="harm", by=people["signer"], at=NOON)
    release(people, list=made)
    taken = by_rows(people, made, "outsider", range(1, 8))
    assert (taken.recorded, len(taken.bad)) == (0, 7)
    assert len({bad.sentence.replace(str(bad.row - 1), "n") for bad in taken.bad}) == 1
    assert by_rows(people, made, "registrar", (2, 3, 4)).recorded == 3


def test_a_reference_that_two_lines_share_names_neither(people, monkeypatch):
    made, entries = sought(people)
    release(people, list=made)
    shared = [str(entry.uid) for entry in entries[:2]]
    references = {str(entries[2].uid): "ZZZZZZZ"}
    monkeypatch.setattr(
        answers_files,
        "reference_of",
        lambda _sent, what: (
            "SHARED" if str(what) in shared else references.get(str(what), f"unlike {what}")
        ),
    )
    text = (
        "reference,verdict,source,answered_on\nSHARED,held,letter,2026\nZZZZZZZ,died,letter,2026\n"
    )
    taken = record_answers(
        list=made, content=text.encode(), given_by=office(SOUTH), by=people["outsider"], at=NOON
    )
    assert [bad.row for bad in taken.bad] == [2]
    assert [answer.entry for answer in Answer.objects.all()] == [entries[2]]


def test_a_file_of_too_many_rows_is_read_no_further(people, settings, monkeypatch):
    made, _lines = sought(people)
    settings.UPLOAD_LIMIT_ROWS = 3
    read = []
    table = answers_files.csv.DictReader

    class Counted(table):
        def __next__(self):
            read.append(1)
            return super().__next__()

    monkeypatch.setattr(answers_files.csv, "DictReader", Counted)
    with pytest.raises(CannotAnswer, match="too many rows"):
        by_rows(people, made, "registrar", range(1000))
    assert len(read) == 4
