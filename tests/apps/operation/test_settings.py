"""Settings that must hold whatever else changes, and that eight writers are served."""
# ruff: noqa: F401, F811  fixtures are imported, then named as arguments

import sqlite3
from contextlib import closing
from functools import partial

import pytest
from django.db import connection, transaction
from operating import wayhome

from apps.audit.on_disk import in_threads, real_database
from conftest import NOON
from wayhome.apps.audit.models import Entry, Unnumbered
from wayhome.apps.audit.services import record, sequencer
from wayhome.apps.audit.services.sequencer import number_entries
from wayhome.apps.audit.services.verification import verify_history

WRITERS, EACH = 8, 25


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
def test_nothing_confirmed_is_lost_in_a_power_cut():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous")
            assert cursor.fetchone()[0] == 2  # FULL
        else:
            cursor.execute("SHOW synchronous_commit")
            assert cursor.fetchone()[0] == "on"


def test_a_database_on_disk_is_in_wal_mode(wayhome, tmp_path):
    """The tests' own database lies in memory, where there is no WAL."""
    code = (
        "from wayhome.cli.opening import open_register; open_register(None)\n"
        "from django.conf import settings; from django.db import connection\n"
        "options = settings.DATABASES['default']['OPTIONS']\n"
        "assert options['transaction_mode'] == 'IMMEDIATE'\n"
        "with connection.cursor() as c:\n"
        "    for name in ('journal_mode', 'synchronous', 'foreign_keys', 'secure_delete'):\n"
        "        c.execute(f'PRAGMA {name}'); print(c.fetchone()[0])\n"
    )
    done = wayhome(code=code, data=tmp_path / "register", DATABASE_URL="")
    assert done.stdout.split() == ["wal", "2", "1", "1"], done.stderr
    with closing(sqlite3.connect(tmp_path / "register" / "register.sqlite3")) as copy:
        assert copy.execute("PRAGMA journal_mode").fetchone() == ("wal",)  # it stays with the file


def test_the_checks_for_deployment_find_nothing(wayhome, tmp_path):
    code = (
        "from wayhome.cli.opening import open_register; open_register(None)\n"
        "from django.core.management import call_command\n"
        "call_command('check', deploy=True, fail_level='WARNING')\n"
        "from django.conf import settings; assert not settings.DEBUG\n"
        "assert settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE\n"
        "assert settings.SESSION_COOKIE_NAME.startswith('__Host-')\n"
        "assert not settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN\n"
    )
    done = wayhome(code=code, data=tmp_path / "register", WAYHOME_PLAIN_HTTP="0")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "no issues" in done.stdout


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
def test_eight_writers_and_two_sequencers_lock_nobody_out(people, tmp_path, monkeypatch):
    """Every act is recorded once and numbered once; nobody is told that the database is locked.

    Nor has a sequencer to try again: however often it loses, it waits for its turn.
    """
    monkeypatch.setattr(sequencer, "ATTEMPTS", 1)

    def write(writer):
        for number in range(EACH):
            with transaction.atomic():
                record(act="written", by=None, at=NOON, facts={"writer": writer, "number": number})
            if writer < 2:
                number_entries(at=NOON)

    def look():
        number_entries(at=NOON)
        return Entry.objects.count(), Unnumbered.objects.count(), verify_history().size

    with real_database(tmp_path):
        in_threads(*(partial(write, writer) for writer in range(WRITERS)))
        (counted,) = in_threads(look)
    assert counted == (WRITERS * EACH, 0, WRITERS * EACH)
