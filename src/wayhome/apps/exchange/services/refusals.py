"""What the services of exchanges refuse, and what they all check first."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from wayhome.apps.audit.models import User
from wayhome.apps.audit.services.history import Json
from wayhome.apps.exchange.models import Exchange, ExchangeSide
from wayhome.apps.exchange.policies import may_speak_for
from wayhome.apps.exchange.selectors.exchanges import exchanges_visible_to
from wayhome.apps.register.services.sources import plain
from wayhome.values import WayhomeError

MOST_LETTERS = 500


class CannotExchange(WayhomeError):
    """Something of an exchange that cannot be done."""


def allowed(exchange: Exchange, by: User, permission: str) -> Exchange:
    """The exchange, locked, if the account sees it, may do this, and it is not closed.

    Raises:
        CannotExchange: it is not there for this account, or not its to do.
    """
    there = exchanges_visible_to(by).filter(pk=exchange.pk)
    if not by.has_perm(permission) or not there.exists():
        raise CannotExchange(_("This is not there. Reload the page."))
    locked = Exchange.objects.select_for_update().get(pk=exchange.pk)
    if locked.closed_at is not None:
        raise CannotExchange(_("This exchange is closed."))
    return locked


def refuse_stranger(side: ExchangeSide, by: User) -> None:
    """Refuse words of a side that somebody else puts into its mouth.

    Raises:
        CannotExchange: that.
    """
    if not may_speak_for(by, side):
        raise CannotExchange(_("This is not there. Reload the page."))


def stated(reason: str) -> str:
    """A reason in the form it is kept in.

    Raises:
        CannotExchange: there is none.
    """
    reason = plain(reason)[:MOST_LETTERS]
    if not reason:
        raise CannotExchange(_("Give a reason, as you would in a year."))
    return reason


def facts_of(exchange: Exchange, **more: Json) -> Mapping[str, Json]:
    """What an auditor may read of an act: the exchange, numbers and codes."""
    return {"exchange": str(exchange.uid), **more}
