"""Carrying a plan out: batches, manifests, what happened to each person, receipts, undoing."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from wayhome.apps.audit.gate import Request, page
from wayhome.apps.exchange.forms.handover import EnterForm, ReceiptForm, VehicleForm
from wayhome.apps.exchange.models import Batch, HandoverStep
from wayhome.apps.exchange.policies import side_of
from wayhome.apps.exchange.selectors.handover import (
    batches_visible_to,
    manifest_of,
    parity_of,
    steps_visible_to,
    vehicles_visible_to,
)
from wayhome.apps.exchange.selectors.handover_told import (
    counted_in,
    discrepancies_of,
    entered_in,
    receipts_of,
    what_follows,
)
from wayhome.apps.exchange.selectors.lines import line_for
from wayhome.apps.exchange.selectors.plans import standing_plan
from wayhome.apps.exchange.selectors.terms import terms_of
from wayhome.apps.exchange.services.handover.batches import add_vehicle, fill_vehicle, open_batch
from wayhome.apps.exchange.services.handover.crossing import check_in, check_out, verify_home
from wayhome.apps.exchange.services.handover.discrepancies import (
    report_extra,
    report_not_crossed,
    settle_discrepancy,
)
from wayhome.apps.exchange.services.handover.printing import export_batch, print_manifest
from wayhome.apps.exchange.services.handover.receipts import count_delivered, sign_receipt
from wayhome.apps.exchange.services.handover.undoing import undo_step
from wayhome.apps.exchange.services.refusals import CannotExchange
from wayhome.apps.exchange.views.doing import did, note
from wayhome.apps.exchange.views.exchanges import exchange_or_404
from wayhome.apps.exchange.views.lists import speaking

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def batch_or_404(request: Request, uid: uuid.UUID) -> Batch:
    """The batch, if the viewer may see it."""
    return get_object_or_404(batches_visible_to(request.user), uid=uid)


@page("exchange.see_exchange")
def handover(request: Request, uid: uuid.UUID) -> HttpResponse:
    """The batches of an exchange, and how far apart the sides are after each."""
    exchange = exchange_or_404(request, uid)
    plan, terms = standing_plan(exchange, request.user), terms_of(exchange)
    told = parity_of(exchange, request.user)
    opened = {one.batch.number for one in told}
    days = enumerate(terms.days) if terms and plan else ()
    context = {
        "exchange": exchange,
        "sides": exchange.sides.all(),
        "told": told,
        "waiting": [(number, day) for number, day in days if number not in opened],
    }
    return render(request, "exchange/handover.html", context)


@page("exchange.hand_over", methods=("POST",))
def handover_open(request: Request, uid: uuid.UUID, number: int) -> HttpResponse:
    """Open a batch of the plan that stands."""
    exchange = exchange_or_404(request, uid)

    def act() -> object:
        plan = standing_plan(exchange, request.user)
        if plan is None:
            raise CannotExchange(_("No plan yet."))
        return open_batch(plan=plan, number=number, by=request.user, at=timezone.now())

    return did(request, act, done=_("Opened."), back=("exchange:handover", exchange.uid))


@page("exchange.see_exchange")
def handover_batch(request: Request, uid: uuid.UUID) -> HttpResponse:
    """One batch: who travels in which vehicle, what happened, what to do, who signed."""
    batch = batch_or_404(request, uid)
    viewer = request.user
    vehicles = [
        (vehicle, manifest_of(vehicle, viewer))
        for vehicle in vehicles_visible_to(viewer).filter(batch=batch)
    ]
    note(request, [row.shown for _vehicle, rows in vehicles for row in rows])
    found = [one for one in parity_of(batch.exchange, viewer) if one.batch == batch]
    language = translation.get_language() or "en"
    context = {
        "batch": batch,
        "exchange": batch.exchange,
        "sides": batch.exchange.sides.all(),
        "mine": side_of(viewer, batch.exchange),
        "vehicles": vehicles,
        "parity": found[0],
        "entered": [entered_in(batch, viewer)[number] for number in (0, 1)],
        "discrepancies": discrepancies_of(batch, viewer),
        "steps": steps_visible_to(viewer).filter(batch=batch, undone_at=None),
        "receipts": receipts_of(batch, viewer),
        "counted": counted_in(batch, viewer),
        "vehicle_form": VehicleForm(batch),
        "form": EnterForm(language),
        "receipt_form": ReceiptForm(),
    }
    return render(request, "exchange/handover_batch.html", context)


@page("exchange.hand_over", methods=("POST",))
def handover_vehicle(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Add a vehicle, and put aboard who waits for a place."""
    batch = batch_or_404(request, uid)
    form = VehicleForm(batch, request.POST)

    def act() -> object:
        told = _cleaned(form)
        made = add_vehicle(batch=batch, by=request.user, at=timezone.now(), **told)
        return fill_vehicle(vehicle=made, by=request.user, at=timezone.now())

    return did(request, act, done=_("Recorded."), back=("exchange:handover_batch", batch.uid))


