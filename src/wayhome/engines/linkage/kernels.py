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

SLOTS_A = np.array([
    [0, 1, 2],
    [0, 1, 2], [1, 0, 2], [0, 1, 2], [0, 2, 1], [0, 1, 2], [2, 1, 0],
    [0, 1, 2], [0, 1, 2], [1, 2, 0], [2, 0, 1],
], np.int8)  # fmt: skip
SLOTS_B = np.array([
    [0, 1, 2],
    [1, 0, 2], [0, 1, 2], [0, 2, 1], [0, 1, 2], [2, 1, 0], [0, 1, 2],
    [1, 2, 0], [2, 0, 1], [0, 1, 2], [0, 1, 2],
], np.int8)  # fmt: skip
"""In which slot of each side surname, given names and patronymic stand, order by order.

Parts that changed places did so on one side, and either may be it: what stands in the surname's
place on both is compared as a surname only where that side is taken to be right. So the orders come
in groups that hold the same places changed on side b and on side a.
"""

ORDER_NAMES = (
    "as_given",
    "surname_given", "surname_given_on_a",
    "given_patronymic", "given_patronymic_on_a",
    "surname_patronymic", "surname_patronymic_on_a",
    "turned_left", "turned_right", "turned_left_on_a", "turned_right_on_a",
)  # fmt: skip

MIRRORED = np.array([0, 2, 1, 4, 3, 6, 5, 9, 10, 7, 8], np.int8)
"""The row of each order when the other side comes first."""

ON_A = np.array([0, 0, 1, 0, 1, 0, 1, 0, 0, 1, 1], np.bool_)

FIRST_OF_GROUP = np.array([1, 1, 0, 1, 0, 1, 0, 1, 0, 0, 0], np.bool_)

NEAR = np.float32(1e-4)
"""Weights no further apart than this are taken for equal: sums depend on the order of adding."""

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


UNKNOWN = 254
"""The keys do not settle the level; the letters must be compared."""


@njit(cache=True, nogil=True)
def _key_level(keys, i, j):
    """NameLevel as far as keys settle it: MISSING, 0, 1, 2, 5, 8 of an initial, or UNKNOWN."""
    if i < 0 or j < 0:
        return MISSING
    x, y = keys[i], keys[j]
    if i == j or x[0] == y[0]:
        return 0
    if x[3] >= 0 or y[3] >= 0:
        return 5 if x[4] & y[4] else 8
    if x[1] == y[1]:
        return 1
    return 2 if x[2] == y[2] else UNKNOWN


@njit(cache=True, nogil=True)
def _letter_level(text, length, mask, i, j, rows):
    """NameLevel of tokens whose keys differ."""
    longest = max(np.int64(length[i]), np.int64(length[j]))
    shortest = min(np.int64(length[i]), np.int64(length[j]))
    limit = 1 if longest < 5 else 2 if longest < 8 else 3
    found = slips(text, length, mask, i, j, limit, rows)
    if found == 1:
        return 3 if longest > 3 else 8
    if found == 2 and found <= limit:
        return 4
    if shortest >= 3 and _begins(text, i, j, shortest):
        return 6
    return 7 if found == 3 and found <= limit else 8


@njit(cache=True, nogil=True)
def _begins(text, i, j, count):
    """Whether the first letters of both tokens are the same."""
    for p in range(count):
        if text[i, p] != text[j, p]:
            return False
    return True


@njit(cache=True, nogil=True)
def _holds(keys, text, length, mask, words, i, j, rows):
    """Whether every word of token i is a word of token j, but for two slips or an initial."""
    for p in range(max((words[i] >= 0).sum(), 1)):
        x = words[i, p] if words[i, 0] >= 0 else i
        found = False
        for q in range(max((words[j] >= 0).sum(), 1)):
            y = words[j, q] if words[j, 0] >= 0 else j
            level = _key_level(keys, x, y)
            if level == UNKNOWN:
                level = _letter_level(text, length, mask, x, y, rows)
            found = found or level <= 5
        if not found:
            return False
    return True


