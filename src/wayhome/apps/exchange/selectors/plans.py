"""Plans the viewer may see, where they stand, and why each line goes or stays."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wayhome.apps.audit.models import User
from wayhome.apps.exchange.models import Draw, Exchange, Line, Plan, PlanJob, PlanLine
from wayhome.apps.exchange.policies import STANDING
from wayhome.apps.exchange.selectors.counting import BESIDE
from wayhome.apps.exchange.selectors.exchanges import exchanges_visible_to
from wayhome.apps.exchange.selectors.lines import in_state, with_state

REFUSALS: Mapping[str, Promise] = {
    "no_plan": _("No plan keeps all the rules. These cannot all be kept together:"),
    "not_proven": _("The solver ended without a proof. Nothing was planned."),
    "unexpected": _("Something went wrong. Nothing was planned. Try again, then ask for help."),
}
REASONS: Mapping[str, Promise] = {
    "in": _("%(go)s of %(all)s with the same standing go."),
    "must": _("The agreement names this person."),
    "beside": _("Goes beside the count, before it: nobody is given for them."),
    "all": _("The agreement releases all of this standing."),
    "not_available": _("Not available."),
    "medical": _("No batch of this exchange is late enough to travel fit."),
    "group": _("Somebody of the group is not available; a group travels together."),
    "group_stays": _("No batch takes the whole group at this cost."),
    "draw_among_equals": _("%(go)s of %(all)s whom no rule tells apart go; the draw decided."),
    "standing": _("%(go)s of %(all)s with the same standing go; number %(place)s by time held."),
}
"""Why a line goes or stays, by the code of the planner's answer."""


def plans_visible_to(viewer: User) -> QuerySet[Plan]:
    """Plans of exchanges the viewer may see, the newest first. Both sides read every file."""
    seen = exchanges_visible_to(viewer).values("pk")
    return (
        Plan.objects.filter(exchange__in=seen).select_related("exchange", "mends").order_by("-pk")
    )


def standing_plan(exchange: Exchange, viewer: User) -> Plan | None:
    """The plan that stands: the newest of the newest draw."""
    return plans_visible_to(viewer).filter(exchange=exchange, mended_by=None).first()


def standing_plan_of(draw: Draw) -> Plan:
    """The plan of a draw that nobody mended since."""
    return Plan.objects.get(draw=draw, mended_by=None)


def jobs_visible_to(viewer: User) -> QuerySet[PlanJob]:
    """Plans under way and over, the newest first: to the keeper, who makes them."""
    if not (viewer.keeps_register and viewer.has_perm("exchange.see_exchange")):
        return PlanJob.objects.none()
    seen = exchanges_visible_to(viewer).values("pk")
    return PlanJob.objects.filter(draw__exchange__in=seen).select_related("draw").order_by("-pk")


def refusal_in_words(job: PlanJob) -> str:
    """Why a job failed, as a sentence; empty if it did not."""
    return str(REFUSALS.get(job.refusal, REFUSALS["unexpected"])) if job.refusal else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedLine:
    """What a plan says of a line, as a viewer may read it."""

    line: Line  # with its state of now
    batch: int | None  # from 0; None: stays
    reason: str  # told to the side that holds the person, and to the keeper; else empty


def plan_lines(plan: Plan, viewer: User) -> list[PlannedLine]:
    """Every line of a plan the viewer may see: batch by batch, side by side, who stays last."""
    if not plans_visible_to(viewer).filter(pk=plan.pk).exists():
        return []
    rows = PlanLine.objects.filter(plan=plan)
    lines = with_state(Line.objects.filter(planned__plan=plan)).select_related("holder")
    by_pk = {line.pk: line for line in lines}
    own = viewer.organisation.party_id
    told = [
        PlannedLine(
            line=(line := by_pk[row.line_id]),
            batch=row.batch,
            reason=reason_in_words(row)
            if viewer.keeps_register or line.holder.party_id == own
            else "",
        )
        for row in rows
    ]
    return sorted(told, key=_order)


def reason_in_words(row: PlanLine) -> str:
    """Why a line goes or stays, in the reader's language; else as the planner said it."""
    try:
        return str(str(REASONS[row.code]) % row.values)
    except KeyError:
        return str(row.sentence)


def codes_beside(plan: Plan) -> frozenset[str]:
    """Codes of those who travel beside the count, as the problem file tells both sides."""
    rows = json.loads(plan.problem)["P"]
    return frozenset(row["i"] for row in rows if any(row.get(code) for code in BESIDE))


def dropped_from(plan: Plan) -> list[str]:
    """Codes of lines of a plan's problem that were available then and do not stand any more."""
    were = {row["i"] for row in json.loads(plan.problem)["P"] if not row["ex"]}
    standing = in_state(
        Line.objects.filter(exchange=plan.exchange, entry__erased_at=None), STANDING
    )
    return sorted(were - set(standing.values_list("code", flat=True)))


def _order(one: PlannedLine) -> tuple[bool, int, int, str]:
    return one.batch is None, one.batch or 0, one.line.holder.number, one.line.code
