"""How long does the check of a list take, the night before?

    uv run python benchmarks/list_check.py [--lines N] [--repeat N]

Invents a list of N lines (2,000) and its counter-list with half of the same persons, a list of the
dead and criteria, calls `wayhome check` on them as a user would, sheet and all, in a process
of its own each time, and prints one line of JSON: seconds on the clock and of the processor, of the
fastest call and of the slowest.
"""

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from random import Random
from time import perf_counter

HARD, SOFT = "бвгдзклмнпрстхшж", "аеиоу"
ENDINGS = ("енко", "ук", "чук", "ський", "ов", "ів", "ак", "ич", "ко", "ун", "ар", "ин")
GIVEN = ("Іван", "Петро", "Олег", "Юрій", "Роман", "Денис", "Тарас", "Артем", "Ігор", "Максим")
FIRST_BORN, DAYS = date(1965, 1, 1), 16_500
HEADER = (
    "Прізвище",
    "Ім'я",
    "По батькові",
    "Стать",
    "Дата народження",
    "Особистий номер",
    "Статус",
)
CRITERIA = {
    "criteria": [
        {"code": "men", "field": "sex", "test": "one_of", "values": ["m"]},
        {"code": "adult", "field": "birth_date", "test": "age_at_least", "years": 18},
    ]
}


def invent(count, rng):
    """Rows of a list of invented people."""
    for number in range(count):
        root = "".join(rng.choice(HARD) + rng.choice(SOFT) for _ in range(rng.choice((1, 2, 2))))
        born = FIRST_BORN + timedelta(days=rng.randrange(DAYS))
        status = rng.choices(("військовий", "цивільний", "обміняний 24.05.2025"), (90, 5, 5))[0]
        yield (
            (root + rng.choice(ENDINGS)).capitalize(),
            rng.choice(GIVEN),
            f"{rng.choice(GIVEN)}ович",
            "ч",
            born.strftime("%d.%m.%Y"),
            f"АБ-{number:06}" if rng.random() < 0.8 else "",
            status,
        )


def write(path, rows):
    """A list as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *rows])


def prepare(folder, lines):
    """The files that a check is called with."""
    rng = Random(20261123)
    people = list(invent(lines + lines // 2, rng))
    write(folder / "ours.csv", people[:lines])
    write(folder / "theirs.csv", [(*row[:6], "утримується") for row in people[lines // 2 :]])
    write(folder / "dead.csv", rng.sample(people, lines // 20))
    (folder / "criteria.json").write_text(json.dumps(CRITERIA), encoding="utf-8")


def call(folder):
    """Call the check once: seconds on the clock, seconds of the processor, what it counted."""
    before, began = os.times(), perf_counter()
    done = subprocess.run(
        [
            sys.executable, "-c", "from wayhome.cli import main; main()",
            "check", folder / "ours.csv", "--criteria", folder / "criteria.json",
            "--against", folder / "theirs.csv", "--dead", f"Northland={folder / 'dead.csv'}",
            "--as-of", "2026-11-23", "--out", folder / "out", "--to-lang", "en", "--format", "json",
        ],
        check=True, capture_output=True,
    )  # fmt: skip
    took, after = perf_counter() - began, os.times()
    cpu = (after.children_user - before.children_user) + (
        after.children_system - before.children_system
    )
    return took, cpu, json.loads(done.stdout)["counts"]


def main():
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--lines", type=int, default=2000)
    asked.add_argument("--repeat", type=int, default=3)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder, options.lines)
        calls = [call(folder) for _ in range(options.repeat)]
    seconds, cpu, counts = zip(*calls, strict=True)
    print(
        json.dumps(
            {
                "lines": options.lines,
                "seconds": [round(min(seconds), 1), round(max(seconds), 1)],
                "cpu_seconds": [round(min(cpu), 1), round(max(cpu), 1)],
                "counts": counts[0],
            }
        )
    )


if __name__ == "__main__":
    main()
