"""When no plan keeps all the rules: a smallest set of rules that clash, and what would help.

Rules are taken away by halves (QuickXplain) until what is left clashes and every part is needed.
Medical dates and groups are named where nothing else clashes without them. Who is available is
taken as it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

import numpy as np

from wayhome.engines.planning.cells import Standing
from wayhome.engines.planning.errors import NoPlan
from wayhome.engines.planning.levels import solve_levels
from wayhome.engines.planning.model import build_model
from wayhome.engines.planning.problem import Batch, Id, Problem
from wayhome.engines.planning.program import UNBOUNDED, Program, Rule, Whole
from wayhome.engines.planning.reading import LARGEST
from wayhome.engines.planning.stopping import Stop, heeding
from wayhome.engines.planning.wording import Value, said

NOT_GIVEN_UP = "persons"  # a person travels once


@dataclass(frozen=True, kw_only=True, slots=True)
class Clash:
    """One rule of a minimal conflict, and the least that giving way on it alone would take."""

    rule: Rule  # its kind, then the side, then the site or category
    code: str  # of its sentence
    values: Mapping[str, Value]  # that fill it
    give_way: int | None  # None: giving way on this rule alone makes no plan possible

    @property
    def sentence(self) -> str:
        """The rule in English; names no person."""
        return said(self.code, **self.values)


def find_conflict(problem: Problem, *, stop: Stop | None = None) -> tuple[Clash, ...]:
    """A minimal set of rules that no plan keeps together; empty where there is a plan.

    Without any one of them the others named can be kept. Other rules may clash once these do not.
    `stop` as in `plan_exchange`.

    Raises:
        Cancelled: it was stopped.
        NotProven: the solver stopped without a proof.
    """
    with heeding(stop):
        return _conflict(problem)


def _conflict(problem: Problem) -> tuple[Clash, ...]:
    rules = _Rules(problem)
    if rules.possible(rules.all):
        return ()
    return tuple(_clash(problem, rules, rule) for rule in _smallest(rules, (), rules.all, False))


def _smallest(
    rules: "_Rules", kept: Sequence[Rule], doubted: Sequence[Rule], new: bool
) -> tuple[Rule, ...]:
    """The smallest part of the doubted rules that clashes with those kept."""
    if new and not rules.possible(kept):
        return ()
    if len(doubted) == 1:
        return tuple(doubted)
    half = len(doubted) // 2
    first, second = doubted[:half], doubted[half:]
    of_second = _smallest(rules, (*kept, *first), second, bool(first))
    of_first = _smallest(rules, (*kept, *of_second), first, bool(of_second))
    return (*of_first, *of_second)


class _Rules:
    """The rows and bounds of a program by the rule a person would name."""

    def __init__(self, problem: Problem) -> None:
        grouped = {member for group in problem.groups for member in group}
        self.model = build_model(
            replace(
                problem,
                objectives=(),
                groups=(),
                persons=tuple(replace(person, earliest=0) for person in problem.persons),
            ),
            {p.id: (p.earliest, p.id if p.id in grouped else None) for p in problem.persons},
            problem.groups,
        )
        self._of_row = [_named(rule) for rule in self.model.program.rules]
        self._forced: dict[Rule, list[int]] = {}
        self._early: dict[Rule, list[int]] = {}  # columns of batches before persons may travel
        for number, standing in enumerate(self.model.standings):
            self._sort(number, standing)
        rows = dict.fromkeys(rule for rule in self._of_row if rule[0] != NOT_GIVEN_UP)
        last = [rule for rule in rows if rule[0] == "group"]
        first = [rule for rule in rows if rule[0] != "group"]
        self.all: tuple[Rule, ...] = (*first, *self._forced, *sorted(self._early), *last)

    def _sort(self, number: int, standing: Standing) -> None:
        person = standing.one[0]
        if standing.forced:
            columns = [self.model.taken[number, at] for at in range(len(standing.cells))]
            self._forced.setdefault(("must", standing.side, person.site), []).extend(columns)
        earliest, _ = cast("tuple[Batch, Id | None]", standing.apart)
        early = [self.model.count[number, b] for b in standing.batches if b < earliest]
        if early:
            rule = ("medical", standing.side, earliest)
            self._early.setdefault(rule, []).extend(early)

    def possible(self, kept: Iterable[Rule]) -> bool:
        """Whether a plan keeps these rules."""
        return _has_plan(self._only(frozenset(kept)))

    def forced(self, rule: Rule) -> int:
        """How many persons a rule of inclusion names."""
        lower = self.model.program.lower
        return sum(int(lower[column]) for column in self._forced[rule])

    def persons(self, rule: Rule) -> int:
        """How many persons a medical date is that of."""
        return sum(
            standing.size
            for standing in self.model.standings
            if (standing.side, cast("tuple[Batch, Id | None]", standing.apart)[0]) == rule[1:]
        )

    def _only(self, kept: frozenset[Rule]) -> Program:
        program = self.model.program
        lower, upper = program.lower.copy(), program.upper.copy()
        for rule, columns in self._forced.items():
            if rule not in kept:
                lower[columns] = 0
        for rule, columns in self._early.items():
            if rule in kept:
                upper[columns] = 0
        stays = np.array([rule in kept or rule[0] == NOT_GIVEN_UP for rule in self._of_row])
        return replace(
            program,
            lower=lower,
            upper=upper,
            row_lower=np.where(stays, program.row_lower, -UNBOUNDED),
            row_upper=np.where(stays, program.row_upper, UNBOUNDED),
        )

    def least(self, rule: Rule) -> int | None:
        """The least sum by which a rule must give way for a plan to keep all others."""
        others = self._only(frozenset(self.all) - {rule})
        if rule[0] == "group":
            return 1 if _has_plan(others) else None
        columns = self._forced.get(rule) or self._early.get(rule)
        if columns:
            wanted = np.zeros(len(others.lower), dtype=np.int64)
            wanted[columns] = 1 if rule in self._forced else -1
            return _most(others, wanted, start=-self.forced(rule) if rule in self._forced else 0)
        rows = [row for row, named in enumerate(self._of_row) if named == rule]
        whole = self._only(frozenset(self.all))
        eased, slack = _with_slack(whole, rows, shared=rule[0] == "parity")
        return _most(eased, -slack)


def _most(program: Program, objective: Whole, *, start: int = 0) -> int | None:
    try:
        level = solve_levels(program, (objective,)).levels[0]
    except NoPlan:
        return None
    return -(level.value + start)


def _has_plan(program: Program) -> bool:
    try:
        solve_levels(program, ())
    except NoPlan:
        return False
    return True


def _with_slack(program: Program, rows: Sequence[int], *, shared: bool) -> tuple[Program, Whole]:
    """The program with a column by which each of the rows may give way, or one for all of them."""
    eased = program
    first = len(program.lower)
    slacks = 1 if shared else len(rows)
    eased = replace(
        program,
        lower=np.append(program.lower, np.zeros(slacks, dtype=np.int64)),
        upper=np.append(program.upper, np.full(slacks, LARGEST)),
    )
    row_lower, row_upper = program.row_lower.copy(), program.row_upper.copy()
    for place, row in enumerate(rows):
        terms = np.zeros(len(eased.lower), dtype=np.int64)
        of_row = program.entry_row == row
        terms[program.entry_column[of_row]] = program.entry[of_row]
        slack = first if shared else first + place
        if program.row_lower[row] > -UNBOUNDED:
            terms[slack] = 1
            eased = eased.with_row(program.rules[row], terms, int(program.row_lower[row]))
        if program.row_upper[row] < UNBOUNDED:
            terms[slack] = -1
            eased = eased.with_row(program.rules[row], -terms, -int(program.row_upper[row]))
        row_lower[row], row_upper[row] = -UNBOUNDED, UNBOUNDED
    added = len(eased.rules) - len(program.rules)
    objective = np.zeros(len(eased.lower), dtype=np.int64)
    objective[first:] = 1
    return (
        replace(
            eased,
            row_lower=np.append(row_lower, eased.row_lower[-added:]),
            row_upper=np.append(row_upper, eased.row_upper[-added:]),
        ),
        objective,
    )


def _named(rule: Rule) -> Rule:
    """The rule a person would name for a row: the capacities of a side, parity over all days."""
    if rule[0] in ("sites", "seats", "stretchers", "days"):
        return rule[:2]
    return rule[:1] if rule[0] in ("parity", NOT_GIVEN_UP) else rule


def _clash(problem: Problem, rules: _Rules, rule: Rule) -> Clash:
    code, values = _code_of(problem, rules, rule)
    return Clash(rule=rule, code=f"clash_{code}", values=values, give_way=rules.least(rule))


def _code_of(problem: Problem, rules: _Rules, rule: Rule) -> tuple[str, dict[str, Value]]:
    kind, *where = rule
    if kind == "parity":
        return "parity", {"most": problem.parity or 0}
    if kind == "ratio":
        left, right = problem.formula.ratio
        return "ratio", {"left": left, "right": right}
    if kind == "group":
        return "group", _of_group(problem, problem.groups[int(where[0])])
    return _of_side(problem, rules, rule)


def _of_group(problem: Problem, group: frozenset[Id]) -> dict[str, Value]:
    held = [person for person in problem.persons if person.id in group]
    sites = ", ".join(map(str, sorted({person.site for person in held})))
    return {"side": held[0].side, "size": len(held), "sites": sites}


def _of_side(problem: Problem, rules: _Rules, rule: Rule) -> tuple[str, dict[str, Value]]:
    kind, side, *where = rule
    of: dict[str, Value] = {"side": side}
    if kind == "number":
        least = "" if problem.formula.kind == "exactly" else "_at_least"
        return f"number{least}", {**of, "number": problem.formula.numbers[int(side)]}
    if kind == "quota":
        category = str(where[0])
        return "quota", {**of, "least": problem.quotas[int(side), category], "category": category}
    if kind == "medical":
        return "medical", {**of, "persons": rules.persons(rule), "batch": int(where[0]) + 1}
    if kind == "must":
        return "must", {**of, "persons": rules.forced(rule), "site": str(where[0])}
    return str(kind), of
