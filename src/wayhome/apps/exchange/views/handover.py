"""Carrying a plan out: the batches of an exchange, one batch, receipts, what is counted."""

import uuid
from collections import Counter
from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from wayhome.apps.audit.gate import Request, page
from wayhome.apps.exchange.forms.handover import ReceiptForm, VehicleForm
from wayhome.apps.exchange.models import Batch, ExchangeSide, Line
from wayhome.apps.exchange.policies import side_of
from wayhome.apps.exchange.selectors.going_on import waivers_of, waivers_visible_to
from wayhome.apps.exchange.selectors.handover import (
    ManifestRow,
    batches_visible_to,
    manifest_of,
    parity_of,
    steps_visible_to,
    vehicles_visible_to,
)
from wayhome.apps.exchange.selectors.handover_told import (
    counted_in,
    counted_otherwise_in,
    discrepancies_of,
    entered_in,
    receipts_of,
)
from wayhome.apps.exchange.selectors.next_in_batch import next_in_batch, waits_in
from wayhome.apps.exchange.selectors.plans import dropped_from, standing_plan
from wayhome.apps.exchange.selectors.terms import terms_of
from wayhome.apps.exchange.services.handover.batches import open_batch
from wayhome.apps.exchange.services.handover.going_on import take_back_waiver, waive_parity
from wayhome.apps.exchange.services.handover.printing import export_batch
from wayhome.apps.exchange.services.handover.receipts import count_delivered, sign_receipt
from wayhome.apps.exchange.services.refusals import CannotExchange
from wayhome.apps.exchange.views.doing import did, first_complaint
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
    told = [
        (one, next_in_batch(one.batch, request.user)) for one in parity_of(exchange, request.user)
    ]
    opened = {one.batch.number for one, _next in told}
    days = enumerate(terms.days) if terms and plan else ()
    context = {
        "exchange": exchange,
        "sides": exchange.sides.select_related("side", "party"),
        "told": told,
        "waiting": [(number, day) for number, day in days if number not in opened],
        "plan": plan,
        "dropped": dropped_from(plan) if plan and request.user.keeps_register else [],
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

    answer = did(request, act, done=_("Opened."), back=("exchange:handover", exchange.uid))
    made = batches_visible_to(request.user).filter(exchange=exchange, number=number).first()
    return redirect("exchange:handover_batch", made.uid) if made else answer


@page("exchange.see_exchange")
def handover_batch(request: Request, uid: uuid.UUID) -> HttpResponse:
    """One batch: its vehicles and how far each has come, what to do, who signed."""
    batch = batch_or_404(request, uid)
    viewer = request.user
    vehicles = vehicles_visible_to(viewer).filter(batch=batch)
    found = [one for one in parity_of(batch.exchange, viewer) if one.batch == batch]
    receipts = receipts_of(batch, viewer)
    mine, waits = side_of(viewer, batch.exchange), waits_in(batch, viewer)
    sides = list(batch.exchange.sides.select_related("side", "party"))
    entered = entered_in(batch, viewer)
    signed = {one.side_id: one for one in receipts}
    waivers = waivers_of(batch, viewer)
    waived = {one.side_id for one in waivers if one.ahead >= found[0].ahead} | (
        {side.pk for side in sides} if found[0].is_kept else set()
    )
    context = {
        "batch": batch,
        "exchange": batch.exchange,
        "sides": sides,
        "mine": mine,
        "next": next_in_batch(batch, viewer),
        "waits": waits,
        "places": _by_side(waits.places if waits else [], sides),
        "vehicles": [(one, _counts(manifest_of(one, viewer))) for one in vehicles],
        "parity": found[0],
        "signed": [(side, signed.get(side.pk), entered[side.number]) for side in sides],
        "to_sign": [side for side in sides if side.pk not in signed and mine in {None, side}],
        "discrepancies": discrepancies_of(batch, viewer),
        "steps": steps_visible_to(viewer).filter(batch=batch, undone_at=None),
        "waivers": waivers,
        "to_waive": [side for side in sides if side.pk not in waived and mine in {None, side}],
        "counted": counted_in(batch, viewer),
        "otherwise": counted_otherwise_in(batch, viewer),
        "vehicle_form": VehicleForm(batch),
        "receipt_form": ReceiptForm(),
    }
    return render(request, "exchange/handover_batch.html", context)


def _counts(rows: Sequence[ManifestRow]) -> list[tuple[str, int]]:
    """How many stand on a manifest, and of how many what was entered; by what selects them."""
    did_ = Counter(kind for row in rows for kind in row.did)
    return [("", len(rows)), ("out", did_["out"]), ("in", did_["in"]),
            ("not_crossed", did_["not_crossed"])]  # fmt: skip


def _by_side(
    lines: Sequence[Line], sides: Sequence[ExchangeSide]
) -> list[tuple[ExchangeSide, list[Line]]]:
    told = [(side, [one for one in lines if one.holder_id == side.pk]) for side in sides]
    return [(side, some) for side, some in told if some]


@page("exchange.accept_list", methods=("POST",))
def handover_receipt(request: Request, uid: uuid.UUID) -> HttpResponse:
    """A side signs for the batch."""
    batch = batch_or_404(request, uid)
    side, form = speaking(request, batch.exchange), ReceiptForm(request.POST)

    def act() -> object:
        if not form.is_valid():
            raise CannotExchange(first_complaint(form))
        by, at = request.user, timezone.now()
        return sign_receipt(batch=batch, side=side, by=by, at=at, **form.cleaned_data)

    return did(request, act, done=_("Signed."), back=("exchange:handover_batch", batch.uid))


@page("exchange.accept_list", methods=("POST",))
def waive(request: Request, uid: uuid.UUID) -> HttpResponse:
    """A side agrees that the next batch goes though one is ahead by more than was agreed."""
    batch = batch_or_404(request, uid)
    side, reason = speaking(request, batch.exchange), request.POST.get("reason", "")
    by, at = request.user, timezone.now()
    return did(
        request,
        lambda: waive_parity(batch=batch, side=side, reason=reason, by=by, at=at),
        done=_("Recorded."),
        back=("exchange:handover_batch", batch.uid),
    )


@page("exchange.accept_list", methods=("POST",))
def waiver_take_back(request: Request, uid: uuid.UUID) -> HttpResponse:
    """A side takes back that the next batch goes."""
    found = get_object_or_404(waivers_visible_to(request.user), uid=uid)
    reason, by, at = request.POST.get("reason", ""), request.user, timezone.now()
    return did(
        request,
        lambda: take_back_waiver(waiver=found, reason=reason, by=by, at=at),
        done=_("Taken back."),
        back=("exchange:handover_batch", found.batch.uid),
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


@page("exchange.see_exchange")
def batch_xlsx(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Everybody of a batch as a workbook."""
    batch = batch_or_404(request, uid)
    try:
        made = export_batch(batch=batch, by=request.user, at=timezone.now())
    except CannotExchange as error:
        messages.warning(request, str(error))
        return redirect("exchange:handover_batch", batch.uid)
    headers = {"Content-Disposition": f'attachment; filename="batch-{batch.number + 1}.xlsx"'}
    return HttpResponse(made, content_type=XLSX, headers=headers)
