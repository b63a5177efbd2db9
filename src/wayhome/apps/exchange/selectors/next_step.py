"""What an exchange waits for, in one sentence."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wayhome.apps.audit.models import User
from wayhome.apps.exchange.models import Draw, Exchange
from wayhome.apps.exchange.selectors.draws import draws_visible_to, salt_of
from wayhome.apps.exchange.selectors.exchanges import exchanges_visible_to
from wayhome.apps.exchange.selectors.lists import Accepted, acceptances_of, latest_list
from wayhome.apps.exchange.selectors.plans import dropped_from, standing_plan
from wayhome.apps.exchange.selectors.terms import terms_of


def next_step(exchange: Exchange, viewer: User) -> str:
    """What is to happen next, the same words to both sides; empty once it is closed."""
    is_seen = exchanges_visible_to(viewer).filter(pk=exchange.pk).exists()
    if exchange.closed_at is not None or not is_seen:
        return ""
    if terms_of(exchange) is None:
        return _("The terms must be set first.")
    draw = draws_visible_to(viewer).filter(exchange=exchange).first()
    if draw is None:
        return _lists(exchange, viewer) or _accepting(acceptances_of(exchange, viewer))
    return _planning(exchange, viewer) or _drawing(draw)


def _planning(exchange: Exchange, viewer: User) -> str:
    plan = standing_plan(exchange, viewer)
    if plan is None:
        return ""
    left = len(dropped_from(plan)) if viewer.keeps_register else 0
    if left:
        return ngettext(
            "%(n)s line of the plan does not stand any more: the plan must be made again.",
            "%(n)s lines of the plan do not stand any more: the plan must be made again.",
            left,
        ) % {"n": left}
    return _("The plan stands. Each side can verify it with the files on its page.")


def _drawing(draw: Draw) -> str:
    if salt_of(draw) is not None:
        return _("The salt is drawn: the plan can be made.")
    if len(draw.shares.all()) < len(draw.exchange.sides.all()) + 1:
        return _("Both sides and the institution must put in the hash of their share.")
    return _("All three are in: each must show its share now.")


def _lists(exchange: Exchange, viewer: User) -> str:
    newest = {side: latest_list(side, viewer) for side in exchange.sides.all()}
    for side, found in newest.items():
        if found is None:
            return _("A list of those %(side)s holds must be drawn up.") % {"side": side.party}
    open_ones = [side.party for side, found in newest.items() if found and not found.is_frozen]
    if len(open_ones) == len(newest):
        return _("Each side answers the lines of the other; then both lists are frozen.")
    if open_ones:
        return _("The list of those %(side)s holds must still be frozen.") % {"side": open_ones[0]}
    return ""


def _accepting(accepted: list[Accepted]) -> str:
    missing = [one for one in accepted if not one.all]
    if not missing:
        return _("Both sides accepted both lists and the days: the draw can open.")
    if len(missing) == len(accepted):
        return _("Both sides must still accept both lists and the days of travel.")
    side = missing[0].side.party
    if missing[0].days is None and all(missing[0].lists.values()):
        return _("%(side)s must still accept the days of travel.") % {"side": side}
    if missing[0].days is not None:
        return _("%(side)s must still accept the lists.") % {"side": side}
    return _("%(side)s must still accept the lists and the days of travel.") % {"side": side}
