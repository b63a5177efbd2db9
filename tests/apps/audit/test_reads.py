"""What did this account read, and who has seen this person: accounts and numbers, no names."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.audit.subjects import a_line
from conftest import sign_in
from wayhome.apps.audit.models import Read
from wayhome.apps.audit.selectors.reads import reads_of, subjects_of, who_has_seen
from wayhome.apps.audit.services import log_reads

pytestmark = pytest.mark.django_db
How = Read.How


@pytest.fixture
def line(parties):
    return a_line(parties["north"], surname="Вихор")


def between(hours=1):
    now = timezone.now()
    return {"since": now - timedelta(hours=hours), "until": now + timedelta(hours=hours)}


def test_each_request_of_an_account_is_one_row_with_how_many_it_showed(people, parties, line):
    other = a_line(parties["south"], surname="Gale")
    log_reads(by=people["proposer"], how=How.FOUND, keys=[line.key, other.key])
    log_reads(by=people["proposer"], how=How.SEARCHED, keys=[None])
    log_reads(by=people["signer"], how=How.VIEWED, keys=[line.key])
    rows = reads_of(people["proposer"], people["auditor"], **between())
    assert sorted((row["how"], row["subjects"]) for row in rows) == [("found", 2), ("searched", 0)]
    earlier = {key: at - timedelta(days=1) for key, at in between().items()}
    assert not reads_of(people["proposer"], people["auditor"], **earlier)
    assert not reads_of(people["proposer"], people["signer"], **between())


def test_the_pages_name_accounts_and_no_persons(people, line, client):
    log_reads(by=people["proposer"], how=How.VIEWED, keys=[line.key])
    request = Read.objects.get().request
    sign_in(client, people["auditor"])
    pages = [
        client.get(reverse("audit:reads"), {"account": people["proposer"].uid}),
        client.get(reverse("audit:look"  , args=[request])),
        client.get(reverse("audit:seen", args=[line.key_id])),
    ]  # fmt: skip
    for answer in pages:
        assert answer.status_code == 200
        assert "proposer" in answer.content.decode()
        assert "Вихор" not in answer.content.decode()
    assert str(request) in pages[0].content.decode()
    assert str(line.key_id) in pages[1].content.decode()


@pytest.mark.parametrize("since", ["2026-01-01", "2026-01-01T10:00", "yesterday", ""])
def test_any_moment_typed_is_answered(people, client, since):
    sign_in(client, people["auditor"])
    asked = {"account": people["proposer"].uid, "since": since, "until": since}
    assert client.get(reverse("audit:reads"), asked).status_code == 200
    assert client.get(reverse("audit:reads"), asked | {"account": "nobody"}).status_code == 200


def test_the_last_minute_asked_for_is_part_of_it(people, line, client, monkeypatch):
    now = timezone.now().replace(second=59, microsecond=500_000)
    monkeypatch.setattr(timezone, "now", lambda: now)
    log_reads(by=people["proposer"], how=How.VIEWED, keys=[line.key])
    sign_in(client, people["auditor"])
    asked = {
        "account": people["proposer"].uid,
        "since": f"{now - timedelta(minutes=1):%Y-%m-%dT%H:%M}",
        "until": f"{now:%Y-%m-%dT%H:%M}",
    }
    assert client.get(reverse("audit:reads"), asked).context["page"].paginator.count == 1


def test_a_party_is_told_of_its_own_readers_alone(people, line):
    log_reads(by=people["northern"], how=How.VIEWED, keys=[line.key])
    log_reads(by=people["northern"], how=How.VIEWED, keys=[line.key])
    log_reads(by=people["proposer"], how=How.VIEWED, keys=[line.key])
    (own,) = who_has_seen([line.key], people["northern_signer"])
    assert (own.by, own.times, own.way) == (people["northern"], 2, "viewed")
    assert {seen.by for seen in who_has_seen([line.key], people["signer"])} == {
        people["northern"],
        people["proposer"],
    }
    assert who_has_seen([line.key], people["outsider_signer"]) == []
    assert who_has_seen([line.key], people["northern"]) == []


@pytest.mark.parametrize(("who", "status"), [
    ("signer", 200), ("auditor", 200), ("northern_signer", 200),
    ("outsider_signer", 404), ("proposer", 404), ("administrator", 404),
])  # fmt: skip
def test_who_may_ask_who_has_seen_a_line(people, line, client, who, status):
    sign_in(client, people[who])
    assert client.get(reverse("audit:seen", args=[line.key_id])).status_code == status


def test_only_the_auditor_asks_what_an_account_read(people, line, client):
    log_reads(by=people["proposer"], how=How.VIEWED, keys=[line.key])
    request = Read.objects.get().request
    assert not subjects_of(request, people["signer"])
    sign_in(client, people["signer"])
    assert client.get(reverse("audit:reads")).status_code == 404
    sign_in(client, people["auditor"])
    assert client.get(reverse("audit:look", args=[line.key_id])).status_code == 404
