"""The record of talks as a document: taken out, brought in."""

import json
import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from wayhome.apps.audit.gate import Request, page
from wayhome.apps.audit.models import Read
from wayhome.apps.talks.forms.records import RecordFileForm
from wayhome.apps.talks.selectors.confidence import keys_in_confidence
from wayhome.apps.talks.selectors.records import record_of
from wayhome.apps.talks.selectors.rows import processes_visible_to
from wayhome.apps.talks.services.filing import CannotRecord, Filing
from wayhome.apps.talks.services.records import import_process
from wayhome.apps.talks.views.noting import note_keys


@page("talks.see_talks")
def export(request: Request, uid: uuid.UUID) -> HttpResponse:
    """All of a process that the viewer may see, as JSON."""
    shown = get_object_or_404(processes_visible_to(request.user), uid=uid)
    note_keys(request, keys_in_confidence(shown, request.user), Read.How.EXPORTED)
    text = json.dumps(record_of(shown, request.user), ensure_ascii=False, indent=1)
    answer = HttpResponse(text, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="talks.json"'
    return answer


@page("talks.record_talks", methods=("GET", "POST"))
def bring(request: Request) -> HttpResponse:
    """Bring a record in, as new talks of the own party."""
    form = RecordFileForm(request.user, request.POST or None, request.FILES or None)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["file"].read()
        filing = Filing(**form.sharing)
        try:
            made = import_process(
                content=content, by=request.user, at=timezone.now(), filing=filing
            )
        except CannotRecord as error:
            refusal = str(error)
        else:
            messages.success(request, _("Opened."))
            return redirect("talks:process", made.uid)
    return render(request, "talks/bring.html", {"form": form, "refusal": refusal})
