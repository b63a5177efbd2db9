# ruff: noqa: E402  the settings come before the models
"""A register whose disk takes no more, and what is left of it. Run as a script.

    python full_disk.py

with the settings of the tests, whose folder is its own. Prints what was found as JSON. The limit
on the size of a file stands for the disk: it needs no rights, and is lifted again.
"""

import json
import resource
from datetime import UTC, datetime
from pathlib import Path

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from django.test import Client

from tables import database_of_its_own
from wayhome.apps.audit.models import Entry, Organisation, Party, RoleGrant, SubjectKey, User
from wayhome.apps.audit.services import record
from wayhome.apps.register.models import ListEntry, NameKey, PersonList
from wayhome.apps.register.selectors.search import search
from wayhome.apps.register.services import imports

LINES = 3_000
NOW = datetime.now(UTC)
UNLIMITED = resource.RLIM_INFINITY


def institution():
    """The account of a registrar who also reviews."""
    call_command("migrate", verbosity=0)
    party = Party.objects.create(name="Lantern", kind="neutral", keeps_register=True)
    office = Organisation.objects.create(name="Lantern Agency", party=party)
    user = User.objects.create_user("a@example.org", display_name="A", organisation=office)
    for role in ("registrar", "reviewer"):
        RoleGrant.objects.create(user=user, role=role, granted_at=NOW)
    return user


def asked(user, count):
    """An import of that many lines that waits to be written."""
    rows = [f"Лісовськ{n};Ім'я{count};{n % 28 + 1:02}.05.1980;{n}" for n in range(count - 1)]
    rows.append(f"Лісовська;Ніна{count};09.05.1980;777")
    job = imports.start_import(
        by=user, organisation=user.organisation, kind="sought", title="Sought",
        as_of_date="2026", file_name="list.csv", at=NOW,
        content="\n".join(("Прізвище;Ім'я;Дата народження;Номер", *rows)).encode(),
    )  # fmt: skip
    job = imports.confirm_mapping(job=job, mapping=job.parameters["mapping"], by=user, at=NOW)
    return imports.ask_commit(job=job, by=user, at=NOW)


def let_files_grow_to(size):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, UNLIMITED))


def largest_file():
    folder = Path(settings.INSTALLATION.folder)
    return max(path.stat().st_size for path in folder.glob("register.sqlite3*"))


def ask(query):
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


def counted():
    counts = [model.objects.count() for model in (PersonList, ListEntry, NameKey, SubjectKey)]
    return [*counts, Entry.objects.exclude(act="import_failed").count()]


def try_to_write(user):
    try:
        with transaction.atomic():
            record(act="line_read", by=user, at=NOW)
    except OperationalError:
        return "refused"
    return "written"


def main():
    with database_of_its_own(Path(settings.INSTALLATION.folder)):
        user = institution()
    first = imports.write_list(job=asked(user, 20), at=NOW).list
    job = asked(user, LINES)
    client = Client(raise_request_exception=False, headers={"host": "localhost"})
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    ask("PRAGMA wal_checkpoint(TRUNCATE)")
    before = counted()

    let_files_grow_to(largest_file() + 100_000)  # too little for the list
    job = imports.write_list(job=job, at=NOW)
    told = {"refusal": job.refusal, "sentence": imports.refusal_of(job, "en")}
    told["readable"] = client.get("/lists/").status_code

    ask("PRAGMA wal_checkpoint(TRUNCATE)")
    let_files_grow_to(0)  # for nothing at all
    told["written"] = try_to_write(user)
    page = client.post("/search/", {"text": "Лісовська"})  # would write that it was read
    told["page"] = [page.status_code, "disk" in page.content.decode()]
    told["found"] = [one.entry.surname for one in search(user, "Лісовська")]

    let_files_grow_to(UNLIMITED)
    told["whole"] = ask("PRAGMA integrity_check")
    told["nothing_kept"] = counted() == before
    made = imports.write_list(job=asked(user, LINES), at=NOW).list
    told["goes_on"] = [made.lines, made.appearances.count(), first.appearances.count()]
    print(json.dumps(told))  # noqa: T201


if __name__ == "__main__":
    main()
