"""Which pairs are worth comparing: the union of several rules, each with a cap."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from wayhome.engines.linkage.blocking.join import Pairs, pairs_of
from wayhome.engines.linkage.blocking.rules import RULES, rules_for
from wayhome.engines.linkage.prepare import Ints, Prepared

__all__ = ["RULES", "Candidates", "candidates", "estimate_recall"]

EVERY_PAIR = 12_000_000
"""Up to so many pairs in all, every one is compared and no rule is needed."""

CAP = 20_000
"""Pairs that one key may bring before it is refined or left out."""


@dataclass(frozen=True, kw_only=True)
class Candidates:
    """Rows of each candidate pair, sorted, and how many rules found it."""

    ia: Ints
    ib: Ints
    found_by: NDArray[np.uint8] | None  # None where every pair is compared
    by_rule: dict[str, int]


def candidates(
    p: Prepared,
    *,
    within: bool = False,
    cap: int = CAP,
    tick: Callable[[float], None] = lambda share: None,
) -> Candidates:
    """Pairs that at least one rule brings together; every pair where the lists are short.

    Args:
        p: both lists.
        within: both sides are one list; each pair once, no line with itself.
        cap: pairs that one key may bring.
        tick: told the share of the work done.
    """
    by_rule: dict[str, int] = {}
    if p.a.rows * p.b.rows <= EVERY_PAIR:
        row_a = np.repeat(np.arange(p.a.rows, dtype=np.int32), p.b.rows)
        row_b = np.tile(np.arange(p.b.rows, dtype=np.int32), p.a.rows)
        by_rule["every pair"] = len(row_a)
        found_by = None
    else:
        found: list[Pairs] = []
        for number, rule in enumerate(rules_for(p)):
            pairs = pl.Series(pairs_of(rule, cap=cap)).unique()
            by_rule[rule.name] = len(pairs)
            found.append(pairs.to_numpy())
            tick((number + 1) / (len(RULES) + len(p.written)))
        union, found_by = _counted(np.concatenate(found))
        row_a = (union >> np.uint64(32)).astype(np.int32)
        row_b = (union & np.uint64(0xFFFFFFFF)).astype(np.int32)
    if within:
        keep = row_a < row_b
        row_a, row_b = row_a[keep], row_b[keep]
        found_by = None if found_by is None else found_by[keep]
    return Candidates(ia=row_a, ib=row_b, found_by=found_by, by_rule=by_rule)


def _counted(pairs: Pairs) -> tuple[Pairs, NDArray[np.uint8]]:
    """Distinct pairs in order, and how often each occurs."""
    pairs.sort()
    first = np.flatnonzero(np.concatenate([[True], pairs[1:] != pairs[:-1]]))
    times = np.diff(np.append(first, len(pairs)))
    return pairs[first], np.minimum(times, 255).astype(np.uint8)


def estimate_recall(found_by: NDArray[np.uint8]) -> float | None:
    """Share of true pairs that the rules let through, from how often true pairs were found.

    Chao's (1987) lower bound for what a census by several lists has missed: pairs found by one
    rule only, against pairs found by two.

    Args:
        found_by: for each pair taken to be true, the number of rules that found it.
    """
    seen = len(found_by)
    if seen == 0:
        return None
    once, twice = int((found_by == 1).sum()), int((found_by == 2).sum())
    missed = once * (once - 1) / (2 * (twice + 1))
    return seen / (seen + missed)
