"""One linear program asked many questions: GLOP, going on from its last answer.

Spoken in MathOpt's own messages, as in `program.solve_proto`.
"""

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt import (
    model_parameters_pb2,
    model_update_pb2,
    parameters_pb2,
    result_pb2,
)
from ortools.math_opt.core.python import solver
from ortools.math_opt.python import mathopt

from wayhome.engines.planning.errors import NotProven
from wayhome.engines.planning.program import Program
from wayhome.engines.planning.solving import dense, to_proto
from wayhome.engines.planning.wording import refusal


class Again:
    """A program whose bounds change between questions, and one column to be made largest."""

    def __init__(self, program: Program) -> None:
        self._columns, self._rows = len(program.lower), len(program.rules)
        self._solver = solver.new(
            parameters_pb2.SOLVER_TYPE_GLOP,
            to_proto(program, np.zeros(self._columns, dtype=np.int64), whole=False),
            parameters_pb2.SolverInitializerProto(),
        )
        # Without presolve the last basis is where the next question begins.
        self._parameters = mathopt.SolveParameters(presolve=mathopt.Emphasis.OFF).to_proto()
        self._asked: int | None = None
        self._changed: dict[int, tuple[int, int]] = {}

    def bound(self, column: int, lower: int, upper: int) -> None:
        """Change the bounds of a column."""
        self._changed[column] = (lower, upper)

    def largest(self, column: int) -> tuple[float, NDArray[np.float64], NDArray[np.float64]]:
        """The largest value of a column, a solution that has it, and the prices of the rows.

        Raises:
            NotProven: the solver stopped before it was certain.
        """
        self._update(column)
        result = self._solver.solve(
            self._parameters,
            model_parameters_pb2.ModelSolveParametersProto(),
            None,
            mathopt.CallbackRegistration().to_proto(),
            None,
            None,
        )
        if result.termination.reason != result_pb2.TERMINATION_REASON_OPTIMAL:
            raise refusal(NotProven, "not_proven")
        solution = result.solutions[0]
        values = dense(solution.primal_solution.variable_values, self._columns)
        prices = dense(solution.dual_solution.dual_values, self._rows)
        return float(values[column]), values, prices

    def _update(self, column: int) -> None:
        update = model_update_pb2.ModelUpdateProto()
        for changed, (lower, upper) in sorted(self._changed.items()):
            update.variable_updates.lower_bounds.ids.append(changed)
            update.variable_updates.lower_bounds.values.append(lower)
            update.variable_updates.upper_bounds.ids.append(changed)
            update.variable_updates.upper_bounds.values.append(upper)
        self._changed.clear()
        weights = {column: 1.0} if self._asked is None else {self._asked: 0.0, column: 1.0}
        for asked, weight in sorted(weights.items()):
            update.objective_updates.linear_coefficients.ids.append(asked)
            update.objective_updates.linear_coefficients.values.append(weight)
        self._asked = column
        if not self._solver.update(update):
            raise refusal(NotProven, "not_proven")
