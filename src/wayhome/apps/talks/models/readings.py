"""The reading of a report by the worker: asked for, under way, over."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wayhome.apps.audit.models import User
from wayhome.apps.talks.models.reports import Report


class ReadingJob(models.Model):
    """Long work: shows how far it is, can be stopped, loses nothing when it is killed."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        STOPPED = "stopped", _("stopped")
        FAILED = "failed", _("failed")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="readings")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)  # tells one attempt from every other
    finished_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=60, blank=True)  # a code of a sentence

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["report"],
                condition=Q(state__in=["waiting", "running"]),
                name="one_reading_under_way",
            ),
        ]

    def __str__(self) -> str:
        return f"reading {self.pk}"

    @property
    def is_under_way(self) -> bool:
        """Whether it waits or runs."""
        return self.state in (self.State.WAITING, self.State.RUNNING)
