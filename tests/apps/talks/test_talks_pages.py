"""Talks are entered by hand, without scripts: from a round to a delivery."""

import re

import pytest
from django.test import Client
from talks.talking import PUBLIC, negotiator, one_of_each, talks

from conftest import sign_in
from wayhome.apps.audit.models import Entry
from wayhome.apps.talks.models import (
    Commitment,
    Delivery,
    Issue,
    Process,
    Proposal,
    Response,
    Round,
    Side,
    Statement,
)
from wayhome.apps.talks.views.kinds import KINDS

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
ODD = ("\0²", "9" * 40, "0000-99-99", "x\ud7ff\u202e" * 10_000)


@pytest.fixture
def by(people):
    return negotiator()


@pytest.fixture
def desk(by):
    """The browser of a negotiator of the keeper."""
    return sign_in(Client(raise_request_exception=False), by)


def send(desk, address, **given):
    """A form filled in and sent: it must be taken."""
    given = {"confidentiality": "public", **given}
    answer = desk.post(address, given)
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def test_from_opening_to_a_delivery_by_hand(desk, parties):
    page = send(
        desk, "/talks/new/", title="Talks at the ford", first_side="Northland",
        first_party=parties["north"].uid, second_side="Southland",
    )  # fmt: skip
    process = Process.objects.get()
    north, south = Side.objects.order_by("pk")
    assert (north.party, south.party) == (parties["north"], None)
    assert page == f"/talks/{process.uid}/"
    enter = f"{page}enter/"
    send(desk, f"{enter}issue/", name="Captives")
    issue = Issue.objects.get()
    send(
        desk, f"{enter}round/", place="The ford", start="23.07.2025", duration_minutes="40",
        duration_comparator="about", number="3", number_basis="stated", format="direct",
    )  # fmt: skip
    met = Round.objects.get()
    assert (met.start, met.number, met.duration_minutes) == ("2025-07-23", 3, 40)
    send(
        desk, f"{enter}statement/", text="Ми згодні.", language="uk", translation="We agree.",
        translation_language="en", translator="L. Omond", mode="quote", side=north.uid,
        round=met.uid, issue=issue.uid, stance="support", publisher="Courier", reliability="B",
        credibility="2",
    )  # fmt: skip
    said = Statement.objects.get()
    assert (said.wording.translations.get().translator, said.source.publisher) == (
        "L. Omond", "Courier",
    )  # fmt: skip
    terms = {"what": "exchange", "comparator": "at_least", "value": "1200", "unit": "captive",
             "unit_detail": "prisoners of war", "per": "each_side"}  # fmt: skip
    send(
        desk, f"{enter}proposal/", proposed_by=north.uid, to=[south.uid], gist="1,200 each",
        deadline_raw="by the end of August", deadline_latest="2025-08-31", deadline_sense="by",
        deadline_basis="stated", **terms,
    )  # fmt: skip
    offered = Proposal.objects.get()
    send(desk, f"{enter}response/", proposal=offered.uid, given_by=south.uid, kind="accepted")
    send(
        desk, f"{enter}commitment/", title="Exchange of captives", bound=[north.uid, south.uid],
        accepted=[Response.objects.get().uid], side=north.uid, deadline_latest="2025-08-31",
        deadline_basis="stated", **terms,
    )  # fmt: skip
    made = Commitment.objects.get()
    send(
        desk, f"{enter}delivery/", commitment=made.uid, giver=north.uid, receiver=south.uid,
        quantity="624", unit="captive", day="2025-08-20", counted_by=south.uid,
        counting_rule="a person who crossed",
    )  # fmt: skip
    assert Delivery.objects.get().quantity == 624
    text = re.sub(r"<[^>]+>", "", desk.get(page).content.decode())
    for told in (
        "The ford", "Ми згодні.", "1,200 each", "Exchange of captives", "624 / 1,200+",
        "at least 1,200 prisoners of war", "overdue",
    ):  # fmt: skip
        assert told in text, told
    assert Entry.objects.count() == 8


