"""Entering what happened to one person at the line; discrepancies settled, entries undone."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from wayhome.apps.audit.gate import Request, page
from wayhome.apps.exchange.forms.handover import EnterForm
from wayhome.apps.exchange.models import Batch, HandoverStep, Line
from wayhome.apps.exchange.selectors.handover import (
    known_of,
    standing,
    steps_visible_to,
    vehicles_visible_to,
)
from wayhome.apps.exchange.selectors.handover_told import what_follows
from wayhome.apps.exchange.selectors.lines import ShownLine, line_for, shown
from wayhome.apps.exchange.services.handover.crossing import check_in, check_out, verify_home
from wayhome.apps.exchange.services.handover.discrepancies import (
    report_extra,
    report_not_crossed,
    settle_discrepancy,
)
from wayhome.apps.exchange.services.handover.undoing import undo_step
from wayhome.apps.exchange.services.refusals import CannotExchange
from wayhome.apps.exchange.views.doing import did, first_complaint, note
from wayhome.apps.exchange.views.handover import batch_or_404

EXTRA = "extra"


@page("exchange.hand_over", methods=("GET", "POST"))
def handover_enter(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Enter what happened to one person. Sent twice, it is entered once."""
    batch = batch_or_404(request, uid)
    told = request.POST if request.method == "POST" else request.GET
    line = line_for(batch.exchange, code_in(told.get("code", "")), request.user)
    rows = shown([line], request.user) if line else []
    note(request, rows)
    row = rows[0] if rows else None
    did_ = standing([line], request.user, batch) if line else {}
    done = did_.get(line.pk, frozenset()) if line else frozenset()
    form = EnterForm(
        translation.get_language() or "en",
        request.POST if request.method == "POST" else None,
        known=_known(row),
        offered=_offered(batch, line, done, request),
    )
    refusal = ""
    if request.method == "POST":
        try:
            if not form.is_valid():
                raise CannotExchange(first_complaint(form))
            _enter(request, batch, line, form.cleaned_data)
        except CannotExchange as error:
            refusal = str(error)
        else:
            code = told.get("code", "")
            said = _("Recorded: %(code)s.") % {"code": code} if code else _("Recorded.")
            messages.success(request, said)
            return _back(request, batch, line)
    elif told.get("code") and line is None:
        refusal = _("No line of this exchange has this code.")
    context = {
        "batch": batch, "exchange": batch.exchange, "row": row, "form": form, "refusal": refusal,
        "steps": _steps(request, batch, line),
    }  # fmt: skip
    return render(request, "exchange/enter.html", context)


def code_in(told: str) -> str:
    """The code of a line in what was typed, or scanned off a manifest."""
    return (told.split() or [""])[-1].upper()


def _known(row: ShownLine | None) -> Mapping[str, str]:
    """What the register has of a person that the person can be asked for, as written."""
    if row is None or row.entry is None:
        return {}
    return {name: row.fields.get(name, "") or row.name for name in known_of(row.entry)}


def _offered(
    batch: Batch, line: Line | None, done: frozenset[str], request: Request
) -> tuple[str, ...]:
    """What can still have happened to somebody, by where the person stands."""
    if line is None:
        return (EXTRA,)
    if HandoverStep.Kind.NOT_CROSSED in done or HandoverStep.Kind.HOME in done:
        return ()
    if HandoverStep.Kind.IN in done:
        return ("home",)
    vehicles = vehicles_visible_to(request.user).filter(batch=batch)
    if not vehicles.filter(aboard__line=line, aboard__taken_off_at=None).exists():
        return (EXTRA,)
    left = () if HandoverStep.Kind.OUT in done else ("out",)
    return (*left, "in", *HandoverStep.Cause.values)


def _steps(request: Request, batch: Batch, line: Line | None) -> list[HandoverStep]:
    if line is None:
        return []
    return list(steps_visible_to(request.user).filter(line=line, undone_at=None))


def _enter(request: Request, batch: Batch, line: Line | None, told: Mapping[str, Any]) -> object:
    happened, key = told["happened"], told["key"]
    common: dict[str, Any] = {
        "by": request.user, "at": timezone.now(), "happened_at": told["happened_at"],
    }  # fmt: skip
    if happened == EXTRA:
        return report_extra(batch=batch, note=told["note"], line=line, key=key, **common)
    if line is None:
        raise CannotExchange(_("No line of this exchange has this code."))
    if happened == "in":
        return check_in(batch=batch, line=line, attributes=told["attributes"], key=key, **common)
    if happened == "home":
        return verify_home(line=line, evidence=told["note"], key=key, **common)
    if happened == "out":
        vehicles = vehicles_visible_to(request.user).filter(batch=batch)
        aboard = vehicles.filter(aboard__line=line, aboard__taken_off_at=None).first()
        if aboard is None:
            raise CannotExchange(_("No manifest of this batch names this person."))
        return check_out(vehicle=aboard, lines=[line], keys=[key], **common)
    return report_not_crossed(
        batch=batch, line=line, cause=happened, note=told["note"], key=key, **common
    )


def _back(request: Request, batch: Batch, line: Line | None) -> HttpResponse:
    """The vehicle the person stands on the manifest of, where the next one waits; or the batch."""
    vehicles = vehicles_visible_to(request.user).filter(batch=batch)
    found = vehicles.filter(aboard__line=line, aboard__taken_off_at=None).first() if line else None
    if found is None:
        return redirect("exchange:handover_batch", batch.uid)
    return redirect("exchange:vehicle", found.uid)


def step_or_404(request: Request, uid: uuid.UUID) -> HandoverStep:
    """The entry, if the viewer may see it."""
    return get_object_or_404(steps_visible_to(request.user), uid=uid)


@page("exchange.hand_over", methods=("POST",))
def handover_settle(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Say what was done about a discrepancy."""
    step = step_or_404(request, uid)
    done = request.POST.get("done", "")
    return did(
        request,
        lambda: settle_discrepancy(step=step, done=done, by=request.user, at=timezone.now()),
        done=_("Recorded."),
        back=("exchange:handover_batch", step.batch.uid),
    )


@page("exchange.hand_over", methods=("GET", "POST"))
def handover_undo(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Say what follows from undoing an entry, and do it for a reason."""
    step, refusal = step_or_404(request, uid), ""
    if request.method == "POST":
        reason = request.POST.get("reason", "")
        try:
            gone = undo_step(step=step, reason=reason, by=request.user, at=timezone.now())
        except CannotExchange as error:
            refusal = str(error)
        else:
            asked = _("Asked. It stands until an approver of the register agrees.")
            messages.success(request, _("Undone.") if gone else asked)
            return redirect("exchange:handover_batch", step.batch.uid)
    rows = shown([step.line], request.user) if step.line else []
    note(request, rows)
    context = {
        "step": step,
        "row": rows[0] if rows else None,
        "batch": step.batch,
        "follows": what_follows(step, request.user),
        "refusal": refusal,
    }
    return render(request, "exchange/handover_undo.html", context)
