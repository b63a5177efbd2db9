"""Behind the numbers: the deliveries a count adds up, and the rows that prove them."""

import uuid

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from wayhome.apps.audit.gate import Request, page
from wayhome.apps.audit.models import Read
from wayhome.apps.audit.services import log_reads
from wayhome.apps.talks.models import Commitment, Delivery, Round
from wayhome.apps.talks.selectors.pictures.funnels import lines_at, links_visible_to
from wayhome.apps.talks.selectors.pictures.promised import kept
from wayhome.apps.talks.selectors.pictures.timeline import came_of
from wayhome.apps.talks.selectors.proofs import counted, is_own, rows_proving
from wayhome.apps.talks.selectors.rows import visible

A_PAGE = 100
STAGES = ("verified", "returned")


@page("talks.see_talks")
def counts(request: Request, uid: uuid.UUID) -> HttpResponse:
    """A commitment: every count of it, and the deliveries each count adds up."""
    commitment = get_object_or_404(
        visible(Commitment, request.user).select_related("process"), uid=uid
    )
    shown = kept(commitment, request.user, timezone.localdate())
    context = {
        "kept": shown,
        "process": commitment.process,
        "counts": [(bar, counted(tuple(bar.deliveries), request.user)) for bar in shown.bars],
        "is_own": commitment.process.partition_id == request.user.organisation.party_id,
    }
    return render(request, "talks/counts.html", context)


@page("talks.see_talks")
def proof(request: Request, uid: uuid.UUID) -> HttpResponse:
    """The rows of the register that prove one delivery."""
    delivery = get_object_or_404(visible(Delivery, request.user).select_related("process"), uid=uid)
    lines = Paginator(rows_proving(delivery, request.user), A_PAGE).get_page(
        request.GET.get("page")
    )
    log_reads(by=request.user, how=Read.How.VIEWED, keys=[line.key_id for line in lines])
    context = {
        "delivery": delivery,
        "process": delivery.process,
        "lines": lines,
        "may_see": is_own(delivery, request.user) and request.user.has_perm("register.see_line"),
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
    context = {"link": link, "stage": stage, "lines": lines, "process": link.process, "filters": ""}
    return render(request, "talks/list_lines.html", context)


@page("talks.see_talks")
def yielded(request: Request, uid: uuid.UUID) -> HttpResponse:
    """What came of one round: promises, proposals, positions, statements."""
    rounds = visible(Round, request.user).select_related("process")
    shown = get_object_or_404(rounds, uid=uid)
    context = {"round": shown, "process": shown.process, "yielded": came_of(shown, request.user)}
    return render(request, "talks/yielded.html", context)
