"""What was said in confidence changes nothing for anybody it was not shared with.

Every page a party can reach is compared byte by byte, with headers and the number of queries,
before and after; and the same for any sequence of verbs, drawn at random.
"""

import re
import time
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.urls import resolve
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from register.crawling import MASKED, crawl
from talks.reported import brought
from talks.talking import (
    IN_CONFIDENCE,
    WORDS,
    negotiator,
    one_of_each,
    promise,
    shared,
    talks,
)

from conftest import NOON
from wayhome.apps.audit import middleware
from wayhome.apps.audit.models import Read, Role
from wayhome.apps.audit.services import seal
from wayhome.apps.audit.services.sequencer import number_entries
from wayhome.apps.talks.models import Kept, ReadingJob, Report
from wayhome.apps.talks.selectors.rows import visible
from wayhome.apps.talks.selectors.subjects import kinds
from wayhome.apps.talks.services.deliveries import record_delivery
from wayhome.apps.talks.services.drafts import confirm, leave_out, undo
from wayhome.apps.talks.services.filing import Filing
from wayhome.apps.talks.services.readings import ask_reading, begin_again, stop_reading
from wayhome.apps.talks.services.reports import keep_report
from wayhome.apps.talks.services.sharing import share
from wayhome.apps.talks.services.statements import add_translation, record_statement
from wayhome.apps.talks.services.undoing import withdraw
from wayhome.apps.talks.urls import urlpatterns
from wayhome.apps.talks.views.drafts import filing_of, form_of, reading_of

pytestmark = pytest.mark.django_db
ALL_ROLES = (Role.REGISTRAR, Role.REVIEWER, Role.APPROVER, Role.FORENSIC, Role.CHILD_CASEWORKER)


@pytest.fixture
def stopped(monkeypatch):
    """One moment for every page, so that nothing differs by the clock."""
    monkeypatch.setattr(timezone, "now", lambda: NOON + timedelta(days=1))
    # A session writes down every half minute that it is in use: some queries more on some page.
    moment = time.time()
    monkeypatch.setattr(middleware, "time", SimpleNamespace(time=lambda: moment))


@pytest.fixture
def world(people, parties, stopped):
    """Public talks, something shared with Southland, and a party's own record."""
    by = negotiator()
    process, north, south = talks(by, parties=parties)
    open_rows = one_of_each(by, process, north, south, mark=" open")
    with_south = one_of_each(
        by, process, north, south, filing=shared(parties["south"]), mark=" south"
    )
    viewer = negotiator("Southland Bureau", *ALL_ROLES)
    notes, *own_sides = talks(viewer, filing=IN_CONFIDENCE, title="Our own notes")
    own = one_of_each(viewer, notes, *own_sides, filing=IN_CONFIDENCE, mark=" our own")
    brought_list = own.list.list  # whose file could be had again
    brought_list.file_sealed = seal(brought_list.key, b"Name\nAldren\n", purpose="file")
    brought_list.mapping = {"full_name": "Name"}
    brought_list.save()
    number_entries(at=NOON)
    return {
        "own": own, "draft": half_decided(notes, viewer), "waiting": waiting(notes, viewer),
        "by": by, "process": process, "north": north, "south": south, "open": open_rows,
        "shared": with_south, "viewer": viewer, "party": parties["north"],
    }  # fmt: skip


def half_decided(process, by, filing=IN_CONFIDENCE):
    """A report with its draft: one row confirmed, one left out, one undone."""
    report, draft = brought(process, by, filing)
    rows = reading_of(report, by).rows
    first, second, third, *_ = (row for row in rows if row.item.kind in ("round", "number"))
    for row in (first, third):
        form = form_of(row.item, report, by)
        assert form.is_valid()
        confirm(
            draft=draft, item=row.item.id, kind=row.item.kind, given=form.arguments(),
            filing=replace(
                filing_of(form, row.item, report), confidentiality=filing.confidentiality,
                shared_with=filing.shared_with,
            ),
            by=by, at=NOON,
        )  # fmt: skip
    undo(draft=draft, item=third.item.id, by=by, at=NOON)
    leave_out(draft=draft, item=second.item.id, by=by, at=NOON)
    return report


