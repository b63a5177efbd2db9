"""The left column asks one kept question; its answers are those of each queue by itself, now."""

from functools import partial
from itertools import product

import pytest
from django.utils import timezone
from register.judging import lines, person_list
from test_access_matrix import staff, worlds  # noqa: F401  fixtures
from test_what_roles_see import asks_to_undo, filled  # noqa: F401  fixture

from conftest import NOON
from wayhome.apps.audit.models import Role, RoleGrant, User
from wayhome.apps.register.models import Assertion, CandidateMatch, Flag
from wayhome.apps.register.selectors import queues_for, waiting
from wayhome.apps.register.selectors.queues import _QUEUES, _lines_without_answer, answers_due
from wayhome.apps.register.selectors.status import challenged_fates, fates_spoken_against, status_of

pytestmark = pytest.mark.django_db


def as_next_request(user):
    """The account as a new request finds it."""
    return User.objects.get(pk=user.pk)


def column(user):
    return {queue.address: queue.count for queue in queues_for(as_next_request(user))}


def one_by_one(user):
    """The slow twin: each queue asked by itself."""
    user = as_next_request(user)
    found = {
        name: len(find(user)) for permission, _, name, find in _QUEUES if user.has_perm(permission)
    }
    if "register:contradictions" in found:
        found["register:contradictions"] += len(challenged_fates(user))
    return list(found.values())


def test_everybody_is_told_their_own_and_what_is_so_now(staff, filled):  # noqa: F811
    told = {who: list(column(user).values()) for who, user in staff.items()}
    assert told == {who: one_by_one(user) for who, user in staff.items()}
    assert len({tuple(counts) for counts in told.values() if counts}) > 3
    CandidateMatch.objects.update(open=False)
    asks_to_undo(filled)
    Flag.objects.update(resolved_at=NOON)
    kept = dict(waiting._kept)
    now = {who: list(column(user).values()) for who, user in staff.items()}
    assert waiting._kept == kept  # no question was built again, and none had its answer in it
    assert now == {who: one_by_one(user) for who, user in staff.items()}
    assert now != told


def test_a_list_put_to_a_party_is_counted_from_the_next_page_on(people):
    before = column(people["registrar"])["/answers/"]
    made = lines(people["northern"].party, ["Ardo", "Birk"])
    put = person_list(people["northern"].organisation, people["northern"], "sought", made)
    assert column(people["registrar"])["/answers/"] == before
    put.addressed_to = people["outsider"].party
    put.save()
    assert column(people["registrar"])["/answers/"] == before + 2


def test_a_role_withdrawn_or_given_counts_on_the_next_request(people):
    before = column(people["signer"])
    assert {"/confirm/", "/disclosures/"} <= before.keys()
    RoleGrant.objects.filter(user=people["signer"]).update(revoked_at=timezone.now())
    assert column(people["signer"]) == {}
    RoleGrant.objects.create(user=people["signer"], role=Role.REGISTRAR, granted_at=NOON)
    assert "/confirm/" not in column(people["signer"])
    assert "/answers/" in column(people["signer"])


def test_who_moved_to_another_partition_is_told_what_waits_there(people, parties):
    Flag.objects.create(
        partition=parties["south"], entry=lines(parties["south"], ["Ardo"])[0], kind="child",
        raised_by=people["outsider"], raised_at=NOON,
    )  # fmt: skip
    assert column(people["outsider"])["/flags/"] == 1
    people["outsider"].organisation = people["northern"].organisation
    people["outsider"].save()
    assert column(people["outsider"])["/flags/"] == 0


def test_questions_are_built_without_asking_the_database(staff, django_assert_num_queries):  # noqa: F811
    for user in staff.values():
        assert user.roles
        assert user.organisation.party
        with django_assert_num_queries(0):
            due = partial(_lines_without_answer, lists=(1, 2))
            finders = (due if find is answers_due else find for *_, find in _QUEUES)
            for find in (*finders, fates_spoken_against):
                waiting._count(find(user), 9)


DATES = ("2026", "2026~", "2026-05", "2026-05~", "2026-05-03", "2026-06-01", "2025-12-31")


def test_a_fate_is_spoken_against_from_the_first_day_on_that_a_date_may_mean(people, parties):
    """Compared in the database as the derivation compares: year, month, day, and about then."""
    pairs = list(product(DATES, DATES))
    said = {"partition": parties["keeper"], "said_by": people["northern"].organisation,
            "evidence": "x", "state": "standing", "recorded_by": people["proposer"],
            "recorded_at": NOON}  # fmt: skip
    made = lines(parties["north"], [f"Ardo{n}" for n in range(len(pairs))])
    second = {"decided_by": people["signer"], "decided_at": NOON}
    for line, (fate, claim) in zip(made, pairs, strict=True):
        Assertion.objects.create(entry=line, kind="home", as_of_date=fate, **said, **second)
        Assertion.objects.create(entry=line, kind="seen", as_of_date=claim, **said)
        Assertion.objects.create(entry=line, kind="probably_held", as_of_date=claim, **said)
    viewer = people["signer"]
    against = {line.pk for line in made if status_of([line], viewer=viewer).beside}
    assert set(fates_spoken_against(viewer).values_list("entry", flat=True)) == against
    assert {line.pk for one in challenged_fates(viewer) for line in one.lines} == against
    assert 0 < len(against) < len(pairs) / 2
    assert column(viewer)["/contradictions/"] == len(against)
    assert not fates_spoken_against(people["northern_signer"])
