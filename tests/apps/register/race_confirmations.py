"""Run by test_races.py in a process of its own: many hands confirm the same proposals at once.

Prints one line of JSON. The database is the installation's: SQLite in a file, or PostgreSQL.
"""
# ruff: noqa: E402 -- Django is set up before its models are imported

import json
import os
import sys
import threading
from collections import Counter
from itertools import pairwise
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
from wayhome.apps.register.models import Judgement, Membership, Person
from wayhome.apps.register.selectors.components import clusters
from wayhome.apps.register.services.judgements import (
    CannotJudge,
    confirm_judgement,
    propose_judgement,
)

THREADS, PAIRS = 8, 100


def account(name: str, office: Organisation) -> User:
    user = User.objects.create_user(f"{name}@example.org", display_name=name, organisation=office)
    RoleGrant.objects.create(user=user, role=Role.APPROVER, granted_at=NOON)
    return user


def main() -> None:
    keeper = Party.objects.create(name="Lantern", kind="neutral", keeps_register=True)
    office = Organisation.objects.create(name="Lantern Agency", party=keeper)
    hands = [account(f"hand{n}", office) for n in range(THREADS)]
    made = lines(keeper, [f"Line {n}" for n in range(PAIRS + PAIRS // 4)])
    # Neighbours in runs of five, so that many confirmations meet in one cluster.
    pairs = [(a, b) for n, (a, b) in enumerate(pairwise(made)) if n % 5 != 4]
    proposed = [
        propose_judgement(
            entry_a=a, entry_b=b, verdict="same", reason="as seen", by=hands[n % THREADS], at=NOON
        )
        for n, (a, b) in enumerate(pairs[:PAIRS])
    ]
    told: Counter[str] = Counter()
    together, noting = threading.Barrier(THREADS), threading.Lock()

    def confirm_all(hand: User) -> None:
        together.wait()
        for one in proposed:
            try:
                confirm_judgement(judgement=Judgement.objects.get(pk=one.pk), by=hand, at=NOON)
                what = "confirmed"
            except CannotJudge:
                what = "refused"
            except Exception as error:  # counted, and none is expected
                what = type(error).__name__
            with noting:
                told[what] += 1
        connection.close()

    threads = [threading.Thread(target=confirm_all, args=(hand,)) for hand in hands]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    edges = list(Judgement.objects.values_list("entry_a", "entry_b"))
    groups: dict[int, set[int]] = {}
    for person, entry in Membership.objects.values_list("person", "entry"):
        groups.setdefault(person, set()).add(entry)
    entries = Entry.objects.filter(act="judgement_confirmed").count()
    living = Person.objects.filter(absorbed_into=None).count()
    print(  # noqa: T201 -- what the test reads
        json.dumps(
            {
                "database": connection.vendor,
                "attempts": sum(told.values()),
                "confirmed": told.pop("confirmed"),
                "refused": told.pop("refused"),
                "errors": dict(told),
                "history": entries,
                "by_themselves": sum(
                    one.proposed_by_id == one.decided_by_id for one in Judgement.objects.all()
                ),
                "not_confirmed": Judgement.objects.exclude(state="confirmed").count(),
                "groups_right": {frozenset(g) for g in groups.values()} == set(clusters(edges)),
                "persons": living == len(clusters(edges)),
            }
        )
    )


main()
