"""Exchange lists: drawing one up, its lines side by side with answers, freezing, accepting."""

import uuid

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from wayhome.apps.audit.gate import Request, page
from wayhome.apps.exchange.forms.lines import ArrangeForm
from wayhome.apps.exchange.forms.lists import AnswerForm, SourceForm, verbs_of
from wayhome.apps.exchange.models import Exchange, ExchangeList, ExchangeSide, Line, LineEvent
from wayhome.apps.exchange.policies import side_of
from wayhome.apps.exchange.selectors.draws import draws_visible_to
from wayhome.apps.exchange.selectors.lines import (
    ShownLine,
    in_state,
    lines_visible_to,
    shown,
)
from wayhome.apps.exchange.selectors.lists import (
    acceptances_of,
    acceptances_visible_to,
    difference,
    exchange_lists_visible_to,
    latest_list,
    lines_on_list,
)
from wayhome.apps.exchange.selectors.next_step import NextStep, next_step
from wayhome.apps.exchange.selectors.stops import stopped_lines
from wayhome.apps.exchange.services.agreeing import (
    accept_days,
    accept_list,
    freeze_list,
    withdraw_acceptance,
)
from wayhome.apps.exchange.services.answering import (
    accept_lines,
    propose_again,
    refuse_lines,
    withhold_lines,
)
from wayhome.apps.exchange.services.exports import export_list
from wayhome.apps.exchange.services.lists import draw_up_list, put_from_list, take_off
from wayhome.apps.exchange.services.refusals import CannotExchange
from wayhome.apps.exchange.views.doing import did, note
from wayhome.apps.exchange.views.exchanges import exchange_or_404
from wayhome.apps.exchange.views.telling import told

A_COLUMN = 30
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STOPPED = "stopped"
"""Of the states the board selects by, the one that only the keeper is offered."""


def list_or_404(request: Request, uid: uuid.UUID) -> ExchangeList:
    """The version of a list, if the viewer may see it."""
    return get_object_or_404(exchange_lists_visible_to(request.user), uid=uid)


def speaking(request: Request, exchange: Exchange) -> ExchangeSide:
    """The side an act is for: the account's own; for the keeper the one it names.

    Raises:
        Http404: there is no such side.
    """
    own = side_of(request.user, exchange)
    if own is not None:
        return own
    named = request.POST.get("side", "")
    side = exchange.sides.filter(number=int(named)).first() if named in {"0", "1"} else None
    if side is None:
        raise Http404
    return side


