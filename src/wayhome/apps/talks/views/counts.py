"""Behind the numbers: the deliveries a count adds up, and the rows that prove them."""

import uuid

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from wayhome.apps.audit.further import further
from wayhome.apps.audit.gate import Request, page
from wayhome.apps.audit.models import Read
from wayhome.apps.audit.services import log_reads
from wayhome.apps.talks.models import Commitment, Delivery, Round
from wayhome.apps.talks.selectors.pictures.funnels import lines_at, links_visible_to
from wayhome.apps.talks.selectors.pictures.promised import kept
from wayhome.apps.talks.selectors.pictures.timeline import came_of
from wayhome.apps.talks.selectors.proofs import counted, is_own, rows_proving, tied_to
from wayhome.apps.talks.selectors.rows import visible
from wayhome.apps.talks.views.noting import note_rows

A_PAGE = 100
STAGES = ("verified", "returned")


@page("talks.see_talks")
def counts(request: Request, uid: uuid.UUID) -> HttpResponse:
    """A commitment: every count of it, and the deliveries each count adds up."""
    commitment = get_object_or_404(
        visible(Commitment, request.user).select_related("process"), uid=uid
    )
    shown = kept(commitment, request.user, timezone.localdate())
    said = [one for bar in shown.bars for one in (*bar.wordings, *bar.deliveries)]
    note_rows(request, [commitment.process, commitment, *said, *shown.assessments])
    context = {
        "kept": shown,
        "further": further("talks.commitment", [commitment.pk], request.user),
        "process": commitment.process,
        "counts": [(bar, counted(tuple(bar.deliveries), request.user)) for bar in shown.bars],
        "is_own": commitment.process.partition_id == request.user.organisation.party_id,
    }
    return render(request, "talks/counts.html", context)


@page("talks.see_talks")
def proof(request: Request, uid: uuid.UUID) -> HttpResponse:
    """The rows of the register that prove one delivery, or as much of that as is open here."""
    deliveries = visible(Delivery, request.user).select_related("process", "commitment", "source")
    delivery = get_object_or_404(deliveries, uid=uid)
    lines = Paginator(rows_proving(delivery, request.user), A_PAGE).get_page(
        request.GET.get("page")
    )
    log_reads(by=request.user, how=Read.How.VIEWED, keys=[line.key_id for line in lines])
    note_rows(request, [delivery.process, delivery.commitment, delivery])
    context = {
        "delivery": delivery,
        "process": delivery.process,
        "lines": lines,
        "is_own": is_own(delivery, request.user),
        "may_see": request.user.has_perm("register.see_line"),
        "tied": tied_to(delivery, request.user),
        "filters": "",
    }
    return render(request, "talks/proof.html", context)


@page("register.see_line")
def list_lines(request: Request, uid: uuid.UUID, stage: str) -> HttpResponse:
    """Lines of a list of a commitment that were verified, or that came back."""
    link = get_object_or_404(links_visible_to(request.user), uid=uid)
    if stage not in STAGES:
        raise Http404
    rows = lines_at(link, stage, request.user).select_related("entry").order_by("line")
    lines = Paginator(rows.distinct(), A_PAGE).get_page(request.GET.get("page"))
    log_reads(by=request.user, how=Read.How.VIEWED, keys=[line.entry.key_id for line in lines])
    note_rows(request, [link.process, link.commitment, link])
    context = {"link": link, "stage": stage, "lines": lines, "process": link.process, "filters": ""}
    return render(request, "talks/list_lines.html", context)


@page("talks.see_talks")
def yielded(request: Request, uid: uuid.UUID) -> HttpResponse:
    """What came of one round: promises, proposals, positions, statements."""
    rounds = visible(Round, request.user).select_related("process")
    shown = get_object_or_404(rounds, uid=uid)
    came = came_of(shown, request.user)
    note_rows(request, [shown.process, shown, *(row for *_kind, rows in came for row in rows)])
    context = {"round": shown, "process": shown.process, "yielded": came}
    return render(request, "talks/yielded.html", context)
