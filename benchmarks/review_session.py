"""How many pairs do two people decide in an hour on the example, and how many of them wrongly?

    uv run python benchmarks/review_session.py [--pairs N] [--reading SECONDS]

Loads the example into a folder of its own, then works through the pages as a browser would, by
three accounts of the agency: a reviewer proposes the likeliest pairs by a fixed rule, reading the
fields as the page shows them, and an approver confirms by his own, stricter rule. What was
confirmed is held against `examples/register/truth.csv`, which neither rule sees. Prints one line
of JSON. The server's time is measured from request to answer, in this process; confirmations an
hour are counted with the stated seconds of reading for every pair, which nobody measured.
"""

import argparse
import csv
import json
import os
import re
import tempfile
from collections import Counter
from pathlib import Path
from statistics import quantiles
from time import perf_counter, time

NAMES = {"surname", "given_names", "patronymic", "full_name"}
WEAK = {"differs", "near_year", "one_digit"}


def session(user):
    """A browser logged in as this account, its second factor shown."""
    from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    shown = {"method": "mfa", "at": time(), "type": "totp"}
    kept = client.session
    kept[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": time()},
        *(shown | {"id": factor.pk} for factor in user.authenticator_set.filter(type="totp")),
    ]
    kept["account_authentication_methods_user"] = str(user.pk)
    kept.save()
    return client


class Timed:
    """A browser that notes how long each kind of page takes."""

    def __init__(self, user):
        self.client, self.seconds = session(user), {}

    def ask(self, kind, method, address, given=None):
        began = perf_counter()
        answer = getattr(self.client, method)(address, given or {})
        self.seconds.setdefault(kind, []).append(perf_counter() - began)
        assert answer.status_code in (200, 302), (address, answer.status_code)
        return answer


def reviewer_says(candidate, rivals):
    """Likely alone: the same. Clearly ahead of its rivals: the same, and they are not."""
    findings = {part["field"]: part["finding"] for part in candidate.parts}
    differing = {field for field, finding in findings.items() if finding in WEAK}
    ahead = all(candidate.posterior > 20 * other.posterior for other in rivals)
    if candidate.posterior >= 0.9 and ahead and not differing & (NAMES | {"birth_date"}):
        return "same"
    return "not_same" if candidate.posterior < 0.02 else "unsure"


def approver_agrees(judgement):
    """More than names and a year must agree, and nothing that seldom changes may differ."""
    findings = {part["field"]: part["finding"] for part in judgement.candidate.parts}
    firm = {"same", "rendering", "same_name", "close", "swapped", "one_day"}
    if judgement.verdict != "same":
        return True
    return findings.get("birth_date") in firm and "differs" not in {
        findings.get(field) for field in ("number", "birthplace", "patronymic")
    }


def propose(browser, count):
    """Work down the queue pair by pair."""
    from wayhome.apps.register.models import CandidateMatch

    proposed = 0
    while proposed < count:
        answer = browser.ask("next", "get", "/review/next/")
        found = re.search(r"/review/([0-9a-f-]{36})/", answer.url)
        if found is None:
            break
        page = browser.ask("pair", "get", answer.url)
        group = [one["pair"].candidate for one in page.context["judged"]]
        given = {}
        for one in group:
            verdict = reviewer_says(one, [other for other in group if other != one])
            given |= {f"{one.uid}-verdict": verdict, f"{one.uid}-reason": "as the fields say"}
        browser.ask("propose", "post", answer.url, given)
        proposed += len(group)
    assert CandidateMatch.objects.filter(judgements__isnull=False).exists()


def confirm(browser, count):
    """Confirm or decline one after the other; seconds from the key to the next pair shown."""
    shown = browser.ask("confirm page", "get", "/confirm/")
    steps = []
    while shown.context and "judgement" in shown.context and len(steps) < count:
        made = shown.context["judgement"]
        began = perf_counter()
        given = {"decision": "confirm"}
        if not approver_agrees(made):
            given = {"decision": "decline", "reason": "not enough agrees"}
        address = f"/confirm/{made.uid}/"
        answer = browser.ask("decide", "post", address, given)
        if answer.status_code == 200:  # it contradicts what was confirmed: send it back
            browser.ask("decide", "post", address, {"decision": "decline", "reason": "the chain"})
        shown = browser.ask("confirm page", "get", "/confirm/")
        steps.append(perf_counter() - began)
    return steps


