"""When somebody drops out: who can stand in, and the plan with the fewest changes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np

from wayhome.engines.planning.dead import schedule_returns
from wayhome.engines.planning.drawing import draw_plan
from wayhome.engines.planning.levels import solve_levels
from wayhome.engines.planning.model import Model, build_model
from wayhome.engines.planning.network import build_network
from wayhome.engines.planning.plan import Mends, Plan
from wayhome.engines.planning.planning import lines_of
from wayhome.engines.planning.problem import Batch, Id, Person, Problem
from wayhome.engines.planning.program import Program, Whole
from wayhome.engines.planning.ranking import list_hash, rank_persons
from wayhome.engines.planning.stopping import Stop, heeding
from wayhome.engines.planning.verify import find_breaches, values_of
from wayhome.engines.planning.writing import problem_hash


@dataclass(frozen=True, kw_only=True, slots=True)
class Mended:
    """A plan after a drop-out, the problem it answers, and which lines it changes."""

    problem: Problem  # in which those who dropped out are not available
    plan: Plan  # without certificates: its first aim, the fewest changes, is no rule of the problem
    added: tuple[Id, ...]
    moved: tuple[Id, ...]  # to another batch
    removed: tuple[Id, ...]  # beside those who dropped out

    @property
    def changes(self) -> int:
        """How many lines differ, those of who dropped out apart."""
        return len(self.added) + len(self.moved) + len(self.removed)


def mend_plan(
    problem: Problem,
    plan: Plan,
    dropped: Collection[Id],
    *,
    travelled: int = 0,
    stop: Stop | None = None,
) -> Mended:
    """Plan again without some persons: the fewest changed lines first, then every objective.

    `travelled` batches have left already: their lines stay as they are. `stop` as in
    `plan_exchange`.

    Raises:
        Cancelled: it was stopped.
        NoPlan: no plan keeps the rules without them.
        NotProven: the solver stopped without a proof.
    """
    with heeding(stop):
        return _mended(problem, plan, frozenset(dropped), travelled)


def _mended(problem: Problem, plan: Plan, gone: frozenset[Id], travelled: int) -> Mended:
    left = _without(problem, gone)
    before = {one: batch for batch, _, one in plan.lines if one not in gone}
    model = build_model(left, before)
    fewest = _fewest_changes(model)
    program = _as_travelled(model, travelled)
    network = build_network(model)
    optimum = solve_levels(program, (fewest, *model.levels), network)
    lines = lines_of(model, draw_plan(model, optimum.face, optimum.values, network))
    after = {one: batch for batch, _, one in lines}
    changes = sum(before.get(one) != after.get(one) for one in before.keys() | after.keys())
    mended = Plan(
        lines=lines,
        objectives=left.objectives,
        values=tuple(level.value for level in optimum.levels[1:]),
        certificates=(None,) * len(left.objectives),
        list_hash=list_hash(lines),
        problem=problem_hash(left),
        dead=schedule_returns(left),
        mends=Mends(list_hash=plan.list_hash, travelled=travelled, changes=changes),
    )
    return _told(left, mended, before)


def _without(problem: Problem, gone: frozenset[Id]) -> Problem:
    return replace(
        problem,
        persons=tuple(
            replace(person, available=False) if person.id in gone else person
            for person in problem.persons
        ),
        must=problem.must - gone,
        dead=tuple(one for one in problem.dead if one.id not in gone),
        # Who is left of a group travels, or not, as a group.
        groups=tuple(rest for group in problem.groups if len(rest := group - gone) > 1),
    )


def _fewest_changes(model: Model) -> Whole:
    """Each line kept is one change less than a line moved or removed; each added is one more."""
    weights = np.zeros(len(model.program.lower), dtype=np.int64)
    for (number, batch), column in model.count.items():
        standing = model.standings[number]
        if standing.apart is None:
            weights[column] = -len(standing.one)
        elif standing.apart == batch:
            weights[column] = len(standing.one)
    return weights


def _as_travelled(model: Model, travelled: int) -> Program:
    lower, upper = model.program.lower.copy(), model.program.upper.copy()
    for (number, batch), column in model.count.items():
        standing = model.standings[number]
        if batch < travelled:
            lower[column] = upper[column] = standing.size if standing.apart == batch else 0
    return replace(model.program, lower=lower, upper=upper)


def _told(problem: Problem, plan: Plan, before: Mapping[Id, Batch]) -> Mended:
    after = {one: batch for batch, _, one in plan.lines}
    return Mended(
        problem=problem,
        plan=plan,
        added=tuple(sorted(after.keys() - before.keys())),
        moved=tuple(sorted(one for one in after if before.get(one, after[one]) != after[one])),
        removed=tuple(sorted(before.keys() - after.keys())),
    )


def substitutes(problem: Problem, plan: Plan, one: Id) -> tuple[Id, ...]:
    """Who can take a person's place in the same batch with every rule kept, the best first.

    Best is the plan worth most by the objectives in order; then who was held longest; then the
    better draw. Nobody can where the person travels with a group.
    """
    batch_of = {line_id: batch for batch, _, line_id in plan.lines}
    by_id = {person.id: person for person in problem.persons}
    if one not in batch_of or any(one in group for group in problem.groups):
        return ()
    left = _without(problem, frozenset({one}))
    rest = [(batch, line_id) for batch, _, line_id in plan.lines if line_id != one]
    ranks = rank_persons(problem.persons, problem.salt)
    grouped = {member for group in problem.groups for member in group}
    worth: dict[object, tuple[int, ...] | None] = {}
    found = []
    for person in left.persons:
        if person.side != by_id[one].side or not person.available:
            continue
        if person.id in batch_of or person.id in grouped:
            continue
        values = _worth(left, rest, batch_of[one], person, worth)
        if values is not None:
            of_days = [name == "days_held" for name in problem.objectives]
            total = tuple(
                -(value + person.days_held * days)
                for value, days in zip(values, of_days, strict=True)
            )
            key = (total, -person.days_held, ranks[person.id])
            found.append((key, person.id))
    return tuple(person_id for _, person_id in sorted(found))


def _worth(
    problem: Problem,
    rest: list[tuple[Batch, Id]],
    batch: Batch,
    person: Person,
    known: dict[object, tuple[int, ...] | None],
) -> tuple[int, ...] | None:
    """The values with such a person in the place, held no day; None where a rule breaks."""
    facts = (person.site, person.categories, person.stretcher, person.earliest)
    if facts not in known:
        lines = [*rest, (batch, person.id)]
        known[facts] = None
        if not find_breaches(problem, lines):
            known[facts] = tuple(
                value - person.days_held * (name == "days_held")
                for value, name in zip(values_of(problem, lines), problem.objectives, strict=True)
            )
    return known[facts]
