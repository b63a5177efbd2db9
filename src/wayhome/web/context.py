"""What every page's frame shows: the queues of the day with counts, and the rooms."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wayhome.apps.audit.selectors.accounts import is_example
from wayhome.apps.register.selectors import queues_for

ROOMS: tuple[tuple[str, Promise, str], ...] = (
    ("register.see_list", _("Lists"), "register:lists"),
    ("register.search_persons", _("Persons"), "register:persons"),
    ("register.see_candidate", _("Judgements"), "register:judgements"),
    ("talks.see_talks", _("Talks"), "talks:processes"),
    ("exchange.see_exchange", _("Exchanges"), "exchange:exchanges"),
    ("register.see_disclosure", _("Disclosures"), "register:disclosures"),
    ("audit.see_history", _("History"), "audit:history"),
    ("audit.see_reads", _("Who read what"), "audit:reads"),
    ("audit.see_accounts", _("Accounts"), "audit:accounts"),
)


@dataclass(frozen=True, slots=True)
class Room:
    """A place of the register the viewer may enter."""

    name: Promise
    address: str


def frame(request: HttpRequest) -> dict[str, object]:
    """The left column and the search box, for the viewer; nothing for a fragment."""
    user = getattr(request, "user", None)
    shown: dict[str, object] = {"languages": settings.LANGUAGES, "demo_installation": is_example()}
    unproven = getattr(request, "unproven", False)  # the second factor was not shown yet
    if user is None or not user.is_authenticated or unproven or getattr(request, "htmx", False):
        return shown
    rooms = [
        Room(name=name, address=address)
        for permission, name, view in ROOMS
        if user.has_perm(permission) and (address := _address(view))
    ]
    search = _address("register:search") if user.has_perm("register.search_persons") else ""
    return {**shown, "queues": queues_for(user), "rooms": rooms, "search_address": search}


def _address(view: str) -> str:
    try:
        return reverse(view)
    except NoReverseMatch:
        return ""
