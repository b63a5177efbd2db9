"""Every line of a list, and what of it will not do."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from wayhome.files import criteria as rules
from wayhome.files.check.difference import Difference, compare_lists
from wayhome.files.check.findings import findings_of
from wayhome.files.check.found import Finds, LineCheck
from wayhome.files.check.likenesses import Pair, Progress, pairs_between, pairs_within
from wayhome.files.check.rolls import Roll
from wayhome.files.whole_name import whole_name


@dataclass(frozen=True, kw_only=True)
class Counter:
    """A list laid beside the one that is checked, and what people judged of their lines.

    `judged`: row_a (of the list that is checked), row_b, same.
    """

    roll: Roll
    judged: pl.DataFrame | None = None


@dataclass(frozen=True, kw_only=True)
class Check:
    """What was found on each line, and how the list differs from its counter-list."""

    name: str
    as_of: str  # EDTF: ages and criteria as of this day
    lines: tuple[LineCheck, ...]
    criteria: Mapping[str, str]  # what each says, by code
    difference: Difference | None = None
    # How others write the person of a row: the name, and on which list.
    elsewhere: Mapping[int, tuple[tuple[str, str], ...]] = field(default_factory=dict, repr=False)

    def counts(self) -> Mapping[str, int]:
        """How many lines have each standing, and how many bear each finding beside it."""
        standing = [one.standing for one in self.lines]
        return {"lines": len(self.lines), **{str(f): standing.count(f) for f in Finds}}

    @property
    def in_the_way(self) -> tuple[LineCheck, ...]:
        """The lines that are not in order."""
        return tuple(one for one in self.lines if one.found)


def check_list(
    roll: Roll,
    *,
    as_of: str,
    criteria: Mapping[str, Any] | None = None,
    kind: str = "",
    against: Counter | None = None,
    beside: Sequence[Counter] = (),
    judged: pl.DataFrame | None = None,
    seed: int = 0,
    progress: Callable[[str, float], None] = lambda stage, share: None,
) -> Check:
    """Say of each line whether it is in order, and if not why, by whose word and since when.

    Args:
        roll: the list.
        as_of: the day on which ages count, EDTF.
        criteria: what the list was agreed to hold; see `files.criteria`.
        kind: of the list, as the register knows kinds; `children` has a criterion of its own.
        against: its counter-list, from which it is told how the two differ.
        beside: lists and registers whose lines say something of persons: home, dead, civilian.
        judged: row_a, row_b, same: what people said of pairs within the list.
        seed: of the engine.
        progress: told the stage and the share of it that is done; may raise to stop the work.

    Raises:
        InvalidEvidence: a list without any name column, or criteria no machine can check.
    """
    stated = criteria or {}
    rules.check_criteria(stated)
    counters = [*([against] if against else []), *beside]
    steps = Steps(progress, len(counters) + 1)
    within = pairs_within(roll, judged=judged, seed=seed, progress=steps.next())
    across = [
        pairs_between(roll, c.roll, judged=c.judged, seed=seed, progress=steps.next())
        for c in counters
    ]
    rows = rules.criteria_of(stated, kind=kind)
    found = findings_of(roll, within, as_of=as_of, criteria=rows)
    for counter, pairs in zip(counters, across, strict=True):
        found.add_beside(counter.roll.facts, pairs, is_counter_list=counter is against)
    return Check(
        name=roll.name,
        as_of=as_of,
        lines=found.lines(),
        criteria={row["code"]: str(row.get("says") or row["code"]) for row in rows},
        difference=compare_lists(roll, against.roll, across[0]) if against else None,
        elsewhere=_elsewhere(zip(counters, across, strict=True)),
    )


def _elsewhere(
    compared: Iterable[tuple[Counter, Sequence[Pair]]],
) -> Mapping[int, tuple[tuple[str, str], ...]]:
    """The names under which the persons of the list's rows stand on the other lists."""
    found: dict[int, dict[tuple[str, str], None]] = {}
    for counter, pairs in compared:
        names = [whole_name(fields) for fields in counter.roll.rows()]
        for pair in pairs:
            if pair.sure:
                told = (names[pair.row_b], counter.roll.name)
                found.setdefault(pair.row_a, {})[told] = None
    return {row: tuple(told) for row, told in found.items()}


class Steps:
    """The share of the whole from the shares of its comparisons."""

    def __init__(self, progress: Progress, steps: int) -> None:
        self.progress, self.steps, self.step = progress, steps, -1

    def next(self) -> Progress:
        """Progress of the next comparison."""
        self.step += 1
        step = self.step
        stages = ("reading", "blocking", "counting", "comparing", "learning", "rivals")

        def tell(stage: str, share: float) -> None:
            at = (stages.index(stage) + share) / len(stages) if stage in stages else share
            self.progress(stage, (step + at) / self.steps)

        return tell
