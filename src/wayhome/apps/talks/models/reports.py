"""The text a draft was read from: sealed, hashed, never republished."""

from django.db import models

from wayhome.apps.talks.models.kept import Recorded


class Report(Recorded):
    """A news report or communiqué, kept for those who may see it."""

    title = models.CharField(max_length=300, blank=True)
    publisher = models.CharField(max_length=200)
    published_date = models.CharField(max_length=20, blank=True)  # EDTF
    language = models.CharField(max_length=35, default="und")  # BCP 47
    sha256 = models.CharField(max_length=64)  # of the text in UTF-8
    text_sealed = models.BinaryField()  # under the report's own key, purpose `report`
