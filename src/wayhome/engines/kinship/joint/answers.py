"""What a program answers: how probable each pairing is, and which assignments are the best."""

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count
from math import log

import numpy as np
from numpy.typing import NDArray

from wayhome.engines.kinship.joint import program as programs
from wayhome.engines.kinship.joint.options import NOBODY
from wayhome.engines.kinship.joint.program import Program

Floats = NDArray[np.float64]

_Waiting = tuple[float, int, int, float, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Shares:
    """The summed relative weight of everything, of each pairing, and of each remains unnamed.

    `pairing` has shape (remains, missing), `unnamed` (remains,). `best_with` and `best_without`
    are the weights of the best assignment with each pairing and of the best without it.
    """

    total: float
    pairing: Floats
    unnamed: Floats
    best_with: Floats
    best_without: Floats


def shares(program: Program, *, remains: int) -> Shares:
    """Sum and maximise over all assignments, family by family."""
    reached, ahead = programs.forward(program), programs.backward(program)
    best_reached, best_ahead = programs.best_forward(program), programs.best_backward(program)
    total, best = float(ahead[0][0]), float(best_ahead[0][0])
    missing = sum(len(family.missing) for family in program.families)
    pairing = np.zeros((remains, missing))
    best_with, best_without = np.zeros_like(pairing), np.full_like(pairing, best)
    unnamed = np.full(remains, total)
    column = 0
    for number, (family, step) in enumerate(zip(program.families, program.steps, strict=True)):
        moves = step.weight[step.way] * reached[number][step.source]
        moves *= ahead[number + 1][step.target]
        by_way = np.bincount(step.way, moves, minlength=len(step.weight))
        tops = step.weight[step.way] * best_reached[number][step.source]
        tops *= best_ahead[number + 1][step.target]
        best_by_way = np.zeros(len(step.weight))
        np.maximum.at(best_by_way, step.way, tops)
        for one, free in step.free.items():
            unnamed[one] = moves[free].sum()
        for place in range(len(family.missing)):
            chosen = family.chosen[:, place]
            for one in np.unique(chosen[chosen != NOBODY]):
                here = chosen == one
                pairing[one, column] = by_way[here].sum()
                best_with[one, column] = best_by_way[here].max()
                best_without[one, column] = best_by_way[~here].max()
            column += 1
    return Shares(total, pairing, unnamed, best_with, best_without)


def best_first(program: Program) -> Iterator[tuple[float, tuple[int, ...]]]:
    """Assignments from the best on: the log of the weight, and the way taken in each family.

    The log counts the prior, and is not relative: it is that of prior times likelihood ratio.
    The best end from each state is known, so nothing is opened that is not next in turn.
    """
    ahead = programs.best_backward(program)
    if not ahead[0][0] > 0:
        return
    order = count()
    waiting: list[_Waiting] = [(-log(ahead[0][0]), next(order), 0, 0.0, ())]
    while waiting:
        negative, _, state, gone, taken = heappop(waiting)
        if len(taken) == len(program.steps):
            yield program.log_scale - negative, taken
            continue
        step, ends = program.steps[len(taken)], ahead[len(taken) + 1]
        for move in range(*np.searchsorted(step.source, [state, state + 1]).tolist()):
            weight, end = step.weight[step.way[move]], ends[step.target[move]]
            if weight > 0 and end > 0:
                so_far = gone + log(weight)
                bound = -so_far - log(end)
                opened = (*taken, int(step.way[move]))
                heappush(waiting, (bound, next(order), int(step.target[move]), so_far, opened))
