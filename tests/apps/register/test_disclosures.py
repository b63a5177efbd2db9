"""What leaves a partition: two people, bound to what was seen; harm flags; recall."""

import pytest
from bringing import ROWS
from disclosing import AGENCY, NORTH, SOUTH, answer, ask, fresh, release, release_answers, sought
from judging import judged, lines

from conftest import NOON
from wayhome.apps.audit.models import Entry
from wayhome.apps.register.models import Disclosure, Flag
from wayhome.apps.register.models.lists import SEALED, WRITTEN
from wayhome.apps.register.selectors.answers import (
    answers_to_release,
    answers_visible_to,
    items_put_to,
)
from wayhome.apps.register.selectors.disclosures import (
    content_of,
    digest_of,
    disclosures_received_by,
    disclosures_visible_to,
    invented_in,
    withheld_from,
)
from wayhome.apps.register.services.disclosures import (
    CannotDisclose,
    approve_disclosure,
    decline_disclosure,
    recall_disclosure,
)
from wayhome.apps.register.services.flags import CannotFlag, raise_flag, resolve_flag

pytestmark = pytest.mark.django_db


def approve(people, made, *, by="signer", digest=None):
    approve_disclosure(
        disclosure=made, by=people[by], at=NOON, content_sha256=digest or made.content_sha256
    )


def harm(people, entry):
    return raise_flag(entry=entry, kind="harm", by=people["signer"], at=NOON, message="a relative")


def received(people, made, who="outsider"):
    return [one.entry.pk for one in content_of(made, seen_by=people[who].party)]


def test_asked_by_one_approved_by_another_then_seen_by_the_receiver(people):
    made, entries = sought(people)
    asked = ask(people, list=made)
    assert not disclosures_received_by(people["outsider"]).exists()
    assert not items_put_to(people["outsider"]).exists()
    approve(people, asked)
    assert list(disclosures_received_by(people["outsider"])) == [asked]
    assert received(people, asked) == [entry.pk for entry in entries]
    acts = [entry.act for entry in Entry.objects.filter(act__startswith="disclosure")]
    assert acts == ["disclosure_asked", "disclosure_released"]


def test_fields_left_out_by_default_leave_only_when_asked_for(people):
    made, _entries = sought(people)
    by_default = release(people, list=made)
    assert set(by_default.fields) == set(WRITTEN)
    told = content_of(by_default, seen_by=people["outsider"].party)
    assert all(not set(SEALED) & one.fields.keys() for one in told)
    with_health = release(people, list=made, fields=["surname", "health"])
    told = content_of(with_health, seen_by=people["outsider"].party)
    assert [one.fields["health"] for one in told] == ["поранений", "", ""]


def test_the_asker_cannot_approve_or_decline(people):
    made, _entries = sought(people)
    asked = ask(people, list=made)
    with pytest.raises(CannotDisclose, match="Another person"):
        approve(people, asked, by="registrar")
    with pytest.raises(CannotDisclose, match="Another person"):
        decline_disclosure(disclosure=asked, reason="no", by=people["registrar"], at=NOON)


def test_nobody_approves_twice_or_for_another_partition(people):
    made, _entries = sought(people)
    asked = ask(people, list=made)
    with pytest.raises(CannotDisclose, match=r"just decided|changed"):
        approve(people, asked, by="northern_signer")
    approve(people, asked)
    with pytest.raises(CannotDisclose, match="just decided"):
        approve(people, asked, by="second_signer")


def test_what_was_not_seen_is_not_approved(people):
    made, entries = sought(people)
    asked = ask(people, list=made)
    with pytest.raises(CannotDisclose, match="changed"):
        approve(people, asked, digest="0" * 64)
    harm(people, entries[0])  # the keeper's content is another one now
    with pytest.raises(CannotDisclose, match="changed"):
        approve(people, asked)
    asked.refresh_from_db()
    assert asked.state == Disclosure.State.ASKED


