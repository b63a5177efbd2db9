"""The small tables from which people are invented."""

import csv
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple, TypeVar

T = TypeVar("T")
TABLES = Path(__file__).parents[1] / "tables"


class Both(NamedTuple):
    """One thing in the two languages of the example."""

    uk: str
    ru: str


class Father(NamedTuple):
    """What the children of a man are called after him."""

    son: Both
    daughter: Both


class Given(NamedTuple):
    """A given name; a woman's has no `father`."""

    sex: str
    often: int
    often_child: int
    name: Both
    father: Father | None


class Place(NamedTuple):
    """A settlement, with the letter for town or village that lists put before it."""

    kind: str
    front: bool
    type: str
    name: Both
    near: str  # Ukrainian name of the place that the other side may name for it


def _rows(name: str) -> list[dict[str, str]]:
    with (TABLES / f"{name}.tsv").open(encoding="utf-8", newline="") as text:
        lines = [line for line in text if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def _given(row: dict[str, str]) -> Given:
    father = Father(
        Both(row["son_uk"], row["son_ru"]), Both(row["daughter_uk"], row["daughter_ru"])
    )
    return Given(
        row["sex"],
        int(row["often"]),
        int(row["often_child"]),
        Both(row["uk"], row["ru"]),
        father if row["sex"] == "m" else None,
    )


SURNAMES = {
    kind: [
        (Both(r["uk"], r["ru"]), int(r["often"])) for r in _rows("surnames") if r["kind"] == kind
    ]
    for kind in ("north", "south")
}
GIVEN = [_given(row) for row in _rows("given_names")]
PLACES = [
    Place(r["kind"], bool(r["front"]), r["type"], Both(r["uk"], r["ru"]), r["near"])
    for r in _rows("places")
]
RANKS = _rows("ranks")
LETTERS = {
    column: {r["letter"]: r[column].replace("-", "") for r in _rows("letters")}
    for column in _rows("letters")[0]
    if column != "letter"
}
NEAR = {place.name.uk: next(p for p in PLACES if p.name.uk == place.near)
        for place in PLACES if place.near}  # fmt: skip


def seeded(*purpose: str) -> Random:
    """Chance of its own for each purpose, so that a change to one list leaves the others alone."""
    return Random("/".join(("wayhome example 5", *purpose)))  # noqa: S311  invented people


def drawn(rng: Random, options: Sequence[tuple[T, int]]) -> T:
    """One of the options, each as often as its number says."""
    return rng.choices([o for o, _ in options], weights=[n for _, n in options])[0]
