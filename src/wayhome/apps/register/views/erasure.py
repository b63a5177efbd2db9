"""Erasing lines: one approver asks, another does it."""

import uuid
from collections.abc import Callable, Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from wayhome.apps.audit.gate import Request, page
from wayhome.apps.audit.models import Read
from wayhome.apps.audit.services import log_reads
from wayhome.apps.register.forms.erasure import ErasureForm
from wayhome.apps.register.models import ErasureRequest, ListEntry
from wayhome.apps.register.selectors import entries_visible_to
from wayhome.apps.register.selectors.erasure import erasures_visible_to, lines_with
from wayhome.apps.register.services.erasure import (
    CannotErase,
    approve_erasure,
    ask_erasure,
    decline_erasure,
)
from wayhome.values import CannotRead


@page("audit.approve_erasure")
def erasures(request: Request) -> HttpResponse:
    """Erasures that wait, and those decided."""
    return render(
        request, "register/erasure/erasures.html", {"erasures": erasures_visible_to(request.user)}
    )


@page("audit.ask_erasure", methods=("GET", "POST"))
def ask(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Ask that a line be erased, and what hangs together with it."""
    entry = get_object_or_404(entries_visible_to(request.user), uid=uid)
    together = lines_with(entry, request.user)
    form = ErasureForm(request.POST or None, lines=together)
    if request.method == "POST" and form.is_valid():
        try:
            asked = ask_erasure(**form.cleaned_data, by=request.user, at=timezone.now())
        except CannotErase as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Asked for. Another approver must do it."))
            return redirect("register:erasure", asked.uid)
    _log(request, list(together))
    shown = {"entry": entry, "lines": together, "form": form}
    return render(request, "register/erasure/ask.html", shown)


@page("audit.approve_erasure")
def erasure(request: Request, uid: uuid.UUID) -> HttpResponse:
    """One erasure: which lines, on what ground, and what will become of them."""
    found = _erasure(request, uid)
    lines = list(found.entries.order_by("pk"))
    _log(request, [line for line in lines if line.erased_at is None])
    is_own = found.asked_by_id == request.user.pk
    shown = {"erasure": found, "lines": lines, "is_own": is_own}
    return render(request, "register/erasure/erasure.html", shown)


@page("audit.approve_erasure", methods=("POST",), recent=True)
def approve(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Erase."""
    found = _erasure(request, uid)
    return _do(
        request, found, _("Erased. Nobody can read these lines any more."),
        lambda: approve_erasure(request=found, by=request.user, at=timezone.now()),
    )  # fmt: skip


@page("audit.approve_erasure", methods=("POST",), recent=True)
def decline(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Do not erase."""
    found = _erasure(request, uid)
    return _do(
        request, found, _("Not erased."),
        lambda: decline_erasure(request=found, by=request.user, at=timezone.now()),
    )  # fmt: skip


def _erasure(request: Request, uid: uuid.UUID) -> ErasureRequest:
    return get_object_or_404(erasures_visible_to(request.user), uid=uid)


def _do(
    request: Request, found: ErasureRequest, done: str, act: Callable[[], None]
) -> HttpResponse:
    try:
        act()
    except (CannotErase, CannotRead) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("register:erasure", found.uid)


def _log(request: Request, lines: Sequence[ListEntry]) -> None:
    log_reads(by=request.user, how=Read.How.VIEWED, keys=[line.key_id for line in lines])