def test_an_answer_replaced_since_is_not_approved(people):
    made, (first, *_) = sought(people)
    release(people, list=made)
    given = answer(people, first)
    asked = ask(people, by="outsider", what="answers", to=NORTH, answers=[given])
    answer(people, first, "died")
    with pytest.raises(CannotDisclose, match="changed"):
        approve(people, asked, by="outsider_signer")


@pytest.mark.parametrize("to", [SOUTH, AGENCY])
def test_harm_stops_what_goes_to_the_other_party_never_to_the_agency(people, to):
    made, entries = sought(people)
    harm(people, entries[1])
    sent = release(people, by="northern", approver="northern_signer", list=made, to=to)
    kept = [entry.pk for entry in entries]
    who = "outsider" if to == SOUTH else "registrar"
    assert received(people, sent, who) == ([kept[0], kept[2]] if to == SOUTH else kept)


def test_the_asking_party_cannot_tell_that_something_is_held_back(people):
    made, entries = sought(people)

    def as_northland_sees(asked):
        seen = content_of(asked, seen_by=people["northern"].party)
        told = digest_of(
            key=asked.key, what=asked.what, to=asked.to, fields=asked.fields,
            ground=asked.ground, content=seen,
        )  # fmt: skip
        return [one.entry.pk for one in seen], asked.persons, asked.content_sha256 == told

    before = as_northland_sees(
        release(people, by="northern", approver="northern_signer", list=made)
    )
    harm(people, entries[1])
    after = release(people, by="northern", approver="northern_signer", list=made)
    assert as_northland_sees(after) == before == ([entry.pk for entry in entries], 3, True)
    assert withheld_from(after, people["northern_signer"]) == 0
    assert withheld_from(after, people["signer"]) == 1


def test_harm_protects_the_person_on_every_line_the_keeper_joined_to_it(people, parties):
    made, (first, second, _third) = sought(people)
    (held,) = lines(parties["south"], ["Бондарчук"])
    judged(first, held, people)
    harm(people, held)
    sent = release(people, list=made)
    assert first.pk not in received(people, sent)
    assert second.pk in received(people, sent)


def test_an_answer_about_a_protected_person_is_not_released_and_nobody_notices(people, parties):
    made, (first, second, *_) = sought(people)
    release(people, list=made)
    given = [answer(people, first), answer(people, second)]
    sent = ask(people, by="outsider", what="answers", to=NORTH, answers=given)
    harm(people, first)
    approve(people, sent, by="outsider_signer")
    assert list(answers_visible_to(people["northern"])) == [given[1]]
    assert received(people, sent, "outsider") == [first.pk, second.pk]
    assert received(people, sent, "northern") == [second.pk]


def test_recalled_is_gone_for_the_receiver_who_is_told_so(people):
    made, (first, *_) = sought(people)
    put = release(people, list=made)
    given = answer(people, first)
    sent, again = release_answers(people, given), release_answers(people, given)
    recall_disclosure(disclosure=sent, reason="wrong office", by=people["outsider_signer"], at=NOON)
    assert list(answers_visible_to(people["northern"])) == [given]  # the other still stands
    recall_disclosure(
        disclosure=again, reason="wrong office", by=people["outsider_signer"], at=NOON
    )
    assert not answers_visible_to(people["northern"]).exists()
    recall_disclosure(disclosure=put, reason="wrong list", by=people["signer"], at=NOON)
    assert not items_put_to(people["outsider"]).exists()
    assert put in disclosures_received_by(people["outsider"])
    with pytest.raises(CannotDisclose, match="just decided"):
        recall_disclosure(disclosure=put, reason="again", by=people["signer"], at=NOON)


def test_answers_go_only_to_whose_line_it_is_or_to_the_agency(people, parties):
    made, (first, *_) = sought(people)
    release(people, list=made)
    given = answer(people, first)
    with pytest.raises(CannotDisclose, match="whose line"):
        ask(people, by="outsider", what="answers", to=SOUTH, answers=[given])
    to_agency = release_answers(people, given, to=AGENCY)
    assert to_agency.state == Disclosure.State.RELEASED
    assert not answers_visible_to(people["northern"]).exists()


