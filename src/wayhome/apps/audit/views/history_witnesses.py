"""Setting up witnesses and taking in what they signed."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext

from wayhome.apps.audit.gate import Request, page
from wayhome.apps.audit.services.witnesses import (
    LARGEST_NOTE,
    CannotWitness,
    accept_cosignature,
    add_witness,
)


@page("audit.add_witness", methods=("POST",), recent=True)
def witness_add(request: Request) -> HttpResponse:
    """Set up a witness by its public key."""
    line = request.POST.get("line", "")
    return _do(
        request, gettext("The witness is set up. Send it the latest checkpoint."),
        lambda: add_witness(line=line, by=request.user, at=timezone.now()),
    )  # fmt: skip


@page("audit.add_witness", methods=("POST",))
def cosignature_add(request: Request) -> HttpResponse:
    """Take in a checkpoint that a witness has signed."""
    upload = request.FILES.get("note")
    note = upload.read(LARGEST_NOTE) if upload else b""
    return _do(
        request, gettext("The signature is taken in."),
        lambda: accept_cosignature(note=note, by=request.user, at=timezone.now()),
    )  # fmt: skip


def _do(request: Request, done: str, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except CannotWitness as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("audit:tree")
