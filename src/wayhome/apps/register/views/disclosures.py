"""What leaves a partition and what reaches it: ask, look, approve, fetch, recall."""

import uuid
from collections.abc import Callable, Iterable, Sequence

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wayhome.apps.audit.gate import Request, page
from wayhome.apps.audit.models import Read
from wayhome.apps.audit.services import log_reads
from wayhome.apps.register.forms.disclosures import AskForm, FetchForm
from wayhome.apps.register.forms.review import ReasonForm
from wayhome.apps.register.models import Disclosure
from wayhome.apps.register.models.disclosure import INVENTED
from wayhome.apps.register.models.lists import SEALED
from wayhome.apps.register.selectors.answers import answers_to_release
from wayhome.apps.register.selectors.disclosures import (
    content_of,
    disclosures_received_by,
    disclosures_visible_to,
    invented_in,
    received_of,
    withheld_from,
)
from wayhome.apps.register.selectors.lists import lists_visible_to
from wayhome.apps.register.selectors.references import Referenced, with_references
from wayhome.apps.register.services.alerts import raise_alert
from wayhome.apps.register.services.disclosures import (
    CannotDisclose,
    TooMany,
    approve_disclosure,
    ask_disclosure,
    decline_disclosure,
    recall_disclosure,
)
from wayhome.apps.register.services.exports import export_disclosure, may_fetch
from wayhome.apps.register.views.lists import labels

A_PAGE = 50
State, What = Disclosure.State, Disclosure.What


@page("register.see_disclosure")
def disclosures(request: Request) -> HttpResponse:
    """What waits for approval, what was sent, what was received."""
    every = disclosures_visible_to(request.user)
    waiting = every.filter(state=State.ASKED)[:A_PAGE]
    state = request.GET.get("state", "")
    state = state if state in State.values else ""
    sent = every.filter(state=state) if state else every.exclude(state=State.ASKED)
    context = {
        "waiting": waiting if state != State.ASKED else (),
        "page": Paginator(sent, A_PAGE).get_page(request.GET.get("page")),
        "received": disclosures_received_by(request.user)[:A_PAGE],
        "state": state,
        "states": State.choices,
        "filters": f"state={state}" if state else "",
    }
    return render(request, "register/disclosures/disclosures.html", context)


