"""Recording claims; confirming fates, one at a time; withdrawing."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from wayhome.apps.audit.gate import Request, page
from wayhome.apps.audit.models import Read
from wayhome.apps.audit.services import log_reads
from wayhome.apps.register.forms.persons import SOURCE_FIELDS, ClaimForm
from wayhome.apps.register.models import Assertion
from wayhome.apps.register.policies import own
from wayhome.apps.register.selectors.judgements import judgement_withdrawals_waiting_for
from wayhome.apps.register.selectors.persons import (
    assertions_visible_to,
    fate_withdrawals_waiting_for,
    fates_to_confirm,
    lines_of_person_of,
    told_of,
)
from wayhome.apps.register.selectors.status import status_if, status_in_words, status_of
from wayhome.apps.register.services.assertions import (
    CannotAssert,
    ask_fate_withdrawal,
    confirm_assertion,
    confirm_fate_withdrawal,
    decline_assertion,
    decline_fate_withdrawal,
    may_withdraw,
    needs_two,
    record_assertion,
    withdraw_assertion,
)
from wayhome.apps.register.services.sources import Document
from wayhome.apps.register.views.persons import line_or_404

A_PAGE = 100


@page("register.assert_fact", methods=("GET", "POST"))
def claim(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Write down what somebody says of a line's person."""
    line, refusal = line_or_404(request, uid), ""
    form = ClaimForm(request.POST or None, viewer=request.user)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        document = Document(**{field: given[field] for field in SOURCE_FIELDS})
        try:
            made = record_assertion(
                entry=line,
                kind=given["kind"],
                said_by=given["said_by"],
                as_of_date=given["as_of_date"],
                evidence=given["evidence"],
                source=document if document.publisher else None,
                by=request.user,
                at=timezone.now(),
            )
        except CannotAssert as refused:
            refusal = str(refused)
        else:
            messages.success(
                request,
                _("Recorded. It counts when another person has confirmed it.")
                if made.state == Assertion.State.PROPOSED
                else _("Recorded."),
            )
            return redirect("register:line", line.uid)
    log_reads(by=request.user, how=Read.How.VIEWED, keys=[line.key_id])
    context = {"line": line, "form": form, "refusal": refusal, "fates": _fates()}
    return render(request, "register/persons/claim.html", context)


def _fates() -> list[str]:
    return [str(label) for kind, label in Assertion.Kind.choices if kind in Assertion.FATES]


@page("register.confirm_assertion")
def fates(request: Request) -> HttpResponse:
    """Fates that others proposed, each to be confirmed by itself."""
    waiting = Paginator(fates_to_confirm(request.user), A_PAGE).get_page(request.GET.get("page"))
    log_reads(by=request.user, how=Read.How.VIEWED, keys=[one.entry.key_id for one in waiting])
    return render(request, "register/persons/fates.html", {"page": waiting})


@page("register.confirm_assertion", methods=("GET", "POST"))
def fate(request: Request, uid: uuid.UUID) -> HttpResponse:
    """One proposed fate: evidence, what the status becomes, who must be told; yes or no."""
    shown = _assertion_or_404(request, uid)
    if shown.state != Assertion.State.PROPOSED:
        raise Http404
    refusal = ""
    if request.method == "POST":
        now, reason = timezone.now(), request.POST.get("reason", "")
        try:
            if request.POST.get("decision") == "confirm":
                confirm_assertion(assertion=shown, by=request.user, at=now)
                messages.success(request, _("Confirmed."))
            else:
                decline_assertion(assertion=shown, reason=reason, by=request.user, at=now)
                messages.success(request, _("Declined."))
            return redirect("register:fates")
        except CannotAssert as refused:
            refusal = str(refused)
    return _weigh(request, shown, "register/persons/fate.html", stands=True, refusal=refusal)


@page("register.see_line", methods=("GET", "POST"))
def claim_withdraw(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Take a claim back, or ask for it where two must: what follows from that is shown first."""
    shown = _assertion_or_404(request, uid)
    if not may_withdraw(shown, request.user):
        raise Http404
    refusal = ""
    if request.method == "POST":
        try:
            messages.success(request, _take_back(request, shown))
        except CannotAssert as refused:
            refusal = str(refused)
        else:
            return redirect("register:line", shown.entry.uid)
    return _weigh(request, shown, "register/persons/withdraw.html", stands=False, refusal=refusal)


def _take_back(request: Request, shown: Assertion) -> str:
    """Do what was asked about a claim, and say what was done."""
    by, now, reason = request.user, timezone.now(), request.POST.get("reason", "")
    match request.POST.get("decision"):
        case "ask":
            ask_fate_withdrawal(assertion=shown, reason=reason, by=by, at=now)
            return _("Asked for. It stands until another approver agrees.")
        case "agree":
            confirm_fate_withdrawal(assertion=shown, by=by, at=now)
            return _("Withdrawn.")
        case "keep":
            decline_fate_withdrawal(assertion=shown, reason=reason, by=by, at=now)
            return _("It stands.")
    withdraw_assertion(assertion=shown, reason=reason, by=by, at=now)
    return _("Withdrawn.")


@page("register.withdraw_judgement")
def withdrawals(request: Request) -> HttpResponse:
    """Confirmed fates and judgements that somebody else asked to withdraw."""
    fates = list(fate_withdrawals_waiting_for(request.user)[:100])
    judgements = list(judgement_withdrawals_waiting_for(request.user)[:100])
    keys = [one.entry.key_id for one in fates]
    keys += [key for one in judgements for key in (one.entry_a.key_id, one.entry_b.key_id)]
    log_reads(by=request.user, how=Read.How.VIEWED, keys=keys)
    context = {"fates": fates, "judgements": judgements}
    return render(request, "register/persons/withdrawals.html", context)


def _assertion_or_404(request: Request, uid: uuid.UUID) -> Assertion:
    found = assertions_visible_to(request.user).filter(own(request.user), uid=uid).first()
    if found is None:
        raise Http404
    return found


def _weigh(
    request: Request, shown: Assertion, template: str, *, stands: bool, refusal: str
) -> HttpResponse:
    """What is told now, what would be told, and who must hear of it first."""
    lines = lines_of_person_of(shown.entry, request.user)
    log_reads(by=request.user, how=Read.How.VIEWED, keys=[line.key_id for line in lines])
    after = status_if(lines, viewer=request.user, assertion=shown, stands=stands)
    context = {
        "shown": shown,
        "lines": lines,
        "before": status_in_words(status_of(lines, viewer=request.user)),
        "after": status_in_words(after),
        "told": told_of(lines, request.user),
        "refusal": refusal,
        "is_own": shown.recorded_by_id == request.user.pk,
        "needs_two": needs_two(shown),
        "asked_by_me": shown.withdrawal_asked_by_id == request.user.pk,
        "may_agree": request.user.has_perm("register.confirm_assertion"),
    }
    return render(request, template, context)
