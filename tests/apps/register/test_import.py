"""A file becomes a list: the whole way, and what must hold of it."""

import json

import pytest
from conftest import NOON

from wayhome.apps.audit.models import Entry, Organisation
from wayhome.apps.audit.services import open_sealed
from wayhome.apps.register.models import Appearance, Job, ListEntry, NameKey, PersonList
from wayhome.apps.register.services.imports import (
    commit_import,
    confirm_mapping,
    start_import,
)

pytestmark = pytest.mark.django_db

FIRST = """Прізвище;Ім'я;По батькові;Дата народження;Особистий номер;Здоров'я;Примітка
Бондарчук;Юрій;Олександрович;11.11.1984;НК-679668;поранений;а
Юхименко;Денис;Сергійович;03.01.1978;;;б
Ткач;Олег;;1990;;;в
"""


def bring(people, text=FIRST, **other):
    """A list of Northland, all the way."""
    who = people["registrar"]
    job = start_import(
        by=who,
        organisation=Organisation.objects.get(name="Northland Bureau"),
        kind=other.pop("kind", "sought"),
        title="Sought",
        as_of_date=other.pop("as_of_date", "2026-03-01"),
        file_name="list.csv",
        content=text.encode(),
        at=NOON,
        **other,
    )
    assert job.state == Job.State.MAPPING, job.refusal
    job = confirm_mapping(job=job, mapping=job.parameters["mapping"], by=who, at=NOON)
    assert job.state == Job.State.PREVIEW, job.refusal
    return commit_import(job=job, by=who, at=NOON)


def test_a_file_becomes_a_list_as_written(people):
    made = bring(people)
    assert made.lines == 3
    assert (made.partition.name, made.version) == ("Northland", 1)
    first = ListEntry.objects.get(appearances__list=made, appearances__line=2)
    assert first.name == "Бондарчук Юрій Олександрович"
    assert first.birth_date == "1984-11-11"
    sealed = json.loads(open_sealed(first.key, first.sealed, purpose="line"))
    assert sealed["health"] == "поранений"
    assert sealed["raw"]["Дата народження"] == "11.11.1984"
    assert open_sealed(made.key, made.file_sealed, purpose="file") == FIRST.encode()
    entry = Entry.objects.get(act="list_imported")
    assert entry.parts.count() == 1 + 3
    assert "Бондарчук" not in entry.leaf
    assert NameKey.objects.filter(entry=first).exists()
    assert Job.objects.get().file_sealed is None
    assert PersonList.objects.count() == 1
    assert Appearance.objects.count() == 3
