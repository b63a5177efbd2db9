"""Drawing up exchange lists in versions, putting lines on them."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from wayhome.apps.audit.models import User
from wayhome.apps.audit.services import record
from wayhome.apps.exchange.models import (
    Draw,
    Exchange,
    ExchangeList,
    ExchangeSide,
    Line,
    LineEvent,
    Listed,
)
from wayhome.apps.exchange.selectors.lists import sources_of
from wayhome.apps.exchange.services.appending import append, locked_lines
from wayhome.apps.exchange.services.codes import draw_codes
from wayhome.apps.exchange.services.facts import facts_written
from wayhome.apps.exchange.services.refusals import (
    CannotExchange,
    allowed,
    facts_of,
    refuse_stranger,
)
from wayhome.apps.register.models import Appearance, ListEntry, PersonList
from wayhome.apps.register.selectors.lists import lists_visible_to

MAY = "exchange.propose_line"


@transaction.atomic
def draw_up_list(
    *, holder: ExchangeSide, drawn_up_by: ExchangeSide, by: User, at: datetime
) -> ExchangeList:
    """Begin the list of those a side holds, or a new version of it that carries all its lines.

    Drawn up by the other side it is a counter-list. The version before no longer changes. Asked
    twice it is drawn up once: a version to which nothing was done yet is given back.

    Raises:
        CannotExchange: not allowed, a side of another exchange, or the draw is open: nobody draws
            again because he does not like what came of it. Close the exchange and open another.
    """
    exchange = allowed(holder.exchange, by, MAY)
    refuse_stranger(drawn_up_by, by)
    if drawn_up_by.exchange_id != exchange.pk:
        raise CannotExchange(_("This is not there. Reload the page."))
    if Draw.objects.filter(exchange=exchange).exists():
        raise CannotExchange(_("The draw has begun: the lists can no longer change."))
    before = ExchangeList.objects.filter(holder=holder, successor=None).first()
    if before and before.drawn_up_by == drawn_up_by and _is_untouched(before):
        return before
    made = ExchangeList.objects.create(
        holder=holder, version=before.version + 1 if before else 1, predecessor=before,
        drawn_up_by=drawn_up_by, made_by=by, made_at=at,
    )  # fmt: skip
    if before:
        carried = Listed.objects.filter(list=before).order_by("number")
        Listed.objects.bulk_create(
            Listed(list=made, line_id=line, number=number)
            for number, line in enumerate(carried.values_list("line", flat=True), start=1)
        )
    _tell("exchange_list_drawn_up", made, by=by, at=at)
    return made


@transaction.atomic
def put_from_list(
    *, list: ExchangeList, source: PersonList, by: User, at: datetime
) -> Sequence[Line]:
    """Put everybody who stands on a list of the register on an exchange list.

    Args:
        list: the newest version, not frozen.
        source: a list the holder handed in of whom it holds, or the other side of whom it seeks.
        by: who.
        at: when.

    Returns:
        The lines that are new on it.

    Raises:
        CannotExchange: not allowed, or a list of another kind or party.
    """
    if not lists_visible_to(by).filter(pk=source.pk).exists():
        raise CannotExchange(_("The list is not there any more. Reload the page."))
    if not PersonList.objects.filter(sources_of(list.holder), pk=source.pk).exists():
        raise CannotExchange(_("Only people whom this side holds can stand on its list."))
    stands = Appearance.objects.filter(list=source).order_by("line").values_list("entry", flat=True)
    entries = ListEntry.objects.filter(pk__in=stands, erased_at=None)
    places = {entry: place for place, entry in enumerate(stands)}
    ordered = sorted(entries, key=lambda entry: places[entry.pk])
    return put_lines(list=list, entries=ordered, by=by, at=at)


@transaction.atomic
def put_lines(
    *, list: ExchangeList, entries: Sequence[ListEntry], by: User, at: datetime
) -> Sequence[Line]:
    """Put lines of the register on an exchange list: they are proposed by who drew it up.

    Returns:
        The lines that are new on it.

    Raises:
        CannotExchange: not allowed, the version no longer changes, or somebody else's people.
    """
    exchange = _changing(list, by)
    parties = set(exchange.sides.values_list("party", flat=True))
    own = by.organisation.party_id
    if any(
        entry.partition_id not in parties
        or not (by.keeps_register or entry.partition_id == own)
        or entry.erased_at is not None
        for entry in entries
    ):
        raise CannotExchange(_("A line is not there any more. Reload the page."))
    wanted = {entry.pk: entry for entry in entries}
    known = {
        line.entry_id: line for line in Line.objects.filter(exchange=exchange, entry__in=wanted)
    }
    if any(line.holder_id != list.holder_id for line in known.values()):
        raise CannotExchange(_("Somebody stands on the list of the other side already."))
    fresh = _new_lines(list, [one for pk, one in wanted.items() if pk not in known], by, at)
    lines = {**known, **{line.entry_id: line for line in fresh}}
    return _list_them(list, [lines[pk] for pk in wanted], by=by, at=at)


@transaction.atomic
def take_off(*, list: ExchangeList, lines: Sequence[Line], by: User, at: datetime) -> None:
    """Take lines off a version that is being drawn up. What happened to them stays on record.

    Raises:
        CannotExchange: not allowed, or the version no longer changes.
    """
    exchange = _changing(list, by)
    found = locked_lines(exchange, lines)
    Listed.objects.filter(list=list, line__in=found).delete()
    _tell("exchange_lines_taken_off", list, by=by, at=at, lines=len(found))


def _is_untouched(list: ExchangeList) -> bool:
    """Whether a version may still change, and nobody was put on it or taken off it."""
    here = Listed.objects.filter(list=list).values_list("line", flat=True)
    before = Listed.objects.filter(list=list.predecessor_id).values_list("line", flat=True)
    return not list.is_frozen and set(here) == set(before)


def _changing(list: ExchangeList, by: User) -> Exchange:
    """The exchange of a version that this account may still change."""
    exchange = allowed(list.holder.exchange, by, MAY)
    refuse_stranger(list.drawn_up_by, by)
    there = ExchangeList.objects.select_for_update().get(pk=list.pk)
    if there.is_frozen or ExchangeList.objects.filter(predecessor=there).exists():
        raise CannotExchange(_("This version no longer changes. Draw up a new one."))
    return exchange


def _new_lines(
    list: ExchangeList, entries: Sequence[ListEntry], by: User, at: datetime
) -> Sequence[Line]:
    codes = draw_codes(Line, len(entries))
    made = [
        Line(
            exchange=list.holder.exchange, holder=list.holder, entry=entry, code=code,
            made_by=by, made_at=at, **facts_written(entry, list.holder.exchange),
        )
        for entry, code in zip(entries, codes, strict=True)
    ]  # fmt: skip
    return Line.objects.bulk_create(made, batch_size=500)


def _list_them(
    list: ExchangeList, lines: Sequence[Line], *, by: User, at: datetime
) -> Sequence[Line]:
    """Put lines on the version, after those there are; propose those that do not stand."""
    there = set(Listed.objects.filter(list=list).values_list("line", flat=True))
    fresh = [line for line in lines if line.pk not in there]
    last = Listed.objects.filter(list=list).aggregate(last=Max("number"))["last"] or 0
    Listed.objects.bulk_create(
        (Listed(list=list, line=line, number=n) for n, line in enumerate(fresh, start=last + 1)),
        batch_size=500,
    )
    silent = Line.objects.filter(pk__in=[line.pk for line in fresh], events=None)
    if new := [*silent]:
        locked = locked_lines(list.holder.exchange, new)
        parts = append(locked, LineEvent.Kind.PROPOSED, by=by, at=at, side=list.drawn_up_by)
        facts = facts_of(list.holder.exchange, lines=len(parts))
        record(act="exchange_lines_proposed", by=by, at=at, facts=facts, parts=parts)
    return fresh


def _tell(act: str, list: ExchangeList, *, by: User, at: datetime, **more: int) -> None:
    facts = facts_of(
        list.holder.exchange, side=list.holder.number, version=list.version, list=str(list.uid),
        **more,
    )  # fmt: skip
    record(act=act, by=by, at=at, facts=facts)
