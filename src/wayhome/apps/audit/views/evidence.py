"""One entry with its proof, and the pack to take away."""

import json
import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from wayhome.apps.audit.gate import Request, page
from wayhome.apps.audit.models import Entry, Read
from wayhome.apps.audit.selectors.history import entry_by, tell, tree_head
from wayhome.apps.audit.services import log_reads
from wayhome.apps.audit.services.evidence import evidence_pack, open_parts, proof_of
from wayhome.apps.audit.words import in_words


@page("audit.get_evidence")
def entry(request: Request, uid: uuid.UUID) -> HttpResponse:
    """One entry: what is hashed, its place, its proof, and the details the viewer may read."""
    found, about = _entry(request, uid), _about(request)
    opened = open_parts(found, request.user, about=about)
    readable = [one for one in opened if one.details is not None]
    if readable:
        keys = [one.part.key for one in readable]
        log_reads(by=request.user, how=Read.How.VIEWED, keys=keys)
    place = getattr(found, "place", None)
    (told,) = tell([found])
    context = {
        "entry": found,
        "told": told,
        "leaf": json.dumps(json.loads(found.leaf), indent=2, ensure_ascii=False),
        "numbered": place is not None,
        # Number and size tell how much others work: the keeper's own pages alone show them.
        "proof": proof_of(place) if place and request.user.keeps_register else None,
        "opened": [(one, in_words(one.details or {})) for one in opened],
        "withheld": found.parts.count() - len(opened),
        "about": about,
        "tree": tree_head() if request.user.keeps_register else None,
    }
    return render(request, "audit/history/entry.html", context)


@page("audit.get_evidence")
def evidence(request: Request, uid: uuid.UUID) -> HttpResponse:
    """The evidence for an entry, as a zip."""
    found = _entry(request, uid)
    pack = evidence_pack(found, request.user, at=timezone.now(), about=_about(request))
    answer = HttpResponse(pack, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="evidence-{str(uid)[:8]}.zip"'
    return answer


def _entry(request: Request, uid: uuid.UUID) -> Entry:
    found = entry_by(request.user, uid)
    if found is None:
        raise Http404
    return found


def _about(request: Request) -> uuid.UUID | None:
    """The subject asked for."""
    try:
        return uuid.UUID(request.GET["about"]) if "about" in request.GET else None
    except ValueError:
        raise Http404 from None
