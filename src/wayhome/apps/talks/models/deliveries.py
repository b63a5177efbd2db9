"""What happened, as one side counts it; and numbers that sides say of anything else."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wayhome.apps.register.models import Answer, Appearance, ListEntry
from wayhome.apps.talks.models.commitments import Commitment
from wayhome.apps.talks.models.kept import Recorded
from wayhome.apps.talks.models.processes import Issue, Side
from wayhome.apps.talks.models.terms import NUMBER_NEEDED, WITHOUT_NUMBER, Comparator, Unit


class Delivery(Recorded):
    """So many were handed over by whom to whom on which day: one count, by one rule.

    Two sides that count one handover differently are two rows. They are never merged.
    """

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="deliveries")
    giver = models.ForeignKey(Side, on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Side, null=True, on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()
    unit = models.CharField(max_length=15, choices=Unit)
    day = models.CharField(max_length=20)  # EDTF
    counted_by = models.ForeignKey(Side, null=True, on_delete=models.PROTECT, related_name="+")
    counter = models.CharField(max_length=200, blank=True)  # if it is none of the sides
    counting_rule = models.CharField(max_length=300)  # what counts as one
    # The rows of the register that prove it.
    entries = models.ManyToManyField(ListEntry, related_name="+", blank=True)
    appearances = models.ManyToManyField(Appearance, related_name="+", blank=True)
    answers = models.ManyToManyField(Answer, related_name="+", blank=True)

    class Meta(Recorded.Meta):
        constraints: ClassVar = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(
                name="delivery_counted_by_somebody",
                condition=Q(counted_by__isnull=False, counter="")
                | (Q(counted_by=None) & ~Q(counter="")),
            ),
        ]


class NumberClaim(Recorded):
    """A number that somebody says. Rival numbers of one topic stand side by side, never merged."""

    topic = models.CharField(max_length=200)
    issue = models.ForeignKey(Issue, null=True, on_delete=models.PROTECT, related_name="+")
    commitment = models.ForeignKey(
        Commitment, null=True, on_delete=models.PROTECT, related_name="+"
    )
    side = models.ForeignKey(Side, null=True, on_delete=models.PROTECT, related_name="+")
    said_by = models.CharField(max_length=200, blank=True)  # as written
    comparator = models.CharField(max_length=12, choices=Comparator)
    value = models.PositiveIntegerField(null=True)
    value_max = models.PositiveIntegerField(null=True)
    unit = models.CharField(max_length=15, choices=Unit)
    unit_detail = models.CharField(max_length=200, blank=True)  # as said
    as_said = models.CharField(max_length=300, blank=True)
    day = models.CharField(max_length=20, blank=True)  # EDTF

    class Meta(Recorded.Meta):
        constraints: ClassVar = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(
                name="numberclaim_number_as_compared",
                condition=Q(comparator__in=WITHOUT_NUMBER, value=None)
                | (~Q(comparator__in=WITHOUT_NUMBER) & Q(value__isnull=False)),
                violation_error_message=NUMBER_NEEDED,
            ),
        ]
