"""A security key in a real browser: set up, then shown to come in again."""

import pytest
from allauth.mfa.models import Authenticator
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import sync_playwright
from test_sessions import PASSWORD

from chromium import chromium_path, follow
from conftest import sign_in
from wayhome.apps.audit.models import Entry

KEY = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(monkeypatch):
    if chromium_path() is None:
        pytest.skip("There is no Chromium here: set CHROMIUM=/path, or install one.")
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
        page = browser.new_page()
        page.set_default_timeout(180_000)  # on a busy machine
        tools = page.context.new_cdp_session(page)
        tools.send("WebAuthn.enable")
        tools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
        yield page
        browser.close()


def log_in(page, address):
    page.goto(f"{address}/accounts/login/")
    page.fill("[name=login]", "signer@example.org")
    page.fill("[name=password]", PASSWORD)
    follow(page.locator("main button.primary"))


@pytest.mark.django_db(transaction=True)
def test_a_security_key_opens_the_register(live_server, people, page):
    violations = []
    page.on("console", lambda said: said.type == "error" and violations.append(said.text))
    log_in(page, live_server.url)
    assert page.url == f"{live_server.url}/accounts/factor/"
    follow(page.locator("text=Add a security key"))
    page.fill("[name=name]", "Key on the desk")
    page.click("#key-button")
    page.wait_for_url("**/accounts/factor/")
    page.get_by_text("Key on the desk").wait_for()
    page.goto(f"{live_server.url}/")
    assert page.url == f"{live_server.url}/"  # it was shown when it was set up
    follow(page.locator("text=Log out"))
    log_in(page, live_server.url)
    assert page.url == f"{live_server.url}/accounts/factor/show/"
    page.goto(f"{live_server.url}/")
    assert page.url == f"{live_server.url}/accounts/factor/show/"  # the password is not enough
    page.click("#key-button")
    page.wait_for_url(f"{live_server.url}/")
    assert violations == []
    assert Entry.objects.get().act == "factor_added"


@pytest.mark.django_db(transaction=True)
def test_axe_finds_nothing_on_the_pages_of_accounts(live_server, people, page):
    admin, signer = Client(), Client()
    sign_in(admin, people["administrator"])
    sign_in(signer, people["signer"])
    Authenticator.objects.filter(user=people["signer"]).delete()
    at = f"/administration/{people['proposer'].uid}/"
    admin.post(at + "roles/give/", {"role": "approver"})
    found = {}
    page.set_viewport_size({"width": 360, "height": 800})
    for client, paths in (
        (None, ["/accounts/login/"]),
        (signer, ["/accounts/factor/", "/accounts/factor/app/add/", "/accounts/factor/key/add/"]),
        (admin, ["/administration/", at, "/administration/new/", "/administration/offices/",
                 "/accounts/factor/again/", "/accounts/password/"]),
    ):  # fmt: skip
        if client:
            key = client.session.session_key
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}
            page.context.add_cookies([cookie])
        for path in paths:
            page.goto(live_server.url + path)
            if told := Axe().run(page).response["violations"]:
                found[path] = [(one["id"], one["nodes"][0]["html"][:120]) for one in told]
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= 360, f"{path} is {wide} wide"
    assert not found
