"""What an account read and exported, and who has seen a person. Accounts and numbers, no names."""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from wayhome.apps.audit.gate import Request, page
from wayhome.apps.audit.models import Read
from wayhome.apps.audit.selectors.reads import (
    Look,
    readers,
    reads_of,
    subject_visible_to,
    subjects_of,
    who_has_seen,
)

A_PAGE = 100
DAYS_SHOWN_FIRST = 7
A_MINUTE = timedelta(seconds=59, microseconds=999_999)
"""From its first moment to its last."""


@page("audit.see_reads")
def reads(request: Request) -> HttpResponse:
    """What an account read and exported between two moments."""
    now = timezone.now()
    since = _moment(request.GET.get("since", "")) or now - timedelta(days=DAYS_SHOWN_FIRST)
    until = _moment(request.GET.get("until", ""), end=True) or now
    accounts = readers(request.user)
    uid = _uid(request.GET.get("account", ""))
    account = accounts.filter(uid=uid).first() if uid else None
    found: Sequence[Look] | QuerySet[Read, Look] = (
        reads_of(account, request.user, since=since, until=until) if account else ()
    )
    shown: Page[Look] = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "accounts": accounts,
        "account": account,
        "since": since,
        "until": until,
        "page": shown,
        "looks": [(look, Read.How(look["how"]).label) for look in shown],
        "asked": {
            "account": account.uid if account else "",
            "since": f"{since:%Y-%m-%dT%H:%M}",
            "until": f"{until:%Y-%m-%dT%H:%M}",
        },
    }
    return render(request, "audit/history/reads.html", context)


@page("audit.see_reads")
def look(request: Request, uid: uuid.UUID) -> HttpResponse:
    """The subjects of one request, by pseudonym."""
    found = subjects_of(uid, request.user)
    first = found.first()
    if first is None:
        raise Http404
    shown = Paginator(found.filter(about__isnull=False), A_PAGE)
    context = {"first": first, "page": shown.get_page(request.GET.get("page"))}
    return render(request, "audit/history/look.html", context)


@page("audit.see_who_has_seen")
def seen(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Who has seen this subject."""
    subject = subject_visible_to(request.user, uid)
    if subject is None:
        raise Http404
    context = {"subject": subject, "seen": who_has_seen([subject], request.user)}
    return render(request, "audit/history/seen.html", context)


def _uid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _moment(text: str, *, end: bool = False) -> datetime | None:
    """A day or a minute as a form gives it; of a day its first or last moment."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if len(text) == 10 and end:
        moment = datetime.combine(moment, time.max)
    if moment.tzinfo is None:
        moment = timezone.make_aware(moment)
    try:
        moment = moment.astimezone(UTC)
    except OverflowError:  # with its zone it lies before the year 1 or after 9999
        return None
    return moment + A_MINUTE if end and len(text) == 16 else moment
