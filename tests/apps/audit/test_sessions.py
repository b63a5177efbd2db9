"""Logging in and staying in: no oracle, limits, and sessions that end everywhere at once."""

import re
import time
from types import SimpleNamespace

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher, get_hasher
from django.core.cache import cache
from django.test import Client

from conftest import NOON
from wayhome.apps.audit import middleware
from wayhome.apps.audit.models import Role
from wayhome.apps.audit.services import accounts
from wayhome.web import settings as product

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"  # noqa: S105
TOO_MANY = 429


def log_in(client, email, password=PASSWORD, **more):
    return client.post("/accounts/login/", {"login": email, "password": password}, **more)


def is_in(client):
    return client.get("/").status_code == 200


def is_out(client):
    """Logged out; not merely without a role, or asked for a factor."""
    return client.get("/").headers.get("Location", "").startswith("/accounts/login/")


def code_of(secret, step=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def test_argon2_stands_first():
    assert product.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")
    assert Argon2PasswordHasher().algorithm == "argon2"
    assert get_hasher("default")


def test_logging_in_takes_address_and_password(client, people):
    assert log_in(client, "proposer@example.org").status_code == 302
    assert is_in(client)


@pytest.mark.parametrize("address", ["PROPOSER@example.org", " proposer@example.org "])
def test_the_address_is_read_as_people_write_it(client, people, address):
    log_in(client, address)
    assert is_in(client)


def page_of(response, *typed):
    """What is on a page, but for the tokens that differ each time and what was typed."""
    text = re.sub(
        r'(name="(?:csrfmiddlewaretoken|next)" value=")[^"]*', r"\1", response.content.decode()
    )
    for word in typed:
        text = text.replace(word, "")
    return response.status_code, text


def test_unknown_wrong_and_closed_are_answered_alike(client, people):
    accounts.close_account(user=people["northern"], by=people["administrator"], at=NOON)
    answers = [
        page_of(log_in(Client(), email, password), email)
        for email, password in (
            ("proposer@example.org", "wrong password"),
            ("nobody00@example.org", "wrong password"),
            ("northern@example.org", PASSWORD),
        )
    ]
    assert answers[0][0] == 200
    assert answers[0] == answers[1] == answers[2]


@pytest.mark.parametrize("email", ["proposer@example.org", "nobody@example.org"])
def test_five_wrong_passwords_lock_account_and_address(people, email):
    statuses = [log_in(Client(), email, "wrong password").status_code for _ in range(5)]
    assert statuses == [200] * 4 + [TOO_MANY]
    assert log_in(Client(), email).status_code == TOO_MANY
    assert log_in(Client(), email.upper()).status_code == TOO_MANY


def test_a_lock_hits_nobody_else_and_no_other_address(people):
    for _ in range(5):
        log_in(Client(), "proposer@example.org", "wrong password")
    other_person, elsewhere = Client(), Client(REMOTE_ADDR="192.0.2.7")
    log_in(other_person, "registrar@example.org")
    log_in(elsewhere, "proposer@example.org")
    assert is_in(other_person)
    assert is_in(elsewhere)


def test_a_forged_forwarding_header_does_not_dodge_the_lock(people):
    for n in range(5):
        log_in(Client(), "proposer@example.org", "wrong", HTTP_X_FORWARDED_FOR=f"192.0.2.{n}")
    answer = log_in(Client(), "proposer@example.org", HTTP_X_FORWARDED_FOR="192.0.2.99")
    assert answer.status_code == TOO_MANY


def test_a_session_gets_a_new_id_on_logging_in(client, people):
    client.post("/language/", {"language": "uk"})
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = planted = session.session_key
    log_in(client, "proposer@example.org")
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != planted
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = planted
    assert not is_in(thief)


def test_logging_out_ends_the_session_on_the_server(client, people):
    log_in(client, "proposer@example.org")
    stolen = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.get("/accounts/logout/")
    assert is_in(client)  # a link cannot log anybody out
    client.post("/accounts/logout/")
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = stolen
    assert not is_in(thief)


@pytest.mark.parametrize(
    ("limit", "mark"),
    [("SESSION_IDLE_SECONDS", "seen"), ("SESSION_ABSOLUTE_SECONDS", "began")],
)
def test_idle_and_old_sessions_end(client, people, signed_in, monkeypatch, limit, mark):
    signed_in(client, people["proposer"])
    assert is_in(client)
    allowed, now = getattr(settings, limit), int(time.time())
    monkeypatch.setattr(middleware, "time", SimpleNamespace(time=lambda: now))
    for seconds, still in (
        (allowed, True),
        (allowed + 1, False),
    ):
        session = client.session
        session[mark] = now - seconds
        session.save()
        assert is_in(client) is still


def test_working_keeps_a_session_from_idling_and_not_from_growing_old(client, people, signed_in):
    signed_in(client, people["proposer"])
    is_in(client)
    session = client.session
    began, session["seen"] = session["began"], int(time.time()) - 600
    session.save()
    is_in(client)
    assert time.time() - client.session["seen"] < 300
    assert client.session["began"] == began


def test_the_limits_are_fifteen_minutes_and_eight_hours():
    assert (product.SESSION_IDLE_SECONDS, product.SESSION_ABSOLUTE_SECONDS) == (900, 28800)


def granted(user, one, other):
    accounts.grant_role(user=user, role=Role.FORENSIC, by=one, at=NOON)


def granted_by_two(user, one, other):
    asked = accounts.ask_role(user=user, role=Role.APPROVER, by=one, at=NOON)
    accounts.approve_role(request=asked, by=other, at=NOON)


def taken(user, one, other):
    accounts.revoke_role(user=user, role=Role.REVIEWER, by=one, at=NOON)


def reset(user, one, other):
    asked = accounts.ask_reset(user=user, reason="Came in person.", by=one, at=NOON)
    accounts.approve_reset(reset=asked, by=other, at=NOON)


def closed(user, one, other):
    accounts.close_account(user=user, by=one, at=NOON)


def closed_and_reopened(user, one, other):
    accounts.close_account(user=user, by=one, at=NOON)
    accounts.reopen_account(user=user, by=one, at=NOON)


@pytest.mark.parametrize(
    "change", [granted, granted_by_two, taken, reset, closed, closed_and_reopened]
)
def test_a_change_ends_every_session_of_the_account_and_no_other(people, signed_in, change):
    here, there, colleague = Client(), Client(), Client()
    signed_in(here, people["proposer"])
    signed_in(there, people["proposer"])
    signed_in(colleague, people["registrar"])
    change(people["proposer"], people["administrator"], people["second_administrator"])
    assert [is_out(c) for c in (here, there, colleague)] == [True, True, False]


def test_asking_alone_ends_nothing(client, people, signed_in):
    signed_in(client, people["proposer"])
    accounts.ask_role(
        user=people["proposer"], role=Role.APPROVER, by=people["administrator"], at=NOON
    )
    assert is_in(client)


def test_another_password_ends_the_other_sessions(people, signed_in):
    here, there = signed_in(Client(), people["proposer"]), signed_in(Client(), people["proposer"])
    new = "another horse entirely"
    given = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert here.post("/accounts/password/", given).status_code == 302
    assert [is_in(here), is_in(there)] == [True, False]


def test_the_first_password_by_link(client, people):
    user = people["proposer"]
    user.set_unusable_password()
    user.save()
    link = accounts.issue_link(user=user, by=people["administrator"], at=NOON)
    address = f"/welcome/{link.uid}/{link.token}/"
    assert client.get(address).status_code == 200
    weak = client.post(address, {"password": "short", "again": "short"})
    assert weak.status_code == 200
    unlike = client.post(address, {"password": "four words nobody knows", "again": "other"})
    assert unlike.status_code == 200
    new = "four words nobody knows"
    assert client.post(address, {"password": new, "again": new}).status_code == 302
    assert client.get(address).status_code == 404
    log_in(client, "proposer@example.org", new)
    assert is_in(client)


def test_a_wrong_link_and_no_link_look_the_same(client, people):
    wrong = client.get(f"/welcome/{people['proposer'].uid}/abc-def/")
    absent = client.get("/welcome/00000000-0000-4000-8000-000000000000/abc-def/")
    assert page_of(wrong) == page_of(absent)
    assert wrong.status_code == 404


def test_wrong_codes_are_limited_by_account(people):
    secret = generate_totp_secret()
    TOTP.activate(people["signer"], secret)
    for n in range(5):
        client = Client(REMOTE_ADDR=f"192.0.2.{n}")
        log_in(client, "signer@example.org")
        client.post("/accounts/factor/show/", {"code": "000000"})
    client = Client()
    log_in(client, "signer@example.org")
    client.post("/accounts/factor/show/", {"code": code_of(secret)})
    assert not is_in(client)
    cache.clear()
    client.post("/accounts/factor/show/", {"code": code_of(secret)})
    assert is_in(client)


@pytest.mark.parametrize("step", [-1, 0, 1])
def test_a_code_is_taken_once(people, step):
    secret = generate_totp_secret()
    TOTP.activate(people["signer"], secret)
    first, second = Client(), Client()
    for client in (first, second):
        log_in(client, "signer@example.org")
        assert not is_in(client)
        client.post("/accounts/factor/show/", {"code": code_of(secret, step)})
    assert [is_in(first), is_in(second)] == [True, False]


@pytest.mark.parametrize("step", [-3, 3])
def test_an_old_or_early_code_is_not_taken(client, people, step):
    secret = generate_totp_secret()
    TOTP.activate(people["signer"], secret)
    log_in(client, "signer@example.org")
    client.post("/accounts/factor/show/", {"code": code_of(secret, step)})
    assert not is_in(client)


def test_a_used_code_is_remembered_longer_than_it_holds(people, monkeypatch):
    """Taken at the beginning of its time, a code is refused at the end of it too."""
    secret = generate_totp_secret()
    TOTP.activate(people["signer"], secret)
    now, code = time.time(), code_of(secret, 1)
    for later, enters in ((0, True), (40, False), (75, False)):
        monkeypatch.setattr(time, "time", lambda later=later: now + later)
        client = Client()
        log_in(client, "signer@example.org")
        client.post("/accounts/factor/show/", {"code": code})
        assert is_in(client) is enters
