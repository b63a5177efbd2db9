"""What every part of the exchange of the example refers to, and its days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from wayhome.apps.audit.models import User
from wayhome.apps.exchange.models import Exchange, ExchangeSide
from wayhome.web.demo.people import AGENCY, NORTH, SOUTH, People

OPENED, ANSWERED, FROZEN, DRAWN, PLANNED = (
    datetime(2026, 9, day, 10, 0, tzinfo=UTC) for day in (19, 22, 24, 25, 26)
)
DAYS = tuple(date(2026, 9, 30) + timedelta(weeks=week) for week in range(6))


@dataclass(frozen=True, slots=True)
class Made:
    """The exchange, its sides, and who works at it."""

    exchange: Exchange
    sides: Sequence[ExchangeSide]
    people: People

    @property
    def keeper(self) -> User:
        """Who runs it."""
        return self.people[AGENCY, "negotiator"]

    def speaker(self, side: ExchangeSide) -> User:
        """Who speaks for a side."""
        return self.people[(NORTH, SOUTH)[side.number], "negotiator"]

    def run(self, at: datetime) -> dict[str, Any]:
        """By the one who runs it, at a moment."""
        return {"by": self.keeper, "at": at}

    def said(self, side: ExchangeSide, at: datetime) -> dict[str, Any]:
        """By the one who speaks for a side, at a moment."""
        return {"by": self.speaker(side), "at": at}
