"""Lists as they were handed over, and their lines as written."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wayhome.apps.audit.models import Organisation, Party, SubjectKey, User


class Source(models.Model):
    """A document or report that a claim stands on, graded as intelligence is (A-F, 1-6)."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    partition = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    publisher = models.CharField(max_length=200)
    title = models.CharField(max_length=300, blank=True)
    dated = models.CharField(max_length=20, blank=True)  # EDTF
    dated_written = models.CharField(max_length=40, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    reliability = models.CharField(max_length=1, blank=True)  # A-F
    credibility = models.CharField(max_length=1, blank=True)  # 1-6


class PersonList(models.Model):
    """One version of a list that one office handed to another."""

    class Kind(models.TextChoices):
        """What the list says of its people."""

        SOUGHT = "sought", _("sought")
        HELD = "held", pgettext_lazy("list", "held")
        TRANSFER = "transfer", _("transfer")
        DECEASED = "deceased", _("dead")
        CHILDREN = "children", _("children")
        REMAINS = "remains", _("remains")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    receipt = models.CharField(max_length=7, unique=True)  # a case number (values.case_number)
    partition = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="lists")
    submitted_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="lists")
    addressed_to = models.ForeignKey(
        Party, null=True, blank=True, on_delete=models.PROTECT, related_name="lists_received"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(max_length=200)
    as_of_date = models.CharField(max_length=20)  # EDTF
    # Versions of one list share a series; `version` counts from 1.
    series = models.UUIDField(default=uuid.uuid4, db_index=True)
    version = models.PositiveIntegerField(default=1)
    # Once a version was rolled back, another may take its place.
    predecessor = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="successors"
    )
    criteria = models.JSONField(default=dict, blank=True)  # see files/criteria.py
    mapping = models.JSONField(default=dict)  # field to header
    lines = models.PositiveIntegerField(default=0)
    key = models.OneToOneField(SubjectKey, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=255)
    file_sha256 = models.CharField(max_length=64)  # as it came; empty once a line was erased
    file_sealed = models.BinaryField()  # the file as it came, or without the lines erased since
    # The file lies under a key of its own, destroyed when a line is taken out of it.
    file_key = models.ForeignKey(SubjectKey, null=True, on_delete=models.PROTECT, related_name="+")
    file_rewritten_at = models.DateTimeField(null=True)
    imported_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    imported_at = models.DateTimeField()
    rolled_back_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    rolled_back_at = models.DateTimeField(null=True)
    rolled_back_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "version"], name="list_version_once"),
            models.UniqueConstraint(
                fields=["predecessor"],
                condition=models.Q(rolled_back_at=None),
                name="list_one_successor",
            ),
        ]

    def __str__(self) -> str:
        return f"list {self.receipt}"

    @property
    def key_of_file(self) -> SubjectKey:
        """The key under which the file lies sealed."""
        return self.file_key or self.key


WRITTEN = (
    "full_name",
    "surname",
    "given_names",
    "patronymic",
    "mothers_maiden_name",
    "sex",
    "birth_date",
    "birthplace",
    "nationality",
    "power",
    "rank",
    "number",
    "unit",
    "capture_date",
    "capture_place",
)
"""The fields of a line that are weighed or searched, and so lie readable in the database."""

SEALED = ("health", "next_of_kin")
"""The fields that lie sealed under the line's key, with the raw row."""


class LineManager(models.Manager["ListEntry"]):
    """Lines that somebody wrote. The invented are nowhere but where a receiver meets them."""

    def get_queryset(self) -> models.QuerySet["ListEntry"]:
        """Without the invented."""
        return super().get_queryset().filter(invented=False)


class ListEntry(models.Model):
    """A line as its source wrote it. Immutable; the same line in a later version is the same row.

    Also a person entered by hand, who then stands on no list (no `Appearance`); and a person
    invented for one party (`Canary`), which meets him as a line among the lines it is sent.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    partition = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    key = models.OneToOneField(SubjectKey, on_delete=models.PROTECT, related_name="entry")
    source = models.ForeignKey(Source, null=True, on_delete=models.PROTECT, related_name="+")
    full_name = models.CharField(max_length=300, blank=True)
    surname = models.CharField(max_length=200, blank=True)
    given_names = models.CharField(max_length=200, blank=True)
    patronymic = models.CharField(max_length=200, blank=True)
    mothers_maiden_name = models.CharField(max_length=200, blank=True)
    sex = models.CharField(max_length=1, blank=True)
    birth_date = models.CharField(max_length=20, blank=True)  # EDTF
    birthplace = models.CharField(max_length=300, blank=True)
    nationality = models.CharField(max_length=100, blank=True)
    power = models.CharField(max_length=100, blank=True)  # Power on which he depends
    rank = models.CharField(max_length=100, blank=True)
    number = models.CharField(max_length=100, blank=True)  # army, regimental, personal or serial
    unit = models.CharField(max_length=300, blank=True)
    capture_date = models.CharField(max_length=20, blank=True)  # or last seen; EDTF
    capture_place = models.CharField(max_length=300, blank=True)
    sealed = models.BinaryField(null=True)  # JSON: raw row, health, next of kin
    # Keyed hash of all mapped fields: equal in the next version means the same line.
    digest = models.BinaryField()
    # The line of the previous version that this one changes.
    follows = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="followed_by"
    )
    entered_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)
    invented = models.BooleanField(default=False)

    objects = LineManager()
    with_invented = models.Manager["ListEntry"]()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["partition", "digest"], name="entry_digest"),
        ]

    def __str__(self) -> str:
        return f"line {self.pk}"

    @property
    def name(self) -> str:
        """The whole name as written: the parts in their order, or the one cell."""
        parts = [p for p in (self.surname, self.given_names, self.patronymic) if p]
        return " ".join(parts) or self.full_name


class Appearance(models.Model):
    """A line stands on this version of a list, in this row."""

    list = models.ForeignKey(PersonList, on_delete=models.PROTECT, related_name="appearances")
    entry = models.ForeignKey(ListEntry, on_delete=models.PROTECT, related_name="appearances")
    line = models.PositiveIntegerField()  # 1-based row in the file

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["list", "line"], name="appearance_line_once"),
        ]


class SenderMapping(models.Model):
    """How this office's columns were mapped last time, remembered per sender."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    headers = models.CharField(max_length=64)  # SHA-256 of the header row
    mapping = models.JSONField()  # field to header
    used_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "headers"], name="mapping_once"),
        ]
