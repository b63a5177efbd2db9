"""Which pairs are worth comparing: the union of several rules, each with a cap."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray

from wayhome.engines.linkage.blocking.join import Pairs, pairs_of
from wayhome.engines.linkage.blocking.rules import RULES, rules_for
from wayhome.engines.linkage.prepare import Ints, Prepared

__all__ = ["RULES", "Candidates", "Part", "candidates", "estimate_recall"]

EVERY_PAIR = 12_000_000
"""Up to so many pairs in all, every one is compared and no rule is needed."""

CAP = 20_000
"""Pairs that one key may bring before it is refined or left out."""

LARGE = 20_000_000_000
SMALL_CAP = 2_500
"""Above LARGE pairs in all there is more company in every block, and the cap is lower."""

PART = 1_000_000
"""About how many pairs are laid out at a time."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """Rows of some candidate pairs, in order, each once."""

    ia: Ints
    ib: Ints
    found_by: NDArray[np.uint8] | None  # number of rules that found it; None: every pair is taken


@dataclass(frozen=True, kw_only=True)
class Candidates:
    """All candidate pairs, laid out part by part so that memory stays bounded."""

    rows_a: int
    rows_b: int
    within: bool
    found: tuple[Pairs, ...] | None  # per rule, ascending, each once; None: every pair is taken
    by_rule: dict[str, int] = field(default_factory=dict)

    def parts(self) -> Iterator[Part]:
        """Every candidate pair once, in order of its rows."""
        if self.found is None:
            yield from self._every_pair()
            return
        total = sum(len(pairs) for pairs in self.found)
        for low, high in self._bounds(max(total // PART, 1)):
            slices = [p[slice(*np.searchsorted(p, [low, high]))] for p in self.found]
            pairs, found_by = _counted(np.concatenate(slices))
            yield self._part(
                (pairs >> np.uint64(32)).astype(np.int32),
                (pairs & np.uint64(0xFFFFFFFF)).astype(np.int32),
                found_by,
            )

    def _bounds(self, parts: int) -> Iterator[tuple[np.uint64, np.uint64]]:
        edges = np.linspace(0, self.rows_a, parts + 1).astype(np.uint64) << np.uint64(32)
        yield from pairwise(edges)

    def _every_pair(self) -> Iterator[Part]:
        step = max(PART // max(self.rows_b, 1), 1)
        for start in range(0, self.rows_a, step):
            rows = np.arange(start, min(start + step, self.rows_a), dtype=np.int32)
            ia = np.repeat(rows, self.rows_b)
            ib = np.tile(np.arange(self.rows_b, dtype=np.int32), len(rows))
            yield self._part(ia, ib, None)

    def _part(self, ia: Ints, ib: Ints, found_by: NDArray[np.uint8] | None) -> Part:
        if not self.within:
            return Part(ia=ia, ib=ib, found_by=found_by)
        keep = ia < ib
        counts = None if found_by is None else found_by[keep]
        return Part(ia=ia[keep], ib=ib[keep], found_by=counts)


def candidates(
    p: Prepared,
    *,
    within: bool = False,
    cap: int | None = None,
    tick: Callable[[float], None] = lambda share: None,
) -> Candidates:
    """Pairs that at least one rule brings together; every pair where the lists are short.

    Args:
        p: both lists.
        within: both sides are one list; each pair once, no line with itself.
        cap: pairs that one key may bring; CAP, or SMALL_CAP for large lists, if left out.
        tick: told the share of the work done.
    """
    cells = p.a.rows * p.b.rows
    if cells <= EVERY_PAIR:
        return Candidates(rows_a=p.a.rows, rows_b=p.b.rows, within=within, found=None)
    most = cap or (CAP if cells <= LARGE else SMALL_CAP)
    found: dict[str, Pairs] = {}
    for rule in rules_for(p):
        tick(min(len(found) / (len(RULES) + len(p.written)), 1.0))
        found[rule.name] = pl.Series(pairs_of(rule, cap=most)).unique().sort().to_numpy()
    return Candidates(
        rows_a=p.a.rows,
        rows_b=p.b.rows,
        within=within,
        found=tuple(found.values()),
        by_rule={name: len(pairs) for name, pairs in found.items()},
    )


def _counted(pairs: Pairs) -> tuple[Pairs, NDArray[np.uint8]]:
    """Distinct pairs in order, and how often each occurs."""
    if len(pairs) == 0:
        return pairs, np.empty(0, np.uint8)
    ordered = np.sort(pairs)
    first = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    times = np.diff(np.append(first, len(ordered)))
    return ordered[first], np.minimum(times, 255).astype(np.uint8)


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
