"""Days by which something is due: those that passed unkept first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from wayhome.apps.talks.models import Commitment, Proposal, Terms
from wayhome.apps.talks.selectors.kept import Code
from wayhome.apps.talks.selectors.pictures.lengths import share
from wayhome.apps.talks.selectors.pictures.promised import LEAST_FIRST, Kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One day, of a commitment or of an offer that nobody is bound by."""

    row: Commitment | Proposal
    terms: Terms
    day: date
    code: Code
    days: int  # from today; below 0 if it passed
    before: int  # of all, the most days that have passed
    after: int  # and the most that are left

    @property
    def kind(self) -> str:
        """The kind of row."""
        return str(self.row._meta.model_name)

    @property
    def is_late(self) -> bool:
        """Whether it passed with the promise unkept."""
        return self.code == Code.OVERDUE

    @property
    def days_late(self) -> int:
        """How many days ago it was."""
        return max(0, -self.days)

    @property
    def today(self) -> str:
        """Where today stands."""
        return share(self.before, self._whole)

    @property
    def start(self) -> str:
        """Where the bar between today and the day begins."""
        return share(self.before + min(self.days, 0), self._whole)

    @property
    def length(self) -> str:
        """How long that bar is."""
        return share(abs(self.days), self._whole)

    @property
    def spot(self) -> str:
        """Where the day stands."""
        return share(self.before + self.days, self._whole)

    @property
    def _whole(self) -> int:
        return max(self.before + self.after, 1)


def deadlines_of(kept: Iterable[Kept], offered: Iterable[Proposal], today: date) -> list[Due]:
    """Every day that was resolved: overdue, then to come, then whatever needs nothing more."""
    found = [one for each in kept for one in _of_commitment(each)]
    found += [
        (one, one, one.deadline_latest, Code.OFFERED) for one in offered if one.deadline_latest
    ]
    days = [(day - today).days for _row, _terms, day, _code in found]
    made = [
        Due(
            row=row, terms=terms, day=day, code=code, days=left,
            before=max(0, -min(days)), after=max(0, *days),
        )
        for (row, terms, day, code), left in zip(found, days, strict=True)
    ]  # fmt: skip
    return sorted(made, key=lambda one: (_class(one), one.day))


Found = tuple[Commitment | Proposal, Terms, date, Code]


def _of_commitment(kept: Kept) -> list[Found]:
    """Each day once, with the least that any count says of it."""
    by_day: dict[date, list[tuple[Code, Terms]]] = {}
    for bar in kept.bars:
        if (day := bar.wording.deadline_latest) is not None:
            by_day.setdefault(day, []).append((bar.state.code, bar.wording))
    return [(kept.commitment, *_least(day, told)) for day, told in by_day.items()]


def _least(day: date, told: Sequence[tuple[Code, Terms]]) -> tuple[Terms, date, Code]:
    code, terms = min(told, key=lambda one: LEAST_FIRST.index(one[0]))
    return terms, day, code


def _class(due: Due) -> int:
    if due.is_late:
        return 0
    return 1 if due.code in (Code.OPEN, Code.PARTLY) else 2
