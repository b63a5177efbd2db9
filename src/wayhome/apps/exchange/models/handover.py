"""Handover: batches and vehicles, who is to travel in which, and what happened to each person."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wayhome.apps.audit.models import SubjectKey, User
from wayhome.apps.exchange.models.exchanges import Exchange, ExchangeSide
from wayhome.apps.exchange.models.lines import Line
from wayhome.apps.exchange.models.plans import Plan
from wayhome.apps.register.models import Assertion, ListEntry, Person
from wayhome.apps.talks.models import Delivery


class Batch(models.Model):
    """Those who travel on one day of a plan, from both sides."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    exchange = models.ForeignKey(Exchange, on_delete=models.PROTECT, related_name="batches")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()  # from 0, as in the plan
    day = models.DateField()
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["exchange", "number"], name="batch_once"),
        ]

    def __str__(self) -> str:
        return f"batch {self.number + 1} of exchange {self.exchange_id}"


class Vehicle(models.Model):
    """A vehicle of a batch. It carries the people of one side, named on one manifest."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="vehicles")
    holder = models.ForeignKey(ExchangeSide, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)  # as it stands on its door
    seats = models.PositiveSmallIntegerField()
    stretchers = models.PositiveSmallIntegerField(default=0)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "holder", "name"], name="vehicle_name_once"),
        ]

    def __str__(self) -> str:
        return f"vehicle {self.pk}"


class Aboard(models.Model):
    """A line stands on the manifest of a vehicle, until it is taken off."""

    vehicle = models.ForeignKey(Vehicle, on_delete=models.PROTECT, related_name="aboard")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="aboard")
    put_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    put_at = models.DateTimeField()
    taken_off_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["line"], condition=Q(taken_off_at=None), name="aboard_one_vehicle"
            ),
        ]


class HandoverStep(models.Model):
    """One thing that happened to one person on the way home, entered once by its client key.

    Why somebody did not cross lies sealed: to both sides it is one and the same, whatever it was.
    """

    class Kind(models.TextChoices):
        """What happened."""

        OUT = "out", pgettext_lazy("handover", "checked out")
        IN = "in", pgettext_lazy("handover", "checked in, identity confirmed")
        NOT_CROSSED = "not_crossed", _("did not cross")
        EXTRA = "extra", _("came without standing on a manifest")
        HOME = "home", _("is home")

    class Cause(models.TextChoices):
        """Why somebody did not cross. None of them leaves this table unsealed."""

        ABSENT = "absent", pgettext_lazy("handover", "was not there")
        OTHER_PERSON = "other_person", _("another person came under this name")
        REFUSED = "refused", _("refused at the line")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    client_key = models.UUIDField(unique=True)  # chosen where it was entered
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="steps")
    vehicle = models.ForeignKey(Vehicle, null=True, on_delete=models.PROTECT, related_name="steps")
    line = models.ForeignKey(Line, null=True, on_delete=models.PROTECT, related_name="steps")
    entry = models.ForeignKey(ListEntry, null=True, on_delete=models.PROTECT, related_name="+")
    # The case the keeper's judgements make of the entry, if there is one.
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=11, choices=Kind)
    happened_at = models.DateTimeField()
    attributes = models.JSONField(default=list)  # fields of the entry that agreed, face to face
    key = models.OneToOneField(SubjectKey, null=True, on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField(null=True)  # JSON: cause, note
    settled_sealed = models.BinaryField(null=True)  # what was done about it
    settled_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    # What the register was told; a fate counts there when another person confirms it.
    assertion = models.OneToOneField(
        Assertion, null=True, on_delete=models.PROTECT, related_name="handover_step"
    )
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    undone_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            # Nobody is handed over twice: neither a line of the register nor a person of a case.
            models.UniqueConstraint(
                fields=["entry"], condition=Q(kind="in", undone_at=None), name="handed_over_once"
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(kind="in", undone_at=None, person__isnull=False),
                name="person_handed_over_once",
            ),
            models.UniqueConstraint(
                fields=["line"], condition=Q(kind="home", undone_at=None), name="home_once"
            ),
            models.UniqueConstraint(
                fields=["line", "batch", "kind"],
                condition=Q(kind__in=["out", "not_crossed"], undone_at=None),
                name="handover_step_once",
            ),
            models.CheckConstraint(
                name="handover_step_of_somebody",
                condition=Q(kind="extra") | Q(line__isnull=False, entry__isnull=False),
            ),
            models.CheckConstraint(
                name="handover_step_undone_who_and_when",
                condition=Q(undone_by=None, undone_at=None)
                | Q(undone_by__isnull=False, undone_at__isnull=False),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["batch", "kind"], name="handover_of_batch")]

    def __str__(self) -> str:
        return f"handover step {self.pk}"

    @property
    def undo_waits(self) -> bool:
        """Whether it stands until an approver decides if its claim in the register is withdrawn."""
        claim = self.assertion
        if self.undone_at is not None or claim is None:
            return False
        return claim.state == claim.State.STANDING and claim.withdrawal_asked_by_id is not None


class Receipt(models.Model):
    """A side signs for a batch: how many it gave and received, by its own count and rule."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="receipts")
    side = models.ForeignKey(ExchangeSide, on_delete=models.PROTECT, related_name="+")
    gave = models.PositiveIntegerField()
    received = models.PositiveIntegerField()
    # Wounded and sick, civilians, children: beside the count.
    gave_beside = models.PositiveIntegerField(default=0)
    received_beside = models.PositiveIntegerField(default=0)
    counting_rule = models.CharField(max_length=200)
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)  # an entry it rested on was undone

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["batch", "side"], condition=Q(voided_at=None), name="receipt_once"
            ),
        ]


class Waiver(models.Model):
    """A side agrees that the next batch goes though one is ahead by more than was agreed."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="waivers")
    side = models.ForeignKey(ExchangeSide, on_delete=models.PROTECT, related_name="+")
    ahead = models.PositiveIntegerField()  # a lead up to this size
    reason = models.CharField(max_length=500)  # told to both sides
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["batch", "side"], condition=Q(withdrawn_at=None), name="waiver_once"
            ),
        ]


class Counted(models.Model):
    """A delivery of the talks that was counted in this batch: by a side, or by the keeper."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="counted")
    # None: the institution that runs the exchange counted.
    receipt = models.ForeignKey(
        Receipt, null=True, on_delete=models.PROTECT, related_name="counted"
    )
    delivery = models.OneToOneField(Delivery, on_delete=models.PROTECT, related_name="counted")
    voided_at = models.DateTimeField(null=True)
