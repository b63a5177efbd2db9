"""What a side is bound by, in every speaker's wording; re-affirmed, lapsed, assessed."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wayhome.apps.register.models import PersonList
from wayhome.apps.talks.models.kept import Recorded
from wayhome.apps.talks.models.processes import Issue, Side
from wayhome.apps.talks.models.proposals import Proposal, Response
from wayhome.apps.talks.models.rounds import Delegate, Round
from wayhome.apps.talks.models.terms import Terms
from wayhome.apps.talks.models.words import Wording


class Commitment(Recorded):
    """Something one side or more would be bound to.

    A side is bound only by what it accepted or said itself: see selectors.kept.bound_sides.
    """

    round = models.ForeignKey(Round, null=True, on_delete=models.PROTECT, related_name="+")
    issue = models.ForeignKey(Issue, null=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)  # in a few neutral words
    bound = models.ManyToManyField(Side, related_name="+")
    proposal = models.ForeignKey(Proposal, null=True, on_delete=models.PROTECT, related_name="+")
    accepted = models.ManyToManyField(Response, related_name="+", blank=True)
    made_date = models.CharField(max_length=20, blank=True)  # EDTF


class CommitmentWording(Terms):
    """How one side, or a document, puts the commitment. Wordings stand side by side."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="wordings")
    side = models.ForeignKey(Side, null=True, on_delete=models.PROTECT, related_name="+")
    delegate = models.ForeignKey(Delegate, null=True, on_delete=models.PROTECT, related_name="+")
    speaker = models.CharField(max_length=200, blank=True)  # as written
    said_date = models.CharField(max_length=20, blank=True)  # EDTF
    wording = models.OneToOneField(Wording, null=True, on_delete=models.PROTECT, related_name="+")


class Reaffirmation(Recorded):
    """A side says that it still holds to a commitment."""

    commitment = models.ForeignKey(
        Commitment, on_delete=models.PROTECT, related_name="reaffirmations"
    )
    side = models.ForeignKey(Side, on_delete=models.PROTECT, related_name="+")
    day = models.CharField(max_length=20)  # EDTF
    wording = models.OneToOneField(Wording, null=True, on_delete=models.PROTECT, related_name="+")


class Lapse(Recorded):
    """Somebody says that a commitment no longer holds."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="lapses")
    side = models.ForeignKey(Side, null=True, on_delete=models.PROTECT, related_name="+")
    said_by = models.CharField(max_length=200, blank=True)  # if it is none of the sides
    day = models.CharField(max_length=20)  # EDTF
    reason = models.CharField(max_length=500)


class Assessment(Recorded):
    """How far a commitment has come, as a named assessor sees it."""

    class Score(models.IntegerChoices):
        """The four steps of the Peace Accords Matrix."""

        NOT_BEGUN = 0, _("not begun")
        MINIMAL = 1, _("minimal")
        PARTLY = 2, _("partly")
        COMPLETE = 3, _("complete")

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="assessments")
    assessor = models.CharField(max_length=200)
    score = models.PositiveSmallIntegerField(choices=Score)
    day = models.CharField(max_length=20)  # EDTF
    reason = models.CharField(max_length=1000)

    class Meta(Recorded.Meta):
        constraints: ClassVar = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(
                name="assessment_score_of_four", condition=Q(score__in=[0, 1, 2, 3])
            ),
        ]


class ListOfCommitment(Recorded):
    """A list of the register belongs to a commitment: what it asks for, or what it proves."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="lists")
    list = models.ForeignKey(PersonList, on_delete=models.PROTECT, related_name="+")
