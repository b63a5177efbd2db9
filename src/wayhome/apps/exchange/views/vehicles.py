"""Vehicles of a batch: who stands on which manifest, who has no place yet, who left."""

import uuid

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wayhome.apps.audit.gate import Request, page
from wayhome.apps.exchange.forms.handover import VehicleForm
from wayhome.apps.exchange.models import Line, Vehicle
from wayhome.apps.exchange.selectors.handover import (
    ManifestRow,
    batches_visible_to,
    manifest_of,
    room_left,
    vehicles_visible_to,
    without_place,
)
from wayhome.apps.exchange.selectors.lines import lines_visible_to, shown
from wayhome.apps.exchange.services.handover.batches import (
    add_vehicle,
    fill_vehicle,
    put_aboard,
    take_off_vehicle,
)
from wayhome.apps.exchange.services.handover.crossing import check_out
from wayhome.apps.exchange.services.handover.printing import print_manifest
from wayhome.apps.exchange.services.refusals import CannotExchange
from wayhome.apps.exchange.views.doing import did, first_complaint, note

MOST_SHOWN = 100
ONLY = ("waits", "out", "in", "not_crossed", "home")
"""What the rows of a manifest are selected by: `ManifestRow.did`, or that nothing was entered."""


def vehicle_or_404(request: Request, uid: uuid.UUID) -> Vehicle:
    """The vehicle, if the viewer may see it."""
    return get_object_or_404(vehicles_visible_to(request.user), uid=uid)


@page("exchange.see_exchange")
def vehicle(request: Request, uid: uuid.UUID) -> HttpResponse:
    """One vehicle: its manifest with what happened to each, and who could still be put aboard."""
    found = vehicle_or_404(request, uid)
    rows = manifest_of(found, request.user)
    only = request.GET.get("only", "")
    listed = [row for row in rows if _is_so(row, only)]
    may_change = request.user.has_perm("exchange.hand_over")
    waiting = without_place(found.batch, request.user) if may_change else []
    waiting = [line for line in waiting if line.holder_id == found.holder_id]
    offered = shown(waiting[:MOST_SHOWN], request.user)
    note(request, [*(row.shown for row in listed), *offered])
    others = vehicles_visible_to(request.user).filter(batch=found.batch, holder=found.holder)
    context = {
        "vehicle": found,
        "batch": found.batch,
        "exchange": found.batch.exchange,
        "rows": listed,
        "only": only if only in ONLY else "",
        "all": len(rows),
        "room": room_left(found, request.user),
        "to_leave": [row for row in rows if row.waits],
        "others": others.exclude(pk=found.pk),
        "waiting": offered,
        "waiting_all": len(waiting),
        "key": uuid.uuid4(),
    }
    return render(request, "exchange/vehicle.html", context)


@page("exchange.hand_over", methods=("POST",))
def vehicle_add(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Add a vehicle, and put aboard who waits for a place."""
    batch = get_object_or_404(batches_visible_to(request.user), uid=uid)
    form = VehicleForm(batch, request.POST)
    if not form.is_valid():
        messages.warning(request, first_complaint(form))
        return redirect("exchange:handover_batch", batch.uid)
    by, at = request.user, timezone.now()
    try:
        made = add_vehicle(batch=batch, by=by, at=at, **form.cleaned_data)
    except CannotExchange as error:
        messages.warning(request, str(error))
        return redirect("exchange:handover_batch", batch.uid)
    return did(
        request,
        lambda: fill_vehicle(vehicle=made, by=by, at=at),
        done=_("Added. Whoever waited for a place is on its manifest."),
        back=("exchange:vehicle", made.uid),
    )


@page("exchange.hand_over", methods=("POST",))
def vehicle_put(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Put those who were ticked on the manifest, or everybody who waits, as there is room."""
    found = vehicle_or_404(request, uid)
    by, at = request.user, timezone.now()

    def act() -> object:
        if "fill" in request.POST:
            return fill_vehicle(vehicle=found, by=by, at=at)
        return put_aboard(vehicle=found, lines=_ticked(request, found), by=by, at=at)

    return did(request, act, done=_("On the manifest."), back=("exchange:vehicle", found.uid))


@page("exchange.hand_over", methods=("POST",))
def vehicle_move(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Take those who were ticked off the manifest, or move them to another vehicle."""
    found = vehicle_or_404(request, uid)
    to = request.POST.get("to", "")
    by, at = request.user, timezone.now()
    others = vehicles_visible_to(by).filter(batch=found.batch)
    other = get_object_or_404(others, pk=to) if to.isdecimal() else None

    def act() -> object:
        lines = _ticked(request, found)
        if other is None:
            return take_off_vehicle(vehicle=found, lines=lines, by=by, at=at)
        return put_aboard(vehicle=other, lines=lines, by=by, at=at)

    done = _("Moved.") if other else _("Taken off. They wait for a place.")
    return did(request, act, done=done, back=("exchange:vehicle", found.uid))


@page("exchange.hand_over", methods=("POST",))
def vehicle_left(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Everybody on the manifest of whom nothing is entered left. Sent twice, entered once."""
    found = vehicle_or_404(request, uid)
    by, at = request.user, timezone.now()
    lines = list(_aboard(request, found).filter(code__in=request.POST.getlist("line")))

    def act() -> object:
        if not lines:
            raise CannotExchange(_("Nobody on this manifest is still to leave."))
        key = _key(request.POST.get("key", ""))
        keys = [uuid.uuid5(key, line.code) for line in lines]
        return check_out(vehicle=found, lines=lines, keys=keys, by=by, at=at)

    told = ngettext("%(n)s person left.", "%(n)s people left.", len(lines)) % {"n": len(lines)}
    return did(request, act, done=told, back=("exchange:vehicle", found.uid))


@page("exchange.hand_over")
def manifest_pdf(request: Request, uid: uuid.UUID) -> HttpResponse:
    """The manifest of a vehicle, to print, in the reader's language."""
    found = vehicle_or_404(request, uid)
    language = translation.get_language() or "en"
    try:
        made = print_manifest(vehicle=found, language=language, by=request.user, at=timezone.now())
    except CannotExchange as error:
        messages.warning(request, str(error))
        return redirect("exchange:vehicle", found.uid)
    name = f"manifest-{found.batch.number + 1}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


def _is_so(row: ManifestRow, only: str) -> bool:
    if only not in ONLY:
        return True
    return row.waits if only == "waits" else only in row.did


def _ticked(request: Request, found: Vehicle) -> list[Line]:
    """The lines of this side that were ticked.

    Raises:
        CannotExchange: none was.
    """
    lines = lines_visible_to(request.user).filter(
        holder=found.holder, code__in=request.POST.getlist("line")
    )
    if not lines:
        raise CannotExchange(_("Tick those it is about."))
    return list(lines)


def _aboard(request: Request, found: Vehicle) -> QuerySet[Line]:
    on_it = {row.shown.line.pk for row in manifest_of(found, request.user)}
    return lines_visible_to(request.user).filter(pk__in=on_it)


def _key(told: str) -> uuid.UUID:
    try:
        return uuid.UUID(told)
    except ValueError:
        raise CannotExchange(_("Every entry needs a key of its own.")) from None
