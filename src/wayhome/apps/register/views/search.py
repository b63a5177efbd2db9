"""Searching persons. What is searched for travels in the body of a request, never in an address."""

from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from wayhome.apps.audit.gate import Request, page
from wayhome.apps.audit.models import Read
from wayhome.apps.audit.services import log_reads
from wayhome.apps.register.forms.persons import SearchForm
from wayhome.apps.register.selectors.persons import places_of
from wayhome.apps.register.selectors.search import search
from wayhome.apps.register.services.canaries import note_search
from wayhome.apps.register.services.persons import search_token

SHOWN = 30


@page("register.search_persons")
def persons(request: Request) -> HttpResponse:
    """The search box by itself, and what may be typed into it."""
    return render(request, "register/persons/persons.html")


@page("register.search_persons", methods=("GET", "POST"))
def search_persons(request: Request) -> HttpResponse:
    """Persons and lines that answer what was typed. Every search is logged, and whom it showed."""
    form = SearchForm(request.POST)
    if request.method != "POST" or not form.is_valid():
        return redirect("register:persons")
    text, now = form.cleaned_data["text"], timezone.now()
    note_search(text=text, by=request.user, at=now)
    found = search(request.user, text, limit=SHOWN)
    lines = [line for one in found for line in one.lines]
    log_reads(by=request.user, how=Read.How.SEARCHED, keys=[None])
    log_reads(by=request.user, how=Read.How.FOUND, keys=[line.key_id for line in lines])
    prefetch_related_objects(lines, places_of(), "source")
    token = search_token(text=text, by=request.user, at=now)
    return render(
        request,
        "register/persons/found.html",
        {"text": text, "found": found, "is_cut": len(found) == SHOWN, "token": token},
    )
