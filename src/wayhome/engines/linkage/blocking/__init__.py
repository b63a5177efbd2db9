"""Which pairs are worth comparing: the union of several rules, each with a cap."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from wayhome.engines.linkage.blocking.join import Pairs, pairs_of
from wayhome.engines.linkage.blocking.rules import RULES, rules_for
from wayhome.engines.linkage.prepare import Ints, Prepared

__all__ = ["RULES", "Candidates", "candidates"]

EVERY_PAIR = 12_000_000
"""Up to so many pairs in all, every one is compared and no rule is needed."""

CAP = 20_000
"""Pairs that one key may bring before it is refined or left out."""


@dataclass(frozen=True, kw_only=True)
class Candidates:
    """Rows of each candidate pair, sorted; which rules found how many."""

    ia: Ints
    ib: Ints
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
    else:
        found: list[Pairs] = []
        for number, rule in enumerate(rules_for(p)):
            pairs = pairs_of(rule, cap=cap)
            by_rule[rule.name] = len(pairs)
            found.append(pairs)
            tick((number + 1) / (len(RULES) + len(p.written)))
        union = pl.Series(np.concatenate(found)).unique().sort().to_numpy()
        row_a = (union >> np.uint64(32)).astype(np.int32)
        row_b = (union & np.uint64(0xFFFFFFFF)).astype(np.int32)
    if within:
        keep = row_a < row_b
        row_a, row_b = row_a[keep], row_b[keep]
    return Candidates(ia=row_a, ib=row_b, by_rule=by_rule)
