"""The salt of the draw: every party commits to a share before any share is shown."""

import hashlib
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from wayhome.apps.audit.models import User
from wayhome.apps.audit.services import record
from wayhome.apps.exchange.models import Draw, Exchange, ExchangeList, ExchangeSide, Share
from wayhome.apps.exchange.selectors.lists import acceptances_of
from wayhome.apps.exchange.selectors.terms import frozen_under_other, terms_sha256
from wayhome.apps.exchange.services.refusals import (
    CannotExchange,
    allowed,
    facts_of,
    refuse_stranger,
)

SHORTEST, LONGEST = 16, 200
"""Letters of a share: too long to be guessed from its hash."""
PARTIES = 3
"""Who puts in a share: the two sides and the institution that runs the exchange."""


@transaction.atomic
def open_draw(*, exchange: Exchange, by: User, at: datetime) -> Draw:
    """Open the draw on the two frozen lists, once both sides accepted both and the days.

    Raises:
        CannotExchange: not allowed, something is not accepted yet, the terms changed since a list
            was frozen, or the draw on these lists is open already.
    """
    locked = allowed(exchange, by, "exchange.run_exchange")
    if not all(one.all for one in acceptances_of(locked, by)):
        raise CannotExchange(_("Both sides must have accepted both lists and the days first."))
    newest = ExchangeList.objects.filter(holder__exchange=locked, successor=None)
    first, second = newest.order_by("holder__number")
    terms = terms_sha256(locked)
    if any(frozen_under_other(one, locked) for one in (first, second)):
        raise CannotExchange(_("The terms changed since a list was frozen. Freeze a new version."))
    try:
        with transaction.atomic():
            made = Draw.objects.create(
                exchange=locked, list_0=first, list_1=second, terms_sha256=terms, opened_by=by,
                opened_at=at,
            )  # fmt: skip
    except IntegrityError as taken:
        raise CannotExchange(_("The draw on these lists is open already.")) from taken
    facts = facts_of(locked, lists=[first.sha256, second.sha256], terms=terms)
    record(act="exchange_draw_opened", by=by, at=at, facts=facts)
    return made


@transaction.atomic
def commit_share(
    *, draw: Draw, side: ExchangeSide | None, sha256: str, by: User, at: datetime
) -> Share:
    """Put in the SHA-256, in hex, of a share: for a side, or (None) for the institution.

    Raises:
        CannotExchange: not allowed, no such hash, or one was put in before, also by another.
    """
    exchange = _may(draw, side, by)
    sha256 = sha256.strip().lower()
    if len(sha256) != 64 or set(sha256) - set("0123456789abcdef"):
        raise CannotExchange(_("A SHA-256 has 64 hexadecimal digits."))
    if Share.objects.filter(draw=draw, sha256=sha256).exists():
        raise CannotExchange(_("This hash was put in before. Choose a share of your own."))
    try:
        with transaction.atomic():
            made = Share.objects.create(
                draw=draw, side=side, sha256=sha256, committed_by=by, committed_at=at
            )
    except IntegrityError as taken:
        raise CannotExchange(_("A share was put in already. It cannot be changed.")) from taken
    facts = facts_of(exchange, side=_name(side), sha256=sha256)
    record(act="exchange_share_committed", by=by, at=at, facts=facts)
    return made


@transaction.atomic
def reveal_share(
    *, draw: Draw, side: ExchangeSide | None, salt: str, by: User, at: datetime
) -> Share:
    """Show a share, once all have committed to theirs.

    Raises:
        CannotExchange: not allowed, somebody has not committed yet, it is not what was committed
            to, it was shown already, or it is too short.
    """
    exchange = _may(draw, side, by)
    if not SHORTEST <= len(salt) <= LONGEST or not salt.isprintable():
        raise CannotExchange(_("A share has from 16 to 200 printable letters."))
    if Share.objects.filter(draw=draw).count() < PARTIES:
        raise CannotExchange(_("Not everybody has committed to a share yet."))
    share = Share.objects.filter(draw=draw, side=side).first()
    if share is None or hashlib.sha256(salt.encode()).hexdigest() != share.sha256:
        raise CannotExchange(_("This is not what was committed to."))
    hidden = Share.objects.filter(pk=share.pk, salt="")
    if not hidden.update(salt=salt, revealed_by=by, revealed_at=at):
        raise CannotExchange(_("This share was shown already."))
    share.refresh_from_db()
    facts = facts_of(exchange, side=_name(side), sha256=share.sha256)
    record(act="exchange_share_revealed", by=by, at=at, facts=facts)
    return share


def _may(draw: Draw, side: ExchangeSide | None, by: User) -> Exchange:
    exchange = allowed(draw.exchange, by, "exchange.accept_list")
    if side is None and not by.keeps_register:
        raise CannotExchange(_("This is not there. Reload the page."))
    if side is not None:
        refuse_stranger(side, by)
        if side.exchange_id != exchange.pk:
            raise CannotExchange(_("This is not there. Reload the page."))
    return exchange


def _name(side: ExchangeSide | None) -> str:
    return str(side.number) if side else "institution"