@page("exchange.hand_over", methods=("POST",))
def handover_enter(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Enter what happened to one person. Sent twice, it is entered once."""
    batch = batch_or_404(request, uid)
    form = EnterForm(translation.get_language() or "en", request.POST)
    return did(
        request,
        lambda: _enter(request, batch, _cleaned(form)),
        done=_("Recorded."),
        back=("exchange:handover_batch", batch.uid),
    )


def _enter(request: Request, batch: Batch, told: Mapping[str, Any]) -> object:
    happened, code = told["happened"], told["code"].strip()
    line = line_for(batch.exchange, code, request.user) if code else None
    common: dict[str, Any] = {
        "by": request.user, "at": timezone.now(), "happened_at": told["happened_at"],
    }  # fmt: skip
    key = told["key"]
    if happened == "extra":
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


@page("exchange.accept_list", methods=("POST",))
def handover_receipt(request: Request, uid: uuid.UUID) -> HttpResponse:
    """A side signs for the batch."""
    batch = batch_or_404(request, uid)
    side, form = speaking(request, batch.exchange), ReceiptForm(request.POST)
    return did(
        request,
        lambda: sign_receipt(
            batch=batch, side=side, by=request.user, at=timezone.now(), **_cleaned(form)
        ),
        done=_("Signed."),
        back=("exchange:handover_batch", batch.uid),
    )


@page("exchange.hand_over", methods=("POST",))
def handover_count(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Count the batch towards the promise, as each side signed and as it was entered."""
    batch = batch_or_404(request, uid)
    return did(
        request,
        lambda: count_delivered(batch=batch, by=request.user, at=timezone.now()),
        done=_("Counted."),
        back=("exchange:handover_batch", batch.uid),
    )


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
            undo_step(step=step, reason=reason, by=request.user, at=timezone.now())
        except CannotExchange as error:
            refusal = str(error)
        else:
            messages.success(request, _("Undone."))
            return redirect("exchange:handover_batch", step.batch.uid)
    context = {
        "step": step,
        "batch": step.batch,
        "follows": what_follows(step, request.user),
        "refusal": refusal,
    }
    return render(request, "exchange/handover_undo.html", context)


@page("exchange.hand_over")
def manifest_pdf(request: Request, uid: uuid.UUID) -> HttpResponse:
    """The manifest of a vehicle, to print, in the reader's language."""
    vehicle = get_object_or_404(vehicles_visible_to(request.user), uid=uid)
    language = translation.get_language() or "en"
    try:
        made = print_manifest(
            vehicle=vehicle, language=language, by=request.user, at=timezone.now()
        )
    except CannotExchange as error:
        messages.warning(request, str(error))
        return redirect("exchange:handover_batch", vehicle.batch.uid)
    return _file(made, "application/pdf", f"manifest-{vehicle.batch.number + 1}.pdf")


@page("exchange.see_exchange")
def batch_xlsx(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Everybody of a batch as a workbook."""
    batch = batch_or_404(request, uid)
    try:
        made = export_batch(batch=batch, by=request.user, at=timezone.now())
    except CannotExchange as error:
        messages.warning(request, str(error))
        return redirect("exchange:handover_batch", batch.uid)
    return _file(made, XLSX, f"batch-{batch.number + 1}.xlsx")


def _file(made: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(made, content_type=kind, headers=headers)


def _cleaned(form: Any) -> dict[str, Any]:
    """What a form says; its first complaint as a refusal."""
    if form.is_valid():
        return dict(form.cleaned_data)
    if form.errors:
        name, wrong = next(iter(form.errors.items()))
        raise CannotExchange(f"{form.fields[name].label}: {wrong[0]}")
    raise Http404
