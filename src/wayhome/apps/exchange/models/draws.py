"""The draw: a salt that nobody chose, made of what each party committed to before."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from wayhome.apps.audit.models import User
from wayhome.apps.exchange.models.exchanges import Exchange, ExchangeSide
from wayhome.apps.exchange.models.lists import ExchangeList


class Draw(models.Model):
    """Two frozen lists, accepted by both sides, wait for their salt."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    exchange = models.ForeignKey(Exchange, on_delete=models.PROTECT, related_name="draws")
    list_0 = models.ForeignKey(ExchangeList, on_delete=models.PROTECT, related_name="+")
    list_1 = models.ForeignKey(ExchangeList, on_delete=models.PROTECT, related_name="+")
    terms_sha256 = models.CharField(max_length=64)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["list_0", "list_1", "terms_sha256"], name="draw_of_lists_once"
            ),
        ]


class Share(models.Model):
    """What one party puts into the salt: first its SHA-256, then, when all are in, itself."""

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="shares")
    # None: the institution that runs the exchange.
    side = models.ForeignKey(ExchangeSide, null=True, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    committed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    committed_at = models.DateTimeField()
    salt = models.CharField(max_length=200, blank=True)
    revealed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    revealed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["draw", "side"], condition=Q(side__isnull=False), name="share_of_side_once"
            ),
            models.UniqueConstraint(
                fields=["draw"], condition=Q(side=None), name="share_of_institution_once"
            ),
            models.CheckConstraint(
                name="share_revealed_who_and_when",
                condition=Q(salt="", revealed_by=None, revealed_at=None)
                | (~Q(salt="") & Q(revealed_by__isnull=False, revealed_at__isnull=False)),
            ),
        ]
