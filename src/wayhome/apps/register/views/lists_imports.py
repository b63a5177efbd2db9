"""Bringing a list in: upload, columns, check, preview, commit, report."""

from collections.abc import Callable, Mapping
from io import BytesIO

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wayhome.apps.audit.gate import Request, page
from wayhome.apps.audit.models import Read
from wayhome.apps.audit.services import log_reads
from wayhome.apps.register.forms.lists import UploadForm, field_choices, read_mapping
from wayhome.apps.register.models import Job, lists
from wayhome.apps.register.selectors.lists import (
    imports_visible_to,
    latest_versions,
    lists_visible_to,
)
from wayhome.apps.register.services.imports import (
    CannotImport,
    accept_mapping,
    ask_commit,
    begin_again,
    cancel_import,
    receive_file,
    refusal_of,
    rows_to_correct,
    sealed_findings,
)
from wayhome.apps.register.services.kept_uploads import (
    KeptUpload,
    forget_upload,
    keep_upload,
    kept_upload,
)
from wayhome.apps.register.tasks.imports import advance
from wayhome.files.read_list import Problem, Severity
from wayhome.files.report.tables import problem_sentence

SHOWN_PROBLEMS = 200
SEALED = frozenset(lists.SEALED)


@page("register.import_list", methods=("GET", "POST"))
def upload(request: Request) -> HttpResponse:
    """Choose a file and say what list it is. A form that is refused keeps its file."""
    token = request.POST.get("kept", "")
    kept = _kept(request, token)
    form = UploadForm(
        request.user,
        request.POST or None,
        request.FILES or None,
        initial=_initial(request),
        kept=kept is not None,
    )
    refusal = ""
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        sent = given.pop("file")
        try:
            job = receive_file(
                by=request.user,
                file_name=sent.name if sent else kept.name,  # type: ignore[union-attr]
                content=sent.read() if sent else kept.content,  # type: ignore[union-attr]
                at=timezone.now(),
                **given,
            )
        except CannotImport as error:
            refusal = str(error)
        else:
            forget_upload(token)
            return _on(job)
    token, kept = _keep(request, token, kept)
    context = {"form": form, "refusal": refusal, "token": token, "kept": kept}
    return render(request, "register/lists/upload.html", context)


def _kept(request: Request, token: str) -> KeptUpload | None:
    return kept_upload(token, by=request.user) if token else None


def _keep(request: Request, token: str, kept: KeptUpload | None) -> tuple[str, KeptUpload | None]:
    """Keep the file of a refused form; the one that was kept before, if no other was sent."""
    sent = request.FILES.get("file")
    if sent is None or not 0 < (sent.size or 0) <= settings.UPLOAD_LIMIT_BYTES:
        return token, kept
    forget_upload(token)
    sent.seek(0)
    fresh = KeptUpload(name=sent.name or "", content=sent.read())
    return keep_upload(name=fresh.name, content=fresh.content, by=request.user), fresh


def _initial(request: Request) -> dict[str, object]:
    """What is known beforehand when a new version of a list is brought."""
    wanted = request.GET.get("follows", "")
    before = next((v for v in latest_versions(request.user) if str(v.uid) == wanted), None)
    if before is None:
        return {}
    return {
        "predecessor": before.uid,
        "organisation": before.submitted_by.uid,
        "kind": before.kind,
        "title": before.title,
        "addressed_to": before.addressed_to.uid if before.addressed_to else None,
        "adds": "adds" in request.GET,
    }


@page("register.import_list")
def one_import(request: Request, uid: str) -> HttpResponse:
    """Where an import stands, and what is to be done next."""
    return _answer(request, _job(request, uid))


@page("register.import_list", methods=("POST",))
def map_columns(request: Request, uid: str) -> HttpResponse:
    """Confirm which column is which."""
    job = _job(request, uid)
    headers = [column["header"] for column in sealed_findings(job).get("columns", [])]
    mapping, twice = read_mapping(request.POST, headers)
    if twice:
        names = dict(field_choices())
        told = _("Two columns were chosen for: %(fields)s. Choose one for each.")
        fields = ", ".join(sorted({names.get(field, "") for field in twice}))
        return _answer(request, job, refusal=told % {"fields": fields}, chosen=request.POST)
    return _act(
        request,
        job,
        lambda: accept_mapping(job=job, mapping=mapping, by=request.user, at=timezone.now()),
    )


@page("register.import_list", methods=("POST",))
def commit(request: Request, uid: str) -> HttpResponse:
    """Make the list as the preview shows it."""
    job = _job(request, uid)
    return _act(request, job, lambda: ask_commit(job=job, by=request.user, at=timezone.now()))


