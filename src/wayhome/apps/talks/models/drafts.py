"""What a reader found in a report, and what was decided about each of its rows."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wayhome.apps.audit.models import User
from wayhome.apps.talks.models.reports import Report


class ReportDraft(models.Model):
    """The draft of a report: nothing of it is on record until somebody confirms it."""

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="draft")
    sealed = models.BinaryField()  # JSON under the report's own key, purpose `draft`
    reader = models.CharField(max_length=100)  # with its version
    model = models.CharField(max_length=100, blank=True)
    read_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"draft {self.pk}"


class DraftDecision(models.Model):
    """One row of a draft was confirmed or left out. The row it became is named by kind and uid."""

    class Choice(models.TextChoices):
        """What was decided."""

        CONFIRMED = "confirmed", _("confirmed")
        LEFT_OUT = "left_out", _("left out")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    draft = models.ForeignKey(ReportDraft, on_delete=models.PROTECT, related_name="decisions")
    item = models.CharField(max_length=20)  # of the draft
    choice = models.CharField(max_length=10, choices=Choice)
    row_kind = models.CharField(max_length=20, blank=True)
    row_uid = models.UUIDField(null=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    undone_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["draft", "item"], condition=Q(undone_at=None), name="one_decision_stands"
            ),
            models.CheckConstraint(
                name="draftdecision_undone_who_and_when",
                condition=Q(undone_by=None, undone_at=None)
                | Q(undone_by__isnull=False, undone_at__isnull=False),
            ),
            models.CheckConstraint(
                name="draftdecision_confirmed_became_a_row",
                condition=Q(choice="confirmed", row_uid__isnull=False) & ~Q(row_kind="")
                | Q(choice="left_out", row_uid=None, row_kind=""),
            ),
        ]

    def __str__(self) -> str:
        return f"decision {self.pk}"
