"""Why somebody is not available shows nowhere: not in a byte, not in an act, not in a moment."""

import random
from datetime import date

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from exchange.exchanging import absent, planned, world
from register.judging import judged, lines

from conftest import NOON
from wayhome.apps.audit.models import SubjectKey
from wayhome.apps.audit.subjects import readable_by
from wayhome.apps.exchange.models import Absence, AgreedLine, Wish
from wayhome.apps.exchange.selectors.funnel import funnel_of
from wayhome.apps.exchange.selectors.lines import history_of, lines_visible_to
from wayhome.apps.exchange.selectors.plans import standing_plan
from wayhome.apps.exchange.selectors.private import (
    PADDED,
    absences_visible_to,
    not_asked,
    told_in,
    waiting_absences,
    wishes_visible_to,
)
from wayhome.apps.exchange.services.agreeing import freeze_list
from wayhome.apps.exchange.services.lists import put_lines
from wayhome.apps.exchange.services.planning import run_plan, start_mending
from wayhome.apps.exchange.services.private import (
    approve_absence,
    ask_absence,
    end_absence,
    keep_wish,
)
from wayhome.apps.exchange.services.refusals import CannotExchange
from wayhome.apps.exchange.services.releasing import release_absences
from wayhome.apps.register.models import ErasureRequest
from wayhome.apps.register.services.erasure import approve_erasure, ask_erasure

pytestmark = pytest.mark.django_db
DAY = date(2026, 2, 27)
SEALED = {"exchange.absence": "sealed", "exchange.wish": "sealed"}
"""What may differ: the two sealed columns, and they have one length."""


@pytest.fixture
def made(people, parties):
    return world(parties)


def interview(people, line, wishes, note=""):
    return keep_wish(
        line=line, wishes=wishes, asked_on=DAY, note=note, approver=people["signer"],
        by=people["proposer"], at=NOON,
    )  # fmt: skip


@pytest.fixture
def seeded(monkeypatch):
    """Everything drawn at random is drawn anew from one seed; every clock stands still."""
    monkeypatch.setattr(timezone, "now", lambda: NOON)

    def begin():
        stream = random.Random(7)  # noqa: S311 -- not for secrets: for two runs alike
        for where in ("os.urandom", "random._urandom"):
            monkeypatch.setattr(where, stream.randbytes)

    return begin


