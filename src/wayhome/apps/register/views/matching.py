"""Comparisons of lists: asking for one, watching it, stopping it."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wayhome.apps.audit.gate import Request, page
from wayhome.apps.register.forms.review import MatchForm
from wayhome.apps.register.models import Job
from wayhome.apps.register.selectors import lists_visible_to
from wayhome.apps.register.selectors.candidates.comparisons import comparisons_visible_to
from wayhome.apps.register.services.matching import Against, CannotMatch, start_match, stop_match
from wayhome.apps.register.tasks.matching import match_lists
from wayhome.files.messages import LANGUAGES, catalogue, message

LATEST = 50


@page("register.match_lists", methods=("GET", "POST"))
def matches(request: Request) -> HttpResponse:
    """Comparisons so far, and a form to ask for one."""
    lists = lists_visible_to(request.user).order_by("title", "-version")
    form = MatchForm(request.POST if request.method == "POST" else None, lists=lists)
    if request.method == "POST" and form.is_valid():
        other = form.cleaned_data["other"]
        against = Against(other) if other in (Against.REGISTER, Against.ITSELF) else Against.LIST
        try:
            job = start_match(
                by=request.user,
                list_a=lists.get(receipt=form.cleaned_data["list_a"]),
                list_b=lists.get(receipt=other) if against is Against.LIST else None,
                against=against,
                at=timezone.now(),
            )
        except CannotMatch as refusal:
            form.add_error(None, str(refusal))
        else:
            match_lists.enqueue(str(job.uid))
            return redirect("register:match", uid=job.uid)
    jobs = comparisons_visible_to(request.user).order_by("-asked_at")[:LATEST]
    return render(request, "register/review/matches.html", {"form": form, "jobs": jobs})


@page("register.match_lists")
def match(request: Request, uid: uuid.UUID) -> HttpResponse:
    """How far a comparison is, and what came of it. The fragment alone for htmx."""
    job = _job(request, uid)
    lang = (get_language() or "en").partition("-")[0]
    lang = lang if lang in LANGUAGES else "en"
    known = f"stage.{job.stage}" in catalogue(lang)
    context = {"job": job, "stage": message(f"stage.{job.stage}", lang) if known else ""}
    template = "_match.html" if request.htmx else "match.html"
    return render(request, f"register/review/{template}", context)


@page("register.match_lists", methods=("POST",))
def match_stop(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Ask a comparison to stop."""
    try:
        stop_match(job=_job(request, uid), by=request.user, at=timezone.now())
        messages.info(request, _("It stops as soon as it can. Nothing of it is kept."))
    except CannotMatch as refusal:
        messages.warning(request, str(refusal))
    return redirect("register:match", uid=uid)


def _job(request: Request, uid: uuid.UUID) -> Job:
    found = comparisons_visible_to(request.user).filter(uid=uid).first()
    if found is None:
        raise Http404
    return found
