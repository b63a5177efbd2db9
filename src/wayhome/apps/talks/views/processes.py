"""Talks: which there are, opening a record of them, one of them."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from wayhome.apps.audit.gate import Request, page
from wayhome.apps.talks.forms.table import ProcessForm
from wayhome.apps.talks.selectors.confidence import keys_in_confidence
from wayhome.apps.talks.selectors.overview import overview_of
from wayhome.apps.talks.selectors.rows import processes_visible_to
from wayhome.apps.talks.selectors.sheet import has_sheet, sheet_of
from wayhome.apps.talks.services.filing import CannotRecord, Filing
from wayhome.apps.talks.services.processes import open_process
from wayhome.apps.talks.views.kinds import KINDS
from wayhome.apps.talks.views.noting import note_keys, note_rows

A_PAGE = 50


@page("talks.see_talks")
def processes(request: Request) -> HttpResponse:
    """All the talks the viewer may know of."""
    found = Paginator(processes_visible_to(request.user), A_PAGE)
    shown = found.get_page(request.GET.get("page"))
    note_rows(request, shown)
    return render(request, "talks/processes.html", {"page": shown, "filters": ""})


@page("talks.record_talks", methods=("GET", "POST"))
def process_open(request: Request) -> HttpResponse:
    """Open the record of talks."""
    form, refusal = ProcessForm(request.user, request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            made = open_process(
                title=form.cleaned_data["title"],
                sides=form.sides,
                by=request.user,
                at=timezone.now(),
                filing=Filing(**form.sharing),
            )
        except CannotRecord as error:
            refusal = str(error)
        else:
            messages.success(request, _("Opened."))
            return redirect("talks:process", made.uid)
    return render(request, "talks/open.html", {"form": form, "refusal": refusal})


@page("talks.see_talks")
def process(request: Request, uid: uuid.UUID) -> HttpResponse:
    """One process: its rounds, what was said, offered, promised and delivered."""
    shown = get_object_or_404(processes_visible_to(request.user), uid=uid)
    today = timezone.localdate()
    note_keys(request, keys_in_confidence(shown, request.user))
    context = {
        "process": shown,
        "overview": overview_of(shown, request.user, today),
        "is_own": shown.partition_id == request.user.organisation.party_id,
        "kinds": [(name, kind.title) for name, kind in KINDS.items()],
        "today": today,
        "has_sheet": has_sheet(shown),
    }
    return render(request, "talks/process.html", context)


@page("talks.see_talks")
def sheet(request: Request, uid: uuid.UUID) -> HttpResponse:
    """The public sheet of a process, to print: totals, no person."""
    shown = get_object_or_404(processes_visible_to(request.user), uid=uid)
    if not has_sheet(shown):
        raise Http404
    today = timezone.localdate()
    context = {"process": shown, "sheet": sheet_of(shown, today), "today": today}
    return render(request, "talks/sheet.html", context)
