"""Who goes home in which batch?

`read_problem` reads what was agreed, `plan_exchange` finds the one best plan, `verify_plan` checks
one by addition, without a solver. Making plans needs the extra `plan`.
"""

from typing import TYPE_CHECKING, Any

from wayhome.engines.planning.breach import Breach
from wayhome.engines.planning.comparison import Difference, compare_plans
from wayhome.engines.planning.errors import (
    CannotReadPlan,
    CannotReadProblem,
    InvalidCertificate,
    NeedsSolver,
    NoPlan,
    NotANetwork,
    NotProven,
)
from wayhome.engines.planning.plan import Mends, Plan, read_plan
from wayhome.engines.planning.problem import Formula, Person, Problem, Remains
from wayhome.engines.planning.ranking import list_hash
from wayhome.engines.planning.reading import problem_from, read_problem
from wayhome.engines.planning.verify import (
    find_breaches,
    find_held_back,
    unproven_levels,
    values_of,
    verify_plan,
)
from wayhome.engines.planning.verify_mended import dropped_out, verify_mended
from wayhome.engines.planning.wording import refusal
from wayhome.engines.planning.writing import plan_text, problem_hash, problem_text

if TYPE_CHECKING:
    from wayhome.engines.planning.answers import Answer, Answers
    from wayhome.engines.planning.conflict import Clash, find_conflict
    from wayhome.engines.planning.mending import Mended, mend_plan, substitutes
    from wayhome.engines.planning.planning import plan_exchange

__all__ = [
    "Answer",
    "Answers",
    "Breach",
    "CannotReadPlan",
    "CannotReadProblem",
    "Clash",
    "Difference",
    "Formula",
    "InvalidCertificate",
    "Mended",
    "Mends",
    "NeedsSolver",
    "NoPlan",
    "NotANetwork",
    "NotProven",
    "Person",
    "Plan",
    "Problem",
    "Remains",
    "compare_plans",
    "dropped_out",
    "find_breaches",
    "find_conflict",
    "find_held_back",
    "list_hash",
    "mend_plan",
    "plan_exchange",
    "plan_text",
    "problem_from",
    "problem_hash",
    "problem_text",
    "read_plan",
    "read_problem",
    "substitutes",
    "unproven_levels",
    "values_of",
    "verify_mended",
    "verify_plan",
]

_NEEDS_SOLVER = {
    "Answer": "answers",
    "Answers": "answers",
    "Clash": "conflict",
    "Mended": "mending",
    "find_conflict": "conflict",
    "mend_plan": "mending",
    "plan_exchange": "planning",
    "substitutes": "mending",
}


def __getattr__(name: str) -> Any:
    """Load what needs a solver when it is asked for, so that verifying needs none."""
    if name in _NEEDS_SOLVER:
        from importlib import import_module  # noqa: PLC0415

        try:
            return getattr(import_module(f"{__name__}.{_NEEDS_SOLVER[name]}"), name)
        except ModuleNotFoundError as missing:
            raise refusal(NeedsSolver, "needs_solver") from missing
    raise AttributeError(name)
