"""Where each member of a pedigree stands on paper: generations in rows, partners side by side."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from wayhome.engines.kinship import Pedigree

_SWEEPS = 16
_GAP = 1.0  # between neighbours, in widths of a member
_APART = 0.5  # more, between members of different couples


@dataclass(frozen=True, slots=True)
class Layout:
    """Places in units: x in widths of a member from the left, row in generations from the top."""

    x: Mapping[str, float]
    row: Mapping[str, int]
    couples: tuple[tuple[str, str], ...]  # father and mother who have a child together

    @property
    def width(self) -> float:
        """From the leftmost to the rightmost member."""
        return max(self.x.values(), default=0.0)

    @property
    def rows(self) -> int:
        """How many generations there are."""
        return max(self.row.values(), default=-1) + 1


def lay_out(pedigree: Pedigree) -> Layout:
    """Place every member. Loops and partners of different generations are allowed."""
    couples = _couples(pedigree)
    row = _rows(pedigree, couples)
    blocks = _blocks(pedigree, row, couples)
    x = {one: float(at) for level in blocks for at, one in enumerate(_flat(level))}
    for sweep in range(_SWEEPS):
        down = sweep % 2 == 0
        for level in blocks if down else reversed(blocks):
            wanted = {one: _wanted(pedigree, one, x, down=down) for one in _flat(level)}
            for block in level:
                _turn(block, wanted)
            level.sort(key=lambda block: _mean(wanted[one] for one in block))
            x |= _spread(level, wanted)
    left = min(x.values(), default=0.0)
    return Layout({one: round(at - left, 3) for one, at in x.items()}, row, tuple(couples))


def _couples(pedigree: Pedigree) -> list[tuple[str, str]]:
    both = ((member.father, member.mother) for member in pedigree.members)
    return list(dict.fromkeys((f, m) for f, m in both if f is not None and m is not None))


def _rows(pedigree: Pedigree, couples: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Generations: below both parents, and beside the partner wherever that is possible."""
    group = {one: one for one in pedigree.ids}  # who must stand in one row
    row = _below(pedigree, group) or {}
    for father, mother in couples:
        joined = {one: group[father] if g == group[mother] else g for one, g in group.items()}
        if found := _below(pedigree, joined):
            group, row = joined, found
    return row


def _below(pedigree: Pedigree, group: Mapping[str, str]) -> dict[str, int] | None:
    """The row of each member, groups together; None where one would stand below itself."""
    row = dict.fromkeys(group.values(), 0)
    for _ in range(len(row) + 1):
        before = dict(row)
        for member in pedigree.members:
            for parent in (member.father, member.mother):
                if parent is not None:
                    mine, theirs = group[member.id], group[parent]
                    row[mine] = max(row[mine], row[theirs] + 1)
        if row == before:
            return {one: row[group[one]] for one in group}
    return None


Block = list[str]
"""Partners who stand side by side."""


def _blocks(
    pedigree: Pedigree, row: Mapping[str, int], couples: Sequence[tuple[str, str]]
) -> list[list[Block]]:
    """The blocks of each row: somebody with all partners of that row, in a chain."""
    partners: dict[str, list[str]] = {one: [] for one in pedigree.ids}
    for father, mother in couples:
        if row[father] == row[mother]:
            partners[father].append(mother)
            partners[mother].append(father)
    levels: list[list[Block]] = [[] for _ in range(max(row.values(), default=-1) + 1)]
    placed: set[str] = set()
    for one in sorted(pedigree.ids, key=lambda o: len(partners[o]) > 1):
        if one not in placed:
            block = _chain(one, partners, placed)
            levels[row[one]].append(block)
    return levels


def _chain(start: str, partners: Mapping[str, Sequence[str]], placed: set[str]) -> Block:
    block, waiting = [], [start]
    while waiting:
        one = waiting.pop(0)
        if one in placed:
            continue
        placed.add(one)
        block.append(one)
        waiting = [p for p in partners[one] if p not in placed] + waiting
    return block


def _flat(level: Iterable[Block]) -> list[str]:
    return [one for block in level for one in block]


def _wanted(pedigree: Pedigree, one: str, x: Mapping[str, float], *, down: bool) -> float:
    """Where a member would best stand: below its parents, or above its children."""
    member = pedigree[one]
    near = (
        [p for p in (member.father, member.mother) if p is not None]
        if down
        else [*pedigree.children(one)]
    )
    return _mean(x[other] for other in near) if near else x[one]


def _mean(values: Iterable[float]) -> float:
    held = list(values)
    return sum(held) / len(held)


def _turn(block: Block, wanted: Mapping[str, float]) -> None:
    """Put the partner whose family stands further left on the left."""
    if len(block) > 1 and wanted[block[0]] > wanted[block[-1]]:
        block.reverse()


def _spread(level: Sequence[Block], wanted: Mapping[str, float]) -> dict[str, float]:
    """Places in this order, none nearer than the gap, as near as that allows to those wanted."""
    offsets: list[float] = []
    goals: list[float] = []
    at = 0.0
    for block in level:
        at += _APART if offsets else 0.0
        offsets += [at + place * _GAP for place in range(len(block))]
        centre = at + (len(block) - 1) * _GAP / 2
        goals += [_mean(wanted[one] for one in block) - centre] * len(block)
        at += len(block) * _GAP
    shifts = _rising(goals)
    names = _flat(level)
    return {one: offset + shift for one, offset, shift in zip(names, offsets, shifts, strict=True)}


def _rising(goals: Sequence[float]) -> list[float]:
    """The non-decreasing numbers nearest to the goals: neighbours in the wrong order are pooled."""
    pools: list[tuple[float, int]] = []
    for goal in goals:
        mean, count = goal, 1
        while pools and pools[-1][0] > mean:
            before, many = pools.pop()
            mean = (before * many + mean * count) / (many + count)
            count += many
        pools.append((mean, count))
    return [mean for mean, count in pools for _ in range(count)]
