"""Persons: clusters of lines that two people found to be one, and how they are searched."""

from typing import ClassVar

from django.db import models

from wayhome.apps.audit.models import Party, User
from wayhome.apps.register.models.lists import ListEntry


class Person(models.Model):
    """A case: one person as this partition knows him, with a number to read over a phone.

    A person lives as long as its founding line is the oldest founding line of its cluster. When
    clusters join, the others are `absorbed_into` it; when they split again, they return.
    """

    partition = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=7, unique=True)  # values.case_number, drawn at random
    founded_on = models.ForeignKey(ListEntry, on_delete=models.PROTECT, related_name="+")
    founded_at = models.DateTimeField()
    founded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    absorbed_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="absorbed"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partition", "founded_on"], name="person_founding"),
        ]

    def __str__(self) -> str:
        return f"person {self.number}"


class Membership(models.Model):
    """A line belongs to a person, in one partition. Rewritten by services.clusters alone."""

    partition = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    entry = models.ForeignKey(ListEntry, on_delete=models.PROTECT, related_name="memberships")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partition", "entry"], name="member_of_one"),
        ]


class NameKey(models.Model):
    """A key under which a line is found: a sound-like form of a name part, a number, a year.

    A line has about fifteen, written while SQLite lets nobody else write. So the database checks
    no reference here (lines and parties are never deleted) and keeps one index: erasure, which is
    rare, reads the table for a line's keys.
    """

    partition = models.ForeignKey(
        Party, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    key = models.CharField(max_length=40)
    entry = models.ForeignKey(
        ListEntry,
        on_delete=models.CASCADE,
        related_name="name_keys",
        db_index=False,
        db_constraint=False,
    )

    class Meta:
        # The partition comes first: nobody's search so much as counts another's lines.
        indexes: ClassVar = [models.Index(fields=["partition", "key", "entry"], name="name_key")]
