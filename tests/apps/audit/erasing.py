"""Erasing a line of a list, for the tests of erasure."""

import pytest

from apps.audit.subjects import a_list
from conftest import NOON
from wayhome.apps.audit.services import open_sealed
from wayhome.apps.register.models import ListEntry
from wayhome.apps.register.services.erasure import approve_erasure, ask_erasure


@pytest.fixture
def made(people):
    return a_list(people["registrar"])


def line_of(made, surname="Вихор"):
    return ListEntry.objects.get(appearances__list=made, surname=surname)


def erase(people, *entries):
    asked = ask_erasure(entries=entries, ground="wish", by=people["signer"], at=NOON)
    approve_erasure(request=asked, by=people["second_signer"], at=NOON)
    return asked


def file_of(made):
    made.refresh_from_db()
    return open_sealed(made.key_of_file, bytes(made.file_sealed), purpose="file").decode()
