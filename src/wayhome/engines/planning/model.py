"""The rules of a problem as rows over how many of each standing travel in each batch."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from wayhome.engines.planning.cells import Standing, standings
from wayhome.engines.planning.objectives import OBJECTIVES, Objective
from wayhome.engines.planning.problem import SIDES, Batch, Id, Problem
from wayhome.engines.planning.program import Draft, Program, Rule, Whole

Column = int


@dataclass(frozen=True, eq=False)
class Model:
    """A program with its meaning: which column counts which standing in which batch."""

    problem: Problem
    standings: tuple[Standing, ...]
    program: Program
    count: dict[tuple[int, Batch], Column]  # by number of the standing
    taken: dict[tuple[int, int], Column]  # by standing and cell

    @cached_property
    def levels(self) -> tuple[Whole, ...]:
        """What each column adds to each objective, in the order of the objectives."""
        return tuple(self._level(OBJECTIVES[name]) for name in self.problem.objectives)

    def _level(self, objective: Objective) -> Whole:
        terms = np.zeros(len(self.program.lower), dtype=np.int64)
        for (number, batch), column in self.count.items():
            if objective.name != "days_held":
                terms[column] = sum(
                    objective.worth(person, batch) for person in self.standings[number].one
                )
        if objective.name == "days_held":
            for (number, at), column in self.taken.items():
                terms[column] = self.standings[number].cells[at].days_held
        return terms


@dataclass(frozen=True, slots=True)
class _Writing:
    problem: Problem
    standings: tuple[Standing, ...]
    draft: Draft
    count: dict[tuple[int, Batch], Column]
    taken: dict[tuple[int, int], Column]


def build_model(
    problem: Problem,
    apart: Mapping[Id, object] | None = None,
    together: Sequence[frozenset[Id]] = (),
) -> Model:
    """Write a problem as an integer program; `apart` as in `standings`.

    Those `together` are in no group of the problem and alone in their standing: rows join them.
    """
    writing = _Writing(problem, standings(problem, apart), Draft(), {}, {})
    for write in (_columns, _capacities, _formula, _parity, _quotas):
        write(writing)
    _together(writing, together)
    return Model(problem, writing.standings, writing.draft.finished(), writing.count, writing.taken)


def _columns(model: _Writing) -> None:
    draft = model.draft
    for number, standing in enumerate(model.standings):
        batches = [draft.column(0, standing.size) for _ in standing.batches]
        for batch, column in zip(standing.batches, batches, strict=True):
            model.count[number, batch] = column
        cells = [
            draft.column(len(c.units) if standing.forced else 0, len(c.units))
            for c in standing.cells
        ]
        for at, column in enumerate(cells):
            model.taken[number, at] = column
        terms = {**dict.fromkeys(batches, 1), **dict.fromkeys(cells, -1)}
        draft.row(("persons", number), terms, 0, 0)


def _capacities(model: _Writing) -> None:
    problem = model.problem
    used: dict[Rule, dict[Column, int]] = defaultdict(dict)
    for (number, batch), column in model.count.items():
        standing = model.standings[number]
        for site, places in standing.sites.items():
            used["sites", standing.side, site, batch][column] = places
        if standing.seats:
            used["seats", standing.side, batch][column] = standing.seats
        if standing.stretchers:
            used["stretchers", standing.side, batch][column] = standing.stretchers
        if (standing.side, batch) in problem.days:
            used["days", standing.side, batch][column] = len(standing.one)
    capacity: dict[Rule, int] = {
        **{("sites", *key): room for key, room in problem.site_capacity.items()},
        **{("seats", *key): room for key, room in problem.seats.items()},
        **{("stretchers", *key): room for key, room in problem.stretchers.items()},
        **{("days", *key): room for key, room in problem.days.items()},
    }
    for key, terms in used.items():
        model.draft.row(key, terms, upper=capacity[key])


def _released(model: _Writing, side: int, until: Batch, weight: int) -> dict[Column, int]:
    return {
        column: weight * model.standings[number].counted
        for (number, batch), column in model.count.items()
        if batch <= until
        and model.standings[number].side == side
        and model.standings[number].counted
    }


def _formula(model: _Writing) -> None:
    formula, last = model.problem.formula, model.problem.batches - 1
    for side in SIDES:
        terms = _released(model, side, last, 1)
        if formula.kind == "exactly":
            model.draft.row(("number", side), terms, formula.numbers[side], formula.numbers[side])
        else:
            model.draft.row(("number", side), terms, formula.numbers[side])
    if formula.kind == "ratio":
        left, right = formula.ratio
        terms = _released(model, 0, last, right) | _released(model, 1, last, -left)
        model.draft.row(("ratio",), terms, 0, 0)


def _parity(model: _Writing) -> None:
    problem = model.problem
    if problem.parity is None:
        return
    left, right = problem.formula.ratio
    ahead = problem.parity * min(left, right)
    for batch in range(problem.batches):
        terms = _released(model, 0, batch, right) | _released(model, 1, batch, -left)
        model.draft.row(("parity", batch), terms, -ahead, ahead)


def _quotas(model: _Writing) -> None:
    for (side, category), least in sorted(model.problem.quotas.items()):
        if not least:  # asks for nothing, and would keep the rules from being a network
            continue
        terms = {
            column: model.standings[number].counted_in(category)
            for (number, _), column in model.count.items()
            if model.standings[number].side == side and model.standings[number].counted_in(category)
        }
        model.draft.row(("quota", side, category), terms, least)


def _together(model: _Writing, groups: Sequence[frozenset[Id]]) -> None:
    alone = {
        standing.one[0].id: number
        for number, standing in enumerate(model.standings)
        if standing.size == 1
    }
    for at, group in enumerate(groups):
        first, *others = [alone.get(member, -1) for member in sorted(group)]
        for other in others:
            for batch in range(model.problem.batches):
                ends = ((first, 1), (other, -1))
                terms = {
                    model.count[number, batch]: sign
                    for number, sign in ends
                    if (number, batch) in model.count
                }
                if terms:
                    model.draft.row(("group", at), terms, 0, 0)