def truth():
    """The pairs of lines that are one person, as (list, line) twice."""
    from wayhome.web.demo.files import example_folder

    with (example_folder() / "truth.csv").open(encoding="utf-8") as file:
        return {
            frozenset([(row["list_a"], int(row["line_a"])), (row["list_b"], int(row["line_b"]))])
            for row in csv.DictReader(file)
            if row["truth"] == "same"
        }


def outcome(since):
    """What was confirmed since, by verdict, and whether it was right."""
    from wayhome.apps.register.models import Appearance, Judgement

    at = {}
    for one in Appearance.objects.select_related("list").order_by("list__version"):
        at.setdefault(one.entry_id, set()).add((Path(one.list.file_name).stem, one.line))
    same, told = truth(), Counter()
    for made in Judgement.objects.filter(proposed_at__gte=since).exclude(decided_by=None):
        pairs = {
            frozenset([a, b])
            for a in at.get(made.entry_a_id, ())
            for b in at.get(made.entry_b_id, ())
        }
        right = bool(pairs & same)
        told[f"{made.verdict}, {made.state}, {'one person' if right else 'two persons'}"] += 1
    return dict(sorted(told.items()))


def spread(seconds):
    """Median and 95th percentile in milliseconds."""
    cut = quantiles(seconds, n=20) if len(seconds) > 1 else [seconds[0]] * 19
    return {"p50_ms": round(cut[9] * 1000), "p95_ms": round(cut[18] * 1000)}


def main():
    reading = argparse.ArgumentParser(description=__doc__)
    reading.add_argument("--pairs", type=int, default=300)
    reading.add_argument("--reading", type=float, default=15)
    asked = reading.parse_args()
    with tempfile.TemporaryDirectory(prefix="wayhome-session-") as folder:
        os.environ |= {"WAYHOME_DATA": folder, "WAYHOME_PLAIN_HTTP": "1"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "wayhome.web.settings"
        import django

        django.setup()
        print(json.dumps(measure(asked.pairs, asked.reading), ensure_ascii=False))
        from django.db import connections

        connections.close_all()


def measure(pairs, reading):
    from django.core.management import call_command
    from django.test.utils import setup_test_environment
    from django.utils import timezone

    from wayhome.apps.audit.models import User
    from wayhome.apps.register.models import CandidateMatch, Judgement
    from wayhome.web.demo.loading import load_example

    setup_test_environment(debug=False)  # answers then carry what their pages were made from
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("migrate", verbosity=0)
    began = perf_counter()
    load_example(lambda _: None)
    loaded = perf_counter() - began
    since = timezone.now()
    browsers = {
        key: Timed(User.objects.get(email=f"{key}@lantern.example"))
        for key in ("reviewer", "approver")
    }
    waiting = CandidateMatch.objects.filter(open=True).count()
    propose(browsers["reviewer"], pairs)
    made = Judgement.objects.filter(proposed_at__gte=since).count()
    steps = confirm(browsers["approver"], pairs)
    timings = {
        f"{who}: {kind}": spread(seconds)
        for who, browser in browsers.items()
        for kind, seconds in browser.seconds.items()
    }
    per_pair = sum(steps) / len(steps)
    return {
        "seconds_to_load": round(loaded, 1),
        "waiting": waiting,
        "proposed": made,
        "decided": len(steps),
        "key_to_next_pair": spread(steps),
        "decisions_an_hour": round(3600 / (reading + per_pair)),
        "with_seconds_of_reading": reading,
        "decisions_an_hour_by_the_server_alone": round(3600 / per_pair),
        "outcome": outcome(since),
        "pages": timings,
    }


if __name__ == "__main__":
    main()
