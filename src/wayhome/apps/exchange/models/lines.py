"""A line: one person on the lists of one exchange, and what happened to it since."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wayhome.apps.audit.models import User
from wayhome.apps.exchange.models.exchanges import Exchange, ExchangeSide, Site
from wayhome.apps.register.models import ListEntry, Person


class Category(models.TextChoices):
    """What the rules of a plan ask of a person. The first three travel beside the count."""

    WOUNDED = "sw", _("severely wounded or sick")
    CIVILIAN = "civ", pgettext_lazy("exchange", "civilian")
    CHILD = "child", pgettext_lazy("exchange", "child")
    WOMAN = "wom", _("woman")
    UNDER_25 = "u25", _("under 25")


class Line(models.Model):
    """A person of the register on the lists of an exchange; the same row in every version.

    What happened to it is appended as `LineEvent`; where it stands is derived from these.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    exchange = models.ForeignKey(Exchange, on_delete=models.PROTECT, related_name="lines")
    holder = models.ForeignKey(ExchangeSide, on_delete=models.PROTECT, related_name="lines")
    entry = models.ForeignKey(ListEntry, on_delete=models.PROTECT, related_name="exchange_lines")
    code = models.CharField(max_length=7, unique=True)  # its pseudonym in problem files
    # The facts a plan asks for. They are frozen with a version of the list.
    categories = models.JSONField(default=list)  # of Category
    stretcher = models.BooleanField(default=False)
    earliest_date = models.DateField(null=True)  # from which day medically fit to travel
    held_since = models.DateField(null=True)
    site = models.ForeignKey(Site, null=True, on_delete=models.PROTECT, related_name="+")
    group = models.CharField(max_length=7, blank=True)  # who has the same travels together
    must = models.BooleanField(default=False)  # the agreement names this person
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["exchange", "entry"], name="line_of_entry_once"),
        ]

    def __str__(self) -> str:
        return f"exchange line {self.pk}"


class LineEvent(models.Model):
    """Something happened to a line. The latest tells where it stands; see policies.MOVES."""

    class Kind(models.TextChoices):
        """What happened. `NOT_AVAILABLE` is one code for every cause."""

        PROPOSED = "proposed", pgettext_lazy("exchange line", "proposed")
        ACCEPTED = "accepted", pgettext_lazy("exchange line", "accepted")
        REFUSED = "refused", pgettext_lazy("exchange line", "refused")
        WITHHELD = "withheld", _("withheld, for a stated reason")
        NOT_AVAILABLE = "not_available", _("not available")
        SUBSTITUTED = "substituted", _("somebody else goes instead")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=15, choices=Kind)
    # Which side says so; none where the institution that runs the exchange does.
    side = models.ForeignKey(ExchangeSide, null=True, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Line, null=True, on_delete=models.PROTECT, related_name="+")
    # Told to both sides; sealed under the key of the line's entry.
    reason_sealed = models.BinaryField(null=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="lineevent_says_why",
                condition=~Q(kind__in=["refused", "withheld"]) | Q(reason_sealed__isnull=False),
            ),
            models.CheckConstraint(
                name="lineevent_not_available_says_nothing",
                condition=~Q(kind="not_available") | Q(reason_sealed=None, side=None, other=None),
            ),
            models.CheckConstraint(
                name="lineevent_substituted_by_somebody",
                condition=Q(kind="substituted", other__isnull=False)
                | (~Q(kind="substituted") & Q(other=None)),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["line", "-id"], name="lineevent_latest")]


class AgreedLine(models.Model):
    """A person's one place on an agreed list: taken when a list is frozen, given up later.

    The database refuses a second place, whoever asks for it at the same moment.
    """

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="agreed")
    entry = models.ForeignKey(ListEntry, on_delete=models.PROTECT, related_name="+")
    # The case the keeper's judgements make of the entry, if there is one.
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    given_up_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["entry"], condition=Q(given_up_at=None), name="agreed_entry_once"
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(given_up_at=None, person__isnull=False),
                name="agreed_person_once",
            ),
        ]
