"""Exchanges: which there are, opening one, one with its state, its terms, its sites."""

import uuid
from collections.abc import Sequence

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from wayhome.apps.audit.gate import Request, page
from wayhome.apps.exchange.forms.opening import OpenForm, PartitionForm, TermsForm
from wayhome.apps.exchange.models import Category, Exchange, ExchangeSide
from wayhome.apps.exchange.policies import side_of
from wayhome.apps.exchange.selectors.draws import draws_visible_to
from wayhome.apps.exchange.selectors.exchanges import (
    closed_to_sides,
    exchanges_visible_to,
    name_of,
    sites_of,
)
from wayhome.apps.exchange.selectors.funnel import STEPS, funnel_of, lines_at
from wayhome.apps.exchange.selectors.lines import shown
from wayhome.apps.exchange.selectors.lists import acceptances_of, exchange_lists_visible_to
from wayhome.apps.exchange.selectors.next_step import next_step
from wayhome.apps.exchange.selectors.plans import jobs_visible_to, standing_plan
from wayhome.apps.exchange.selectors.private import waiting_absences
from wayhome.apps.exchange.selectors.promised import PEOPLE, promised_of
from wayhome.apps.exchange.selectors.stops import open_stops
from wayhome.apps.exchange.selectors.terms import Terms, terms_of
from wayhome.apps.exchange.services.exchanges import close_exchange, open_exchange, set_terms
from wayhome.apps.exchange.services.refusals import CannotExchange
from wayhome.apps.exchange.views.doing import did, note
from wayhome.apps.exchange.views.telling import told
from wayhome.apps.talks.models import Commitment
from wayhome.apps.talks.selectors.rows import visible
from wayhome.apps.talks.services.filing import CannotRecord
from wayhome.apps.talks.services.processes import name_partition

A_PAGE = 50
COUNTED = {"exactly", "at_least"}
"""Formulas that name a number of each side."""


def exchange_or_404(request: Request, uid: uuid.UUID) -> Exchange:
    """The exchange, if the viewer may see it."""
    return get_object_or_404(exchanges_visible_to(request.user), uid=uid)


@page("exchange.see_exchange")
def exchanges(request: Request) -> HttpResponse:
    """All exchanges the viewer may know of, and the commitments one could be opened under."""
    found = Paginator(exchanges_visible_to(request.user), A_PAGE)
    context: dict[str, object] = {"page": found.get_page(request.GET.get("page"))}
    if request.user.has_perm("exchange.run_exchange"):
        promises = visible(Commitment, request.user).filter(wordings__unit__in=PEOPLE).distinct()
        context["commitments"] = promises.select_related("process").order_by("-pk")[:A_PAGE]
    return render(request, "exchange/exchanges.html", context)


@page("exchange.run_exchange", methods=("GET", "POST"))
def exchange_open(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Open an exchange under a commitment."""
    commitment = get_object_or_404(visible(Commitment, request.user), uid=uid)
    form, refusal = OpenForm(commitment, request.user, request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            made = open_exchange(
                commitment=commitment,
                sides=form.sides,
                title=form.cleaned_data["title"],
                by=request.user,
                at=timezone.now(),
            )
        except CannotExchange as error:
            refusal = str(error)
        else:
            messages.success(request, _("Opened. Set its terms next."))
            return redirect("exchange:terms", made.uid)
    context = {
        "form": form,
        "refusal": refusal,
        "commitment": commitment,
        "partition": PartitionForm(commitment, request.user),
    }
    return render(request, "exchange/open.html", context)


@page("exchange.run_exchange", methods=("POST",))
def partition(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Say which partition a side of the talks has, and go on opening an exchange."""
    commitment = get_object_or_404(visible(Commitment, request.user), uid=uid)
    form = PartitionForm(commitment, request.user, request.POST)
    try:
        if not form.is_valid():
            raise CannotRecord(_("Choose a side and its partition."))
        side, party = form.cleaned_data["side"], form.cleaned_data["party"]
        name_partition(side=side, party=party, by=request.user, at=timezone.now())
    except CannotRecord as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("Recorded."))
    return redirect("exchange:open", commitment.uid)


