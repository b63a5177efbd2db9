"""The dynamic program over families: which remains are used up is all that must be remembered.

Families are taken one after the other. What the next ones need to know of those before is which
remains they have used that still matter, and how many in all (the prior asks for that). Sums and
maxima over these states give, exactly and without listing assignments, the evidence of all
together, what each family's ways deserve, and the best assignment through each of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from wayhome.engines.kinship.joint.options import NOBODY, FamilyOptions
from wayhome.engines.kinship.joint.prune import after_prices, prices

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SLOTS = 48
"""Bits of a word that stand for remains; those above count identifications, in the first word."""


@dataclass(frozen=True, slots=True)
class Step:
    """One family: every move from a state before it to a state after it.

    `source`, `way` and `target` have one entry per move; `weight` one per way, at most one;
    `key`, shape (states, words), one row per state after. `free[v]` tells the moves that leave
    remains v, whose last family this is, unused for good.
    """

    source: Ints
    way: Ints
    target: Ints
    weight: Floats
    key: Ints
    free: Mapping[int, NDArray[np.bool_]]


@dataclass(frozen=True, slots=True)
class Program:
    """The steps, and what the prior gives each last state.

    Weights are relative: a sum over assignments times exp(`log_scale`) is the sum of prior times
    likelihood ratio. `dropped` bounds from above, in the same relative unit, the weight of all
    assignments left out because there were too many to hold; nought where nothing was.
    """

    families: tuple[FamilyOptions, ...]
    steps: tuple[Step, ...]
    final: Floats
    log_scale: float
    dropped: float


def build(
    families: Sequence[FamilyOptions], *, by_number: Floats, at_most: int = 1_000_000
) -> Program:
    """Lay out the program for families in the order given.

    `by_number` is the log of what the prior gives each number of identifications, beyond what
    the ways' own weights hold. Beyond `at_most` moves in one step the lightest states are left
    out, and bounded in `dropped`.
    """
    counting = bool(np.any(by_number != by_number[0]))
    tops = [float(f.log_weight.max()) for f in families]
    weights = [np.exp(f.log_weight - top) for f, top in zip(families, tops, strict=True)]
    slots = _slots(families)
    key = np.zeros((1, max(slots.values(), default=0) // SLOTS + 1), dtype=np.int64)
    reached, steps, dropped = np.ones(1), [], 0.0
    last = _last_here(families)
    for number, options in enumerate(families):
        step = _step(key, weights[number], options, slots, last[number], counting)
        reached = _carried(step, reached)
        room = at_most // len(families[number + 1].chosen) if number + 1 < len(families) else None
        if room is not None and len(step.key) > max(1, room):
            by_weight = np.argsort(reached)
            lost = float(reached[by_weight[: -max(1, room)]].sum())
            dropped += lost * _at_most_ahead(families[number + 1 :], sum(tops[number + 1 :]))
            heaviest = np.sort(by_weight[-max(1, room) :])
            step, reached = _only(step, heaviest), reached[heaviest]
        steps.append(step)
        key = step.key
    top = float(by_number.max())
    final = np.exp(by_number - top)[key[:, 0] >> SLOTS] if counting else np.ones(len(key))
    log_scale = sum(tops) + top
    return Program(tuple(families), tuple(steps), final, log_scale, dropped)


def _at_most_ahead(families: Sequence[FamilyOptions], top: float) -> float:
    """A bound from above on the sum over all that these families can still do, relative to top."""
    price = prices(families)
    log_sums = [float(np.logaddexp.reduce(after_prices(f, price))) for f in families]
    return float(np.exp(sum(log_sums) + price.sum() - top))


def forward(program: Program) -> list[Floats]:
    """The summed weight of reaching each state, before the first family and after each."""
    reached = [np.ones(1)]
    for step in program.steps:
        reached.append(_carried(step, reached[-1]))
    return reached


def backward(program: Program) -> list[Floats]:
    """The summed weight of finishing from each state, before the first family and after each."""
    ahead = [program.final]
    for step, before in zip(program.steps[::-1], _sizes(program)[::-1], strict=True):
        moves = step.weight[step.way] * ahead[0][step.target]
        ahead.insert(0, _summed(step.source, moves, before))
    return ahead


def best_forward(program: Program) -> list[Floats]:
    """The weight of the best way to each state; shapes as `forward`."""
    reached = [np.ones(1)]
    for step in program.steps:
        best = np.zeros(len(step.key))
        np.maximum.at(best, step.target, reached[-1][step.source] * step.weight[step.way])
        reached.append(best)
    return reached


def best_backward(program: Program) -> list[Floats]:
    """The weight of the best end from each state; shapes as `backward`."""
    ahead = [program.final]
    for step, before in zip(program.steps[::-1], _sizes(program)[::-1], strict=True):
        best = np.zeros(before)
        np.maximum.at(best, step.source, step.weight[step.way] * ahead[0][step.target])
        ahead.insert(0, best)
    return ahead


def _carried(step: Step, reached: Floats) -> Floats:
    return _summed(step.target, reached[step.source] * step.weight[step.way], len(step.key))


def _summed(place: Ints, weight: Floats, size: int) -> Floats:
    """The weights summed by place."""
    return np.asarray(np.bincount(place, weight, minlength=size), dtype=np.float64)


def _sizes(program: Program) -> list[int]:
    """How many states there are before each step."""
    return [1, *(len(step.key) for step in program.steps)][:-1]


def _slots(families: Sequence[FamilyOptions]) -> dict[int, int]:
    """The bit of each remains that more than one family disputes, reused when it is settled."""
    seen: dict[int, list[int]] = {}
    for number, options in enumerate(families):
        for one in options.remains():
            seen.setdefault(one, []).append(number)
    slots: dict[int, int] = {}
    for number in range(len(families)):
        taken = {slots[v] for v in slots if seen[v][-1] >= number}
        for one in sorted(v for v, at in seen.items() if at[0] == number and len(at) > 1):
            slot = next(s for s in range(len(seen)) if s not in taken)
            slots[one] = slot
            taken.add(slot)
    return slots


def _last_here(families: Sequence[FamilyOptions]) -> list[list[int]]:
    """Of each family the remains that no later one names."""
    last = {one: number for number, family in enumerate(families) for one in family.remains()}
    here: list[list[int]] = [[] for _ in families]
    for one, number in sorted(last.items()):
        here[number].append(one)
    return here


def _step(
    key: Ints,
    weight: Floats,
    options: FamilyOptions,
    slots: Mapping[int, int],
    last: Sequence[int],
    counting: bool,
) -> Step:
    bit = np.zeros((options.chosen.max() + 2, key.shape[1]), dtype=np.int64)  # the last: NOBODY
    for one in options.remains() & slots.keys():
        bit[one, slots[one] // SLOTS] = 1 << (slots[one] % SLOTS)
    mask = bit[options.chosen].sum(1)
    clash = np.zeros((len(key), len(mask)), dtype=np.bool_)
    for word in range(key.shape[1]):
        clash |= (key[:, None, word] & mask[None, :, word]) != 0
    source, way = np.nonzero(~clash)
    after = key[source] | mask[way]
    free = {}
    for one in last:
        free[one] = ~(options.chosen == one).any(1)[way]
        if one in slots:
            free[one] &= (after & bit[one] == 0).all(1)
    after &= ~bit[list(last)].sum(0)
    if counting:
        after[:, 0] += (options.chosen != NOBODY).sum(1)[way] << SLOTS
    keys, target = _distinct(after)
    return Step(source, way, target, weight, keys, free)


def _distinct(rows: Ints) -> tuple[Ints, Ints]:
    """The distinct rows, and for each row which of them it is."""
    if rows.shape[1] == 1:
        keys, place = np.unique(rows[:, 0], return_inverse=True)
        return keys[:, None], place
    joined = np.ascontiguousarray(rows).view(f"V{rows.itemsize * rows.shape[1]}")[:, 0]
    _, first, place = np.unique(joined, return_index=True, return_inverse=True)
    return rows[first], place


def _only(step: Step, states: Ints) -> Step:
    """The step with these states after it only."""
    place = np.full(len(step.key), -1)
    place[states] = np.arange(len(states))
    kept = place[step.target] >= 0
    return replace(
        step,
        source=step.source[kept],
        way=step.way[kept],
        target=place[step.target[kept]],
        key=step.key[states],
        free={one: free[kept] for one, free in step.free.items()},
    )
