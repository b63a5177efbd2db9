"""Translations of the words of a row."""

from django.db.models import QuerySet

from wayhome.apps.audit.models import User
from wayhome.apps.talks.models import Kept, Translation
from wayhome.apps.talks.selectors.rows import visible


def translations_of(row: Kept, viewer: User) -> QuerySet[Translation]:
    """Those that stand, in the order they were written; none where the viewer sees no words."""
    wording = getattr(row, "wording", None)
    if wording is None or not visible(type(row), viewer).filter(pk=row.pk).exists():
        return Translation.objects.none()
    return Translation.objects.filter(wording=wording, withdrawn_at=None).order_by("pk")
