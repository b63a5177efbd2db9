"""One act behind one button: done, or refused with a sentence."""

from collections.abc import Callable, Sequence
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from wayhome.apps.audit.gate import Request
from wayhome.apps.audit.models import Read
from wayhome.apps.audit.services import log_reads
from wayhome.apps.exchange.selectors.lines import ShownLine, keys_read
from wayhome.apps.exchange.services.refusals import CannotExchange


def did(
    request: Request, act: Callable[[], object], *, done: str, back: tuple[str, UUID]
) -> HttpResponse:
    """Do it, say so, and go back to the page with this address."""
    try:
        act()
    except CannotExchange as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, done)
    address, uid = back
    return redirect(address, uid)


def first_complaint(form: forms.Form) -> str:
    """The first thing a form complains of, with the name of its field.

    Raises:
        Http404: it complains of nothing, since nothing was sent.
    """
    if not form.errors:
        raise Http404
    name, wrong = next(iter(form.errors.items()))
    field = form.fields.get(name)
    return f"{field.label}: {wrong[0]}" if field is not None and field.label else str(wrong[0])


def note(request: Request, rows: Sequence[ShownLine]) -> None:
    """Write down whose names the viewer read in these rows."""
    if keys := list(keys_read(rows)):
        log_reads(by=request.user, how=Read.How.VIEWED, keys=keys)
