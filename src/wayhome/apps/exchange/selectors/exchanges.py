"""Exchanges the viewer may see, and their sites."""

from django.db.models import QuerySet

from wayhome.apps.audit.models import User
from wayhome.apps.audit.services import CannotOpen, open_sealed
from wayhome.apps.exchange.models import Exchange, Site
from wayhome.apps.exchange.policies import exchanges_of

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
