"""What is told in private: wishes and causes, read by two people and nobody else."""

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from wayhome.apps.audit.gate import Request, page
from wayhome.apps.audit.models import User
from wayhome.apps.exchange.forms.private import AbsenceForm, WishForm
from wayhome.apps.exchange.models import Absence
from wayhome.apps.exchange.selectors.lines import shown
from wayhome.apps.exchange.selectors.private import (
    Told,
    absences_visible_to,
    approvers_for,
    not_asked,
    told_in,
    wishes_visible_to,
)
from wayhome.apps.exchange.services.private import (
    approve_absence,
    ask_absence,
    end_absence,
    keep_wish,
)
from wayhome.apps.exchange.services.refusals import CannotExchange
from wayhome.apps.exchange.services.releasing import release_absences
from wayhome.apps.exchange.views.doing import did, note
from wayhome.apps.exchange.views.exchanges import exchange_or_404
from wayhome.apps.exchange.views.lines import line_or_404

A_PAGE = 50


@page("exchange.see_private", recent=True)
def private(request: Request, uid: uuid.UUID) -> HttpResponse:
    """What the viewer took down in confidence, or was named to read, in one exchange."""
    exchange = exchange_or_404(request, uid)
    viewer = request.user
    wishes = wishes_visible_to(viewer).filter(line__exchange=exchange)[:A_PAGE]
    absences = absences_visible_to(viewer).filter(line__exchange=exchange)[:A_PAGE]
    context = {
        "exchange": exchange,
        "wishes": [(one, told_in(one, viewer)) for one in wishes],
        "absences": [_with_cause(one, viewer) for one in absences],
        "not_asked": not_asked(exchange, viewer)[:A_PAGE],
    }
    return render(request, "exchange/private.html", context)


@page("exchange.interview", methods=("GET", "POST"), recent=True)
def tell(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Take down what somebody answered, or ask that a line be not available."""
    line = line_or_404(request, uid)
    approvers = approvers_for(request.user)
    today = {"asked_on": timezone.localdate()}
    wish = WishForm(approvers, prefix="wish", initial=today)
    absence = AbsenceForm(approvers, prefix="absence")
    if request.method == "POST":
        is_wish = request.POST.get("told") == "wish"
        form: WishForm | AbsenceForm = (
            WishForm(approvers, request.POST, prefix="wish")
            if is_wish
            else AbsenceForm(approvers, request.POST, prefix="absence")
        )

        def act() -> object:
            if not form.is_valid():
                raise CannotExchange(_("Something is missing. Fill in the form again."))
            told = dict(form.cleaned_data)
            by, at = request.user, timezone.now()
            if is_wish:
                told["wishes"] = told["wishes"] == "yes"
                return keep_wish(line=line, by=by, at=at, **told)
            return ask_absence(line=line, by=by, at=at, **told)

        return did(request, act, done=_("Recorded."), back=("exchange:private", line.exchange.uid))
    rows = shown([line], request.user)
    note(request, rows)
    context = {"row": rows[0], "exchange": line.exchange, "wish": wish, "absence": absence}
    return render(request, "exchange/tell.html", context)


@page("exchange.approve_absence", methods=("POST",), recent=True)
def absence_approve(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Approve that a line is not available."""
    found = get_object_or_404(absences_visible_to(request.user), uid=uid)
    return did(
        request,
        lambda: approve_absence(absence=found, by=request.user, at=timezone.now()),
        done=_("Approved. It shows with the next release, as one code."),
        back=("exchange:private", found.line.exchange.uid),
    )


@page("exchange.see_private", methods=("POST",))
def absence_end(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Take an absence back, or decline it."""
    found = get_object_or_404(absences_visible_to(request.user), uid=uid)
    return did(
        request,
        lambda: end_absence(absence=found, by=request.user, at=timezone.now()),
        done=_("Recorded. It shows with the next release."),
        back=("exchange:private", found.line.exchange.uid),
    )


@page("exchange.run_exchange", methods=("POST",))
def release(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Release all absences that wait, at once and as one code."""
    exchange = exchange_or_404(request, uid)
    return did(
        request,
        lambda: release_absences(exchange=exchange, by=request.user, at=timezone.now()),
        done=_("Released, all at once: nobody can tell one cause from another."),
        back=("exchange:exchange", exchange.uid),
    )


def _with_cause(absence: Absence, viewer: User) -> tuple[Absence, Told, str]:
    """An absence with what was told of it, and its cause in the reader's language."""
    told = told_in(absence, viewer)
    return absence, told, str(Absence.Cause(told.cause).label) if told.cause else ""
