"""The example register, loaded and served as a user would, and a real Chromium before it.

One installation serves all tests of this folder, which stay in one process (tests/conftest.py);
each test brings what it changes.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import time

import pytest

from chromium import chromium_path
from tables import database_of_its_own

PASSWORD = "a lantern in the window"  # noqa: S105 - the example's, which its login page shows
PATIENCE = 180_000  # milliseconds: how long a page takes says how busy the machine is
LOGGED_IN_SECONDS = 200  # an act may ask for a proof of the last five minutes
WAYHOME = (sys.executable, "-c", "from wayhome.cli import main; main()")


@pytest.fixture(scope="session")
def site(tmp_path_factory, testrun_uid, django_db_setup):
    """The address of the example register, freshly loaded and served."""
    if chromium_path() is None:
        pytest.skip("There is no Chromium here: set CHROMIUM=/path, or install one.")
    # Loading takes longer than all that is then looked at: nobody else of this run does it.
    (tmp_path_factory.getbasetemp().parent / f"example-{testrun_uid}").touch(exist_ok=False)
    folder = tmp_path_factory.mktemp("register")
    with database_of_its_own(folder) as database, (folder.parent / "log").open("w") as log:
        env = {k: v for k, v in os.environ.items() if not k.startswith(("WAYHOME", "DJANGO"))}
        served = subprocess.Popen(
            [*WAYHOME, "demo", "--data", str(folder), "--port", str(_free_port())],
            env=env | {"PYTHONIOENCODING": "utf-8", "DATABASE_URL": database},
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield _opened(served, folder.parent / "log")
        finally:
            os.killpg(served.pid, signal.SIGINT)
            try:
                served.wait(60)
            except subprocess.TimeoutExpired:
                os.killpg(served.pid, signal.SIGKILL)
                served.wait()


@pytest.fixture(scope="module")
def browser():
    """A Chromium; closed after each module, since Django refuses to work beside its event loop."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path(),
            args=["--no-sandbox", "--disable-gpu"],
            timeout=PATIENCE,
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def sessions():
    """What each account's browser remembers since when it is logged in: a code is taken once."""
    return {}


@pytest.fixture
def working(site, browser, sessions):
    """`working(email, language="en", **context)`: a page on which that account is logged in."""
    opened = []

    def work(email, language="en", *, width=1280, **options):
        kept, since = sessions.get(email, (None, float("-inf")))
        if time.monotonic() - since > LOGGED_IN_SECONDS:
            kept, since = _log_in(browser, site, email), time.monotonic()
            sessions[email] = kept, since
        context = _context(
            browser,
            storage_state=kept,
            base_url=site,
            viewport={"width": width, "height": 900},
            **options,
        )
        context.add_cookies([{"name": "django_language", "value": language, "url": site}])
        opened.append(context)
        return context.new_page()

    yield work
    for context in opened:
        context.close()


def _context(browser, **options):
    context = browser.new_context(**options)
    context.set_default_timeout(PATIENCE)
    return context


def _log_in(browser, site, email):
    context = _context(browser, base_url=site)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", PASSWORD)
    with page.expect_navigation():
        page.press("input[name=password]", "Enter")
    for wait in (0, 30_000, 30_000):  # a code that was taken already is refused: the next comes
        if not page.query_selector("input[name=code]"):
            break
        if wait:
            page.wait_for_timeout(wait)
            page.goto(page.url)
        row = page.inner_text(f".logins li:has-text('{email}')")
        page.fill("input[name=code]", re.search(r"\d{6}", row)[0])
        with page.expect_navigation():
            page.press("input[name=code]", "Enter")
    page.goto("/")
    assert page.query_selector("header.side"), f"{email} could not log in: {page.url}"
    state = context.storage_state()
    context.close()
    return state


def _free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def _opened(served, log):
    """The address it says once it has answered, which on a busy machine is a matter of minutes.

    It may be another than it was asked for: a port that was free may be taken meanwhile.
    """
    until = time.monotonic() + 1800
    while served.poll() is None and time.monotonic() < until:
        if found := re.search(r"open at (http://\S+)/ ", log.read_text("utf-8")):
            return found[1]
        time.sleep(0.5)
    pytest.fail(f"The example did not open:\n{log.read_text('utf-8')[-3000:]}")
