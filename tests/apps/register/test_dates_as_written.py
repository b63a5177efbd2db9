"""A date entered by hand stays as it was written, beside how it was read (design rule 1)."""

import json

import pytest
from disclosing import SOUTH, answer, office, release, sought
from django.urls import reverse

from conftest import NOON, sign_in
from wayhome.apps.audit.models import Entry
from wayhome.apps.audit.services.evidence import open_parts
from wayhome.apps.register.models import Answer, Assertion, Person
from wayhome.apps.register.services.answers import CannotAnswer
from wayhome.apps.register.services.assertions import record_assertion
from wayhome.apps.register.services.erasure_words import blank_what_was_said
from wayhome.apps.register.services.persons import enter_person, search_token
from wayhome.apps.register.services.sources import Document, read_day

pytestmark = pytest.mark.django_db


def page(client, user, name, *args):
    return sign_in(client, user).get(reverse(f"register:{name}", args=args)).content.decode()


def test_of_a_person_entered_by_hand(people, client):
    form = {"surname": "Wilkes", "birth_date": "близько 1987", "capture_date": "03.05.2022 р."}
    entering = sign_in(client, people["registrar"])
    token = search_token(text="Wilkes", by=people["registrar"], at=NOON)
    made = enter_person(
        fields=form,
        document=Document(publisher="Family letter", dated="травень 2024"),
        token=token,
        by=people["registrar"],
        at=NOON,
    )
    line = made.founded_on
    assert (line.birth_date, line.capture_date) == ("1987~", "2022-05-03")
    assert (line.source.dated, line.source.dated_written) == ("2024-05", "травень 2024")
    shown = entering.get(reverse("register:person", args=[made.number])).content.decode()
    for written in ("близько 1987", "03.05.2022 р."):
        assert written in shown
    assert "read as" in shown
    entry = Entry.objects.get(act="person_entered")
    (told,) = open_parts(entry, people["registrar"])
    assert told.details["written"] == {
        "birth_date": "близько 1987",
        "capture_date": "03.05.2022 р.",
    }
    assert Person.objects.count() == 1


def test_of_a_claim(people, client):
    _made, (line, *_) = sought(people)
    claim = {
        "kind": "seen", "said_by": str(office(SOUTH).uid), "as_of_date": "1 травня 2024",
        "evidence": "A fellow prisoner wrote.",
    }  # fmt: skip
    sign_in(client, people["proposer"]).post(reverse("register:claim", args=[line.uid]), claim)
    said = Assertion.objects.get()
    assert (said.as_of_date, said.as_of_written) == ("2024-05-01", "1 травня 2024")
    assert "1 травня 2024" in page(client, people["proposer"], "line", line.uid)
    assert json.dumps("1 травня 2024") not in Entry.objects.latest("pk").leaf
    blank_what_was_said([line])
    said.refresh_from_db()
    assert said.as_of_written == ""


def test_what_was_written_as_it_is_read_is_not_told_twice(people, client):
    _made, (line, *_) = sought(people)
    record_assertion(
        entry=line, kind="seen", said_by=office(SOUTH), as_of_date="2024-05-01",
        evidence="A letter.", by=people["proposer"], at=NOON,
    )  # fmt: skip
    assert "as written 2024" not in page(client, people["proposer"], "line", line.uid)
    (told,) = open_parts(Entry.objects.latest("pk"), people["proposer"])
    assert "as_of_written" not in told.details


def test_of_an_answer(people, client):
    made, (line, *_) = sought(people)
    release(people, list=made)
    answer(people, line, "under_verification", as_of_date="02.03.2026", until_date="червень 2026")
    said = Answer.objects.get()
    assert (said.as_of_date, said.until_date) == ("2026-03-02", "2026-06")
    assert (said.as_of_written, said.until_written) == ("02.03.2026", "червень 2026")
    with pytest.raises(CannotAnswer, match="Write a date"):
        answer(people, line, as_of_date="soon")


@pytest.mark.parametrize(
    ("written", "read"),
    [("1987", "1987"), ("1987~", "1987~"), ("05.1987", "1987-05"), ("3 May 1987", "1987-05-03")],
)
def test_any_usual_way_of_writing(written, read):
    assert read_day(written) == read
