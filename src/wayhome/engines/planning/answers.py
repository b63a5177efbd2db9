"""Why this person goes, or does not: in words, from what the side that holds them may see.

The side reads of persons of the same standing, all its own, and of the plan's published values.
A family reads the rule alone: no number, nobody else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from wayhome.engines.planning.cells import Cell, Standing
from wayhome.engines.planning.errors import NoPlan
from wayhome.engines.planning.faces import faces_of
from wayhome.engines.planning.levels import solve_levels
from wayhome.engines.planning.model import build_model
from wayhome.engines.planning.network import Network, build_network
from wayhome.engines.planning.objectives import OBJECTIVES
from wayhome.engines.planning.plan import Plan
from wayhome.engines.planning.problem import BESIDE_THE_COUNT, Batch, Id, Problem
from wayhome.engines.planning.program import Program, Whole

FAMILY = {
    "in": "Your relative is on the agreed list. The list follows the rules both sides agreed to.",
    "out": "Your relative is not on this list. The list follows the rules both sides agreed to: "
    "the wounded and sick first, then the agreed order, as far as places allow.",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """Why one person goes or stays: a code, what fills its sentence, the sentence itself."""

    code: str
    values: Mapping[str, int | str]
    sentence: str  # for the side that holds the person
    family: str  # for the family: the rule alone
    batch: Batch | None = None  # None for who stays
    instead: tuple[tuple[Batch, Id], ...] = ()  # a plan with the person in it: what it would cost
    instead_values: tuple[int, ...] = ()  # of the levels reached: the last is the one lost


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
        person = self._persons[one]
        if not person.available:
            return _out("not_available", "This person is not available.", {})
        number, at = self._place[one]
        standing = self._model.standings[number]
        if not standing.batches:
            return _out(*self._cannot_travel(standing))
        return self._goes(one, standing) if one in self._batch else self._stays(standing, at)

    def _cannot_travel(self, standing: Standing) -> tuple[str, str, dict[str, int | str]]:
        if all(person.available for person in standing.one):
            return "medical", "No batch of this exchange is late enough to travel fit.", {}
        return "group", "Somebody of the group is not available; a group travels together.", {}

    def _goes(self, one: Id, standing: Standing) -> Answer:
        person, batch = self._persons[one], self._batch[one]
        if one in self._problem.must:
            code, why = "must", "The agreement names this person."
        elif not person.categories.isdisjoint(BESIDE_THE_COUNT):
            code, why = "beside", "Goes beside the count, before it: nobody is given for them."
        elif standing.forced:
            code, why = "all", "The agreement releases all of this standing."
        else:
            code, why = "in", ""
        values = {**self._numbers(standing), "place": self._number(one, standing)}
        if len(standing.one) > 1:
            why += " The group travels together."
        elif code == "in":
            why = f"{values['go']} of {values['all']} with the same standing go."
            if values["go"] != values["all"]:
                why += f" This person is {_ordinal(values['place'])} by time held."
        sentence = f"{why.strip()} Batch {batch + 1}."
        return Answer(code=code, values=values, sentence=sentence, family=FAMILY["in"], batch=batch)

    def _stays(self, standing: Standing, at: int) -> Answer:
        values = self._numbers(standing)
        if len(standing.one) > 1:
            return _out("group_stays", "No batch takes the whole group at this cost.", values)
        cell = standing.cells[at]
        if self._going(cell) > 0:
            equal = {"go": self._going(cell), "all": len(cell.units)}
            said = f"{equal['go']} of {equal['all']} whom no rule tells apart go; the draw decided."
            return _out("draw_among_equals", said, equal)
        place = 1 + sum(len(other.units) for other in standing.cells[:at])
        said = (
            f"{values['go']} of {values['all']} with the same standing go; "
            f"this person is {_ordinal(place)} by time held."
        )
        return _out("standing", said, {**values, "place": place})

    def _numbers(self, standing: Standing) -> dict[str, int]:
        go = sum(self._going(cell) for cell in standing.cells)
        return {"go": go, "all": standing.size}

    def _going(self, cell: Cell) -> int:
        return sum(unit[0].id in self._batch for unit in cell.units)

    def _number(self, one: Id, standing: Standing) -> int:
        """Which by time held, from 1; who was held as long shares it."""
        _, at = self._place[one]
        return 1 + sum(len(other.units) for other in standing.cells[:at])

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
            said = f"{answer.sentence} No plan with them in keeps all the rules."
            return _out("rules", said, answer.values)
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
        if reached == self._plan.values:
            said = f"{answer.sentence} Plans as good have them in; the draw decided."
            code, values = "draw", dict(answer.values)
        else:
            name = self._problem.objectives[level]
            values = {**answer.values, "now": self._plan.values[level], "then": reached[level]}
            said = (
                f"{answer.sentence} With them in, the plan would be worse by an agreed aim: "
                f"{OBJECTIVES[name].said}, {reached[level]} instead of {self._plan.values[level]}."
            )
            code = f"level:{name}"
        return Answer(
            code=code,
            values=values,
            sentence=said,
            family=FAMILY["out"],
            instead=instead,
            instead_values=reached,
        )


def _with_one(program: Program, column: int) -> Program:
    lower = program.lower.copy()
    lower[column] = max(1, lower[column])
    return replace(program, lower=lower)


def _out(code: str, sentence: str, values: Mapping[str, int | str]) -> Answer:
    return Answer(code=code, values=values, sentence=sentence, family=FAMILY["out"])


def _ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if 10 <= number % 100 <= 20 else ending}"
