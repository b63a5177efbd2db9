"""Compiled comparisons: of short strings, of dates, and of the names of candidate pairs.

All compiled code of the engine lives in this one file, because numba's cache notices a change only
in the file of the function that was called.

Strings are rows of a uint8 matrix with their length beside them and a 32-bit mask of the letters
they hold: each slip of the pen changes at most two bits of the mask, which refuses most pairs
before any distance is computed.
"""

import numpy as np
from numba import njit

from wayhome.engines.linkage.levels import MISSING

ORDERS = np.array([[0, 1, 2], [1, 0, 2], [0, 2, 1], [2, 1, 0], [1, 2, 0], [2, 0, 1]], np.int8)
"""Which slot of side b stands beside surname, given names and patronymic of side a."""

ORDER_NAMES = (
    "as_given",
    "surname_given",
    "given_patronymic",
    "surname_patronymic",
    "turned_left",
    "turned_right",
)

WIDTH = 24
"""Letters of a key that are compared; longer keys are cut."""


@njit(cache=True, nogil=True, inline="always")
def _bits(x):
    x = x - ((x >> 1) & 0x55555555)
    x = (x & 0x33333333) + ((x >> 2) & 0x33333333)
    return (((x + (x >> 4)) & 0x0F0F0F0F) * 0x01010101 & 0xFFFFFFFF) >> 24


@njit(cache=True, nogil=True)
def slips(text, length, mask, i, j, limit, rows):
    """Optimal string alignment distance between rows i and j of `text`, or limit + 1.

    Args:
        text: uint8[n, WIDTH]; length: uint8[n]; mask: uint32[n].
        i: one row.
        j: the other row.
        limit: distances above it are not told apart.
        rows: int32[3, WIDTH + 1], room to work in.
    """
    n, m = np.int64(length[i]), np.int64(length[j])
    if abs(n - m) > limit or _bits(mask[i] ^ mask[j]) > 2 * limit:
        return limit + 1
    a, b = text[i], text[j]
    start = 0
    while start < n and start < m and a[start] == b[start]:
        start += 1
    while n > start and m > start and a[n - 1] == b[m - 1]:
        n -= 1
        m -= 1
    n -= start
    m -= start
    if n == 0 or m == 0:
        return max(n, m)
    before, last, this = 0, 1, 2
    for q in range(m + 1):
        rows[last, q] = q
    for p in range(1, n + 1):
        rows[this, 0] = p
        best = p
        for q in range(1, m + 1):
            same = a[start + p - 1] == b[start + q - 1]
            cost = rows[last, q - 1] + (0 if same else 1)
            cost = min(cost, rows[last, q] + 1, rows[this, q - 1] + 1)
            if (
                p > 1
                and q > 1
                and a[start + p - 1] == b[start + q - 2]
                and a[start + p - 2] == b[start + q - 1]
            ):
                cost = min(cost, rows[before, q - 2] + 1)
            rows[this, q] = cost
            best = min(best, cost)
        if best > limit:
            return limit + 1
        before, last, this = last, this, before
    return min(rows[last, m], limit + 1)


@njit(cache=True, nogil=True)
def name_level(same, equivalent, consonants, initial, text, length, mask, i, j, rows):
    """NameLevel of tokens i and j (indices into the token arrays), MISSING if one is -1."""
    if i < 0 or j < 0:
        return MISSING
    if i == j or same[i] == same[j]:
        return 0
    if initial[i] >= 0 or initial[j] >= 0:
        x = initial[i] if initial[i] >= 0 else np.int64(text[i, 0])
        y = initial[j] if initial[j] >= 0 else np.int64(text[j, 0])
        return 5 if x == y else 8
    if equivalent[i] == equivalent[j]:
        return 1
    if consonants[i] == consonants[j]:
        return 2
    longest = max(np.int64(length[i]), np.int64(length[j]))
    shortest = min(np.int64(length[i]), np.int64(length[j]))
    limit = 1 if longest < 5 else 2 if longest < 8 else 3
    found = slips(text, length, mask, i, j, limit, rows)
    if found == 1:
        return 3 if longest > 3 else 8
    if found == 2 and found <= limit:
        return 4
    if shortest >= 3:
        begins = True
        for p in range(shortest):
            if text[i, p] != text[j, p]:
                begins = False
                break
        if begins:
            return 6
    if found == 3 and found <= limit:
        return 7
    return 8


