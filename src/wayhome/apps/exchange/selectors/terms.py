"""The terms of an exchange, as a plan reads them: numbers, codes and days, no names."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wayhome.apps.exchange.models import SIDES, Exchange, ExchangeList
from wayhome.engines import ledger
from wayhome.engines.planning import CannotReadProblem, problem_from
from wayhome.files.criteria import check_criteria
from wayhome.files.refusals import refusal_in
from wayhome.values import InvalidEvidence

DEFAULT_OBJECTIVES = (
    "wounded", "civilians", "children", "women", "under_25", "days_held", "wounded_early",
    "vulnerable_early",
)  # fmt: skip
"""What a plan is made for, the first before the second."""


UNBOUND = 1_000_000
"""Of a site that the terms do not name: more than any vehicles take, so no rule of its own."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    """What the sides agreed to, in the words of `wayhome.engines.planning.Problem`.

    Pairs are of side 0 and side 1. A batch travels on each of `days`.
    """

    days: tuple[date, ...]
    kind: str = "exactly"  # at_least, all, ratio
    numbers: tuple[int, int] = (0, 0)
    ratio: tuple[int, int] = (1, 1)
    categories: tuple[str, ...] = ()  # for `all`
    parity: int | None = None  # the most by which a side may be ahead after a batch
    seats: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())  # by side, then batch
    stretchers: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())
    # How many a site lets go in each batch, by its code; not named: as many as the vehicles take.
    site_room: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    quotas: Mapping[tuple[int, str], int] = field(default_factory=dict)  # at least, by category
    objectives: tuple[str, ...] = DEFAULT_OBJECTIVES
    criteria: Mapping[str, Any] = field(default_factory=dict)  # as files.criteria checks them

    def as_json(self) -> dict[str, Any]:
        """The terms as they are kept."""
        return {
            "days": [day.isoformat() for day in self.days],
            "kind": self.kind,
            "numbers": list(self.numbers),
            "ratio": list(self.ratio),
            "categories": sorted(self.categories),
            "parity": self.parity,
            "seats": [list(side) for side in self.seats],
            "stretchers": [list(side) for side in self.stretchers],
            "site_room": {code: list(room) for code, room in sorted(self.site_room.items())},
            "quotas": [[side, name, n] for (side, name), n in sorted(self.quotas.items())],
            "objectives": list(self.objectives),
            "criteria": dict(self.criteria),
        }


def terms_of(exchange: Exchange) -> Terms | None:
    """The terms of an exchange; none until they were set."""
    said = exchange.terms
    if not said:
        return None
    return Terms(
        days=tuple(date.fromisoformat(day) for day in said["days"]),
        kind=said["kind"],
        numbers=_pair(said["numbers"]),
        ratio=_pair(said["ratio"]),
        categories=tuple(said["categories"]),
        parity=said["parity"],
        seats=(tuple(said["seats"][0]), tuple(said["seats"][1])),
        stretchers=(tuple(said["stretchers"][0]), tuple(said["stretchers"][1])),
        site_room={code: tuple(room) for code, room in said["site_room"].items()},
        quotas={(side, name): n for side, name, n in said["quotas"]},
        objectives=tuple(said["objectives"]),
        criteria=said["criteria"],
    )


def terms_sha256(exchange: Exchange) -> str:
    """SHA-256 of the canonical terms: what a side accepts with a list."""
    return hashlib.sha256(ledger.canonical({"terms": exchange.terms})).hexdigest()


def frozen_under_other(frozen: ExchangeList, exchange: Exchange) -> bool:
    """Whether a frozen list was frozen with other terms than those of now."""
    return f'"terms":"{terms_sha256(exchange)}"' not in frozen.document


def days_sha256(exchange: Exchange) -> str:
    """SHA-256 of the canonical days of travel: what a side accepts as the date."""
    days = exchange.terms.get("days", [])
    return hashlib.sha256(ledger.canonical({"days": days})).hexdigest()


def problem_frame(terms: Terms, *, sites: Mapping[str, int], salt: str) -> dict[str, Any]:
    """Everything of a problem (format exchange/2) but its persons and groups.

    Args:
        terms: of the exchange.
        sites: the side of every site that anybody is held at, by code.
        salt: of the draw.
    """
    batches = range(len(terms.days))
    seats = {(side, batch): terms.seats[side][batch] for side in SIDES for batch in batches}
    room = [
        [[side, code, batch], terms.site_room[code][batch] if code in terms.site_room else UNBOUND]
        for code, side in sorted(sites.items())
        for batch in batches
    ]
    return {
        "format": "exchange/2",
        "B": len(terms.days),
        "k": terms.parity,
        "N": list(terms.numbers),
        "formula": {
            "kind": terms.kind, "ratio": list(terms.ratio), "categories": list(terms.categories),
        },
        "sites": room,
        "seat": [[list(place), n] for place, n in seats.items()],
        "stretch": [
            [[side, batch], terms.stretchers[side][batch]] for side in SIDES for batch in batches
        ],
        "quota": [[list(place), n] for place, n in sorted(terms.quotas.items())],
        "objectives": list(terms.objectives),
        "salt": salt,
    }  # fmt: skip


def refusal_of(terms: Terms) -> str:
    """In a sentence of the reader's language what is wrong with terms; empty if nothing is."""
    batches = len(terms.days)
    if not batches or list(terms.days) != sorted(set(terms.days)):
        return _("Name the days of travel, each once, the first one first.")
    rooms = [*terms.seats, *terms.stretchers, *terms.site_room.values()]
    if any(len(room) != batches for room in rooms):
        return _("Seats, stretchers and sites need a number for every day of travel.")
    try:
        problem_from({**problem_frame(terms, sites={}, salt=""), "P": []})
        check_criteria(terms.criteria)
    except (CannotReadProblem, InvalidEvidence) as wrong:
        return refusal_in(wrong, get_language() or "en")
    return ""


def _pair(two: list[int]) -> tuple[int, int]:
    first, second = two
    return first, second
