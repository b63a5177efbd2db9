"""Which lines of two lists, or of one, look like one person: the engine's pairs, people's word."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from wayhome.engines.linkage import Finding, Linkage, Zone
from wayhome.files.check.found import Likeness
from wayhome.files.check.rolls import Roll
from wayhome.files.line_keys import RULES
from wayhome.files.report.pairs import TONES

WORTH_A_LOOK = 0.1
"""Posterior from which a pair that is no match makes a line doubtful."""

Progress = Callable[[str, float], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """Two rows that look like one person."""

    row_a: int
    row_b: int
    likeness: Likeness  # to the line at `row_b`
    sure: bool  # a match, or judged the same by people
    differing: tuple[str, ...]  # fields that are close or differ


def pairs_between(
    roll: Roll,
    other: Roll,
    *,
    judged: pl.DataFrame | None,
    seed: int,
    progress: Progress,
) -> list[Pair]:
    """Pairs across two lists, the likeliest first; without those judged not the same.

    Args:
        roll: the list that is checked.
        other: the list beside it.
        judged: row_a, row_b, same: what people said of pairs.
        seed: of the engine.
        progress: told the stage and its share; may raise to stop.

    Raises:
        InvalidEvidence: a list without any name column.
    """
    from wayhome.engines.linkage import link  # noqa: PLC0415 - compiled code, loaded when needed

    if not roll.entries.height or not other.entries.height:
        return []
    found = link(roll.entries, other.entries, judgements=judged, seed=seed, progress=progress)
    return list(_pairs(found, other, judged))


def pairs_within(
    roll: Roll, *, judged: pl.DataFrame | None, seed: int, progress: Progress
) -> list[Pair]:
    """Pairs within one list, as `pairs_between`; each pair once."""
    from wayhome.engines.linkage import dedupe  # noqa: PLC0415 - compiled code

    if roll.entries.height < 2:
        return []
    if judged is not None:  # each pair once, the earlier row first
        first, second = pl.min_horizontal("row_a", "row_b"), pl.max_horizontal("row_a", "row_b")
        judged = judged.select(row_a=first, row_b=second, same="same").unique(maintain_order=True)
    found = dedupe(roll.entries, judgements=judged, seed=seed, progress=progress)
    return list(_pairs(found, roll, judged))


def doubles(roll: Roll) -> Iterator[tuple[int, int]]:
    """Rows that share a number, a name with its birth date, or every cell: the plainest doubles."""
    fields = roll.rows()
    keyed = [[(rule, key(cells)) for cells in fields] for rule, key in RULES]
    keyed.append([("row", repr(sorted(cells.items())) if cells else "") for cells in roll.raw])
    for column in keyed:
        first: dict[tuple[str, str], list[int]] = {}
        for row, key in enumerate(column):
            if key[1]:
                yield from ((other, row) for other in first.setdefault(key, []))
                first[key].append(row)


def _pairs(linkage: Linkage, other: Roll, judged: pl.DataFrame | None) -> Iterator[Pair]:
    said = _said(judged)
    lines = other.lines
    for pair in linkage.pairs.iter_rows(named=True):
        rows = pair["row_a"], pair["row_b"]
        same = said.pop(rows, None)
        if same is False:
            continue
        sure = bool(same) or pair["zone"] == Zone.MATCH
        if not sure and (pair["zone"] == Zone.NO or pair["posterior"] < WORTH_A_LOOK):
            continue
        parts = _parts(pair)
        likeness = Likeness(
            where=other.name,
            line=lines[rows[1]],
            row=rows[1],
            place=other.places[rows[1]] if other.places else "",
            posterior=pair["posterior"],
            by_part={field: weight for field, (weight, _) in parts.items()},
            judged=bool(same),
        )
        differing = tuple(f for f, (_, finding) in parts.items() if TONES[finding] in _AT_ODDS)
        yield Pair(row_a=rows[0], row_b=rows[1], likeness=likeness, sure=sure, differing=differing)
    for (row_a, row_b), same in said.items():
        if same:  # people saw what the engine did not
            likeness = Likeness(
                where=other.name,
                line=lines[row_b],
                row=row_b,
                place=other.places[row_b] if other.places else "",
                posterior=1.0,
                by_part={},
                judged=True,
            )
            yield Pair(row_a=row_a, row_b=row_b, likeness=likeness, sure=True, differing=())


_AT_ODDS = ("close", "differ")


def _said(judged: pl.DataFrame | None) -> dict[tuple[int, int], bool]:
    if judged is None:
        return {}
    return {(a, b): same for a, b, same in judged.select("row_a", "row_b", "same").iter_rows()}


def _parts(pair: Mapping[str, object]) -> dict[str, tuple[float, Finding]]:
    """What each field that both lines give says, and how much it weighs."""
    return {
        name: (float(str(pair[f"weight_{name}"] or 0)), Finding(str(finding)))
        for column, finding in pair.items()
        if (name := column.removeprefix("finding_")) != column
        and finding is not None
        and finding != Finding.MISSING
    }
