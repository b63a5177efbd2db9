"""Cities the tables know, and the state that a movement speaks with."""

from dataclasses import dataclass
from functools import cache

from wayhome.engines.reading.gazetteer.tables import rows_of, states_of_movements


@dataclass(frozen=True, slots=True)
class City:
    """A city and the country it lies in."""

    name: str
    country: str


@cache
def cities() -> dict[str, City]:
    """Capitals and other places where talks are held, by each way they are written."""
    known: dict[str, City] = {}
    for country, _, _, capitals in rows_of("countries.tsv"):
        for written in filter(None, capitals.split(";")):
            known.setdefault(written, City(written, country))
    for name, others, country in rows_of("cities.tsv"):
        for written in [name, *filter(None, others.split(";"))]:
            known.setdefault(written, City(name, country))
    return known


def state_of(movement: str) -> str | None:
    """The state a movement of the tables speaks with; None where none is known."""
    return states_of_movements().get(movement)


def armies_of(state: str) -> list[str]:
    """The armies of the tables that stand for themselves, where a state is at war within."""
    known = states_of_movements().items()
    return [party for party, its in known if its == state and "Armed Forces" in party]
