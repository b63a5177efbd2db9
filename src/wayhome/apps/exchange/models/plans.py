"""Plans: the document as both sides verify it, and its reason on every line."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from wayhome.apps.audit.models import User
from wayhome.apps.exchange.models.draws import Draw
from wayhome.apps.exchange.models.exchanges import Exchange
from wayhome.apps.exchange.models.lines import Line


class PlanJob(models.Model):
    """A plan being made: shows how far it is, can be stopped, and then leaves nothing."""

    class Kind(models.TextChoices):
        """What is made."""

        PLAN = "plan", _("a plan")
        MEND = "mend", _("the plan again, with the fewest changes")

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        CANCELLED = "cancelled", _("stopped")
        FAILED = "failed", _("failed")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="jobs")
    kind = models.CharField(max_length=5, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)  # of `total`
    total = models.PositiveIntegerField(default=0)
    cancel_asked = models.BooleanField(default=False)
    travelled = models.PositiveSmallIntegerField(default=0)  # batches that have left already
    refusal = models.CharField(max_length=60, blank=True)  # a code of a sentence
    clashes = models.JSONField(default=list)  # rules that cannot all be kept: selectors.clashes

    def __str__(self) -> str:
        return f"plan job {self.pk}"


class Plan(models.Model):
    """A plan and the problem it answers, as files both sides verify. The latest stands."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    exchange = models.ForeignKey(Exchange, on_delete=models.PROTECT, related_name="plans")
    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="plans")
    job = models.OneToOneField(PlanJob, on_delete=models.PROTECT, related_name="plan")
    mends = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="mended_by"
    )
    problem = models.TextField()  # canonical JSON, format exchange/2
    document = models.TextField()  # JSON, format plan/1
    problem_sha256 = models.CharField(max_length=64)
    list_hash = models.CharField(max_length=64)
    values = models.JSONField(default=list)  # [objective, value]
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            # Of two jobs that end at once one makes the first plan of a draw.
            models.UniqueConstraint(
                fields=["draw"], condition=models.Q(mends=None), name="plan_first_once"
            ),
        ]

    def __str__(self) -> str:
        return f"plan {self.pk}"


class PlanLine(models.Model):
    """What a plan says of a line: in which batch it goes, or that it stays, and why."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="lines")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="planned")
    batch = models.PositiveSmallIntegerField(null=True)  # from 0; None: stays
    code = models.CharField(max_length=40)  # engines.planning.Answer.code
    values = models.JSONField(default=dict)  # what fills its sentence
    sentence = models.CharField(max_length=500)  # in English, for the side that holds the person

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "line"], name="planned_once"),
        ]