@njit(cache=True, nogil=True)
def name_level(keys, text, length, mask, words, i, j, rows):
    """NameLevel of tokens i and j (rows of the token arrays), MISSING if one is -1.

    Args:
        keys: int32[tokens, 5] same, equivalent, consonants, initial, begins, as in Tokens.
        text, length, mask, words: as in Tokens.
        i, j: the tokens.
        rows: int32[3, WIDTH + 1], room to work in.
    """
    level = _key_level(keys, i, j)
    if level != UNKNOWN:
        return level
    level = _letter_level(text, length, mask, i, j, rows)
    if level <= 4 or (words[i, 0] < 0 and words[j, 0] < 0):
        return level
    if _holds(keys, text, length, mask, words, i, j, rows):
        return 9
    return 9 if _holds(keys, text, length, mask, words, j, i, rows) else level


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
        if _next_to(y1, m1, d1, m2, d2):
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
        first, second = (m1 * 32 + d1, m2 * 32 + d2) if y1 < y2 else (m2 * 32 + d2, m1 * 32 + d1)
        return 2 if first == 12 * 32 + 31 and second == 33 else 10
    return 11


@njit(cache=True, nogil=True)
def _next_to(year, m1, d1, m2, d2):
    """Whether two days of one year, in different months, follow each other."""
    if m1 > m2:
        m1, d1, m2, d2 = m2, d2, m1, d1
    last = 31
    if m1 == 2:
        last = 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    elif m1 in (4, 6, 9, 11):
        last = 30
    return m2 == m1 + 1 and d1 == last and d2 == 1


@njit(cache=True, nogil=True)
def token_levels(keys, text, length, mask, words, ix, iy, out):
    """NameLevel of each token pair (ix[k], iy[k]) into out (uint8)."""
    rows = np.empty((3, WIDTH + 1), np.int32)
    for k in range(len(ix)):
        out[k] = name_level(keys, text, length, mask, words, ix[k], iy[k], rows)


@njit(cache=True, nogil=True)
def date_levels(birth_a, birth_b, ia, ib, out):
    """DateLevel of each pair of rows into out (uint8)."""
    for k in range(len(ia)):
        x, y = birth_a[ia[k]], birth_b[ib[k]]
        out[k] = date_level(x[0], x[1], x[2], y[0], y[1], y[2])


@njit(cache=True, nogil=True)
def _crossed(order, keys, x, y):
    """Whether a part that changes its place under this order agrees with the part it meets."""
    for slot in range(3):
        p, q = SLOTS_A[order, slot], SLOTS_B[order, slot]
        moved = p != q and x[p] >= 0 and y[q] >= 0
        if moved and keys[slot, x[p], 2] == keys[slot, y[q], 2]:
            return True
    return False


@njit(cache=True, nogil=True)
def _longer(length, mask, i, j):
    """By which of two pairs of tokens is the longer one, the same whichever stands first."""
    letters, together = np.int64(0), np.int64(0)
    for token in (i, j):
        if token >= 0:
            letters += np.int64(length[token])
            together += np.int64(mask[token])
    return (letters << 34) + together


@njit(cache=True, nogil=True)
def _hopeless(x, y, keys, words, worth, ceiling, rarity, floor):
    """Whether the parts in their own places cannot weigh `floor`, before letters are compared."""
    most = np.float32(0.0)
    for slot in range(3):
        i, j = x[slot], y[slot]
        level = _key_level(keys[slot], i, j)
        if level == UNKNOWN:
            half = worth[slot, 9] - min(rarity[slot, i, 3], rarity[slot, j, 3])
            several = words[i, 0] >= 0 or words[j, 0] >= 0
            most += max(ceiling[slot], half) if several else ceiling[slot]
        elif level != MISSING:
            most += worth[slot, level]
            if level <= 2:
                most -= max(rarity[slot, i, level], rarity[slot, j, level])
    return most < floor


