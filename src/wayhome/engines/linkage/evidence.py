"""Evidence of candidate pairs: for every field the level found, and how often chance finds it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wayhome.engines.linkage import kernels
from wayhome.engines.linkage.compared import Compared
from wayhome.engines.linkage.comparisons import (
    COMPARISONS,
    Comparison,
    Floats,
    Levels,
    token_levels,
)
from wayhome.engines.linkage.fields import NAME_SLOTS, kind_of
from wayhome.engines.linkage.kernels import SLOTS_A, SLOTS_B
from wayhome.engines.linkage.levels import MISSING, DateLevel, NameLevel
from wayhome.engines.linkage.prepare import Ints, Prepared, Side, Tokens
from wayhome.engines.linkage.several_words import each_word

NAME_LEVELS = 10
SLIPS = (NameLevel.CONSONANTS, NameLevel.EDIT1, NameLevel.EDIT2)
BOTH_COMMON = NAME_LEVELS  # first of the levels of a slip between two spellings that both recur
BOTH_RARE = NAME_LEVELS + len(SLIPS)  # the same between two spellings that hardly occur
NAME_SIZE = NAME_LEVELS + 2 * len(SLIPS)
RECURS = 3  # lines that make a spelling one that recurs

RARE_DATES = (DateLevel.SAME, DateLevel.PARTIAL_MONTH, DateLevel.PARTIAL_YEAR, DateLevel.SAME_YEAR)


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """One field over n candidate pairs."""

    size: int  # number of levels
    levels: Levels  # uint8[n], MISSING where one side is silent
    log_u: Floats  # log10 probability of this agreement between two unrelated persons

    def of(self, at: NDArray[np.int64]) -> "Evidence":
        """The evidence of some of the pairs."""
        return Evidence(size=self.size, levels=self.levels[at], log_u=self.log_u[at])


@dataclass(frozen=True, kw_only=True)
class Chance:
    """What unrelated persons share by chance, counted on the lists at hand."""

    names: NDArray[np.float64]  # [3, NAME_SIZE] share of random pairs at each level
    name_rarity: Floats  # [3, 4, tokens] log10 frequency: sound, name, consonants, commonest word
    several: NDArray[np.float64]  # [3] share of pairs where a part has several words
    name_count: NDArray[np.int64]  # [3, tokens] lines that bear the sound
    dates: NDArray[np.float64]  # [12]
    day_rarity: tuple[Floats, Floats]  # of each row of a, of b
    year_rarity: Floats  # [10000]
    precision: Mapping[DateLevel, float]  # share of pairs of dates given as fully as a level needs
    sex: NDArray[np.float64]  # [2]
    others: Mapping[str, NDArray[np.float64]]
    comparisons: Mapping[str, Comparison]
    frequencies: Mapping[str, Mapping[int, Floats]]  # field, level, value: log10 frequency


def base_level(levels: Levels) -> Levels:
    """The NameLevel of levels that tell slips between common or rare spellings apart."""
    slip = np.asarray(SLIPS, np.uint8)[(levels.astype(np.int64) - NAME_LEVELS) % len(SLIPS)]
    return np.where((levels >= NAME_LEVELS) & (levels != MISSING), slip, levels).astype(np.uint8)


def log_shares(counts: NDArray[np.int64], total: int, *, own: float, smooth: float) -> Floats:
    """log10 frequency, leaving the pair's own lines out and never below the smoothing."""
    return np.log10((np.maximum(counts - own, 0) + smooth) / (total + smooth)).astype(np.float32)


def _shares(levels: Levels, size: int, smooth: float = 0.3) -> NDArray[np.float64]:
    given = levels[levels != MISSING]
    counts = np.bincount(given, minlength=size)[:size] + smooth
    return np.asarray(counts / counts.sum(), np.float64)


