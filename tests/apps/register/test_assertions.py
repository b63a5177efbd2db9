"""Claims need evidence; fates need a second person, one at a time; what is withdrawn counts not."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from judging import lines, person_list

from conftest import NOON
from wayhome.apps.audit.models import Entry
from wayhome.apps.register.models import Assertion, Source
from wayhome.apps.register.selectors import queues_for
from wayhome.apps.register.selectors.persons import fates_to_confirm
from wayhome.apps.register.selectors.status import challenged_fates, status_in_words, status_of
from wayhome.apps.register.services.assertions import (
    CannotAssert,
    ask_fate_withdrawal,
    confirm_assertion,
    confirm_fate_withdrawal,
    decline_assertion,
    decline_fate_withdrawal,
    record_assertion,
    withdraw_assertion,
)
from wayhome.apps.register.services.sources import Document

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def line(people, parties):
    made = lines(parties["north"], ["Вихор"], given_names="Степан")[0]
    person_list(people["northern"].organisation, people["northern"], "sought", [made])
    return made


@pytest.fixture
def say(people, line):
    def saying(kind, who="proposer", **changed):
        given = {
            "entry": line,
            "kind": kind,
            "said_by": people["northern"].organisation,
            "as_of_date": "2026-02-20",
            "evidence": "His brother called on 20 February.",
            "by": people[who],
            "at": NOON,
        }
        return record_assertion(**given | changed)

    return saying


def told(line, people, who="signer"):
    return [claim.says for claim in status_of([line], viewer=people[who]).told]


@pytest.mark.parametrize("kind", [k for k in Assertion.Kind.values if k not in Assertion.FATES])
def test_a_claim_that_is_no_fate_stands_at_once(say, kind):
    assert say(kind).state == "standing"


@pytest.mark.parametrize("kind", Assertion.FATES)
def test_a_fate_counts_only_when_another_person_confirmed_it(say, line, people, kind):
    made = say(kind)
    assert made.state == "proposed"
    assert told(line, people) == ["sought"]
    with pytest.raises(CannotAssert, match="Another person"):
        confirm_assertion(assertion=made, by=people["proposer"], at=LATER)
    confirm_assertion(assertion=made, by=people["signer"], at=LATER)
    assert told(line, people) == [kind]
    with pytest.raises(CannotAssert):
        confirm_assertion(assertion=made, by=people["second_signer"], at=LATER)
    acts = Entry.objects.filter(act__startswith="assertion").order_by("pk")
    assert [entry.act for entry in acts] == ["assertion_recorded", "assertion_confirmed"]
    assert not any("brother" in entry.leaf for entry in acts)


@pytest.mark.parametrize(
    "spoilt",
    [
        {"evidence": "  "},
        {"kind": "ransomed"},
        {"as_of_date": "lately"},
        {"source": Document(publisher="A letter", reliability="Z")},
        {"who": "outsider"},
    ],
)
def test_what_is_not_complete_or_not_ones_own_is_refused(say, spoilt):
    with pytest.raises(CannotAssert):
        say(**{"kind": "seen"} | spoilt)
    assert not Assertion.objects.exists()
    assert not Source.objects.exists()


def test_the_database_refuses_a_fate_that_one_person_made(say, people):
    made = say("died")
    with pytest.raises(IntegrityError), transaction.atomic():
        Assertion.objects.filter(pk=made.pk).update(state="standing")
    with pytest.raises(IntegrityError), transaction.atomic():
        Assertion.objects.filter(pk=made.pk).update(decided_by=people["proposer"])


def test_declining_needs_a_reason_and_another_person(say, line, people):
    made = say("died")
    with pytest.raises(CannotAssert, match="reason"):
        decline_assertion(assertion=made, reason=" ", by=people["signer"], at=LATER)
    with pytest.raises(CannotAssert, match="Withdraw"):
        decline_assertion(assertion=made, reason="no", by=people["proposer"], at=LATER)
    decline_assertion(assertion=made, reason="no papers", by=people["signer"], at=LATER)
    assert made.state == "declined"
    assert told(line, people) == ["sought"]


@pytest.fixture
def confirmed(say, people):
    made = say("home")
    confirm_assertion(assertion=made, by=people["signer"], at=LATER)
    return made


def ask_back(made, who, reason="wrong"):
    ask_fate_withdrawal(assertion=made, reason=reason, by=who, at=LATER)


@pytest.mark.parametrize("who", ["proposer", "signer", "second_signer"])
def test_nobody_alone_withdraws_a_confirmed_fate(confirmed, line, people, who):
    with pytest.raises(CannotAssert, match="Two people"):
        withdraw_assertion(assertion=confirmed, reason="wrong", by=people[who], at=LATER)
    ask_back(confirmed, people[who])
    with pytest.raises(CannotAssert, match="You asked"):
        confirm_fate_withdrawal(assertion=confirmed, by=people[who], at=LATER)
    with pytest.raises(CannotAssert, match="already"):
        ask_back(confirmed, people["second_signer"])
    assert told(line, people) == ["home"]
    assert "withdrawal asked for" in status_in_words(status_of([line], viewer=people[who]))


def test_a_confirmed_fate_is_withdrawn_by_two_and_the_status_returns(confirmed, line, people):
    with pytest.raises(CannotAssert, match="already"):
        confirm_fate_withdrawal(assertion=confirmed, by=people["signer"], at=LATER)  # nobody asked
    for stranger in ("registrar", "northern_signer"):
        with pytest.raises(CannotAssert, match="approver"):
            ask_back(confirmed, people[stranger])
    ask_back(confirmed, people["proposer"], reason="another man")
    with pytest.raises(CannotAssert, match="approver"):
        confirm_fate_withdrawal(assertion=confirmed, by=people["registrar"], at=LATER)
    confirm_fate_withdrawal(assertion=confirmed, by=people["second_signer"], at=LATER)
    assert told(line, people) == ["sought"]
    assert (confirmed.withdrawn_by, confirmed.withdrawn_reason) == (
        people["second_signer"], "another man",
    )  # fmt: skip
    with pytest.raises(CannotAssert, match="no longer stands"):
        ask_back(confirmed, people["signer"])
    acts = Entry.objects.order_by("pk").values_list("act", flat=True)
    assert list(acts)[-2:] == ["assertion_withdrawal_asked", "assertion_withdrawn"]


@pytest.mark.parametrize("who", ["proposer", "second_signer"])
def test_a_withdrawal_is_taken_back_or_declined_and_the_fate_stands(confirmed, line, people, who):
    ask_back(confirmed, people["proposer"])
    with pytest.raises(CannotAssert, match="approver"):
        decline_fate_withdrawal(assertion=confirmed, reason="no", by=people["registrar"], at=LATER)
    with pytest.raises(CannotAssert, match="reason"):
        decline_fate_withdrawal(assertion=confirmed, reason=" ", by=people[who], at=LATER)
    decline_fate_withdrawal(assertion=confirmed, reason="it is he", by=people[who], at=LATER)
    assert told(line, people) == ["home"]
    assert "asked for" not in status_in_words(status_of([line], viewer=people["signer"]))
    with pytest.raises(CannotAssert, match="already"):
        confirm_fate_withdrawal(assertion=confirmed, by=people["signer"], at=LATER)
    ask_back(confirmed, people["proposer"])  # it can be asked for again


def test_the_database_refuses_a_fate_that_one_person_withdrew(confirmed, people):
    for asked in ({}, {"withdrawal_asked_by": people["signer"]}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Assertion.objects.filter(pk=confirmed.pk).update(
                state="withdrawn", withdrawn_by=people["signer"], withdrawn_at=LATER, **asked
            )


def test_a_claim_that_needed_one_is_withdrawn_by_one(say, people):
    with pytest.raises(CannotAssert, match="One person"):
        ask_back(say("seen"), people["signer"])
    withdraw_assertion(assertion=say("died"), reason="a slip", by=people["proposer"], at=LATER)


def test_a_plain_claim_is_withdrawn_by_whoever_recorded_it(say, people):
    made = say("seen")
    with pytest.raises(CannotAssert):
        withdraw_assertion(assertion=made, reason="wrong", by=people["registrar"], at=LATER)
    with pytest.raises(CannotAssert):
        withdraw_assertion(assertion=made, reason="wrong", by=people["northern_signer"], at=LATER)
    withdraw_assertion(assertion=made, reason="wrong", by=people["proposer"], at=LATER)
    assert made.state == "withdrawn"


def test_nobody_confirms_what_another_partition_proposed(say, people):
    made = say("home", who="northern")
    with pytest.raises(CannotAssert):
        confirm_assertion(assertion=made, by=people["signer"], at=LATER)
    assert list(fates_to_confirm(people["signer"])) == []
    assert list(fates_to_confirm(people["northern_signer"])) == [made]
    confirm_assertion(assertion=made, by=people["northern_signer"], at=LATER)


def test_of_two_who_opened_one_proposal_only_the_first_decides(say, people):
    made = say("home")
    opened = Assertion.objects.get(pk=made.pk)
    confirm_assertion(assertion=made, by=people["signer"], at=LATER)
    assert opened.state == "proposed"
    with pytest.raises(CannotAssert, match="already"):
        decline_assertion(assertion=opened, reason="no", by=people["second_signer"], at=LATER)
    assert Entry.objects.filter(act__in=["assertion_confirmed", "assertion_declined"]).count() == 1


def test_a_later_claim_of_one_person_stands_beside_a_confirmed_fate(
    client, signed_in, say, line, people
):
    confirm_assertion(assertion=say("home"), by=people["signer"], at=LATER)
    assert challenged_fates(people["signer"]) == []
    say("acknowledged_held", as_of_date="2026-02-28")
    assert told(line, people) == ["home"]
    (found,) = challenged_fates(people["signer"])
    assert [claim.says for claim in found.status.beside] == ["acknowledged_held"]
    counts = {queue.address: queue.count for queue in queues_for(people["signer"])}
    assert counts["/contradictions/"] == 1
    assert challenged_fates(people["northern_signer"]) == []  # the keeper's fate and claim
    signed_in(client, people["signer"])
    page = client.get(reverse("register:contradictions")).content.decode()
    assert reverse("register:line", args=[line.uid]) in page
    assert "To be looked at" in page


# --- pages ------------------------------------------------------------------------------------


def claimed(people, **changed):
    return {
        "kind": "died",
        "said_by": str(people["northern"].organisation.uid),
        "as_of_date": "20.02.2026",
        "evidence": "A certificate, seen.",
        "publisher": "Registry office",
        "reliability": "A",
        "credibility": "1",
    } | changed


def test_the_whole_way_of_a_fate(client, signed_in, people, line):
    signed_in(client, people["proposer"])
    address = reverse("register:claim", args=[line.uid])
    assert client.get(address).status_code == 200
    assert client.post(address, claimed(people, evidence="")).status_code == 200
    assert not Assertion.objects.exists()
    assert client.post(address, claimed(people)).status_code == 302
    made = Assertion.objects.get()
    assert (made.as_of_date, made.source.reliability) == ("2026-02-20", "A")
    fate = reverse("register:fate", args=[made.uid])
    assert client.get(fate).status_code == 404  # a reviewer confirms nothing
    signed_in(client, people["signer"])
    assert fate in client.get(reverse("register:fates")).content.decode()
    page = client.get(fate).content.decode()
    assert "A certificate, seen." in page
    assert "this person died" in page.lower()
    assert "Must be told first: 1 office" in page
    assert "Northland Bureau" in page
    assert client.post(fate, {"decision": "decline"}).status_code == 200  # no reason
    assert client.post(fate, {"decision": "confirm"}).status_code == 302
    assert client.get(fate).status_code == 404
    known = client.get(reverse("register:line", args=[line.uid])).content.decode()
    assert "This person died, says Northland Bureau" in known
    withdraw = reverse("register:claim_withdraw", args=[made.uid])
    assert withdraw in known
    assert client.get(withdraw).status_code == 200
    assert client.post(withdraw, {"reason": "another man"}).status_code == 200  # not alone
    assert client.post(withdraw, {"decision": "ask", "reason": ""}).status_code == 200
    asked = client.post(withdraw, {"decision": "ask", "reason": "another man"}, follow=True)
    assert "withdrawal asked for" in asked.content.decode()
    assert "This person died, says Northland Bureau" in asked.content.decode()
    assert client.post(withdraw, {"decision": "agree"}).status_code == 200  # oneself
    waiting = reverse("register:withdrawals")
    assert withdraw not in client.get(waiting).content.decode()
    signed_in(client, people["second_signer"])
    queue = client.get(waiting)
    assert withdraw in queue.content.decode()
    assert {q.address: q.count for q in queue.context["queues"]}[waiting] == 1
    assert "another man" in client.get(withdraw).content.decode()
    assert client.post(withdraw, {"decision": "keep", "reason": "he is dead"}).status_code == 302
    assert client.post(withdraw, {"decision": "agree"}).status_code == 200  # nobody asks any more
    signed_in(client, people["signer"])
    client.post(withdraw, {"decision": "ask", "reason": "another man"})
    signed_in(client, people["second_signer"])
    assert client.post(withdraw, {"decision": "agree"}).status_code == 302
    known = client.get(reverse("register:line", args=[line.uid])).content.decode()
    assert "withdrawn" in known
    assert "Northland Bureau looks for this person" in known


def test_ones_own_proposal_is_shown_but_not_to_be_confirmed(client, signed_in, people, say):
    made = say("home", who="signer")
    signed_in(client, people["signer"])
    page = client.get(reverse("register:fate", args=[made.uid]))
    assert "Another person must confirm it" in page.content.decode()
    refused = client.post(reverse("register:fate", args=[made.uid]), {"decision": "confirm"})
    assert refused.status_code == 200
    made.refresh_from_db()
    assert made.state == "proposed"


def test_a_party_takes_down_the_words_of_its_own_offices_and_the_keepers_only(
    client, signed_in, people, line
):
    signed_in(client, people["northern"])
    address = reverse("register:claim", args=[line.uid])
    foreign = claimed(people, said_by=str(people["outsider"].organisation.uid))
    assert client.post(address, foreign).status_code == 200
    assert not Assertion.objects.exists()
    assert "Southland" not in client.get(address).content.decode()


def test_the_other_partys_line_and_claims_are_not_there(client, signed_in, people, line, say):
    made = say("home", who="northern")
    signed_in(client, people["outsider_signer"])
    for address in (
        reverse("register:fate", args=[made.uid]),
        reverse("register:claim_withdraw", args=[made.uid]),
        reverse("register:line", args=[line.uid]),
    ):
        assert client.get(address).status_code == 404
    signed_in(client, people["outsider"])
    assert client.get(reverse("register:claim", args=[line.uid])).status_code == 404
