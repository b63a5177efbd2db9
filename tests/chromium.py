"""Where a Chromium is, if there is one."""

import os
import shutil
from pathlib import Path

COMMON = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")


def chromium_path():
    """Chromium as the user names it, or the system's; None if there is none."""
    named = os.environ.get("CHROMIUM")
    found = [named] if named else [*COMMON, shutil.which("chromium"), shutil.which("chrome")]
    return next((path for path in found if path and Path(path).exists()), None)
