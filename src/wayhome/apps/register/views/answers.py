"""Answers due, answering one line after the other, answers from a file, the funnel's rows."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from wayhome.apps.audit.gate import Request, page
from wayhome.apps.audit.models import Read
from wayhome.apps.audit.services import log_reads
from wayhome.apps.register.forms.answers import AnswerForm, AnswersFileForm
from wayhome.apps.register.selectors.answers import (
    answer_made_by,
    answers_to_release,
    earlier_answers,
    following,
    in_their_order,
    lines_to_answer,
    lists_to_answer,
)
from wayhome.apps.register.selectors.answers_put import as_put
from wayhome.apps.register.selectors.funnel import funnel_of, rows_behind
from wayhome.apps.register.selectors.lists import lists_visible_to
from wayhome.apps.register.selectors.queues import answers_due
from wayhome.apps.register.services.answers import CannotAnswer, record_answer
from wayhome.apps.register.services.answers_files import record_answers
from wayhome.apps.register.views.lists import labels

A_PAGE = 50


@page("register.record_answer")
def answers(request: Request) -> HttpResponse:
    """Lines that wait for an answer."""
    due = in_their_order(answers_due(request.user), request.user)
    shown = Paginator(due, A_PAGE).get_page(request.GET.get("page"))
    put = as_put(list(shown), request.user)
    log_reads(by=request.user, how=Read.How.VIEWED, keys=[one.entry.key_id for one in put])
    context = {
        "page": shown,
        "put": put,
        "lists": lists_to_answer(request.user),
        "to_release": answers_to_release(request.user).count(),
    }
    return render(request, "register/answers/due.html", context)


@page("register.record_answer", methods=("GET", "POST"))
def answer_line(request: Request, uid: uuid.UUID) -> HttpResponse:
    """One line as it was put, earlier answers, and the form; then the next that waits."""
    entry = get_object_or_404(lines_to_answer(request.user).select_related("key"), uid=uid)
    offered = _as_before(request)
    form = AnswerForm(request.user, request.POST or None, initial=offered)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = record_answer(
                entry=entry,
                given_by=given["given_by"],
                verdict=given["verdict"],
                as_of_date=given["as_of_date"],
                source=given["source"],
                detail=form.detail,
                until_date=given["until_date"],
                by=request.user,
                at=timezone.now(),
            )
        except CannotAnswer as error:
            refusal = str(error)
        else:
            request.session["answered"] = str(made.uid)
            messages.success(request, _("Written down. Nobody else sees it until it is released."))
            follows = following(answers_due(request.user), entry, request.user)
            if follows is None:
                return redirect("register:answers")
            return redirect("register:answer_line", follows.uid)
    log_reads(by=request.user, how=Read.How.VIEWED, keys=[entry.key_id])
    (put,) = as_put([entry], request.user)
    context = {
        "put": put,
        "labels": labels(),
        "form": form,
        "refusal": refusal,
        "earlier": earlier_answers(entry, request.user),
        "skip": following(answers_due(request.user), entry, request.user),
    }
    return render(request, "register/answers/line.html", context)


@page("register.record_answer", methods=("GET", "POST"))
def answers_upload(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Answers to the lines of one list, from a file; bad rows come back with a sentence."""
    shown = next((one for one in lists_to_answer(request.user) if one.uid == uid), None)
    if shown is None:
        raise Http404
    form = AnswersFileForm(request.user, request.POST or None, request.FILES or None)
    refusal, taken = "", None
    if request.method == "POST" and form.is_valid():
        try:
            taken = record_answers(
                list=shown,
                content=form.cleaned_data["file"].read(),
                given_by=form.cleaned_data["given_by"],
                by=request.user,
                at=timezone.now(),
            )
        except CannotAnswer as error:
            refusal = str(error)
    context = {"list": shown, "form": form, "refusal": refusal, "taken": taken}
    return render(request, "register/answers/upload.html", context)


@page("register.see_line")
def funnel(request: Request, uid: uuid.UUID) -> HttpResponse:
    """The lines behind one count of a list's funnel."""
    shown = get_object_or_404(lists_visible_to(request.user), uid=uid)
    stage, speaker = request.GET.get("stage", "lines"), request.GET.get("by", "")
    rows = rows_behind(shown, request.user, stage=stage, speaker=speaker)
    lines = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    log_reads(by=request.user, how=Read.How.VIEWED, keys=[line.entry.key_id for line in lines])
    context = {
        "list": shown,
        "funnel": funnel_of(shown, request.user),
        "lines": lines,
        "stage": stage,
        "filters": f"stage={stage}&by={speaker}",
    }
    return render(request, "register/answers/funnel.html", context)


def _as_before(request: Request) -> dict[str, object]:
    """What is written once and offered again with the next line.

    The session keeps the number of the last answer alone: words in it would outlive an erasure.
    """
    last = answer_made_by(request.user, request.session.get("answered", ""))
    if last is None:
        return {"as_of_date": timezone.localdate().isoformat()}
    return {
        "given_by": last.given_by.uid,
        "as_of_date": last.as_of_written or last.as_of_date,
        "source": last.source,
    }
