"""Accounts: opened by a link, roles by one administrator or two, never for oneself."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from conftest import NOON
from wayhome.apps.audit.models import Entry, FactorReset, Organisation, Role, RoleRequest, User
from wayhome.apps.audit.policies import NEEDS_FACTOR
from wayhome.apps.audit.selectors import accounts as selectors
from wayhome.apps.audit.services import accounts

pytestmark = pytest.mark.django_db
CHOSEN = "one two three"
LATER = NOON + timedelta(hours=1)
LAPSED = NOON + timedelta(days=3, seconds=1)


@pytest.fixture
def office(parties):
    return Organisation.objects.get(name="Northland Bureau")


@pytest.fixture
def newcomer(people, office):
    return accounts.create_account(
        email="new@example.org",
        display_name="New",
        organisation=office,
        by=people["administrator"],
        at=NOON,
    )


def roles_of(user):
    return User.objects.get(pk=user.pk).roles


def acts():
    return list(Entry.objects.order_by("pk").values_list("act", flat=True))


def test_a_new_account_has_neither_password_nor_role(newcomer):
    assert not newcomer.has_usable_password()
    assert roles_of(newcomer) == frozenset()
    assert acts() == ["account_created"]


def test_the_address_is_taken_once_however_it_is_written(newcomer, people, office):
    with pytest.raises(accounts.CannotCreateAccount):
        accounts.create_account(
            email="NEW@Example.org",
            display_name="Other",
            organisation=office,
            by=people["administrator"],
            at=NOON,
        )


def test_a_link_sets_the_password_once(newcomer, people):
    link = accounts.issue_link(user=newcomer, by=people["administrator"], at=NOON)
    accounts.choose_password(user=newcomer, token=link.token, password=CHOSEN, at=NOON)
    newcomer.refresh_from_db()
    assert newcomer.check_password(CHOSEN)
    with pytest.raises(accounts.CannotIssueLink):
        accounts.choose_password(user=newcomer, token=link.token, password=CHOSEN, at=NOON)
    assert acts() == ["account_created", "account_link_made", "password_chosen"]
    assert link.token not in "".join(Entry.objects.values_list("leaf", flat=True))


def test_another_link_replaces_the_first_and_a_role_does_not(newcomer, people):
    first = accounts.issue_link(user=newcomer, by=people["administrator"], at=NOON)
    second = accounts.issue_link(user=newcomer, by=people["administrator"], at=NOON)
    accounts.grant_role(user=newcomer, role=Role.REVIEWER, by=people["administrator"], at=NOON)
    newcomer.refresh_from_db()
    assert not accounts.link_holds(newcomer, first.token)
    assert accounts.link_holds(newcomer, second.token)


def test_a_link_holds_for_three_days_and_for_its_own_account(newcomer, people, monkeypatch):
    link = accounts.issue_link(user=newcomer, by=people["administrator"], at=NOON)
    assert not accounts.link_holds(people["proposer"], link.token)
    links = "wayhome.apps.audit.services.accounts.opening.LINKS._now"
    now = accounts.opening.LINKS._now()
    for days, holds in ((3, True), (4, False)):
        monkeypatch.setattr(links, lambda now=now, days=days: now + timedelta(days=days))
        assert accounts.link_holds(newcomer, link.token) is holds


def test_one_administrator_alone_does_not_take_over_an_account_with_a_password(people):
    with pytest.raises(accounts.CannotIssueLink, match="two administrators"):
        accounts.issue_link(user=people["proposer"], by=people["administrator"], at=NOON)


@pytest.mark.parametrize("role", sorted(set(Role.values) - NEEDS_FACTOR))
def test_an_administrator_grants_a_role_and_takes_it_away(newcomer, people, role):
    accounts.grant_role(user=newcomer, role=role, by=people["administrator"], at=NOON)
    assert roles_of(newcomer) == {role}
    accounts.revoke_role(user=newcomer, role=role, by=people["administrator"], at=LATER)
    assert roles_of(newcomer) == frozenset()
    assert acts()[1:] == ["role_granted", "role_revoked"]
    facts = json.loads(Entry.objects.last().leaf)["facts"]
    assert facts == {"account": str(newcomer.uid), "role": role}


@pytest.mark.parametrize("role", sorted(NEEDS_FACTOR))
def test_two_administrators_grant_what_decides(newcomer, people, role):
    one, other = people["administrator"], people["second_administrator"]
    with pytest.raises(accounts.CannotGrantRole, match="Two administrators"):
        accounts.grant_role(user=newcomer, role=role, by=one, at=NOON)
    asked = accounts.ask_role(user=newcomer, role=role, by=one, at=NOON)
    with pytest.raises(accounts.CannotGrantRole, match="You asked"):
        accounts.approve_role(request=asked, by=one, at=LATER)
    assert roles_of(newcomer) == frozenset()
    accounts.approve_role(request=asked, by=other, at=LATER)
    assert roles_of(newcomer) == {role}
    with pytest.raises(accounts.CannotGrantRole):
        accounts.approve_role(request=asked, by=other, at=LATER)
    assert acts()[1:] == ["role_asked", "role_granted", "access_reset", "account_link_made"]


def granted_by_two(user, people, role=Role.APPROVER):
    asked = accounts.ask_role(user=user, role=role, by=people["administrator"], at=NOON)
    return accounts.approve_role(request=asked, by=people["second_administrator"], at=LATER)


@pytest.mark.parametrize("took_it", [False, True])
def test_a_link_that_one_administrator_made_opens_no_account_that_decides(
    newcomer, people, took_it
):
    """Whether he kept the link or chose the password with it: neither is good after the grant."""
    kept = accounts.issue_link(user=newcomer, by=people["administrator"], at=NOON)
    if took_it:
        accounts.choose_password(user=newcomer, token=kept.token, password=CHOSEN, at=NOON)
        newcomer.authenticator_set.create(type="totp", data={"secret": ""})
    handed = granted_by_two(newcomer, people)
    newcomer.refresh_from_db()
    assert not newcomer.check_password(CHOSEN)
    assert not newcomer.authenticator_set.exists()
    assert not accounts.link_holds(newcomer, kept.token)
    assert accounts.link_holds(newcomer, handed.token)
    for one in ("administrator", "second_administrator"):
        with pytest.raises(accounts.CannotIssueLink, match="ask for a reset"):
            accounts.issue_link(user=newcomer, by=people[one], at=LATER)
    assert accounts.link_holds(newcomer, handed.token)


def test_who_decides_already_keeps_the_password_with_another_such_role(people):
    signer = people["signer"]
    assert granted_by_two(signer, people, Role.ADMINISTRATOR) is None
    signer.refresh_from_db()
    assert signer.has_usable_password()


def test_two_open_an_account_that_decides_and_never_chose_a_password(newcomer, people):
    granted_by_two(newcomer, people)
    asked = accounts.ask_reset(
        user=newcomer, reason="The link ran out.", by=people["administrator"], at=LATER
    )
    link = accounts.approve_reset(reset=asked, by=people["second_administrator"], at=LATER)
    newcomer.refresh_from_db()
    assert accounts.link_holds(newcomer, link.token)


def test_a_request_lapses_and_is_asked_for_once(newcomer, people):
    one, other = people["administrator"], people["second_administrator"]
    asked = accounts.ask_role(user=newcomer, role=Role.APPROVER, by=one, at=NOON)
    with pytest.raises(accounts.CannotGrantRole, match="already"):
        accounts.ask_role(user=newcomer, role=Role.APPROVER, by=other, at=LATER)
    with pytest.raises(accounts.CannotGrantRole, match="lapsed"):
        accounts.approve_role(request=asked, by=other, at=LAPSED)
    accounts.ask_role(user=newcomer, role=Role.APPROVER, by=other, at=LAPSED)


@pytest.mark.parametrize("verb", ["grant_role", "ask_role", "revoke_role"])
def test_nobody_changes_the_own_roles(people, verb):
    one = people["administrator"]
    role = Role.ADMINISTRATOR if verb == "revoke_role" else Role.REVIEWER
    with pytest.raises((accounts.CannotGrantRole, accounts.CannotChangeAccount)):
        getattr(accounts, verb)(user=one, role=role, by=one, at=NOON)
    assert not Entry.objects.exists()


def test_nobody_is_granted_a_role_by_the_other_half_of_the_own_request(people):
    """A asks for B: B cannot grant it to B."""
    asked = accounts.ask_role(
        user=people["second_administrator"],
        role=Role.APPROVER,
        by=people["administrator"],
        at=NOON,
    )
    with pytest.raises(accounts.CannotGrantRole, match="own account"):
        accounts.approve_role(request=asked, by=people["second_administrator"], at=NOON)


def test_a_role_is_not_given_twice_nor_taken_twice(people):
    one = people["administrator"]
    with pytest.raises(accounts.CannotGrantRole, match="already"):
        accounts.grant_role(user=people["proposer"], role=Role.REVIEWER, by=one, at=NOON)
    accounts.revoke_role(user=people["proposer"], role=Role.REVIEWER, by=one, at=NOON)
    with pytest.raises(accounts.CannotChangeAccount):
        accounts.revoke_role(user=people["proposer"], role=Role.REVIEWER, by=one, at=NOON)
    with pytest.raises(accounts.CannotGrantRole, match="no such role"):
        accounts.grant_role(user=people["proposer"], role="king", by=one, at=NOON)


def test_closing_takes_every_role_and_reopening_gives_none(people):
    one, signer = people["administrator"], people["signer"]
    accounts.close_account(user=signer, by=one, at=NOON)
    signer.refresh_from_db()
    assert not signer.is_active
    with pytest.raises(accounts.CannotChangeAccount):
        accounts.close_account(user=signer, by=one, at=NOON)
    with pytest.raises(accounts.CannotGrantRole, match="closed"):
        accounts.ask_role(user=signer, role=Role.APPROVER, by=one, at=NOON)
    accounts.reopen_account(user=signer, by=one, at=LATER)
    with pytest.raises(accounts.CannotChangeAccount):
        accounts.reopen_account(user=signer, by=one, at=LATER)
    assert roles_of(signer) == frozenset()
    assert acts() == ["account_closed", "account_reopened"]


def test_two_administrators_are_always_left(people):
    """With two, neither can remove the other: else one alone would be left to do as it likes."""
    one, other = people["administrator"], people["second_administrator"]
    for change in (accounts.close_account, accounts.revoke_role):
        role = {"role": Role.ADMINISTRATOR} if change is accounts.revoke_role else {}
        with pytest.raises(accounts.CannotChangeAccount, match="Two administrators"):
            change(user=other, by=one, at=NOON, **role)


def test_two_administrators_reset_access(people):
    one, other, lost = (people[n] for n in ("administrator", "second_administrator", "signer"))
    lost.authenticator_set.create(type="totp", data={"secret": ""})
    asked = accounts.ask_reset(user=lost, reason="Came in person.", by=one, at=NOON)
    with pytest.raises(accounts.CannotResetAccess, match="already"):
        accounts.ask_reset(user=lost, reason="Came in person.", by=other, at=NOON)
    with pytest.raises(accounts.CannotResetAccess, match="You asked"):
        accounts.approve_reset(reset=asked, by=one, at=NOON)
    assert lost.authenticator_set.exists()
    link = accounts.approve_reset(reset=asked, by=other, at=LATER)
    lost.refresh_from_db()
    assert not lost.authenticator_set.exists()
    assert not lost.has_usable_password()
    assert accounts.link_holds(lost, link.token)
    with pytest.raises(accounts.CannotResetAccess, match="done already"):
        accounts.approve_reset(reset=asked, by=other, at=LATER)
    assert acts() == ["reset_asked", "access_reset", "account_link_made"]


def test_a_reset_is_refused_for_oneself_without_reason_and_late(people):
    one, other = people["administrator"], people["second_administrator"]
    with pytest.raises(accounts.CannotResetAccess, match="own access"):
        accounts.ask_reset(user=one, reason="Lost it.", by=one, at=NOON)
    with pytest.raises(accounts.CannotResetAccess, match="Say how"):
        accounts.ask_reset(user=people["signer"], reason=" ", by=one, at=NOON)
    asked = accounts.ask_reset(user=other, reason="Called back.", by=one, at=NOON)
    with pytest.raises(accounts.CannotResetAccess, match="own access"):
        accounts.approve_reset(reset=asked, by=other, at=NOON)
    late = accounts.ask_reset(user=people["signer"], reason="Called back.", by=one, at=NOON)
    with pytest.raises(accounts.CannotResetAccess, match="lapsed"):
        accounts.approve_reset(reset=late, by=other, at=LAPSED)


@pytest.mark.parametrize("model", [RoleRequest, FactorReset])
@pytest.mark.parametrize("same", ["asked_by", "user"])
def test_the_database_refuses_one_person_alone_too(people, model, same):
    who = {"user": people["signer"], "asked_by": people["administrator"], "asked_at": NOON}
    more = {"role": Role.APPROVER} if model is RoleRequest else {"reason": "x"}
    done = ("granted_by", "granted_at") if model is RoleRequest else ("approved_by", "approved_at")
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(**who, **more, **dict(zip(done, (who[same], NOON), strict=True)))


def test_an_institution_begins_with_two_administrators(db):
    with pytest.raises(accounts.CannotCreateAccount, match="Two administrators"):
        accounts.found_institution(
            name="Agency", office="Office", administrators=[("a@example.org", "A")], at=NOON
        )
    two = [("a@example.org", "A"), ("b@example.org", "B")]
    links = accounts.found_institution(name="Agency", office="Office", administrators=two, at=NOON)
    made = [User.objects.get(uid=link.uid) for link in links]
    assert [user.email for user in made] == [email for email, _ in two]
    assert all(user.keeps_register and user.roles == {"administrator"} for user in made)
    with pytest.raises(accounts.CannotCreateAccount, match="keeper"):
        accounts.found_institution(name="B", office="C", administrators=two, at=NOON)


def test_offices_belong_to_parties_and_names_are_taken_once(people, parties):
    one = people["administrator"]
    west = accounts.create_party(name="Westland ", kind="belligerent", by=one, at=NOON)
    made = accounts.create_organisation(name="West Bureau", party=west, by=one, at=NOON)
    assert (made.party.name, west.keeps_register) == ("Westland", False)
    with pytest.raises(accounts.CannotCreateAccount):
        accounts.create_party(name="Westland", kind="neutral", by=one, at=NOON)
    with pytest.raises(accounts.CannotCreateAccount):
        accounts.create_organisation(name="West Bureau", party=west, by=one, at=NOON)
    assert acts() == ["party_created", "organisation_created"]


def test_only_administrators_see_accounts(people):
    for name, user in people.items():
        sees = name in ("administrator", "second_administrator")
        assert selectors.accounts_visible_to(user).exists() is sees
        assert selectors.organisations_visible_to(user).exists() is sees
        assert selectors.parties_visible_to(user).exists() is sees


def test_no_entry_of_the_history_names_anybody(newcomer, people):
    accounts.issue_link(user=newcomer, by=people["administrator"], at=NOON)
    accounts.ask_reset(user=newcomer, reason="Vykhor called", by=people["administrator"], at=NOON)
    told = "".join(Entry.objects.values_list("leaf", flat=True))
    assert not any(word in told for word in ("New", "new@", "example.org", "Vykhor"))
