"""On what weighs more than a join, two people decide about taking it back, too."""
# ruff: noqa: F811  fixtures are imported, then named as arguments

import pytest
from disclosing import release
from django.db import IntegrityError, transaction
from django.urls import reverse
from judging import four, judged, lines, propose  # noqa: F401  fixture

from conftest import NOON
from wayhome.apps.audit.models import Entry
from wayhome.apps.register.models import Judgement, Person
from wayhome.apps.register.selectors.judgements import (
    consequences_of,
)
from wayhome.apps.register.services.assertions import confirm_assertion, record_assertion
from wayhome.apps.register.services.clusters import Regrouped
from wayhome.apps.register.services.judgements import (
    CannotJudge,
    ask_judgement_withdrawal,
    confirm_judgement_withdrawal,
    decline_judgement_withdrawal,
    withdraw_judgement,
)

pytestmark = pytest.mark.django_db
SAME, NOT_SAME, UNSURE = Judgement.Verdict.SAME, Judgement.Verdict.NOT_SAME, "unsure"


@pytest.fixture
def weighty(four, people, parties):
    """A judgement that joins two lines, one of which two people said is home."""
    made = judged(four[0], four[1], people)
    said = record_assertion(
        entry=four[0], kind="home", said_by=people["proposer"].organisation, as_of_date="2026-02",
        evidence="seen at home", by=people["proposer"], at=NOON,
    )  # fmt: skip
    confirm_assertion(assertion=said, by=people["signer"], at=NOON)
    return made


def ask_back(made, who, reason="another man"):
    ask_judgement_withdrawal(judgement=made, reason=reason, by=who, at=NOON)


def test_what_a_confirmed_fate_stands_on_is_withdrawn_by_two(weighty, people):
    assert consequences_of(weighty).need_two
    with pytest.raises(CannotJudge, match="ask first"):
        withdraw_judgement(judgement=weighty, reason="wrong", by=people["signer"], at=NOON)
    ask_back(weighty, people["signer"])
    for stranger in ("signer", "proposer", "northern_signer"):
        with pytest.raises(CannotJudge):
            confirm_judgement_withdrawal(judgement=weighty, by=people[stranger], at=NOON)
    assert Person.objects.count() == 1
    told = confirm_judgement_withdrawal(judgement=weighty, by=people["second_signer"], at=NOON)
    assert told == Regrouped()  # the person stays with the line it was founded on
    assert (weighty.state, weighty.withdrawn_reason) == ("withdrawn", "another man")
    assert not judged_together(people["signer"])
    acts = Entry.objects.order_by("pk").values_list("act", flat=True)
    assert list(acts)[-2:] == ["judgement_withdrawal_asked", "judgement_withdrawn"]


def judged_together(viewer):
    """Persons of the viewer's partition that are more than one line."""
    persons = Person.objects.filter(partition=viewer.party)
    return [person for person in persons if person.memberships.count() > 1]


def test_what_was_released_needs_two_as_well(four, people):
    made = judged(four[0], four[1], people)
    sent = release(people, what="file", entries=four[:1], fields=["surname"])
    assert consequences_of(made).need_two
    sent.state = "recalled"
    sent.recalled_by = people["signer"]
    sent.save()
    withdraw_judgement(judgement=made, reason="wrong", by=people["signer"], at=NOON)


def test_a_judgement_on_which_nothing_stands_is_withdrawn_by_one_approver(four, people):
    made = judged(four[0], four[1], people)
    ask_back(made, people["proposer"])  # whoever may not decide asks
    withdraw_judgement(judgement=made, reason="wrong", by=people["signer"], at=NOON)
    assert made.state == "withdrawn"


def test_asking_is_declined_or_taken_back_and_the_judgement_stands(weighty, people):
    for who in ("proposer", "second_signer"):
        ask_back(weighty, people["proposer"])
        with pytest.raises(CannotJudge, match="just decided"):
            ask_back(weighty, people["signer"])
        with pytest.raises(CannotJudge, match="approver"):
            decline_judgement_withdrawal(
                judgement=weighty, reason="no", by=people["registrar"], at=NOON
            )
        decline_judgement_withdrawal(judgement=weighty, reason="no", by=people[who], at=NOON)
        assert weighty.state == "confirmed"
        with pytest.raises(CannotJudge, match="just decided"):
            confirm_judgement_withdrawal(judgement=weighty, by=people["signer"], at=NOON)


def test_the_database_refuses_who_asked_as_who_withdrew(weighty, people):
    ask_back(weighty, people["signer"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Judgement.objects.filter(pk=weighty.pk).update(
            state="withdrawn", withdrawn_by=people["signer"], withdrawn_at=NOON
        )


def test_the_pages_of_a_withdrawal_by_two(weighty, people, signed_in, client):
    page = reverse("register:judgement", args=[weighty.uid])
    act = reverse("register:withdraw", args=[weighty.uid])
    signed_in(client, people["signer"])
    assert "two people withdraw it" in client.get(page).content.decode()
    client.post(act, {"reason": "another man"})
    client.post(act, {"reason": "another man", "decision": "ask"})
    client.post(act, {"decision": "agree"})
    weighty.refresh_from_db()
    assert (weighty.state, weighty.withdrawal_asked_by) == ("confirmed", people["signer"])
    assert "Take the request back" in client.get(page).content.decode()
    signed_in(client, people["second_signer"])
    assert page in client.get(reverse("register:withdrawals")).content.decode()
    shown = client.get(page).content.decode()
    assert "Withdrawal asked for by" in shown
    assert "another man" in shown
    client.post(act, {"decision": "agree"})
    weighty.refresh_from_db()
    assert (weighty.state, weighty.withdrawn_by) == ("withdrawn", people["second_signer"])
