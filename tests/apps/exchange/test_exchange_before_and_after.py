"""What the keeper learns and does of an exchange changes no byte a side can open, until released.

Every page, file, header and number of queries is compared before and after; then one release
changes exactly the lines that are not available.
"""

import time
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone
from exchange.exchanging import absent, world
from exchange.opening_pages import differing, taken
from register.crawling import crawl

from conftest import NOON
from wayhome.apps.audit import middleware
from wayhome.apps.audit.models import User
from wayhome.apps.audit.services.sequencer import number_entries
from wayhome.apps.exchange.selectors.stops import stops_on
from wayhome.apps.exchange.services.exchanges import add_site
from wayhome.apps.exchange.services.private import keep_wish
from wayhome.apps.exchange.services.releasing import release_absences
from wayhome.apps.exchange.services.stops import let_pass
from wayhome.apps.register.services.flags import raise_flag

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(people, parties, monkeypatch):
    """An exchange with both lists drawn up; no page differs by the clock."""
    monkeypatch.setattr(timezone, "now", lambda: NOON + timedelta(days=1))
    moment = time.time()
    monkeypatch.setattr(middleware, "time", SimpleNamespace(time=lambda: moment))
    found = world(parties)
    number_entries(at=NOON)
    return found


@pytest.fixture
def look(made, signed_in):
    """All that a negotiator of a side can open."""
    return lambda name: crawl(User.objects.get(pk=getattr(made, name).pk), signed_in)


@pytest.fixture
def look_at_lines(made, signed_in):
    """The page of each line, as such a negotiator sees it."""
    pages = [f"/exchanges/lines/{one.uid}/" for lines in made.lines for one in lines]
    return lambda name: taken(User.objects.get(pk=getattr(made, name).pk), signed_in, *pages)


def keeper_works(people, made):
    """Wishes, absences, flags, decisions about flags: all of it the keeper's alone."""
    first, second, third = made.lines[0]
    other = made.lines[1][0]
    for line, wishes in ((first, False), (second, True), (other, True)):
        keep_wish(
            line=line, wishes=wishes, asked_on=date(2026, 2, 27), approver=people["signer"],
            by=people["proposer"], at=NOON,
        )  # fmt: skip
    absent(people, first, "wish")
    absent(people, other, "procedural")
    absent(people, second, "medical", approve=False)
    raise_flag(entry=second.entry, kind="harm", by=people["signer"], at=NOON)
    raise_flag(entry=third.entry, kind="already_home", by=people["signer"], at=NOON, message="so")
    (stop,) = stops_on([third], people["signer"])[third.pk]
    let_pass(line=third, stop=stop, reason="a namesake", by=people["signer"], at=NOON)


def test_a_side_notices_nothing_until_a_release_and_then_exactly_that(
    people, made, look, look_at_lines
):
    before = {who: look(who) for who in ("north", "south")}
    address = f"/exchanges/{made.exchange.uid}/"
    for seen in before.values():
        assert address in seen
        assert f"{address}board/" in seen
        assert {f"/exchanges/lines/{line.uid}/" for line in made.lines[0]} <= seen.keys()
        assert {status for status, *_ in seen.values()} <= {200, 302}

    keeper_works(people, made)
    assert differing(before["south"], look("south")) == [], "the keeper's work shows"
    add_site(holder=made.sides[1], name="Old barracks", by=made.south, at=NOON)
    assert differing(before["north"], look("north")) == [], "that or a site of the others shows"

    # Since then the south may say of its own people that they are held at the site.
    before = {who: look_at_lines(who) for who in ("north", "south")}
    release_absences(exchange=made.exchange, by=made.keeper, at=NOON)
    gone = [f"/exchanges/lines/{lines[0].uid}/" for lines in made.lines]
    for who, seen in before.items():
        after = look_at_lines(who)
        assert differing(seen, after) == sorted(gone), who
        told = [after[page][2].decode() for page in gone]
        assert all("not available" in page for page in told)
        assert not any(word in page for page in told for word in ("wish", "procedur", "medical"))
