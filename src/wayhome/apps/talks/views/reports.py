"""Reports: bringing one, reading it, and deciding row by row what of its draft goes on record."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wayhome.apps.audit.gate import Request, page
from wayhome.apps.audit.models import Read
from wayhome.apps.audit.services import log_reads
from wayhome.apps.talks.forms.reports import ReportForm
from wayhome.apps.talks.models import Process, ReadingJob, Report
from wayhome.apps.talks.selectors.drafts.kept import last_reading_of, reports_to_decide
from wayhome.apps.talks.selectors.drafts.parts import KINDS
from wayhome.apps.talks.selectors.drafts.shown import pieces_of
from wayhome.apps.talks.selectors.reports import text_of
from wayhome.apps.talks.selectors.rows import changeable
from wayhome.apps.talks.services.drafts import confirm, leave_out, undo
from wayhome.apps.talks.services.filing import CannotRecord, Filing
from wayhome.apps.talks.services.readings import ask_reading, begin_again, stop_reading
from wayhome.apps.talks.services.reports import keep_report
from wayhome.apps.talks.tasks.readings import get_ready, read
from wayhome.apps.talks.views.drafts import (
    TITLES,
    Reading,
    Row,
    filing_of,
    form_of,
    reading_of,
)
from wayhome.apps.talks.views.noting import note_keys, note_rows

A_PAGE = 50
PATIENCE_SECONDS = 15
"""After the time a reading may take, until its worker counts as gone."""


@page("talks.record_talks")
def reports(request: Request) -> HttpResponse:
    """The reports that the viewer's party brought."""
    found = Paginator(reports_to_decide(request.user), A_PAGE)
    shown = found.get_page(request.GET.get("page"))
    processes = changeable(Process, request.user).order_by("-recorded_at", "-pk")[:A_PAGE]
    note_rows(request, [*processes, *shown])
    return render(
        request, "talks/reports.html", {"page": shown, "filters": "", "processes": processes}
    )


@page("talks.record_talks", methods=("GET", "POST"))
def report_new(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Bring a report, keep it and have it read."""
    process = get_object_or_404(changeable(Process, request.user), uid=uid)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form, refusal = ReportForm(request.user, *given), ""
    if request.method == "POST" and form.is_valid():
        try:
            made = keep_report(
                process=process, **form.kept, filing=Filing(**form.sharing), by=request.user,
                at=timezone.now(),
            )  # fmt: skip
        except CannotRecord as error:
            refusal = str(error)
        else:
            _ask(request, made)
            return redirect("talks:report", made.uid)
    else:
        get_ready.enqueue()  # while the report is pasted, the reader loads
    context = {"process": process, "form": form, "refusal": refusal}
    return render(request, "talks/report_new.html", context)


@page("talks.record_talks")
def report(request: Request, uid: uuid.UUID) -> HttpResponse:
    """The text beside its draft; until there is one, how far its reading is."""
    shown = _report_or_404(request, uid)
    job = last_reading_of(shown)
    if request.htmx:
        return _how_far(request, shown, job)
    log_reads(by=request.user, how=Read.How.VIEWED, keys=[shown.key_id])
    reading = reading_of(shown, request.user)
    context: dict[str, object] = {
        "report": shown, "process": shown.process, "reading": reading,
    }  # fmt: skip
    if reading is None:
        context |= {"text": text_of(shown), **_told_of(job)}
        return render(request, "talks/report.html", context)
    items = [row.item for row in reading.rows]
    labels = {row.item.id: row.label for row in reading.rows}
    context |= {
        "groups": [_group(reading, kind) for kind in KINDS],
        "pieces": pieces_of(reading.text, items, labels),
    }
    return render(request, "talks/report.html", context)


@page("talks.record_talks", methods=("POST",))
def report_read(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Have a report read that has no draft yet; anew, if its worker seems to be gone."""
    shown = _report_or_404(request, uid)
    job = last_reading_of(shown)
    if job is not None and _told_of(job)["is_late"]:
        begin_again(job=job, by=request.user, at=timezone.now())
    _ask(request, shown)
    return redirect("talks:report", shown.uid)


@page("talks.record_talks", methods=("POST",))
def report_stop(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Stop the reading of a report. The report stays."""
    shown = _report_or_404(request, uid)
    job = last_reading_of(shown)
    try:
        if job is not None:
            stop_reading(job=job, by=request.user, at=timezone.now())
    except CannotRecord as error:
        messages.warning(request, str(error))
    return redirect("talks:report", shown.uid)


@page("talks.record_talks", methods=("POST",))
def rows_confirm(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Confirm rows just as they were shown: one, or all the sure ones of a kind."""
    reading = _reading_or_404(request, uid)
    done, last = 0, ""
    for shown in request.POST.getlist("row"):
        item, _colon, digest = shown.partition(":")
        row = reading.row(item)
        if row is None:
            raise Http404
        if row.digest != digest or not row.is_ready:
            if row.is_open:
                messages.warning(request, _("%s was changed since. Look again.") % row.label)
            continue
        last = row.label
        done += _confirm(request, reading, row)
    if done:
        told = ngettext("%d row is on record.", "%d rows are on record.", done) % done
        messages.success(request, told)
    return _back(reading, last)


@page("talks.record_talks", methods=("GET", "POST"))
def row_correct(request: Request, uid: uuid.UUID, item: str) -> HttpResponse:
    """Correct a row field by field, and confirm it."""
    reading, row = _row_or_404(request, uid, item)
    log_reads(by=request.user, how=Read.How.VIEWED, keys=[reading.report.key_id])
    if not row.is_open:
        return _back(reading, row.label)
    data = request.POST if request.method == "POST" else None
    form, refusal = form_of(row.item, reading.report, request.user, data), ""
    if request.method == "POST" and form.is_valid():
        filing = filing_of(form, row.item, reading.report)
        try:
            confirm(
                draft=reading.draft, item=item, kind=row.item.kind, given=form.arguments(),
                filing=filing, by=request.user, at=timezone.now(),
            )  # fmt: skip
        except CannotRecord as error:
            refusal = str(error)
        else:
            messages.success(request, _("Recorded."))
            return _back(reading, row.label)
    note_keys(request, form.keys_offered)
    read_by_name = {field.name: field for field in row.item.fields}
    context = {
        "report": reading.report,
        "process": reading.report.process,
        "row": row,
        "form": form,
        "refusal": refusal,
        "passage": reading.text[row.item.start : row.item.end],
        "found": [
            (form[name], field, _words(reading, field)) for name, field in read_by_name.items()
        ],
        "others": [form[name] for name in form.fields if name not in read_by_name],
    }
    return render(request, "talks/report_row.html", context)


@page("talks.record_talks", methods=("POST",))
def row_leave_out(request: Request, uid: uuid.UUID, item: str) -> HttpResponse:
    """Say that a row does not go on record."""
    reading, row = _row_or_404(request, uid, item)
    try:
        leave_out(draft=reading.draft, item=item, by=request.user, at=timezone.now())
    except CannotRecord as error:
        messages.warning(request, str(error))
    return _back(reading, row.label)


@page("talks.record_talks", methods=("POST",))
def row_undo(request: Request, uid: uuid.UUID, item: str) -> HttpResponse:
    """Take the decision on a row back."""
    reading, row = _row_or_404(request, uid, item)
    try:
        undo(draft=reading.draft, item=item, by=request.user, at=timezone.now())
    except CannotRecord as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("Taken back. The row is open again."))
    return _back(reading, row.label)


def _ask(request: Request, made: Report) -> None:
    """Have the worker read it; without a draft the report is kept all the same."""
    try:
        job = ask_reading(report=made, by=request.user, at=timezone.now())
    except CannotRecord as error:
        messages.warning(request, str(error))
    else:
        read.enqueue(str(job.uid))


def _how_far(request: Request, shown: Report, job: ReadingJob | None) -> HttpResponse:
    """The part of the page that changes by itself; once the reading is over, the page anew."""
    if job is None or not job.is_under_way:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "talks/_reading.html", {"report": shown, **_told_of(job)})


