"""Run by test_exchange_races.py in a process of its own: many freeze lists of the same people.

Prints one line of JSON. The database is the installation's: SQLite in a file, or PostgreSQL.
"""
# ruff: noqa: E402 -- Django is set up before its models are imported

import json
import os
import sys
import threading
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1])]
os.environ["WAYHOME_PLAIN_HTTP"] = "1"
os.environ["DJANGO_SETTINGS_MODULE"] = "wayhome.web.settings"

import django

django.setup()

from django.conf import settings

# Argon2 takes its time on purpose, and nobody logs in here.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

from django.db import connection, transaction
from exchange.exchanging import opened
from register.judging import lines
from talks.talking import negotiator

from conftest import NOON
from wayhome.apps.audit.models import Entry, Organisation, Party, User
from wayhome.apps.exchange.models import AgreedLine, ExchangeList
from wayhome.apps.exchange.services.agreeing import freeze_list
from wayhome.apps.exchange.services.lists import draw_up_list, put_lines
from wayhome.apps.exchange.services.refusals import CannotExchange
from wayhome.apps.register.models import Membership, Person

HANDS, ROUNDS, PEOPLE = 4, 2, 2


def institution() -> dict[str, Party]:
    keeper = Party.objects.create(name="Lantern", kind="neutral", keeps_register=True)
    north = Party.objects.create(name="Northland", kind="belligerent")
    south = Party.objects.create(name="Southland", kind="belligerent")
    for name, party in (("Lantern Agency", keeper), ("Northland Bureau", north)):
        Organisation.objects.create(name=name, party=party)
    return {"keeper": keeper, "north": north, "south": south}


def people(parties: dict[str, Party], number: int) -> tuple[list, list]:
    """The same people twice: by two lines each, which a case of the keeper's joins."""
    both = [lines(parties["north"], [f"{mark}{number}{n}" for n in range(PEOPLE)]) for mark in "ab"]
    for n, (one, other) in enumerate(zip(*both, strict=True)):
        person = Person.objects.create(
            partition=parties["keeper"], number=f"P{number:02}{n:02}AA"[:7], founded_on=one,
            founded_at=NOON,
        )  # fmt: skip
        for entry in (one, other):
            Membership.objects.create(partition=parties["keeper"], person=person, entry=entry)
    return both


@transaction.atomic
def begin() -> tuple[User, list[ExchangeList]]:
    """Who freezes, and round by round a list for every hand."""
    parties = institution()
    by, lists = negotiator(), []
    for number in range(ROUNDS):
        both = people(parties, number)
        for hand in range(HANDS):
            exchange, _ = opened(parties, by=by)
            side = exchange.sides.get(number=0)
            made = draw_up_list(holder=side, drawn_up_by=side, by=by, at=NOON)
            put_lines(list=made, entries=both[hand % 2], by=by, at=NOON)
            lists.append(made)
    return by, lists


def main() -> None:
    by, lists = begin()
    together = threading.Barrier(HANDS)
    told: dict[str, list[int]] = {"frozen": [], "refused": []}
    errors: list[str] = []

    def freeze(hand: int) -> None:
        for number in range(ROUNDS):
            together.wait()
            try:
                freeze_list(list=lists[number * HANDS + hand], by=by, at=NOON)
                told["frozen"].append(number)
            except CannotExchange:
                told["refused"].append(number)
            except Exception as error:  # counted, and none is expected
                errors.append(type(error).__name__)
        connection.close()

    threads = [threading.Thread(target=freeze, args=(hand,)) for hand in range(HANDS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    places = AgreedLine.objects.filter(given_up_at=None)
    print(  # noqa: T201 -- what the test reads
        json.dumps(
            {
                "database": connection.vendor,
                "frozen": sorted(told["frozen"]),
                "refused": len(told["refused"]),
                "places": places.count(),
                "persons": places.values("person").distinct().count(),
                "history": Entry.objects.filter(act="exchange_list_frozen").count(),
                "errors": errors,
            }
        )
    )


main()
