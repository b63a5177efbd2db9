"""Two runs that differ only in causes, up to the door: no page, file, mail or log tells them apart.

The rows behind the pages are compared in test_private_causes; here it is what is opened with keys.
"""

import logging
import random
import time
from types import SimpleNamespace

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone
from exchange.exchanging import absent, later, planned, world
from exchange.handing import checked_in, loaded, own_key, registrar
from exchange.opening_pages import differing, opened_by
from exchange.test_private_causes import interview

from conftest import NOON
from wayhome.apps.audit import middleware
from wayhome.apps.audit.models import User
from wayhome.apps.audit.services.sequencer import number_entries
from wayhome.apps.exchange.selectors.plans import standing_plan
from wayhome.apps.exchange.services.handover.discrepancies import (
    report_not_crossed,
    settle_discrepancy,
)
from wayhome.apps.exchange.services.planning import run_plan, start_mending

pytestmark = pytest.mark.django_db
WHO = ("north", "south", "keeper", "registrar", "auditor")


@pytest.fixture
def made(people, parties):
    names = ("Aldren", "Birk", "Corvin", "Dorn")
    found = world(parties, names=names, fields={"birth_date": "1990-01-01"}, seats=2)
    found.hand = registrar()
    return found


@pytest.fixture
def frozen(monkeypatch):
    """Every clock stands still, and chance is drawn anew from one seed."""
    monkeypatch.setattr(timezone, "now", lambda: later(600))
    moment = time.time()
    monkeypatch.setattr(middleware, "time", SimpleNamespace(time=lambda: moment))

    def begin():
        stream = random.Random(7)  # noqa: S311 -- not for secrets: for two runs alike
        for where in ("os.urandom", "random._urandom"):
            monkeypatch.setattr(where, stream.randbytes)

    return begin


def carried(made, people, cause, at_line):
    """One does not go; after the plan another; a third turns back; a fourth is asked for later."""
    first, second = made.lines[0][:2]
    for line in (*made.lines[0], *made.lines[1]):
        interview(people, line, line != first or cause != "wish", cause if line == first else "")
    absent(people, first, cause)
    planned(made)
    absent(people, second, cause)
    job = start_mending(plan=standing_plan(made.exchange, made.keeper), by=made.keeper, at=NOON)
    run_plan(job=job, at=NOON)
    made.plan = job.plan
    loaded(made)
    third, fourth = made.aboard[1]
    for line in (*made.aboard[0], third):
        checked_in(made, line)
    step = report_not_crossed(
        batch=made.batch, line=fourth, cause=at_line, note=at_line, key=own_key(), by=made.hand,
        at=later(6),
    )  # fmt: skip
    settle_discrepancy(step=step, done=f"after {at_line}", by=made.hand, at=later(7))
    absent(people, fourth, cause)
    number_entries(at=later(8))


def told(made, people, signed_in, frozen, caplog, **causes):
    """What each of them can open, and what was logged and sent."""
    with transaction.atomic(), caplog.at_level(logging.INFO):
        frozen()
        caplog.clear()
        carried(made, people, **causes)
        who = {**people, "north": made.north, "south": made.south, "keeper": made.keeper}
        seen = {
            name: opened_by(User.objects.get(pk=who[name].pk), signed_in, "/", "/history/")
            for name in WHO
        }
        logged = [one for one in caplog.records if one.name.startswith("wayhome")]
        said = [(one.name, one.getMessage()) for one in logged], len(mail.outbox)
        transaction.set_rollback(True)
    return seen, said


def test_nothing_that_anybody_opens_tells_one_cause_from_another(
    made, people, signed_in, frozen, caplog
):
    given = (made, people, signed_in, frozen, caplog)
    wish, other = (
        told(*given, cause=cause, at_line=at_line)
        for cause, at_line in (("wish", "absent"), ("medical", "refused"))
    )
    files = {page.rsplit(".", 1)[-1] for pages in wish[0].values() for page in pages if "." in page}
    assert files >= {"json", "xlsx", "pdf"}
    assert min(len(pages) for pages in wish[0].values()) > 1
    assert [differing(wish[0][name], other[0][name]) for name in WHO] == [[]] * len(WHO)
    assert wish[1] == other[1]
