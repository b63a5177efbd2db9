"""Flags: which wait, raising one, resolving one; alerts that were looked at."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from wayhome.apps.audit.gate import Request, page
from wayhome.apps.audit.models import Read
from wayhome.apps.audit.services import log_reads
from wayhome.apps.register.forms.answers import FlagForm
from wayhome.apps.register.forms.review import ReasonForm
from wayhome.apps.register.models import Flag
from wayhome.apps.register.selectors.alerts import alerts_for
from wayhome.apps.register.selectors.disclosures import already_sent
from wayhome.apps.register.selectors.flags import flags_visible_to, kinds_open_to, note_of
from wayhome.apps.register.selectors.lists import entries_visible_to
from wayhome.apps.register.services.alerts import CannotSee, see_alert
from wayhome.apps.register.services.flags import CannotFlag, raise_flag, resolve_flag

A_PAGE = 50


@page("register.flag_line")
def flags(request: Request) -> HttpResponse:
    """Open flags, those due first; or of one kind."""
    kind = request.GET.get("kind", "")
    found = flags_visible_to(request.user).filter(resolved_at=None)
    if kind in Flag.Kind.values:
        found = found.filter(kind=kind)
    shown = Paginator(found.order_by("due_date", "pk"), A_PAGE).get_page(request.GET.get("page"))
    log_reads(by=request.user, how=Read.How.VIEWED, keys=[flag.entry.key_id for flag in shown])
    context = {
        "page": shown,
        "kind": kind,
        "kinds": kinds_open_to(request.user),
        "today": timezone.localdate(),
        "filters": f"kind={kind}" if kind else "",
    }
    return render(request, "register/flags/flags.html", context)


@page("register.flag_line", methods=("GET", "POST"))
def flag_raise(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Flag a line."""
    entry = get_object_or_404(entries_visible_to(request.user), uid=uid)
    form, refusal = FlagForm(request.user, request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            made = raise_flag(entry=entry, by=request.user, at=timezone.now(), **form.cleaned_data)
        except CannotFlag as error:
            refusal = str(error)
        else:
            messages.success(request, _("Flagged."))
            return redirect("register:flag", made.uid)
    log_reads(by=request.user, how=Read.How.VIEWED, keys=[entry.key_id])
    context = {"entry": entry, "form": form, "refusal": refusal}
    return render(request, "register/flags/raise.html", context)


@page("register.flag_line", methods=("GET", "POST"))
def flag(request: Request, uid: uuid.UUID) -> HttpResponse:
    """One flag; resolving it with a reason."""
    shown = get_object_or_404(flags_visible_to(request.user), uid=uid)
    form, refusal = ReasonForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            resolve_flag(flag=shown, reason=reason, by=request.user, at=timezone.now())
        except CannotFlag as error:
            refusal = str(error)
        else:
            messages.success(request, _("Resolved. The flag stays in the history."))
            return redirect("register:flags")
    log_reads(by=request.user, how=Read.How.VIEWED, keys=[shown.entry.key_id])
    harm = shown.kind == "harm"
    context = {
        "flag": shown,
        "note": note_of(shown),
        "form": form,
        "refusal": refusal,
        "may_resolve": shown.kind in dict(kinds_open_to(request.user)),
        "sent": already_sent(shown.entry, request.user) if harm else [],
    }
    return render(request, "register/flags/flag.html", context)


@page("register.see_alerts", methods=("POST",))
def alert_seen(request: Request) -> HttpResponse:
    """An alert was looked at."""
    try:
        uid = uuid.UUID(request.POST.get("alert", ""))
    except ValueError:
        raise Http404 from None
    alert = get_object_or_404(alerts_for(request.user), uid=uid)
    try:
        see_alert(alert=alert, by=request.user, at=timezone.now())
    except CannotSee as error:
        messages.warning(request, str(error))
    return redirect("register:home")
