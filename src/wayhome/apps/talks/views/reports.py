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
from wayhome.apps.talks.models import Process, Report
from wayhome.apps.talks.selectors.drafts.kept import reports_to_decide
from wayhome.apps.talks.selectors.drafts.known import roster_of
from wayhome.apps.talks.selectors.drafts.parts import KINDS
from wayhome.apps.talks.selectors.drafts.shown import pieces_of
from wayhome.apps.talks.selectors.reports import text_of
from wayhome.apps.talks.selectors.rows import changeable
from wayhome.apps.talks.services.drafts import confirm, keep_draft, leave_out, undo
from wayhome.apps.talks.services.filing import CannotRecord, Filing
from wayhome.apps.talks.services.reports import keep_report
from wayhome.apps.talks.views.drafts import (
    TITLES,
    Reading,
    Row,
    filing_of,
    form_of,
    reading_of,
)
from wayhome.files.drafts import CannotRead, read_apart

A_PAGE = 50


@page("talks.record_talks")
def reports(request: Request) -> HttpResponse:
    """The reports that the viewer's party brought."""
    found = Paginator(reports_to_decide(request.user), A_PAGE)
    shown = found.get_page(request.GET.get("page"))
    processes = changeable(Process, request.user).order_by("-recorded_at", "-pk")[:A_PAGE]
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
            _read(request, made)
            return redirect("talks:report", made.uid)
    context = {"process": process, "form": form, "refusal": refusal}
    return render(request, "talks/report_new.html", context)


@page("talks.record_talks")
def report(request: Request, uid: uuid.UUID) -> HttpResponse:
    """The text beside its draft."""
    shown = _report_or_404(request, uid)
    log_reads(by=request.user, how=Read.How.VIEWED, keys=[shown.key_id])
    reading = reading_of(shown, request.user)
    context: dict[str, object] = {
        "report": shown, "process": shown.process, "reading": reading,
    }  # fmt: skip
    if reading is None:
        return render(request, "talks/report.html", {**context, "text": text_of(shown)})
    items = [row.item for row in reading.rows]
    labels = {row.item.id: row.label for row in reading.rows}
    context |= {
        "groups": [_group(reading, kind) for kind in KINDS],
        "pieces": pieces_of(reading.text, items, labels),
    }
    return render(request, "talks/report.html", context)


@page("talks.record_talks", methods=("POST",))
def report_read(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Have a report read that has no draft yet."""
    shown = _report_or_404(request, uid)
    _read(request, shown)
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
    read = {field.name: field for field in row.item.fields}
    context = {
        "report": reading.report,
        "process": reading.report.process,
        "row": row,
        "form": form,
        "refusal": refusal,
        "passage": reading.text[row.item.start : row.item.end],
        "found": [(form[name], read[name], _words(reading, read[name])) for name in read],
        "others": [form[name] for name in form.fields if name not in read],
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


def _read(request: Request, made: Report) -> None:
    """Have it read within its time; without a draft the report is kept all the same."""
    try:
        draft = read_apart(
            text_of(made),
            published=made.published_date,
            roster=roster_of(made, request.user),
            seconds=settings.READING_LIMIT_SECONDS,
        )
        keep_draft(report=made, draft=draft, by=request.user, at=timezone.now())
    except CannotRead:
        told = _("The report is kept, but it was not read in time. Enter what it says by hand.")
        messages.warning(request, told)
    except CannotRecord as error:
        messages.warning(request, str(error))


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