@njit(cache=True, nogil=True)
def compare(
    ia, ib, names_a, names_b, birth_a, birth_b, sex_a, sex_b,
    keys, text, length, mask, words,
    worth, rarity, order_worth, date_worth, day_rarity, year_rarity, sex_worth, floor,
    out_level, out_order, out_keep,
):  # fmt: skip
    """Levels of names, birth date and sex, under the order of name parts that weighs most.

    Args:
        ia, ib: rows of candidate pairs (int32[n]).
        names_a, names_b, birth_a, birth_b, sex_a, sex_b: as in Side.
        keys: int32[3, tokens, 5]; text, length, mask, words: [tokens], as in Tokens.
        worth: float32[3, 10] log10 of m/u, of m alone for the levels that have a rarity.
        rarity: float32[3, tokens, 4] log10 frequency of a token's sound, name, consonants, and of
            its most common word.
        order_worth: float32[11]; date_worth: float32[12]; sex_worth: float32[2].
        day_rarity: float32[rows a] log10 frequency of the birth date; year_rarity: float32[10000].
        floor: pairs that weigh less are not kept; their levels are not filled in.
        out_level: uint8[n, 5] three name parts, birth date, sex.
        out_order: uint8[n] row of SLOTS_A and SLOTS_B.
        out_keep: bool[n]; pairs that come in as True are kept whatever they weigh.
    """
    rows = np.empty((3, WIDTH + 1), np.int32)
    level = np.empty(3, np.uint8)
    best_level = np.empty(3, np.uint8)
    ceiling = np.empty(3, np.float32)
    for slot in range(3):
        ceiling[slot] = worth[slot, 3:9].max()
    for k in range(len(ia)):
        i, j = ia[k], ib[k]
        x, y = names_a[i], names_b[j]
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
        crossed = False
        for order in range(1, len(SLOTS_A)):
            crossed = crossed or _crossed(order, keys, x, y)
        limit = floor - base - order_worth[0]
        must = out_keep[k]
        if not must and not crossed and _hopeless(x, y, keys, words, worth, ceiling, rarity, limit):
            out_keep[k] = False
            continue
        best = np.float32(-1e9)
        best_longer = 0
        best_order = 0
        for order in range(len(SLOTS_A)):
            if order > 0:
                settled = best_level[0] <= 2 and best_level[1] <= 2
                if not crossed or (settled and FIRST_OF_GROUP[order]):
                    break
                if not _crossed(order, keys, x, y):
                    continue
            total = order_worth[order]
            for slot in range(3):
                p, q = x[SLOTS_A[order, slot]], y[SLOTS_B[order, slot]]
                found = name_level(keys[slot], text, length, mask, words, p, q, rows)
                level[slot] = found
                if found != MISSING:
                    weight = worth[slot, found]
                    if found <= 2:
                        weight -= max(rarity[slot, p, found], rarity[slot, q, found])
                    elif found == 9:
                        weight -= min(rarity[slot, p, 3], rarity[slot, q, 3])
                    total += weight
            # Of orders that weigh alike, the one with the longer surname.
            longer = _longer(length, mask, x[SLOTS_A[order, 0]], y[SLOTS_B[order, 0]])
            if total > best + NEAR or (abs(total - best) <= NEAR and longer > best_longer):
                best = total
                best_longer = longer
                best_order = order
                best_level[:] = level
        out_order[k] = best_order
        out_level[k, 0] = best_level[0]
        out_level[k, 1] = best_level[1]
        out_level[k, 2] = best_level[2]
        out_level[k, 3] = born
        out_level[k, 4] = sex
        out_keep[k] = must or best + base >= floor


@njit(cache=True, nogil=True)
def best_and_sum(row, odds, best, total):
    """Greatest and summed odds of every row, into best and total (float64[rows])."""
    for k in range(len(row)):
        r = row[k]
        total[r] += odds[k]
        best[r] = max(best[r], odds[k])
