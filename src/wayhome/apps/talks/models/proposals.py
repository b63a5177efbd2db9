"""What was offered or asked, and what came back. None of it is a promise."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wayhome.apps.talks.models.kept import Recorded
from wayhome.apps.talks.models.processes import Issue, Side
from wayhome.apps.talks.models.rounds import Round
from wayhome.apps.talks.models.terms import Terms
from wayhome.apps.talks.models.words import Wording


class Proposal(Terms):
    """One side proposes something to others. Never counted as promised."""

    round = models.ForeignKey(Round, null=True, on_delete=models.PROTECT, related_name="+")
    issue = models.ForeignKey(Issue, null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Side, on_delete=models.PROTECT, related_name="+")
    to = models.ManyToManyField(Side, related_name="+", blank=True)
    made_date = models.CharField(max_length=20, blank=True)  # EDTF
    gist = models.CharField(max_length=300)  # in a few neutral words
    wording = models.OneToOneField(Wording, null=True, on_delete=models.PROTECT, related_name="+")


class Response(Recorded):
    """What a side answers to a proposal."""

    class Kind(models.TextChoices):
        """The answers there are."""

        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", pgettext_lazy("talks", "refused")
        COUNTERED = "countered", _("answered with another proposal")
        NOTED = "noted", _("taken note of")
        IGNORED = "ignored", _("not answered")

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="responses")
    by = models.ForeignKey(Side, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    counter = models.ForeignKey(Proposal, null=True, on_delete=models.PROTECT, related_name="+")
    given_date = models.CharField(max_length=20, blank=True)  # EDTF
    wording = models.OneToOneField(Wording, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Recorded.Meta):
        constraints: ClassVar = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(
                name="response_counter_is_another",
                condition=Q(counter=None) | (Q(kind="countered") & ~Q(counter=F("proposal"))),
                violation_error_message=_("Another proposal answers only as a counter-proposal."),
            ),
        ]
