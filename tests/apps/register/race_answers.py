"""Run by test_races.py in a process of its own: many hands answer the same lines at once.

Prints one line of JSON. The database is the installation's: SQLite in a file, or PostgreSQL.
"""
# ruff: noqa: E402 -- Django is set up before its models are imported

import json
import os
import sys
import threading
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent)]
os.environ["WAYHOME_PLAIN_HTTP"] = "1"
os.environ["DJANGO_SETTINGS_MODULE"] = "wayhome.web.settings"

import django

django.setup()

from django.db import connection
from judging import lines

from conftest import NOON
from wayhome.apps.audit.models import Entry, Organisation, Party, Role, RoleGrant, User
from wayhome.apps.register.models import Answer
from wayhome.apps.register.services.answers import record_answer

THREADS, LINES = 8, 10


def account(name: str, office: Organisation) -> User:
    user = User.objects.create_user(f"{name}@example.org", display_name=name, organisation=office)
    RoleGrant.objects.create(user=user, role=Role.REGISTRAR, granted_at=NOON)
    return user


def main() -> None:
    keeper = Party.objects.create(name="Lantern", kind="neutral", keeps_register=True)
    north = Party.objects.create(name="Northland", kind="belligerent")
    south = Party.objects.create(name="Southland", kind="belligerent")
    agency = Organisation.objects.create(name="Lantern Agency", party=keeper)
    bureau = Organisation.objects.create(name="Southland Bureau", party=south)
    hands = [account(f"hand{n}", agency) for n in range(THREADS)]
    made = lines(north, [f"Line {n}" for n in range(LINES)])
    together, errors = threading.Barrier(THREADS), []

    def answer_all(hand: User) -> None:
        together.wait()
        for line in made:
            try:
                record_answer(
                    entry=line, given_by=bureau, verdict="held", as_of_date="2026-03",
                    source="letter 1", by=hand, at=NOON,
                )  # fmt: skip
            except Exception as error:  # counted, and none is expected
                errors.append(type(error).__name__)
        connection.close()

    threads = [threading.Thread(target=answer_all, args=(hand,)) for hand in hands]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    standing = Answer.objects.filter(replaced_by=None)
    replacing = Answer.objects.exclude(replaced_by=None).values_list("replaced_by", flat=True)
    print(  # noqa: T201 -- what the test reads
        json.dumps(
            {
                "database": connection.vendor,
                "answers": Answer.objects.count(),
                "standing": sorted(standing.values_list("entry__surname", flat=True)),
                "replaced_once": len(set(replacing)) == len(replacing),
                "history": Entry.objects.filter(act="answer_recorded").count(),
                "errors": errors,
            }
        )
    )


main()
