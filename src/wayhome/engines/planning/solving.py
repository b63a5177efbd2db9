"""The solvers of OR-Tools.

No float is believed. A solution is rounded and added up again in whole numbers; a bound is added
up again from the prices the solver names, which prove it whatever their accuracy.
"""

from dataclasses import dataclass
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
from wayhome.engines.planning.merging import merge
from wayhome.engines.planning.program import UNBOUNDED, Program, Whole
from wayhome.engines.planning.stopping import slices
from wayhome.engines.planning.wording import refusal

NEAR = 1e-6  # how far a solver's float may stand from the whole number it means
MOST_ASTRAY = 0.25  # how far a large bound may: twice this is within the solver's gap of a half
INFEASIBLE = (
    result_pb2.TERMINATION_REASON_INFEASIBLE,
    result_pb2.TERMINATION_REASON_INFEASIBLE_OR_UNBOUNDED,  # no column is unbounded
)


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
    merged = merge(reduced.program, objective[reduced.columns])
    result = _solve_proto(to_proto(merged.program, merged.objective, whole=whole))
    if result.termination.reason in INFEASIBLE:
        return None
    if result.termination.reason != result_pb2.TERMINATION_REASON_OPTIMAL:
        raise refusal(NotProven, "not_proven")
    solution = result.solutions[0]
    values = program.lower.astype(float)
    worth -= float(objective[reduced.columns] @ reduced.program.lower)
    found = dense(solution.primal_solution.variable_values, len(merged.objective))
    values[reduced.columns] = merged.spread(found)
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
    """The largest whole number an optimum under this bound can be.

    A bound may stand a little below the whole number it means, however large; never by a half.
    """
    return floor(bound + min(NEAR * max(1.0, abs(bound)), MOST_ASTRAY))


def rounded(values: NDArray[np.float64]) -> Whole:
    """The whole numbers the solver means."""
    return np.rint(values).astype(np.int64)
