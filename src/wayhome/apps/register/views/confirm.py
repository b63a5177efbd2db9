"""Confirming what somebody else proposed: one key a pair; or on paper, for a second officer."""

import uuid

from defusedcsv import csv
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from wayhome.apps.audit.gate import Request, page
from wayhome.apps.audit.models import Read
from wayhome.apps.audit.services import log_reads
from wayhome.apps.register.forms.review import ReasonForm
from wayhome.apps.register.models import Judgement
from wayhome.apps.register.selectors.candidates import ShownLine, ShownPair, show_pairs
from wayhome.apps.register.selectors.contradictions import Contradiction
from wayhome.apps.register.selectors.judgements import (
    awaiting_confirmation_by,
    judgements_visible_to,
    proposals_visible_to,
)
from wayhome.apps.register.services.judgements import (
    CannotJudge,
    Contradicts,
    confirm_judgement,
    decline_judgement,
)
from wayhome.apps.register.services.leases import release_leases, take_leases
from wayhome.files.report.spreadsheets import defused_row

SKIPPED = "confirm_skipped"
ON_PAPER = 200
"""Proposals on one print sheet or in one file."""


@page("register.confirm_judgement")
def confirm(request: Request) -> HttpResponse:
    """The next proposal that somebody else made and nobody else has open."""
    found = _next(request)
    if found is None:
        skipped = len(request.session.get(SKIPPED, []))
        return render(request, "register/review/confirm_none.html", {"skipped": skipped})
    return _show(request, found)


@page("register.confirm_judgement", methods=("GET", "POST"))
def confirm_pair(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Decide about one proposal, and go on to the next."""
    found = awaiting_confirmation_by(request.user).filter(uid=uid).first()
    if request.method == "GET":
        if found is None:
            raise Http404
        return _show(request, found)
    if found is None:
        if not judgements_visible_to(request.user).filter(uid=uid).exists():
            raise Http404
        messages.warning(request, _("This was decided already, or you proposed it yourself."))
        return redirect("register:confirm")
    return _decide(request, found)


@page("register.confirm_judgement", methods=("POST",))
def confirm_skip(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Leave a proposal for later."""
    if not judgements_visible_to(request.user).filter(uid=uid).exists():
        raise Http404
    request.session[SKIPPED] = [*request.session.get(SKIPPED, []), str(uid)][-500:]
    release_leases(by=request.user)
    return redirect("register:confirm")


@page("register.confirm_judgement", methods=("POST",))
def confirm_resume(request: Request) -> HttpResponse:
    """Bring back what was skipped."""
    request.session.pop(SKIPPED, None)
    return redirect("register:confirm")


@page("register.see_candidate")
def sheet(request: Request) -> HttpResponse:
    """Proposals to be printed, for an officer who decides elsewhere."""
    proposals, pairs = _proposals(request)
    _log(request, pairs, Read.How.PRINTED)
    shown = list(zip(proposals, pairs, strict=True))
    return render(request, "register/review/sheet.html", {"proposals": shown})


@page("register.see_candidate", recent=True)
def export(request: Request) -> HttpResponse:
    """The same proposals as a table."""
    proposals, pairs = _proposals(request)
    _log(request, pairs, Read.How.EXPORTED)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="proposals.csv"'
    response.write("\ufeff")
    table = csv.writer(response)
    table.writerow([
        _("Proposal"), _("Verdict"), _("Reason"), _("Proposed by"), _("Proposed on"),
        _("List"), _("Line"), _("Name"), _("Born"), _("List"), _("Line"), _("Name"), _("Born"),
        _("Confirmed or declined, by whom, when"),
    ])  # fmt: skip
    for made, pair in zip(proposals, pairs, strict=True):
        sides = [cell for line in (pair.a, pair.b) for cell in _cells(line)]
        table.writerow(defused_row([
            str(made.uid)[:8], made.get_verdict_display(), made.reason,
            made.proposed_by.display_name,
            date_format(timezone.localtime(made.proposed_at), "SHORT_DATETIME_FORMAT"),
            *sides, "",
        ]))  # fmt: skip
    return response


def _cells(line: ShownLine) -> list[str]:
    listed = line.appearance
    return [
        listed.list.receipt if listed else "",
        str(listed.line) if listed else "",
        line.written.name,
        line.written.written("birth_date"),
    ]


def _proposals(request: Request) -> tuple[list[Judgement], list[ShownPair]]:
    proposals = list(proposals_visible_to(request.user)[:ON_PAPER])
    return proposals, show_pairs((one.entry_a, one.entry_b, one.candidate) for one in proposals)


def _next(request: Request) -> Judgement | None:
    """The oldest proposal that is free; it is held while it is open."""
    waiting = awaiting_confirmation_by(request.user)
    waiting = waiting.exclude(uid__in=request.session.get(SKIPPED, []))
    for made in waiting[:20]:
        if made.candidate is None or not take_leases(
            candidates=[made.candidate], by=request.user, at=timezone.now()
        ):
            return made
    return None


def _decide(request: Request, found: Judgement) -> HttpResponse:
    now, form = timezone.now(), ReasonForm(request.POST)
    try:
        if request.POST.get("decision") == "confirm":
            knowingly = request.POST.get("knowingly") == "yes"
            confirm_judgement(judgement=found, by=request.user, at=now, knowingly=knowingly)
            messages.success(request, _confirmed(found))
        elif not form.is_valid():
            return _show(request, found, refusal=_("Say why you decline."))
        else:
            reason = form.cleaned_data["reason"]
            decline_judgement(judgement=found, reason=reason, by=request.user, at=now)
            messages.success(request, _("Declined; the pair is open for review again."))
    except Contradicts as warning:
        return _show(request, found, refusal=str(warning), contradictions=warning.found)
    except CannotJudge as refusal:
        messages.warning(request, str(refusal))
    release_leases(by=request.user)
    return redirect("register:confirm")


def _confirmed(made: Judgement) -> str:
    """Says so, with the way to undo it: a slip of the finger is noticed just after it."""
    address = reverse("register:judgement", args=[made.uid])
    return format_html('{} <a href="{}">{}</a>', _("Confirmed."), address, _("Look again, or undo"))


def _show(
    request: Request,
    found: Judgement,
    *,
    refusal: str = "",
    contradictions: tuple[Contradiction, ...] = (),
) -> HttpResponse:
    (pair,) = show_pairs([(found.entry_a, found.entry_b, found.candidate)])
    _log(request, [pair], Read.How.VIEWED)
    context = {
        "judgement": found,
        "pair": pair,
        "refusal": refusal,
        "contradictions": contradictions,
        "count": awaiting_confirmation_by(request.user).count(),
    }
    return render(request, "register/review/confirm.html", context)


def _log(request: Request, pairs: list[ShownPair], how: Read.How) -> None:
    keys = {entry.key_id: None for pair in pairs for entry in pair.entries}
    log_reads(by=request.user, how=how, keys=list(keys))
