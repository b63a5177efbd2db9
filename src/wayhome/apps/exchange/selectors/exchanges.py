"""Exchanges the viewer may see, and their sites."""

from django.db.models import QuerySet

from wayhome.apps.audit.models import User
from wayhome.apps.audit.services import CannotOpen, open_sealed
from wayhome.apps.exchange.models import Exchange, ExchangeSide, Site
from wayhome.apps.exchange.policies import exchanges_of
from wayhome.apps.talks.models import Kept
from wayhome.apps.talks.models.kept import Confidentiality

SITE = "exchange-site"
"""What the name of a site lies sealed for."""


def exchanges_visible_to(viewer: User) -> QuerySet[Exchange]:
    """Exchanges, the newest first. To anyone else they do not exist."""
    found = Exchange.objects.filter(exchanges_of(viewer)).select_related("commitment__process")
    return found.prefetch_related("sides__party", "sides__side").order_by("-pk")


def sites_of(exchange: Exchange, viewer: User) -> QuerySet[Site]:
    """The sites of the viewer's own side; to the keeper, of both."""
    sites = Site.objects.filter(holder__exchange=exchange).order_by("pk")
    sites = sites.select_related("key", "holder")
    if not exchanges_visible_to(viewer).filter(pk=exchange.pk).exists():
        return sites.none()
    return sites if viewer.keeps_register else sites.filter(holder__party=viewer.party)


def name_of(site: Site) -> str:
    """The name of a site that `sites_of` gave; its code once the key is gone."""
    try:
        return open_sealed(site.key, bytes(site.name_sealed), purpose=SITE).decode()
    except CannotOpen:
        return site.code


def closed_to_sides(exchange: Exchange, viewer: User) -> list[tuple[str, Kept, list[ExchangeSide]]]:
    """What keeps sides from seeing their own exchange: the talks, or the promise, not opened to it.

    To the keeper, who can open them: the kind of the row, the row, and the sides it is closed to.
    """
    if not (viewer.keeps_register and viewer.has_perm("exchange.run_exchange")):
        return []
    sides = list(exchange.sides.select_related("party").order_by("number"))
    rows: list[tuple[str, Kept]] = [
        ("process", exchange.commitment.process), ("commitment", exchange.commitment),
    ]  # fmt: skip
    told = [(kind, row, [side for side in sides if not _is_open(row, side)]) for kind, row in rows]
    return [one for one in told if one[2]]


def _is_open(row: Kept, side: ExchangeSide) -> bool:
    if row.confidentiality == Confidentiality.SHARED:
        return row.shared_with.filter(pk=side.party_id).exists()
    return row.confidentiality == Confidentiality.PUBLIC
