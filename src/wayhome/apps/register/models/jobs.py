"""Long work: shows its progress, can be stopped, loses nothing when stopped."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from wayhome.apps.audit.models import Organisation, Party, SubjectKey, User
from wayhome.apps.register.models.lists import PersonList


class Job(models.Model):
    """An import, a match or an export, from request to result."""

    class Kind(models.TextChoices):
        """What is done."""

        IMPORT = "import", _("import of a list")
        MATCH = "match", _("comparison of two lists")
        CHECK = "check", _("check of a list")
        EXPORT = "export", _("export")

    class State(models.TextChoices):
        """How far it is. An import stops at `mapping` and `preview` for a person to look."""

        MAPPING = "mapping", _("columns to be confirmed")
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        PREVIEW = "preview", _("to be looked at")
        DONE = "done", _("done")
        CANCELLED = "cancelled", _("stopped")
        FAILED = "failed", _("failed")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    partition = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)  # of `total`
    total = models.PositiveIntegerField(default=0)
    stage = models.CharField(max_length=40, blank=True)  # a code
    cancel_asked = models.BooleanField(default=False)
    refusal = models.CharField(max_length=60, blank=True)  # a code of a sentence
    refusal_values = models.JSONField(default=dict)
    parameters = models.JSONField(default=dict)  # numbers and codes, no names
    result = models.JSONField(default=dict)  # counts, no names
    # An import's file and what was found in it, sealed until it becomes a list.
    key = models.ForeignKey(SubjectKey, null=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+"
    )
    file_name = models.CharField(max_length=255, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    file_sealed = models.BinaryField(null=True)
    problems_sealed = models.BinaryField(null=True)
    list = models.ForeignKey(PersonList, null=True, on_delete=models.PROTECT, related_name="jobs")
    list_b = models.ForeignKey(PersonList, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["partition", "state"], name="job_state")]

    def __str__(self) -> str:
        return f"job {self.pk}"
