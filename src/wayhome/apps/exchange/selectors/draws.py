"""Draws the viewer may see, and the salt that came of them."""

import hashlib

from django.db.models import QuerySet

from wayhome.apps.audit.models import User
from wayhome.apps.exchange.models import Draw, Share
from wayhome.apps.exchange.selectors.exchanges import exchanges_visible_to
from wayhome.engines import ledger


def draws_visible_to(viewer: User) -> QuerySet[Draw]:
    """Draws of exchanges the viewer may see, the newest first. Their shares are for all to see."""
    seen = exchanges_visible_to(viewer).values("pk")
    draws = Draw.objects.filter(exchange__in=seen).select_related("list_0", "list_1", "exchange")
    return draws.prefetch_related("shares__side").order_by("-pk")


def salt_of(draw: Draw) -> str | None:
    """The salt that came of a draw; None until all shares are shown.

    SHA-256, in hex, of the canonical JSON `{"shares": [side 0, side 1, institution]}`.
    """
    shares = {
        share.side.number if share.side else None: share.salt
        for share in Share.objects.filter(draw=draw).select_related("side")
    }
    ordered = [shares.get(number, "") for number in (0, 1, None)]
    if not all(ordered):
        return None
    return hashlib.sha256(ledger.canonical({"shares": ordered})).hexdigest()
