"""Run by test_handover_races.py in a process of its own: many hand over the same people at once.

Prints one line of JSON. The database is the installation's: SQLite in a file, or PostgreSQL.
"""
# ruff: noqa: E402 -- Django is set up before its models are imported

import json
import os
import sys
import threading
from pathlib import Path
from uuid import uuid4

sys.path[:0] = [str(Path(__file__).parents[1])]
os.environ["WAYHOME_PLAIN_HTTP"] = "1"
os.environ["DJANGO_SETTINGS_MODULE"] = "wayhome.web.settings"

import django

django.setup()

from django.conf import settings

# Argon2 takes its time on purpose, and nobody logs in here.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

from django.db import connection, transaction
from exchange.handing import checked_in, handing, loaded

from wayhome.apps.audit.models import Organisation, Party
from wayhome.apps.exchange.models import HandoverStep
from wayhome.apps.exchange.services.refusals import CannotExchange
from wayhome.apps.register.models import Assertion

HANDS = 4


def institution() -> dict[str, Party]:
    told = (
        ("keeper", "Lantern", "Lantern Agency", True),
        ("north", "Northland", "Northland Bureau", False),
        ("south", "Southland", "Southland Bureau", False),
    )
    parties = {}
    for mark, name, office, keeps in told:
        kind = "neutral" if keeps else "belligerent"
        parties[mark] = Party.objects.create(name=name, kind=kind, keeps_register=keeps)
        Organisation.objects.create(name=office, party=parties[mark])
    return parties


def main() -> None:
    with transaction.atomic():
        made = loaded(handing(institution()))
    one, other = made.aboard[0]
    key = uuid4()
    together = threading.Barrier(HANDS)
    told: dict[str, int] = {"done": 0, "refused": 0, "same": 0}
    errors: list[str] = []

    def hand_over() -> None:
        for line, known in ((one, None), (other, key)):
            together.wait()
            try:
                checked_in(made, line, key=known or uuid4())
                told["same" if known else "done"] += 1
            except CannotExchange:
                told["refused"] += 1
            except Exception as error:  # counted, and none is expected
                errors.append(type(error).__name__)
        connection.close()

    threads = [threading.Thread(target=hand_over) for _ in range(HANDS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(  # noqa: T201 -- what the test reads
        json.dumps(
            {
                **told,
                "steps": HandoverStep.objects.filter(kind="in").count(),
                "claims": Assertion.objects.count(),
                "errors": errors,
                "database": connection.vendor,
            }
        )
    )


main()
