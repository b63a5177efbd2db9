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
from wayhome.apps.exchange.selectors.documents import WITHOUT_SITE
from wayhome.apps.exchange.selectors.exchanges import exchanges_visible_to, name_of, sites_of
from wayhome.apps.exchange.selectors.lines import in_state, with_state
from wayhome.apps.exchange.selectors.reasons import Seen, family_in_words, reason_in_words

REFUSALS: Mapping[str, Promise] = {
    "no_plan": _("No plan keeps all the rules. These cannot all be kept together:"),
    "not_proven": _("The solver ended without a proof. Nothing was planned."),
    "unexpected": _("Something went wrong. Nothing was planned. Try again, then ask for help."),
}


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
    row: PlanLine
    seen: Seen | None  # what the rules see; None: why is not for this viewer to read

    @property
    def reason(self) -> str:
        """Why: told to the side that holds the person, and to the keeper; else empty."""
        return reason_in_words(self.row, self.seen) if self.seen else ""

    @property
    def family(self) -> str:
        """What who reads the reason may tell the family: the rule alone."""
        return family_in_words(self.row) if self.seen else ""


def plan_lines(plan: Plan, viewer: User, *, only: Line | None = None) -> list[PlannedLine]:
    """Every line of a plan the viewer may see: batch by batch, side by side, who stays last.

    Args:
        plan: which.
        viewer: who reads.
        only: this line alone.
    """
    if not plans_visible_to(viewer).filter(pk=plan.pk).exists():
        return []
    rows = PlanLine.objects.filter(plan=plan)
    lines = with_state(Line.objects.filter(planned__plan=plan)).select_related("holder")
    if only is not None:
        rows, lines = rows.filter(line=only), lines.filter(pk=only.pk)
    by_pk, own = {line.pk: line for line in lines}, viewer.organisation.party_id
    seen = _seen_of(plan, viewer)
    told = [
        PlannedLine(
            line=(line := by_pk[row.line_id]),
            batch=row.batch,
            row=row,
            seen=seen.get(line.code)
            if viewer.keeps_register or line.holder.party_id == own
            else None,
        )
        for row in rows
    ]
    return sorted(told, key=_order)


def _seen_of(plan: Plan, viewer: User) -> dict[str, Seen]:
    """What the rules see of everybody in a plan's problem, by code."""
    problem = json.loads(plan.problem)
    sites = {site.code: name_of(site) for site in sites_of(plan.exchange, viewer)}
    sites |= dict.fromkeys(WITHOUT_SITE, "")
    with_them = {code: len(group) - 1 for group in problem.get("fam", ()) for code in group}
    aims = frozenset(problem.get("objectives", ()))
    return {
        row["i"]: Seen(
            facts=row, site=sites.get(row["z"], str(row["z"])), aims=aims,
            companions=with_them.get(row["i"], 0),
        )
        for row in problem["P"]
    }  # fmt: skip


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
