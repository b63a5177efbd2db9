"""Exchange lists: per holding side, in versions; a frozen version never changes."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wayhome.apps.audit.models import User
from wayhome.apps.exchange.models.exchanges import Exchange, ExchangeSide
from wayhome.apps.exchange.models.lines import Line


class ExchangeList(models.Model):
    """A version of the list of those one side holds and who are to go home.

    A version drawn up by the other side is a counter-list.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    holder = models.ForeignKey(ExchangeSide, on_delete=models.PROTECT, related_name="lists")
    version = models.PositiveIntegerField()  # from 1
    predecessor = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="successor"
    )
    drawn_up_by = models.ForeignKey(ExchangeSide, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    frozen_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField(null=True)
    document = models.TextField(blank=True)  # canonical JSON, opaque codes only
    sha256 = models.CharField(max_length=64, blank=True)  # of the document

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["holder", "version"], name="exchangelist_version_once"),
            models.CheckConstraint(
                name="exchangelist_frozen_whole",
                condition=Q(frozen_by=None, frozen_at=None, sha256="", document="")
                | (Q(frozen_by__isnull=False, frozen_at__isnull=False) & ~Q(sha256="")),
            ),
        ]

    def __str__(self) -> str:
        return f"exchange list {self.pk}"

    @property
    def is_frozen(self) -> bool:
        """Whether it can no longer change."""
        return self.frozen_at is not None


class Listed(models.Model):
    """A line stands on a version of a list, in this place."""

    list = models.ForeignKey(ExchangeList, on_delete=models.PROTECT, related_name="listed")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="listed")
    number = models.PositiveIntegerField()  # from 1

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["list", "line"], name="listed_once"),
            models.UniqueConstraint(fields=["list", "number"], name="listed_number_once"),
        ]


class Acceptance(models.Model):
    """A side accepts a frozen list, or the days: each of them apart, by its hash."""

    class What(models.TextChoices):
        """What is accepted."""

        LIST = "list", _("the list")
        DAYS = "days", _("the days")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    exchange = models.ForeignKey(Exchange, on_delete=models.PROTECT, related_name="acceptances")
    side = models.ForeignKey(ExchangeSide, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=5, choices=What)
    sha256 = models.CharField(max_length=64)
    accepted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["side", "what", "sha256"],
                condition=Q(withdrawn_at=None),
                name="accepted_once",
            ),
            models.CheckConstraint(
                name="acceptance_withdrawn_who_and_when",
                condition=Q(withdrawn_by=None, withdrawn_at=None)
                | Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False),
            ),
        ]
