"""What `wayhome doctor` finds wrong, and what it does not."""
# ruff: noqa: F401, F811  fixtures are imported, then named as arguments

import ast
import os
import stat
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from operating import history

from conftest import NOON
from wayhome.apps.audit import append_only
from wayhome.apps.audit.models import SubjectKey
from wayhome.apps.audit.services import CannotOpen, new_key, record
from wayhome.apps.audit.services.sealing import unwrap
from wayhome.files.messages import catalogue
from wayhome.web.safekeeping import checkup

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]


@pytest.fixture(autouse=True)
def as_if_served(monkeypatch):
    """The tests are served over plain http from a folder of this machine's temporary files."""
    monkeypatch.setattr(settings, "INSTALLATION", replace(settings.INSTALLATION, plain_http=False))
    settings.INSTALLATION.folder.chmod(0o700)
    monkeypatch.setattr(checkup.checks, "run_checks", lambda **_: [])


def wrong():
    return [said.sentence for said in checkup.check_up() if not said.well and "journal" not in
            said.sentence]  # fmt: skip


def test_all_is_well(history):
    assert wrong() == []


@pytest.mark.skipif(os.name == "nt", reason="file modes have no meaning there")
def test_loose_files_are_named(history):
    key = next(settings.INSTALLATION.keys.glob("*.key"))
    key.chmod(0o644)
    try:
        assert [str(key) in sentence for sentence in wrong()] == [True]
    finally:
        key.chmod(stat.S_IRUSR | stat.S_IWUSR)


def test_a_missing_master_key_is_named(history):
    key = new_key(SubjectKey.About.LINE)
    SubjectKey.objects.filter(pk=key.pk).update(master="master-77")
    assert ["master-77" in sentence for sentence in wrong()] == [True]


def test_a_master_key_that_is_another_is_named(history):
    key = new_key(SubjectKey.About.LINE)
    settings.INSTALLATION.secret("master-78")  # as if lost and made again
    try:
        SubjectKey.objects.filter(pk=key.pk).update(master="master-78")
        assert ["master-78" in sentence for sentence in wrong()] == [True]
    finally:
        (settings.INSTALLATION.keys / "master-78.key").unlink()


def test_a_master_key_that_is_lost_is_not_made_again(history):
    key = new_key(SubjectKey.About.LINE)
    key.master = "master-79"
    key.save(update_fields=["master"])
    with pytest.raises(CannotOpen, match=r"master-79\.key is missing"):
        unwrap(key)
    assert not (settings.INSTALLATION.keys / "master-79.key").exists()


def test_a_missing_trigger_is_named(history):
    with connection.cursor() as cursor:
        of = " ON audit_entry" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER audit_entry_no_update{of}")
    try:
        assert ["audit_entry_no_update" in sentence for sentence in wrong()] == [True]
    finally:
        append_only.remove(connection)
        append_only.install(connection)


def test_a_clock_that_is_behind_is_found(history):
    with transaction.atomic():
        record(act="later", by=None, at=timezone.now() + timedelta(hours=2))
    assert ["clock" in sentence for sentence in wrong()] == [True]


def test_a_sequencer_that_stands_still_is_found(history):
    with transaction.atomic():
        record(act="waits", by=None, at=NOON)
    assert ["Is the register running?" in sentence for sentence in wrong()] == [True]


def test_a_demo_is_said_to_be_one(people, history):
    people["signer"].is_demo = True
    people["signer"].save()
    assert ["demo" in sentence for sentence in wrong()] == [True]


def test_plain_http_and_a_full_disk_are_found(history, monkeypatch):
    monkeypatch.setattr(settings, "INSTALLATION", replace(settings.INSTALLATION, plain_http=True))
    monkeypatch.setattr(checkup, "LEAST_FREE_BYTES", 1 << 62)
    found = wrong()
    assert len(found) == 2
    assert "WAYHOME_PLAIN_HTTP" in found[0]
    assert "GB are free" in found[1]


def test_every_sentence_stands_among_the_messages_and_is_said():
    tree = ast.parse(Path(checkup.__file__).read_text("utf-8"))
    said = {
        constant.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "_said"
        for constant in ast.walk(node.args[0])
        if isinstance(constant, ast.Constant)
    }
    listed = {key.partition(".")[2] for key in catalogue("en") if key.startswith("doctor.")}
    assert said == listed - {"well", "wrong"}