def count_chance(p: Prepared, *, pairs: int, seed: int) -> Chance:
    """Count frequencies in both lists, and levels among random pairs of rows (or all, if few)."""
    ra, rb = _random_pairs(p.a, p.b, pairs=pairs, seed=seed)
    rarity, counts = _name_frequencies(p)
    names = np.stack(
        [_name_chance(p, slot, counts[slot], ra, rb) for slot in range(len(NAME_SLOTS))]
    )
    born = np.empty(len(ra), np.uint8)
    kernels.date_levels(p.a.birth, p.b.birth, ra, rb, born)
    years, days = _date_frequencies(p)
    comparisons = {f: COMPARISONS[kind_of(f)](values) for f, values in p.written.items()}
    others = {}
    frequencies: dict[str, dict[int, Floats]] = {}
    for field, comparison in comparisons.items():
        x, y = p.a.values[field], p.b.values[field]
        others[field] = _shares(_field_levels(comparison, x[ra], y[rb]), comparison.size)
        frequencies[field] = _value_frequencies(comparison, np.concatenate([x, y]))
    sexes = np.where((p.a.sex[ra] < 0) | (p.b.sex[rb] < 0), MISSING, p.a.sex[ra] != p.b.sex[rb])
    return Chance(
        names=names,
        name_rarity=rarity,
        name_count=counts,
        several=_several(p),
        dates=_shares(born, len(DateLevel)),
        day_rarity=days,
        year_rarity=years,
        precision=_precision(p),
        sex=_shares(sexes.astype(np.uint8), 2),
        others=others,
        comparisons=comparisons,
        frequencies=frequencies,
    )


def _random_pairs(a: Side, b: Side, *, pairs: int, seed: int) -> tuple[Ints, Ints]:
    """Random rows of both sides, the same ones whichever of the two comes first."""
    if a.rows * b.rows <= pairs:  # every pair there is
        every = np.arange(a.rows * b.rows, dtype=np.int32)
        return every // max(b.rows, 1), every % max(b.rows, 1)
    if (b.rows, b.birth.tobytes()) < (a.rows, a.birth.tobytes()):
        of_b, of_a = _random_pairs(b, a, pairs=pairs, seed=seed)
        return of_a, of_b
    chance = np.random.default_rng(seed)
    return (
        chance.integers(0, a.rows, pairs, dtype=np.int32),
        chance.integers(0, b.rows, pairs, dtype=np.int32),
    )


def _name_frequencies(p: Prepared) -> tuple[Floats, NDArray[np.int64]]:
    tokens = p.tokens[0].count
    rarity = np.zeros((3, 4, tokens), np.float32)
    counts = np.zeros((3, tokens), np.int64)
    for slot, filed in enumerate(p.tokens):
        used = np.concatenate([p.a.names[:, slot], p.b.names[:, slot]])
        used = used[used >= 0]
        for level, key in enumerate((filed.same, filed.equivalent, filed.consonants)):
            size = int(key.max()) + 1 if len(key) else 0
            count = np.bincount(key[used], minlength=size)
            rarity[slot, level] = log_shares(count, len(used), own=OWN, smooth=SMOOTH)[key]
            if level == 0:
                counts[slot] = count[key]
        rarity[slot, 3] = _commonest_word(filed, used)
    return rarity, counts


def _commonest_word(filed: Tokens, used: Ints) -> Floats:
    """log10 frequency of the most common word of each token, also within other tokens."""
    key = filed.equivalent
    words = each_word(filed.words, used)
    count = np.bincount(key[words[words >= 0]], minlength=int(key.max()) + 1 if len(key) else 0)
    share = np.append(log_shares(count, len(used), own=OWN, smooth=SMOOTH)[key], -np.inf)
    every = each_word(filed.words, np.arange(filed.count, dtype=np.int32))
    return np.asarray(share[every].max(axis=1), np.float32)


SEVERAL = 0.05
"""Share of pairs with a part of several words that is assumed at least."""


def _several(p: Prepared) -> NDArray[np.float64]:
    shares = []
    for slot, filed in enumerate(p.tokens):
        alone = 1.0
        for side in (p.a, p.b):
            given = side.names[side.names[:, slot] >= 0, slot]
            alone *= 1 - float((filed.words[given, 0] >= 0).mean()) if len(given) else 1
        shares.append(max(1 - alone, SEVERAL))
    return np.array(shares)


OWN = 1.4
SMOOTH = 0.1
"""A value on a line of each list is two lines that speak of themselves: what they say of others is
the rest, and of a value seen nowhere else a little (Good 1953)."""


