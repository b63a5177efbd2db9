"""Promised against delivered: a bar for each who gives and each who counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from wayhome.apps.audit.models import User
from wayhome.apps.talks.models import (
    Assessment,
    Commitment,
    CommitmentWording,
    Delivery,
    Proposal,
    Response,
    Side,
)
from wayhome.apps.talks.selectors.kept import Code, Line, State, lines_of
from wayhome.apps.talks.selectors.pictures.lengths import share
from wayhome.apps.talks.selectors.process import Promised
from wayhome.apps.talks.selectors.rows import visible

OPEN_END = 0.08
"""How much of the width is drawn beyond "at least", of the longest bar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One giver's promise and one count of what was delivered: never added to another count.

    `place` is the bar's place on the page of the commitment, from 1.
    """

    place: int
    giver: Side | None
    counted_by: Side | None
    counter: str
    wordings: Sequence[CommitmentWording]  # that put it in the same terms
    state: State
    deliveries: Sequence[Delivery]
    longest: int  # of all bars of the commitment, what is drawn at full width

    @property
    def wording(self) -> CommitmentWording:
        """The first of those that put it so."""
        return self.wordings[0]

    @property
    def is_counted(self) -> bool:
        """Whether anybody has counted."""
        return self.counted_by is not None or bool(self.counter)

    @property
    def is_promised(self) -> bool:
        """Whether the giving side is bound: else there is nothing to keep."""
        return self.state.code != Code.OFFERED

    @property
    def done(self) -> str:
        """How far the delivered part reaches."""
        return share(self.state.done, self.longest)

    @property
    def promised(self) -> str:
        """How far the promise reaches; nothing where it has no number."""
        return share(self.state.promised or 0, self.longest)

    @property
    def beyond(self) -> str:
        """Where the open end of "at least" ends."""
        return share((self.state.promised or 0) + OPEN_END * self.longest, self.longest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A commitment with its bars, and what assessors say."""

    commitment: Commitment
    bars: Sequence[Bar]
    assessments: Sequence[Assessment]

    @property
    def code(self) -> Code:
        """How far it has come by the least of its counts, of the sides that are bound."""
        bound = [bar for bar in self.bars if bar.is_promised]
        told = {bar.state.code for bar in bound or self.bars}
        return next((code for code in LEAST_FIRST if code in told), Code.OPEN)


LEAST_FIRST = (Code.OVERDUE, Code.LAPSED, Code.OFFERED, Code.OPEN, Code.PARTLY, Code.KEPT)


def kept_of(promised: Promised) -> Kept:
    """A commitment of a process with its bars."""
    return Kept(
        commitment=promised.commitment,
        bars=bars_of(promised.lines),
        assessments=promised.assessments,
    )


def kept(commitment: Commitment, viewer: User, as_of: date) -> Kept:
    """One commitment with its bars."""
    assessed = visible(Assessment, viewer).filter(commitment=commitment)
    return Kept(
        commitment=commitment,
        bars=bars_of(lines_of(commitment, viewer, as_of)),
        assessments=list(assessed.select_related("source").order_by("day", "pk")),
    )


def bars_of(lines: Sequence[Line]) -> list[Bar]:
    """The lines of a commitment as bars: wordings of the same terms share one."""
    grouped: dict[tuple[object, ...], list[Line]] = {}
    for line in lines:
        grouped.setdefault(_terms(line), []).append(line)
    longest = _longest(lines)
    return [
        Bar(
            place=place,
            giver=same[0].giver,
            counted_by=same[0].counted_by,
            counter=same[0].counter,
            wordings=[line.wording for line in same],
            state=same[0].state,
            deliveries=same[0].deliveries,
            longest=longest,
        )
        for place, same in enumerate(grouped.values(), start=1)
    ]


def only_offered(proposals: Iterable[Proposal]) -> list[Proposal]:
    """Those with `shown_responses` that no side has accepted: nothing is promised by them."""
    return [
        one
        for one in proposals
        if not any(answer.kind == Response.Kind.ACCEPTED for answer in answers_to(one))
    ]


def answers_to(proposal: Proposal) -> Sequence[Response]:
    """The answers that `selectors.process.proposals_of` brought along."""
    shown: Sequence[Response] = proposal.shown_responses  # type: ignore[attr-defined]
    return shown


def _terms(line: Line) -> tuple[object, ...]:
    said, by = line.wording, line.counted_by
    return (
        line.giver and line.giver.pk, by and by.pk, line.counter, said.comparator, said.value,
        said.value_max, said.unit, said.unit_detail, said.per, said.increment,
        said.deadline_latest,
    )  # fmt: skip


def _longest(lines: Sequence[Line]) -> int:
    """The longest bar, with room for an open end."""
    ends = [max(line.state.done, line.state.promised or 0) for line in lines]
    longest = max(ends, default=0)
    is_open = any(line.state.is_open_end for line in lines)
    return round(longest * (1 + 2 * OPEN_END)) if is_open else longest