def waiting(process, by, filing=IN_CONFIDENCE):
    """A report that is not read yet."""
    report = keep_report(
        process=process, text="They met.", publisher="Courier", by=by, at=NOON, filing=filing
    )
    return ask_reading(report=report, by=by, at=NOON)


@pytest.fixture
def look(world, signed_in):
    """All that the viewer sees: pages by links and by address, and what verbs answer."""
    shown, draft = world["open"].delivery, f"/talks/reports/{world['draft'].uid}/"
    row = reading_of(Report.objects.get(uid=world["draft"].uid), world["viewer"]).rows[-1].item.id
    own = f"/talks/rows/statement/{world['own'].statement.uid}/"
    posts = [
        (f"/talks/reports/{world['waiting'].report.uid}/{verb}/", {"sent": verb})
        for verb in ("read", "stop")
    ]
    posts += [(f"{draft}rows/{row}/{verb}/", {"sent": verb}) for verb in ("leave-out", "undo")]
    posts += [(f"{draft}confirm/", {"row": "t1:0"}), (f"{own}translate/", {"language": "en"})]
    also = (f"/talks/deliveries/{shown.uid}/rows/",)
    return lambda: crawl(world["viewer"], signed_in, posts=posts, also=also)


def in_confidence(world):
    """The keeper records one of everything in confidence, shares it with Northland, undoes it."""
    by, process = world["by"], world["process"]
    sides = world["north"], world["south"]
    secret = one_of_each(by, process, *sides, filing=IN_CONFIDENCE, mark=" whispered")
    told = one_of_each(by, process, *sides, filing=shared(world["party"]), mark=" to north")
    who = {"by": by, "at": NOON}
    withdraw(row=secret.statement, reason="taken back", **who)
    named = {"confidentiality": "shared", "shared_with": [world["party"]]}
    for row in (secret.side, secret.number, secret.report):
        share(row=row, **named, **who)
    add_translation(row=told.statement, language="ru", text="Мы согласны.", translator="T", **who)
    made = world["open"].commitment
    for counter in ("Observatory", "Red Cross"):
        record_delivery(
            commitment=made, giver=world["north"], quantity=99, unit="captive", day="2026-02-02",
            counting_rule="heads", counter=counter, **who,
        )  # fmt: skip
    promise(world["north"], by, filing=IN_CONFIDENCE, title="whispered promise")
    for filing in (IN_CONFIDENCE, shared(world["party"])):
        half_decided(process, by, filing)
        read = waiting(process, by, filing)
        ReadingJob.objects.filter(pk=read.pk).update(state="running", started_at=NOON)
        read.refresh_from_db()
        begin_again(job=read, at=NOON)
        stop_reading(job=read, by=by, at=NOON)
        ask_reading(report=read.report, by=by, at=NOON)
    hidden, *_ = talks(by, filing=IN_CONFIDENCE, title="whispered talks")
    north_talks, *both = talks(by, filing=shared(world["party"]), title="talks to north")
    one_of_each(by, north_talks, *both, shared(world["party"]), mark=" spoken there")
    withdraw(row=hidden, reason="over", **who)
    number_entries(at=NOON)


def every_address():
    """Every address of the talks, by its name; the sheet of public talks among them."""
    return {f"talks:{one.name}" for one in urlpatterns}


def test_no_page_of_another_party_changes_by_a_byte(world, look):
    before = look()
    in_confidence(world)
    after = look()
    differing = [
        str(where)
        for where in before.keys() | after.keys()
        if before.get(where) != after.get(where)
    ]
    assert differing == []
    assert every_address() <= {
        resolve(str(where).partition("?")[0]).view_name
        for where in (one if isinstance(one, str) else one[1] for one in before)
        if where.startswith("/")
    }
    assert f"/talks/{world['process'].uid}/" in before
    assert f"/talks/rows/statement/{world['shared'].statement.uid}/" in before
    assert {status for status, *_ in before.values()} <= {200, 302}
    every = b"".join(body for _, _, body, _ in after.values())
    for word in (b"whispered", b"to north", b"spoken there"):
        assert word not in every
    assert b" south" in every


def test_whom_it_is_shared_with_sees_exactly_that(world, signed_in, client):
    in_confidence(world)
    viewer = negotiator("Northland Bureau", *ALL_ROLES)
    page = signed_in(client, viewer).get(f"/talks/{world['process'].uid}/").content.decode()
    assert " to north" in page
    assert " whispered" in page  # the side and the number that were shared after all
    assert "whispered promise" not in page
    assert " south" not in page


