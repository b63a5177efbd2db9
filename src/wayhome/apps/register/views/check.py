"""Checks of lists: asking for one, watching it, reading it, printing its sheet."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wayhome.apps.audit.gate import Request, page
from wayhome.apps.audit.models import Read
from wayhome.apps.audit.services import log_reads
from wayhome.apps.register.forms.check import CheckForm, SheetForm, ShowForm
from wayhome.apps.register.models import Job, ListEntry
from wayhome.apps.register.selectors import lists_visible_to
from wayhome.apps.register.selectors.check import checks_visible_to, latest_checks_of
from wayhome.apps.register.selectors.check.shown import (
    WHERE,
    Both,
    ShownCheck,
    shown_check,
    values_at_odds,
)
from wayhome.apps.register.services.check import CannotCheck, print_check, start_check, stop_check
from wayhome.apps.register.tasks.checking import check_list
from wayhome.apps.register.views.lists import labels
from wayhome.files.check import Finds, LineCheck, finds_in_words, reason_in_words
from wayhome.files.check.reasons import likeness_in_words
from wayhome.files.messages import LANGUAGES, catalogue, message
from wayhome.files.report.words import chance_in_words, evidence_in_words

PER_PAGE = 50
LATEST = 20


@page("register.match_lists", methods=("GET", "POST"))
def list_check(request: Request, uid: uuid.UUID) -> HttpResponse:
    """The checks of a list so far, and a form to ask for one."""
    lists = lists_visible_to(request.user)
    shown = get_object_or_404(lists, uid=uid)
    others = lists.exclude(pk=shown.pk).order_by("title", "-version")
    form = CheckForm(request.POST if request.method == "POST" else None, lists=others)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["against"]
        try:
            job = start_check(
                by=request.user,
                list=shown,
                against=lists.get(receipt=chosen) if chosen else None,
                beside_register=form.cleaned_data["beside_register"],
                at=timezone.now(),
            )
        except CannotCheck as refusal:
            form.add_error(None, str(refusal))
        else:
            check_list.enqueue(str(job.uid))
            return redirect("register:check", uid=job.uid)
    jobs = latest_checks_of(shown, request.user)[:LATEST]
    context = {"list": shown, "form": form, "jobs": jobs}
    return render(request, "register/check/ask.html", context)


@page("register.match_lists")
def check(request: Request, uid: uuid.UUID) -> HttpResponse:
    """How far a check is, and what it found. The fragment alone for htmx while it runs."""
    job = _job(request, uid)
    lang = _language()
    if job.state != Job.State.DONE:
        known = f"stage.{job.stage}" in catalogue(lang)
        context = {"job": job, "stage": message(f"stage.{job.stage}", lang) if known else ""}
        template = "_progress.html" if request.htmx else "progress.html"
        return render(request, f"register/check/{template}", context)
    if request.htmx:  # it was over while its page asked how far it is
        return HttpResponse(headers={"HX-Refresh": "true"})
    found = shown_check(job, request.user)
    form = ShowForm(request.GET)
    show = form.cleaned_data["show"] if form.is_valid() else ""
    rows, context = _rows(found, show, request, lang)
    log_reads(by=request.user, how=Read.How.VIEWED, keys=[e.key_id for e in rows.entries])
    context |= {
        "job": job,
        "list": job.list,
        "show": show,
        "query": urlencode({"show": show}) if show else "",
        "counts": [(f, finds_in_words(f, lang), found.counts()[f]) for f in Finds],
        "differences": [
            (where, message(f"check.where.{where}", lang), n)
            for where, n in found.differences().items()
        ],
        "sheet": SheetForm(initial={"language": get_language(), "knows": "theirs"}),
        "labels": labels(),
    }
    return render(request, "register/check/check.html", context)


@page("register.match_lists", methods=("POST",))
def check_stop(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Ask a check to stop."""
    try:
        stop_check(job=_job(request, uid), by=request.user, at=timezone.now())
        messages.info(request, _("It stops as soon as it can. Nothing of it is kept."))
    except CannotCheck as refusal:
        messages.warning(request, str(refusal))
    return redirect("register:check", uid=uid)


