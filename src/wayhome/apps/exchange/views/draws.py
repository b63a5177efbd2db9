"""The draw of the salt, and plans: asked for, under way, as both sides verify them."""

import uuid
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from wayhome.apps.audit.gate import Request, page
from wayhome.apps.audit.models import User
from wayhome.apps.exchange.models import Draw, ExchangeSide, Plan, PlanJob
from wayhome.apps.exchange.policies import side_of
from wayhome.apps.exchange.selectors.changes import changes_of
from wayhome.apps.exchange.selectors.clashes import clashes_in_words
from wayhome.apps.exchange.selectors.draws import draws_visible_to, salt_of
from wayhome.apps.exchange.selectors.lines import shown
from wayhome.apps.exchange.selectors.next_step import next_step
from wayhome.apps.exchange.selectors.outlook import outlook_of
from wayhome.apps.exchange.selectors.plans import (
    PlannedLine,
    codes_beside,
    dropped_from,
    jobs_visible_to,
    plan_lines,
    plans_visible_to,
    refusal_in_words,
    standing_plan,
)
from wayhome.apps.exchange.selectors.stops import open_stops
from wayhome.apps.exchange.services.draws import commit_share, open_draw, reveal_share
from wayhome.apps.exchange.services.planning import start_mending, start_plan, stop_plan
from wayhome.apps.exchange.services.refusals import CannotExchange
from wayhome.apps.exchange.tasks.planning import make_plan
from wayhome.apps.exchange.views.doing import did, note
from wayhome.apps.exchange.views.exchanges import exchange_or_404
from wayhome.engines.planning import NeedsSolver
from wayhome.files.refusals import refusal_in

A_PAGE = 50
STAYS = "stays"
STEPS = (
    gettext_lazy("reading the lists"),
    gettext_lazy("planning"),
    gettext_lazy("verifying"),
    gettext_lazy("answering why, line by line"),
)
"""What a job is at, by how many of its steps are done."""
FILES = {"problem": "problem.json", "plan": "plan.json"}


def draw_or_404(request: Request, uid: uuid.UUID) -> Draw:
    """The draw, if the viewer may see it."""
    return get_object_or_404(draws_visible_to(request.user), uid=uid)


def plan_or_404(request: Request, uid: uuid.UUID) -> Plan:
    """The plan, if the viewer may see it."""
    return get_object_or_404(plans_visible_to(request.user), uid=uid)


