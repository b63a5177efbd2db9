"""Bringing lists in, for the tests of imports."""

from conftest import NOON
from wayhome.apps.audit.models import Organisation
from wayhome.apps.register.models import Job
from wayhome.apps.register.services.imports import commit_import, confirm_mapping, start_import

HEADER = "Прізвище;Ім'я;По батькові;Дата народження;Особистий номер;Звання;Здоров'я;Примітка"
ROWS = (
    "Бондарчук;Юрій;Олександрович;11.11.1984;НК-679668;солдат;поранений;а",
    "Юхименко;Денис;Сергійович;03.01.1978;;солдат;;б",
    "Ткач;Олег;;1990;;;;в",
)


def table(*rows):
    return "\n".join((HEADER, *rows)) + "\n"


def prepare(people, *rows, text=None, by="registrar", office="Northland Bureau", **other):
    """An import up to its preview."""
    who = people[by]
    told = {"kind": "sought", "title": "Sought", "as_of_date": "2026-03-01", "at": NOON} | other
    content = table(*(rows or ROWS)).encode() if text is None else text
    job = start_import(
        by=who,
        organisation=Organisation.objects.get(name=office),
        file_name="list.csv",
        content=content,
        **told,
    )
    if job.state != Job.State.MAPPING:
        return job
    return confirm_mapping(job=job, mapping=job.parameters["mapping"], by=who, at=NOON)


def bring(people, *rows, by="registrar", **other):
    """A list, all the way."""
    job = prepare(people, *rows, by=by, **other)
    assert job.state == Job.State.PREVIEW, job.refusal
    return commit_import(job=job, by=people[by], at=NOON)
