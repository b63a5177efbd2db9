"""Doors that stay shut: closed accounts, codes used again, one's own link, visitors."""

import sqlite3
from dataclasses import replace

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings as configured
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError
from django.test import Client, RequestFactory

from apps.audit.test_sessions import code_of, is_in, log_in
from conftest import NOON, sign_in
from wayhome.apps.audit import policies
from wayhome.apps.audit.adapters import address_of
from wayhome.apps.audit.gate import recently_proven
from wayhome.apps.audit.models import FactorReset, RoleRequest, User
from wayhome.apps.audit.services import accounts
from wayhome.apps.audit.services.disk import is_full

pytestmark = pytest.mark.django_db


def test_nobody_makes_a_link_for_the_own_account(people):
    own = people["administrator"]
    own.set_unusable_password()
    own.save()
    with pytest.raises(accounts.CannotIssueLink, match="own account"):
        accounts.issue_link(user=own, by=own, at=NOON)


def test_a_closed_account_is_opened_neither_by_a_link_nor_by_a_reset(people):
    closed = people["proposer"]
    closed.set_unusable_password()
    closed.is_active = False
    closed.save()
    by = people["administrator"]
    with pytest.raises(accounts.CannotIssueLink, match="closed"):
        accounts.issue_link(user=closed, by=by, at=NOON)
    with pytest.raises(accounts.CannotResetAccess, match="closed"):
        accounts.ask_reset(user=closed, reason="Came in person.", by=by, at=NOON)
    assert not FactorReset.objects.exists()


def test_who_decides_already_gets_another_such_role_on_the_page_and_no_link(people):
    signer = people["signer"]
    desk = sign_in(Client(), people["administrator"])
    desk.post(f"/administration/{signer.uid}/roles/give/", {"role": "administrator"})
    asked = RoleRequest.objects.get()
    second = sign_in(Client(), people["second_administrator"])
    told = second.post(f"/administration/roles/{asked.uid}/", follow=True).content.decode()
    assert "The role is given." in told
    assert "/welcome/" not in told
    assert User.objects.get(pk=signer.pk).roles == {"approver", "administrator"}


def test_an_account_of_the_example_without_an_app_has_no_code(client, people):
    User.objects.filter(pk=people["proposer"].pk).update(is_demo=True)
    key = Authenticator.Type.WEBAUTHN
    for factors in (0, 1):
        shown = client.get("/accounts/login/").content.decode()
        assert "proposer@example.org" in shown
        assert people["proposer"].authenticator_set.count() == factors
        people["proposer"].authenticator_set.create(type=key, data={"name": "key"})


def test_a_code_is_refused_again_after_half_a_minute(people, monkeypatch):
    """The library forgets a code after one step; it would open the account in the next."""
    secret = generate_totp_secret()
    TOTP.activate(people["signer"], secret)
    monkeypatch.setattr(TOTP, "_mark_code_used", lambda *_code: True)
    code = code_of(secret)
    first, second = Client(), Client()
    for browser in (first, second):
        log_in(browser, "signer@example.org")
        browser.post("/accounts/factor/show/", {"code": code})
    assert [is_in(first), is_in(second)] == [True, False]


def test_a_visitor_has_proven_nothing(people):
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    assert recently_proven(request) is False


@pytest.mark.parametrize(
    ("peer", "counted"), [("127.0.0.1", "192.0.2.7"), ("198.51.100.9", "198.51.100.9")]
)
def test_behind_a_proxy_on_this_machine_its_word_counts_and_nobody_elses(settings, peer, counted):
    settings.INSTALLATION = replace(configured.INSTALLATION, plain_http=False)
    claimed = "203.0.113.1, 192.0.2.7"  # the first the sender's own, the last the proxy's
    request = RequestFactory().get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=claimed)
    assert address_of(request) == counted


def test_permissions_stand_when_they_are_installed_again(people):
    policies.install()
    assert people["signer"].has_perm("register.confirm_judgement")
    assert not people["proposer"].has_perm("register.confirm_judgement")


@pytest.mark.parametrize(
    ("code", "full"), [(sqlite3.SQLITE_FULL, True), (sqlite3.SQLITE_BUSY, False)]
)
def test_a_full_disk_is_known_by_the_error_below(code, full):
    below = sqlite3.OperationalError("refused")
    below.sqlite_errorcode = code
    above = OperationalError("refused")
    above.__cause__ = below
    assert is_full(above) is full
