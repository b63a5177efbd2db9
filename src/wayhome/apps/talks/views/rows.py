"""Rows of talks: entering one, looking at one, withdrawing, sharing, translating."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from wayhome.apps.audit.gate import Request, page
from wayhome.apps.audit.models import Read
from wayhome.apps.audit.services import log_reads
from wayhome.apps.talks.forms.filing import RecordForm, SharingForm
from wayhome.apps.talks.forms.undoing import ReasonForm, TranslationForm
from wayhome.apps.talks.models import Kept, Process, Recorded
from wayhome.apps.talks.policies import needed_to_record
from wayhome.apps.talks.selectors.consequences import consequences_of
from wayhome.apps.talks.selectors.details import details_of
from wayhome.apps.talks.selectors.reports import passage_of
from wayhome.apps.talks.selectors.rows import changeable, visible
from wayhome.apps.talks.selectors.subjects import kinds
from wayhome.apps.talks.selectors.translations import translations_of
from wayhome.apps.talks.selectors.words import name_of
from wayhome.apps.talks.services.filing import CannotRecord
from wayhome.apps.talks.services.sharing import share
from wayhome.apps.talks.services.statements import add_translation, withdraw_translation
from wayhome.apps.talks.services.undoing import withdraw
from wayhome.apps.talks.views.kinds import ASSESSMENT, DELIVERY, KINDS, Kind
from wayhome.apps.talks.views.noting import note_keys, note_rows

_MODELS = {str(kind._meta.model_name): kind for kind in kinds()}


@page("talks.record_talks", methods=("GET", "POST"))
def add(request: Request, uid: uuid.UUID, kind: str) -> HttpResponse:
    """Enter a row of one kind."""
    if kind not in KINDS:
        raise Http404
    return _enter(request, uid, KINDS[kind])


@page("talks.record_delivery", methods=("GET", "POST"))
def add_delivery(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Enter what was handed over, as somebody counts it."""
    return _enter(request, uid, DELIVERY)