def _told_of(job: ReadingJob | None) -> dict[str, object]:
    """How far a reading is, and whether its worker must be gone."""
    limit = settings.READING_LIMIT_SECONDS
    begun = job.started_at if job is not None and job.is_under_way else None
    since = round((timezone.now() - begun).total_seconds()) if begun else 0
    is_late = since > limit + PATIENCE_SECONDS
    return {"job": job, "since": since, "limit": limit, "is_late": is_late}


def _confirm(request: Request, reading: Reading, row: Row) -> bool:
    form = form_of(row.item, reading.report, request.user)
    if not form.is_valid():
        return False
    try:
        confirm(
            draft=reading.draft, item=row.item.id, kind=row.item.kind, given=form.arguments(),
            filing=filing_of(form, row.item, reading.report), by=request.user,
            at=timezone.now(),
        )  # fmt: skip
    except CannotRecord as error:
        messages.warning(request, f"{row.label}: {error}")
        return False
    return True


def _group(reading: Reading, kind: str) -> dict[str, object]:
    rows = [row for row in reading.rows if row.item.kind == kind]
    return {"kind": kind, "title": TITLES[kind], "rows": rows,
            "sure": [row for row in rows if row.is_sure]}  # fmt: skip


def _words(reading: Reading, field: object) -> str:
    start, end = getattr(field, "start", None), getattr(field, "end", None)
    return reading.text[start:end] if start is not None else ""


def _back(reading: Reading, label: str) -> HttpResponse:
    answer = redirect("talks:report", reading.report.uid)
    answer["Location"] += f"#row-{label}" if label else ""
    return answer


def _report_or_404(request: Request, uid: uuid.UUID) -> Report:
    return get_object_or_404(reports_to_decide(request.user), uid=uid)


def _reading_or_404(request: Request, uid: uuid.UUID) -> Reading:
    reading = reading_of(_report_or_404(request, uid), request.user)
    if reading is None:
        raise Http404
    return reading


def _row_or_404(request: Request, uid: uuid.UUID, item: str) -> tuple[Reading, Row]:
    reading = _reading_or_404(request, uid)
    row = reading.row(item)
    if row is None:
        raise Http404
    return reading, row
