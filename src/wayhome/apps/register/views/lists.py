"""Lists: which there are, what stands on one, what changed, its receipt, rolling it back."""

import uuid
from collections.abc import Iterable

import segno
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wayhome.apps.audit.gate import Request, page
from wayhome.apps.audit.models import Read
from wayhome.apps.audit.services import log_reads
from wayhome.apps.register.forms.lists import FilterForm, RollBackForm
from wayhome.apps.register.models import Appearance, PersonList
from wayhome.apps.register.selectors.funnel import funnel_of
from wayhome.apps.register.selectors.lists import (
    imports_visible_to,
    latest_versions,
    lists_visible_to,
    versions_of,
    what_follows,
)
from wayhome.apps.register.selectors.lists_content import (
    CHANGES,
    changed_lines,
    dropped_from,
    lines_on,
    since_before,
)
from wayhome.apps.register.services.imports import CannotImport, may_be_followed, roll_back_list
from wayhome.engines.linkage.fields import FIELDS
from wayhome.files.messages import message

PER_PAGE = 50
UNDER_WAY = ("mapping", "waiting", "running", "preview")


@page("register.see_list")
def lists(request: Request) -> HttpResponse:
    """The latest version of every list, and the imports under way."""
    shown = _page(request, latest_versions(request.user).order_by("-imported_at", "-pk"))
    jobs = imports_visible_to(request.user).filter(state__in=UNDER_WAY)
    return render(request, "register/lists/lists.html", {"lists": shown, "jobs": jobs[:20]})


@page("register.see_list")
def one_list(request: Request, uid: str) -> HttpResponse:
    """One version: where it comes from, its lines, its other versions."""
    shown = get_object_or_404(lists_visible_to(request.user), uid=uid)
    form = FilterForm(request.user, shown, request.GET)
    lines = _page(request, lines_on(shown, request.user, **form.chosen()))
    log_reads(by=request.user, how=Read.How.VIEWED, keys=_keys(lines))
    others = versions_of(shown, request.user)
    return render(
        request,
        "register/lists/list.html",
        {
            "list": shown,
            "lines": lines,
            "form": form,
            "versions": others,
            "funnel": funnel_of(shown, request.user),
            "latest": may_be_followed(shown),
            "changes": _counted(shown, request) if shown.predecessor_id else None,
            "filters": request.GET.urlencode() if request.GET else "",
        },
    )


@page("register.see_line")
def changes(request: Request, uid: str) -> HttpResponse:
    """What became of the lines since the version before: only what changed of each."""
    shown = get_object_or_404(
        lists_visible_to(request.user).filter(predecessor__isnull=False), uid=uid
    )
    lines = lines_on(shown, request.user, change="changed")
    changed = _page(request, lines.select_related("entry__key", "entry__follows__key"))
    new = lines_on(shown, request.user, change="new")[:PER_PAGE]
    dropped = dropped_from(shown, request.user)[:PER_PAGE]
    log_reads(
        by=request.user,
        how=Read.How.VIEWED,
        keys=_keys(line for part in (changed, new, dropped) for line in part),
    )
    return render(
        request,
        "register/lists/changes.html",
        {
            "list": shown,
            "page": changed,
            "changed": list(changed_lines(list(changed))),
            "new": new,
            "dropped": dropped,
            "labels": labels(),
        },
    )


@page("register.see_list")
def receipt(request: Request, uid: str) -> HttpResponse:
    """A sheet to print: what was received, when, with number, hash and QR code."""
    shown = get_object_or_404(lists_visible_to(request.user), uid=uid)
    told = f"WAYHOME {shown.receipt} {shown.file_sha256}".strip()
    code = segno.make(told, error="m").svg_inline(scale=4, light="#fff")
    # Drawn here from a number and a hash: nothing in it comes from a file.
    return render(
        request,
        "register/lists/receipt.html",
        {"list": shown, "code": mark_safe(code), "told": told},  # noqa: S308
    )


@page("register.roll_back_list", methods=("GET", "POST"))
def roll_back(request: Request, uid: str) -> HttpResponse:
    """Say what follows from rolling a version back, and do it for a reason."""
    shown = get_object_or_404(lists_visible_to(request.user), uid=uid)
    form = RollBackForm(request.POST or None)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            roll_back_list(
                list=shown,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except CannotImport as error:
            refusal = str(error)
        else:
            told = _("Version %(version)s was rolled back.") % {"version": shown.version}
            messages.success(request, told)
            return redirect("register:lists")
    return render(
        request,
        "register/lists/roll_back.html",
        {
            "list": shown,
            "form": form,
            "refusal": refusal,
            "follows": what_follows(shown, request.user),
        },
    )


def _counted(shown: PersonList, request: Request) -> dict[str, int]:
    """How many lines are new, changed, the same and gone since the version before."""
    counts = {change: since_before(shown, change).count() for change in CHANGES}
    return counts | {"dropped": dropped_from(shown, request.user).count()}


def labels() -> dict[str, str]:
    """The names of the fields, in the language of the moment."""
    language = get_language() or "en"
    return {field: message(f"field.{field}", language) for field in FIELDS}


def _page(request: Request, rows: QuerySet) -> Page:  # type: ignore[type-arg]
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))


def _keys(lines: Iterable[Appearance]) -> list[uuid.UUID]:
    return [line.entry.key_id for line in lines]
