"""Imports in a process that is killed at random moments, and what they left. Run as a script.

    python killed_imports.py ROUNDS SEED

in an environment with `WAYHOME_DATA` (and `DATABASE_URL` for PostgreSQL). Prints what was found as
JSON. The process killed is forked from this one, which thus pays for starting only once.
"""

import json
import os
import random
import signal
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import django

LINES = 120


def main(rounds, seed):
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connections  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    found_institution()
    warm_up()
    connections.close_all()
    chance = random.Random(seed)  # noqa: S311
    run_apart(lambda: bring(once=True), kill_after=None)
    begun = time.monotonic()
    run_apart(lambda: bring(once=True), kill_after=None)
    lasts = time.monotonic() - begun
    for _ in range(rounds):
        run_apart(bring, kill_after=chance.uniform(0.02, 1.3 * lasts))
    left = look()
    finish()
    connections.close_all()
    print(json.dumps({"after_kills": left, "after_recovery": look()}))  # noqa: T201


def run_apart(work, *, kill_after):
    """Do it in a child; kill the child without warning after that many seconds."""
    pid = os.fork()
    if pid == 0:
        try:
            work()
        finally:
            os._exit(0)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def found_institution():
    from wayhome.apps.audit.models import Organisation, Party, User  # noqa: PLC0415

    party = Party.objects.create(name="Lantern", kind="neutral", keeps_register=True)
    office = Organisation.objects.create(name="Lantern Agency", party=party)
    User.objects.create_user("a@example.org", None, display_name="A", organisation=office)


def warm_up():
    """Load what every child needs, but start no thread: threads do not survive a fork."""
    from wayhome.apps.register.models import ListEntry  # noqa: PLC0415
    from wayhome.apps.register.services import imports  # noqa: F401, PLC0415
    from wayhome.apps.register.services.name_keys import keys_of_line  # noqa: PLC0415

    keys_of_line(ListEntry(surname="Особа", given_names="Ім'я", birth_date="1980", number="1"))


def bring(once=False):
    """Bring lists, one after the other, and say so of each that is promised to stand."""
    from wayhome.apps.audit.models import Organisation, User  # noqa: PLC0415
    from wayhome.apps.register.services import imports  # noqa: PLC0415

    acknowledged = Path(os.environ["WAYHOME_DATA"]) / "acknowledged"
    while True:
        at, by = datetime.now(UTC), User.objects.get()
        stamp = time.monotonic_ns()
        rows = [f"Особа{n},Ім'я{stamp},19{n % 80 + 10},{stamp}-{n}" for n in range(LINES)]
        content = "\n".join(("Прізвище,Ім'я,Дата народження,Особистий номер", *rows))
        job = imports.start_import(
            by=by,
            organisation=Organisation.objects.get(),
            kind="sought",
            title="Sought",
            as_of_date="2026",
            file_name="list.csv",
            content=content.encode(),
            at=at,
        )
        job = imports.confirm_mapping(job=job, mapping=job.parameters["mapping"], by=by, at=at)
        made = imports.commit_import(job=job, by=by, at=at)
        with acknowledged.open("a", encoding="utf-8") as file:
            file.write(f"{made.receipt}\n")
        if once:
            return


def finish():
    """What the worker does when it starts again."""
    from wayhome.apps.register.models import Job  # noqa: PLC0415
    from wayhome.apps.register.services.imports import advance_import  # noqa: PLC0415
    from wayhome.apps.register.tasks.imports import take_up  # noqa: PLC0415

    take_up()
    for job in Job.objects.filter(state=Job.State.WAITING):
        advance_import(job=job, at=datetime.now(UTC))


def look():
    """What stands in the database, and whether any of it is partial."""
    from wayhome.apps.audit.models import Entry, SubjectKey  # noqa: PLC0415
    from wayhome.apps.register.models import Job, ListEntry, NameKey, PersonList  # noqa: PLC0415

    acknowledged = Path(os.environ["WAYHOME_DATA"]) / "acknowledged"
    promised = set(acknowledged.read_text(encoding="utf-8").split())
    lists = list(PersonList.objects.all())
    imported = Entry.objects.filter(act="list_imported")
    told = {json.loads(entry.leaf)["facts"]["receipt"]: entry.parts.count() for entry in imported}
    keyed = NameKey.objects.values("entry").distinct().count()
    lines = ListEntry.objects.count()
    asked = Entry.objects.filter(act="import_asked").count()
    return {
        "lists": len(lists),
        "asked": asked,
        "lost": len(promised - {made.receipt for made in lists}),
        "partial": sum(made.appearances.count() != LINES for made in lists),
        "lines_over": lines - LINES * len(lists),
        "lines_without_keys": lines - keyed,
        "keys_without_line": SubjectKey.objects.filter(about="line", entry=None).count(),
        "untold": sum(told.get(made.receipt) != LINES + 2 for made in lists),
        "told_over": len(told) - len(lists),
        "jobs_done_without_list": Job.objects.filter(state="done", list=None).count(),
        "unfinished": Job.objects.filter(state__in=["waiting", "running"]).count(),
        "failed": Job.objects.filter(state="failed").count(),
    }


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
