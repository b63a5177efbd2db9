"""What every row of the talks has: who may see it, what it stands on, who wrote and withdrew it."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wayhome.apps.audit.models import Party, SubjectKey, User
from wayhome.apps.register.models import Source


class Confidentiality(models.TextChoices):
    """Who may see a row, beside those who wrote it down. See policies.seen_by."""

    PUBLIC = "public", _("public")
    SHARED = "shared", _("shared with named parties")
    MEDIATOR = "mediator", _("mediator only")


class Kept(models.Model):
    """A row that is withdrawn, never deleted, and seen only by those it was shared with."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.OneToOneField(SubjectKey, on_delete=models.PROTECT, related_name="+")
    confidentiality = models.CharField(
        max_length=10, choices=Confidentiality, default=Confidentiality.MEDIATOR
    )
    shared_with = models.ManyToManyField(Party, related_name="+", blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=1000, blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                name="%(class)s_withdrawn_who_and_when",
                condition=Q(withdrawn_by=None, withdrawn_at=None)
                | Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False),
            ),
            models.CheckConstraint(
                name="%(class)s_confidentiality_known",
                condition=Q(confidentiality__in=["public", "shared", "mediator"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.model_name} {self.pk}"

    @property
    def stands(self) -> bool:
        """Whether nobody has withdrawn it."""
        return self.withdrawn_at is None


class Recorded(Kept):
    """A row of one process, with the source it stands on.

    `passage_start` and `passage_end` are character offsets into the text of `report`.
    """

    process = models.ForeignKey("talks.Process", on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey(Source, null=True, on_delete=models.PROTECT, related_name="+")
    anonymous = models.BooleanField(default=False)  # the source asked not to be named
    report = models.ForeignKey(
        "talks.Report", null=True, on_delete=models.PROTECT, related_name="+"
    )
    passage_start = models.PositiveIntegerField(null=True)
    passage_end = models.PositiveIntegerField(null=True)

    class Meta(Kept.Meta):
        abstract = True
        constraints: ClassVar = [
            *Kept.Meta.constraints,
            models.CheckConstraint(
                name="%(class)s_passage_of_a_report",
                condition=Q(passage_start=None, passage_end=None)
                | Q(
                    report__isnull=False,
                    passage_start__isnull=False,
                    passage_end__isnull=False,
                    passage_end__gt=models.F("passage_start"),
                ),
                violation_error_message=_("A passage begins and ends within its report."),
            ),
        ]
