"""Pages when somebody was quicker, sent something odd, or may see less than the other."""

import pytest
from bringing import ROWS, bring, prepare
from disclosing import SOUTH, office, release, sought
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from judging import judged, lines

from conftest import NOON, sign_in
from wayhome.apps.audit.models import Role, RoleGrant, User
from wayhome.apps.register.models import (
    Answer,
    CandidateMatch,
    Flag,
    Job,
    Judgement,
    ListEntry,
    Person,
)
from wayhome.apps.register.services.flags import resolve_flag
from wayhome.apps.register.services.judgements import (
    ask_judgement_withdrawal,
    confirm_judgement,
    propose_judgement,
)
from wayhome.apps.register.services.leases import take_leases
from wayhome.apps.register.views import confirm as confirm_views
from wayhome.apps.register.views import flags as flag_views

pytestmark = pytest.mark.django_db
ADULT = {"criteria": [{"code": "adult", "says": "Eighteen or older", "field": "birth_date",
                       "test": "age_at_least", "years": 18}]}  # fmt: skip


@pytest.fixture
def enter(people):
    return lambda who: sign_in(Client(), User.objects.get(pk=people[who].pk))


def text_of(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_criterion_is_told_in_the_words_of_its_list_or_ours(people, enter):
    bring(people, "Ткач;Олег;;2015;;;;", criteria=ADULT)
    bring(people, "Мороз;Яна;;1990;;;;", kind="children", title="Children")
    page = text_of(enter("northern").get("/flags/?kind=off_criteria"))
    assert "Eighteen or older" in page
    assert "younger than 18 years" in page
    Flag.objects.filter(criterion="child").update(criterion="gone")  # no list states it any more
    assert "gone" in text_of(enter("northern").get("/flags/"))
    Flag.objects.filter(criterion="adult").update(criterion="")
    assert "Eighteen or older" not in text_of(enter("northern").get("/flags/"))


def test_particulars_that_are_needed_are_kept_by_name(people, enter):
    made, (first, *_) = sought(people)
    release(people, list=made)
    given = {"verdict": "particulars_not_sufficient", "needs": ["unit", "birth_date"],
             "given_by": str(office(SOUTH).uid), "as_of_date": "2026-03-02",
             "source": "letter 4"}  # fmt: skip
    enter("outsider").post(f"/answers/lines/{first.uid}/", given)
    assert set(Answer.objects.get().detail.split("; ")) == {"unit", "birth_date"}


def candidate(a, b, people):
    keeper = people["proposer"].party
    job = Job.objects.create(partition=keeper, kind="match", by=people["proposer"], asked_at=NOON)
    return CandidateMatch.objects.create(
        partition=keeper, entry_a=a, entry_b=b, job=job, weight=4.0, posterior=0.9,
        zone="review", reason="doubtful", parts=[], model="test",
    )  # fmt: skip


def test_what_another_approver_has_open_is_passed_over(people, parties, enter):
    four = lines(parties["north"], ["Ardo", "Belt", "Crest", "Dune"])
    pairs = [candidate(four[0], four[1], people), candidate(four[2], four[3], people)]
    made = [
        propose_judgement(
            entry_a=one.entry_a, entry_b=one.entry_b, candidate=one, verdict="same",
            reason="as seen", by=people["proposer"], at=NOON,
        )
        for one in pairs
    ]  # fmt: skip
    take_leases(candidates=pairs[:1], by=people["second_signer"], at=timezone.now())
    page = text_of(enter("signer").get("/confirm/"))
    assert f"/confirm/{made[1].uid}/" in page
    assert f"/confirm/{made[0].uid}/" not in page


@pytest.fixture
def joined(people, parties):
    """Two lines that two people joined, each a person before: undone, they are two again."""
    four = lines(parties["north"], ["Ardo", "Belt", "Crest", "Dune"])
    judged(four[0], four[1], people)
    judged(four[2], four[3], people)
    return judged(four[1], four[2], people)


def test_undoing_names_the_cases_that_come_back(people, joined, enter):
    assert Person.objects.filter(absorbed_into=None).count() == 1
    (absorbed,) = Person.objects.exclude(absorbed_into=None)
    act = reverse("register:withdraw", args=[joined.uid])
    told = text_of(enter("signer").post(act, {"reason": "two men"}, follow=True))
    assert f"Now a case of its own: {absorbed.number}." in told


def test_an_approver_lets_a_judgement_stand_on_the_page(people, joined, enter):
    ask_judgement_withdrawal(judgement=joined, reason="two men", by=people["proposer"], at=NOON)
    act = reverse("register:withdraw", args=[joined.uid])
    given = {"decision": "keep", "reason": "seen together"}
    assert "It stands." in text_of(enter("signer").post(act, given, follow=True))
    joined.refresh_from_db()
    assert (joined.state, joined.withdrawal_asked_by) == ("confirmed", None)


def test_rows_before_the_list_go_to_whoever_brought_them(people, enter):
    job = prepare(people, *ROWS, f"{'а' * 201};Ганна;;1970;;;хвора;")
    RoleGrant.objects.create(user=people["proposer"], role=Role.REGISTRAR, granted_at=NOON)
    place = reverse("register:correct_import", args=[job.uid])
    refused = text_of(enter("proposer").get(place, follow=True))
    assert "Whoever brought the file" in refused
    assert "хвора" not in refused
    assert "хвора" in text_of(enter("registrar").get(place))


def test_a_person_of_whom_no_line_is_left_is_not_there(people, joined, enter):
    person = Person.objects.get(absorbed_into=None)
    page = reverse("register:person", args=[person.number])
    assert enter("signer").get(page).status_code == 200
    ListEntry.objects.update(erased_at=NOON)
    assert enter("signer").get(page).status_code == 404


def test_of_two_approvers_who_press_at_once_the_slower_is_told(people, parties, enter, monkeypatch):
    a, b = lines(parties["north"], ["Ardo", "Belt"])
    made = propose_judgement(
        entry_a=a, entry_b=b, verdict="same", reason="x", by=people["proposer"], at=NOON
    )

    def slower(*, judgement, **told):
        first = Judgement.objects.get(pk=judgement.pk)
        confirm_judgement(judgement=first, by=people["second_signer"], at=NOON)
        return confirm_judgement(judgement=judgement, **told)

    monkeypatch.setattr(confirm_views, "confirm_judgement", slower)
    answer = enter("signer").post(f"/confirm/{made.uid}/", {"decision": "confirm"}, follow=True)
    assert "Somebody else has just decided" in text_of(answer)


def test_a_flag_that_another_resolved_meanwhile_keeps_the_first_reason(people, enter, monkeypatch):
    _made, (first, *_) = sought(people)
    client = enter("registrar")
    client.post(f"/lines/{first.uid}/flag/", {"kind": "civilian"})
    flag = Flag.objects.get()

    def slower(*, flag, **told):
        quicker = Flag.objects.get(pk=flag.pk)
        resolve_flag(flag=quicker, reason="a teacher", by=people["signer"], at=NOON)
        resolve_flag(flag=flag, **told)

    monkeypatch.setattr(flag_views, "resolve_flag", slower)
    page = text_of(client.post(f"/flags/{flag.uid}/", {"reason": "checked"}))
    assert "resolved already" in page
    flag.refresh_from_db()
    assert (flag.resolved_by, flag.resolved_reason) == (people["signer"], "a teacher")
