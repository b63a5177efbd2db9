"""Where a Chromium is, if there is one, and how a test follows a link in it."""

import os
import shutil
from pathlib import Path

COMMON = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")


def chromium_path():
    """Chromium as the user names it, or the system's; None if there is none."""
    named = os.environ.get("CHROMIUM")
    found = [named] if named else [*COMMON, shutil.which("chromium"), shutil.which("chrome")]
    return next((path for path in found if path and Path(path).exists()), None)


def follow(locator):
    """Press the first of these, and wait for the page it leads to.

    A click alone returns before that page has come: what is read next may be the page left, and
    what is pressed next may be pressed on it.
    """
    with locator.page.expect_navigation():
        locator.first.click()