@page("exchange.run_exchange")
def outlook(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Whether a plan would be possible, before anybody froze, accepted or drew anything."""
    exchange = exchange_or_404(request, uid)
    found = draws_visible_to(request.user).filter(exchange=exchange).first()
    if found is not None:
        return redirect("exchange:draw", found.uid)
    refusal, told = "", None
    try:
        told = outlook_of(exchange, request.user)
    except NeedsSolver as missing:
        refusal = refusal_in(missing, get_language() or "en")
    context = {
        "exchange": exchange,
        "outlook": told,
        "refusal": refusal,
        "open_stops": open_stops(exchange, request.user),
        "next": next_step(exchange, request.user),
    }
    return render(request, "exchange/outlook.html", context)


@page("exchange.run_exchange", methods=("POST",))
def draw_open(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Open the draw on the lists both sides accepted."""
    exchange = exchange_or_404(request, uid)
    try:
        made = open_draw(exchange=exchange, by=request.user, at=timezone.now())
    except CannotExchange as error:
        messages.warning(request, str(error))
        return redirect("exchange:exchange", exchange.uid)
    messages.success(request, _("The draw is open."))
    return redirect("exchange:draw", made.uid)


@page("exchange.see_exchange")
def draw(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Who committed to a share and showed it; the salt that came of them."""
    found = draw_or_404(request, uid)
    shares = {share.side_id: share for share in found.shares.all()}
    mine = side_of(request.user, found.exchange)
    parties = [*found.exchange.sides.all(), None]
    rows = [
        {
            "side": side,
            "share": shares.get(side.pk if side else None),
            "number": side.number if side else "",
            "is_mine": request.user.keeps_register or (side is not None and side == mine),
        }
        for side in parties
    ]
    context = {
        "draw": found,
        "exchange": found.exchange,
        "rows": rows,
        "all_in": len(shares) == len(parties),
        "salt": salt_of(found),
        "plans": plans_visible_to(request.user).filter(draw=found),
        "jobs": jobs_visible_to(request.user).filter(draw=found)[:1],
        "next": next_step(found.exchange, request.user),
    }
    return render(request, "exchange/draw.html", context)


@page("exchange.accept_list", methods=("POST",))
def share(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Commit to a share by its hash, or show it."""
    found = draw_or_404(request, uid)
    for_side = _sharing(request, found)
    sha256, salt = request.POST.get("sha256", ""), request.POST.get("salt", "")
    told = request.user, timezone.now()

    def act() -> object:
        by, at = told
        if sha256:
            return commit_share(draw=found, side=for_side, sha256=sha256, by=by, at=at)
        return reveal_share(draw=found, side=for_side, salt=salt, by=by, at=at)

    return did(request, act, done=_("Recorded."), back=("exchange:draw", found.uid))


@page("exchange.run_exchange", methods=("POST",))
def plan_start(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Ask for the plan of a draw, and watch it being made."""
    found = draw_or_404(request, uid)
    by, at = request.user, timezone.now()
    return _watch(request, lambda: start_plan(draw=found, by=by, at=at), back=("draw", found.uid))


@page("exchange.run_exchange", methods=("POST",))
def plan_mend(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Ask for the plan again without those who dropped out, with the fewest changes."""
    found = plan_or_404(request, uid)
    by, at = request.user, timezone.now()
    return _watch(
        request, lambda: start_mending(plan=found, by=by, at=at), back=("plan", found.uid)
    )


def _watch(
    request: Request, ask: Callable[[], PlanJob], *, back: tuple[str, uuid.UUID]
) -> HttpResponse:
    """Put a plan into the queue and show how far it is; else say why not where it was asked."""
    try:
        job = ask()
    except CannotExchange as error:
        messages.warning(request, str(error))
        address, uid = back
        return redirect(f"exchange:{address}", uid)
    make_plan.enqueue(str(job.uid))
    return redirect("exchange:plan_job", job.uid)


@page("exchange.run_exchange")
def plan_job(request: Request, uid: uuid.UUID) -> HttpResponse:
    """How far a plan under way is."""
    job = get_object_or_404(jobs_visible_to(request.user), uid=uid)
    made = plans_visible_to(request.user).filter(job=job).first()
    if made is not None:
        return redirect("exchange:plan", made.uid)
    under_way = job.state in {PlanJob.State.WAITING, PlanJob.State.RUNNING}
    context = {
        "job": job,
        "exchange": job.draw.exchange,
        "under_way": under_way,
        "refusal": refusal_in_words(job),
        "clashes": clashes_in_words(job.clashes, job.draw.exchange, request.user),
        "step": STEPS[min(job.done, len(STEPS) - 1)],
        "again": "" if under_way else _again(job, request.user),
    }
    return render(request, "exchange/plan_job.html", context)


def _again(job: PlanJob, viewer: User) -> str:
    """Where a plan that was stopped or failed is asked for once more."""
    before = standing_plan(job.draw.exchange, viewer)
    if job.kind == PlanJob.Kind.MEND and before:
        return reverse("exchange:plan_mend", args=[before.uid])
    return reverse("exchange:plan_start", args=[job.draw.uid])


@page("exchange.run_exchange", methods=("POST",))
def plan_stop(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Stop a plan under way; nothing of it is kept."""
    job = get_object_or_404(jobs_visible_to(request.user), uid=uid)
    return did(
        request,
        lambda: stop_plan(job=job, by=request.user, at=timezone.now()),
        done=_("Stopped. Nothing of it was kept."),
        back=("exchange:plan_job", job.uid),
    )


@page("exchange.see_exchange")
def plan(request: Request, uid: uuid.UUID) -> HttpResponse:
    """A plan batch by batch, with its reason on each line, and its files to verify."""
    found = plan_or_404(request, uid)
    told = plan_lines(found, request.user)
    sides = list(found.exchange.sides.select_related("side", "party"))
    beside = codes_beside(found)
    asked = {name: request.GET.get(name, "") for name in ("batch", "side", "count")}
    on_page = Paginator(_those(told, asked, beside), A_PAGE).get_page(request.GET.get("page"))
    named = shown([one.line for one in on_page], request.user)
    note(request, named)
    context = {
        "plan": found,
        "exchange": found.exchange,
        "sides": sides,
        "batches": _counts(told, found.exchange.terms.get("days", []), sides, beside),
        "asked": asked,
        "filters": urlencode({name: told for name, told in asked.items() if told}),
        "page": on_page,
        "rows": list(zip(on_page, named, strict=True)),
        "changes": changes_of(found, request.user),
        "dropped": dropped_from(found) if request.user.keeps_register else [],
        "stands": not plans_visible_to(request.user).filter(mends=found).exists(),
    }
    return render(request, "exchange/plan.html", context)


def _counts(
    told: Sequence[PlannedLine],
    days: Sequence[str],
    sides: Sequence[ExchangeSide],
    beside: Collection[str],
) -> list[dict[str, object]]:
    """How many go in each batch, and how many stay, by side: in the count, and beside it."""
    counted = Counter((one.batch, one.line.holder_id, one.line.code in beside) for one in told)
    places: list[tuple[int | None, date | None]] = [
        *enumerate(date.fromisoformat(day) for day in days), (None, None),
    ]  # fmt: skip
    return [
        {
            "number": STAYS if number is None else number + 1,
            "day": day,
            "counts": [(side, counted[number, side.pk, False]) for side in sides],
            "beside": [(side, counted[number, side.pk, True]) for side in sides],
        }
        for number, day in places
    ]


def _those(
    told: Sequence[PlannedLine], asked: Mapping[str, str], beside: Collection[str]
) -> list[PlannedLine]:
    """Those of the lines behind one of the counts; all of them if none was asked for."""
    batch, side, count = asked["batch"], asked["side"], asked["count"]
    return [
        one
        for one in told
        if batch in {"", STAYS if one.batch is None else str(one.batch + 1)}
        and side in {"", str(one.line.holder.number)}
        and count in {"", "beside" if one.line.code in beside else "in"}
    ]


@page("exchange.see_exchange")
def plan_file(request: Request, uid: uuid.UUID, name: str) -> HttpResponse:
    """The problem or the plan, as `wayhome plan verify` reads it. Opaque codes alone."""
    found = plan_or_404(request, uid)
    if name not in FILES:
        raise Http404
    text = found.problem if name == "problem" else found.document
    answer = HttpResponse(text, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{FILES[name]}"'
    return answer


def _sharing(request: Request, found: Draw) -> ExchangeSide | None:
    """For whom a share is put in: the account's side; for the keeper the one it names, or none."""
    own = side_of(request.user, found.exchange)
    if own is not None:
        return own
    named = request.POST.get("side", "")
    if named in {"0", "1"}:
        return found.exchange.sides.filter(number=int(named)).first()
    return None