def everything():
    """Every row of every table but the two sealed columns, of which only the length."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        hidden = SEALED.get(model._meta.label_lower)
        rows = []
        for row in model._base_manager.order_by("pk").values():
            told = {name: bytes(v) if isinstance(v, memoryview) else v for name, v in row.items()}
            if hidden:
                told[hidden] = len(told[hidden])
            rows.append(told)
        found[model._meta.label_lower] = rows
    return found


def run(made, people, cause, note, seeded):
    """What is in the database after an exchange with this cause, and how many queries it took."""
    with transaction.atomic():
        seeded()
        with CaptureQueriesContext(connection) as queries:
            one_way(made, people, cause, note)
        kept = everything(), len(queries)
        transaction.set_rollback(True)
    return kept


def one_way(made, people, cause, note):
    """Everybody is asked; one does not go; after the plan another drops out; the first is back."""
    first, second = made.lines[0][0], made.lines[0][1]
    away = (first, second) if cause == Absence.Cause.WISH else ()
    for line in (*made.lines[0], *made.lines[1]):
        interview(people, line, line != first or not away, note if line == first else "")
    kept = ask_absence(
        line=first, cause=cause, note=note, approver=people["signer"], by=people["proposer"],
        at=NOON,
    )  # fmt: skip
    approve_absence(absence=kept, by=people["signer"], at=NOON)
    planned(made)
    interview(people, second, not away, note)
    other = ask_absence(
        line=second, cause=cause, approver=people["signer"], by=people["proposer"], at=NOON
    )
    approve_absence(absence=other, by=people["signer"], at=NOON)
    run_plan(
        job=start_mending(plan=standing_plan(made.exchange, made.keeper), by=made.keeper, at=NOON),
        at=NOON,
    )
    interview(people, first, True)
    end_absence(absence=kept, by=people["proposer"], at=NOON)
    release_absences(exchange=made.exchange, by=made.keeper, at=NOON)


def test_two_runs_that_differ_only_in_the_cause_differ_in_no_byte(people, parties, seeded):
    made = world(parties, names=("Aldren", "Birk", "Corvin", "Dorn"))
    cause, *others = Absence.Cause.values
    run(made, people, cause, "", seeded)  # what is fetched once for good, is fetched now
    expected = run(made, people, cause, "does not want to", seeded)
    assert len(expected[0]["exchange.planline"]) == 16  # two plans of eight
    for other in others:
        told = run(made, people, other, "a longer note: " + "x" * 300, seeded)
        differing = [name for name, rows in expected[0].items() if rows != told[0][name]]
        assert differing == []
        assert told[1] == expected[1]


def test_only_the_two_read_it(made, people):
    line = made.lines[0][0]
    wish, absence = interview(people, line, False, "in private"), absent(people, line, "wish")
    for who in ("proposer", "signer"):
        viewer = people[who]
        assert told_in(wish, viewer).wishes is False
        assert (told_in(wish, viewer).note, told_in(wish, viewer).asked_on) == ("in private", DAY)
        assert told_in(absence, viewer).cause == "wish"
        keys = SubjectKey.objects.filter(readable_by(viewer))
        assert keys.filter(pk__in=[wish.key_id, absence.key_id]).count() == 2
    others = [made.keeper, made.north, made.south]
    others += [user for name, user in people.items() if name not in ("proposer", "signer")]
    for viewer in others:
        assert told_in(wish, viewer) == told_in(absence, viewer)
        assert not told_in(wish, viewer).note
        assert told_in(wish, viewer).wishes is None
        assert not wishes_visible_to(viewer).exists()
        assert not absences_visible_to(viewer).exists()
        keys = SubjectKey.objects.filter(readable_by(viewer))
        assert not keys.filter(pk__in=[wish.key_id, absence.key_id]).exists()


def test_nothing_shows_before_the_release_and_then_all_at_once(made, people):
    both = [made.lines[0][0], made.lines[1][0]]
    for line, cause in zip(both, ("medical", "procedural"), strict=True):
        absent(people, line, cause)
    waits = absent(people, made.lines[0][1], approve=False)
    states = lines_visible_to(made.north).filter(state="not_available")
    assert not states.exists()
    freeze_list(list=made.lists[0], by=made.keeper, at=NOON)
    assert set(states) == set(both)
    assert waiting_absences(made.exchange, people["signer"]) == 1
    told = history_of(both[0], made.south)[-1]
    assert (told.event.kind, told.by_side, told.reason) == ("not_available", None, "")
    assert told.event.recorded_by == made.keeper
    end_absence(absence=waits, by=people["signer"], at=NOON)
    assert waiting_absences(made.exchange, people["signer"]) == 0
    assert release_absences(exchange=made.exchange, by=made.keeper, at=NOON) == 0


def test_nobody_goes_against_his_will_even_if_no_absence_was_asked(made, people):
    line = made.lines[0][0]
    interview(people, line, False)
    freeze_list(list=made.lists[0], by=made.keeper, at=NOON)
    assert lines_visible_to(made.north).get(pk=line.pk).state == "not_available"
    assert not AgreedLine.objects.filter(line=line, given_up_at=None).exists()
    interview(people, line, True)
    release_absences(exchange=made.exchange, by=made.keeper, at=NOON)
    assert lines_visible_to(made.north).get(pk=line.pk).state == "proposed"
    assert AgreedLine.objects.filter(line=line, given_up_at=None).count() == 1  # and may travel
    assert Wish.objects.filter(line=line, revoked_at=None).count() == 1


def test_who_has_a_place_by_another_line_meanwhile_does_not_come_back(made, people):
    line, other = made.lines[0][0], made.lines[1][0]
    interview(people, line, False)
    freeze_list(list=made.lists[0], by=made.keeper, at=NOON)
    judged(line.entry, other.entry, people, knowingly=True)
    freeze_list(list=made.lists[1], by=made.keeper, at=NOON)
    interview(people, line, True)
    assert release_absences(exchange=made.exchange, by=made.keeper, at=NOON) == 0
    assert lines_visible_to(made.north).get(pk=line.pk).state == "not_available"
    assert AgreedLine.objects.get(given_up_at=None, entry=other.entry).line == other


def test_it_takes_two(made, people):
    line, asker = made.lines[0][0], people["proposer"]
    for approver in (asker, people["registrar"], made.north):
        with pytest.raises(CannotExchange, match="somebody else"):
            ask_absence(line=line, cause="medical", approver=approver, by=asker, at=NOON)
    asked = absent(people, line, approve=False)
    for other in ("proposer", "second_signer", "registrar"):
        with pytest.raises(CannotExchange):
            approve_absence(absence=asked, by=people[other], at=NOON)
    with pytest.raises(CannotExchange, match="already"):
        absent(people, line)
    for outsider in (made.north, people["northern_signer"], made.keeper):
        with pytest.raises(CannotExchange):
            ask_absence(line=line, cause="wish", approver=people["signer"], by=outsider, at=NOON)
        with pytest.raises(CannotExchange):
            end_absence(absence=asked, by=outsider, at=NOON)


def test_the_cause_lies_sealed_at_one_length(made, people):
    for n, (cause, line) in enumerate(zip(Absence.Cause.values, made.lines[0] * 2, strict=False)):
        if n < 3:
            ask_absence(
                line=line, cause=cause, note="й" * 200 * n, approver=people["signer"],
                by=people["proposer"], at=NOON,
            )  # fmt: skip
    assert {len(bytes(one.sealed)) for one in Absence.objects.all()} == {PADDED + 28}
    assert funnel_of(made.exchange, made.north)[0].counts == {0: 3, 1: 3}


def test_who_was_not_asked_yet_is_told_to_interviewers_whatever_was_answered(made, people):
    asker, (first, second, third) = people["proposer"], made.lines[0]
    interview(people, first, True)
    interview(people, second, False)
    assert set(not_asked(made.exchange, asker)) == {third, *made.lines[1]}
    for viewer in (made.keeper, made.north, people["signer"]):
        assert not not_asked(made.exchange, viewer).exists()


def test_what_was_told_is_gone_with_the_person(made, people):
    (entry,), asker = lines(made.sides[0].party, ["Dorn"]), people["proposer"]
    (line,) = put_lines(list=made.lists[0], entries=[entry], by=made.keeper, at=NOON)
    wish, absence = interview(people, line, True, "in private"), absent(people, line, "wish")
    asked = ask_erasure(
        entries=[entry], ground=ErasureRequest.Ground.values[0], by=people["signer"], at=NOON
    )
    approve_erasure(request=asked, by=people["second_signer"], at=NOON)
    wish, absence = Wish.objects.get(pk=wish.pk), Absence.objects.get(pk=absence.pk)
    assert told_in(wish, asker).note == told_in(absence, asker).cause == ""
    freeze_list(list=made.lists[0], by=made.keeper, at=NOON)
    made.lists[0].refresh_from_db()
    assert made.lines[0][0].code in made.lists[0].document
    assert line.code not in made.lists[0].document