@page("register.match_lists", methods=("POST",))
def check_sheet(request: Request, uid: uuid.UUID) -> HttpResponse:
    """The sheet for the table, as PDF."""
    job, form = _job(request, uid), SheetForm(request.POST)
    try:
        if not form.is_valid():
            raise CannotCheck(_("Choose one of the languages offered."))
        made = print_check(
            job=job,
            language=form.cleaned_data["language"],
            all_known=form.cleaned_data["knows"] == "all",
            by=request.user,
            at=timezone.now(),
        )
    except CannotCheck as refusal:
        messages.warning(request, str(refusal))
        return redirect("register:check", uid=uid)
    name = f"wayhome-check-{job.list.receipt if job.list else ''}.pdf"
    return HttpResponse(
        made,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@dataclass(frozen=True, slots=True)
class _Seen:
    """The lines a page names."""

    entries: Sequence[ListEntry]


def _rows(
    found: ShownCheck, show: str, request: Request, lang: str
) -> tuple[_Seen, dict[str, object]]:
    """The part of the check that is to be shown: lines, or what differs from the counter-list."""
    if show in WHERE and found.job.list_b_id is not None:
        return _difference(found, show, request, lang)
    wanted = [one for one in found.lines if (one.standing == show if show else bool(one.found))]
    shown = _page(request, wanted)
    rows = [_line(found, one, lang) for one in shown]
    entries = [entry for row in rows for entry in (row["entry"], *row["others"])]  # type: ignore[misc]
    return _Seen(entries), {"page": shown, "rows": rows, "pairs": None}


def _line(found: ShownCheck, one: LineCheck, lang: str) -> dict[str, object]:
    reasons: dict[str, Mapping[str, str]] = {}
    others = {}
    for told in one.found:
        says = reason_in_words(told, found.criteria, lang)
        likeness = told.likeness
        evidence = ""
        if likeness is not None:
            others[likeness.row] = found.also[likeness.row]
            evidence = evidence_in_words(likeness.log10_lr, lang) if likeness.by_part else ""
        reasons.setdefault(says, {"chance": likeness_in_words(told, lang), "evidence": evidence})
    return {
        "line": one.line,
        "entry": found.entries[one.row],
        "standing": finds_in_words(one.standing, lang),
        "in_order": one.standing is Finds.IN_ORDER,
        "reasons": list(reasons.items()),
        "others": list(others.values()),
        "untold": [found.criteria.get(code, code) for code in one.untold],
    }


def _difference(
    found: ShownCheck, show: str, request: Request, lang: str
) -> tuple[_Seen, dict[str, object]]:
    wanted: Sequence[int | ListEntry | Both]
    if show == "only_ours":
        wanted = found.only_ours
    elif show == "only_theirs":
        wanted = found.only_theirs
    else:
        wanted = found.pairs(show)
    shown = _page(request, wanted)
    rows = [_standing_where(found, one, lang) for one in shown]
    entries = [e for row in rows for e in (row["ours"], row["theirs"]) if isinstance(e, ListEntry)]
    return _Seen(entries), {"page": shown, "pairs": rows}


def _standing_where(found: ShownCheck, one: int | ListEntry | Both, lang: str) -> dict[str, object]:
    if isinstance(one, int):
        return {"ours": found.entries[one], "line": found.numbers[one], "theirs": None}
    if isinstance(one, ListEntry):
        return {"ours": None, "theirs": one, "their_line": found.other_numbers[one.pk]}
    row = next(row for row, entry in enumerate(found.entries) if entry.pk == one.ours)
    ours, theirs = found.entries[row], found.others[one.theirs]
    return {
        "ours": ours,
        "line": found.numbers[row],
        "theirs": theirs,
        "their_line": found.other_numbers[one.theirs],
        "values": values_at_odds(ours, theirs, one.fields),
        "chance": "" if one.judged else chance_in_words(one.posterior, lang),
        "evidence": "" if one.judged else evidence_in_words(one.log10_lr, lang),
    }


def _page(request: Request, rows: Sequence[object]) -> Page:  # type: ignore[type-arg]
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))


def _job(request: Request, uid: uuid.UUID) -> Job:
    found = checks_visible_to(request.user).filter(uid=uid).first()
    if found is None:
        raise Http404
    return found


def _language() -> str:
    lang = (get_language() or "en").partition("-")[0]
    return lang if lang in LANGUAGES else "en"
