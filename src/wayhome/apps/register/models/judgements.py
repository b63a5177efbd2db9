"""What the machine proposes about two lines, and what people decide."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wayhome.apps.audit.models import Party, SubjectKey, User
from wayhome.apps.register.models.jobs import Job
from wayhome.apps.register.models.lists import ListEntry
from wayhome.apps.register.models.withdrawing import AskedBack


class CandidateMatch(models.Model):
    """Two lines the machine would show a person. Computed; never a fact.

    `partition` is whose work it is: a party's own, between its own lines, or the keeper's.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    partition = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    entry_a = models.ForeignKey(ListEntry, on_delete=models.PROTECT, related_name="+")
    entry_b = models.ForeignKey(ListEntry, on_delete=models.PROTECT, related_name="+")
    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="candidates")
    weight = models.FloatField()  # log10 likelihood ratio, the sum of the parts
    posterior = models.FloatField()
    zone = models.CharField(max_length=10)  # engines.linkage.Zone
    reason = models.CharField(max_length=20)  # engines.linkage.Reason
    order = models.CharField(max_length=40, blank=True)
    # [{"field": ..., "weight": ..., "finding": ...}], as engines.linkage says it.
    parts = models.JSONField()
    # The fields that are close or differ, with a blank before and after each, to filter by.
    disagreeing = models.CharField(max_length=400, default=" ")
    rivals = models.UUIDField(null=True, db_index=True)  # judged together; null if alone
    model = models.CharField(max_length=64)  # version of the model that weighed it
    # Open until a judgement stands for the pair.
    open = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partition", "entry_a", "entry_b"], name="candidate_once"
            ),
            models.CheckConstraint(condition=Q(entry_a__lt=F("entry_b")), name="candidate_order"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["partition", "open", "-posterior"], name="candidate_queue"),
        ]

    def __str__(self) -> str:
        return f"candidate {self.pk}"


class Lease(models.Model):
    """A candidate that somebody has open, so that no two work on one unknowingly."""

    candidate = models.OneToOneField(CandidateMatch, primary_key=True, on_delete=models.CASCADE)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()


class Judgement(AskedBack):
    """What people say of two lines: proposed by one, confirmed by another, perhaps withdrawn."""

    class Verdict(models.TextChoices):
        """Same, not the same, unsure."""

        SAME = "same", _("same person")
        NOT_SAME = "not_same", _("not the same")
        UNSURE = "unsure", _("unsure")

    class State(models.TextChoices):
        """Where it stands. The table of moves is in policies.MOVES."""

        PROPOSED = "proposed", _("to be confirmed")
        CONFIRMED = "confirmed", _("confirmed")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    partition = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    entry_a = models.ForeignKey(ListEntry, on_delete=models.PROTECT, related_name="+")
    entry_b = models.ForeignKey(ListEntry, on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey(
        CandidateMatch, null=True, on_delete=models.PROTECT, related_name="judgements"
    )
    verdict = models.CharField(max_length=10, choices=Verdict)
    reason = models.CharField(max_length=1000)
    # Reasons name either line's person: in the history they lie under a key of their own.
    key = models.ForeignKey(SubjectKey, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    in_bulk = models.BooleanField(default=False)
    # Who confirmed or declined, and when.
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_reason = models.CharField(max_length=1000, blank=True)
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(entry_a__lt=F("entry_b")), name="judgement_order"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
                name="judgement_by_two",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None, decided_at=None)
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="judgement_who_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(decided_by__isnull=False),
                name="judgement_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(withdrawal_asked_by=None)
                | Q(withdrawn_by=None)
                | ~Q(withdrawn_by=F("withdrawal_asked_by")),
                name="judgement_withdrawn_by_another",
            ),
            models.UniqueConstraint(
                fields=["partition", "entry_a", "entry_b"],
                condition=Q(state="proposed"),
                name="judgement_one_proposed",
            ),
            models.UniqueConstraint(
                fields=["partition", "entry_a", "entry_b"],
                condition=Q(state="confirmed"),
                name="judgement_one_confirmed",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["partition", "state", "proposed_at"], name="judgement_queue"),
        ]

    def __str__(self) -> str:
        return f"judgement {self.pk}"
