"""The pages of answers, flags and disclosures, as people walk through them."""

import uuid

import pytest
from disclosing import (
    AGENCY,
    NORTH,
    SOUTH,
    answer,
    ask,
    fresh,
    invented_in,
    office,
    release,
    sought,
)
from django.core.files.uploadedfile import SimpleUploadedFile

from wayhome.apps.audit.models import Read
from wayhome.apps.register.models import Alert, Disclosure, Flag
from wayhome.apps.register.selectors.funnel import funnel_of, rows_behind
from wayhome.apps.register.selectors.references import reference_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def enter(client, signed_in, people):
    return lambda name: signed_in(client, fresh(people[name]))


def text_of(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_from_the_list_to_the_answer_and_back(people, enter):
    made, (first, second, third) = sought(people, by="northern")
    asking = enter("northern")
    told = {"to": str(office(SOUTH).uid), "what": "list", "ground": "the families ask"}
    page = f"/lists/{made.uid}/disclose/"
    assert "Next of kin" in text_of(asking.get(page))
    assert "valid choice" in text_of(asking.post(page, {**told, "fields_out": ["shoe"]}))
    asking.post(page, {**told, "fields_out": ["surname", "birth_date"]})
    asked = Disclosure.objects.get()

    approving = enter("northern_signer")
    shown = text_of(approving.get(f"/disclosures/{asked.uid}/"))
    assert asked.content_sha256 in shown
    assert first.surname in shown
    assert first.given_names not in shown
    digest = {"content_sha256": asked.content_sha256}
    approving.post(f"/disclosures/{asked.uid}/approve/", digest)

    answering = enter("outsider")
    due = text_of(answering.get("/answers/"))
    assert all(line.surname in due for line in (first, second, third))
    assert first.given_names not in due
    line = f"/answers/lines/{first.uid}/"
    assert first.number not in text_of(answering.get(line))
    given = {"verdict": "held", "given_by": str(office(SOUTH).uid), "as_of_date": "2026-03-02",
             "source": "letter 4"}  # fmt: skip
    assert "reason" in text_of(answering.post(line, {**given, "verdict": "refused"}))
    order = [item.entry for item in asked.items.order_by("position")]
    follows = order[(order.index(first) + 1) % len(order)]  # it may be an invented one
    assert answering.post(line, given).url == f"/answers/lines/{follows.uid}/"
    assert "letter 4" in text_of(answering.get(f"/answers/lines/{second.uid}/"))  # offered again
    rows = [reference_of(asked, second.uid), "77"]
    table = "reference,verdict,source,answered_on\n" + "".join(f"{n},held,l,2026\n" for n in rows)
    file = SimpleUploadedFile("a.csv", table.encode())
    upload = {"given_by": str(office(SOUTH).uid), "file": file}
    told = text_of(answering.post(f"/answers/lists/{made.uid}/", upload))
    assert "Line 77 was not put to you" in told
    answering.post("/answers/release/", {"to": str(office(NORTH).uid), "what": "answers",
                                         "ground": "asked"})  # fmt: skip
    releasing = enter("outsider_signer")
    back = Disclosure.objects.get(what="answers")
    digest = {"content_sha256": back.content_sha256}
    releasing.post(f"/disclosures/{back.uid}/approve/", digest)

    asking = enter("northern")
    assert "held" in text_of(asking.get(f"/received/{back.uid}/"))
    funnel = funnel_of(made, people["northern"])
    assert (funnel.lines, funnel.put, funnel.answered, funnel.none) == (3, 3, 2, 1)
    (speaker,) = funnel.speakers
    assert (speaker.office, speaker.taken_down_by, speaker.answered) == (SOUTH, "", 2)
    behind = rows_behind(made, people["northern"], stage="held", speaker=speaker.key)
    assert [row.entry for row in behind] == [first, second]
    assert third.surname in text_of(asking.get(f"/lists/{made.uid}/answers/?stage=none"))


def test_what_two_say_is_never_added_up(people):
    made, (first, *_) = sought(people)
    release(people, list=made)
    answer(people, first, "held")
    answer(people, first, "not_held", by="registrar")
    funnel = funnel_of(made, people["signer"])
    assert funnel.answered == 1
    assert [(one.taken_down_by, one.verdicts[0][0]) for one in funnel.speakers] == [
        ("Lantern", "not_held"), ("", "held"),
    ]  # fmt: skip


def test_declined_and_recalled_with_a_reason(people, enter):
    made, _lines = sought(people)
    asked, sent = ask(people, list=made), release(people, list=made)
    client = enter("signer")
    client.post(f"/disclosures/{asked.uid}/decline/", {"reason": ""})
    asked.refresh_from_db()
    assert asked.state == "asked"
    client.post(f"/disclosures/{asked.uid}/decline/", {"reason": "too many fields"})
    client.post(f"/disclosures/{sent.uid}/recall/", {"reason": "wrong office"})
    states = {one.state for one in Disclosure.objects.all()}
    assert states == {"declined", "recalled"}
    assert "too many fields" in text_of(client.get(f"/disclosures/{asked.uid}/"))
    received = text_of(enter("outsider").get(f"/received/{sent.uid}/"))
    assert "recalled by its sender" in received
    assert "wrong office" not in received
    assert "Бондарчук" not in received


def test_flags_are_raised_shown_and_resolved(people, enter):
    _made, (first, *_) = sought(people)
    client = enter("registrar")
    page = f"/lines/{first.uid}/flag/"
    assert "harm" not in text_of(client.get(page))
    assert "who reports" in text_of(client.post(page, {"kind": "reported_dead"}))
    client.post(page, {"kind": "civilian", "message": "a teacher", "due_date": "2026-01-01"})
    flag = Flag.objects.get()
    assert "a teacher" in text_of(client.get(f"/flags/{flag.uid}/"))
    assert "late" in text_of(client.get("/flags/?kind=civilian"))
    client.post(f"/flags/{flag.uid}/", {"reason": "checked"})
    assert "No flag is open" in text_of(client.get("/flags/"))


def test_a_canary_that_is_searched_stands_on_the_approvers_first_page(people, enter):
    made, _lines = sought(people)
    sent = release(people, list=made)
    canary = invented_in(sent)[0]
    text = f"{canary.surname} {canary.given_names}"
    found = text_of(enter("northern").post("/search/", {"text": text}))
    assert sent.number not in found
    client = enter("signer")
    home = text_of(client.get("/"))
    assert sent.number in home
    assert canary.surname not in home
    alert = Alert.objects.get()
    for guessed in (alert.pk, "", uuid.uuid4()):
        assert client.post("/alerts/seen/", {"alert": guessed}).status_code == 404
    client.post("/alerts/seen/", {"alert": alert.uid})
    assert sent.number not in text_of(client.get("/"))


def test_caps_answer_with_a_sentence_and_an_alert(people, enter, settings):
    made, _lines = sought(people)
    client = enter("registrar")
    settings.READ_LIMIT_PERSONS_PER_DAY = 2
    response = client.get(f"/lists/{made.uid}/")
    assert response.status_code == 429
    assert "Бондарчук" not in response.content.decode()
    assert Read.objects.filter(by=people["registrar"]).exists()
    settings.EXPORT_LIMIT_PERSONS = 2
    told = {"to": str(office(AGENCY).uid), "what": "file", "ground": "own use",
            "fields_out": ["surname"]}  # fmt: skip
    page = text_of(client.post(f"/lists/{made.uid}/disclose/", told))
    assert "At most 2 persons" in page
    assert {alert.code for alert in Alert.objects.all()} == {"read_cap", "export_cap"}


def test_nothing_is_ticked_at_first_but_who_it_is(people, enter):
    made, _lines = sought(people, by="northern")
    page = enter("northern").get(f"/lists/{made.uid}/disclose/")
    ticked = {
        box.data["value"] for box in page.context["form"]["fields_out"] if box.data["selected"]
    }
    assert ticked == {"full_name", "surname", "given_names", "patronymic", "birth_date"}


def test_what_leaves_is_shown_before_it_can_be_approved(people, enter, monkeypatch):
    made, _lines = sought(people, by="northern")
    asked = ask(people, list=made, by="northern")
    approve = '<button class="primary">Approve and release'
    page = text_of(enter("northern_signer").get(f"/disclosures/{asked.uid}/"))
    assert page.index("What leaves, and nothing else") < page.index(approve)
    monkeypatch.setattr("wayhome.apps.register.views.disclosures.A_PAGE", 2)
    first = text_of(enter("northern_signer").get(f"/disclosures/{asked.uid}/"))
    assert approve not in first
    assert "Look at all of them" in first
    assert approve in text_of(enter("northern_signer").get(f"/disclosures/{asked.uid}/?page=2"))


def test_what_waits_stands_once(people, enter):
    made, _lines = sought(people, by="northern")
    asked = ask(people, list=made, by="northern")
    approving = enter("northern_signer")
    for query in ("", "?state=asked"):
        assert text_of(approving.get(f"/disclosures/{query}")).count(asked.number) == 1
    approving.post(f"/disclosures/{asked.uid}/approve/", {"content_sha256": asked.content_sha256})
    assert text_of(approving.get("/disclosures/")).count(asked.number) == 1
