"""Erasure is asked for by one and decided by another, once."""
# ruff: noqa: F401, F811  fixtures are imported, then named as arguments

import pytest
from django.db import IntegrityError, connection, transaction

from apps.audit.erasing import erase, file_of, line_of, made
from conftest import NOON
from wayhome.apps.audit.models import HoldBack
from wayhome.apps.register.models import ErasureRequest
from wayhome.apps.register.services import erasure
from wayhome.apps.register.services.erasure import (
    CannotErase,
    approve_erasure,
    ask_erasure,
    decline_erasure,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_two_people_are_needed(people, made):
    line = line_of(made)
    asked = ask_erasure(entries=[line], ground="wish", by=people["signer"], at=NOON)
    with pytest.raises(CannotErase, match="Another approver"):
        approve_erasure(request=asked, by=people["signer"], at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        ErasureRequest.objects.filter(pk=asked.pk).update(
            state="done", decided_by=people["signer"], decided_at=NOON
        )
    line.refresh_from_db()
    assert line.surname == "Вихор"
    assert not HoldBack.objects.exists()


def test_what_cannot_be_asked_for(people, made):
    line = line_of(made)
    with pytest.raises(CannotErase, match="ground"):
        ask_erasure(entries=[line], ground="because", by=people["signer"], at=NOON)
    with pytest.raises(CannotErase, match="at least one"):
        ask_erasure(entries=[], ground="wish", by=people["signer"], at=NOON)
    ask_erasure(entries=[line], ground="wish", by=people["signer"], at=NOON)
    with pytest.raises(CannotErase, match="already"):
        ask_erasure(entries=[line], ground="harm", by=people["second_signer"], at=NOON)


def test_what_was_decided_is_not_decided_again(people, made):
    asked = ask_erasure(entries=[line_of(made)], ground="wish", by=people["signer"], at=NOON)
    decline_erasure(request=asked, by=people["second_signer"], at=NOON)
    for decide in (approve_erasure, decline_erasure):
        with pytest.raises(CannotErase, match="just decided"):
            decide(request=asked, by=people["second_signer"], at=NOON)
    assert line_of(made).erased_at is None


def test_an_erased_line_is_not_asked_for_again(people, made):
    line = line_of(made)
    erase(people, line)
    with pytest.raises(CannotErase, match="at least one"):
        ask_erasure(entries=[line], ground="wish", by=people["signer"], at=NOON)


def test_of_two_erasures_at_once_the_second_is_told_to_do_it_again(people, made, monkeypatch):
    """Another one is done between reading the file and erasing."""
    first, second = (
        ask_erasure(entries=[line_of(made, name)], ground="wish", by=people["signer"], at=NOON)
        for name in ("Вихор", "Gale")
    )
    read = erasure.rewrite_files

    def and_meanwhile(lines):
        monkeypatch.setattr(erasure, "rewrite_files", read)
        rewritten = read(lines)
        approve_erasure(request=second, by=people["second_signer"], at=NOON)
        return rewritten

    monkeypatch.setattr(erasure, "rewrite_files", and_meanwhile)
    with pytest.raises(CannotErase, match="do it again"):
        approve_erasure(request=first, by=people["second_signer"], at=NOON)
    first.refresh_from_db()
    assert (first.state, line_of(made).surname) == ("asked", "Вихор")
    approve_erasure(request=first, by=people["second_signer"], at=NOON)
    assert "Вихор" not in file_of(made) + file_of(made)
    assert "Gale" not in file_of(made)


def test_lines_that_another_request_erased_are_told_of(people, made):
    line = line_of(made)
    twice = [
        ErasureRequest.objects.create(ground="wish", asked_by=people["signer"], asked_at=NOON)
        for _n in range(2)
    ]
    for asked in twice:  # two who asked at once
        asked.entries.set([line])
    approve_erasure(request=twice[0], by=people["second_signer"], at=NOON)
    with pytest.raises(CannotErase, match="erased already"):
        approve_erasure(request=twice[1], by=people["second_signer"], at=NOON)


def test_a_file_is_read_before_anybody_is_kept_waiting(people, made, monkeypatch):
    deep = len(connection.savepoint_ids)
    read = erasure.rewrite_files

    def note(lines):
        assert len(connection.savepoint_ids) == deep
        return read(lines)

    monkeypatch.setattr(erasure, "rewrite_files", note)
    erase(people, line_of(made))
