"""What a plan asks of people: the facts of a line, sites, who travels together."""

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from wayhome.apps.audit.gate import Request, page
from wayhome.apps.exchange.forms.lines import ArrangeForm, FactsForm
from wayhome.apps.exchange.selectors.lists import lines_on_list
from wayhome.apps.exchange.services.exchanges import add_site
from wayhome.apps.exchange.services.facts import set_site, state_facts, travel_together
from wayhome.apps.exchange.services.refusals import CannotExchange
from wayhome.apps.exchange.views.doing import did
from wayhome.apps.exchange.views.exchanges import exchange_or_404
from wayhome.apps.exchange.views.lines import line_or_404
from wayhome.apps.exchange.views.lists import list_or_404


@page("exchange.propose_line", methods=("POST",))
def facts(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Say the facts of a line anew."""
    found = line_or_404(request, uid)
    form = FactsForm(found, request.user, request.POST)

    def act() -> None:
        if not form.is_valid():
            raise CannotExchange(_("Something is missing. Fill in the form again."))
        state_facts(line=found, facts=form.facts, by=request.user, at=timezone.now())

    done = _("Recorded. It holds from the next frozen version of the list on.")
    return did(request, act, done=done, back=("exchange:line", found.uid))


@page("exchange.propose_line", methods=("POST",))
def arrange(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Say of the lines that are ticked where they are held, or that they travel together."""
    found = list_or_404(request, uid)
    form = ArrangeForm(found.holder, request.user, request.POST)
    ticked = list(lines_on_list(found, request.user).filter(code__in=request.POST.getlist("line")))

    def act() -> object:
        if not form.is_valid() or not ticked:
            raise CannotExchange(_("Tick the lines and say what is to happen to them."))
        by, at = request.user, timezone.now()
        if form.cleaned_data["do"] == "together":
            return travel_together(lines=ticked, by=by, at=at)
        if (site := form.cleaned_data["site"]) is None:
            raise CannotExchange(_("Choose a site."))
        return set_site(lines=ticked, site=site, by=by, at=at)

    return did(request, act, done=_("Recorded."), back=("exchange:version", found.uid))


@page("exchange.propose_line", methods=("POST",))
def site(request: Request, uid: uuid.UUID, number: int) -> HttpResponse:
    """Add a place where a side holds people."""
    found = exchange_or_404(request, uid)
    holder = get_object_or_404(found.sides.all(), number=number)
    name = request.POST.get("name", "")
    return did(
        request,
        lambda: add_site(holder=holder, name=name, by=request.user, at=timezone.now()),
        done=_("Recorded. Files of plans know it by a code alone."),
        back=("exchange:exchange", found.uid),
    )
