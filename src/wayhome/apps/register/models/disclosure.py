"""What leaves a partition: to whom, which persons, which fields, on what ground."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wayhome.apps.audit.models import Organisation, Party, SubjectKey, User
from wayhome.apps.register.models.claims import Answer
from wayhome.apps.register.models.lists import ListEntry, PersonList


class Disclosure(models.Model):
    """Asked for by one, approved by another, perhaps recalled."""

    class What(models.TextChoices):
        """What leaves."""

        ANSWERS = "answers", _("answers")
        LIST = "list", _("list")
        FILE = "file", _("file")
        SHEET = "sheet", _("printed sheet")

    class State(models.TextChoices):
        """Where it stands."""

        ASKED = "asked", _("to be approved")
        RELEASED = "released", _("released")
        DECLINED = "declined", _("declined")
        RECALLED = "recalled", _("recalled")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(max_length=7, unique=True)  # stands on every page of the export
    partition = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=10, choices=What)
    to = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="disclosures")
    fields = models.JSONField(default=list)
    list = models.ForeignKey(PersonList, null=True, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=1000)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    # What the approver sees and approves; approving something else is refused.
    content_sha256 = models.CharField(max_length=64)
    persons = models.PositiveIntegerField()  # as the asking partition knows it
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_reason = models.CharField(max_length=500, blank=True)
    recalled_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    recalled_at = models.DateTimeField(null=True)
    recalled_reason = models.CharField(max_length=500, blank=True)
    key = models.ForeignKey(SubjectKey, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                name="disclosure_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(state="recalled") | Q(recalled_by__isnull=False),
                name="disclosure_recalled_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="released") | Q(decided_by__isnull=False),
                name="disclosure_released_by_somebody",
            ),
        ]


INVENTED = 3
"""Persons invented for a receiver, as a rule, in each disclosure."""
SPACE = INVENTED + 1
"""From one line that was asked for to the next, in a disclosure."""


class DisclosureItem(models.Model):
    """A line, or an answer about it, that a disclosure carries.

    What a harm flag holds back keeps its row, so that the party that asked sees no difference;
    the receiver gets only what is not withheld.
    """

    disclosure = models.ForeignKey(Disclosure, on_delete=models.CASCADE, related_name="items")
    entry = models.ForeignKey(ListEntry, on_delete=models.PROTECT, related_name="disclosed")
    answer = models.ForeignKey(Answer, null=True, on_delete=models.PROTECT, related_name="items")
    # Its place in the file. Before each line that was asked for there are free places, where
    # persons may be invented: whatever is left out later, nobody moves.
    position = models.PositiveIntegerField()
    withheld = models.BooleanField(default=False)
    held_since = models.DateTimeField(null=True)  # when a flag came after it was released

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["disclosure", "entry"], name="disclosed_once"),
        ]

    def __str__(self) -> str:
        return f"item {self.pk}"


class Canary(models.Model):
    """A person invented for one receiver: whoever reads him here had a file of that party's.

    To the receiver he is an item among the items, a line among the lines, which may be answered;
    and the same one in every disclosure, so that no two of his files tell him from the others.
    """

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    entry = models.OneToOneField(ListEntry, on_delete=models.PROTECT, related_name="+")
    digest = models.BinaryField(db_index=True)  # keyed hash of the name, as a search hashes it
    first_read_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"canary {self.pk}"


class Alert(models.Model):
    """Something the keeper's approvers must look at: a canary was read, a cap was reached."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    partition = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    about = models.CharField(max_length=60, blank=True)  # a number, never a name
    raised_at = models.DateTimeField()
    seen_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField(null=True)