@page("exchange.see_exchange")
def board(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Both lists side by side: ours and theirs, each line with where it stands."""
    exchange = exchange_or_404(request, uid)
    mine = side_of(request.user, exchange)
    sides = sorted(exchange.sides.all(), key=lambda side: mine is not None and side != mine)
    columns: list[dict[str, object]] = []
    read: list[ShownLine] = []
    longest: Page[Line] | None = None
    states = [(code, str(name)) for code, name in LineEvent.Kind.choices]
    if request.user.keeps_register:
        states.append((STOPPED, _("stopped, waiting for a person")))
    state = request.GET.get("state", "")
    state = state if state in dict(states) else ""
    for side in sides:
        newest = latest_list(side, request.user)
        nobody = lines_visible_to(request.user).none()
        lines = lines_on_list(newest, request.user) if newest else nobody
        found = Paginator(_standing_so(lines, state, exchange, request), A_COLUMN)
        on_page = found.get_page(request.GET.get("page"))
        if longest is None or on_page.paginator.num_pages > longest.paginator.num_pages:
            longest = on_page
        rows = shown(on_page, request.user)
        read += rows
        verbs = verbs_of(newest, mine) if newest else []
        columns.append({"side": side, "list": newest, "rows": told(rows, request), "verbs": verbs})
    note(request, read)
    context = {
        "exchange": exchange,
        "next": _next(exchange, request),
        "columns": columns,
        "page": longest,
        "states": states,
        "state": state,
        "filters": f"state={state}" if state else "",
        "tells_all": all(row.name for row in read),
        "mine": mine,
    }
    return render(request, "exchange/board.html", context)


@page("exchange.see_exchange")
def version(request: Request, uid: uuid.UUID) -> HttpResponse:
    """One version of a list: what is new in it, its lines, who accepted it."""
    found = list_or_404(request, uid)
    lines = Paginator(lines_on_list(found, request.user), A_COLUMN)
    on_page = lines.get_page(request.GET.get("page"))
    rows = shown(on_page, request.user)
    changed = difference(found, found.predecessor, request.user) if found.predecessor else None
    added = shown(changed.added[:A_COLUMN], request.user) if changed else []
    gone = shown(changed.gone[:A_COLUMN], request.user) if changed else []
    note(request, [*rows, *added, *gone])
    mine = side_of(request.user, found.holder.exchange)
    knows_facts = request.user.keeps_register or mine == found.holder
    context = {
        "list": found,
        "exchange": found.holder.exchange,
        "next": _next(found.holder.exchange, request),
        "page": on_page,
        "rows": told(rows, request),
        "changed": changed,
        "added": added,
        "gone": gone,
        "accepted": [
            (one, one.lists.get(found.holder.number))
            for one in acceptances_of(found.holder.exchange, request.user)
        ],
        "is_newest": latest_list(found.holder, request.user) == found,
        "source": SourceForm(found, request.user),
        "mine": mine,
        "knows_facts": knows_facts,
        "arrange": ArrangeForm(found.holder, request.user) if knows_facts else None,
    }
    return render(request, "exchange/version.html", context)


@page("exchange.propose_line", methods=("POST",))
def draw_up(request: Request, uid: uuid.UUID, number: int) -> HttpResponse:
    """Draw up the next version of a side's list; by the other side it is a counter-list."""
    exchange = exchange_or_404(request, uid)
    holder = get_object_or_404(exchange.sides.all(), number=number)
    by = side_of(request.user, exchange) or holder
    try:
        made = draw_up_list(holder=holder, drawn_up_by=by, by=request.user, at=timezone.now())
    except CannotExchange as error:
        messages.warning(request, str(error))
        return redirect("exchange:exchange", exchange.uid)
    messages.success(request, _("A new version was drawn up."))
    return redirect("exchange:version", made.uid)


@page("exchange.propose_line", methods=("POST",))
def put(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Put the lines of a list of the register on it."""
    found = list_or_404(request, uid)
    form = SourceForm(found, request.user, request.POST)

    def act() -> object:
        if not form.is_valid():
            raise CannotExchange(_("Choose a list of the register."))
        source = form.cleaned_data["source"]
        return put_from_list(list=found, source=source, by=request.user, at=timezone.now())

    return did(request, act, done=_("Put on the list."), back=("exchange:version", found.uid))


@page("exchange.run_exchange", methods=("POST",))
def freeze(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Freeze it: from now on it is what its hash says."""
    found = list_or_404(request, uid)
    return did(
        request,
        lambda: freeze_list(list=found, by=request.user, at=timezone.now()),
        done=_("Frozen."),
        back=("exchange:version", found.uid),
    )


@page("exchange.accept_list", methods=("POST",))
def accept(request: Request, uid: uuid.UUID) -> HttpResponse:
    """A side accepts a frozen list."""
    found = list_or_404(request, uid)
    side = speaking(request, found.holder.exchange)
    return did(
        request,
        lambda: accept_list(list=found, side=side, by=request.user, at=timezone.now()),
        done=_("Accepted."),
        back=("exchange:version", found.uid),
    )


@page("exchange.accept_list", methods=("POST",))
def days(request: Request, uid: uuid.UUID) -> HttpResponse:
    """A side accepts the days of travel."""
    exchange = exchange_or_404(request, uid)
    side = speaking(request, exchange)
    return did(
        request,
        lambda: accept_days(exchange=exchange, side=side, by=request.user, at=timezone.now()),
        done=_("Accepted."),
        back=("exchange:exchange", exchange.uid),
    )


@page("exchange.accept_list", methods=("POST",))
def withdraw(request: Request, uid: uuid.UUID) -> HttpResponse:
    """A side takes back what it accepted, for a reason."""
    found = get_object_or_404(acceptances_visible_to(request.user), uid=uid)
    reason = request.POST.get("reason", "")
    return did(
        request,
        lambda: withdraw_acceptance(
            acceptance=found, reason=reason, by=request.user, at=timezone.now()
        ),
        done=_("Taken back."),
        back=("exchange:exchange", found.exchange.uid),
    )


@page("exchange.see_exchange")
def export(request: Request, uid: uuid.UUID) -> HttpResponse:
    """A version as a workbook."""
    found = list_or_404(request, uid)
    try:
        made = export_list(list=found, by=request.user, at=timezone.now())
    except CannotExchange as error:
        messages.warning(request, str(error))
        return redirect("exchange:version", found.uid)
    answer = HttpResponse(made, content_type=XLSX)
    name = f"{found.holder.exchange.number}-{found.holder.number}-{found.version}.xlsx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer


@page("exchange.answer_line", methods=("POST",))
def answer(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Answer the lines that were ticked: accept, refuse, withhold, propose again, take off."""
    found = list_or_404(request, uid)
    form = AnswerForm(request.POST)
    ticked = list(lines_on_list(found, request.user).filter(code__in=request.POST.getlist("line")))

    def act() -> object:
        if not form.is_valid() or not ticked:
            raise CannotExchange(_("Tick the lines and say what is to happen to them."))
        verb, reason = form.cleaned_data["verb"], form.cleaned_data["reason"]
        by, at = request.user, timezone.now()
        if verb == "take_off":
            return take_off(list=found, lines=ticked, by=by, at=at)
        if verb == "withhold":
            return withhold_lines(lines=ticked, reason=reason, by=by, at=at)
        side = speaking(request, found.holder.exchange)
        if verb == "refuse":
            return refuse_lines(lines=ticked, side=side, reason=reason, by=by, at=at)
        verbs = {"accept": accept_lines, "propose": propose_again}
        return verbs[verb](lines=ticked, side=side, by=by, at=at)

    back = ("exchange:board", found.holder.exchange.uid)
    return did(request, act, done=_("Recorded."), back=back)


def _next(exchange: Exchange, request: Request) -> NextStep | None:
    """What is next, as long as it is about the lists: until the draw."""
    if draws_visible_to(request.user).filter(exchange=exchange).exists():
        return None
    return next_step(exchange, request.user)


def _standing_so(
    lines: QuerySet[Line], state: str, exchange: Exchange, request: Request
) -> QuerySet[Line]:
    """Those of the lines that stand so now; all of them if nothing was asked."""
    if state == STOPPED:
        return lines.filter(pk__in=stopped_lines(exchange, request.user))
    return in_state(lines, [state]) if state else lines