def test_every_form_opens_and_refuses_nothing_with_a_page(desk, by, parties):
    process, *_sides = talks(by, parties=parties)
    for kind in (*KINDS, "delivery", "assessment"):
        address = f"/talks/{process.uid}/enter/{kind}/"
        assert desk.get(address).status_code == 200
        answer = desk.post(address, {"sent": "empty"})
        assert answer.status_code == 200
        assert "errorlist" in answer.content.decode()
    assert desk.get(f"/talks/{process.uid}/enter/zeugma/").status_code == 404


@pytest.mark.parametrize("odd", ODD)
def test_odd_input_is_answered_with_a_page(desk, by, parties, odd):
    process, *sides = talks(by, parties=parties)
    rows = one_of_each(by, process, *sides)
    for kind, one in (*KINDS.items(), ("delivery", None)):
        address = f"/talks/{process.uid}/enter/{kind}/"
        names = one.form.base_fields if one else ("quantity", "day", "commitment")
        sent = dict.fromkeys(names, odd) | {"confidentiality": "public"}
        assert desk.post(address, sent).status_code < 500, kind
        assert desk.get(address, dict.fromkeys(names, odd)).status_code < 500, kind
    for end in ("withdraw/", "share/", "translate/"):
        sent = dict.fromkeys(("reason", "confidentiality", "text", "language", "translator"), odd)
        address = f"/talks/rows/statement/{rows.statement.uid}/{end}"
        assert desk.post(address, sent).status_code < 500, end


def test_every_row_has_a_page_that_leads_to_its_undoing(desk, by, parties):
    process, *sides = talks(by, parties=parties)
    rows = one_of_each(by, process, *sides)
    for row in (process, *vars(rows).values()):
        address = f"/talks/rows/{row._meta.model_name}/{row.uid}/"
        page = desk.get(address).content.decode()
        assert f"{address}withdraw/" in page
        assert f"{address}share/" in page
        for end in ("withdraw/", "share/"):
            assert desk.get(f"{address}{end}").status_code == 200
    page = desk.get(f"/talks/rows/statement/{rows.statement.uid}/").content.decode()
    for told in ("Ми згодні.", "We agree.", "L. Omond", "Courier (B2)"):
        assert told in page


def test_withdrawing_and_sharing_by_hand(desk, by, parties):
    process, *sides = talks(by, parties=parties)
    rows = one_of_each(by, process, *sides)
    address = f"/talks/rows/number/{rows.number.uid}/"
    assert desk.get(address).status_code == 404  # kinds are called as their tables are
    address = f"/talks/rows/numberclaim/{rows.number.uid}/"
    named = {"confidentiality": "shared", "shared_with": [parties["north"].uid]}
    assert desk.post(f"{address}share/", named).status_code == 302
    rows.number.refresh_from_db()
    assert rows.number.confidentiality == "shared"
    assert desk.post(f"{address}withdraw/", {"reason": ""}).status_code == 200
    assert desk.post(f"{address}withdraw/", {"reason": "Misread"}).status_code == 302
    assert desk.get(address).status_code == 404


def test_a_party_may_read_what_is_open_and_change_nothing(by, parties):
    process, *sides = talks(by, parties=parties, filing=PUBLIC)
    rows = one_of_each(by, process, *sides)
    desk = sign_in(Client(), negotiator("Northland Bureau"))
    page = desk.get(f"/talks/{process.uid}/").content.decode()
    assert "1,200 each" in page
    assert "/enter/" not in page
    address = f"/talks/rows/round/{rows.round.uid}/"
    assert "withdraw" not in desk.get(address).content.decode()
    for refused in (f"/talks/{process.uid}/enter/round/", f"{address}share/"):
        assert desk.get(refused).status_code == 404
