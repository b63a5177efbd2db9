"""The page of a person, of a line, of what lies sealed; entering a person by hand."""

import uuid
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from wayhome.apps.audit.further import further
from wayhome.apps.audit.gate import Request, page
from wayhome.apps.audit.models import Read
from wayhome.apps.audit.selectors.history import entries_about, tell
from wayhome.apps.audit.services import log_reads
from wayhome.apps.register.forms.persons import (
    PERSON_FIELDS,
    SOURCE_FIELDS,
    AsOfForm,
    PersonForm,
)
from wayhome.apps.register.models import ListEntry
from wayhome.apps.register.selectors.lists import entries_visible_to
from wayhome.apps.register.selectors.lists_content import differences
from wayhome.apps.register.selectors.persons import (
    Dossier,
    dossier,
    lines_of,
    person_by_number,
    person_of,
    with_places,
)
from wayhome.apps.register.services.assertions import may_withdraw
from wayhome.apps.register.services.persons import (
    CannotEnterPerson,
    enter_person,
    open_sealed_fields,
)
from wayhome.apps.register.services.sources import Document
from wayhome.apps.register.views.lists import labels
from wayhome.engines.names import read_name
from wayhome.values.case_number import read_case_number

MOST_ACTS = 50
"""Acts of the history shown on the page of a person or line, the latest."""


@page("register.see_person")
def person(request: Request, number: str) -> HttpResponse:
    """Everything the viewer may know of one person, as of a day."""
    read = read_case_number(number)
    shown = person_by_number(request.user, read) if read else None
    if shown is None:
        raise Http404
    if shown.number != number:
        return redirect("register:person", shown.number)
    lines = lines_of(shown, request.user)
    if not lines:
        raise Http404
    return _show(request, lines, {"person": shown})


@page("register.see_line")
def line(request: Request, uid: uuid.UUID) -> HttpResponse:
    """One line as its source wrote it, and what is said of it."""
    shown = line_or_404(request, uid)
    before = shown.follows if shown.follows and shown.follows.erased_at is None else None
    context: dict[str, object] = {
        "line": shown,
        "person": person_of(shown, request.user),
        "before": before,
        "changes": differences(before, shown) if before else [],
        "labels": labels(),
    }
    return _show(request, [shown], context)


def line_or_404(request: Request, uid: uuid.UUID) -> ListEntry:
    """The line with this uid, if the viewer may see it."""
    shown = with_places(entries_visible_to(request.user).filter(uid=uid)).first()
    if shown is None:
        raise Http404
    return shown


def _show(request: Request, lines: list[ListEntry], context: dict[str, object]) -> HttpResponse:
    form = AsOfForm(request.GET or None)
    as_of: date | None = form.cleaned_data["as_of"] if form.is_bound and form.is_valid() else None
    shown = dossier(lines, request.user, as_of)
    keys = [entry.key_id for entry in lines]
    log_reads(by=request.user, how=Read.How.VIEWED, keys=[*keys, *_beside(shown)])
    context |= {
        "history": tell(entries_about([one.key for one in lines], request.user)[:MOST_ACTS]),
        "about": keys[0] if len(keys) == 1 else "",
        "dossier": shown,
        "further": further("register.listentry", [one.pk for one in lines], request.user),
        "as_of_form": form,
        "as_of": as_of,
        "withdrawable": {
            one.assertion.uid
            for one in shown.said
            if one.assertion is not None and may_withdraw(one.assertion, request.user)
        },
    }
    return render(request, "register/persons/person.html", context)


def _beside(shown: Dossier) -> set[uuid.UUID]:
    """The other lines that the page names: judged with these, changed by them or changing them."""
    own = {entry.pk for entry in shown.entries}
    judged = {line for one in shown.judgements for line in (one.entry_a, one.entry_b)}
    versions = {
        line for entry in shown.entries for line in (entry.follows, _next_version(entry)) if line
    }
    return {line.key_id for line in judged | versions if line.pk not in own}


def _next_version(entry: ListEntry) -> ListEntry | None:
    return getattr(entry, "followed_by", None)


@page("register.see_sealed", methods=("POST",))
def sealed(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Relatives and health of a line: opened for those who may, and written into the history."""
    shown = line_or_404(request, uid)
    opened = open_sealed_fields(entry=shown, by=request.user, at=timezone.now())
    log_reads(by=request.user, how=Read.How.VIEWED, keys=[shown.key_id])
    return render(request, "register/persons/sealed.html", {"line": shown, **opened})


@page("register.create_person", methods=("GET", "POST"))
def enter(request: Request) -> HttpResponse:
    """Enter a person by hand, after a search that did not find him."""
    token = request.POST.get("token", "")
    if request.method != "POST" or not token:
        messages.warning(request, _("Search for the person first."))
        return redirect("register:persons")
    if "searched" in request.POST:
        form = PersonForm(initial=_initial(request.POST["searched"]))
        return _ask(request, form, token)
    form = PersonForm(request.POST)
    if not form.is_valid():
        return _ask(request, form, token)
    given = form.cleaned_data
    try:
        made = enter_person(
            fields={field: given[field] for field in PERSON_FIELDS},
            document=Document(**{field: given[field] for field in SOURCE_FIELDS}),
            token=token,
            by=request.user,
            at=timezone.now(),
        )
    except CannotEnterPerson as refused:
        return _ask(request, form, token, refusal=str(refused))
    messages.success(request, _("Entered under the case number %(n)s.") % {"n": made.number})
    return redirect("register:person", made.number)


def _initial(searched: str) -> dict[str, str]:
    """The parts of the name that was searched for, to begin with."""
    name = read_name(searched[:300])
    parts = {
        "surname": name.surname,
        "given_names": name.given_names,
        "patronymic": name.patronymic,
    }
    return parts if any(parts.values()) else {"surname": searched[:200]}


def _ask(request: Request, form: PersonForm, token: str, refusal: str = "") -> HttpResponse:
    context = {"form": form, "token": token, "refusal": refusal}
    return render(request, "register/persons/enter.html", context)
