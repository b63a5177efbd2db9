"""Every answer of every address carries the headers; no page holds a script or style of its own."""

import re
from html.parser import HTMLParser

import pytest
from access_table import ENTRANCE, ROWS
from django.test import Client
from django.urls import reverse
from test_access_matrix import ADDRESSES, path_of, staff, worlds  # noqa: F401  fixtures

from conftest import sign_in
from wayhome.apps.audit.policies import TABLE
from wayhome.web import settings as product

pytestmark = pytest.mark.django_db
HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
SAFE_DATA = {"application/json"}  # a data block: no browser runs it


class Page(HTMLParser):
    """What of a page a strict policy would refuse, and where it reaches out to."""

    def __init__(self, text):
        super().__init__()
        self.wrong = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "script" and not given.get("src") and given.get("type") not in SAFE_DATA:
            self.wrong.append("inline script")
        if tag == "style" or "style" in given:
            self.wrong.append(f"inline style on {tag}")
        self.wrong += [f"{name} on {tag}" for name in given if name.startswith("on")]
        for name in ("src", "href", "action", "formaction", "hx-get", "hx-post", "poster"):
            address = given.get(name) or ""
            if re.match(r"(https?:)?//|javascript:", address):
                self.wrong.append(f"{name} leads outside")


def policy_of(response):
    given = response.headers.get("Content-Security-Policy", "")
    return {part.split()[0]: part.split()[1:] for part in given.split(";") if part.strip()}


def judged(response):
    wrong = [name for name, value in HEADERS.items() if response.headers.get(name) != value]
    policy = policy_of(response)
    if policy.get("default-src") != ["'none'"] or policy.get("frame-ancestors") != ["'none'"]:
        wrong.append("policy")
    loose = ("'unsafe-inline'", "'unsafe-eval'", "*", "https:", "http:", "data:")
    for directive in ("script-src", "style-src"):
        wrong += [f"{directive} {word}" for word in loose if word in policy.get(directive, loose)]
    if response.headers["Content-Type"].startswith("text/html") and not response.streaming:
        wrong += Page(response.content.decode()).wrong
    return wrong


def may(row, user):
    return row.permission == "public" or TABLE[row.permission].allows(user)


def test_every_answer_of_every_address(staff, worlds):  # noqa: F811
    outside = Client()
    keepers = {role: user for (key, role), user in staff.items() if key == "keeper"}
    inside = {role: sign_in(Client(), user) for role, user in keepers.items()}
    wrong = []
    for name in [*ROWS, *ENTRANCE]:
        if name not in ADDRESSES:
            continue
        row = ROWS.get(name)
        thing = worlds["keeper"].arguments(row.about) if row and row.about else None
        roles = [r for r in inside if row is None or may(row, keepers[r])]
        for client in [outside, *(inside[r] for r in roles[:1])]:
            for method in row.methods if row else ("GET",):
                response = getattr(client, method.lower())(path_of(name, thing))
                wrong += [f"{name} {method}: {what}" for what in judged(response)]
                inner = client is not outside and row and row.permission != "public"
                if inner and response.status_code == 200:
                    kept = "no-store" not in response.headers.get("Cache-Control", "")
                    wrong += [f"{name} {method}: may be kept"] if kept else []
    assert not wrong, "\n".join(wrong[:30])


@pytest.mark.parametrize("path", ["/no/such/page/", "/static/wayhome/wayhome.css"])
def test_what_is_not_there_and_what_lies_still(client, path):
    response = client.get(path)
    for name, value in HEADERS.items():
        assert response.headers.get(name) == value
    assert "Access-Control-Allow-Origin" not in response.headers
    assert policy_of(response).get("default-src") == ["'none'"]
    response.close()


def test_a_form_from_elsewhere_is_refused_on_a_page_without_styles_of_its_own(people):
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(reverse("account_login"), {"login": "a@example.org", "password": "x"})
    assert response.status_code == 403
    assert judged(response) == []


def test_the_reader_of_pages_sees_what_it_must():
    text = (
        '<script>1</script><p style="x" onclick="y">z</p><style></style>'
        '<script src="https://example.org/a.js"></script>'
        '<script type="application/json">{}</script>'
    )
    assert len(Page(text).wrong) == 5


def test_sessions_are_the_servers_alone():
    assert product.SESSION_COOKIE_HTTPONLY
    assert product.SESSION_COOKIE_SAMESITE == product.CSRF_COOKIE_SAMESITE == "Lax"
    assert product.SESSION_EXPIRE_AT_BROWSER_CLOSE
