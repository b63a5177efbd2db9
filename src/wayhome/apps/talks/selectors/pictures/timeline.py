"""Rounds along the days on which they were held, and what each yielded."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from wayhome.apps.audit.models import User
from wayhome.apps.talks.models import (
    Commitment,
    Outcome,
    Position,
    Proposal,
    Recorded,
    Round,
    Statement,
)
from wayhome.apps.talks.selectors.consequences import NAMES
from wayhome.apps.talks.selectors.kept import first_day
from wayhome.apps.talks.selectors.pictures.lengths import share
from wayhome.apps.talks.selectors.process import Whole
from wayhome.apps.talks.selectors.rows import visible

EDGE, GAP = 4.0, 8.0
"""Of the width, in hundredths: room at both ends, and between two rounds of one week."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A round, where it stands on the line, and how many rows of each kind came of it."""

    round: Round
    place: int  # from 1, in the order of the days; not the number of the round
    along: str  # empty: nobody said on which day it was
    commitments: int
    proposals: int
    positions: int
    statements: int


def timeline_of(whole: Whole) -> list[Mark]:
    """Every round of a process, in the order of the days."""
    rounds = list(whole.rounds)
    along = _along([first_day(one.start) if one.start else None for one in rounds])
    commitments = _by_round(one.commitment.round_id for one in whole.promised)
    proposals = _by_round(one.round_id for one in whole.proposals)
    positions = _by_round(one.round_id for one in whole.positions)
    statements = _by_round(one.round_id for one in whole.statements)
    return [
        Mark(
            round=one,
            place=place,
            along=where,
            commitments=commitments[one.pk],
            proposals=proposals[one.pk],
            positions=positions[one.pk],
            statements=statements[one.pk],
        )
        for place, (one, where) in enumerate(zip(rounds, along, strict=True), start=1)
    ]


def came_of(round: Round, viewer: User) -> list[tuple[str, str | Promise, list[Recorded]]]:
    """Kind, what it is called, and the rows of it that came of a round."""
    kinds = (Outcome, Commitment, Proposal, Position, Statement)
    named = [(kind, str(kind._meta.model_name)) for kind in kinds]
    return [
        (name, NAMES[name], [*visible(kind, viewer).filter(**{"round": round}).order_by("pk")])
        for kind, name in named
    ]


def _by_round(rounds: Iterable[int | None]) -> Counter[int | None]:
    return Counter(rounds)


def _along(days: Sequence[date | None]) -> list[str]:
    """Where each day stands: true to the calendar, but never closer than can be told apart."""
    known = [day for day in days if day is not None]
    span = (known[-1] - known[0]).days if known else 0
    spots, least = [], EDGE
    for day in days:
        spot = EDGE + (100 - 2 * EDGE) * (day - known[0]).days / span if day and span else EDGE
        spots.append(max(spot, least) if day else None)
        least = max(spot, least) + GAP if day else least
    furthest = max((spot for spot in spots if spot is not None), default=0)
    squeeze = (100 - EDGE) / furthest if furthest > 100 - EDGE else 1
    return [share(spot * squeeze, 100) if spot is not None else "" for spot in spots]
