"""The disk takes no more: a sentence, nothing half-written, and the register can still be read."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.sessions.exceptions import SessionInterrupted

from wayhome.apps.audit.services.disk import is_full
from wayhome.web.views import bad_request

SCRIPT = Path(__file__).with_name("full_disk.py")


@pytest.mark.skipif(os.name == "nt", reason="There the size of a file is not limited.")
@pytest.mark.django_db
def test_a_full_disk_keeps_all_or_nothing_and_says_so():
    done = subprocess.run(
        [sys.executable, SCRIPT],
        env={name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        | {
            "DJANGO_SETTINGS_MODULE": "web_settings",
            "PYTHONPATH": str(Path(__file__).parents[2]),
        },
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert told["refusal"] == "disk_full"
    assert told["sentence"].startswith("The disk of the register is full.")
    assert told["readable"] == 200
    assert told["written"] == "refused"
    assert told["page"] == [507, True]  # told in words
    assert told["found"][0] == "Лісовська"
    assert told["whole"] == "ok"
    assert told["nothing_kept"]
    assert told["goes_on"] == [3000, 3000, 20]  # once there is room again
    assert "Лісовськ" not in done.stderr


@pytest.mark.parametrize(
    ("error", "full"),
    [
        (OSError(28, "No space left on device"), True),
        (PermissionError(13, "Permission denied"), False),
        (ValueError("53100"), False),
        (type("DiskFull", (Exception,), {"sqlstate": "53100"})(), True),
        (None, False),
    ],
)
def test_what_a_full_disk_is_known_by(error, full):
    assert is_full(error) is full
    wrapped = RuntimeError("of the database")
    wrapped.__cause__ = error
    assert is_full(wrapped) is full


@pytest.mark.parametrize(("error", "status"), [(OSError(28, "full"), 507), (None, 400)])
def test_a_session_that_could_not_be_kept_is_told_as_what_it_is(rf, error, status):
    interrupted = SessionInterrupted("deleted before the request completed")
    interrupted.__context__ = error
    assert bad_request(rf.get("/"), interrupted).status_code == status
