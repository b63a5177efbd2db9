"""A backup opens for each recipient, for nobody else, and gives the same register back."""
# ruff: noqa: F401, F811  fixtures are imported, then named as arguments

import os
import shutil
import time

import pytest
from django.conf import settings
from django.db import connection
from operating import another_database, history, wayhome

from conftest import NOON
from wayhome.web.safekeeping.archive import (
    CannotBackUp,
    CannotRestore,
    identities_from,
    recipients_from,
    unpack,
    write_identity,
)
from wayhome.web.safekeeping.backup import back_up
from wayhome.web.safekeeping.checkup import check_up


@pytest.fixture
def keys(tmp_path):
    """Three key files and their recipients."""
    files = [tmp_path / f"key{n}" for n in range(3)]
    return files, [write_identity(file) for file in files]


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_the_drill(history, keys, wayhome, another_database, tmp_path):
    """What is restored elsewhere verifies, and its root is that of the last checkpoint."""
    files, recipients = keys
    back_up(tmp_path / "backup.age", to=recipients[:2], at=NOON)
    place = tmp_path / "elsewhere"
    done = wayhome(
        "restore", tmp_path / "backup.age", "--identity", files[1],
        data=place, DATABASE_URL=another_database,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    checked = wayhome("ledger", "verify", data=place, DATABASE_URL=another_database)
    assert checked.returncode == 0, checked.stderr
    assert f"root {bytes(history.root).hex()}" in checked.stdout
    assert "5 details are those" in checked.stdout  # the keys came along


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_a_backup_replaces_nothing_and_leaves_nothing_readable(history, keys, tmp_path):
    _, recipients = keys
    file = tmp_path / "backup.age"
    file.write_bytes(b"precious")
    with pytest.raises(CannotBackUp, match="there already"):
        back_up(file, to=recipients, at=NOON)
    assert file.read_bytes() == b"precious"
    back_up(tmp_path / "other.age", to=recipients, at=NOON)
    assert "Вихор".encode() not in (tmp_path / "other.age").read_bytes()
    assert not list(settings.INSTALLATION.folder.glob(".backup-*"))
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.django_db(transaction=True)
def test_others_write_while_it_is_made(history, keys, tmp_path, monkeypatch):
    """What is written after the copy began is not in it, and hinders nobody."""
    from wayhome.web.safekeeping import backup  # noqa: PLC0415

    def meanwhile(file):
        snapshot(file)
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO audit_holdback (digest, at) VALUES (x'01', '2026-01-01')")

    snapshot = backup.snapshot_sqlite
    monkeypatch.setattr(backup, "snapshot_sqlite", meanwhile)
    files, recipients = keys
    made = back_up(tmp_path / "backup.age", to=recipients, at=NOON)
    room = tmp_path / "room"
    room.mkdir()
    assert unpack(tmp_path / "backup.age", room, identities_from(files[0])) == made
    assert (made.size, made.root) == (history.size, bytes(history.root).hex())


@pytest.mark.parametrize("count", [0, 1])
def test_fewer_than_two_recipients_are_refused(keys, count):
    with pytest.raises(CannotBackUp, match="two recipients"):
        recipients_from(keys[1][:1] * 2 if count else [])


def test_what_is_no_recipient_is_refused(keys):
    with pytest.raises(CannotBackUp, match="begins with age1"):
        recipients_from([keys[1][0], "age1nonsense"])


@pytest.mark.django_db(transaction=True)
def test_nobody_else_opens_it_and_damage_is_found(history, keys, tmp_path):
    files, recipients = keys
    file = tmp_path / "backup.age"
    back_up(file, to=recipients[:2], at=NOON)
    room = tmp_path / "room"
    room.mkdir()
    with pytest.raises(CannotRestore, match="other keys"):
        unpack(file, room, identities_from(files[2]))
    whole = file.read_bytes()
    for damaged in (whole[:-1], whole[: len(whole) // 2], whole[:-9] + b"\0" + whole[-8:]):
        file.write_bytes(damaged)
        place = tmp_path / f"room{len(damaged)}"
        place.mkdir(exist_ok=True)
        (place / ".tar").unlink(missing_ok=True)
        with pytest.raises(CannotRestore):
            unpack(file, place, identities_from(files[0]))


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_a_register_is_never_overwritten(history, keys, wayhome, tmp_path):
    files, recipients = keys
    back_up(tmp_path / "backup.age", to=recipients, at=NOON)
    before = sorted(p.name for p in settings.INSTALLATION.keys.iterdir())
    done = wayhome("restore", tmp_path / "backup.age", "--identity", files[0], data=settings.DATA)
    assert done.returncode == 2
    assert "There is a register" in done.stderr
    assert sorted(p.name for p in settings.INSTALLATION.keys.iterdir()) == before


@pytest.mark.django_db(transaction=True)
def test_what_a_killed_backup_left_is_named_and_then_destroyed(history, keys, tmp_path):
    """Not what another backup is writing at this moment."""
    home = settings.INSTALLATION.folder
    killed, running = home / ".backup-killed", home / ".backup-running"
    for room in (killed, running):
        (room / "keys").mkdir(parents=True)
        (room / "register.sqlite3").write_bytes(b"all of it")
    ago = time.time() - 2 * 3600
    for path in (killed / "register.sqlite3", killed / "keys", killed, running):
        os.utime(path, (ago, ago))
    try:
        found = [said.sentence for said in check_up() if "half-way" in said.sentence]
        assert [str(killed) in sentence for sentence in found] == [True]
        back_up(tmp_path / "backup.age", to=keys[1], at=NOON)
        assert not killed.exists()
        assert running.exists()
    finally:
        shutil.rmtree(running)
