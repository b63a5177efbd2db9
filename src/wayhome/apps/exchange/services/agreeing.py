"""Freezing a list by its hash; each side's acceptance of lists and of days, recorded apart."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from wayhome.apps.audit.models import User
from wayhome.apps.audit.services import Part, record
from wayhome.apps.exchange.models import (
    Acceptance,
    AgreedLine,
    Exchange,
    ExchangeList,
    ExchangeSide,
    Line,
)
from wayhome.apps.exchange.policies import STANDING
from wayhome.apps.exchange.selectors.documents import document_of, standing_on
from wayhome.apps.exchange.selectors.terms import days_sha256, terms_of
from wayhome.apps.exchange.services.clearing import refuse_doubles, refuse_stopped
from wayhome.apps.exchange.services.placing import take_places
from wayhome.apps.exchange.services.refusals import (
    CannotExchange,
    allowed,
    facts_of,
    refuse_stranger,
    stated,
)
from wayhome.apps.exchange.services.releasing import release_absences


@transaction.atomic
def freeze_list(*, list: ExchangeList, by: User, at: datetime) -> str:
    """Freeze the newest version of a list. Both sides accept it by its hash, or draw up another.

    Absences that wait are released with it.

    Returns:
        SHA-256, in hex, of its document: opaque codes and the facts of a plan, no names.

    Raises:
        CannotExchange: not allowed, no terms yet, nobody on it, frozen before, somebody waits for
            a person's decision, or has a place on another agreed list.
    """
    exchange = allowed(list.holder.exchange, by, "exchange.run_exchange")
    release_absences(exchange=exchange, by=by, at=at)
    locked = ExchangeList.objects.select_for_update().get(pk=list.pk)
    if locked.is_frozen or ExchangeList.objects.filter(predecessor=locked).exists():
        raise CannotExchange(_("This version no longer changes. Draw up a new one."))
    terms = terms_of(exchange)
    if terms is None:
        raise CannotExchange(_("Set the terms first: a list is frozen with them."))
    lines = standing_on(locked)
    if not lines:
        raise CannotExchange(_("Nobody stands on this list."))
    refuse_stopped(lines, by)
    _take_places(locked, lines, at=at)
    locked.document = document_of(locked, lines, terms)
    locked.sha256 = hashlib.sha256(locked.document.encode()).hexdigest()
    locked.frozen_by, locked.frozen_at = by, at
    locked.save(update_fields=["document", "sha256", "frozen_by", "frozen_at"])
    facts = facts_of(
        exchange, side=list.holder.number, version=list.version, sha256=locked.sha256,
        lines=len(lines),
    )  # fmt: skip
    record(act="exchange_list_frozen", by=by, at=at, facts=facts)
    list.refresh_from_db()
    return locked.sha256


@transaction.atomic
def accept_list(*, list: ExchangeList, side: ExchangeSide, by: User, at: datetime) -> Acceptance:
    """Accept a frozen list in the name of a side, by its hash.

    Raises:
        CannotExchange: not allowed, not the newest frozen version, or accepted before.
    """
    exchange = allowed(list.holder.exchange, by, "exchange.accept_list")
    newest = ExchangeList.objects.filter(pk=list.pk, successor=None, frozen_at__isnull=False)
    if (found := newest.first()) is None:
        raise CannotExchange(_("Only the newest frozen version can be accepted."))
    return _accept(exchange, side, Acceptance.What.LIST, found.sha256, by=by, at=at)


@transaction.atomic
def accept_days(*, exchange: Exchange, side: ExchangeSide, by: User, at: datetime) -> Acceptance:
    """Accept the days of travel in the name of a side.

    Raises:
        CannotExchange: not allowed, no days yet, or accepted before.
    """
    locked = allowed(exchange, by, "exchange.accept_list")
    if not locked.terms:
        raise CannotExchange(_("No days were named yet."))
    return _accept(locked, side, Acceptance.What.DAYS, days_sha256(locked), by=by, at=at)


@transaction.atomic
def withdraw_acceptance(*, acceptance: Acceptance, reason: str, by: User, at: datetime) -> None:
    """Take back what a side accepted.

    Raises:
        CannotExchange: no reason, not allowed, or it does not stand.
    """
    reason = stated(reason)
    exchange = allowed(acceptance.exchange, by, "exchange.accept_list")
    refuse_stranger(acceptance.side, by)
    standing = Acceptance.objects.filter(pk=acceptance.pk, withdrawn_at=None)
    if not standing.update(withdrawn_by=by, withdrawn_at=at, withdrawn_reason=reason):
        raise CannotExchange(_("This no longer stands. Reload the page."))
    acceptance.refresh_from_db()
    _tell("exchange_acceptance_withdrawn", exchange, acceptance, by=by, at=at, reason=reason)


def _accept(
    exchange: Exchange, side: ExchangeSide, what: str, sha256: str, *, by: User, at: datetime
) -> Acceptance:
    refuse_stranger(side, by)
    if side.exchange_id != exchange.pk:
        raise CannotExchange(_("This is not there. Reload the page."))
    try:
        with transaction.atomic():
            made = Acceptance.objects.create(
                exchange=exchange, side=side, what=what, sha256=sha256, accepted_by=by,
                accepted_at=at,
            )  # fmt: skip
    except IntegrityError as taken:
        raise CannotExchange(_("This side accepted it already.")) from taken
    _tell("exchange_accepted", exchange, made, by=by, at=at)
    return made


def _take_places(list: ExchangeList, lines: Sequence[Line], *, at: datetime) -> None:
    """Give everybody on the list a place that nobody else has, and free who is on it no more."""
    held = AgreedLine.objects.filter(line__holder=list.holder, given_up_at=None)
    lines = [line for line in lines if getattr(line, "state", "") in STANDING]
    wanted = {line.pk for line in lines}
    held.exclude(line__in=wanted).update(given_up_at=at)
    placed = set(held.filter(line__in=wanted).values_list("line", flat=True))
    refuse_doubles(lines)
    take_places([line for line in lines if line.pk not in placed], at=at)


def _tell(
    act: str,
    exchange: Exchange,
    acceptance: Acceptance,
    *,
    by: User,
    at: datetime,
    reason: str = "",
) -> None:
    facts = facts_of(
        exchange, what=acceptance.what, side=acceptance.side.number, sha256=acceptance.sha256
    )
    parts = [Part(exchange.key, {"reason": reason})] if reason else []
    record(act=act, by=by, at=at, facts=facts, parts=parts)
