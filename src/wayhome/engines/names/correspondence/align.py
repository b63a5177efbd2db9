"""The likeliest alignment of two spellings, letter chunk by letter chunk."""

from collections.abc import Iterator
from math import log10

import numpy as np

from wayhome.engines.names.correspondence.direction import Direction
from wayhome.engines.names.correspondence.store import LetterModel

Step = tuple[str, str, float]
Move = tuple[int, int, float]  # source letters, target letters, probability


def moves(way: Direction, x: str, y: str) -> dict[tuple[int, int], list[Move]]:
    """Everything that can happen at each place (source letters read, target letters written)."""
    source, target = way.source.encode([x]), way.target.encode([y])
    rows, cuts = way.read_source(source)
    columns = way.read_target(target)
    n, m = len(source.codes), len(target.codes)
    stray, swapped, go_on, _ = (float(value) for value in way.slips)

    def at(i: int, j: int) -> Iterator[Move]:
        if j < m:
            yield 0, 1, stray
        if i + 1 < n and j + 1 < m:
            crossed = float(way.table[rows[i, 0], columns[j + 1, 1]]) * float(
                way.table[rows[i + 1, 0], columns[j, 1]]
            )
            yield 2, 2, swapped * crossed
        for k in range(way.longest if i < n else 0):
            for width, column in enumerate(columns[j]):
                if rows[i, k] >= 0 and j + width <= m:
                    p = float(cuts[i, k]) * float(way.table[rows[i, k], column])
                    yield k + 1, width, go_on * p

    return {(i, j): list(at(i, j)) for i in range(n + 1) for j in range(m + 1)}


def best_path(way: Direction, letters: LetterModel, x: str, y: str) -> tuple[Step, ...]:
    """The likeliest reading: (source chunk, target chunk, log10 of its ratio to chance)."""
    possible = moves(way, x, y)
    best: dict[tuple[int, int], tuple[float, tuple[int, int], Move]] = {
        (0, 0): (1.0, (0, 0), (0, 0, 1.0))
    }
    for (i, j), options in possible.items():
        if (i, j) not in best:
            continue
        for move in options:
            k, width, p = move
            value, there = best[i, j][0] * p, (i + k, j + width)
            if value > best.get(there, (0.0,))[0]:
                best[there] = (value, (i, j), move)
    end = max(possible)
    if end == (0, 0):
        return ()
    seen_x = way.source.write(way.source.encode([x]).codes)
    seen_y = way.target.write(way.target.encode([y]).codes)
    chance = prefix_log10(letters, y)
    steps: list[Step] = []
    here, closing = end, log10(way.slips[3]) - (chance[-1] - chance[-2])
    while here != (0, 0):
        _, came, (_, _, p) = best[here]
        (i, j), (a, b) = here, came
        value = log10(p) - float(chance[j] - chance[b]) + closing
        steps.append((seen_x[a:i], seen_y[b:j], float(value)))
        here, closing = came, 0.0
    return tuple(reversed(steps))


def prefix_log10(letters: LetterModel, y: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """log10 P of the first 0, 1, ... letters, and last of the whole string with its end."""
    coded = letters.alphabet.encode([y])
    return np.concatenate([[0.0], np.cumsum(letters.steps(coded))])
