"""Why this person goes, or does not: in words, from what the side that holds them may see.

The side reads of persons of the same standing, all its own, and of the plan's published values.
A family reads the rule alone: no number, nobody else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from wayhome.engines.planning.cells import Cell, Standing
from wayhome.engines.planning.errors import NoPlan
from wayhome.engines.planning.faces import faces_of
from wayhome.engines.planning.levels import solve_levels
from wayhome.engines.planning.model import build_model
from wayhome.engines.planning.network import Network, build_network
from wayhome.engines.planning.plan import Plan
from wayhome.engines.planning.problem import BESIDE_THE_COUNT, Batch, Id, Problem
from wayhome.engines.planning.program import Program, Whole
from wayhome.engines.planning.wording import Value, said

Sentence = tuple[str, Mapping[str, Value]]  # its code, what fills it


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """Why one person goes or stays: a code, numbers, the sentences, and their standing."""

    code: str
    values: Mapping[str, Value]
    told: tuple[Sentence, ...]  # for the side that holds the person
    standing: Mapping[str, object] = field(default_factory=dict)  # facts shared by all who have it
    batch: Batch | None = None  # None for who stays
    instead: tuple[tuple[Batch, Id], ...] = ()  # a plan with the person in it: what it would cost
    instead_values: tuple[int, ...] = ()  # of the levels reached: the last is the one lost

    @property
    def sentence(self) -> str:
        """What the side that holds the person reads, in English."""
        return " ".join(said(code, **values) for code, values in self.told)

    @property
    def family_code(self) -> str:
        """The code of what the family reads: the rule alone."""
        return "family_out" if self.batch is None else "family_in"

    @property
    def family(self) -> str:
        """What the family reads, in English."""
        return said(self.family_code)


class Answers:
    """The answers of one plan. `of` only looks; `why_not` plans again with the person in."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self._problem, self._plan = problem, plan
        self._model = build_model(problem)
        self._batch = {one: batch for batch, _, one in plan.lines}
        self._persons = {person.id: person for person in problem.persons}
        self._place = {
            member.id: (number, at)
            for number, standing in enumerate(self._model.standings)
            for at, cell in enumerate(standing.cells)
            for unit in cell.units
            for member in unit
        }

    def of(self, one: Id) -> Answer:
        """Why this person goes or stays, as far as their own standing tells.

        Raises:
            KeyError: nobody of the problem has this identifier.
        """
        if not self._persons[one].available:
            return _out("not_available", "why_not_available")
        number, at = self._place[one]
        standing = self._model.standings[number]
        if not standing.batches:
            fit = all(person.available for person in standing.one)
            answer = _out(*(("medical", "why_medical") if fit else ("group", "why_group")))
        elif one in self._batch:
            answer = self._goes(one, standing)
        else:
            answer = self._stays(standing, at)
        return replace(answer, standing=_facts(standing))

    def _goes(self, one: Id, standing: Standing) -> Answer:
        person, batch = self._persons[one], self._batch[one]
        values = {**self._numbers(standing), "place": self._by_time_held(one)}
        told: list[Sentence] = []
        code = "in"
        if one in self._problem.must:
            code = "must"
        elif not person.categories.isdisjoint(BESIDE_THE_COUNT):
            code = "beside"
        elif standing.forced:
            code = "all"
        if code != "in":
            told.append((f"why_{code}", {}))
        if len(standing.one) > 1:
            told.append(("why_together", {"size": len(standing.one)}))
        elif code == "in":
            told.append(("why_some", values))
            if values["go"] != values["all"]:
                told.append(("why_place", values))
        told.append(("why_batch", {"batch": batch + 1}))
        return Answer(code=code, values=values, told=tuple(told), batch=batch)

    def _stays(self, standing: Standing, at: int) -> Answer:
        if len(standing.one) > 1:
            return _out("group_stays", "why_group_stays", self._numbers(standing))
        cell = standing.cells[at]
        if self._going(cell) > 0:
            equals = {"go": self._going(cell), "all": len(cell.units)}
            return _out("draw_among_equals", "why_equals", equals)
        place = self._by_time_held(cell.units[0][0].id)
        return _out("standing", "why_standing", {**self._numbers(standing), "place": place})

    def _numbers(self, standing: Standing) -> dict[str, int]:
        go = sum(self._going(cell) for cell in standing.cells)
        return {"go": go, "all": standing.size}

    def _going(self, cell: Cell) -> int:
        return sum(unit[0].id in self._batch for unit in cell.units)

    def _by_time_held(self, one: Id) -> int:
        """The place of a person in their standing, the longest held first."""
        number, at = self._place[one]
        cells = self._model.standings[number].cells
        return 1 + sum(len(other.units) for other in cells[:at])

    def why_not(self, one: Id) -> Answer:
        """Why a person stays, by planning with them in: the first objective that would lose.

        Raises:
            KeyError: nobody of the problem has this identifier.
            NotProven: the solver stopped without a proof.
        """
        answer = self.of(one)
        if answer.batch is not None or answer.code not in ("standing", "group_stays"):
            return answer
        number, at = self._place[one]
        column = self._model.taken[number, at]
        found = self._best_with(column)
        if found is None:
            return replace(answer, code="rules", told=(*answer.told, ("why_rules", {})))
        reached, values = found
        return self._lost(answer, reached, self._with(one, values))

    @cached_property
    def _faces(self) -> list[Program]:
        return faces_of(self._model, self._plan)

    @cached_property
    def _network(self) -> Network | None:
        return build_network(self._model)

    def _best_with(self, column: int) -> tuple[tuple[int, ...], Whole] | None:
        """What the best plan with one more in this column reaches, to the first level it loses."""
        for kept in reversed(range(len(self._faces))):
            if self._faces[kept].upper[column] < 1:
                continue
            program = _with_one(self._faces[kept], column)
            wanted = self._model.levels[kept : kept + 1]
            try:
                best = solve_levels(program, wanted, self._network)
            except NoPlan:
                continue
            lost = tuple(level.value for level in best.levels)
            return (*self._plan.values[:kept], *lost), best.values
        return None

    def _with(self, one: Id, values: Whole) -> tuple[tuple[Batch, Id], ...]:
        """The lines of a solution, this person before their equals."""
        lines: list[tuple[Batch, Id]] = []
        for number, standing in enumerate(self._model.standings):
            counts = {b: int(values[self._model.count[number, b]]) for b in standing.batches}
            batches = [batch for batch, count in counts.items() for _ in range(count)]
            units = [
                unit
                for at, cell in enumerate(standing.cells)
                for unit in (
                    sorted(cell.units, key=lambda unit: unit[0].id != one)
                    if self._place[one] == (number, at)
                    else cell.units
                )[: int(values[self._model.taken[number, at]])]
            ]
            for batch, unit in zip(batches, units, strict=True):
                lines += [(batch, member.id) for member in unit]
        return tuple(sorted(lines))

    def _lost(
        self, answer: Answer, reached: tuple[int, ...], instead: tuple[tuple[Batch, Id], ...]
    ) -> Answer:
        level = len(reached) - 1
        values = dict(answer.values)
        if reached == self._plan.values:
            code, more = "draw", "why_draw"
        else:
            aim = self._problem.objectives[level]
            values |= {"now": self._plan.values[level], "then": reached[level], "aim": aim}
            code, more = f"level:{aim}", "why_worse"
        return replace(
            answer,
            code=code,
            values=values,
            told=(*answer.told, (more, values)),
            instead=instead,
            instead_values=reached,
        )


def _with_one(program: Program, column: int) -> Program:
    lower = program.lower.copy()
    lower[column] = max(1, lower[column])
    return replace(program, lower=lower)


def _out(code: str, sentence: str, values: Mapping[str, Value] | None = None) -> Answer:
    values = values or {}
    return Answer(code=code, values=values, told=((sentence, values),))


def _facts(standing: Standing) -> dict[str, object]:
    """What all of a standing have in common, as data; of a group what it needs together."""
    if len(standing.one) > 1:
        return {
            "size": len(standing.one),
            "sites": sorted(standing.sites),
            "stretchers": standing.stretchers,
            "earliest": max(person.earliest for person in standing.one),
        }
    person = standing.one[0]
    return {
        "site": person.site,
        "categories": sorted(person.categories),
        "stretcher": person.stretcher,
        "earliest": person.earliest,
        "all_go": standing.forced,
    }
