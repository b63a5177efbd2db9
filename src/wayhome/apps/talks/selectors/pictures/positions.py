"""Where each side stands on each issue: the latest, and what it was before."""

from collections.abc import Sequence
from dataclasses import dataclass

from wayhome.apps.talks.models import Issue, Position, Side
from wayhome.apps.talks.selectors.process import Whole


@dataclass(frozen=True, slots=True)
class Cell:
    """One side on one issue."""

    side: Side
    latest: Position | None
    earlier: Sequence[Position]  # the latest of them first


@dataclass(frozen=True, slots=True)
class Standing:
    """One issue, and each side on it."""

    issue: Issue
    cells: Sequence[Cell]


def standings_of(whole: Whole) -> list[Standing]:
    """Issues on which anybody stands, with every side that stands anywhere."""
    positions = sorted(whole.positions, key=_when)
    sides = [side for side in whole.sides if any(one.side_id == side.pk for one in positions)]
    return [
        Standing(issue, [_cell(issue, side, positions) for side in sides])
        for issue in whole.issues
        if any(one.issue_id == issue.pk for one in positions)
    ]


def _when(position: Position) -> tuple[str, int]:
    """Later dates last, as they are written; then in the order of the record."""
    told = position.as_of_date or (position.round.start if position.round else "")
    return told, position.pk


def _cell(issue: Issue, side: Side, positions: Sequence[Position]) -> Cell:
    own = [one for one in positions if one.issue_id == issue.pk and one.side_id == side.pk]
    return Cell(side, own[-1] if own else None, own[-2::-1])
