"""The gazetteer's tables, read once: each form with its party and kind."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

NOBODY = "-"  # in place of a party: words that hold another party's name and are none
_FOLDER = "resources/reading"
_IN_CAPITALS_FROM = 4  # letters; shorter forms in capitals are other abbreviations


class Kind(StrEnum):
    """What sort of word names the party."""

    COUNTRY = "country"
    DEMONYM = "demonym"
    CAPITAL = "capital"
    OFFICE = "office"
    BODY = "body"
    MOVEMENT = "movement"
    FOUND = "found"  # by the words of the report itself


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a party."""

    written: str
    party: str
    kind: Kind


def rows_of(table: str) -> Iterator[list[str]]:
    """The rows of one table, each a list of its columns; comments and empty lines are left out."""
    text = files("wayhome").joinpath(_FOLDER, table).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


@cache
def forms() -> dict[str, Form]:
    """Every form of the tables by how it is written; of two alike the first stands."""
    known: dict[str, Form] = {}
    for form in _all_forms():
        known.setdefault(form.written, form)
        if len(form.written) >= _IN_CAPITALS_FROM:
            known.setdefault(
                form.written.upper(), Form(form.written.upper(), form.party, form.kind)
            )
    return known


def _all_forms() -> Iterator[Form]:
    for name, others, demonyms, capitals in rows_of("countries.tsv"):
        for written in [name, *_split(others)]:
            yield Form(written, name, Kind.COUNTRY)
        for written in _split(demonyms):
            yield Form(written, name, Kind.DEMONYM)
        for written in _split(capitals):
            yield Form(written, name, Kind.CAPITAL)
    for kind, party, written_so in rows_of("offices.tsv"):
        for written in _split(written_so):
            yield Form(written, party, Kind(kind))
    for party, _, written_so in rows_of("movements.tsv"):
        for written in _split(written_so):
            yield Form(written, party, Kind.MOVEMENT)


def _split(cell: str) -> list[str]:
    return [part for part in cell.split(";") if part]


@cache
def states_of_movements() -> dict[str, str]:
    """The state each movement speaks with, where the table names one."""
    return {party: state for party, state, _ in rows_of("movements.tsv") if state}