@page("exchange.see_exchange")
def exchange(request: Request, uid: uuid.UUID) -> HttpResponse:
    """One exchange: how far its people have come, what is agreed, what is next."""
    found = exchange_or_404(request, uid)
    viewer = request.user
    lists = list(exchange_lists_visible_to(viewer).filter(holder__exchange=found))
    sides = list(found.sides.all())
    agreed = terms_of(found)
    mine = side_of(viewer, found)
    sites: dict[int, list[str]] = {}
    for one in sites_of(found, viewer):
        sites.setdefault(one.holder.number, []).append(name_of(one))
    context = {
        "exchange": found,
        "sides": sides,
        "mine": mine,
        "next": next_step(found, viewer),
        "closed_to": closed_to_sides(found, viewer),
        "terms": agreed,
        "promised": (promised := promised_of(found, viewer)),
        "agreed": _agreed(agreed, promised),
        "formula": dict(TermsForm.KINDS)[agreed.kind] if agreed else "",
        "quotas": _quotas(agreed, sides) if agreed else [],
        "sites": [(one, sites.get(one.number, [])) for one in sides if mine in {None, one}],
        "steps": [
            (step, [step.counts.get(side.number, 0) for side in sides])
            for step in funnel_of(found, viewer)
        ],
        "lists": lists,
        "accepted": acceptances_of(found, viewer),
        "draw": draws_visible_to(viewer).filter(exchange=found).first(),
        "plan": standing_plan(found, viewer),
        "jobs": jobs_visible_to(viewer).filter(draw__exchange=found)[:5],
        "open_stops": open_stops(found, viewer) if viewer.keeps_register else 0,
        "waiting": waiting_absences(found, viewer),
    }
    return render(request, "exchange/exchange.html", context)


def _agreed(agreed: Terms | None, promised: list[int] | None) -> list[int] | None:
    """How many each side lets go under these terms, where it is not what was promised."""
    if agreed is None or agreed.kind not in COUNTED or [*agreed.numbers] == promised:
        return None
    return [*agreed.numbers]


def _quotas(agreed: Terms, sides: Sequence[ExchangeSide]) -> list[tuple[ExchangeSide, str, int]]:
    """Of whom each side lets go at least so many."""
    return [
        (sides[number], str(Category(category).label), least)
        for (number, category), least in sorted(agreed.quotas.items())
    ]


@page("exchange.run_exchange", methods=("GET", "POST"))
def terms(request: Request, uid: uuid.UUID) -> HttpResponse:
    """By which terms it is planned."""
    found = exchange_or_404(request, uid)
    form, refusal = TermsForm(found, request.POST or None, request.FILES or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            set_terms(exchange=found, terms=form.terms, by=request.user, at=timezone.now())
        except CannotExchange as error:
            refusal = str(error)
        else:
            messages.success(request, _("Recorded."))
            return redirect("exchange:exchange", found.uid)
    is_drawn = draws_visible_to(request.user).filter(exchange=found).exists()
    context = {"exchange": found, "form": form, "refusal": refusal, "is_drawn": is_drawn}
    return render(request, "exchange/terms.html", context)


@page("exchange.run_exchange", methods=("POST",))
def close(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Close it: nothing is added any more."""
    found = exchange_or_404(request, uid)
    reason = request.POST.get("reason", "")
    return did(
        request,
        lambda: close_exchange(exchange=found, reason=reason, by=request.user, at=timezone.now()),
        done=_("Closed."),
        back=("exchange:exchange", found.uid),
    )


@page("exchange.see_exchange")
def step(request: Request, uid: uuid.UUID, number: int, step: str) -> HttpResponse:
    """The lines behind one count of the funnel."""
    found = exchange_or_404(request, uid)
    side = found.sides.filter(number=number).first()
    if side is None or step not in STEPS:
        raise Http404
    lines = Paginator(lines_at(side, step, request.user), A_PAGE)
    on_page = lines.get_page(request.GET.get("page"))
    rows = shown(on_page, request.user)
    note(request, rows)
    context = {
        "exchange": found,
        "side": side,
        "step": STEPS[step][0],
        "page": on_page,
        "rows": told(rows, request),
    }
    return render(request, "exchange/step.html", context)
