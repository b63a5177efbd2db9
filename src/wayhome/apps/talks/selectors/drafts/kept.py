"""Reports a viewer may read and decide about, their drafts, and what was decided."""

import json
from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from wayhome.apps.audit.models import User
from wayhome.apps.audit.services import CannotOpen, open_sealed
from wayhome.apps.talks.models import DraftDecision, ReadingJob, Recorded, Report, ReportDraft
from wayhome.apps.talks.selectors.rows import changeable, visible
from wayhome.apps.talks.selectors.subjects import recorded_kinds

PURPOSE = "draft"


def reports_to_decide(viewer: User) -> QuerySet[Report]:
    """Reports that the viewer's own party brought, the newest first."""
    found = changeable(Report, viewer).select_related("process", "key", "draft")
    return found.order_by("-recorded_at", "-pk")


def last_reading_of(report: Report) -> ReadingJob | None:
    """The newest request to read a report that was selected for a viewer; None: never asked."""
    return ReadingJob.objects.filter(report=report).order_by("-asked_at", "-pk").first()


def draft_of(report: Report) -> Mapping[str, Any] | None:
    """The draft of a report that was selected for a viewer; None if there is none to read."""
    kept = ReportDraft.objects.filter(report=report).first()
    if kept is None:
        return None
    try:
        raw = open_sealed(report.key, bytes(kept.sealed), purpose=PURPOSE)
    except CannotOpen:
        return None
    told: Mapping[str, Any] = json.loads(raw)
    return told


def decisions_on(draft: ReportDraft, viewer: User) -> dict[str, tuple[str, Recorded | None]]:
    """By item of a draft: what was decided, and the row it became, where that stands."""
    found: dict[str, tuple[str, Recorded | None]] = {}
    for one in DraftDecision.objects.filter(draft=draft, undone_at=None):
        row = row_of(one, viewer)
        if row is not None or one.choice == DraftDecision.Choice.LEFT_OUT:
            found[one.item] = (one.choice, row)
    return found


def row_of(decision: DraftDecision, viewer: User) -> Recorded | None:
    """The row that a decision wrote, if it stands and the viewer may see it."""
    kind = _KINDS.get(decision.row_kind)
    if kind is None or decision.row_uid is None:
        return None
    return visible(kind, viewer).filter(uid=decision.row_uid).first()


_KINDS = {str(kind._meta.model_name): kind for kind in recorded_kinds()}