@page("talks.assess", methods=("GET", "POST"))
def add_assessment(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Enter how far an assessor sees a commitment."""
    return _enter(request, uid, ASSESSMENT)


@page("talks.see_talks")
def row(request: Request, kind: str, uid: uuid.UUID) -> HttpResponse:
    """One row: everything it says, what it stands on, who may see it."""
    shown = _row_or_404(request, kind, uid)
    passage = passage_of(shown, request.user) if isinstance(shown, Recorded) else ""
    note_rows(request, [shown])
    if passage and isinstance(shown, Recorded) and shown.report is not None:
        log_reads(by=request.user, how=Read.How.VIEWED, keys=[shown.report.key_id])
    context = {
        **_about(shown),
        "details": details_of(shown, request.user),
        "passage": passage,
        "may_change": _may_change(request, shown),
        "translations": translations_of(shown, request.user),
        "translate_form": TranslationForm() if getattr(shown, "wording", None) else None,
    }
    return render(request, "talks/row.html", context)


@page("talks.see_talks", methods=("GET", "POST"))
def row_withdraw(request: Request, kind: str, uid: uuid.UUID) -> HttpResponse:
    """Say what goes along, and withdraw for a reason."""
    shown = _own_row_or_404(request, kind, uid)
    form, refusal = ReasonForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            withdraw(row=shown, reason=reason, by=request.user, at=timezone.now())
        except CannotRecord as error:
            refusal = str(error)
        else:
            messages.success(request, _("Withdrawn. It stays in the history."))
            if isinstance(shown, Recorded):
                return redirect("talks:process", shown.process.uid)
            return redirect("talks:processes")
    follows = consequences_of(shown, request.user)
    context = {**_about(shown), "form": form, "refusal": refusal, "follows": follows}
    return render(request, "talks/withdraw.html", context)


@page("talks.see_talks", methods=("GET", "POST"))
def row_share(request: Request, kind: str, uid: uuid.UUID) -> HttpResponse:
    """Say anew who may see it."""
    shown = _own_row_or_404(request, kind, uid)
    initial = {
        "confidentiality": shown.confidentiality,
        "shared_with": [party.uid for party in shown.shared_with.all()],
    }
    form, refusal = SharingForm(request.user, request.POST or None, initial=initial), ""
    if request.method == "POST" and form.is_valid():
        try:
            share(row=shown, by=request.user, at=timezone.now(), **form.sharing)
        except CannotRecord as error:
            refusal = str(error)
        else:
            messages.success(request, _("Changed. What was seen before cannot be unseen."))
            return redirect("talks:row", kind, shown.uid)
    context = {**_about(shown), "form": form, "refusal": refusal}
    return render(request, "talks/share.html", context)


@page("talks.see_talks", methods=("POST",))
def row_translate(request: Request, kind: str, uid: uuid.UUID) -> HttpResponse:
    """Add a translation of its words."""
    shown = _own_row_or_404(request, kind, uid)
    form = TranslationForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Write the translation, its language and its translator."))
        return redirect("talks:row", kind, shown.uid)
    try:
        add_translation(row=shown, by=request.user, at=timezone.now(), **form.cleaned_data)
    except CannotRecord as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("Recorded."))
    return redirect("talks:row", kind, shown.uid)


@page("talks.see_talks", methods=("GET", "POST"))
def translation_withdraw(
    request: Request, kind: str, uid: uuid.UUID, translation: uuid.UUID
) -> HttpResponse:
    """Take a translation back, for a reason."""
    shown = _own_row_or_404(request, kind, uid)
    translated = get_object_or_404(translations_of(shown, request.user), uid=translation)
    form, refusal = ReasonForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            withdraw_translation(
                row=shown, translation=translated, reason=reason, by=request.user, at=timezone.now()
            )
        except CannotRecord as error:
            refusal = str(error)
        else:
            messages.success(request, _("Withdrawn. It stays in the history."))
            return redirect("talks:row", kind, shown.uid)
    note_rows(request, [shown])
    context = {**_about(shown), "translation": translated, "form": form, "refusal": refusal}
    return render(request, "talks/translation_withdraw.html", context)


def _enter(request: Request, uid: uuid.UUID, kind: Kind) -> HttpResponse:
    process = get_object_or_404(changeable(Process, request.user), uid=uid)
    form, refusal = kind.form(process, request.user, request.POST or None), ""
    form = form if request.method == "POST" else _prefilled(request, kind, process)
    if request.method == "POST" and form.is_valid():
        try:
            kind.service(**form.arguments(), filing=form.filing, by=request.user, at=timezone.now())
        except CannotRecord as error:
            refusal = str(error)
        else:
            messages.success(request, _("Recorded."))
            return redirect("talks:process", process.uid)
    note_keys(request, form.keys_offered)
    context = {"process": process, "form": form, "refusal": refusal, "title": kind.title}
    return render(request, "talks/enter.html", context)


def _prefilled(request: Request, kind: Kind, process: Process) -> RecordForm:
    """The empty form, with the rows that the address names, as `?commitment=` and its uid."""
    given: dict[str, Any] = {
        name: request.GET[name] for name in kind.form.base_fields if name in request.GET
    }
    given.setdefault("confidentiality", process.confidentiality)
    given.setdefault("shared_with", [party.uid for party in process.shared_with.all()])
    return kind.form(process, request.user, initial=given)


def _row_or_404(request: Request, kind: str, uid: uuid.UUID) -> Kept:
    if kind not in _MODELS:
        raise Http404
    return get_object_or_404(visible(_MODELS[kind], request.user), uid=uid)


def _own_row_or_404(request: Request, kind: str, uid: uuid.UUID) -> Kept:
    shown = _row_or_404(request, kind, uid)
    if not _may_change(request, shown):
        raise Http404
    return shown


def _may_change(request: Request, shown: Kept) -> bool:
    allowed = request.user.has_perm(needed_to_record(type(shown)))
    return allowed and changeable(type(shown), request.user).filter(pk=shown.pk).exists()


def _about(shown: Kept) -> dict[str, Any]:
    return {
        "row": shown,
        "kind": str(shown._meta.model_name),
        "name": name_of(shown),
        "process": shown.process if isinstance(shown, Recorded) else shown,
    }
