"""One line: whose it is, where it stands, what happened to it; letting a stop pass."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wayhome.apps.audit.gate import Request, page
from wayhome.apps.exchange.forms.lines import FactsForm
from wayhome.apps.exchange.models import Line, LineEvent
from wayhome.apps.exchange.policies import side_of
from wayhome.apps.exchange.selectors.changes import substitutes_for
from wayhome.apps.exchange.selectors.exchanges import name_of
from wayhome.apps.exchange.selectors.funnel import come_as_far_as
from wayhome.apps.exchange.selectors.handover import way_of
from wayhome.apps.exchange.selectors.lines import (
    ShownLine,
    history_of,
    line_for,
    lines_visible_to,
    shown,
)
from wayhome.apps.exchange.selectors.plans import plan_lines, standing_plan
from wayhome.apps.exchange.selectors.stops import Stop, decision_in_words, stops_on
from wayhome.apps.exchange.selectors.under_way import under_way
from wayhome.apps.exchange.selectors.why_not import why_not
from wayhome.apps.exchange.services.answering import substitute_line
from wayhome.apps.exchange.services.refusals import CannotExchange
from wayhome.apps.exchange.services.stops import BESIDE, let_pass, stop_again
from wayhome.apps.exchange.views.doing import did, note
from wayhome.apps.exchange.views.lists import speaking
from wayhome.apps.register.selectors.lists import entries_visible_to
from wayhome.engines.planning import NeedsSolver, NotProven
from wayhome.files.refusals import refusal_in

A_FEW = 20


def line_or_404(request: Request, uid: uuid.UUID) -> Line:
    """The line, if the viewer may see it."""
    return get_object_or_404(lines_visible_to(request.user), uid=uid)


@page("exchange.see_exchange")
def line(request: Request, uid: uuid.UUID) -> HttpResponse:
    """One line and everything that happened to it."""
    found = line_or_404(request, uid)
    (row,) = shown([found], request.user)
    note(request, [row])
    plan = standing_plan(found.exchange, request.user)
    planned = plan_lines(plan, request.user, only=found) if plan else []
    mine = side_of(request.user, found.exchange)
    states_facts = row.sees_facts and request.user.has_perm("exchange.propose_line")
    has_left = bool(come_as_far_as("handed_over", [found], request.user))
    stops = [] if has_left else stops_on([found], request.user).get(found.pk, [])
    is_agreed = bool(come_as_far_as("accepted", [found], request.user))
    context = {
        "row": row,
        "has_left": has_left,
        "travels": bool(under_way([found])),
        "with_list": is_agreed and row.state == LineEvent.Kind.PROPOSED,
        "in_register": entries_visible_to(request.user).filter(pk=found.entry_id).exists(),
        "site": name_of(found.site) if row.sees_facts and found.site else "",
        "facts": FactsForm(found, request.user) if states_facts else None,
        "beside": BESIDE,
        "exchange": found.exchange,
        "way": way_of(found, request.user),
        "history": history_of(found, request.user),
        "stops": [
            (one, decision_in_words(one.decided, request.user) if one.decided else "")
            for one in stops
        ],
        "planned": planned[0] if planned else None,
        "mine": mine,
        "sides": found.exchange.sides.all(),
    }
    return render(request, "exchange/line.html", context)


@page("exchange.decide_stop", methods=("POST",))
def pass_stop(request: Request, uid: uuid.UUID) -> HttpResponse:
    """A person decides that what stops the line does not keep it from going."""
    found = line_or_404(request, uid)
    stop = _stop_named(found, request)

    def act() -> object:
        if stop is None:
            raise CannotExchange(_("This no longer stops the line. Reload the page."))
        reason, is_so = request.POST.get("reason", ""), "wrong" not in request.POST
        return let_pass(
            line=found, stop=stop, reason=reason, beside=is_so, by=request.user, at=timezone.now()
        )

    return did(request, act, done=_("Recorded."), back=("exchange:line", found.uid))


@page("exchange.decide_stop", methods=("POST",))
def stop_anew(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Take back that a line may pass."""
    found = line_or_404(request, uid)
    stop = _stop_named(found, request)

    def act() -> None:
        if stop is None or stop.decided is None:
            raise CannotExchange(_("This no longer stands. Reload the page."))
        reason = request.POST.get("reason", "")
        stop_again(decision=stop.decided, reason=reason, by=request.user, at=timezone.now())

    return did(request, act, done=_("Recorded."), back=("exchange:line", found.uid))


@page("exchange.see_exchange")
def substitutes(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Who can take somebody's place in the plan that stands, with every rule kept."""
    found = line_or_404(request, uid)
    (row,) = shown([found], request.user)
    plan = standing_plan(found.exchange, request.user)
    if not row.sees_facts:
        raise Http404
    refusal, others = "", list[ShownLine]()
    try:
        could = substitutes_for(found, plan, request.user) if plan else []
        others = shown(could[:A_FEW], request.user)
    except NeedsSolver as missing:
        refusal = refusal_in(missing, get_language() or "en")
    note(request, [row, *others])
    context = {
        "row": row,
        "exchange": found.exchange,
        "others": others,
        "refusal": refusal,
        "side": found.holder.number,
    }
    return render(request, "exchange/substitutes.html", context)


@page("exchange.see_exchange")
def stays(request: Request, uid: uuid.UUID) -> HttpResponse:
    """What would have to change for somebody who stays to go."""
    found = line_or_404(request, uid)
    plan = standing_plan(found.exchange, request.user)
    refusal, told = "", None
    try:
        told = why_not(found, plan, request.user) if plan else None
    except (NeedsSolver, NotProven) as error:
        refusal = refusal_in(error, get_language() or "en")
    if told is None and not refusal:
        raise Http404
    row, *others = shown([found, *(told.instead[:A_FEW] if told else ())], request.user)
    note(request, [row, *others])
    context = {
        "row": row,
        "exchange": found.exchange,
        "told": told,
        "others": [(one, told.days_held[one.line.code]) for one in others] if told else [],
        "refusal": refusal,
    }
    return render(request, "exchange/why_not.html", context)


@page("exchange.answer_line", methods=("POST",))
def substitute(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Somebody else goes instead."""
    found = line_or_404(request, uid)
    side = speaking(request, found.exchange)
    code = request.POST.get("instead", "").strip()

    def act() -> object:
        other = line_for(found.exchange, code, request.user)
        if other is None:
            raise CannotExchange(_("No line of this exchange has this code."))
        return substitute_line(
            line=found, instead=other, side=side, by=request.user, at=timezone.now()
        )

    return did(request, act, done=_("Recorded."), back=("exchange:line", found.uid))


def _stop_named(line: Line, request: Request) -> Stop | None:
    """The stop a form calls by its mark, if it is there for this viewer."""
    named = request.POST.get("stop", "")
    stops = stops_on([line], request.user).get(line.pk, [])
    return next((one for one in stops if one.mark == named), None)
