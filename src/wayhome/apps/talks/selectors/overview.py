"""What the page of a process shows first: where things stand, in words and in pictures."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from wayhome.apps.audit.models import User
from wayhome.apps.talks.models import Process, Proposal, Round
from wayhome.apps.talks.selectors.kept import Code
from wayhome.apps.talks.selectors.pictures.deadlines import Due, deadlines_of
from wayhome.apps.talks.selectors.pictures.funnels import ListFunnel, funnels_of
from wayhome.apps.talks.selectors.pictures.positions import Standing, standings_of
from wayhome.apps.talks.selectors.pictures.promised import (
    LEAST_FIRST,
    Kept,
    answers_to,
    kept_of,
    only_offered,
)
from wayhome.apps.talks.selectors.pictures.rivals import Topic, rivals_of
from wayhome.apps.talks.selectors.pictures.timeline import Mark, timeline_of
from wayhome.apps.talks.selectors.process import Whole, whole_process


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """A process as one viewer may see it, as of a day."""

    whole: Whole
    kept: Sequence[Kept]
    offered: Sequence[Proposal]
    due: Sequence[Due]
    timeline: Sequence[Mark]
    standings: Sequence[Standing]
    topics: Sequence[Topic]
    funnels: Sequence[ListFunnel]

    @property
    def last_round(self) -> Round | None:
        """The latest round."""
        return self.timeline[-1].round if self.timeline else None

    @property
    def codes(self) -> list[tuple[Code, int]]:
        """How many promises there are of each state, by the least of their counts."""
        told = Counter(one.code for one in self.kept)
        return [(code, told[code]) for code in reversed(LEAST_FIRST) if told[code]]

    @property
    def overdue(self) -> Due | None:
        """What is overdue for longest."""
        return next((one for one in self.due if one.is_late), None)

    @property
    def unanswered(self) -> Proposal | None:
        """The first proposal without an answer on record."""
        return next((one for one in self.offered if not answers_to(one)), None)

    @property
    def uncounted(self) -> Kept | None:
        """The first promise of which nobody has counted anything."""
        bare = (one for one in self.kept if one.code == Code.OPEN)
        return next((one for one in bare if not any(bar.is_counted for bar in one.bars)), None)


def overview_of(process: Process, viewer: User, today: date) -> Overview:
    """Everything the page of a process shows, as of a day."""
    whole = whole_process(process, viewer, today)
    kept = [kept_of(one) for one in whole.promised]
    offered = only_offered(whole.proposals)
    return Overview(
        whole=whole,
        kept=kept,
        offered=offered,
        due=deadlines_of(kept, offered, today),
        timeline=timeline_of(whole),
        standings=standings_of(whole),
        topics=rivals_of(whole.numbers),
        funnels=funnels_of([one.commitment for one in kept], viewer),
    )
