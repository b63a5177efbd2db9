"""The pages on which one approver asks for an erasure and another does it."""

import json
import re

import pytest
from django.urls import reverse

from apps.audit.subjects import a_line, a_list
from conftest import NOON, sign_in
from wayhome.apps.audit.models import Read
from wayhome.apps.register.models import ErasureRequest, ListEntry
from wayhome.apps.register.selectors import queues_for
from wayhome.apps.register.selectors.erasure import lines_with
from wayhome.apps.register.services.erasure import approve_erasure
from wayhome.apps.register.services.judgements import confirm_judgement, propose_judgement

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(people):
    made = a_list(people["registrar"])
    return ListEntry.objects.get(appearances__list=made, surname="Вихор")


def ask(client, user, line, **given):
    sign_in(client, user)
    posted = {"ground": "wish", "reference": "L-12", "entries": [str(line.uid)]} | given
    return client.post(reverse("register:erasure_ask", args=[line.uid]), posted)


def test_one_asks_and_another_does_it(people, line, client):
    answer = ask(client, people["signer"], line)
    asked = ErasureRequest.objects.get()
    assert answer["Location"] == reverse("register:erasure", args=[asked.uid])
    page = client.get(answer["Location"]).content.decode()
    assert "Another approver must do it" in page
    assert "Backups made before still hold these lines" in page
    assert reverse("register:erasure_approve", args=[asked.uid]) not in page
    client.post(reverse("register:erasure_approve", args=[asked.uid]))
    line.refresh_from_db()
    assert line.surname == "Вихор"
    sign_in(client, people["second_signer"])
    assert "Вихор" in client.get(reverse("register:erasure", args=[asked.uid])).content.decode()
    done = client.post(reverse("register:erasure_approve", args=[asked.uid]), follow=True)
    assert "Вихор" not in done.content.decode()
    assert re.search(r"Backups made before \S+ \S+.* still hold these lines", done.content.decode())
    line.refresh_from_db()
    assert line.surname == ""
    assert "erased" in client.get(reverse("register:erasures")).content.decode()


def test_it_stands_in_the_left_column_of_whoever_may_do_it(people, line, client):
    ask(client, people["signer"], line)
    counted = {
        name: {queue.address: queue.count for queue in queues_for(people[name])}.get("/erasures/")
        for name in ("signer", "second_signer", "proposer", "northern_signer")
    }
    assert counted == {"signer": 0, "second_signer": 1, "proposer": None, "northern_signer": None}


def test_it_may_be_declined(people, line, client):
    ask(client, people["signer"], line)
    asked = ErasureRequest.objects.get()
    sign_in(client, people["second_signer"])
    client.post(reverse("register:erasure_decline", args=[asked.uid]))
    asked.refresh_from_db()
    assert asked.state == "declined"


@pytest.mark.parametrize(("given", "sentence"), [
    ({"ground": "because"}, "because"), ({"entries": []}, "Choose at least one line"),
])  # fmt: skip
def test_a_form_that_is_not_filled_in_says_so(people, line, client, given, sentence):
    assert sentence in ask(client, people["signer"], line, **given).content.decode()
    assert not ErasureRequest.objects.exists()


def test_asking_twice_says_so(people, line, client):
    ask(client, people["signer"], line)
    again = ask(client, people["second_signer"], line)
    assert "already" in again.content.decode()


@pytest.mark.parametrize("who", ["proposer", "auditor", "northern_signer", "registrar"])
def test_nobody_else_finds_these_pages(people, line, client, who):
    ask(client, people["signer"], line)
    asked = ErasureRequest.objects.get()
    sign_in(client, people[who])
    for name, uid in (("erasure_ask", line.uid), ("erasure", asked.uid)):
        assert client.get(reverse(f"register:{name}", args=[uid])).status_code == 404
    assert client.get(reverse("register:erasures")).status_code == 404
    for name in ("erasure_approve", "erasure_decline"):
        assert client.post(reverse(f"register:{name}", args=[asked.uid])).status_code == 404


def test_the_persons_other_lines_and_versions_are_offered(people, parties, line, client):
    other = a_line(parties["north"], surname="Wychor")
    later = a_line(parties["keeper"], surname="Вихорр", follows=line)
    same = propose_judgement(
        entry_a=line, entry_b=other, verdict="same", reason="one number",
        by=people["proposer"], at=NOON,
    )  # fmt: skip
    confirm_judgement(judgement=same, by=people["signer"], at=NOON)
    assert set(lines_with(later, people["signer"])) == {line, other, later}
    sign_in(client, people["signer"])
    page = client.get(reverse("register:erasure_ask", args=[line.uid])).content.decode()
    assert all(str(each.uid) in page for each in (line, other, later))
    seen = Read.objects.filter(by=people["signer"]).values_list("about", flat=True)
    assert {line.key_id, other.key_id, later.key_id} <= set(seen)


def test_no_session_keeps_words_about_somebody(people, line, client):
    """What was written with the last answer is offered again, from the answer itself."""
    sign_in(client, people["proposer"])
    address = reverse("register:answer_line", args=[line.uid])
    posted = {
        "verdict": "held", "given_by": str(people["outsider"].organisation.uid),
        "as_of_date": "2026-03", "source": "letter of Вихор",
    }  # fmt: skip
    assert client.post(address, posted).status_code == 302
    assert "Вихор" not in json.dumps(dict(client.session), ensure_ascii=False)
    other = ListEntry.objects.get(surname="Gale")
    offered = reverse("register:answer_line", args=[other.uid])
    assert "letter of Вихор" in client.get(offered).content.decode()
    asked = ErasureRequest.objects.create(ground="wish", asked_by=people["signer"], asked_at=NOON)
    asked.entries.set([line])
    approve_erasure(request=asked, by=people["second_signer"], at=NOON)
    assert "letter of" not in client.get(offered).content.decode()
