"""Each sees its own: what the keeper does with two parties' lines changes nothing for a party.

Every page, count, search, file, header and number of queries is compared, byte by byte, before
and after; only what two people released may make a difference, and then exactly that.
"""

import time
from datetime import timedelta
from types import SimpleNamespace

import pytest
from bringing import bring
from crawling import crawl, look_at
from disclosing import NORTH, SOUTH, answer, ask, fresh, office, release, sought
from django.utils import timezone

from conftest import NOON
from wayhome.apps.audit import middleware
from wayhome.apps.audit.models import Party, Role, RoleGrant
from wayhome.apps.audit.services.sequencer import number_entries
from wayhome.apps.register.models import Judgement, ListEntry
from wayhome.apps.register.services.assertions import confirm_assertion, record_assertion
from wayhome.apps.register.services.disclosures import approve_disclosure
from wayhome.apps.register.services.flags import raise_flag
from wayhome.apps.register.services.judgements import confirm_judgement, propose_judgement
from wayhome.apps.register.services.matching import Against, start_match
from wayhome.apps.register.services.matching.running import run_match

pytestmark = pytest.mark.django_db

HELD = (
    "Бондарчук;Юрий;Александрович;11.11.1984;НК-679668;рядовой;;а",
    "Юхименко;Денис;Сергеевич;03.01.1978;;рядовой;;б",
    "Ткач;Олег;;1990;;;;в",
)
SEARCHES = ("Бондарчук Юрій", "бондарчук", "Yukhymenko", "Ткач 1990", "НК-679668", "nobody")


@pytest.fixture
def stopped(monkeypatch):
    """One moment for every page, so that nothing differs by the clock."""
    monkeypatch.setattr(timezone, "now", lambda: NOON + timedelta(days=1))
    # A session writes down every half minute that it is in use: one query more on some page.
    moment = time.time()
    monkeypatch.setattr(middleware, "time", SimpleNamespace(time=lambda: moment))


@pytest.fixture
def world(people, stopped):
    """Northland seeks three; Southland, to whom the list was put, holds three."""
    put, lines = sought(people, by="northern")
    _other, (unsent,) = sought(people, "Гай;Ганна;;1970;;;;г", by="northern", title="Not sent")
    south = {"by": "outsider", "office": SOUTH, "kind": "held", "title": "Held"}
    north = Party.objects.get(name="Northland")
    held = bring(people, *HELD, addressed_to=north, **south)
    sent = release(people, by="northern", approver="northern_signer", list=put)
    number_entries(at=NOON)  # as the sequencer does all the time: an entry's proof stays as it is
    holding = ListEntry.objects.filter(appearances__list=held).order_by("appearances__line")
    return {"put": put, "lines": lines, "held": held, "holding": list(holding), "sent": sent,
            "unsent": unsent}  # fmt: skip


@pytest.fixture
def look(people, signed_in, world):
    """All that somebody of a party with every role of its people can see."""
    posts = [
        (f"/disclosures/{world['sent'].uid}/file/", {"form": form, "language": "en"})
        for form in ("csv", "xlsx")
    ]
    for name in ("northern", "outsider"):
        RoleGrant.objects.create(user=people[name], role=Role.APPROVER, granted_at=NOON)
    return lambda name: crawl(fresh(people[name]), signed_in, searches=SEARCHES, posts=posts)


def differing(before, after):
    """The addresses where anything differs."""
    every = before.keys() | after.keys()
    return sorted(str(where) for where in every if before.get(where) != after.get(where))


def keeper_works(people, world):
    """The keeper compares, joins lines of both parties, flags, records, takes answers down."""
    job = start_match(
        by=people["proposer"], list_a=world["put"], list_b=world["held"],
        against=Against.LIST, at=NOON,
    )  # fmt: skip
    run_match(job=job, at=NOON)
    for mine, theirs in zip(world["lines"], world["holding"], strict=True):
        made = propose_judgement(
            entry_a=mine, entry_b=theirs, verdict=Judgement.Verdict.SAME, reason="as seen",
            by=people["proposer"], at=NOON,
        )  # fmt: skip
        confirm_judgement(judgement=made, by=people["signer"], at=NOON)
    first, second, third = world["lines"]
    for kind in ("already_home", "civilian"):
        raise_flag(entry=first, kind=kind, by=people["signer"], at=NOON, message="a relative")
    raise_flag(entry=world["unsent"], kind="harm", by=people["signer"], at=NOON)
    for kind in ("confirmed_held", "died"):
        told = record_assertion(
            entry=second, kind=kind, said_by=office(SOUTH), as_of_date="2026-02",
            evidence="a letter", by=people["proposer"], at=NOON,
        )  # fmt: skip
        if kind == "died":
            confirm_assertion(assertion=told, by=people["signer"], at=NOON)
    answer(people, third, "held", by="registrar")
    answer(people, world["holding"][2], "held", by="registrar", given_by=NORTH)


def reaches_the_work(seen, world):
    """The crawl saw the pages that matter, and every one of them could be opened."""
    for line in world["lines"]:
        assert f"/lines/{line.uid}/" in seen
    for room in ("/lists/", "/answers/", "/flags/", "/disclosures/", "/judgements/", "/persons/"):
        assert room in seen
    assert {status for status, *_ in seen.values()} <= {200, 302}


def test_nothing_shows_until_it_is_released_and_then_exactly_that(people, world, look, signed_in):
    before = {who: look(who) for who in ("northern", "outsider")}
    reaches_the_work(before["northern"], world)
    keeper_works(people, world)
    assert differing(before["outsider"], look("outsider")) == [], "what the keeper does shows"

    flagged, plain, other = world["lines"]
    answer(people, other)  # and nobody asks to release it
    given = [answer(people, flagged), answer(people, plain, "not_held")]
    sent = ask(people, by="outsider", what="answers", to=NORTH, answers=given)
    raise_flag(entry=flagged, kind="harm", by=people["signer"], at=NOON)
    # For whoever it was sent to the line is gone; whoever sent it notices nothing.
    assert differing(before["northern"], look("northern")) == [], (
        "what the keeper does shows, or an answer unreleased, or a flag of harm"
    )
    put = look_at(fresh(people["outsider"]), signed_in, f"/received/{world['sent'].uid}/")
    assert plain.surname in put
    assert flagged.surname not in put
    approve_disclosure(
        disclosure=sent, by=people["outsider_signer"], at=NOON, content_sha256=sent.content_sha256
    )
    after = look("northern")
    changed = differing(before["northern"], after)
    assert "not held" in after[f"/lines/{plain.uid}/"][2].decode()
    for untouched in (flagged, other):
        assert f"/lines/{untouched.uid}/" not in changed
    received = after[f"/received/{sent.uid}/"][2].decode()
    assert plain.surname in received
    assert flagged.surname not in received
    mentions = ("/answers/", "/disclosures/", "/lists/", "/persons/", "/received/", "('search'")
    once = {"/", f"/lines/{plain.uid}/"}  # the count of what came, and the line it is about
    assert {where for where in changed if not where.startswith(mentions)} <= once
