"""What was said, by whom, about what; and where a side stands on an issue, round by round."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from wayhome.apps.talks.models.kept import Recorded
from wayhome.apps.talks.models.processes import Issue, Side
from wayhome.apps.talks.models.rounds import Delegate, Round
from wayhome.apps.talks.models.words import Wording


class Stance(models.TextChoices):
    """For or against something that is before the table."""

    SUPPORT = "support", _("supports")
    OPPOSE = "oppose", _("opposes")
    CONDITIONAL = "conditional", _("on a condition")
    NEUTRAL = "neutral", _("neutral")
    UNKNOWN = "unknown", _("unknown")


class Statement(Recorded):
    """Somebody said it, at a round or elsewhere."""

    class Mode(models.TextChoices):
        """How the words reached the record."""

        QUOTE = "quote", _("quotation")
        PARAPHRASE = "paraphrase", _("in other words")
        DOCUMENT = "document", _("document")

    round = models.ForeignKey(Round, null=True, on_delete=models.PROTECT, related_name="+")
    side = models.ForeignKey(Side, null=True, on_delete=models.PROTECT, related_name="+")
    delegate = models.ForeignKey(Delegate, null=True, on_delete=models.PROTECT, related_name="+")
    speaker = models.CharField(max_length=200, blank=True)  # as written
    issue = models.ForeignKey(Issue, null=True, on_delete=models.PROTECT, related_name="+")
    said_date = models.CharField(max_length=20, blank=True)  # EDTF
    mode = models.CharField(max_length=10, choices=Mode)
    stance = models.CharField(max_length=12, choices=Stance, default=Stance.UNKNOWN)
    wording = models.OneToOneField(Wording, on_delete=models.PROTECT, related_name="+")


class Position(Recorded):
    """Where a side stands on an issue, as of a round."""

    side = models.ForeignKey(Side, on_delete=models.PROTECT, related_name="+")
    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, null=True, on_delete=models.PROTECT, related_name="+")
    as_of_date = models.CharField(max_length=20, blank=True)  # EDTF
    stance = models.CharField(max_length=12, choices=Stance, default=Stance.UNKNOWN)
    gist = models.CharField(max_length=300, blank=True)  # in a few neutral words
    wording = models.OneToOneField(Wording, null=True, on_delete=models.PROTECT, related_name="+")
