"""What two plans of one problem differ in."""

from dataclasses import dataclass

from wayhome.engines.planning.plan import Plan
from wayhome.engines.planning.problem import Batch, Id


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """From a first plan to a second: values level by level, and the lines that change."""

    values: tuple[tuple[str, int, int], ...]  # objective, first, second
    decided_by: str | None  # the first objective in which they differ; None where all are equal
    only_first: tuple[Id, ...]
    only_second: tuple[Id, ...]
    moved: tuple[tuple[Id, Batch, Batch], ...]


def compare_plans(first: Plan, second: Plan) -> Difference:
    """Say what changes from one plan to another; both by the same objectives.

    Raises:
        ValueError: the plans follow different objectives.
    """
    if first.objectives != second.objectives:
        raise ValueError("Plans by different objectives cannot be compared level by level.")
    before = {one: batch for batch, _, one in first.lines}
    after = {one: batch for batch, _, one in second.lines}
    values = tuple(zip(first.objectives, first.values, second.values, strict=True))
    return Difference(
        values=values,
        decided_by=next((name for name, one, other in values if one != other), None),
        only_first=tuple(sorted(before.keys() - after.keys())),
        only_second=tuple(sorted(after.keys() - before.keys())),
        moved=tuple(
            (one, before[one], after[one])
            for one in sorted(before.keys() & after.keys())
            if before[one] != after[one]
        ),
    )
