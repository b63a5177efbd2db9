"""One line: whose it is, where it stands, what happened to it; letting a stop pass."""

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from wayhome.apps.audit.gate import Request, page
from wayhome.apps.exchange.models import Line
from wayhome.apps.exchange.policies import side_of
from wayhome.apps.exchange.selectors.lines import history_of, line_for, lines_visible_to, shown
from wayhome.apps.exchange.selectors.plans import plan_lines, standing_plan
from wayhome.apps.exchange.selectors.stops import stops_on
from wayhome.apps.exchange.services.answering import substitute_line
from wayhome.apps.exchange.services.refusals import CannotExchange
from wayhome.apps.exchange.services.stops import let_pass
from wayhome.apps.exchange.views.doing import did, note
from wayhome.apps.exchange.views.lists import speaking


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
    planned = [one for one in plan_lines(plan, request.user) if one.line == found] if plan else []
    context = {
        "row": row,
        "exchange": found.exchange,
        "history": history_of(found, request.user),
        "stops": stops_on([found], request.user).get(found.pk, []),
        "planned": planned[0] if planned else None,
        "mine": side_of(request.user, found.exchange),
        "sides": found.exchange.sides.all(),
    }
    return render(request, "exchange/line.html", context)


@page("exchange.decide_stop", methods=("POST",))
def pass_stop(request: Request, uid: uuid.UUID) -> HttpResponse:
    """A person decides that what stops the line does not keep it from going."""
    found = line_or_404(request, uid)
    stops = stops_on([found], request.user).get(found.pk, [])
    named = request.POST.get("stop", "")

    def act() -> object:
        if not named.isdecimal() or int(named) >= len(stops):
            raise CannotExchange(_("This is not there. Reload the page."))
        reason = request.POST.get("reason", "")
        stop = stops[int(named)]
        return let_pass(line=found, stop=stop, reason=reason, by=request.user, at=timezone.now())

    return did(request, act, done=_("Recorded."), back=("exchange:line", found.uid))


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
