"""What a plan made again changes, and who can stand in for somebody."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wayhome.apps.audit.models import User
from wayhome.apps.exchange.models import Line, Plan, PlanLine
from wayhome.apps.exchange.selectors.lines import lines_visible_to
from wayhome.apps.exchange.selectors.plans import plans_visible_to
from wayhome.engines import planning


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """The lines that a plan made again changes, from the plan it mends."""

    added: Sequence[Line]
    moved: Sequence[Line]  # to another batch
    gone: Sequence[Line]  # who dropped out, and who stays instead


def changes_of(plan: Plan, viewer: User) -> Changes | None:
    """What a plan the viewer may see changes; none if it mends no other."""
    if plan.mends is None or not plans_visible_to(viewer).filter(pk=plan.pk).exists():
        return None
    before, after = _batches(plan.mends), _batches(plan)
    both = before.keys() & after.keys()
    return Changes(
        added=lines_called(after.keys() - before.keys(), plan, viewer),
        moved=lines_called({one for one in both if before[one] != after[one]}, plan, viewer),
        gone=lines_called(before.keys() - after.keys(), plan, viewer),
    )


def substitutes_for(line: Line, plan: Plan, viewer: User) -> Sequence[Line]:
    """Who can take somebody's place in the same batch with every rule kept, the best first.

    To the keeper and to the side that holds the person. Nobody can where a group travels, nor of
    somebody whom the plan does not let go.

    Raises:
        NeedsSolver: the extra `plan` is not installed.
    """
    own = line.holder.party_id == viewer.organisation.party_id
    is_seen = plans_visible_to(viewer).filter(pk=plan.pk).exists()
    goes = PlanLine.objects.filter(plan=plan, line=line, batch__isnull=False).exists()
    if not is_seen or not goes or not (viewer.keeps_register or own):
        return []
    problem, known = planning.read_problem(plan.problem), planning.read_plan(plan.document)
    codes = [str(one) for one in planning.substitutes(problem, known, line.code)]
    found = {one.code: one for one in lines_called(codes, plan, viewer)}
    return [found[code] for code in codes]


def lines_called(codes: Iterable[str], plan: Plan, viewer: User) -> Sequence[Line]:
    """The lines of a plan's exchange with these codes, as far as the viewer may see them."""
    lines = lines_visible_to(viewer).filter(exchange=plan.exchange, code__in=codes)
    return list(lines.order_by("holder__number", "code"))


def _batches(plan: Plan) -> dict[str, int]:
    """The batch of everybody who goes, by code."""
    return {code: batch for batch, _side, code in json.loads(plan.document)["lines"]}
