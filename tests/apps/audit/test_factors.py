"""The second factor: who needs one reaches nothing without it; fresh proof before what matters."""

import time

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.test import Client
from test_sessions import code_of, is_in, log_in

from conftest import NOON
from wayhome.apps.audit.models import Entry, Role, RoleRequest, User
from wayhome.apps.audit.services import accounts

pytestmark = pytest.mark.django_db
NEW = "/administration/new/"


def age(client, seconds):
    """Let what the session showed be that much older."""
    session = client.session
    shown = session[AUTHENTICATION_METHODS_SESSION_KEY]
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{**s, "at": s["at"] - seconds} for s in shown]
    session.save()


@pytest.mark.parametrize("who", ["signer", "administrator", "northern_signer"])
def test_without_a_factor_only_its_set_up_is_reached(client, people, who):
    log_in(client, f"{who}@example.org")
    for path in ("/", "/administration/", "/no/such/page/", "/accounts/password/"):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"]) == (302, "/accounts/factor/")
    page = client.get("/accounts/factor/")
    assert page.status_code == 200
    assert b'class="queues"' in page.content
    assert b"<li><a" not in page.content  # neither work nor rooms
    assert client.get("/accounts/factor/app/add/").status_code == 200
    assert client.get("/accounts/factor/key/add/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_setting_up_an_app_opens_the_register(client, people):
    log_in(client, "signer@example.org")
    secret = client.get("/accounts/factor/app/add/").context["form"].secret
    before = client.session.session_key
    client.post("/accounts/factor/app/add/", {"code": code_of(secret)})
    assert is_in(client)
    assert client.session.session_key != before
    assert Entry.objects.get().act == "factor_added"
    stored = Authenticator.objects.get().data["secret"]
    assert secret not in stored
    assert TOTP(Authenticator.objects.get()).validate_code(code_of(secret))


def test_those_who_need_none_come_in_without(client, people):
    log_in(client, "proposer@example.org")
    assert is_in(client)


def test_a_session_that_did_not_show_the_factor_reaches_only_the_question(people):
    client = Client()
    client.force_login(
        people["signer"], backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    TOTP.activate(people["signer"], generate_totp_secret())
    for path in ("/", "/accounts/factor/", "/accounts/factor/app/remove/",
                 "/accounts/factor/key/add/", "/accounts/password/", "/nothing/"):  # fmt: skip
        answer = client.get(path)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/factor/again/")
    assert client.get("/accounts/factor/again/").status_code == 200


def test_the_factor_shown_must_be_one_that_is_still_set_up(client, people, signed_in):
    signed_in(client, people["signer"])
    Authenticator.objects.all().delete()
    assert client.get("/")["Location"] == "/accounts/factor/"
    TOTP.activate(people["signer"], generate_totp_secret())
    assert not is_in(client)


def test_with_a_factor_the_password_alone_does_not_prove_who_it_is(client, people, signed_in):
    signed_in(client, people["signer"])
    age(client, 3600)
    answer = client.get("/accounts/again/")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/factor/again/")
    client.post("/accounts/again/", {"password": "correct horse battery"})
    assert client.get("/accounts/factor/key/add/").status_code == 302


def test_the_last_factor_of_who_needs_one_stays(client, people, signed_in):
    signed_in(client, people["signer"])
    client.post("/accounts/factor/app/remove/")
    assert Authenticator.objects.count() == 1
    assert client.get("/accounts/factor/app/remove/").status_code == 200


def test_who_needs_none_may_remove_it(client, people):
    secret = generate_totp_secret()
    TOTP.activate(people["proposer"], secret)
    log_in(client, "proposer@example.org")
    client.post("/accounts/factor/show/", {"code": code_of(secret)})
    client.post("/accounts/factor/app/remove/")
    assert not Authenticator.objects.exists()
    assert Entry.objects.get().act == "factor_removed"


def test_what_matters_wants_proof_of_the_last_minutes(client, people, signed_in):
    signed_in(client, people["administrator"])
    assert client.get(NEW).status_code == 200
    age(client, settings.ACCOUNT_REAUTHENTICATION_TIMEOUT + 1)
    assert client.get("/administration/").status_code == 200
    answer = client.get(NEW)
    assert answer["Location"] == "/accounts/factor/again/?next=%2Fadministration%2Fnew%2F"


def test_a_stale_post_changes_nothing_and_comes_back_to_its_page(client, people, signed_in):
    signed_in(client, people["administrator"])
    age(client, 3600)
    page = f"/administration/{people['proposer'].uid}/"
    given = {"role": Role.FORENSIC}
    answer = client.post(page + "roles/give/", given, HTTP_REFERER=f"http://testserver{page}")
    assert answer["Location"].endswith(f"?next={page.replace('/', '%2F')}")
    assert User.objects.get(pk=people["proposer"].pk).roles == {Role.REVIEWER}
    elsewhere = client.post(page + "roles/give/", given, HTTP_REFERER="https://example.org/x")
    assert elsewhere["Location"].endswith("?next=%2F")


def test_a_fragment_is_told_where_to_go(client, people, signed_in):
    signed_in(client, people["administrator"])
    age(client, 3600)
    answer = client.get(NEW, HTTP_HX_REQUEST="true")
    assert (answer.status_code, answer["HX-Redirect"][:24]) == (204, "/accounts/factor/again/?")


def test_proof_opens_what_matters_again(client, people, signed_in):
    signed_in(client, people["administrator"])
    secret = generate_totp_secret()
    Authenticator.objects.all().delete()
    factor = TOTP.activate(people["administrator"], secret).instance
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "mfa", "id": factor.pk, "type": "totp", "at": time.time() - 3600}
    ]
    session.save()
    assert client.get(NEW).status_code == 302
    answer = client.post(
        f"/accounts/factor/again/?next={NEW}", {"code": code_of(secret), "next": NEW}
    )
    assert answer["Location"] == NEW
    assert client.get(NEW).status_code == 200


