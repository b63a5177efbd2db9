"""Who stands in the place of another of the same standing: seen by sorting, without a solver.

Persons who share side, site, categories, stretcher and first day can change places with every rule
kept. So of them those held longest go; of those held as long, whom the draw put first; and whom it
put first goes first. A plan that does otherwise is not the one agreed to, whatever it is worth.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise

from wayhome.engines.planning.problem import Batch, Id, Person, Problem

Unit = tuple[Person, ...]  # one person, or a group that travels together
Place = tuple[int, bytes, bytes, Batch | None]  # days held, draw of the cell, own draw, batch


@dataclass(frozen=True, slots=True)
class Swaps:
    """How many persons or groups would have to change places with another of their standing."""

    longer: int  # stay, though one held less long goes
    drawn: int  # stay, though one drawn later and held as long goes
    earlier: int  # go later than one whom the draw puts behind them


def find_swaps(problem: Problem, batch_of: Mapping[Id, Batch]) -> Swaps:
    """Count who stands in another's place; nobody does in the plan the draw chooses."""
    longer = drawn = earlier = 0
    for places in _standings(problem, batch_of):
        going = [place for place in places if place[3] is not None]
        if not going:
            continue
        least = min(days for days, _, _, _ in going)
        last = max(draw for days, _, draw, _ in going if days == least)
        for days, _, draw, batch in places:
            longer += batch is None and days > least
            drawn += batch is None and days == least and draw < last
        turns = sorted((cell, draw, batch or 0) for _, cell, draw, batch in going)
        earlier += sum(after < before for (_, _, before), (_, _, after) in pairwise(turns))
    return Swaps(longer, drawn, earlier)


def _standings(problem: Problem, batch_of: Mapping[Id, Batch]) -> Iterator[Sequence[Place]]:
    """The units of each standing, of those who are available."""
    units: dict[object, list[Unit]] = defaultdict(list)
    for unit in units_of(problem):
        if all(person.available for person in unit):
            units[facts_of(problem, unit)].append(unit)
    counts = "days_held" in problem.objectives
    for alike in units.values():
        places = []
        cells: dict[object, bytes] = {}
        for unit in alike:
            days = sum(person.days_held for person in unit) if counts else 0
            draw = min(_draw(problem, person) for person in unit)
            cell = unit[0].id if len(unit) > 1 else (days,)  # each group is a cell of its own
            cells[cell] = min(draw, cells.get(cell, draw))
            places.append((days, cell, draw, batch_of.get(unit[0].id)))
        yield [(days, cells[cell], draw, batch) for days, cell, draw, batch in places]


def units_of(problem: Problem) -> Iterator[Unit]:
    """The persons of a problem one by one, those of a group together."""
    group_of = {one: number for number, group in enumerate(problem.groups) for one in group}
    groups: dict[int, list[Person]] = defaultdict(list)
    for person in problem.persons:
        if person.id in group_of:
            groups[group_of[person.id]].append(person)
        else:
            yield (person,)
    yield from map(tuple, groups.values())


def facts_of(problem: Problem, unit: Unit) -> object:
    """All that the rules see of a unit; what they see of a group is its members', in any order."""
    if len(unit) == 1:
        return _facts_of_person(problem, unit[0])
    return frozenset(Counter(_facts_of_person(problem, person) for person in unit).items())


def _facts_of_person(problem: Problem, person: Person) -> tuple[object, ...]:
    return (
        person.side,
        person.site,
        person.categories,
        person.stretcher,
        person.earliest,
        person.id in problem.must,
    )


def _draw(problem: Problem, person: Person) -> bytes:
    return sha256(f"{problem.salt}\0{person.id}".encode()).digest()
