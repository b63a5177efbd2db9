"""Rounds of talks, and who came to them with which mandate."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wayhome.apps.talks.models.kept import Recorded
from wayhome.apps.talks.models.processes import Issue, Side
from wayhome.apps.talks.models.terms import Comparator


class Round(Recorded):
    """One meeting, or one going to and fro of a mediator."""

    class NumberBasis(models.TextChoices):
        """Where the number of the round comes from. Nothing here counts rounds by itself."""

        STATED = "stated", _("stated")
        INFERRED = "inferred", _("inferred")
        UNKNOWN = "unknown", _("unknown")

    class Format(models.TextChoices):
        """How the sides met."""

        DIRECT = "direct", _("face to face")
        MEDIATED = "mediated", _("with a mediator in the room")
        SHUTTLE = "shuttle", _("a mediator between the sides")
        PHONE = "phone", _("by telephone")
        VIDEO = "video", _("by video")
        UNKNOWN = "unknown", _("unknown")

    place = models.CharField(max_length=200, blank=True)
    venue = models.CharField(max_length=200, blank=True)
    start = models.CharField(max_length=20, blank=True)  # EDTF
    end = models.CharField(max_length=20, blank=True)  # EDTF
    duration_minutes = models.PositiveIntegerField(null=True)
    duration_comparator = models.CharField(max_length=12, choices=Comparator, blank=True)
    number = models.PositiveIntegerField(null=True)
    number_basis = models.CharField(max_length=10, choices=NumberBasis, default=NumberBasis.UNKNOWN)
    mediator = models.CharField(max_length=200, blank=True)  # the person, as written
    mediating_office = models.CharField(max_length=200, blank=True)
    format = models.CharField(max_length=10, choices=Format, default=Format.UNKNOWN)

    class Meta(Recorded.Meta):
        constraints: ClassVar = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(
                name="round_number_has_a_basis",
                condition=Q(number=None, number_basis="unknown")
                | (Q(number__isnull=False, number__gte=1) & ~Q(number_basis="unknown")),
                violation_error_message=_("Say whether the number of the round was stated."),
            ),
        ]


class Outcome(Recorded):
    """What a round ended with on one thing, as its source tells it. No promise by itself."""

    class Result(models.TextChoices):
        """How it ended."""

        AGREED = "agreed", pgettext_lazy("outcome", "agreed")
        PARTLY = "partly", pgettext_lazy("outcome", "some progress")
        NO_AGREEMENT = "no_agreement", pgettext_lazy("outcome", "no agreement")
        REFUSED = "refused", pgettext_lazy("outcome", "refused")
        POSTPONED = "postponed", pgettext_lazy("outcome", "put off")
        DONE = "done", pgettext_lazy("outcome", "done")
        NOT_IMPLEMENTED = "not_implemented", pgettext_lazy("outcome", "not carried out")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="outcomes")
    about = models.CharField(max_length=200)  # in a few neutral words
    issue = models.ForeignKey(Issue, null=True, on_delete=models.PROTECT, related_name="+")
    result = models.CharField(max_length=20, choices=Result)


class Delegation(Recorded):
    """Those whom one side sent to a round."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="delegations")
    side = models.ForeignKey(Side, on_delete=models.PROTECT, related_name="+")


class Delegate(Recorded):
    """One of a delegation: the name as written, the office held, what the mandate allows."""

    class Mandate(models.TextChoices):
        """Whether what the delegate says binds the side."""

        MAY_BIND = "may_bind", _("may bind")
        REFERS_BACK = "refers_back", _("must refer back")
        UNKNOWN = "unknown", _("unknown")

    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="delegates")
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=300, blank=True)
    heads = models.BooleanField(default=False)
    mandate = models.CharField(max_length=12, choices=Mandate, default=Mandate.UNKNOWN)
