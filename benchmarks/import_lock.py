"""How long does bringing in a long list keep others from writing, on SQLite?

    uv run python benchmarks/import_lock.py [--lines N]

Invents a list, brings it in as the worker does, and all the while another process asks for the
database's one write lock every few milliseconds. Prints one line of JSON: seconds of the whole
commit, the longest that the other process had to wait, and how often it waited over a second.
"""

import argparse
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[1] / "examples"))

HEADER = "Surname;Given names;Patronymic;Date of birth;Personal number;Rank;Unit;Health"


def table(count):
    """A list of invented people as the bytes of a CSV."""
    from search import invent, written

    rows = [HEADER]
    for person in invent(count, Random(7)):
        words = written(person, "uk")
        rows.append(
            ";".join([*words, str(person["born"]), person["number"], "soldier", "12 Bde", "well"])
        )
    return "\n".join(rows).encode()


def knock(database):
    """Ask for the write lock until told to stop; print how long each asking took, in seconds."""
    waits = []
    other = sqlite3.connect(database, timeout=600, isolation_level=None)
    stop = Path(database).with_name("stop")
    while not stop.exists():
        began = time.perf_counter()
        other.execute("BEGIN IMMEDIATE")
        waits.append(time.perf_counter() - began)
        other.execute("ROLLBACK")
        time.sleep(0.02)
    over = [round(wait, 1) for wait in waits if wait > 1]
    print(json.dumps({"longest_wait_s": round(max(waits), 2), "waits_over_1_s": over}))


def run(folder, lines):
    """Bring the list in; what it took and what the other process saw of it."""
    import django

    django.setup()
    from datetime import UTC, datetime

    from django.core.management import call_command

    from wayhome.apps.audit.models import Organisation, Party, User
    from wayhome.apps.register.services import imports

    call_command("migrate", verbosity=0)
    party = Party.objects.create(name="Lantern", kind="neutral", keeps_register=True)
    office = Organisation.objects.create(name="Lantern Agency", party=party)
    by = User.objects.create_user("a@example.org", None, display_name="A", organisation=office)
    at = datetime.now(UTC)
    job = imports.start_import(
        by=by, organisation=office, kind="sought", title="Sought", as_of_date="2026",
        file_name="list.csv", content=table(lines), at=at,
    )  # fmt: skip
    job = imports.confirm_mapping(job=job, mapping=job.parameters["mapping"], by=by, at=at)
    database = folder / "register.sqlite3"
    other = subprocess.Popen(
        [sys.executable, __file__, "--knock", str(database)], stdout=subprocess.PIPE
    )
    time.sleep(1)
    began = time.perf_counter()
    made = imports.commit_import(job=job, by=by, at=at)
    took = time.perf_counter() - began
    (folder / "stop").touch()
    waited = json.loads(other.communicate(timeout=600)[0])
    return {"lines": made.lines, "commit_s": round(took, 1), **waited}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--knock", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.knock:
        knock(options.knock)
        return
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.environ.update(
            WAYHOME_DATA=folder,
            WAYHOME_PLAIN_HTTP="1",
            DJANGO_SETTINGS_MODULE="wayhome.web.settings",
        )
        os.environ.pop("DATABASE_URL", None)
        print(json.dumps(run(Path(folder), options.lines)))


if __name__ == "__main__":
    main()