@page("register.import_list", methods=("POST",))
def stop(request: Request, uid: str) -> HttpResponse:
    """Stop an import."""
    job = _job(request, uid)
    try:
        cancel_import(job=job, by=request.user, at=timezone.now())
    except CannotImport as error:
        return _answer(request, job, refusal=str(error))
    return redirect("register:import", uid=job.uid)


@page("register.import_list", methods=("POST",))
def again(request: Request, uid: str) -> HttpResponse:
    """Begin a step again whose worker seems to be gone."""
    job = _job(request, uid)
    return _act(request, job, lambda: begin_again(job=job, by=request.user, at=timezone.now()))


@page("register.import_list", recent=True)
def correct_import(request: Request, uid: str) -> HttpResponse:
    """The rows of a file that have problems, before it becomes a list: whole, as brought."""
    job = _job(request, uid)
    if job.file_sealed is None or "mapping" not in job.parameters:
        raise Http404
    if not _may_have_rows(request, job.by_id):
        return _not_yours(request, "register:import", job.uid)
    log_reads(by=request.user, how=Read.How.EXPORTED, keys=[job.key_id])
    return _table(rows_to_correct(job, lang=_language()), f"to-correct-{job.file_sha256[:8]}")


@page("register.import_list", recent=True)
def correct_list(request: Request, uid: str) -> HttpResponse:
    """The rows of a list's file that have problems, to correct and bring again: whole."""
    shown = get_object_or_404(lists_visible_to(request.user), uid=uid)
    if not _may_have_rows(request, shown.imported_by_id):
        return _not_yours(request, "register:list", shown.uid)
    log_reads(by=request.user, how=Read.How.EXPORTED, keys=[shown.key_id])
    return _table(rows_to_correct(shown, lang=_language()), f"to-correct-{shown.receipt}")


def _may_have_rows(request: Request, brought_by: int | None) -> bool:
    """Whole rows, with health and next of kin: to whoever brought them, or may see what is sealed.

    Without those columns the rows could not be brought again: they would come back changed.
    """
    return brought_by == request.user.pk or request.user.has_perm("register.see_sealed")


def _not_yours(request: Request, address: str, uid: object) -> HttpResponse:
    told = _("These rows show health and next of kin. Whoever brought the file gets them.")
    messages.warning(request, told)
    return redirect(address, uid=uid)


def _table(content: BytesIO, name: str) -> HttpResponse:
    answer = HttpResponse(content.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def _job(request: Request, uid: str) -> Job:
    return get_object_or_404(imports_visible_to(request.user), uid=uid)


def _act(request: Request, job: Job, act: Callable[[], Job]) -> HttpResponse:
    """Do what moves an import on, then let the worker do its step."""
    try:
        act()
    except CannotImport as error:
        return _answer(request, job, refusal=str(error), chosen=request.POST)
    return _on(job)


def _on(job: Job) -> HttpResponse:
    advance.enqueue(str(job.uid))
    return redirect("register:import", uid=job.uid)


def _answer(
    request: Request, job: Job, *, refusal: str = "", chosen: object = None
) -> HttpResponse:
    """The page of an import; the part that changes by itself alone to htmx."""
    found = sealed_findings(job)
    if found:
        log_reads(by=request.user, how=Read.How.VIEWED, keys=[job.key_id])
    problems = [
        {"row": row, "sentence": _sentence(row, column, code, severity), "severity": severity}
        for row, column, code, severity in found.get("problems", [])[:SHOWN_PROBLEMS]
    ]
    mapped = {header: field for field, header in job.parameters.get("mapping", {}).items()}
    open_sealed = request.user.has_perm("register.see_sealed")
    columns = [
        column
        | {
            "number": number,
            "masked": not open_sealed and bool(SEALED & _fields_of(column, mapped)),
            "field": chosen.get(f"column-{number}")  # type: ignore[attr-defined]
            if chosen
            else mapped.get(column["header"], ""),
        }
        for number, column in enumerate(found.get("columns", []))
    ]
    return render(
        request,
        "register/lists/_import.html" if request.htmx else "register/lists/import.html",
        {
            "job": job,
            "columns": columns,
            "remembered": found.get("remembered"),
            "choices": field_choices(),
            "problems": problems,
            "failure": refusal_of(job, _language()),
            "refusal": refusal,
            "may_have_rows": _may_have_rows(request, job.by_id),
            "mapping_open": job.state == Job.State.MAPPING or "columns" in request.GET,
        },
    )


def _fields_of(column: Mapping[str, str], mapped: Mapping[str, str]) -> set[str]:
    """What a column was guessed to be and what it is used as now: either may tell it is sealed."""
    return {column.get("guessed", ""), mapped.get(column["header"], "")}


def _sentence(row: int, column: str, code: str, severity: str) -> str:
    problem = Problem(row=row, column=column, code=code, severity=Severity(severity))
    return problem_sentence(problem, _language())


def _language() -> str:
    return get_language() or "en"
