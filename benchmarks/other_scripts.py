"""Measure the linkage engine on a list in Arabic or Hebrew script against one in Latin letters.

    uv run python benchmarks/other_scripts.py PAIRS.tsv [--whole] [--seed N]

PAIRS: Latin spelling TAB letters separated by blanks TAB count; every fifth line is used. Two lists
of 2,000 invented people, 1,200 of them on both, with two name parts and a birth date. --whole: both
name parts in one cell, the surname last in the other script and first in Latin letters.

Prints one JSON line at the end.
"""

import argparse
import json
import random
from pathlib import Path

import polars as pl

from linkage import run, score

LINES, BOTH, GIVEN_NAMES, SURNAMES = 2000, 1200, 300, 2000
Name = tuple[str, str]
Person = tuple[Name, Name, str]
LATIN, OTHER = 0, 1


def invented(path: Path, chance: random.Random) -> list[Person]:
    """People with a given name, a surname, each in both scripts, and a birth date."""
    lines = path.read_text("utf-8").splitlines()[::5]
    cells = [line.split("\t") for line in lines]
    names = [(c[0].capitalize(), c[1].replace(" ", "")) for c in cells if len(c[0]) > 2]
    chance.shuffle(names)
    given, surnames = names[:GIVEN_NAMES], names[GIVEN_NAMES : GIVEN_NAMES + SURNAMES]
    return [
        (
            chance.choice(given),
            chance.choice(surnames),
            f"{chance.randint(1960, 2004)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
        )
        for _ in range(2 * LINES - BOTH)
    ]


def frame(people: list[Person], script: int, *, whole: bool) -> pl.DataFrame:
    given, surnames = ([p[part][script] for p in people] for part in (0, 1))
    names: dict[str, list[str]] = {"given_names": given, "surname": surnames}
    if whole:
        order = (surnames, given) if script == LATIN else (given, surnames)
        names = {"full_name": [" ".join(both) for both in zip(*order, strict=True)]}
    return pl.DataFrame(names | {"birth_date": [born for *_, born in people]})


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--whole", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    chance = random.Random(asked.seed)
    people = invented(asked.pairs, chance)
    first, second = list(range(LINES)), list(range(LINES - BOTH, len(people)))
    chance.shuffle(second)
    a, b = (
        frame([people[at] for at in rows], script, whole=asked.whole)
        for rows, script in ((first, OTHER), (second, LATIN))
    )
    place = {at: row for row, at in enumerate(second)}
    truth = pl.DataFrame(
        [(row, place[at]) for row, at in enumerate(first) if at in place],
        schema=["row_a", "row_b"],
        orient="row",
    )
    pairs, told = run(a, b, {"prior": None, "seed": 0})
    scores, y = score(pairs, truth)
    match = (pairs["zone"] == "match").to_numpy()
    false = int((match & (y == 0)).sum())
    print(json.dumps({"data": asked.pairs.name, **scores, "false_in_match_zone": false, **told}))


if __name__ == "__main__":
    main()
