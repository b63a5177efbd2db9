"""Make the lists of the example register. Every person is invented; so are places and parties.

    python examples/generate.py [FOLDER]

The same program makes the same files. What each file is: register/README.md.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

from invention import answers, children, northland, southland, truth
from invention.people import AS_OF, FIRST_CAPTURE, LAST_CAPTURE, Person, Population, invent
from invention.tables import seeded
from invention.writing import Listed, Row, numbered, write_csv, write_json, write_xlsx

HERE = Path(__file__).parent / "register"
SOUGHT, NEWCOMERS, HELD, HELD_AND_SOUGHT = 1500, 40, 1490, 820
SOUTH_SOUGHT, SOUTH_HELD, SOUTH_BOTH = 300, 320, 180
TRANSFERRED = 1180


@dataclass(frozen=True)
class North:
    """Northland's people, by where they are listed."""

    sought: list[Person]
    newcomers: list[Person]
    held: list[Person]
    dead: tuple[list[Person], list[Person]]  # those on other lists too, and the rest


def main(out: Path = HERE) -> None:
    """Write every list into a folder, beside this file if none is given."""
    out.mkdir(parents=True, exist_ok=True)
    everybody = invent({"north": 2290, "south": SOUTH_SOUGHT + SOUTH_HELD - SOUTH_BOTH})
    north = _place_northerners(everybody)
    people = everybody.people | {p.key: p for p in north.sought}
    sought = northland.sought(north.sought)
    second, changes = northland.next_version(sought, people, north.newcomers)
    held = southland.held(north.held, registered_twice=8, alike=set().union(*everybody.alike))
    dead = northland.dead(*north.dead)
    fathers = [p for p in north.sought if p.sex == "m" and 1978 <= p.born.year <= 1988][:8]
    young, siblings = children.children(fathers)
    answered = answers.answers(sought, people, {p.key for p in north.held})
    south_sought, south_held = _southerners(everybody)

    write_csv(out / "northland_sought_v1.csv", numbered(sought, "№ з/п"),
              encoding="utf-8-sig", delimiter=";")  # fmt: skip
    write_xlsx(out / "northland_sought_v2.xlsx", "Розшук", numbered(second, "№ з/п"))
    rows = numbered(held, "№ п/п")
    total: Row = dict.fromkeys(rows[0], "") | {"№ п/п": "Итого", "ФИО": str(len(rows))}
    write_csv(out / "southland_held_v1.csv", [*rows, total], encoding="cp1251", delimiter=";")
    write_csv(out / "southland_sought_v1.csv", numbered(south_sought, "№ п/п"), encoding="cp1251")
    write_xlsx(out / "northland_held_v1.xlsx", "Held", numbered(south_held, "No."),
               dates=("Date of birth", "Date of capture"))  # fmt: skip
    others = invent({"south": TRANSFERRED}, apart=" transferred").of("south")
    write_csv(out / "northland_transfer.csv", numbered(northland.held(others), "No."))
    write_csv(out / "children_339.csv", numbered(young, "№ з/п"))
    write_csv(out / "northland_dead.csv", numbered(dead, "№ з/п"), delimiter=";")
    write_csv(out / "answers_southland.csv", answered)
    write_csv(out / "changes.csv", changes)
    write_json(out / "criteria.json", _criteria())
    alike, near = everybody.alike, truth.between
    lists = {"northland_sought_v2": second, "southland_held_v1": held, "northland_dead": dead}
    names = list(lists)
    pairs = [row for i, a in enumerate(names) for b in names[i:]
             for row in near(a, lists[a], b, lists[b], alike)]  # fmt: skip
    pairs += near("southland_sought_v1", south_sought, "northland_held_v1", south_held, alike)
    pairs += near("children_339", young, "children_339", young, siblings)
    write_csv(out / "truth.csv", pairs)


def _place_northerners(everybody: Population) -> North:
    """Spread Northland's people over its lists, so that look-alikes meet on all of them."""
    people = everybody.of("north")
    rng = seeded("who is where")
    rng.shuffle(people)
    sought = northland.outside_criteria(people[:SOUGHT])
    rest = people[SOUGHT:]
    newcomers, rest = rest[:NEWCOMERS], rest[NEWCOMERS:]
    only_held, rest = rest[: HELD - HELD_AND_SOUGHT], rest[HELD - HELD_AND_SOUGHT :]
    found = 22  # of the newcomers; the rest of those held are on the first version too
    held = [*sought[: HELD_AND_SOUGHT - found], *newcomers[:found], *only_held]
    # Four are held by the other side alive, seven are sought still.
    listed_too = [*sought[:4], *sought[-7:]]
    rng.shuffle(sought)
    return North(sought, newcomers, held, (listed_too, rest[:49]))


def _southerners(everybody: Population) -> tuple[Listed, Listed]:
    people = everybody.of("south")
    seeded("who is where", "south").shuffle(people)
    held = [*people[:SOUTH_BOTH], *people[SOUTH_SOUGHT:]]
    seeded("order", "south").shuffle(held)
    return southland.sought(people[:SOUTH_SOUGHT]), northland.held(held)


def _criteria() -> dict[str, object]:
    """What a line of Northland's list must fulfil, for a machine to check."""
    return {
        "list": "northland_sought",
        "as_of": AS_OF.isoformat(),
        "criteria": [
            {
                "code": "prisoner_of_war",
                "says": "Members of the armed forces who were taken prisoner.",
                "column": "Категорія",
                "test": "one_of",
                "values": ["військовослужбовець"],
            },
            {
                "code": "adult",
                "says": "At least 18 years old on the day of the list.",
                "field": "birth_date",
                "test": "age_at_least",
                "years": 18,
                "on": AS_OF.isoformat(),
            },
            {
                "code": "captured_between",
                "says": "Taken, or last heard of, between two days, both included.",
                "field": "capture_date",
                "test": "between",
                "from": FIRST_CAPTURE.isoformat(),
                "to": LAST_CAPTURE.isoformat(),
            },
        ],
    }


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
