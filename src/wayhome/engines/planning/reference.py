"""The slow twin: try every plan. For a handful of persons, to test the planner against."""

from collections.abc import Iterator
from itertools import product

from wayhome.engines.planning.problem import Batch, Id, Person, Problem
from wayhome.engines.planning.ranking import rank_persons
from wayhome.engines.planning.verify import find_breaches, values_of

Plan = tuple[tuple[Batch, Id], ...]


def best_plan(problem: Problem) -> tuple[Plan, tuple[int, ...]] | None:
    """The one best plan and its values by trying all; None where no plan keeps the rules."""
    best: tuple[tuple[int, ...], tuple[int, ...], Plan] | None = None
    order = _draw_order(problem)
    for plan in _every_plan(problem):
        if find_breaches(problem, plan):
            continue
        key = (values_of(problem, plan), _drawn(problem, order, plan), plan)
        if best is None or key[:2] > best[:2]:
            best = key
    if best is None:
        return None
    return _by_rank(problem, best[2]), best[0]


def _every_plan(problem: Problem) -> Iterator[Plan]:
    choices: list[list[Batch | None]] = [
        [None, *range(person.earliest, problem.batches)] if person.available else [None]
        for person in problem.persons
    ]
    for chosen in product(*choices):
        yield tuple(
            (batch, person.id)
            for batch, person in zip(chosen, problem.persons, strict=True)
            if batch is not None
        )


def _equals(problem: Problem) -> list[tuple[Person, ...]]:
    """Persons no rule tells apart, each list by rank; a group is a list of its own."""
    ranks = rank_persons(problem.persons, problem.salt)
    in_group = {member: n for n, group in enumerate(problem.groups) for member in group}
    cells: dict[object, list[Person]] = {}
    for person in sorted(problem.persons, key=lambda one: ranks[one.id]):
        facts = (
            person.side,
            person.site,
            person.categories,
            person.stretcher,
            person.earliest,
            person.days_held if "days_held" in problem.objectives else 0,
            person.available,
            person.id in problem.must,
        )
        cells.setdefault(in_group.get(person.id, facts), []).append(person)
    return [tuple(cell) for cell in cells.values()]


def _draw_order(problem: Problem) -> list[tuple[Person, ...]]:
    ranks = rank_persons(problem.persons, problem.salt)
    return sorted(_equals(problem), key=lambda cell: (ranks[cell[0].id], cell[0].side))


def _drawn(problem: Problem, order: list[tuple[Person, ...]], plan: Plan) -> tuple[int, ...]:
    """The count of each (cell, batch) in the order of the draw: larger is better."""
    batch_of = {one: batch for batch, one in plan}
    return tuple(
        sum(batch_of.get(person.id) == batch for person in cell)
        for cell in order
        for batch in range(problem.batches)
    )


def _by_rank(problem: Problem, plan: Plan) -> Plan:
    """Within a cell the best ranks go, and go first."""
    batch_of = {one: batch for batch, one in plan}
    grouped = {member for group in problem.groups for member in group}
    chosen: list[tuple[Batch, Id]] = []
    for cell in _equals(problem):
        batches = sorted(batch_of[person.id] for person in cell if person.id in batch_of)
        if cell[0].id in grouped:
            chosen += [(batch_of[person.id], person.id) for person in cell if person.id in batch_of]
        else:
            chosen += [(batch, person.id) for batch, person in zip(batches, cell, strict=False)]
    return tuple(sorted(chosen))
