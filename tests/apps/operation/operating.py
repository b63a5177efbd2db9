"""A register with a history, and the command line of the product beside it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction

from conftest import NOON
from wayhome.apps.audit.models import SubjectKey
from wayhome.apps.audit.services import Part, new_key, record
from wayhome.apps.audit.services.sequencer import number_entries


@pytest.fixture
def history(people):
    """Five entries, each with the details of one person; all numbered under one checkpoint."""
    for surname in ("Вихор", "Гайовий", "Лисиченко", "Шевчук", "Мороз"):
        with transaction.atomic():
            part = Part(new_key(SubjectKey.About.LINE), {"surname": surname})
            record(act="line_read", by=people["proposer"], at=NOON, parts=[part])
    return number_entries(at=NOON)


@pytest.fixture
def wayhome():
    """Call the command line, or other code, in a process of its own, on a folder of its own."""

    def call(
        *arguments: object,
        data: Path,
        code: str = "from wayhome.cli import main; main()",
        **environment: str,
    ) -> subprocess.CompletedProcess:
        wanted = os.environ | {"WAYHOME_DATA": str(data), "PYTHONUTF8": "1"} | environment
        wanted.pop("DJANGO_SETTINGS_MODULE", None)
        return subprocess.run(
            [sys.executable, "-c", code, *map(str, arguments)],
            capture_output=True,
            env=wanted,
            encoding="utf-8",
            check=False,
            timeout=600,
        )

    return call


@pytest.fixture
def another_database():
    """DATABASE_URL of an empty database of the kind that is tested; none needed for SQLite."""
    if connection.vendor == "sqlite":
        yield ""
        return
    name = f"{settings.DATABASES['default']['NAME']}_restored"
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    server, _, query = os.environ["DATABASE_URL"].partition("?")
    yield f"{server.rpartition('/')[0]}/{name}?{query}"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
