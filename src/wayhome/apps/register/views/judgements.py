"""Judgements after they were made: who decided what, what follows, undoing it, contradictions."""

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
from wayhome.apps.register.forms.review import ReasonForm
from wayhome.apps.register.models import Judgement, ListEntry
from wayhome.apps.register.selectors.candidates import show_pairs
from wayhome.apps.register.selectors.contradictions import standing_contradictions
from wayhome.apps.register.selectors.judgements import (
    by_latest_step,
    consequences_of,
    judgements_visible_to,
)
from wayhome.apps.register.selectors.status import challenged_fates
from wayhome.apps.register.services.judgements import (
    CannotJudge,
    ask_judgement_withdrawal,
    confirm_judgement_withdrawal,
    decline_judgement_withdrawal,
    withdraw_judgement,
)

A_PAGE = 25


@page("register.see_candidate")
def judgements(request: Request) -> HttpResponse:
    """Every judgement of the own partition, the latest step first; one state if asked for."""
    made = by_latest_step(judgements_visible_to(request.user))
    state = request.GET.get("state", "")
    if state in Judgement.State.values:
        made = made.filter(state=state)
    shown = Paginator(made, A_PAGE).get_page(request.GET.get("page"))
    _log(request, [entry for one in shown for entry in (one.entry_a, one.entry_b)])
    context = {"page": shown, "state": state, "states": Judgement.State.choices}
    return render(request, "register/review/judgements.html", context)


@page("register.see_candidate")
def judgement(request: Request, uid: uuid.UUID) -> HttpResponse:
    """One judgement: both lines, who decided, and what would follow from withdrawing it."""
    return _show(request, _judgement(request, uid), ReasonForm())


@page("register.propose_judgement", methods=("POST",))
def withdraw(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Withdraw a judgement, or take an own proposal back; where two must, ask or agree."""
    found, form = _judgement(request, uid), ReasonForm(request.POST)
    agrees = request.POST.get("decision") == "agree"  # the reason is that of who asked
    if not agrees and not form.is_valid():
        return _show(request, found, form)
    try:
        reason = "" if agrees else form.cleaned_data["reason"]
        messages.success(request, _take_back(request, found, reason))
    except CannotJudge as refusal:
        messages.warning(request, str(refusal))
    return redirect("register:judgement", uid=uid)


def _take_back(request: Request, found: Judgement, reason: str) -> str:
    """Do what was asked about a judgement, and say what was done."""
    by, now = request.user, timezone.now()
    match request.POST.get("decision"):
        case "ask":
            ask_judgement_withdrawal(judgement=found, reason=reason, by=by, at=now)
            return _("Asked for. It stands until another approver agrees.")
        case "keep":
            decline_judgement_withdrawal(judgement=found, reason=reason, by=by, at=now)
            return _("It stands.")
        case "agree":
            told = confirm_judgement_withdrawal(judgement=found, by=by, at=now)
        case _other:
            told = withdraw_judgement(judgement=found, reason=reason, by=by, at=now)
    again = [*told.returned, *told.founded]
    sentence = _("Withdrawn. The pair is open for review again.")
    if again:
        sentence += " " + _("Now a case of its own: %(n)s.") % {"n": ", ".join(again)}
    return sentence


@page("register.see_candidate")
def contradictions(request: Request) -> HttpResponse:
    """Where confirmed judgements cannot all be true; where a confirmed fate is spoken against."""
    found = standing_contradictions(request.user)
    challenged = challenged_fates(request.user)
    beside = [entry for one in challenged for entry in one.lines]
    _log(request, [*(step.entry for one in found for step in one.chain), *beside])
    context = {"contradictions": found, "challenged": challenged}
    return render(request, "register/review/contradictions.html", context)


def _judgement(request: Request, uid: uuid.UUID) -> Judgement:
    found = judgements_visible_to(request.user).filter(uid=uid).first()
    if found is None:
        raise Http404
    return found


def _show(request: Request, found: Judgement, form: ReasonForm) -> HttpResponse:
    (pair,) = show_pairs([(found.entry_a, found.entry_b, found.candidate)])
    follows = consequences_of(found)
    beside = [entry for part in follows.parts for entry in part.entries]
    _log(request, [*pair.entries, *beside])
    confirmed = found.state == Judgement.State.CONFIRMED
    may_decide = confirmed and request.user.has_perm("register.withdraw_judgement")
    is_proposal = found.state == Judgement.State.PROPOSED
    asked_by_me = found.withdrawal_asked_by_id == request.user.pk
    may_withdraw = (
        request.user.has_perm("register.propose_judgement")
        if confirmed
        else is_proposal and found.proposed_by == request.user
    )
    context = {
        "judgement": found,
        "pair": pair,
        "follows": follows,
        "form": form,
        "may_withdraw": may_withdraw,
        "asks_only": confirmed and (follows.need_two or not may_decide),
        "asked_by_me": asked_by_me,
        "may_agree": may_decide and not asked_by_me,
        "confirmed": confirmed,
    }
    return render(request, "register/review/judgement.html", context)


def _log(request: Request, entries: list[ListEntry]) -> None:
    keys = {entry.key_id: None for entry in entries}
    log_reads(by=request.user, how=Read.How.VIEWED, keys=list(keys))
