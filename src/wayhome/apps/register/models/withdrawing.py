"""What two people must take back because two people made it: asked by one, done by another."""

from django.db import models

from wayhome.apps.audit.models import User


class AskedBack(models.Model):
    """A row whose withdrawal somebody may have asked for. It stands until another agrees."""

    withdrawal_asked_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawal_asked_at = models.DateTimeField(null=True)
    withdrawal_reason = models.CharField(max_length=1000, blank=True)

    class Meta:
        abstract = True