@njit(cache=True, nogil=True)
def date_level(y1, m1, d1, y2, m2, d2):
    """DateLevel of two partial dates; unknown parts are 0."""
    if y1 == 0 or y2 == 0:
        return MISSING
    apart = abs(y1 - y2)
    if m1 == 0 or m2 == 0:
        return 8 if apart == 0 else 10 if apart == 1 else 11
    if d1 == 0 or d2 == 0:
        if apart == 0:
            return 7 if m1 == m2 else 9
        return 10 if apart == 1 else 11
    if apart == 0:
        if m1 == m2:
            return 0 if d1 == d2 else 2 if abs(d1 - d2) == 1 else 3
        if m1 == d2 and d1 == m2:
            return 1
        if _next_to(m1, d1, m2, d2):
            return 2
        return 4 if d1 == d2 else 9
    if m1 == m2 and d1 == d2:
        digits = (
            (y1 // 1000 != y2 // 1000)
            + (y1 // 100 % 10 != y2 // 100 % 10)
            + (y1 // 10 % 10 != y2 // 10 % 10)
            + (y1 % 10 != y2 % 10)
        )
        return 5 if apart <= 2 or apart == 10 or digits == 1 else 6
    if apart == 1:
        if m1 + m2 == 13 and abs(m1 - m2) == 11 and d1 + d2 == 32 and abs(d1 - d2) == 30:
            return 2
        return 10
    return 11


@njit(cache=True, nogil=True)
def _next_to(m1, d1, m2, d2):
    """Whether two days of one year, in different months, follow each other."""
    if abs(m1 - m2) != 1:
        return False
    if m1 < m2:
        return d2 == 1 and d1 >= 28
    return d1 == 1 and d2 >= 28


@njit(cache=True, nogil=True)
def token_levels(same, equivalent, consonants, initial, text, length, mask, ix, iy, out):
    """NameLevel of each token pair (ix[k], iy[k]) into out (uint8)."""
    rows = np.empty((3, WIDTH + 1), np.int32)
    for k in range(len(ix)):
        out[k] = name_level(
            same, equivalent, consonants, initial, text, length, mask, ix[k], iy[k], rows
        )


@njit(cache=True, nogil=True)
def date_levels(birth_a, birth_b, ia, ib, out):
    """DateLevel of each pair of rows into out (uint8)."""
    for k in range(len(ia)):
        x, y = birth_a[ia[k]], birth_b[ib[k]]
        out[k] = date_level(x[0], x[1], x[2], y[0], y[1], y[2])


@njit(cache=True, nogil=True)
def _crossed(order, consonants, x, y):
    """Whether a part that changes its place under this order agrees with the part it meets."""
    for slot in range(3):
        other = ORDERS[order, slot]
        moved = other != slot and x[slot] >= 0 and y[other] >= 0
        if moved and consonants[slot, x[slot]] == consonants[slot, y[other]]:
            return True
    return False


@njit(cache=True, nogil=True)
def compare(
    ia, ib, names_a, names_b, birth_a, birth_b, sex_a, sex_b,
    same, equivalent, consonants, initial, text, length, mask,
    worth, rarity, order_worth, date_worth, day_rarity, year_rarity, sex_worth, floor,
    out_level, out_order, out_keep,
):  # fmt: skip
    """Levels of names, birth date and sex, under the order of name parts that weighs most.

    Args:
        ia, ib: rows of candidate pairs (int32[n]).
        names_a, names_b, birth_a, birth_b, sex_a, sex_b: as in Side.
        same ... initial: [3, tokens]; text, length, mask: [tokens], as in Tokens.
        worth: float32[3, 9] log10 of m/u, of m alone for the levels that have a rarity.
        rarity: float32[3, 3, tokens] log10 frequency of a token's sound, name, consonants.
        order_worth: float32[6]; date_worth: float32[12]; sex_worth: float32[2].
        day_rarity: float32[rows a] log10 frequency of the birth date; year_rarity: float32[10000].
        floor: pairs that weigh less are not kept.
        out_level: uint8[n, 5] three name parts, birth date, sex.
        out_order: uint8[n] row of ORDERS.
        out_keep: bool[n].
    """
    rows = np.empty((3, WIDTH + 1), np.int32)
    level = np.empty(3, np.uint8)
    best_level = np.empty(3, np.uint8)
    for k in range(len(ia)):
        i, j = ia[k], ib[k]
        born = date_level(
            birth_a[i, 0], birth_a[i, 1], birth_a[i, 2],
            birth_b[j, 0], birth_b[j, 1], birth_b[j, 2],
        )  # fmt: skip
        base = np.float32(0.0)
        if born != MISSING:
            base += date_worth[born]
            if born == 0:
                base -= day_rarity[i]
            elif 7 <= born <= 9:
                base -= year_rarity[birth_a[i, 0]]
        sex = MISSING
        if sex_a[i] >= 0 and sex_b[j] >= 0:
            sex = 0 if sex_a[i] == sex_b[j] else 1
            base += sex_worth[sex]
        best = np.float32(-1e9)
        best_order = 0
        for order in range(6):
            if order > 0:
                if best_level[0] <= 2 and best_level[1] <= 2:
                    break
                if not _crossed(order, consonants, names_a[i], names_b[j]):
                    continue
            total = order_worth[order]
            for slot in range(3):
                x, y = names_a[i, slot], names_b[j, ORDERS[order, slot]]
                found = name_level(
                    same[slot], equivalent[slot], consonants[slot], initial[slot],
                    text, length, mask, x, y, rows,
                )  # fmt: skip
                level[slot] = found
                if found != MISSING:
                    total += worth[slot, found]
                    if found <= 2:
                        total -= max(rarity[slot, found, x], rarity[slot, found, y])
            if total > best:
                best = total
                best_order = order
                best_level[:] = level
        out_order[k] = best_order
        out_level[k, 0] = best_level[0]
        out_level[k, 1] = best_level[1]
        out_level[k, 2] = best_level[2]
        out_level[k, 3] = born
        out_level[k, 4] = sex
        out_keep[k] = best + base >= floor


@njit(cache=True, nogil=True)
def best_and_sum(row, odds, best, total):
    """Greatest and summed odds of every row, into best and total (float64[rows])."""
    for k in range(len(row)):
        r = row[k]
        total[r] += odds[k]
        best[r] = max(best[r], odds[k])
