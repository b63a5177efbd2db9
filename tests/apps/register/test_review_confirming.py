"""Confirming and undoing through the pages, without JavaScript."""
# ruff: noqa: F811  fixtures are imported, then named as arguments

import pytest
from judging import judged, lines
from reviewing import (  # noqa: F401  fixtures
    approver,
    candidate,
    held,
    pair,
    proposed,
    reviewer,
    sought,
    verdict,
)

from wayhome.apps.audit.models import Read
from wayhome.apps.register.models import Judgement, ListEntry, Person

pytestmark = pytest.mark.django_db


def test_one_key_confirms_and_the_next_pair_comes(approver, proposed):
    page = approver.get("/confirm/").content.decode()
    assert f"/confirm/{proposed.uid}/" in page
    assert "as seen" in page
    answer = approver.post(f"/confirm/{proposed.uid}/", {"decision": "confirm"}, follow=True)
    assert "Nothing waits for your confirmation" in answer.content.decode()
    assert Person.objects.count() == 1
    assert (
        f'<a href="/judgements/{proposed.uid}/">Look again, or undo</a>' in answer.content.decode()
    )
    again = approver.post(f"/confirm/{proposed.uid}/", {"decision": "confirm"}, follow=True)
    assert "decided already" in again.content.decode()


def test_declining_needs_a_reason(approver, proposed):
    page = approver.post(f"/confirm/{proposed.uid}/", {"decision": "decline"}).content.decode()
    assert "Say why you decline" in page
    approver.post(f"/confirm/{proposed.uid}/", {"decision": "decline", "reason": "a brother"})
    proposed.refresh_from_db()
    assert (proposed.state, proposed.decided_reason) == ("declined", "a brother")


def test_what_contradicts_is_shown_with_its_chain_before_it_is_confirmed(
    approver, proposed, people, parties
):
    between = lines(parties["north"], ["Between"])[0]
    judged(proposed.entry_a, between, people)
    judged(between, proposed.entry_b, people, "not_same")
    page = approver.post(f"/confirm/{proposed.uid}/", {"decision": "confirm"}).content.decode()
    assert "This contradicts what two people confirmed before" in page
    assert "Between" in page
    proposed.refresh_from_db()
    assert proposed.state == "proposed"
    assert approver.get("/contradictions/").context["contradictions"] == ()
    approver.post(f"/confirm/{proposed.uid}/", {"decision": "confirm", "knowingly": "yes"})
    assert len(approver.get("/contradictions/").context["contradictions"]) == 1


def test_nobody_is_offered_what_they_proposed(pair, people, client, signed_in):
    browser = signed_in(client, people["signer"])
    browser.post(f"/review/{pair.uid}/", verdict(pair, "same"))
    made = Judgement.objects.get()
    assert "Nothing waits" in browser.get("/confirm/").content.decode()
    assert browser.get(f"/confirm/{made.uid}/").status_code == 404
    answer = browser.post(f"/confirm/{made.uid}/", {"decision": "confirm"}, follow=True)
    assert "proposed it yourself" in answer.content.decode()
    made.refresh_from_db()
    assert made.state == "proposed"


def test_a_skipped_proposal_comes_back_when_asked(approver, proposed):
    approver.post(f"/confirm/{proposed.uid}/skip/")
    assert "Nothing waits" in approver.get("/confirm/").content.decode()
    approver.post("/confirm/resume/")
    assert str(proposed.uid) in approver.get("/confirm/").content.decode()


def test_undoing_shows_what_falls_apart_and_does_it(approver, pair, people):
    made = judged(pair.entry_a, pair.entry_b, people)
    number = Person.objects.get().number
    page = approver.get(f"/judgements/{made.uid}/").content.decode()
    assert "falls apart into 2" in page
    assert number in page
    assert (
        "This field is required"
        in approver.post(f"/judgements/{made.uid}/withdraw/", {"reason": ""}).content.decode()
    )
    approver.post(f"/judgements/{made.uid}/withdraw/", {"reason": "another man"})
    made.refresh_from_db()
    assert (made.state, made.withdrawn_reason) == ("withdrawn", "another man")
    assert "another man" in approver.get(f"/judgements/{made.uid}/").content.decode()
    pair.refresh_from_db()
    assert pair.open


def test_a_reviewer_takes_back_only_his_own_proposal(reviewer, proposed, people):
    reviewer.post(f"/judgements/{proposed.uid}/withdraw/", {"reason": "too early"})
    proposed.refresh_from_db()
    assert proposed.state == "withdrawn"
    made = judged(proposed.entry_a, proposed.entry_b, people)
    answer = reviewer.post(f"/judgements/{made.uid}/withdraw/", {"reason": "x"}, follow=True)
    assert "Ask an approver" in answer.content.decode()


def test_proposals_can_be_printed_and_exported_and_that_is_logged(reviewer, proposed):
    ListEntry.objects.filter(pk=proposed.entry_a_id).update(full_name="Ivan;=1+1;", surname="")
    assert "Lysychenko" in reviewer.get("/judgements/sheet/").content.decode()
    table = reviewer.get("/judgements/proposals.csv").content.decode("utf-8-sig")
    assert len(table.splitlines()) == 2
    assert "as seen" in table
    assert "Ivan;'=1+1;" in table  # where ";" parts the cells, no formula starts either
    assert set(Read.objects.values_list("how", flat=True)) == {"printed", "exported"}


def test_judgements_are_listed_by_their_latest_step_and_approvers_find_them(
    approver, sought, held, people
):
    early, late = (
        judged(one, held[0], people, verdict)
        for one, verdict in ((sought[0], "same"), (sought[2], "not_same"))
    )
    assert list(approver.get("/judgements/").context["page"]) == [late, early]
    approver.post(f"/judgements/{early.uid}/withdraw/", {"reason": "another man"})
    page = approver.get("/judgements/")
    assert list(page.context["page"]) == [early, late]
    assert "/judgements/" in [room.address for room in page.context["rooms"]]


def test_judgements_are_listed_by_state(reviewer, proposed):
    assert len(reviewer.get("/judgements/?state=proposed").context["page"]) == 1
    assert len(reviewer.get("/judgements/?state=declined").context["page"]) == 0


@pytest.mark.parametrize("who", ["northern_signer", "outsider_signer"])
def test_a_party_finds_nothing_of_it(client, signed_in, people, pair, proposed, who):
    browser = signed_in(client, people[who])
    for address in (
        f"/review/{pair.uid}/",
        f"/confirm/{proposed.uid}/",
        f"/judgements/{proposed.uid}/",
    ):
        assert browser.get(address).status_code == 404
    for address in ("/review/", "/confirm/", "/judgements/", "/judgements/sheet/"):
        assert "Lysychenko" not in browser.get(address).content.decode()
    assert browser.post(f"/judgements/{proposed.uid}/withdraw/", {"reason": "x"}).status_code == 404
    assert browser.post(f"/review/{pair.uid}/skip/").status_code == 404


def test_a_proposal_has_an_address_of_its_own(approver, proposed):
    assert "as seen" in approver.get(f"/confirm/{proposed.uid}/").content.decode()
    assert approver.post(f"/confirm/{proposed.candidate.uid}/").status_code == 404
