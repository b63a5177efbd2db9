"""The compiled loops of learning: how often is each rendering used in the pairs?"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from wayhome.engines.names.correspondence.kernels import njit, sum_segmentations

Array = NDArray[Any]


@njit
def _sum_from_the_end(
    rows: Array, cuts: Array, chunks: Array, table: Array, slips: Array, b: Array
) -> None:
    """b[i, j]: probability of the target letters from j on, given the source letters from i on."""
    n, m = len(rows), len(chunks) - 1
    stray, swapped, go_on = slips[0], slips[1], slips[2]
    for i in range(n, -1, -1):
        for j in range(m, -1, -1):
            total = slips[3] if i == n and j == m else 0.0
            if j < m:
                total += stray * b[i, j + 1]
            if j + 1 < m and i + 1 < n:
                crossed = table[rows[i, 0], chunks[j + 1, 1]] * table[rows[i + 1, 0], chunks[j, 1]]
                total += swapped * crossed * b[i + 2, j + 2]
            for k in range(min(rows.shape[1], n - i)):
                if rows[i, k] < 0:
                    continue
                for width in range(min(chunks.shape[1], m - j + 1)):
                    p = cuts[i, k] * table[rows[i, k], chunks[j, width]]
                    total += go_on * p * b[i + k + 1, j + width]
            b[i, j] = total


@njit
def expect(
    rows: Array,
    cuts: Array,
    source_start: Array,
    chunks: Array,
    target_start: Array,
    table: Array,
    slips: Array,
    weight: Array,
    counts: Array,
) -> None:
    """Add the expected use of every rendering in pairs (string s, string s) to `counts`."""
    f, b, one = np.empty((52, 50)), np.empty((52, 50)), np.empty((50, 50))
    for s in range(len(source_start) - 1):
        r = rows[source_start[s] : source_start[s + 1]]
        c = cuts[source_start[s] : source_start[s + 1]]
        t = chunks[target_start[s] + s : target_start[s + 1] + s + 1]
        total = sum_segmentations(r, c, t, table, slips, f, one)
        if total <= 0 or weight[s] == 0:
            continue
        _sum_from_the_end(r, c, t, table, slips, b)
        for i in range(len(r)):
            for j in range(len(t)):
                here = f[i, j] * slips[2] * weight[s] / total
                for k in range(r.shape[1]):
                    if r[i, k] < 0:
                        continue
                    for width in range(min(t.shape[1], len(t) - j)):
                        p = c[i, k] * table[r[i, k], t[j, width]]
                        counts[r[i, k], t[j, width]] += here * p * b[i + k + 1, j + width]


@njit
def list_events(
    rows: Array,
    cuts: Array,
    source_start: Array,
    chunks: Array,
    target_start: Array,
    table: Array,
    slips: Array,
    weight: Array,
    least: float,
    places: Array,
    share: Array,
) -> int:
    """List the renderings used with a probability of at least `least`. Returns how many.

    Each is a row of `places` (string, letter, letters in the chunk, column) and its `share`.
    """
    f, b, one = np.empty((52, 50)), np.empty((52, 50)), np.empty((50, 50))
    n = 0
    for s in range(len(source_start) - 1):
        r = rows[source_start[s] : source_start[s + 1]]
        c = cuts[source_start[s] : source_start[s + 1]]
        t = chunks[target_start[s] + s : target_start[s + 1] + s + 1]
        total = sum_segmentations(r, c, t, table, slips, f, one)
        if total <= 0 or weight[s] == 0:
            continue
        _sum_from_the_end(r, c, t, table, slips, b)
        for i in range(len(r)):
            for j in range(len(t)):
                here = f[i, j] * slips[2] / total
                for k in range(r.shape[1]):
                    if r[i, k] < 0:
                        continue
                    for width in range(min(t.shape[1], len(t) - j)):
                        p = c[i, k] * table[r[i, k], t[j, width]]
                        used = here * p * b[i + k + 1, j + width]
                        if used >= least and n < len(share):
                            places[n, 0], places[n, 1], places[n, 2] = s, i, k + 1
                            places[n, 3], share[n] = t[j, width], used * weight[s]
                            n += 1
    return n
