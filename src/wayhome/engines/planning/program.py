"""An integer program as whole numbers, and the solvers of OR-Tools to solve it.

No float is believed. A solution is rounded and added up again in whole numbers; a bound is added
up again from the prices the solver names, which prove it whatever their accuracy.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from math import floor

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt import (
    model_parameters_pb2,
    model_pb2,
    parameters_pb2,
    result_pb2,
    sparse_containers_pb2,
)
from ortools.math_opt.core.python import solver
from ortools.math_opt.python import mathopt

from wayhome.engines.planning.errors import NotProven
from wayhome.engines.planning.stopping import slices

Rule = tuple[str | int, ...]  # the kind of a row, then where
Terms = Mapping[int, int]  # coefficient by column
Whole = NDArray[np.int64]

UNBOUNDED = 2**40  # stands for infinity in a row
NEAR = 1e-6  # how far a solver's float may stand from the whole number it means
INFEASIBLE = (
    result_pb2.TERMINATION_REASON_INFEASIBLE,
    result_pb2.TERMINATION_REASON_INFEASIBLE_OR_UNBOUNDED,  # no column is unbounded
)


@dataclass(slots=True)
class Draft:
    """A program being written: columns with bounds, rows with the rule they come from."""

    lower: list[int] = field(default_factory=list)
    upper: list[int] = field(default_factory=list)
    rows: list[tuple[Rule, Terms, int, int]] = field(default_factory=list)

    def column(self, lower: int, upper: int) -> int:
        """Add a column; its number."""
        self.lower.append(lower)
        self.upper.append(upper)
        return len(self.lower) - 1

    def row(
        self,
        rule: Rule,
        terms: Terms,
        lower: int = -UNBOUNDED,
        upper: int = UNBOUNDED,
    ) -> None:
        """Add a row: lower <= sum of terms <= upper."""
        self.rows.append((rule, terms, lower, upper))

    def finished(self) -> "Program":
        """The program as arrays."""
        lengths = [len(terms) for _, terms, _, _ in self.rows]
        return Program(
            lower=np.array(self.lower, dtype=np.int64),
            upper=np.array(self.upper, dtype=np.int64),
            rules=tuple(rule for rule, _, _, _ in self.rows),
            row_lower=np.array([lower for _, _, lower, _ in self.rows], dtype=np.int64),
            row_upper=np.array([upper for _, _, _, upper in self.rows], dtype=np.int64),
            entry_row=np.repeat(np.arange(len(self.rows)), lengths),
            entry_column=np.array(
                [column for _, terms, _, _ in self.rows for column in sorted(terms)],
                dtype=np.int64,
            ),
            entry=np.array(
                [terms[column] for _, terms, _, _ in self.rows for column in sorted(terms)],
                dtype=np.int64,
            ),
        )


@dataclass(frozen=True, eq=False)
class Program:
    """lower <= x <= upper, row_lower <= A x <= row_upper; A by its entries. All whole numbers."""

    lower: Whole
    upper: Whole
    rules: tuple[Rule, ...]  # of each row
    row_lower: Whole
    row_upper: Whole
    entry_row: Whole
    entry_column: Whole
    entry: Whole

    def sums(self, values: Whole) -> Whole:
        """A x, exactly."""
        sums = np.zeros(len(self.rules), dtype=np.int64)
        np.add.at(sums, self.entry_row, self.entry * values[self.entry_column])
        return sums

    def prices_on_columns(self, prices: Whole) -> Whole:
        """A' y, exactly."""
        sums = np.zeros(len(self.lower), dtype=np.int64)
        np.add.at(sums, self.entry_column, self.entry * prices[self.entry_row])
        return sums

    def holds(self, values: Whole) -> bool:
        """Whether whole numbers keep every bound and row."""
        sums = self.sums(values)
        return bool(
            (self.lower <= values).all()
            and (values <= self.upper).all()
            and (self.row_lower <= sums).all()
            and (sums <= self.row_upper).all()
        )

    def reduced(self) -> "Reduced | None":
        """The program without the columns that are fixed; None where those break a row."""
        free = self.lower < self.upper
        sums = self.sums(np.where(free, 0, self.lower))
        entries = free[self.entry_column]
        used = np.zeros(len(self.rules), dtype=bool)
        used[self.entry_row[entries]] = True
        broken = (sums < self.row_lower) | (sums > self.row_upper)
        if (self.lower > self.upper).any() or broken[~used].any():
            return None
        kept = np.flatnonzero(used)
        below, above = self.row_lower[kept], self.row_upper[kept]
        program = Program(
            lower=self.lower[free],
            upper=self.upper[free],
            rules=tuple(self.rules[row] for row in kept),
            row_lower=below - np.where(below > -UNBOUNDED, sums[kept], 0),
            row_upper=above - np.where(above < UNBOUNDED, sums[kept], 0),
            entry_row=(np.cumsum(used) - 1)[self.entry_row[entries]],
            entry_column=(np.cumsum(free) - 1)[self.entry_column[entries]],
            entry=self.entry[entries],
        )
        return Reduced(program, np.flatnonzero(free), kept)

    def with_row(self, rule: Rule, terms: Whole, lower: int) -> "Program":
        """The same with one more row: terms x >= lower."""
        columns = np.flatnonzero(terms)
        return replace(
            self,
            rules=(*self.rules, rule),
            row_lower=np.append(self.row_lower, lower),
            row_upper=np.append(self.row_upper, UNBOUNDED),
            entry_row=np.append(self.entry_row, np.full(len(columns), len(self.rules))),
            entry_column=np.append(self.entry_column, columns),
            entry=np.append(self.entry, terms[columns]),
        )


