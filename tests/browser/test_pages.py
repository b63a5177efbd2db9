"""Every page, for every role: axe finds nothing, it fits a telephone, and nothing is fetched
from outside."""

import gzip
import re
from collections import deque
from urllib.parse import urljoin, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

ACCOUNTS = (
    "registrar@lantern.example",
    "reviewer@lantern.example",
    "approver@lantern.example",
    "auditor@lantern.example",
    "administrator@lantern.example",
    "child_caseworker@lantern.example",
    "negotiator@lantern.example",
    "officer@southland.example",
    "approver@northland.example",
)
UID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
NUMBER = re.compile(r"/[2-9A-HJ-NP-RTV-Z]{7}/|/\d+/")
ONE_FORM = re.compile(r"/rows/[a-z]+(?=/#/(share|withdraw)/)")  # for rows of every table alike
LARGEST = 100_000  # bytes, compressed


def kind_of(address):
    """The page's kind: its path without what names the one row it shows."""
    path = urlsplit(address).path
    return ONE_FORM.sub("/rows", NUMBER.sub("/#/", UID.sub("#", path)))


def pages_of(page, site, looked_at):
    """One of every kind of page this account can reach by links and nobody looked at before.

    Pages of one kind are laid out alike; the frame is looked at for every account, on its home.
    """
    waiting, kinds = deque(["/"]), set()
    while waiting:
        path = waiting.popleft()
        if kind_of(path) in kinds | (looked_at - {"/"}):
            continue
        kinds.add(kind_of(path))
        looked_at.add(kind_of(path))
        answer = page.goto(path)
        if "text/html" not in (answer.headers.get("content-type") or ""):
            continue
        yield path, answer
        for href in page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)"):
            link = urljoin(page.url, href)
            if link.startswith(site) and not re.search(r"\.(csv|xlsx|zip|json|pdf|txt)$", link):
                waiting.append(urlsplit(link).path)


def faults(page):
    found = Axe().run(page).response["violations"]
    return [(f["id"], [n["html"][:160] for n in f["nodes"][:3]]) for f in found]


@pytest.fixture(scope="module")
def looked_at():
    return set()


@pytest.mark.parametrize("email", ACCOUNTS)
def test_every_page_is_open_to_all_and_fits_a_telephone(working, site, email, looked_at):
    page = working(email, width=360, accept_downloads=True)
    outside, wrong = [], []
    page.on("request", lambda r: r.url.startswith((site, "data:")) or outside.append(r.url))
    page.on("console", lambda m: m.type == "error" and "404" not in m.text and wrong.append(m.text))
    for path, answer in pages_of(page, site, looked_at):
        assert answer.status == 200, path
        wrong += [(path, fault) for fault in faults(page)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
            wrong.append((path, "wider than a telephone"))
        if len(gzip.compress(answer.body())) > LARGEST:
            wrong.append((path, "too large"))
    assert not outside
    assert not wrong, "\n".join(map(str, wrong))


def test_from_right_to_left_and_in_the_dark(working, site):
    wrong, looked_at = [], set()
    for email in ("approver@lantern.example", "registrar@lantern.example", ACCOUNTS[6]):
        page = working(email, "ar", color_scheme="dark")
        for path, _answer in pages_of(page, site, looked_at):
            assert page.get_attribute("html", "dir") == "rtl"
            wrong += [(path, fault) for fault in faults(page)]
            if page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
                wrong.append((path, "wider than the window"))
    assert not wrong, "\n".join(map(str, wrong))
