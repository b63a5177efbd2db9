"""Words as they were spoken or written, in their own language, and their translations."""

import uuid

from django.db import models

from wayhome.apps.audit.models import User


class Wording(models.Model):
    """The words of one row. Whoever may see that row may read them, and nobody else."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    text = models.TextField()
    language = models.CharField(max_length=35)  # BCP 47; `und` if unknown

    def __str__(self) -> str:
        return f"wording {self.pk}"


class Translation(models.Model):
    """The same words in another language, by a named translator."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    wording = models.ForeignKey(Wording, on_delete=models.PROTECT, related_name="translations")
    language = models.CharField(max_length=35)
    text = models.TextField()
    translator = models.CharField(max_length=200)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=1000, blank=True)
