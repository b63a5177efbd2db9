"""Who goes home in which batch?

`read_problem` reads what was agreed, `plan_exchange` finds the one best plan, `find_breaches` and
`values_of` check one by addition, without a solver. Making plans needs the extra `plan`.
"""

from typing import TYPE_CHECKING, Any

from wayhome.engines.planning.errors import CannotReadPlan, CannotReadProblem, NoPlan, NotProven
from wayhome.engines.planning.problem import Formula, Person, Problem
from wayhome.engines.planning.ranking import list_hash
from wayhome.engines.planning.reading import problem_from, read_problem
from wayhome.engines.planning.verify import Breach, find_breaches, values_of

if TYPE_CHECKING:
    from wayhome.engines.planning.planning import Plan, plan_exchange

__all__ = [
    "Breach",
    "CannotReadPlan",
    "CannotReadProblem",
    "Formula",
    "NoPlan",
    "NotProven",
    "Person",
    "Plan",
    "Problem",
    "find_breaches",
    "list_hash",
    "plan_exchange",
    "problem_from",
    "read_problem",
    "values_of",
]

_NEEDS_SOLVER = {"Plan": "planning", "plan_exchange": "planning"}


def __getattr__(name: str) -> Any:
    """Load what needs a solver when it is asked for, so that verifying needs none."""
    if name in _NEEDS_SOLVER:
        from importlib import import_module  # noqa: PLC0415

        return getattr(import_module(f"{__name__}.{_NEEDS_SOLVER[name]}"), name)
    raise AttributeError(name)