def _name_chance(
    p: Prepared, slot: int, counts: NDArray[np.int64], ra: Ints, rb: Ints
) -> NDArray[np.float64]:
    x, y = p.a.names[ra, slot], p.b.names[rb, slot]
    levels = token_levels(p.tokens[slot])(x, y)
    return _shares(tell_slips_apart(levels, x, y, counts), NAME_SIZE)


def tell_slips_apart(levels: Levels, x: Ints, y: Ints, counts: NDArray[np.int64]) -> Levels:
    """Split the levels of a slip by how common both spellings are.

    A slip turns a known spelling into one hardly seen: between two spellings that both recur it
    is more likely two names, between two that hardly occur chance would seldom bring them so near.
    """
    out = levels.copy()
    for step, slip in enumerate(SLIPS):
        at = np.flatnonzero(levels == slip)
        first, second = counts[x[at]], counts[y[at]]
        out[at[np.minimum(first, second) >= RECURS]] = BOTH_COMMON + step
        out[at[np.maximum(first, second) < RECURS]] = BOTH_RARE + step
    return out


def _date_frequencies(p: Prepared) -> tuple[Floats, tuple[Floats, Floats]]:
    born = np.vstack([p.a.birth, p.b.birth]).astype(np.int64)
    years = born[born[:, 0] > 0, 0]
    by_year = np.bincount(years, minlength=10000)[:10000]
    year_rarity = log_shares(by_year, len(years), own=0, smooth=0.5)
    day = (born[:, 0] * 512 + born[:, 1] * 32 + born[:, 2])[born[:, 2] > 0]
    values, counts = np.unique(day, return_counts=True)
    trust = max(len(values) * 0.5, 1.0)  # pseudo-lines spread evenly over the days of each year

    def rarity(side: Side) -> Floats:
        birth = side.birth.astype(np.int64)
        key = birth[:, 0] * 512 + birth[:, 1] * 32 + birth[:, 2]
        at = np.minimum(np.searchsorted(values, key), max(len(values) - 1, 0))
        seen = counts[at] if len(values) else np.zeros(len(key))
        even = by_year[birth[:, 0]] / max(len(years), 1) / 365.25
        share = (np.where(birth[:, 2] > 0, np.maximum(seen - OWN, 0), 0) + trust * even + 1e-9) / (
            len(day) + trust
        )
        return np.where(birth[:, 2] > 0, np.log10(share), 0).astype(np.float32)

    return year_rarity, (rarity(p.a), rarity(p.b))


MONTH_SHARE = {DateLevel.PARTIAL_MONTH: 1 / 12, DateLevel.SAME_YEAR: 11 / 12}


def _precision(p: Prepared) -> dict[DateLevel, float]:
    """How often two given birth dates are both known to the day, to the month at least, or less."""
    day, month = [], []
    for side in (p.a, p.b):
        given = side.birth[side.birth[:, 0] > 0]
        lines = max(len(given), 1)
        day.append(float((given[:, 2] > 0).sum()) / lines)
        month.append(float((given[:, 1] > 0).sum()) / lines)
    to_day, to_month = day[0] * day[1], month[0] * month[1]
    least = 1e-3
    return {
        DateLevel.SAME: max(to_day, least),
        DateLevel.SAME_YEAR: max(to_month, least),
        DateLevel.PARTIAL_MONTH: max(to_month - to_day, least),
        DateLevel.PARTIAL_YEAR: max(1 - to_month, least),
    }


def _value_frequencies(comparison: Comparison, values: Ints) -> dict[int, Floats]:
    used = values[values >= 0]
    out = {}
    for level, key in comparison.rare.items():
        size = int(key.max()) + 1 if len(key) else 0
        count = np.bincount(key[used], minlength=size)
        out[level] = log_shares(count, len(used), own=OWN, smooth=SMOOTH)[key]
    for level, reach in comparison.within.items():
        size = int(comparison.filed.max()) + 1 if len(comparison.filed) else 0
        count = np.bincount(comparison.filed[used], minlength=size)
        sums = np.concatenate([[0], np.cumsum(count)])
        day = np.arange(size)
        around = sums[np.minimum(day + reach + 1, size)] - sums[np.maximum(day - reach, 0)] - count
        near = log_shares(around, len(used), own=0, smooth=SMOOTH)
        out[level] = near[comparison.filed]
    return out


