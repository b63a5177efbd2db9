"""The facts of a line that a plan asks for: read from the entry, corrected by people."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wayhome.apps.audit.models import User
from wayhome.apps.audit.services import Part, record
from wayhome.apps.exchange.models import Category, Exchange, Line, Site
from wayhome.apps.exchange.services.appending import locked_lines
from wayhome.apps.exchange.services.codes import draw_codes
from wayhome.apps.exchange.services.refusals import (
    CannotExchange,
    allowed,
    facts_of,
    refuse_stranger,
)
from wayhome.apps.register.models import ListEntry
from wayhome.files.criteria import ADULT, is_under, span


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """What the rules of a plan ask of a person. The site is one of the holder's."""

    categories: Collection[str] = ()  # of Category
    stretcher: bool = False
    earliest_date: date | None = None  # from which day medically fit to travel
    held_since: date | None = None
    site: Site | None = None
    must: bool = False  # the agreement names this person


def facts_written(entry: ListEntry, exchange: Exchange) -> dict[str, Any]:
    """What the line of the register itself tells, for certain: sex, age, day of capture."""
    day = exchange.terms.get("days", [""])[0] or exchange.opened_at.date().isoformat()
    found = {
        Category.WOMAN: entry.sex == "f",
        Category.UNDER_25: is_under(entry.birth_date, 25, day) is True,
        Category.CHILD: is_under(entry.birth_date, ADULT, day) is True,
    }
    captured = span(entry.capture_date)
    return {
        "categories": sorted(code for code, is_so in found.items() if is_so),
        "held_since": captured[1] if captured else None,
    }


@transaction.atomic
def state_facts(*, line: Line, facts: Facts, by: User, at: datetime) -> None:
    """Say the facts of a line anew. They hold from the next frozen version of its list on.

    Raises:
        CannotExchange: not allowed, an unknown category, or a site of another side.
    """
    exchange = allowed(line.exchange, by, "exchange.propose_line")
    refuse_stranger(line.holder, by)
    categories = sorted({str(one) for one in facts.categories})
    if not set(categories) <= set(Category.values):
        raise CannotExchange(_("Choose from the categories offered."))
    if facts.site is not None and facts.site.holder_id != line.holder_id:
        raise CannotExchange(_("This site is not there. Reload the page."))
    (found,) = locked_lines(exchange, [line])
    found.categories, found.stretcher = categories, facts.stretcher
    found.earliest_date, found.held_since = facts.earliest_date, facts.held_since
    found.site, found.must = facts.site, facts.must
    found.save(
        update_fields=[
            "categories", "stretcher", "earliest_date", "held_since", "site", "must",
        ]
    )  # fmt: skip
    _tell([found], by=by, at=at)
    line.refresh_from_db()


@transaction.atomic
def set_site(*, lines: Sequence[Line], site: Site, by: User, at: datetime) -> None:
    """Say where these people are held: at one site of the side that holds them.

    Raises:
        CannotExchange: not allowed, or a site of another side.
    """
    exchange = allowed(site.holder.exchange, by, "exchange.propose_line")
    refuse_stranger(site.holder, by)
    found = locked_lines(exchange, lines)
    if any(line.holder_id != site.holder_id for line in found):
        raise CannotExchange(_("This site is not there. Reload the page."))
    Line.objects.filter(pk__in=[line.pk for line in found]).update(site=site)
    for line in found:
        line.site = site
    _tell(found, by=by, at=at)


@transaction.atomic
def travel_together(*, lines: Sequence[Line], by: User, at: datetime) -> str:
    """Say that these people travel together or not at all. Returns the code of the group.

    One person alone travels with nobody: that is how a group is dissolved.

    Raises:
        CannotExchange: not allowed, nobody named, or held by two sides.
    """
    if not lines:
        raise CannotExchange(_("Name one line or more."))
    exchange = allowed(lines[0].exchange, by, "exchange.propose_line")
    refuse_stranger(lines[0].holder, by)
    found = locked_lines(exchange, lines)
    if len({line.holder_id for line in found}) > 1:
        raise CannotExchange(_("A group is held by one side."))
    group = draw_codes(Line)[0] if len(found) > 1 else ""
    Line.objects.filter(pk__in=[line.pk for line in found]).update(group=group)
    for line in found:
        line.group = group
    _tell(found, by=by, at=at)
    return group


def _tell(lines: Sequence[Line], *, by: User, at: datetime) -> None:
    parts = [
        Part(
            line.entry.key,
            {
                "line": line.code,
                "categories": list(line.categories),
                "stretcher": line.stretcher,
                "earliest": str(line.earliest_date or ""),
                "held_since": str(line.held_since or ""),
                "site": line.site.code if line.site else "",
                "group": line.group,
                "must": line.must,
            },
        )
        for line in lines
    ]
    facts = facts_of(lines[0].exchange, lines=len(lines))
    record(act="exchange_facts_stated", by=by, at=at, facts=facts, parts=parts)
