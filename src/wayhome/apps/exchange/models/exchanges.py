"""An exchange under a commitment: the neutral institution runs it, two sides agree to it."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from wayhome.apps.audit.models import Party, SubjectKey, User
from wayhome.apps.talks.models import Commitment, Side

SIDES = (0, 1)
"""The numbers of the two sides, in problem files and here."""


class Exchange(models.Model):
    """Who goes home under one commitment. The terms are those of a plan: `selectors.terms`."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(max_length=7, unique=True)  # a case number, drawn at random
    key = models.OneToOneField(SubjectKey, on_delete=models.PROTECT, related_name="+")
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="exchanges")
    title = models.CharField(max_length=200)  # in a few neutral words
    terms = models.JSONField(default=dict)  # numbers, codes and days; no names
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="exchange_closed_who_and_when",
                condition=Q(closed_by=None, closed_at=None)
                | Q(closed_by__isnull=False, closed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"exchange {self.number}"


class ExchangeSide(models.Model):
    """One of the two sides, and its number in problem files: 0 or 1."""

    exchange = models.ForeignKey(Exchange, on_delete=models.PROTECT, related_name="sides")
    number = models.PositiveSmallIntegerField()
    side = models.ForeignKey(Side, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")  # the side's

    class Meta:
        ordering: ClassVar = ["exchange", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["exchange", "number"], name="exchange_side_once"),
            models.UniqueConstraint(fields=["exchange", "party"], name="exchange_party_once"),
            models.CheckConstraint(
                name="exchange_two_sides", condition=Q(number__gte=0, number__lte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"side {self.number} of exchange {self.exchange_id}"


class Site(models.Model):
    """Where a side holds people. Problem files know the code alone; the name lies sealed."""

    holder = models.ForeignKey(ExchangeSide, on_delete=models.PROTECT, related_name="sites")
    code = models.CharField(max_length=7, unique=True)
    key = models.OneToOneField(SubjectKey, on_delete=models.PROTECT, related_name="+")
    name_sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"site {self.code}"
