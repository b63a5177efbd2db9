"""Reviewing: pairs that wait, one pair with its rivals at a time, proposals in bulk."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from wayhome.apps.audit.gate import Request, page
from wayhome.apps.audit.models import Read
from wayhome.apps.audit.services import log_reads
from wayhome.apps.register.forms.review import REASONS, BulkForm, NarrowForm, VerdictForm
from wayhome.apps.register.models import CandidateMatch, Judgement, ListEntry
from wayhome.apps.register.selectors import lists_visible_to
from wayhome.apps.register.selectors.candidates import (
    Narrowed,
    ShownPair,
    candidates_visible_to,
    next_candidate,
    rivals_of,
    show_pairs,
    speaks_against,
    waiting_for,
)
from wayhome.apps.register.selectors.contradictions import contradictions_if
from wayhome.apps.register.selectors.judgements import touching
from wayhome.apps.register.services.judgements import CannotJudge, propose_judgement
from wayhome.apps.register.services.leases import release_leases, take_leases
from wayhome.engines.linkage import Zone

PAIRS_A_PAGE = 20
SKIPPED = "review_skipped"
MOST_SKIPPED = 500


@page("register.propose_judgement")
def review(request: Request) -> HttpResponse:
    """The queue: how much waits, which part of it, and the pairs that may be proposed in bulk."""
    narrowed, form = _narrowed(request)
    waiting = waiting_for(request.user, narrowed)
    pages = Paginator(waiting, PAIRS_A_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    pairs = _shown(shown.object_list)
    _log(request, pairs)
    context = {
        "form": form,
        "narrowed": _query(narrowed),
        "page": shown,
        "pairs": pairs,
        "count": pages.count,
        "skipped": len(request.session.get(SKIPPED, [])),
        "reasons": REASONS,
        "verdicts": Judgement.Verdict.choices,
    }
    return render(request, "register/review/queue.html", context)


@page("register.propose_judgement")
def review_next(request: Request) -> HttpResponse:
    """Go to the likeliest pair that is free."""
    narrowed, _form = _narrowed(request)
    release_leases(by=request.user)
    skipped = request.session.get(SKIPPED, [])
    found = next_candidate(request.user, narrowed, skipped=skipped, at=timezone.now())
    query = _query(narrowed)
    if found is None:
        messages.info(request, _("Nothing more waits here that is free."))
        return redirect(_with(reverse("register:review"), query))
    return redirect(_with(reverse("register:review_pair", args=[found.uid]), query))


@page("register.propose_judgement", methods=("GET", "POST"))
def review_pair(request: Request, uid: uuid.UUID) -> HttpResponse:
    """One pair and its rivals: propose what each is."""
    candidate = _candidate(request, uid)
    narrowed, _form = _narrowed(request)
    group = rivals_of(request.user, candidate)
    given = request.POST if request.method == "POST" else None
    forms = {one.uid: VerdictForm(given, prefix=str(one.uid)) for one in group}
    refusals: dict[uuid.UUID, str] = {}
    if request.method == "POST" and all(form.is_valid() for form in forms.values()):
        done = _propose(request, group, forms, refusals)
        if not refusals:
            if not done:
                messages.warning(request, _("Nothing was chosen, so nothing was proposed."))
            else:
                messages.success(request, _proposed(done))
            return redirect(_with(reverse("register:review_next"), _query(narrowed)))
    taken = take_leases(candidates=group, by=request.user, at=timezone.now())
    pairs = _shown(group)
    judged = [_told(request, pair, forms, refusals) for pair in pairs]
    _log(request, pairs, beside=[line for told in judged for line in _beside(told)])
    context = {
        "judged": judged,
        "taken": taken,
        "open": candidate.open,
        "narrowed": _query(narrowed),
        "count": waiting_for(request.user, narrowed).count(),
        "reasons": REASONS,
        "uid": uid,
    }
    return render(request, "register/review/pair.html", context)


@page("register.propose_judgement", methods=("POST",))
def review_skip(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Leave the pair, with its rivals, for later."""
    narrowed, _form = _narrowed(request)
    group = rivals_of(request.user, _candidate(request, uid))
    skipped = [*request.session.get(SKIPPED, []), *(str(one.uid) for one in group)]
    request.session[SKIPPED] = skipped[-MOST_SKIPPED:]
    return redirect(_with(reverse("register:review_next"), _query(narrowed)))


@page("register.propose_judgement", methods=("POST",))
def review_resume(request: Request) -> HttpResponse:
    """Bring back what was skipped."""
    request.session.pop(SKIPPED, None)
    narrowed, _form = _narrowed(request)
    return redirect(_with(reverse("register:review_next"), _query(narrowed)))


