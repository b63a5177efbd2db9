"""Equal persons grouped: what the planner counts instead of choosing person by person.

A `Cell` holds persons no rule tells apart. A `Standing` holds the cells that differ in nothing but
the time held; since the days held are only ever summed, some best plan takes of each standing
those held longest. A group that travels together is a standing of one unit.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from wayhome.engines.planning.problem import Id, Person, Problem, Side
from wayhome.engines.planning.ranking import rank_persons

Unit = tuple[Person, ...]  # one person, or a group that travels together


@dataclass(frozen=True, slots=True)
class Cell:
    """Units no rule tells apart, best rank first."""

    days_held: int  # of one unit
    units: tuple[Unit, ...]
    rank: tuple[int, Side]  # of the best-ranked member: the place of the cell in the draw


@dataclass(frozen=True)
class Standing:
    """Cells that differ in time held only, longest held first, and what one unit of them uses."""

    side: Side
    cells: tuple[Cell, ...]
    batches: range  # in which they may travel; empty where they may not
    forced: bool  # all of them travel
    apart: object = None  # what tells them from others beside the rules, where something does

    @cached_property
    def size(self) -> int:
        """How many units there are."""
        return sum(len(cell.units) for cell in self.cells)

    @property
    def one(self) -> Unit:
        """Any of the units: they use the same."""
        return self.cells[0].units[0]

    @cached_property
    def sites(self) -> Mapping[Id, int]:
        """Places a unit takes at each site."""
        return Counter(person.site for person in self.one)

    @cached_property
    def stretchers(self) -> int:
        """Stretchers a unit takes; who lies takes no seat."""
        return sum(person.stretcher for person in self.one)

    @cached_property
    def seats(self) -> int:
        """Seats a unit takes."""
        return len(self.one) - self.stretchers

    @cached_property
    def counted(self) -> int:
        """Prisoners of war in a unit."""
        return sum(person.counted for person in self.one)

    def counted_in(self, category: str) -> int:
        """Prisoners of war of a category in a unit."""
        return sum(person.counted and category in person.categories for person in self.one)


def standings(problem: Problem, apart: Mapping[Id, object] | None = None) -> tuple[Standing, ...]:
    """Group the persons of a problem, by best rank, whatever the order of the input.

    `apart` tells persons apart beyond the rules: by the batch an earlier plan has them in, say.
    """
    ranks = rank_persons(problem.persons, problem.salt)
    apart = apart or {}
    found: dict[tuple[object, object], list[Unit]] = {}
    for unit in _units(problem, ranks):
        if len(unit) == 1 and not unit[0].available and unit[0].id not in problem.must:
            continue
        facts = (_facts(problem, unit), apart.get(unit[0].id))
        found.setdefault(facts, []).append(unit)
    return tuple(
        sorted(
            (_standing(problem, units, ranks, facts[1]) for facts, units in found.items()),
            key=lambda one: min(cell.rank for cell in one.cells),
        )
    )


def _units(problem: Problem, ranks: Mapping[Id, int]) -> Iterable[Unit]:
    by_id = {person.id: person for person in problem.persons}
    grouped = {member for group in problem.groups for member in group}
    for group in problem.groups:
        yield tuple(sorted((by_id[one] for one in group), key=lambda one: ranks[one.id]))
    for one in ranks:
        if one not in grouped:
            yield (by_id[one],)


def _facts(problem: Problem, unit: Unit) -> object:
    """What the rules see of a unit but for the time held; of a group its first member alone."""
    person = unit[0]
    if len(unit) > 1:
        return person.id
    return (
        person.side,
        person.site,
        person.categories,
        person.stretcher,
        person.earliest,
        person.id in problem.must,
        person.available,
    )


def _standing(
    problem: Problem, units: list[Unit], ranks: Mapping[Id, int], apart: object
) -> Standing:
    alike: dict[int, list[Unit]] = {}
    matters = "days_held" in problem.objectives
    for unit in units:
        held = unit[0].days_held if len(unit) == 1 else sum(one.days_held for one in unit)
        alike.setdefault(held if matters else 0, []).append(unit)
    cells = tuple(
        Cell(
            days_held=held,
            units=tuple(alike[held]),
            rank=(ranks[alike[held][0][0].id], units[0][0].side),
        )
        for held in sorted(alike, reverse=True)
    )
    first = units[0]
    may = all(person.available for person in first)
    return Standing(
        side=first[0].side,
        cells=cells,
        batches=range(max(p.earliest for p in first) if may else problem.batches, problem.batches),
        forced=any(p.id in problem.must or problem.formula.covers(p) for p in first),
        apart=apart,
    )
