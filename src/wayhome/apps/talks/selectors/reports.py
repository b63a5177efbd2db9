"""Reports the viewer may read, and their text."""

from django.db.models import QuerySet

from wayhome.apps.audit.models import User
from wayhome.apps.audit.services import CannotOpen, open_sealed
from wayhome.apps.talks.models import Recorded, Report
from wayhome.apps.talks.selectors.rows import visible

PURPOSE = "report"


def reports_visible_to(viewer: User) -> QuerySet[Report]:
    """Reports, the newest first. Views that show their text log it: audit.services.log_reads."""
    return visible(Report, viewer).order_by("-recorded_at", "-pk")


def text_of(report: Report) -> str:
    """The text of a report that was selected for a viewer; nothing once its key is destroyed."""
    try:
        raw = open_sealed(report.key, bytes(report.text_sealed), purpose=PURPOSE)
    except CannotOpen:
        return ""
    return raw.decode("utf-8", errors="surrogatepass")


def passage_of(row: Recorded, viewer: User) -> str:
    """The words of the report that a row stands on, if the viewer may read that report."""
    if row.report_id is None or row.passage_start is None:
        return ""
    report = reports_visible_to(viewer).select_related("key").filter(pk=row.report_id).first()
    return text_of(report)[row.passage_start : row.passage_end] if report else ""