@page("register.ask_disclosure", methods=("GET", "POST"))
def disclosure_ask(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Ask to send a list."""
    shown = get_object_or_404(lists_visible_to(request.user), uid=uid)
    form = AskForm(request.user, request.POST or None)

    def ask() -> Disclosure:
        given = form.cleaned_data
        return ask_disclosure(
            what=given["what"], to=given["to"], ground=given["ground"], list=shown,
            fields=given["fields_out"], by=request.user, at=timezone.now(),
        )  # fmt: skip

    return _asked(request, form, ask, {"list": shown, "invented": INVENTED})


@page("register.ask_disclosure", methods=("GET", "POST"))
def answers_release(request: Request) -> HttpResponse:
    """Ask to send answers that nobody outside has seen yet, party by party."""
    form = AskForm(request.user, request.POST or None, of_answers=True)
    waiting = answers_to_release(request.user)

    def ask() -> Disclosure:
        given = form.cleaned_data
        to = given["to"]
        neutral = to.party.keeps_register or to.party.kind == to.party.Kind.NEUTRAL
        chosen = waiting if neutral else waiting.filter(entry__partition=to.party)
        return ask_disclosure(
            what=What.ANSWERS, to=to, ground=given["ground"], answers=list(chosen),
            by=request.user, at=timezone.now(),
        )  # fmt: skip

    return _asked(request, form, ask, {"count": waiting.count()})


@page("register.see_disclosure")
def disclosure(request: Request, uid: uuid.UUID) -> HttpResponse:
    """One disclosure as its sender may see it: exactly what leaves, who asked, who decided."""
    found = get_object_or_404(disclosures_visible_to(request.user), uid=uid)
    return _show(request, found, received=False)


@page("register.see_disclosure")
def received(request: Request, uid: uuid.UUID) -> HttpResponse:
    """What another partition sent: only the fields it disclosed."""
    found = get_object_or_404(disclosures_received_by(request.user), uid=uid)
    return _show(request, found, received=True)


@page("register.approve_disclosure", methods=("POST",), recent=True)
def disclosure_approve(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Release what was shown."""
    found = get_object_or_404(disclosures_visible_to(request.user), uid=uid)
    try:
        approve_disclosure(
            disclosure=found,
            by=request.user,
            at=timezone.now(),
            content_sha256=request.POST.get("content_sha256", ""),
        )
    except CannotDisclose as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Released."))
    return redirect("register:disclosure", uid)


@page("register.approve_disclosure", methods=("POST",))
def disclosure_decline(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Send a request back."""
    return _with_reason(request, uid, decline_disclosure, _("Declined."))


@page("register.recall_disclosure", methods=("POST",))
def disclosure_recall(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Take back what was released."""
    told = _("Recalled. What was fetched or printed must be asked back from its receiver.")
    return _with_reason(request, uid, recall_disclosure, told)


@page("register.see_disclosure", methods=("POST",), recent=True)
def disclosure_file(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Fetch what was released, as a file."""
    found = disclosures_received_by(request.user).filter(uid=uid).first()
    found = found or get_object_or_404(disclosures_visible_to(request.user), uid=uid)
    form = FetchForm(request.POST)
    try:
        if not form.is_valid():
            raise CannotDisclose(_("Choose one of the forms and languages offered."))
        export = export_disclosure(
            disclosure=found, by=request.user, at=timezone.now(), **form.cleaned_data
        )
    except CannotDisclose as refusal:
        _alert_if_too_many(request, refusal, found.number)
        messages.warning(request, str(refusal))
        mine = found.partition_id == request.user.party.pk
        return redirect("register:disclosure" if mine else "register:received", uid)
    response = HttpResponse(export.content, content_type=export.media_type)
    response["Content-Disposition"] = f'attachment; filename="{export.name}"'
    response["Cache-Control"] = "no-store"
    return response


def _asked(
    request: Request, form: AskForm, ask: Callable[[], Disclosure], about: dict[str, object]
) -> HttpResponse:
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            made = ask()
        except CannotDisclose as error:
            _alert_if_too_many(request, error, "")
            refusal = str(error)
        else:
            messages.success(request, _("Asked for. Another person must approve it."))
            return redirect("register:disclosure", made.uid)
    context = {"form": form, "refusal": refusal, **about}
    return render(request, "register/disclosures/ask.html", context)


def _show(request: Request, found: Disclosure, *, received: bool) -> HttpResponse:
    recalled_from_us = received and found.state == State.RECALLED
    content = (
        []
        if recalled_from_us
        else received_of(found)
        if received
        else content_of(found, seen_by=request.user.party)
    )
    told = with_references(found, content)
    shown = Paginator(told, A_PAGE).get_page(request.GET.get("page"))
    seen = [one.line.entry.key_id for one in shown]
    log_reads(by=request.user, how=Read.How.VIEWED, keys=seen)
    fields = [name for name in found.fields if any(one.fields[name] for one in shown)]
    user, own = request.user, found.partition_id == request.user.party.pk
    asked, released = found.state == State.ASKED, found.state == State.RELEASED
    other = found.asked_by_id != user.pk
    context = {
        "disclosure": found,
        "received": received,
        "page": shown,
        "fields": fields,
        "rows": _rows(shown, fields, open_sealed=user.has_perm("register.see_sealed")),
        "labels": labels(),
        "invented": 0 if received else invented_in(found, user),
        "withheld": withheld_from(found, user),
        "may_decide": own and asked and other and user.has_perm("register.approve_disclosure"),
        "may_recall": own and released and user.has_perm("register.recall_disclosure"),
        "may_fetch": released and may_fetch(found, user),
        "fetch": FetchForm(initial={"form": "csv", "language": get_language()}),
        "form": ReasonForm(),
    }
    return render(request, "register/disclosures/disclosure.html", context)


def _rows(
    shown: Iterable[Referenced], fields: Sequence[str], *, open_sealed: bool
) -> list[dict[str, object]]:
    """Each line as it leaves; what lies sealed only to those who may open it."""
    hidden = () if open_sealed else SEALED
    return [
        {
            "reference": one.reference,
            "answer": one.line.answer,
            "cells": [
                (name, _("sealed") if name in hidden and one.fields[name] else one.fields[name])
                for name in fields
            ],
        }
        for one in shown
    ]


def _with_reason(
    request: Request, uid: uuid.UUID, act: Callable[..., None], told: str
) -> HttpResponse:
    found = get_object_or_404(disclosures_visible_to(request.user), uid=uid)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        act(disclosure=found, reason=reason, by=request.user, at=timezone.now())
    except CannotDisclose as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, told)
    return redirect("register:disclosure", uid)


def _alert_if_too_many(request: Request, refusal: CannotDisclose, number: str) -> None:
    if isinstance(refusal, TooMany):
        raise_alert(code="export_cap", about=number, by=request.user, at=timezone.now())
