"""A small institution every test of the apps can use: the keeper, two parties, their people.

`people` by name: registrar, proposer (reviewer), signer (approver), auditor, administrator of the
keeper; outsider is Southland's reviewer, northern Northland's.
"""

import time
from datetime import UTC, datetime

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.hashers import make_password
from django.db import connections
from django.test import TransactionTestCase
from racing import race  # noqa: F401 -- a fixture of every test of the apps

from wayhome.apps.audit import append_only
from wayhome.apps.audit.models import Organisation, Party, Role, RoleGrant, User
from wayhome.apps.audit.policies import NEEDS_FACTOR

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)

WHO = {
    "registrar": ("Lantern Agency", [Role.REGISTRAR]),
    "proposer": ("Lantern Agency", [Role.REVIEWER]),
    "signer": ("Lantern Agency", [Role.APPROVER]),
    "second_signer": ("Lantern Agency", [Role.APPROVER]),
    "auditor": ("Lantern Agency", [Role.AUDITOR]),
    "administrator": ("Lantern Agency", [Role.ADMINISTRATOR]),
    "second_administrator": ("Lantern Agency", [Role.ADMINISTRATOR]),
    "northern": ("Northland Bureau", [Role.REGISTRAR, Role.REVIEWER]),
    "northern_signer": ("Northland Bureau", [Role.APPROVER]),
    "outsider": ("Southland Bureau", [Role.REGISTRAR, Role.REVIEWER]),
    "outsider_signer": ("Southland Bureau", [Role.APPROVER]),
}

# The flush after a transactional test must empty the history too, which its triggers refuse.
_flush = TransactionTestCase._fixture_teardown


def _flush_history_too(self):
    for alias in self._databases_names(include_mirrors=False):
        append_only.remove(connections[alias])
    _flush(self)
    for alias in self._databases_names(include_mirrors=False):
        append_only.install(connections[alias])


TransactionTestCase._fixture_teardown = _flush_history_too


@pytest.fixture
def parties(db):
    keeper = Party.objects.create(name="Lantern", kind=Party.Kind.NEUTRAL, keeps_register=True)
    north = Party.objects.create(name="Northland", kind=Party.Kind.BELLIGERENT)
    south = Party.objects.create(name="Southland", kind=Party.Kind.BELLIGERENT)
    for name, party in (
        ("Lantern Agency", keeper),
        ("Northland Bureau", north),
        ("Southland Bureau", south),
    ):
        Organisation.objects.create(name=name, party=party)
    return {"keeper": keeper, "north": north, "south": south}


@pytest.fixture
def people(parties):
    offices = {office.name: office for office in Organisation.objects.all()}
    made = {
        name: User(
            email=f"{name}@example.org",
            password=make_password("correct horse battery"),
            display_name=name,
            organisation=offices[office],
        )
        for name, (office, _roles) in WHO.items()
    }
    User.objects.bulk_create(made.values())
    RoleGrant.objects.bulk_create(
        RoleGrant(user=made[name], role=role, granted_at=NOON)
        for name, (_office, roles) in WHO.items()
        for role in roles
    )
    return made


def sign_in(client, user):
    """Log in as a browser would have: those who need a second factor have one and used it now."""
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    proven = [{"method": "password", "at": time.time()}]
    if NEEDS_FACTOR & user.roles:
        factor = user.authenticator_set.filter(type="totp").first()
        factor = factor or TOTP.activate(user, generate_totp_secret()).instance
        proven.append({"method": "mfa", "at": time.time(), "id": factor.pk, "type": "totp"})
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = proven
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


@pytest.fixture
def signed_in():
    """`signed_in(client, user)`: the client, logged in as that account, with its second factor."""
    return sign_in
