"""What the keeper learns and does while people travel changes no byte that a side can open.

The same holds of every file of the plan and of the handover; each entry shows what it says to both
sides, and nothing of why.
"""

import time
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone
from exchange.exchanging import absent, later
from exchange.handing import checked_in, handing, loaded, own_key
from exchange.opening_pages import differing, opened_by

from conftest import NOON
from wayhome.apps.audit import middleware
from wayhome.apps.audit.models import User
from wayhome.apps.audit.services.sequencer import number_entries
from wayhome.apps.exchange.selectors.stops import stops_on
from wayhome.apps.exchange.services.handover.crossing import check_out
from wayhome.apps.exchange.services.handover.discrepancies import (
    report_extra,
    report_not_crossed,
    settle_discrepancy,
)
from wayhome.apps.exchange.services.handover.undoing import undo_step
from wayhome.apps.exchange.services.private import keep_wish
from wayhome.apps.exchange.services.stops import let_pass
from wayhome.apps.register.services.assertions import confirm_assertion
from wayhome.apps.register.services.flags import raise_flag

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(people, parties, monkeypatch):
    """A batch of two and two of whom one crossed; no page differs by the clock."""
    monkeypatch.setattr(timezone, "now", lambda: NOON + timedelta(days=1))
    moment = time.time()
    monkeypatch.setattr(middleware, "time", SimpleNamespace(time=lambda: moment))
    found = loaded(handing(parties))
    found.crossed = checked_in(found, found.aboard[0][0])
    number_entries(at=NOON)
    return found


@pytest.fixture
def look(made, signed_in):
    def seen():
        sides = (User.objects.get(pk=user.pk) for user in (made.north, made.south))
        return [opened_by(user, signed_in) for user in sides]

    return seen


def changed(before, after):
    return [differing(*two) for two in zip(before, after, strict=True)]


def keeper_works(people, made):
    """Wishes, absences, flags and decisions about them; somebody nobody expected; an undoing."""
    waits, stays = made.aboard[1][0], made.stays
    for line, wishes in ((waits, True), (stays, False)):
        keep_wish(
            line=line, wishes=wishes, asked_on=date(2026, 2, 27), approver=people["signer"],
            by=people["proposer"], at=NOON,
        )  # fmt: skip
    absent(people, stays, "wish")
    raise_flag(entry=waits.entry, kind="harm", by=people["signer"], at=NOON)
    raise_flag(entry=stays.entry, kind="already_home", by=people["signer"], at=NOON, message="so")
    for line in (waits, stays):
        for stop in stops_on([line], people["signer"])[line.pk]:
            let_pass(line=line, stop=stop, reason="looked", by=people["signer"], at=NOON)
    for line in (None, stays):
        extra = report_extra(
            batch=made.batch, note="a man", key=own_key(), line=line, by=made.hand, at=later(6)
        )
    settle_discrepancy(step=extra, done="stays at the hall", by=made.hand, at=later(7))
    claim = made.crossed.assertion
    confirm_assertion(assertion=claim, by=people["signer"], at=later(8))
    undo_step(step=made.crossed, reason="the wrong sheet", by=made.hand, at=later(9))


def report(made, line, cause):
    return report_not_crossed(
        batch=made.batch, line=line, cause=cause, key=own_key(), note=cause * 20, by=made.hand,
        at=later(7),
    )  # fmt: skip


def test_a_side_notices_that_somebody_did_not_cross_and_nothing_of_why(people, made, look):
    """What is entered of a line shows on it to both sides, on no other; the rest shows nowhere.

    So two moments look the same that differ in the cause, in whether it is settled, and in all
    that the keeper learns and does meanwhile.
    """
    before, line = look(), made.aboard[0][1]
    wanted = ["board/", "handover/", f"batches/{made.batch.uid}/", f"plans/{made.plan.uid}/",
              f"batches/{made.batch.uid}/list.xlsx", f"plans/{made.plan.uid}/problem.json",
              *(f"vehicles/{one.uid}/" for one in made.vehicles)]  # fmt: skip
    for seen in before:
        assert all(any(page.endswith(one) for page in seen) for one in wanted)
        assert {status for status, *_ in seen.values()} <= {200, 302}
    check_out(vehicle=made.vehicles[0], lines=[line], keys=[own_key()], by=made.hand, at=later(6))
    step = report(made, line, "absent")
    after = look()
    undo_step(step=step, reason="for the other cause", by=made.hand, at=later(8))
    step = report(made, line, "refused")
    settle_discrepancy(step=step, done="asked in writing", by=made.hand, at=later(9))
    keeper_works(people, made)
    assert changed(after, look()) == [[], []]
    pages = {f"/exchanges/lines/{one.uid}/" for lines in made.lines for one in lines}
    own = f"/exchanges/lines/{line.uid}/"
    for told in changed(before, after):
        assert pages & set(told) == {own}
        assert not any(page.endswith((".json", "/plan/", "/draw/")) for page in told)