def test_an_answer_repeats_no_more_of_a_line_than_was_disclosed(people):
    made, (first, *_) = sought(people)
    release(people, list=made, fields=["surname", "unit"])
    sent = release_answers(people, answer(people, first))
    assert sent.fields == ["surname"]


def test_an_answer_repeats_nothing_of_a_line_whose_disclosure_was_recalled(people):
    _made, (first, second, *_) = sought(people)
    put = release(people, entries=[first], fields=("surname",))
    release(people, entries=[second], fields=("surname", "birth_date"))
    given, other = answer(people, first), answer(people, second)
    recall_disclosure(disclosure=put, reason="wrong office", by=people["signer"], at=NOON)
    assert list(answers_to_release(people["outsider"])) == [other]
    for answers in ([given], [given, other]):
        with pytest.raises(CannotDisclose, match="not there"):
            ask(people, by="outsider", what="answers", to=NORTH, answers=answers)
    made = ask(people, by="outsider", what="answers", to=NORTH, answers=[other])
    assert made.fields == ["surname", "birth_date"]


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"what": "gossip"}, "Choose what leaves"),
        ({"fields": ["shoe"]}, "No field"),
        ({"fields": []}, "at least one field"),
        ({"entries": []}, "nothing to send"),
    ],
)
def test_what_cannot_be_asked(people, other, sentence):
    made, _entries = sought(people)
    with pytest.raises(CannotDisclose, match=sentence):
        ask(people, **({"list": made} if "entries" not in other else {}) | other)


def test_the_cap_on_persons(people, settings):
    made, _entries = sought(people)
    settings.EXPORT_LIMIT_PERSONS = len(ROWS) - 1
    with pytest.raises(CannotDisclose, match="At most 2"):
        ask(people, list=made)


def test_a_party_sends_its_own_lines_only(people):
    made, entries = sought(people)
    with pytest.raises(CannotDisclose, match="not there"):
        ask(people, by="outsider", list=made, to=AGENCY)
    with pytest.raises(CannotDisclose, match="not there"):
        ask(people, by="outsider", entries=entries, to=AGENCY)


def test_the_keeper_sees_what_every_party_sent_and_a_party_its_own(people):
    made, _entries = sought(people)
    mine = release(people, list=made)
    theirs = release(people, by="northern", approver="northern_signer", list=made)
    assert set(disclosures_visible_to(people["auditor"])) == set()
    assert set(disclosures_visible_to(people["signer"])) == {mine, theirs}
    assert set(disclosures_visible_to(people["northern"])) == {theirs}
    assert invented_in(mine, people["signer"]) == 3


def test_flags(people):
    _made, (first, *_) = sought(people)
    with pytest.raises(CannotFlag, match="offered"):
        raise_flag(entry=first, kind="harm", by=people["northern"], at=NOON)
    with pytest.raises(CannotFlag, match="who reports"):
        raise_flag(entry=first, kind="reported_dead", by=people["registrar"], at=NOON)
    made = raise_flag(
        entry=first, kind="reported_dead", said_by="a doctor", by=people["registrar"], at=NOON
    )
    with pytest.raises(CannotFlag, match="already"):
        raise_flag(
            entry=first, kind="reported_dead", said_by="a cook", by=people["registrar"], at=NOON
        )
    with pytest.raises(CannotFlag, match="reason"):
        resolve_flag(flag=made, reason=" ", by=people["registrar"], at=NOON)
    resolve_flag(flag=made, reason="alive, he wrote", by=people["registrar"], at=NOON)
    with pytest.raises(CannotFlag, match="already"):
        resolve_flag(flag=made, reason="alive", by=people["registrar"], at=NOON)
    with pytest.raises(CannotFlag, match="may raise"):
        resolve_flag(flag=harm(people, first), reason="no", by=fresh(people["registrar"]), at=NOON)
    assert [e.act for e in Entry.objects.filter(act__startswith="flag")] == [
        "flag_raised", "flag_resolved", "flag_raised",
    ]  # fmt: skip
    assert Flag.objects.filter(resolved_at=None).count() == 1
