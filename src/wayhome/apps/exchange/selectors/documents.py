"""The document of a list that is frozen: opaque codes and what a plan asks of a person."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from wayhome.apps.exchange.models import ExchangeList, Line, LineEvent
from wayhome.apps.exchange.policies import STANDING
from wayhome.apps.exchange.selectors.lines import in_state
from wayhome.apps.exchange.selectors.terms import Terms, terms_sha256
from wayhome.engines import ledger

FORMAT = "exchange-list/1"
NOT_AVAILABLE = LineEvent.Kind.NOT_AVAILABLE
ON_IT = (*STANDING, NOT_AVAILABLE)
"""States of lines that stand on a frozen list; refused, withheld and substituted do not."""
WITHOUT_SITE = ("site-0", "site-1")
"""The code of people whose site a side does not tell."""
LONGEST_HELD = 1_000_000
"""Days: the largest number a plan reads."""


def standing_on(shown: ExchangeList) -> Sequence[Line]:
    """The lines of a version that would be frozen with it, with their state."""
    lines = in_state(Line.objects.filter(listed__list=shown, entry__erased_at=None), ON_IT)
    return list(lines.select_related("site", "holder__exchange", "entry").order_by("code"))


def document_of(shown: ExchangeList, lines: Sequence[Line], terms: Terms) -> str:
    """The document of a version, as canonical JSON (RFC 8785)."""
    holder = shown.holder
    told: dict[str, Any] = {
        "format": FORMAT,
        "exchange": holder.exchange.number,
        "side": holder.number,
        "version": shown.version,
        "terms": terms_sha256(holder.exchange),
        "lines": rows_of(lines, terms),
    }
    return ledger.canonical(told).decode()


def rows_of(lines: Iterable[Line], terms: Terms) -> list[dict[str, Any]]:
    """What a document says of each of these lines, which `standing_on` gave."""
    return [_told(line, terms.days) for line in lines]


def _told(line: Line, days: Sequence[date]) -> dict[str, Any]:
    """A line with the keys of a problem file, its group (`g`) and whether it must go (`m`)."""
    held = (days[0] - line.held_since).days if line.held_since else 0
    return {
        "i": line.code,
        "s": line.holder.number,
        "z": line.site.code if line.site else WITHOUT_SITE[line.holder.number],
        **dict.fromkeys(sorted(line.categories), 1),
        "st": int(line.stretcher),
        "e": _earliest(line.earliest_date, days),
        "d": min(max(held, 0), LONGEST_HELD),
        "ex": getattr(line, "state", "") == NOT_AVAILABLE,
        "g": line.group,
        "m": int(line.must),
    }


def _earliest(fit: date | None, days: Sequence[date]) -> int:
    """The first batch that travels on the day somebody is fit or later; past the last if none."""
    return sum(day < fit for day in days) if fit else 0
