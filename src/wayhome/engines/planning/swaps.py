"""Who stands in the place of another of the same standing: seen by sorting, without a solver.

Persons who share side, site, categories, stretcher and first day can change places with every rule
kept. So of them those held longest go; of those held as long, whom the draw put first; and whom it
put first goes first. A plan that does otherwise is not the one agreed to, whatever it is worth.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise

from wayhome.engines.planning.certificate import facts_of
from wayhome.engines.planning.problem import Batch, Id, Person, Problem

Unit = tuple[Person, ...]  # one person, or a group that travels together
Place = tuple[int, bytes, bytes, Batch | None]  # days held, draw of the cell, own draw, batch


@dataclass(frozen=True, slots=True)
class Swaps:
    """How many persons or groups would have to change places with another of their standing."""

    longer: int  # stay, though one held less long goes
    drawn: int  # stay, though one drawn later and held as long goes
    earlier: int  # go later than one whom the draw puts behind them


def find_swaps(
    problem: Problem, standings: Iterable[Sequence[Unit]], batch_of: Mapping[Id, Batch]
) -> Swaps:
    """Count who stands in another's place; nobody does in the plan the draw chooses."""
    longer = drawn = earlier = 0
    for units in standings:
        if not any(unit[0].id in batch_of for unit in units):
            continue
        places = _places(problem, units, batch_of)
        going = [place for place in places if place[3] is not None]
        least = min(days for days, _, _, _ in going)
        last = max(draw for days, _, draw, _ in going if days == least)
        for days, _, draw, batch in places:
            longer += batch is None and days > least
            drawn += batch is None and days == least and draw < last
        turns = sorted((cell, draw, batch or 0) for _, cell, draw, batch in going)
        earlier += sum(after < before for (_, _, before), (_, _, after) in pairwise(turns))
    return Swaps(longer, drawn, earlier)


def _places(
    problem: Problem, units: Sequence[Unit], batch_of: Mapping[Id, Batch]
) -> Sequence[Place]:
    counts = "days_held" in problem.objectives
    single = len(units[0]) == 1
    places: list[tuple[int, Id, bytes, Batch | None]] = []
    cells: dict[Id, bytes] = {}
    for unit in units:
        one = unit[0]
        days = sum(person.days_held for person in unit) if counts else 0
        draw = _draw(problem, one) if single else min(_draw(problem, p) for p in unit)
        cell: Id = days if single else one.id  # each group is a cell of its own
        if cell not in cells or draw < cells[cell]:
            cells[cell] = draw
        places.append((days, cell, draw, batch_of.get(one.id)))
    return [(days, cells[cell], draw, batch) for days, cell, draw, batch in places]


def standings_of(problem: Problem) -> Sequence[Sequence[Unit]]:
    """The persons and groups who are available, those of the same standing together."""
    units: dict[object, list[Unit]] = defaultdict(list)
    for unit in _units(problem):
        if all(person.available for person in unit):
            units[_facts(problem, unit)].append(unit)
    return list(units.values())


def _units(problem: Problem) -> Iterator[Unit]:
    group_of = {one: number for number, group in enumerate(problem.groups) for one in group}
    groups: dict[int, list[Person]] = defaultdict(list)
    for person in problem.persons:
        if person.id in group_of:
            groups[group_of[person.id]].append(person)
        else:
            yield (person,)
    yield from map(tuple, groups.values())


def _facts(problem: Problem, unit: Unit) -> object:
    """All that the rules see of a unit; what they see of a group is its members', in any order."""
    if len(unit) == 1:
        return facts_of(problem, unit[0])
    return frozenset(Counter(facts_of(problem, person) for person in unit).items())


def _draw(problem: Problem, person: Person) -> bytes:
    return sha256(f"{problem.salt}\0{person.id}".encode()).digest()