@pytest.fixture
def desk(client, people, signed_in):
    return signed_in(client, people["administrator"])


def test_an_administrator_makes_an_account_and_sees_its_link_once(desk, people):
    office = people["northern"].organisation
    given = {
        "display_name": "New",
        "email": "new@example.org",
        "organisation": office.pk,
        "language": "uk",
    }
    shown = desk.post(NEW, given)
    made = User.objects.get(email="new@example.org")
    link = f"/welcome/{made.uid}/"
    assert link in shown.content.decode()
    assert link not in desk.get(f"/administration/{made.uid}/").content.decode()
    assert "no-store" in shown["Cache-Control"]
    again = desk.post(NEW, given)
    assert "already there" in again.content.decode()
    other = desk.post(f"/administration/{made.uid}/link/")
    assert link in other.content.decode()


def test_roles_by_one_and_by_two_on_the_pages(desk, people, signed_in):
    at = f"/administration/{people['proposer'].uid}/"
    desk.post(at + "roles/give/", {"role": "forensic"})
    desk.post(at + "roles/give/", {"role": "approver"})
    asked = RoleRequest.objects.get()
    grant = f"/administration/roles/{asked.uid}/"
    desk.post(grant)
    assert User.objects.get(pk=people["proposer"].pk).roles == {"reviewer", "forensic"}
    assert (
        f"/administration/roles/{asked.uid}/" not in desk.get("/administration/").content.decode()
    )
    second = signed_in(Client(), people["second_administrator"])
    assert grant in second.get("/administration/").content.decode()
    assert f"/welcome/{people['proposer'].uid}/" in second.post(grant).content.decode()
    desk.post(at + "roles/take/", {"role": "forensic"})
    assert User.objects.get(pk=people["proposer"].pk).roles == {"reviewer", "approver"}


def test_closing_reopening_and_resetting_on_the_pages(desk, people, signed_in):
    at = f"/administration/{people['signer'].uid}/"
    desk.post(at + "reset/", {"reason": "Came in person."})
    asked = people["signer"].factor_resets.get()
    second = signed_in(Client(), people["second_administrator"])
    shown = second.post(f"/administration/resets/{asked.uid}/").content.decode()
    assert f"/welcome/{people['signer'].uid}/" in shown
    assert second.post(f"/administration/resets/{asked.uid}/").status_code == 404
    desk.post(at + "close/")
    people["signer"].refresh_from_db()
    assert not people["signer"].is_active
    assert "closed" in desk.get(at).content.decode()
    desk.post(at + "reopen/")
    people["signer"].refresh_from_db()
    assert people["signer"].is_active


def test_refusals_are_told_on_the_page(desk, people):
    own = f"/administration/{people['administrator'].uid}/"
    told = desk.post(own + "roles/give/", {"role": "forensic"}, follow=True).content.decode()
    assert "own account" in told
    told = desk.post(f"/administration/{people['proposer'].uid}/link/", follow=True)
    assert "has a password" in told.content.decode()
    asked = accounts.ask_reset(
        user=people["signer"], reason="x", by=people["administrator"], at=NOON
    )
    assert desk.post(f"/administration/resets/{asked.uid}/").status_code == 404  # long lapsed


def test_parties_and_organisations_on_the_pages(desk, parties):
    at = "/administration/offices/"
    desk.post(at, {"add": "party", "name": "Westland", "kind": "belligerent"})
    desk.post(at, {"add": "organisation", "name": "Harbour", "party": parties["south"].pk})
    shown = desk.get(at).content.decode()
    assert "Westland" in shown
    assert "Harbour" in shown
    told = desk.post(at, {"add": "party", "name": "Westland", "kind": "neutral"})
    assert "already there" in told.content.decode()


def test_open_accounts_and_codes_are_shown_in_the_example_on_this_machine_alone(client, people):
    shown = client.get("/accounts/login/").content.decode()
    assert settings.DEMO_PASSWORD not in shown
    User.objects.filter(pk=people["signer"].pk).update(is_demo=True)
    secret = generate_totp_secret()
    TOTP.activate(people["signer"], secret)
    shown = client.get("/accounts/login/").content.decode()
    assert settings.DEMO_PASSWORD in shown
    assert "signer@example.org" in shown
    assert code_of(secret) in shown or code_of(secret, -1) in shown
    assert "proposer@example.org" not in shown
    elsewhere = client.get("/accounts/login/", REMOTE_ADDR="192.0.2.1").content.decode()
    assert settings.DEMO_PASSWORD not in elsewhere
    User.objects.filter(pk=people["northern_signer"].pk).update(is_demo=True)
    log_in(client, "signer@example.org")
    asked = client.get("/accounts/factor/show/").content.decode()
    assert code_of(secret) in asked
    assert people["northern_signer"].email not in asked  # nobody else's, open or not
