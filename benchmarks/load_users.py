"""What one user does: read, search, decide. Run by Locust, which benchmarks/load.py starts."""

import itertools
import json
import os
import random
import re
import time
from pathlib import Path

import psutil
from locust import HttpUser, between, events, task

KNOWN = json.loads(Path(os.environ["LOAD_KNOWN"]).read_text(encoding="utf-8"))
SESSIONS = itertools.cycle(KNOWN["sessions"])
TOKEN = "0123456789abcdef" * 2  # a CSRF cookie is as good as its copy in the header
PAIR = re.compile(r"/review/([0-9a-f-]{36})/")
BEGAN = {"wall": time.monotonic(), "cpu": psutil.cpu_times()}


class Officer(HttpUser):
    """Somebody who works with the register, with time to think."""

    wait_time = between(5, 15)

    def on_start(self):
        self.client.cookies.set("sessionid", next(SESSIONS))
        self.client.cookies.set("csrftoken", TOKEN)
        self.client.headers["X-CSRFToken"] = TOKEN

    def page(self, address, name):
        """A page, and not the one to log in."""
        with self.client.get(address, name=name, catch_response=True) as answer:
            if "/accounts/" in answer.url:
                answer.failure("logged out")
            return answer

    @task(70)
    def read(self):
        kind = random.choices(("person", "line", "home", "queue"), (40, 15, 10, 5))[0]
        address = {
            "person": f"/persons/{random.choice(KNOWN['persons'])}/",
            "line": f"/lines/{random.choice(KNOWN['lines'])}/",
            "home": "/",
            "queue": "/review/",
        }[kind]
        self.page(address, f"read {kind}")

    @task(20)
    def search(self):
        text = random.choice(KNOWN["questions"])
        self.client.post("/search/", {"text": text}, name="search")

    @task(10)
    def decide(self):
        shown = self.page("/review/next/", "decide: the next pair")
        if found := PAIR.search(shown.url):
            uid = found[1]
            said = {f"{uid}-verdict": "not_same", f"{uid}-reason": "Another father's name"}
            self.client.post(f"/review/{uid}/", said, name="decide: the verdict")


@events.quitting.add_listener
def tell(environment, **_):
    """Write what was measured into the file that load.py reads."""
    busy = psutil.cpu_times()
    spent = (busy.user + busy.system) - (BEGAN["cpu"].user + BEGAN["cpu"].system)
    stats = environment.stats
    said = {
        "requests": stats.total.num_requests,
        "errors": stats.total.num_failures,
        "a_second": round(stats.total.total_rps, 2),
        **_quantiles(stats.total),
        "locust_share_of_cpu": round(time.process_time() / max(spent, 0.01), 3),
        "cpu_busy": round(spent / (time.monotonic() - BEGAN["wall"]) / psutil.cpu_count(), 3),
        "by_step": {
            entry.name: _quantiles(entry) | {"requests": entry.num_requests}
            for entry in stats.entries.values()
        },
        "what_failed": [f"{e.name}: {e.error}"[:200] for e in stats.errors.values()][:10],
    }
    Path(os.environ["LOAD_SAID"]).write_text(json.dumps(said), encoding="utf-8")


def _quantiles(entry):
    return {
        "p50_ms": entry.get_response_time_percentile(0.5),
        "p95_ms": entry.get_response_time_percentile(0.95),
    }
