"""Keys under which the details of one line, person or list lie sealed."""

import uuid
from typing import ClassVar

from django.db import models


class SubjectKey(models.Model):
    """The key of one subject, wrapped by a master key that lies outside the database.

    Its `uid` is the subject's pseudonym in the history. Erasure empties `wrapped`: what was
    sealed under it can never be read again, while every proof stays valid.
    """

    class About(models.TextChoices):
        """What the key belongs to."""

        LINE = "line"
        LIST = "list"
        ACCOUNT = "account"
        RECORD = "record"  # a disclosure, a job: something that is no person

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    about = models.CharField(max_length=10, choices=About)
    master = models.CharField(max_length=32, db_index=True)  # which master key wraps it
    wrapped = models.BinaryField(null=True)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(wrapped=None, destroyed_at__isnull=False)
                | models.Q(wrapped__isnull=False, destroyed_at=None),
                name="key_destroyed_or_there",
            )
        ]


class HoldBack(models.Model):
    """A keyed hash of a line that was erased: it is held back when a list brings it again."""

    digest = models.BinaryField(unique=True)
    at = models.DateTimeField()
