"""The history: what was done, in which order, signed and witnessed. No persons."""

from datetime import datetime, time
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.dateparse import parse_date

from wayhome.apps.audit.gate import Request, page
from wayhome.apps.audit.models import Checkpoint
from wayhome.apps.audit.selectors.history import (
    SENTENCES,
    checkpoints,
    entries_visible_to,
    tell,
    tree_head,
    witnesses,
)
from wayhome.apps.audit.services.sequencer import log_verifier_key

A_PAGE = 50


@page("audit.see_history")
def history(request: Request) -> HttpResponse:
    """Every act, the latest first; by kind, account and day."""
    entries = entries_visible_to(request.user).order_by("-at", "-pk")
    act, since, until = (request.GET.get(name, "") for name in ("act", "since", "until"))
    if act in SENTENCES:
        entries = entries.filter(act=act)
    if first := _day(since):
        entries = entries.filter(at__gte=first)
    if last := _day(until, end=True):
        entries = entries.filter(at__lte=last)
    shown = Paginator(entries, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": shown,
        "told": tell(shown),
        "acts": sorted(SENTENCES.items(), key=lambda act: str(act[1])),
        "asked": {"act": act, "since": since, "until": until},
        "tree": tree_head(),
    }
    return render(request, "audit/history/history.html", context)


@page("audit.see_history")
def tree(request: Request) -> HttpResponse:
    """The checkpoints that were signed, and who witnessed them."""
    return show_tree(request)


@page("audit.see_history")
def checkpoint(request: Request, size: int) -> HttpResponse:
    """One checkpoint as a file, with the cosignatures there are: to be cosigned, or kept."""
    found = get_object_or_404(checkpoints(request.user), size=size)
    return _text(found.text, f"checkpoint-{found.size}.txt")


@page("audit.see_history")
def public_key(request: Request) -> HttpResponse:
    """The public key of the log as a file, to be published."""
    return _text(f"{log_verifier_key()}\n", "public-key.txt")


def show_tree(request: Request, **more: Any) -> HttpResponse:
    """The page of checkpoints and witnesses, perhaps with what was refused."""
    shown = Paginator(checkpoints(request.user), A_PAGE).get_page(request.GET.get("page"))
    signed: list[Checkpoint] = list(shown)
    context = {
        "page": shown,
        "checkpoints": [(one, bytes(one.root).hex()) for one in signed],
        "witnesses": witnesses(request.user),
        "public_key": log_verifier_key(),
        "tree": tree_head(),
        **more,
    }
    return render(request, "audit/history/tree.html", context)


def _text(content: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _day(text: str, *, end: bool = False) -> datetime | None:
    """The first or last moment of a day; None if the text is no day."""
    try:
        day = parse_date(text)
    except ValueError:
        return None
    if day is None:
        return None
    return timezone.make_aware(datetime.combine(day, time.max if end else time.min))
