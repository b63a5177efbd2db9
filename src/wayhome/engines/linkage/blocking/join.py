"""Join two lists by the keys of a rule, with a cap on what one key may bring."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
Pairs = NDArray[np.uint64]  # row of a in the upper half, row of b in the lower

NO_KEY = np.uint64(0)
"""The key of a row that the rule says nothing about."""

_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)
_GOLD = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Keys of both lists, [rows, k]; NO_KEY where a row has none."""

    name: str
    a: Keys
    b: Keys
    finer_a: Keys | None = None  # [rows] joined to keys that are too common
    finer_b: Keys | None = None


def mix(*parts: NDArray[np.integer]) -> Keys:
    """One 64-bit key of several numbers; NO_KEY where any of them is negative (not given).

    Each step is the finaliser of splitmix64 (Steele, Lea and Flood 2014).
    """
    given = np.logical_and.reduce([part >= 0 for part in parts])
    key = np.zeros(len(parts[0]), np.uint64)
    for part in parts:
        key = key * _GOLD + part.astype(np.int64).astype(np.uint64) + _GOLD
        key = (key ^ (key >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        key = (key ^ (key >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        key ^= key >> np.uint64(31)
    return np.where(given, key | np.uint64(1), NO_KEY)


def join_keys(first: Keys, second: Keys) -> Keys:
    """One key of two, NO_KEY where either is; `second` is [rows], `first` [rows] or [rows, k]."""
    wide = second if first.ndim == 1 else second[:, None]
    both = (first * _GOLD) ^ wide
    return np.where((first != NO_KEY) & (wide != NO_KEY), both | np.uint64(1), NO_KEY)


def deletions(text: NDArray[np.uint8], length: NDArray[np.uint8], width: int = 10) -> Keys:
    """[n, width + 1] keys of each string and of all that it becomes when one letter is dropped.

    Two strings one slip apart share at least one of them (Mor and Fraenkel 1982), if both have
    three letters or more; shorter ones have only the key of their own.
    """
    cut = np.minimum(length, width).astype(np.int64)
    letters = text[:, :width].astype(np.uint64) + np.uint64(1)
    letters = np.where(np.arange(width)[None, :] < cut[:, None], letters, np.uint64(0))
    powers = np.power(np.uint64(0x100000001B3), np.arange(width, dtype=np.uint64))
    out = np.zeros((len(text), width + 1), np.uint64)
    out[:, width] = (letters * powers).sum(axis=1, dtype=np.uint64)
    for gone in range(width):
        kept = np.delete(letters, gone, axis=1)
        key = (kept * powers[: width - 1]).sum(axis=1, dtype=np.uint64)
        out[:, gone] = np.where((gone < cut) & (cut >= 3), key, NO_KEY)
    out ^= out >> np.uint64(29)
    return np.where(out != NO_KEY, out | np.uint64(1), NO_KEY)


def _frame(keys: Keys) -> pl.DataFrame:
    many = keys.reshape(len(keys), -1)
    row = np.repeat(np.arange(len(keys), dtype=np.uint32), many.shape[1])
    flat = many.ravel()
    keep = flat != NO_KEY
    return pl.DataFrame({"key": flat[keep], "row": row[keep]})


def pairs_of(rule: Rule, *, cap: int) -> Pairs:
    """The pairs of a rule, perhaps repeated; a key that would make more than `cap` is refined."""
    a, b = _frame(rule.a), _frame(rule.b)
    sizes = (
        a.group_by("key")
        .len("na")
        .join(b.group_by("key").len("nb"), on="key", how="inner")
        .with_columns(pairs=pl.col("na").cast(pl.Int64) * pl.col("nb").cast(pl.Int64))
    )
    small = sizes.filter(pl.col("pairs") <= cap).select("key")
    found = _join(a.join(small, on="key", how="semi"), b.join(small, on="key", how="semi"))
    if rule.finer_a is None or rule.finer_b is None or small.height == sizes.height:
        return found
    big = sizes.filter(pl.col("pairs") > cap).select("key")
    a, b = a.join(big, on="key", how="semi"), b.join(big, on="key", how="semi")
    rows_a, rows_b = a["row"].to_numpy(), b["row"].to_numpy()
    finer = Rule(
        name=rule.name,
        a=join_keys(a["key"].to_numpy(), rule.finer_a[rows_a]),
        b=join_keys(b["key"].to_numpy(), rule.finer_b[rows_b]),
    )
    more = pairs_of(finer, cap=cap)
    left = rows_a[(more >> _HALF).astype(np.int64)].astype(np.uint64)
    right = rows_b[(more & _LOW).astype(np.int64)].astype(np.uint64)
    return np.concatenate([found, (left << _HALF) | right])


def _join(a: pl.DataFrame, b: pl.DataFrame) -> Pairs:
    pairs = a.join(b, on="key", how="inner")
    left = pairs["row"].to_numpy().astype(np.uint64)
    return np.asarray((left << _HALF) | pairs["row_right"].to_numpy(), np.uint64)
