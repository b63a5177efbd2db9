"""Erasure of lines: asked for by one, done by another."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wayhome.apps.audit.models import User
from wayhome.apps.register.models.lists import ListEntry


class ErasureRequest(models.Model):
    """Lines whose content is to be destroyed, on what ground."""

    class Ground(models.TextChoices):
        """Why what is kept of a person is destroyed."""

        WISH = "wish", _("the person or the family asks for it")
        UNLAWFUL = "unlawful", _("there is no lawful ground to keep it")
        HARM = "harm", _("keeping it could harm somebody")
        MISTAKE = "mistake", _("it should never have been recorded")

    class State(models.TextChoices):
        """Where it stands."""

        ASKED = "asked", _("to be approved")
        DONE = "done", _("erased")
        DECLINED = "declined", _("declined")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    entries = models.ManyToManyField(ListEntry, related_name="+")
    ground = models.CharField(max_length=10, choices=Ground)
    # The number of a letter or a decision. It outlives the erasure: never a name.
    reference = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(state="done") | ~Q(decided_by=F("asked_by")),
                name="erasure_by_two",
            ),
            models.CheckConstraint(
                condition=Q(state="asked", decided_by=None, decided_at=None)
                | (~Q(state="asked") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="erasure_who_and_when",
            ),
        ]
