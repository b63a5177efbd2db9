"""Who looked at whom. Append-only."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from wayhome.apps.audit.models.accounts import User
from wayhome.apps.audit.models.keys import SubjectKey


class Read(models.Model):
    """An account saw a subject. A search has one row per line it showed, and one without."""

    class How(models.TextChoices):
        """In which way."""

        VIEWED = "viewed", _("viewed")
        SEARCHED = "searched", _("searched")  # a search was made; `about` empty
        FOUND = "found", _("found by a search")  # the search showed this one
        EXPORTED = "exported", _("exported")
        PRINTED = "printed", _("printed")

    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=10, choices=How)
    about = models.ForeignKey(SubjectKey, null=True, on_delete=models.PROTECT, related_name="+")
    request = models.UUIDField()  # rows of one request belong together

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["by", "at"], name="read_by_at"),
            models.Index(fields=["about", "at"], name="read_about_at"),
        ]
