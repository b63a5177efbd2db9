"""The compiled loops: find contexts, sum over all segmentations, learn from them.

Everything works on one direction of a correspondence: a source string is cut into chunks of one
to three letters and every chunk is rendered as zero or more letters of the target string.

    P(target | source) = sum over all ways to cut and render of the product over chunks
        P(cut | letters around) * P(target letters | source letters, letters around)

with slips of the pen beside it: a target letter that renders nothing, two source letters that
changed places; letters lost or mistaken are among the renderings.
"""

from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
BITS = 7  # per letter in a key
njit = numba.njit(cache=True, nogil=True)


@njit
def find(keys: Array, key: int) -> int:
    """The place of a key among ascending keys, -1 if it is not there."""
    low, high = 0, len(keys)
    while low < high:
        middle = (low + high) >> 1
        if keys[middle] < key:
            low = middle + 1
        else:
            high = middle
    if low < len(keys) and keys[low] == key:
        return low
    return -1


@njit
def window_key(
    codes: Array, first: int, last: int, at: int, before: int, chunk: int, after: int
) -> int:
    """Pack `before` letters left of `at`, `chunk` letters from it and `after` letters right."""
    key = ((chunk * 4 + before) * 4) + after
    for place in range(at - before, at + chunk + after):
        inside = first <= place < last
        key = (key << BITS) | (codes[place] if inside else 0)
    return key


@njit
def window_keys(
    codes: Array, start: Array, string: Array, at: Array, chunk: Array, before: int, after: int
) -> Array:
    """The context key of every event (string, place, letters in the chunk)."""
    out = np.empty(len(string), np.int64)
    for event in range(len(string)):
        s = string[event]
        out[event] = window_key(
            codes, start[s], start[s + 1], start[s] + at[event], before, chunk[event], after
        )
    return out


@njit
def look_up_windows(
    codes: Array, start: Array, longest: int, keys: Array, chain: Array, out: Array
) -> None:
    """For each letter and chunk length the row of the longest known context, -1 if none."""
    for s in range(len(start) - 1):
        for at in range(start[s], start[s + 1]):
            for chunk in range(1, longest + 1):
                row = -1
                if at + chunk <= start[s + 1]:
                    for link in range(len(chain) - 1, -1, -1):
                        row = find(
                            keys,
                            window_key(
                                codes,
                                start[s],
                                start[s + 1],
                                at,
                                chain[link, 0],
                                chunk,
                                chain[link, 1],
                            ),
                        )
                        if row >= 0:
                            break
                out[at, chunk - 1] = row


@njit
def look_up_cuts(
    codes: Array,
    start: Array,
    longest: int,
    keys: Array,
    chain: Array,
    table: Array,
    rows: Array,
    out: Array,
) -> None:
    """For each letter the probability that the chunk beginning there has 1, 2, 3 letters."""
    for s in range(len(start) - 1):
        for at in range(start[s], start[s + 1]):
            row = -1
            for link in range(len(chain) - 1, -1, -1):
                row = find(
                    keys,
                    window_key(
                        codes, start[s], start[s + 1], at, chain[link, 0], 0, chain[link, 1]
                    ),
                )
                if row >= 0:
                    break
            total = 0.0
            for k in range(longest):
                share = 0.0
                if rows[at, k] >= 0:
                    share = table[row, k] if row >= 0 else (1.0 if k == 0 else 0.0)
                out[at, k] = share
                total += share
            for k in range(longest):
                out[at, k] = out[at, k] / total if total > 0 else (1.0 if k == 0 else 0.0)


@njit
def look_up_chunks(
    codes: Array, start: Array, longest: int, keys: Array, columns: Array, nothing: int, out: Array
) -> None:
    """For each place of a target string the columns of the 0, 1, ... letters from there on.

    Where there is no such chunk the column is `nothing`.
    `out` has one row more per string than it has letters, for the place after the last one.
    """
    for s in range(len(start) - 1):
        for at in range(start[s], start[s + 1] + 1):
            out[at + s, 0] = 0
            for length in range(1, longest + 1):
                column = nothing
                if at + length <= start[s + 1]:
                    place = find(keys, window_key(codes, start[s], start[s + 1], at, 0, length, 0))
                    if place >= 0:
                        column = columns[place]
                out[at + s, length] = column


@njit
def letter_steps(codes: Array, start: Array, order: int, keys: Array, table: Array) -> Array:
    """log10 P of each letter after those before it, and of the end; strings one after another."""
    out = np.zeros(len(codes) + len(start) - 1)
    for s in range(len(start) - 1):
        for at in range(start[s], start[s + 1] + 1):
            row = -1
            for before in range(order - 1, -1, -1):
                row = find(keys, window_key(codes, start[s], start[s + 1], at, before, 0, 0))
                if row >= 0:
                    break
            code = codes[at] if at < start[s + 1] else 0
            out[at + s] = np.log10(table[row, code])
    return out


@njit
def sum_segmentations(
    rows: Array, cuts: Array, chunks: Array, table: Array, slips: Array, f: Array, one: Array
) -> float:
    """P(target | source) over all segmentations, in linear space.

    Args:
        rows: rendering rows of the source string, n x longest source chunk, -1 for none.
        cuts: probabilities of those chunk lengths.
        chunks: columns of the target string, (m + 1) x (longest target chunk + 1).
        table: rendering probabilities, rows x columns; the last column is zero, for no chunk.
        slips: as `Direction.slips`.
        f: scratch, at least (n + 4) x (m + 1). After the call f[i, j] is the probability of the
            first j target letters with the first i source letters read.
        one: scratch for single letters rendered as single letters, at least n x m.
    """
    n, m = len(rows), len(chunks) - 1
    longest, widest = rows.shape[1], chunks.shape[1]
    for i in range(n + 1):
        for j in range(m + 1):
            f[i, j] = 0.0
    f[0, 0] = 1.0
    stray, swapped, go_on = slips[0], slips[1], slips[2]
    for i in range(n):
        single = table[rows[i, 0]]
        for j in range(m):
            f[i, j + 1] += f[i, j] * stray
            one[i, j] = single[chunks[j, 1]]
        for k in range(longest):
            if rows[i, k] < 0:
                continue
            row = rows[i, k]
            part = cuts[i, k] * go_on
            lost = part * table[row, 0]
            for j in range(m + 1):
                f[i + k + 1, j] += lost * f[i, j]
            for width in range(1, widest):
                for j in range(m + 1 - width):
                    f[i + k + 1, j + width] += part * f[i, j] * table[row, chunks[j, width]]
        if i > 0:
            for j in range(m - 1):
                f[i + 1, j + 2] += swapped * f[i - 1, j] * one[i - 1, j + 1] * one[i, j]
    for j in range(m):
        f[n, j + 1] += f[n, j] * stray
    return float(f[n, m] * slips[3])


@njit
def score_pairs(
    rows: Array,
    cuts: Array,
    source_start: Array,
    chunks: Array,
    target_start: Array,
    table: Array,
    slips: Array,
    ix: Array,
    iy: Array,
    out: Array,
) -> None:
    """log10 P(target | source) for pairs of string numbers."""
    f, one = np.empty((52, 50)), np.empty((50, 50))
    for pair in range(len(ix)):
        x, y = ix[pair], iy[pair]
        p = sum_segmentations(
            rows[source_start[x] : source_start[x + 1]],
            cuts[source_start[x] : source_start[x + 1]],
            chunks[target_start[y] + y : target_start[y + 1] + y + 1],
            table,
            slips,
            f,
            one,
        )
        out[pair] = np.log10(p)
