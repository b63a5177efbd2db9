"""A comparison whose worker was killed is run by the next one."""

import argparse

import pytest

from conftest import NOON
from wayhome.apps.audit.models import Entry
from wayhome.apps.register.models import Job
from wayhome.apps.register.services.matching.asking import begin_again
from wayhome.apps.register.tasks import matching
from wayhome.web.serving import __main__ as serving

pytestmark = pytest.mark.django_db


@pytest.fixture
def left(people):
    """A comparison in the middle of its work."""
    return Job.objects.create(
        partition=people["proposer"].party, kind=Job.Kind.MATCH, state=Job.State.RUNNING,
        stage="comparing", by=people["proposer"], asked_at=NOON, started_at=NOON,
    )  # fmt: skip


def test_it_is_queued_once_and_waits_for_its_step(left):
    assert (matching.take_up(), matching.take_up()) == (1, 0)
    left.refresh_from_db()
    assert (left.state, left.stage) == (Job.State.WAITING, "match")
    assert [told.act for told in Entry.objects.all()] == ["match_begun_again"]


def test_one_that_was_taken_by_another_since_is_left_alone(left):
    stale = Job.objects.get(pk=left.pk)
    Job.objects.filter(pk=left.pk).update(started_at=NOON.replace(hour=13))
    assert not begin_again(job=stale, at=NOON)


def test_a_worker_that_starts_takes_it_up(left, monkeypatch):
    began = []
    monkeypatch.setattr(
        "django.core.management.call_command", lambda *name, **_: began.append(name)
    )
    serving._worker(argparse.Namespace())
    left.refresh_from_db()
    assert left.state == Job.State.WAITING
    assert began[0][0] == "db_worker"
