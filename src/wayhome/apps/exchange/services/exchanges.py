"""Opening an exchange under a commitment, its terms, the sites of a side, closing it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wayhome.apps.audit.models import Party, SubjectKey, User
from wayhome.apps.audit.services import Part, new_key, record, seal
from wayhome.apps.exchange.models import AgreedLine, Draw, Exchange, ExchangeSide, Site
from wayhome.apps.exchange.selectors.exchanges import SITE, name_of
from wayhome.apps.exchange.selectors.going_on import unaccounted_in
from wayhome.apps.exchange.selectors.terms import Terms, refusal_of
from wayhome.apps.exchange.services.codes import draw_codes
from wayhome.apps.exchange.services.refusals import (
    CannotExchange,
    allowed,
    facts_of,
    refuse_stranger,
    stated,
)
from wayhome.apps.register.services.sources import plain
from wayhome.apps.talks.models import Commitment, Side
from wayhome.apps.talks.selectors.rows import visible


@transaction.atomic
def open_exchange(
    *, commitment: Commitment, sides: tuple[Side, Side], title: str, by: User, at: datetime
) -> Exchange:
    """Open an exchange under a commitment between two sides of its talks.

    Args:
        commitment: one that stands and the account may see.
        sides: side 0 and side 1 of all problem files; each has its partition in this register.
        title: in a few neutral words.
        by: one of the institution that keeps the register.
        at: when.

    Raises:
        CannotExchange: not allowed, no title, one of this title is open under the commitment, or
            the sides are not two parties of these talks.
    """
    there = visible(Commitment, by).filter(pk=commitment.pk).exists()
    if not by.has_perm("exchange.run_exchange") or not there:
        raise CannotExchange(_("This is not there. Reload the page."))
    parties = _parties(commitment, sides)
    title = plain(title)[:200]
    if not title:
        raise CannotExchange(_("Give it a title, in a few neutral words."))
    Commitment.objects.select_for_update().get(pk=commitment.pk)
    if Exchange.objects.filter(commitment=commitment, title=title, closed_at=None).exists():
        raise CannotExchange(_("An exchange of this title is open under this commitment already."))
    made = Exchange.objects.create(
        number=draw_codes(Exchange)[0], key=new_key(SubjectKey.About.RECORD),
        commitment=commitment, title=title, opened_by=by, opened_at=at,
    )  # fmt: skip
    for number, (side, party) in enumerate(zip(sides, parties, strict=True)):
        ExchangeSide.objects.create(exchange=made, number=number, side=side, party=party)
    parts = [Part(made.key, {"title": title, "commitment": str(commitment.uid)})]
    record(act="exchange_opened", by=by, at=at, facts=facts_of(made), parts=parts)
    return made


@transaction.atomic
def set_terms(*, exchange: Exchange, terms: Terms, by: User, at: datetime) -> None:
    """Write down by which terms the exchange is planned. They hold from the next frozen list on.

    Raises:
        CannotExchange: not allowed, terms that mean nothing, or a draw is open already.
    """
    locked = allowed(exchange, by, "exchange.run_exchange")
    if Draw.objects.filter(exchange=locked).exists():
        raise CannotExchange(_("The draw has begun: the terms can no longer change."))
    if wrong := refusal_of(terms):
        raise CannotExchange(wrong)
    locked.terms = terms.as_json()
    locked.save(update_fields=["terms"])
    parts = [Part(locked.key, {"terms": locked.terms})]
    record(act="exchange_terms_set", by=by, at=at, facts=facts_of(locked), parts=parts)
    exchange.refresh_from_db()


@transaction.atomic
def add_site(*, holder: ExchangeSide, name: str, by: User, at: datetime) -> Site:
    """Add a place where a side holds people. Files of plans know its code alone.

    Raises:
        CannotExchange: not allowed, no name, or the side has a place of this name.
    """
    locked = allowed(holder.exchange, by, "exchange.propose_line")
    refuse_stranger(holder, by)
    name = plain(name)[:200]
    if not name:
        raise CannotExchange(_("Give it a name."))
    if name in {name_of(one) for one in Site.objects.filter(holder=holder).select_related("key")}:
        raise CannotExchange(_("This side has a place of this name already."))
    key = new_key(SubjectKey.About.RECORD)
    made = Site.objects.create(
        holder=holder, code=draw_codes(Site)[0], key=key,
        name_sealed=seal(key, name.encode(), purpose=SITE),
    )  # fmt: skip
    parts = [Part(key, {"site": made.code, "name": name})]
    record(act="exchange_site_added", by=by, at=at, facts=facts_of(locked), parts=parts)
    return made


@transaction.atomic
def close_exchange(*, exchange: Exchange, reason: str, by: User, at: datetime) -> None:
    """Close an exchange: nothing more happens under it, and its people are free for another.

    Raises:
        CannotExchange: not allowed, no reason, closed already, or somebody is on the way: of a
            closed exchange nobody can enter any more whether they crossed.
    """
    reason = stated(reason)
    locked = allowed(exchange, by, "exchange.run_exchange")
    if sum(unaccounted_in(batch) for batch in locked.batches.all()):
        raise CannotExchange(
            _(
                "Somebody stands on a manifest of whom it is not entered whether he or she "
                "crossed. Enter it first, or take the person off."
            )
        )
    locked.closed_by, locked.closed_at, locked.closed_reason = by, at, reason
    locked.save(update_fields=["closed_by", "closed_at", "closed_reason"])
    AgreedLine.objects.filter(line__exchange=locked, given_up_at=None).update(given_up_at=at)
    parts = [Part(locked.key, {"reason": reason})]
    record(act="exchange_closed", by=by, at=at, facts=facts_of(locked), parts=parts)
    exchange.refresh_from_db()


def _parties(commitment: Commitment, sides: tuple[Side, Side]) -> list[Party]:
    """The parties of the two sides, if an exchange between them can be planned here."""
    parties = [side.party for side in sides if side.party and not side.party.keeps_register]
    there = all(side.process_id == commitment.process_id and side.stands for side in sides)
    if len({party.pk for party in parties}) != 2 or not there:
        raise CannotExchange(
            _("An exchange is between two sides of these talks that have a partition here.")
        )
    return parties
