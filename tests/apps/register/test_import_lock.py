"""While a list is written nobody else can write on SQLite: what can be done before is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.register.bringing import bring, prepare
from conftest import NOON
from wayhome.apps.audit.services.erasure import hold_back
from wayhome.apps.register.models import Flag, ListEntry, NameKey, PersonList
from wayhome.apps.register.models.lists import WRITTEN
from wayhome.apps.register.services import imports
from wayhome.apps.register.services.flags import raise_flag
from wayhome.apps.register.services.holding_back import digests_of
from wayhome.apps.register.services.imports import ask_commit, commit_import, write_list
from wayhome.apps.register.services.name_keys import keys_of_line

SLOW = ("check_file", "make_keys", "seal", "seal_parts", "keys_of_line", "marks_of")


def many(count):
    return [f"Особа{n};Ім'я{n};;{n % 28 + 1:02}.05.1980;{n};;здоровий;" for n in range(count)]


@pytest.mark.django_db(transaction=True)
def test_reading_sealing_and_filing_are_over_before_the_lock_is_taken(people, monkeypatch):
    job = prepare(people)
    inside = {}
    for name in SLOW:
        real = getattr(imports.preparing, name)

        def watched(*args, name=name, real=real, **kwargs):
            inside[name] = inside.get(name, False) or connection.in_atomic_block
            return real(*args, **kwargs)

        monkeypatch.setattr(imports.preparing, name, watched)
    commit_import(job=job, by=people["registrar"], at=NOON)
    assert inside == dict.fromkeys(SLOW, False)


def test_a_longer_list_asks_the_database_no_more_often(people):
    asked = []
    for count in (3, 300):
        job = prepare(people, *many(count), title=str(count))
        ask_commit(job=job, by=people["registrar"], at=NOON)
        with CaptureQueriesContext(connection) as queries:
            write_list(job=job, at=NOON)
        asked.append(len(queries))
    assert asked[1] <= asked[0]


@pytest.mark.both_databases
def test_what_was_made_ready_is_what_stands(people):
    """Each line under its own key, found by its own keys, in its own row."""
    made = bring(people, *many(40))
    lines = ListEntry.objects.filter(appearances__list=made)
    assert [line.surname for line in lines.order_by("appearances__line")] == [
        f"Особа{n}" for n in range(40)
    ]
    for line in lines.select_related("key"):
        filed = set(NameKey.objects.filter(entry=line).values_list("key", flat=True))
        assert filed == keys_of_line(line)
        (part,) = line.key.parts.all()
        assert part.entry.act == "list_imported"
        # Numbers 0 and 1 of the parts are the list itself and its file.
        assert part.number == int(line.surname.removeprefix("Особа")) + 2


def test_who_was_erased_while_a_list_was_made_ready_does_not_come_back(people, monkeypatch):
    first = bring(people)
    erased = ListEntry.objects.get(appearances__list=first, surname="Ткач")
    job = prepare(people, predecessor=first)
    real, tries = imports.preparing.check_file, []

    def erased_meanwhile(*args):
        checked = real(*args)
        if not tries:
            written = {field: getattr(erased, field) for field in WRITTEN}
            hold_back(digests_of(written, partition=first.partition), at=NOON)
        tries.append(checked)
        return checked

    monkeypatch.setattr(imports.preparing, "check_file", erased_meanwhile)
    made = commit_import(job=job, by=people["registrar"], at=NOON)
    assert len(tries) == 2
    assert not made.appearances.filter(entry__surname="Ткач").exists()
    assert PersonList.objects.count() == 2


def test_flags_of_people_follow_changed_lines_of_this_list_only(people):
    """Asked by the flags, not by the lines: a whole list may have changed."""
    first, other = bring(people, *many(4)), bring(people, *many(2), title="Other")
    for of_list in (first, other):
        line = ListEntry.objects.get(appearances__list=of_list, surname="Особа1")
        raise_flag(entry=line, kind=Flag.Kind.CIVILIAN, by=people["proposer"], at=NOON)
    changed = [row.replace("здоровий", "поранений") for row in many(4)]
    made = bring(people, *changed, predecessor=first)
    flagged = ListEntry.objects.filter(appearances__list=made, flags__kind=Flag.Kind.CIVILIAN)
    assert [line.surname for line in flagged] == ["Особа1"]
    assert Flag.objects.filter(kind=Flag.Kind.CIVILIAN).count() == 3