@page("register.propose_judgement", methods=("POST",))
def review_bulk(request: Request) -> HttpResponse:
    """Propose one verdict for the ticked pairs that may have it. Each is confirmed alone."""
    narrowed, _form = _narrowed(request)
    verdict = request.POST.get("verdict", "")
    ticked = _uids(request.POST.getlist("pairs"))
    waiting = waiting_for(request.user, Narrowed()).filter(uid__in=ticked)
    offered = {one.uid: one for one in waiting if _in_bulk(one, verdict)}
    form = BulkForm(request.POST, offered=offered)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(str(error) for error in errors))
        return redirect(_with(reverse("register:review"), _query(narrowed)))
    done = 0
    for candidate in offered.values():
        try:
            propose_judgement(
                entry_a=candidate.entry_a, entry_b=candidate.entry_b, candidate=candidate,
                verdict=verdict, reason=form.cleaned_data["reason"], in_bulk=True,
                by=request.user, at=timezone.now(),
            )  # fmt: skip
            done += 1
        except CannotJudge:  # somebody was quicker: the pair stands already
            continue
    messages.success(request, _proposed(done))
    return redirect(_with(reverse("register:review"), _query(narrowed)))


def _in_bulk(candidate: CandidateMatch, verdict: str) -> bool:
    """Which verdict a pair may have without being opened: never one the machine speaks against.

    A match nobody looked at may not be called two persons, and what is doubtful may not be called
    one; "not the same" needs a field that says so.
    """
    if candidate.zone == Zone.MATCH:
        return verdict == Judgement.Verdict.SAME
    if verdict == Judgement.Verdict.NOT_SAME:
        return speaks_against(candidate)
    return verdict == Judgement.Verdict.UNSURE


def _proposed(done: int) -> str:
    told = ngettext(
        "%(n)d pair was proposed; somebody else confirms it.",
        "%(n)d pairs were proposed; somebody else confirms each.",
        done,
    )
    return told % {"n": done}


def _candidate(request: Request, uid: uuid.UUID) -> CandidateMatch:
    found = candidates_visible_to(request.user).filter(uid=uid).first()
    if found is None:
        raise Http404
    return found


def _narrowed(request: Request) -> tuple[Narrowed, NarrowForm]:
    """The part of the queue the address names; what it cannot name is ignored."""
    lists = lists_visible_to(request.user).order_by("title", "version")
    lang = (get_language() or "en").partition("-")[0]
    form = NarrowForm(request.GET, lists=lists, lang=lang)
    form.is_valid()
    given = form.cleaned_data
    return Narrowed(**{name: given.get(name, "") for name in ("list", "zone", "field")}), form


def _query(narrowed: Narrowed) -> str:
    named = {"list": narrowed.list, "zone": narrowed.zone, "field": narrowed.field}
    return urlencode({name: value for name, value in named.items() if value})


def _with(address: str, query: str) -> str:
    return f"{address}?{query}" if query else address


def _shown(candidates: Iterable[CandidateMatch]) -> list[ShownPair]:
    return show_pairs((one.entry_a, one.entry_b, one) for one in candidates)


def _log(request: Request, pairs: Iterable[ShownPair], *, beside: Iterable[ListEntry] = ()) -> None:
    lines = [*(entry for pair in pairs for entry in pair.entries), *beside]
    log_reads(by=request.user, how=Read.How.VIEWED, keys={line.key_id: None for line in lines})


def _beside(told: Mapping[str, Any]) -> Iterator[ListEntry]:
    """The other lines that earlier judgements and contradictions name beside a pair."""
    for judgement in told["earlier"]:
        yield from (judgement.entry_a, judgement.entry_b)
    for contradiction in told["contradictions"]:
        yield from (step.entry for step in contradiction.chain)


def _propose(
    request: Request,
    group: Iterable[CandidateMatch],
    forms: dict[uuid.UUID, VerdictForm],
    refusals: dict[uuid.UUID, str],
) -> int:
    """Propose what was chosen; returns how many, and notes who was refused and why."""
    done = 0
    for candidate in group:
        given = forms[candidate.uid].cleaned_data
        if not given["verdict"]:
            continue
        try:
            propose_judgement(
                entry_a=candidate.entry_a, entry_b=candidate.entry_b, candidate=candidate,
                verdict=given["verdict"], reason=given["reason"],
                by=request.user, at=timezone.now(),
            )  # fmt: skip
            done += 1
        except CannotJudge as refusal:
            refusals[candidate.uid] = str(refusal)
    return done


def _told(
    request: Request,
    pair: ShownPair,
    forms: dict[uuid.UUID, VerdictForm],
    refusals: dict[uuid.UUID, str],
) -> dict[str, object]:
    """A pair with its form, what was judged of its lines before, and what "same" would deny."""
    candidate = cast("CandidateMatch", pair.candidate)
    edge = (candidate.entry_a_id, candidate.entry_b_id)
    party = request.user.party
    return {
        "pair": pair,
        "form": forms[candidate.uid],
        "refusal": refusals.get(candidate.uid, ""),
        "earlier": touching(party, edge),
        "contradictions": contradictions_if(party, edge, Judgement.Verdict.SAME),
    }


def _uids(written: Iterable[str]) -> list[uuid.UUID]:
    found = []
    for text in written:
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found
