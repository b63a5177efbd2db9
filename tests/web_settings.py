"""The settings of the product, on a folder of its own, as a test installation."""

import os
import tempfile

os.environ["WAYHOME_DATA"] = tempfile.mkdtemp(prefix="wayhome-test-")
os.environ["WAYHOME_PLAIN_HTTP"] = "1"

from wayhome.web.settings import *  # noqa: F403

# Argon2 takes its time on purpose; tests log in thousands of times.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
READING_LIMIT_SECONDS = 600  # a busy machine reads a report slowly
STORAGES["staticfiles"] = {  # type: ignore[name-defined] # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
STATIC_ROOT.mkdir()  # type: ignore[name-defined] # noqa: F405
