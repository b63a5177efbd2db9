"""A process of talks, the sides at its table, the issues before them."""

from django.db import models

from wayhome.apps.audit.models import Party
from wayhome.apps.talks.models.kept import Kept, Recorded


class Process(Kept):
    """Talks between the same sides, as one institution records them in its own partition."""

    partition = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)


class Side(Recorded):
    """One at the table. `party` where it has a partition in this register."""

    name = models.CharField(max_length=200)  # as the record writes it
    party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="+")


class Issue(Recorded):
    """What is spoken about: a ceasefire, prisoners, children."""

    name = models.CharField(max_length=200)
