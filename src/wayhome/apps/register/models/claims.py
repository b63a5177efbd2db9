"""What sources say of a line or a person: assertions, answers, flags. Claims, never facts."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wayhome.apps.audit.models import Organisation, Party, User
from wayhome.apps.register.models.lists import ListEntry, Source
from wayhome.apps.register.models.withdrawing import AskedBack


class Assertion(AskedBack):
    """A dated claim by a named source about a line (and so about the person it belongs to)."""

    class Kind(models.TextChoices):
        """What is claimed. `FATES` need a second person."""

        SOUGHT = "sought", _("is sought")
        SEEN = "seen", _("was seen alive")
        PROBABLY_HELD = "probably_held", _("is probably held")
        ACKNOWLEDGED_HELD = "acknowledged_held", _("is held, as the holder says")
        CONFIRMED_HELD = "confirmed_held", _("is held, confirmed by the neutral agency")
        DENIED = "denied", _("is not held, as the other side says")
        LISTED_DEAD = "listed_dead", _("is listed as dead")
        DIED = "died", _("died")
        HANDED_OVER = "handed_over", _("was handed over")
        HOME = "home", _("is home")

    FATES: ClassVar = ("died", "handed_over", "home")

    class State(models.TextChoices):
        """Where it stands."""

        PROPOSED = "proposed", _("to be confirmed")
        STANDING = "standing", _("recorded")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    partition = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey(ListEntry, on_delete=models.PROTECT, related_name="assertions")
    kind = models.CharField(max_length=20, choices=Kind)
    said_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey(Source, null=True, on_delete=models.PROTECT, related_name="+")
    as_of_date = models.CharField(max_length=20)  # EDTF
    as_of_written = models.CharField(max_length=40, blank=True)  # as it was entered
    evidence = models.CharField(max_length=1000)
    state = models.CharField(max_length=10, choices=State)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("recorded_by")),
                name="assertion_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["died", "handed_over", "home"], state="standing")
                | Q(decided_by__isnull=False),
                name="assertion_fate_confirmed",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn", decided_by__isnull=False)
                | (
                    Q(withdrawn_by__isnull=False, withdrawal_asked_by__isnull=False)
                    & ~Q(withdrawn_by=F("withdrawal_asked_by"))
                ),
                name="assertion_fate_withdrawn_by_two",
            ),
        ]


class Answer(models.Model):
    """What the other side says about a line that was put to it. The latest stands."""

    class Verdict(models.TextChoices):
        """The answers there are."""

        HELD = "held", _("held")
        NOT_HELD = "not_held", _("not held")
        PARTICULARS = "particulars_not_sufficient", _("particulars not sufficient")
        VERIFYING = "under_verification", _("under verification")
        DIED = "died", _("died")
        RETURNED = "already_returned", _("already returned")
        OUTSIDE = "outside_category", _("outside the category")
        REFUSED = "refused", _("refused")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Whose knowledge it is: the answering party's, or the keeper's if he took it down.
    partition = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey(ListEntry, on_delete=models.PROTECT, related_name="answers")
    given_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=30, choices=Verdict)
    detail = models.CharField(max_length=500, blank=True)  # needs ..., reason
    until_date = models.CharField(max_length=20, blank=True)  # of a verification; EDTF
    as_of_date = models.CharField(max_length=20)  # EDTF
    until_written = models.CharField(max_length=40, blank=True)  # both as they were entered
    as_of_written = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=300)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    replaced_by = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="replaces"
    )
    # The asking party sees it from the moment two people released it.
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(verdict__in=["refused", "particulars_not_sufficient"]) | ~Q(detail=""),
                name="answer_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(verdict="under_verification") | ~Q(until_date=""),
                name="answer_says_until_when",
            ),
        ]
        # Without it SQLite looks for the answer in force to a line among all answers in force.
        indexes: ClassVar = [models.Index(fields=["entry", "replaced_by"], name="answer_in_force")]

    def __str__(self) -> str:
        return f"answer {self.pk}"


class Flag(models.Model):
    """Something about a line that somebody must mind."""

    class Kind(models.TextChoices):
        """What it is."""

        ALREADY_HOME = "already_home", _("already home")
        REPORTED_DEAD = "reported_dead", _("reported dead")
        CIVILIAN = "civilian", _("civilian")
        CHILD = "child", _("child")
        DUPLICATE = "duplicate", _("stands twice on the list")
        OFF_CRITERIA = "off_criteria", _("outside the list's criteria")
        HARM = "harm", _("could be harmed by disclosure")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Who may see it: a harm flag is the keeper's and stays invisible to the party.
    partition = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey(ListEntry, on_delete=models.PROTECT, related_name="flags")
    kind = models.CharField(max_length=20, choices=Kind)
    said_by = models.CharField(max_length=200, blank=True)  # reported dead by whom
    criterion = models.CharField(max_length=60, blank=True)  # which, if a machine checked
    note_sealed = models.BinaryField(null=True)
    due_date = models.DateField(null=True)
    raised_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    resolved_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    resolved_at = models.DateTimeField(null=True)
    resolved_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partition", "entry", "kind", "criterion"],
                condition=Q(resolved_at=None),
                name="flag_raised_once",
            ),
        ]
