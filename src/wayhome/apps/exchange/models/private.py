"""What only the neutral interviewer and one approver see, and what people decide about flags."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wayhome.apps.audit.models import SubjectKey, User
from wayhome.apps.exchange.models.lines import Line
from wayhome.apps.register.models import Flag


class Wish(models.Model):
    """What somebody told a neutral interviewer of the wish to return. Every answer lies sealed.

    Everybody on a list is asked: that there is a row says nothing of what was answered.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="wishes")
    key = models.OneToOneField(SubjectKey, on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()  # JSON: wishes, asked_on, note
    interviewer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    approver = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="wish_by_two", condition=~Q(approver=F("interviewer"))),
            models.UniqueConstraint(
                fields=["line"], condition=Q(revoked_at=None), name="wish_one_stands"
            ),
        ]


class Absence(models.Model):
    """Why a line is not available: asked by one, approved by another, read by nobody else.

    It shows when the exchange's absences are released, all that wait at once, as one code.
    """

    class Cause(models.TextChoices):
        """The causes there are. None of them leaves this table unsealed."""

        WISH = "wish", _("does not wish to return")
        MEDICAL = "medical", _("not fit to travel")
        PROCEDURAL = "procedural", _("a procedure is open")
        FLAG = "flag", _("a flag was not cleared")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="absences")
    key = models.OneToOneField(SubjectKey, on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()  # JSON: cause, note
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    approver = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    # Asked back; shows with the next release. Also set when the approver declines.
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="absence_by_two", condition=~Q(approver=F("asked_by"))),
            models.CheckConstraint(
                name="absence_released_if_approved",
                condition=Q(released_at=None) | Q(approved_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["line"], condition=Q(ended_at=None), name="absence_one_stands"
            ),
        ]


class StopDecision(models.Model):
    """A person decided that a flag or a criterion does not keep a line from going."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="decisions")
    flag = models.ForeignKey(Flag, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)  # of Flag.Kind
    criterion = models.CharField(max_length=60, blank=True)
    key = models.OneToOneField(SubjectKey, on_delete=models.PROTECT, related_name="+")
    reason_sealed = models.BinaryField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["line", "kind", "criterion", "flag"],
                condition=Q(withdrawn_at=None, flag__isnull=False),
                name="stop_of_flag_decided_once",
            ),
            models.UniqueConstraint(
                fields=["line", "kind", "criterion"],
                condition=Q(withdrawn_at=None, flag=None),
                name="stop_decided_once",
            ),
        ]
