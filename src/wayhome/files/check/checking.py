"""Every line of a list, and what of it will not do."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from wayhome.files import criteria as rules
from wayhome.files.check.difference import Difference, compare_lists
from wayhome.files.check.found import GRAVITY, Doubt, Fact, Finds, Found, LineCheck
from wayhome.files.check.likenesses import Pair, Progress, pairs_between, pairs_within
from wayhome.files.check.rolls import Roll, name_of


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
    steps = _Steps(progress, len(counters) + 1)
    within = pairs_within(roll, judged=judged, seed=seed, progress=steps.next())
    across = [
        pairs_between(roll, c.roll, judged=c.judged, seed=seed, progress=steps.next())
        for c in counters
    ]
    found = _Findings(roll, as_of, rules.criteria_of(stated, kind=kind))
    found.add_cells()
    found.add_within(within)
    for counter, pairs in zip(counters, across, strict=True):
        found.add_beside(counter.roll, pairs, is_counter_list=counter is against)
    return Check(
        name=roll.name,
        as_of=as_of,
        lines=found.lines(),
        criteria={row["code"]: str(row.get("says") or row["code"]) for row in found.criteria},
        difference=compare_lists(roll, against.roll, across[0]) if against else None,
        elsewhere=_elsewhere(zip(counters, across, strict=True)),
    )


def _elsewhere(
    compared: Iterable[tuple[Counter, Sequence[Pair]]],
) -> Mapping[int, tuple[tuple[str, str], ...]]:
    """The names under which the persons of the list's rows stand on the other lists."""
    found: dict[int, dict[tuple[str, str], None]] = {}
    for counter, pairs in compared:
        names = [name_of(fields) for fields in counter.roll.rows()]
        for pair in pairs:
            if pair.sure:
                told = (names[pair.row_b], counter.roll.name)
                found.setdefault(pair.row_a, {})[told] = None
    return {row: tuple(told) for row, told in found.items()}


class _Steps:
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


class _Findings:
    """What is found on each row, gathered and put in order."""

    def __init__(self, roll: Roll, as_of: str, criteria: Sequence[Mapping[str, Any]]) -> None:
        self.roll, self.as_of, self.criteria = roll, as_of, criteria
        self.fields = roll.rows()
        self.found: list[list[Found]] = [[] for _ in self.fields]
        self.untold: list[tuple[str, ...]] = [()] * len(self.fields)

    def lines(self) -> tuple[LineCheck, ...]:
        """Each line with what was found on it, the gravest first, the surest of these first."""
        return tuple(
            LineCheck(
                row=row,
                line=line,
                name=name_of(self.fields[row]),
                found=tuple(sorted(self.found[row], key=_order)),
                untold=self.untold[row],
            )
            for row, line in enumerate(self.roll.lines)
        )

    def add_cells(self) -> None:
        """What a line's own cells say, by themselves and by the criteria."""
        for row, fields in enumerate(self.fields):
            said = self.roll.facts.get(row, ())
            self.found[row] += [
                Found(finds=fact.finds, detail=fact.detail, fact=fact) for fact in said
            ]
            self.found[row] += _age(fields, self.as_of, said)
            met = {
                str(rule["code"]): rules.meets(rule, fields, self.roll.raw[row], self.as_of)
                for rule in self.criteria
            }
            self.found[row] += [
                Found(finds=Finds.OFF_CRITERIA, detail=code)
                for code, meets in met.items()
                if meets is False
            ]
            self.untold[row] = tuple(code for code, meets in met.items() if meets is None)
            self.found[row] += _doubts(fields, self.roll.damaged.get(row, ()))

    def add_within(self, pairs: Iterable[Pair]) -> None:
        """Lines that stand twice, or may."""
        together: dict[tuple[int, Finds], set[int]] = {}
        for pair in pairs:
            finds = Finds.DUPLICATE if pair.sure else Finds.IDENTITY_DOUBTFUL
            together.setdefault((pair.row_a, finds), set()).add(pair.row_b)
            together.setdefault((pair.row_b, finds), set()).add(pair.row_a)
        lines = self.roll.lines
        for (row, finds), others in together.items():
            detail = "" if finds is Finds.DUPLICATE else Doubt.TWICE
            at = tuple(sorted(lines[other] for other in others))
            self.found[row].append(Found(finds=finds, detail=detail, lines=at))

    def add_beside(self, other: Roll, pairs: Sequence[Pair], *, is_counter_list: bool) -> None:
        """What is said of the persons whom these lines look like."""
        settled = {pair.row_a for pair in pairs if pair.sure}
        for pair in pairs:
            said = other.facts.get(pair.row_b, ())
            at = self.found[pair.row_a]
            if pair.sure:
                at += [
                    Found(finds=f.finds, detail=f.detail, fact=f, likeness=pair.likeness)
                    for f in said
                ]
            elif pair.row_a not in settled:
                doubts = said or ((None,) if is_counter_list else ())
                at += [_may_be(fact, pair) for fact in doubts]


def _may_be(fact: Fact | None, pair: Pair) -> Found:
    return Found(
        finds=Finds.IDENTITY_DOUBTFUL, detail=Doubt.MAY_BE, fact=fact, likeness=pair.likeness
    )


def _order(found: Found) -> tuple[int, float, str, str]:
    likeness = found.likeness
    source = found.fact.source if found.fact else ""
    return GRAVITY[found.finds], -(likeness.posterior if likeness else 2.0), found.detail, source


def _age(fields: Mapping[str, str], as_of: str, said: Sequence[Fact]) -> Iterator[Found]:
    born = fields.get("birth_date", "")
    under = rules.is_under(born, rules.ADULT, as_of) if born else False
    if under is not False and not any(fact.finds is Finds.CHILD for fact in said):
        yield Found(finds=Finds.CHILD, detail="age" if under else "age_not_certain")


def _doubts(fields: Mapping[str, str], damaged: Sequence[str]) -> Iterator[Found]:
    for name in damaged:
        yield Found(finds=Finds.IDENTITY_DOUBTFUL, detail=f"{Doubt.DAMAGED}:{name}")
    if not fields.get("birth_date") and not fields.get("number"):
        yield Found(finds=Finds.IDENTITY_DOUBTFUL, detail=Doubt.FEW)