def _field_levels(comparison: Comparison, x: Ints, y: Ints) -> Levels:
    """Levels of many pairs of values, computed once per distinct pair."""
    out = np.full(len(x), MISSING, np.uint8)
    both = np.flatnonzero((x >= 0) & (y >= 0))
    if len(both) == 0:
        return out
    width = np.int64(len(comparison.filed))
    pairs, back = np.unique(x[both] * width + y[both], return_inverse=True)
    levels = comparison.levels((pairs // width).astype(np.int32), (pairs % width).astype(np.int32))
    out[both] = levels[back]
    return out


def gather(p: Prepared, chance: Chance, seen: Compared) -> dict[str, Evidence]:
    """Evidence of every field for compared pairs."""
    ia, ib, levels, order = seen.ia, seen.ib, seen.levels, seen.order
    found: dict[str, Evidence] = {}
    for slot, field in enumerate(NAME_SLOTS):
        found[field] = _name_evidence(p, chance, slot, ia, ib, levels[:, slot], order)
    born = levels[:, 3]
    log_u = np.log10(chance.dates)[np.minimum(born, len(DateLevel) - 1)].astype(np.float32)
    for level in RARE_DATES:
        at = np.flatnonzero(born == level)
        if level == DateLevel.SAME:
            log_u[at] = chance.day_rarity[0][ia[at]] + np.log10(chance.precision[level])
        else:
            # Given the year, a twelfth of people share the month and the rest do not.
            share = MONTH_SHARE.get(level, 1.0) * chance.precision[level]
            log_u[at] = chance.year_rarity[p.a.birth[ia[at], 0]] + np.float32(np.log10(share))
    found["birth_date"] = Evidence(size=len(DateLevel), levels=born, log_u=log_u)
    sex = levels[:, 4]
    found["sex"] = Evidence(
        size=2, levels=sex, log_u=np.log10(chance.sex)[np.minimum(sex, 1)].astype(np.float32)
    )
    for field, comparison in chance.comparisons.items():
        found[field] = _field_evidence(
            comparison, chance.others[field], chance.frequencies[field],
            p.a.values[field][ia], p.b.values[field][ib],
        )  # fmt: skip
    return found


def _name_evidence(
    p: Prepared, chance: Chance, slot: int, ia: Ints, ib: Ints, levels: Levels, order: Levels
) -> Evidence:
    x, y = p.a.names[ia, SLOTS_A[order, slot]], p.b.names[ib, SLOTS_B[order, slot]]
    log_u = np.zeros(len(ia), np.float32)
    told = tell_slips_apart(levels, x, y, chance.name_count[slot])
    log_u[:] = np.log10(chance.names[slot])[np.minimum(told, NAME_SIZE - 1)]
    for level in range(3):
        at = np.flatnonzero(told == level)
        rarity = chance.name_rarity[slot, level]
        log_u[at] = np.maximum(rarity[x[at]], rarity[y[at]])
    at = np.flatnonzero(told == NameLevel.HALF)
    rarity = chance.name_rarity[slot, 3]
    log_u[at] = np.minimum(rarity[x[at]], rarity[y[at]]) + np.log10(chance.several[slot])
    return Evidence(size=NAME_SIZE, levels=told, log_u=log_u)


def _field_evidence(
    comparison: Comparison,
    shares: NDArray[np.float64],
    frequencies: Mapping[int, Floats],
    x: Ints,
    y: Ints,
) -> Evidence:
    levels = _field_levels(comparison, x, y)
    log_u = np.log10(shares)[np.minimum(levels, comparison.size - 1)].astype(np.float32)
    for level, rarity in frequencies.items():
        at = np.flatnonzero(levels == level)
        log_u[at] = np.maximum(rarity[x[at]], rarity[y[at]])
    return Evidence(size=comparison.size, levels=levels, log_u=log_u)