def test_the_keepers_other_people_see_nothing_in_confidence(world, people, signed_in, client):
    in_confidence(world)
    for who in ("registrar", "signer"):
        signed_in(client, people[who])
        pages = [client.get("/talks/"), client.get(f"/talks/{world['process'].uid}/")]
        every = "".join(page.content.decode() for page in pages)
        assert "Talks at the ford" in every
        assert " to north" in every
        for word in ("whispered promise", "whispered talks", "Ford whispered"):
            assert word not in every


def test_every_address_of_a_hidden_row_is_the_page_of_nothing(world, signed_in, client):
    secret = one_of_each(
        world["by"], world["process"], world["north"], world["south"], mark=" whispered"
    )
    share(row=secret.number, confidentiality="mediator", by=world["by"], at=NOON)
    signed_in(client, world["viewer"])
    nothing = client.get("/no/such/page/")
    for end in ("", "withdraw/", "share/"):
        answer = client.get(f"/talks/rows/numberclaim/{secret.number.uid}/{end}")
        assert (answer.status_code, masked(answer)) == (404, masked(nothing))


def snapshot(viewer):
    """Every field of every row the viewer may see."""
    return {kind.__name__: list(visible(kind, viewer).order_by("pk").values()) for kind in kinds()}


HIDDEN = st.sampled_from(["mediator", "north"])
STEPS = st.lists(
    st.tuples(st.sampled_from(["all", "say", "withdraw", "share", "translate", "report"]), HIDDEN),
    min_size=1,
    max_size=4,
)


@given(steps=STEPS)
@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_sequence_of_verbs_in_confidence_shows(world, client, signed_in, steps):
    signed_in(client, world["viewer"])
    address = f"/talks/{world['process'].uid}/"
    with transaction.atomic():
        before = snapshot(world["viewer"]), _page(client, address)
        made = []
        for verb, hidden in steps:
            _do(verb, IN_CONFIDENCE if hidden == "mediator" else shared(world["party"]),
                made, world)  # fmt: skip
        assert (snapshot(world["viewer"]), _page(client, address)) == before
        transaction.set_rollback(True)


def _do(verb, filing, made, world):
    """One verb about rows that the viewer may not see."""
    who = {"by": world["by"], "at": NOON}
    standing = [row for row in made if row.stands]
    if verb == "all":
        rows = one_of_each(
            world["by"], world["process"], world["north"], world["south"], filing,
            mark=f" {len(made)}",
        )  # fmt: skip
        made += [row for row in vars(rows).values() if isinstance(row, Kept)]
    elif verb == "report":
        made.append(half_decided(world["process"], world["by"], filing))
    elif verb == "say" or not standing:
        given = {"words": WORDS, "mode": "quote", "side": world["south"], "filing": filing}
        made.append(record_statement(process=world["process"], **given, **who))
    elif verb == "withdraw":
        withdraw(row=standing[0], reason="x", **who)
        for row in made:
            row.refresh_from_db()
    elif verb == "translate":
        said = [row for row in standing if getattr(row, "wording", None)]
        for row in said[:1]:
            add_translation(row=row, language="ru", text="Да.", translator="T", **who)
    elif not isinstance(standing[-1], Report):
        share(row=standing[-1], confidentiality="mediator", **who)


def _page(client, address):
    answer = client.get(address)
    return answer.status_code, masked(answer), answer.headers.get("Cache-Control")


def masked(answer):
    """The page but for the token that differs each time."""
    body = re.sub(rb'name="next" value="[^"]*"', b"NEXT", answer.content)
    for pattern, instead in MASKED:
        body = pattern.sub(instead, body)
    return body


def test_reading_a_passage_is_logged(world, signed_in, client):
    by = world["by"]
    report = world["open"].report
    said = record_statement(
        process=world["process"], words=WORDS, mode="quote", side=world["south"], by=by, at=NOON,
        filing=Filing(confidentiality="public", report=report, start=0, end=4),
    )  # fmt: skip
    page = signed_in(client, world["viewer"]).get(f"/talks/rows/statement/{said.uid}/")
    assert "<q>They</q>" in page.content.decode()
    assert Read.objects.filter(by=world["viewer"], about=report.key_id, how="viewed").exists()
