"""Whatever is sent, the answer is a page or a sentence, never an error of ours."""

import json
import uuid
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from apps.register.bringing import bring
from conftest import NOON, sign_in
from wayhome.apps.audit.models import Organisation
from wayhome.apps.register.models import ListEntry
from wayhome.apps.register.services.assertions import record_assertion
from wayhome.files.criteria import check_criteria, is_outside
from wayhome.values import InvalidEvidence

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
NAMES = (
    "alert", "as_of_date", "decision", "due_date", "entries", "evidence", "given_by", "ground",
    "kind", "list_a", "other", "organisation", "pairs", "reason", "role", "said_by", "searched",
    "source", "surname", "text", "title", "to", "token", "until_date", "verdict", "what",
)  # fmt: skip
ODD = ("\0", "²", "9" * 40, "-1", "0000-99-99", "9999-12-31", "x", "\ud7ff\u202e", "' OR 1=1 --")


@pytest.fixture
def enter(people):
    return lambda who: sign_in(Client(raise_request_exception=False), people[who])


@pytest.fixture
def world(people):
    """A list, its first line, and a fate that waits for its second person."""
    made = bring(people, by="registrar")
    line = ListEntry.objects.filter(appearances__list=made).first()
    fate = record_assertion(
        entry=line, kind="home", said_by=Organisation.objects.first(), as_of_date="2026",
        evidence="seen", by=people["proposer"], at=NOON,
    )  # fmt: skip
    return {"list": made.uid, "line": line.uid, "fate": fate.uid, "who": people["proposer"].uid}


POSTS = (
    ("registrar", "/lists/new/"), ("registrar", "/lists/{list}/roll-back/"),
    ("registrar", "/lists/{list}/disclose/"), ("registrar", "/answers/release/"),
    ("registrar", "/answers/lists/{list}/"), ("registrar", "/answers/lines/{line}/"),
    ("registrar", "/persons/enter/"), ("registrar", "/search/"), ("registrar", "/comparisons/"),
    ("proposer", "/lines/{line}/claim/"), ("proposer", "/lines/{line}/flag/"),
    ("proposer", "/review/bulk/"), ("signer", "/alerts/seen/"), ("signer", "/fates/{fate}/"),
    ("signer", "/claims/{fate}/withdraw/"), ("signer", "/lines/{line}/erase/"),
    ("administrator", "/administration/new/"), ("administrator", "/administration/offices/"),
    ("administrator", "/administration/{who}/roles/give/"),
    ("administrator", "/administration/{who}/roles/take/"),
    ("administrator", "/administration/{who}/reset/"),
    ("auditor", "/history/witnesses/"), ("auditor", "/history/cosignatures/"),
)  # fmt: skip


@pytest.mark.parametrize(("who", "address"), POSTS)
def test_odd_posts(enter, world, who, address):
    client, address = enter(who), address.format(**world)
    wrong = [
        repr(odd)
        for odd in ODD
        if client.post(address, dict.fromkeys(NAMES, odd)).status_code >= 500
    ]
    for content, kind in (("{}", "application/json"), (b"x", "multipart/form-data; boundary=y")):
        if client.post(address, content, content_type=kind).status_code >= 500:
            wrong.append(kind)
    if client.post(address).status_code >= 500:
        wrong.append("nothing")
    assert not wrong


@pytest.mark.parametrize("told", [{"text": "x" * 3_000_000}, {"text": ["x"] * 2_001}])
def test_what_is_too_large_is_answered_with_a_sentence(enter, told):
    answer = enter("registrar").post("/search/", told, HTTP_ACCEPT_LANGUAGE="en")
    assert answer.status_code == 400
    assert "Nothing was changed" in answer.content.decode()


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("signer", "/flags/?kind={odd}&page={odd}"),
        ("signer", "/disclosures/?state={odd}&page={odd}"),
        ("signer", "/judgements/?state={odd}"),
        ("signer", "/review/?list={odd}&zone={odd}&field={odd}"),
        ("signer", "/persons/{odd}/"),
        ("signer", "/lines/{line}/?as_of={odd}"),
        ("signer", "/lists/{list}/?flag={odd}&answer={odd}&change={odd}&page={odd}"),
        ("signer", "/lists/{list}/answers/?stage={odd}&by={odd}.{odd}&page={odd}"),
        ("registrar", "/lists/new/?follows={odd}&adds={odd}"),
        ("auditor", "/history/?act={odd}&since={odd}&until={odd}&page={odd}"),
        ("auditor", "/reads/?account={odd}&since={odd}&until={odd}&page={odd}"),
        ("auditor", "/history/{who}/?about={odd}"),
    ],
)
def test_odd_addresses(enter, world, who, address):
    client = enter(who)
    for odd in ("%00", *(quote(odd, safe="") for odd in ODD)):
        assert client.get(address.format(odd=odd, **world)).status_code < 500, odd


@pytest.mark.parametrize("day", ["0001-01-01T00:00%2B23:59", "9999-12-31T23:59-23:59"])
def test_a_moment_that_no_calendar_has_in_universal_time(enter, world, day):
    for end in ("since", "until"):
        assert enter("auditor").get(f"/reads/?{end}={day}").status_code == 200


@pytest.mark.parametrize(
    "criteria",
    [
        '{"criteria": [], "more": NaN}',
        '{"criteria": [], "more": 1e999}',
        '{"criteria": [], "more": "\\ud800"}',
        '{"criteria": [], "more": "\\u0000"}',
        json.dumps({"criteria": [], "more": "x" * 50_000}),
        '{"criteria": [], "more": ' + "[" * 900 + "]" * 900 + "}",
    ],
)
def test_criteria_that_nothing_can_hold(enter, world, criteria):
    response = enter("registrar").post(
        "/lists/new/",
        {
            "file": SimpleUploadedFile("a.csv", b"Name;Born\nA B;1990\n"),
            "criteria": SimpleUploadedFile("c.json", criteria.encode()),
            "organisation": Organisation.objects.get(name="Northland Bureau").uid,
            "kind": "sought", "title": "t", "as_of_date": "2026",
        },
    )  # fmt: skip
    assert response.status_code in (200, 302)
    if "[[" not in criteria:
        with pytest.raises(InvalidEvidence):
            check_criteria(json.loads(criteria))


def test_a_year_may_be_written_as_a_number():
    row = {"code": "x", "field": "birth_date", "test": "age_under", "years": 18, "on": 2026}
    check_criteria({"criteria": [row]})
    assert is_outside(row, {"birth_date": "1990"}, {}, "2020")


def test_addresses_of_nothing(enter, world):
    for address in (
        "/lines/{0}/",
        "/lists/{0}/",
        "/judgements/{0}/",
        "/history/{0}/",
        "/imports/x/",
    ):
        assert enter("signer").get(address.format(uuid.uuid4())).status_code == 404