@dataclass(frozen=True, slots=True)
class Reduced:
    """A program without its fixed columns, and which columns and rows are left of it."""

    program: Program
    columns: Whole
    rows: Whole


@dataclass(frozen=True, slots=True)
class Solved:
    """What a solver says: floats, to be checked."""

    values: NDArray[np.float64]
    prices: NDArray[np.float64]  # of each row; empty for a whole program
    bound: float


def to_proto(program: Program, objective: Whole, *, whole: bool) -> model_pb2.ModelProto:
    """Write the program for MathOpt, to be maximised."""
    proto = model_pb2.ModelProto()
    columns, rows = len(program.lower), len(program.rules)
    proto.variables.ids.extend(range(columns))
    proto.variables.lower_bounds.extend(program.lower.astype(float))
    proto.variables.upper_bounds.extend(program.upper.astype(float))
    proto.variables.integers.extend([whole] * columns)
    proto.objective.maximize = True
    wanted = np.flatnonzero(objective)
    proto.objective.linear_coefficients.ids.extend(wanted.tolist())
    proto.objective.linear_coefficients.values.extend(objective[wanted].astype(float))
    proto.linear_constraints.ids.extend(range(rows))
    proto.linear_constraints.lower_bounds.extend(_with_infinity(program.row_lower))
    proto.linear_constraints.upper_bounds.extend(_with_infinity(program.row_upper))
    order = np.lexsort((program.entry_column, program.entry_row))
    matrix = proto.linear_constraint_matrix
    matrix.row_ids.extend(program.entry_row[order].tolist())
    matrix.column_ids.extend(program.entry_column[order].tolist())
    matrix.coefficients.extend(program.entry[order].astype(float))
    return proto


def _with_infinity(bounds: Whole) -> NDArray[np.float64]:
    floats = bounds.astype(float)
    floats[bounds >= UNBOUNDED] = np.inf
    floats[bounds <= -UNBOUNDED] = -np.inf
    return floats


def maximise(program: Program, objective: Whole, *, whole: bool) -> Solved | None:
    """Solve to optimality with HiGHS, in whole numbers or not; None where nothing keeps the rows.

    Raises:
        NotProven: the solver stopped without a proof.
    """
    reduced = program.reduced()
    if reduced is None:
        return None
    worth = float(objective @ program.lower)
    if not len(reduced.columns):
        return Solved(program.lower.astype(float), np.zeros(len(program.rules)), worth)
    result = _solve_proto(to_proto(reduced.program, objective[reduced.columns], whole=whole))
    if result.termination.reason in INFEASIBLE:
        return None
    if result.termination.reason != result_pb2.TERMINATION_REASON_OPTIMAL:
        raise NotProven("The solver stopped without a proof. Nothing was planned.")
    solution = result.solutions[0]
    values = program.lower.astype(float)
    worth -= float(objective[reduced.columns] @ reduced.program.lower)
    values[reduced.columns] = dense(solution.primal_solution.variable_values, len(reduced.columns))
    prices = np.zeros(0 if whole else len(program.rules))
    if not whole:
        prices[reduced.rows] = dense(solution.dual_solution.dual_values, len(reduced.rows))
    bound = result.termination.objective_bounds.dual_bound + worth
    return Solved(values, prices, bound)


def _solve_proto(model: model_pb2.ModelProto) -> result_pb2.SolveResultProto:
    """Solve in MathOpt's own messages, as long as nobody asks to stop.

    The Python layer above them builds an object for each number of an answer, and takes longer
    over that than the solver over the question.
    """
    for seconds in slices():
        begun = solver.new(
            parameters_pb2.SOLVER_TYPE_HIGHS, model, parameters_pb2.SolverInitializerProto()
        )
        result = begun.solve(
            mathopt.SolveParameters(
                random_seed=1,
                relative_gap_tolerance=0.0,
                absolute_gap_tolerance=0.5,
                time_limit=None if seconds is None else timedelta(seconds=seconds),
            ).to_proto(),
            model_parameters_pb2.ModelSolveParametersProto(),
            None,
            mathopt.CallbackRegistration().to_proto(),
            None,
            None,
        )
        if result.termination.limit != result_pb2.LIMIT_TIME:
            break
    return result


def dense(found: sparse_containers_pb2.SparseDoubleVectorProto, size: int) -> NDArray[np.float64]:
    """What MathOpt leaves out is zero."""
    values = np.zeros(size)
    if size:
        values[np.fromiter(found.ids, np.int64)] = np.fromiter(found.values, np.float64)
    return values


def whole_bound(bound: float) -> int:
    """The largest whole number an optimum under this bound can be."""
    return floor(bound + NEAR * max(1.0, abs(bound)))


def rounded(values: NDArray[np.float64]) -> Whole:
    """The whole numbers the solver means."""
    return np.rint(values).astype(np.int64)
