"""The terms of an offer or a promise: how much of what, from whom to whom, by when, on condition.

A comparator is kept as it was said. "All for all" has no number.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wayhome.apps.talks.models.kept import Recorded
from wayhome.apps.talks.models.processes import Side


class Comparator(models.TextChoices):
    """How a number was meant."""

    EXACTLY = "exactly", _("exactly")
    AT_LEAST = "at_least", _("at least")
    MORE_THAN = "more_than", _("more than")
    UP_TO = "up_to", _("up to")
    LESS_THAN = "less_than", _("less than")
    ABOUT = "about", _("about")
    ALMOST = "almost", _("almost")
    RANGE = "range", _("from … to …")
    ALL = "all", pgettext_lazy("talks", "all")
    SOME = "some", _("some")
    UNSPECIFIED = "unspecified", _("no number given")


WITHOUT_NUMBER = ("all", "some", "unspecified")
"""Comparators that stand without a number."""

NUMBER_NEEDED = _("“All” and “some” have no number; every other comparison needs one.")


class Unit(models.TextChoices):
    """What is counted. The words of the source stay beside it, and are never upgraded."""

    CAPTIVE = "captive", _("captives")
    CHILD = "child", pgettext_lazy("talks", "children")
    BODY = "body", _("bodies")
    CIVILIAN = "civilian", _("civilians")
    NAME = "document_name", _("names on a list")
    CEASEFIRE = "ceasefire_time", _("time of ceasefire")
    VEHICLE = "vehicle", _("vehicles")
    MEETING = "meeting", _("meetings")
    OTHER = "other", _("something else")


class What(models.TextChoices):
    """What is to be done. Civilians and children are returned, never exchanged."""

    EXCHANGE = "exchange", _("exchange")
    RELEASE = "release", _("release")
    HAND_OVER = "hand_over", _("handing over")
    RETURN = "return", _("return")
    TRANSFER = "transfer", pgettext_lazy("talks", "transfer")
    LIST = "list", _("a list, or the answer to one")
    CEASEFIRE = "ceasefire", _("ceasefire")
    ACCESS = "access", _("access")
    MEETING = "meeting", _("meeting")
    WITHDRAW = "withdraw", _("withdrawal")
    SIGN = "sign", _("signing")
    OTHER = "other", _("something else")


class Per(models.TextChoices):
    """Of what a number is."""

    TOTAL = "total", _("in total")
    EACH_SIDE = "each_side", _("from each side")


class Sense(models.TextChoices):
    """How a deadline was meant."""

    BY = "by", _("by")
    WITHIN = "within", _("within")
    FROM = "from", _("from")
    UNTIL = "until", _("until")
    ON_OR_ABOUT = "on_or_about", _("on or about")


class Basis(models.TextChoices):
    """How the day of a deadline came about."""

    STATED = "stated", _("stated")
    COMPUTED = "computed", _("computed")
    UNRESOLVED = "unresolved", _("not resolved")


class Terms(Recorded):
    """The terms, as one speaker or document put them. Everything may be missing."""

    what = models.CharField(max_length=10, choices=What, default=What.OTHER)
    comparator = models.CharField(max_length=12, choices=Comparator, default=Comparator.UNSPECIFIED)
    value = models.PositiveIntegerField(null=True)
    value_max = models.PositiveIntegerField(null=True)  # of a range
    unit = models.CharField(max_length=15, choices=Unit, default=Unit.OTHER)
    unit_detail = models.CharField(max_length=200, blank=True)  # as said
    per = models.CharField(max_length=10, choices=Per, default=Per.TOTAL)
    giver = models.ForeignKey(Side, null=True, on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Side, null=True, on_delete=models.PROTECT, related_name="+")
    condition = models.CharField(max_length=500, blank=True)
    increment = models.BooleanField(default=False)  # "another 3,000"
    deadline_raw = models.CharField(max_length=200, blank=True)  # as said
    deadline_earliest = models.DateField(null=True)
    deadline_latest = models.DateField(null=True)
    deadline_sense = models.CharField(max_length=12, choices=Sense, blank=True)
    deadline_anchor = models.CharField(max_length=200, blank=True)  # what it counts from
    deadline_anchor_date = models.DateField(null=True)
    deadline_basis = models.CharField(max_length=10, choices=Basis, blank=True)

    class Meta(Recorded.Meta):
        abstract = True
        constraints: ClassVar = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(
                name="%(class)s_number_as_compared",
                condition=Q(comparator__in=WITHOUT_NUMBER, value=None)
                | (~Q(comparator__in=WITHOUT_NUMBER) & Q(value__isnull=False)),
                violation_error_message=NUMBER_NEEDED,
            ),
            models.CheckConstraint(
                name="%(class)s_range_has_two_ends",
                condition=Q(
                    comparator="range", value_max__isnull=False, value_max__gte=models.F("value")
                )
                | (~Q(comparator="range") & Q(value_max=None)),
                violation_error_message=_("Only a range has two ends, the smaller first."),
            ),
        ]
