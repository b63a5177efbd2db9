"""Rotating the master key: nothing becomes unreadable, whenever it is stopped."""

import os
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings

from wayhome.apps.audit.models import SubjectKey
from wayhome.apps.audit.services import destroy_keys, new_keys, open_sealed, rotation, seal
from wayhome.apps.audit.services.sealing import current_master

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]
NOW = datetime.now(tz=UTC)


@pytest.fixture
def sealed(db, monkeypatch):
    """Something sealed under each of 50 keys, five of them destroyed; batches of ten."""
    monkeypatch.setattr(rotation, "BATCH", 10)
    keys = new_keys(SubjectKey.About.LINE, 50)
    found = {key.pk: seal(key, str(n).encode(), purpose="line") for n, key in enumerate(keys)}
    destroy_keys(keys[:5], at=NOW)
    return found


def readable(sealed):
    living = SubjectKey.objects.exclude(wrapped=None).filter(pk__in=sealed)
    return sorted(int(open_sealed(key, sealed[key.pk], purpose="line")) for key in living)


def test_all_are_rewrapped_and_readable(sealed):
    before = current_master()
    assert rotation.rotate_keys(at=NOW) == 45
    assert current_master() != before
    assert set(SubjectKey.objects.exclude(wrapped=None).values_list("master", flat=True)) == {
        current_master()
    }
    assert readable(sealed) == list(range(5, 50))
    assert SubjectKey.objects.filter(wrapped=None).count() == 5  # none came back


class Killed(Exception):
    """What stops it half-way."""


def test_stopped_half_way_it_goes_on(sealed):
    def kill(done, total):
        if done == 20:
            raise Killed

    with pytest.raises(Killed):
        rotation.rotate_keys(at=NOW, progress=kill)
    half = current_master()
    assert readable(sealed) == list(range(5, 50))
    new_keys(SubjectKey.About.LINE, 1)  # the register runs on
    assert rotation.rotate_keys(at=NOW) == 25
    assert current_master() == half  # it went on, and did not begin again
    assert readable(sealed) == list(range(5, 50))


def test_an_old_master_is_destroyed_when_nobody_can_be_using_it(sealed):
    before = current_master()
    rotation.rotate_keys(at=NOW)
    with pytest.raises(rotation.CannotRotate, match="younger than an hour"):
        rotation.destroy_old_masters(at=NOW)
    aged = time.time() - 7200
    os.utime(settings.INSTALLATION.keys / f"{current_master()}.key", (aged, aged))
    assert before in rotation.destroy_old_masters(at=NOW + timedelta(minutes=1))
    assert not (settings.INSTALLATION.keys / f"{before}.key").exists()
    assert readable(sealed) == list(range(5, 50))


def test_a_key_that_was_tampered_with_stops_it_with_a_sentence(sealed):
    key = SubjectKey.objects.exclude(wrapped=None).first()
    SubjectKey.objects.filter(pk=key.pk).update(wrapped=bytes(60))
    with pytest.raises(rotation.CannotRotate, match="cannot be opened"):
        rotation.rotate_keys(at=NOW)
