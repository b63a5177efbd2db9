"""Distributions for contexts, each said only where it differs from that of a shorter context."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Row = tuple[int, NDArray[Any], NDArray[Any]]  # key of the parent or -1, columns, values

UNSAID = 5e-4  # at least this much of a row is left to what it does not name


@dataclass(frozen=True, slots=True)
class BackoffTable:
    """For each context (row) the outcomes (columns) it makes likelier or less likely.

    What a row does not name it inherits from its parent row, scaled so that the row sums to one.

    Attributes:
        keys: ascending context keys, int64, one per row.
        parent: row of the next shorter context that is kept, -1 for the shortest.
        start: where the entries of each row begin; one more than there are rows.
        columns, values: the entries.
        width: number of columns.
    """

    keys: Ints
    parent: Ints
    start: Ints
    columns: Ints
    values: Floats
    width: int

    def dense(self) -> NDArray[np.float32]:
        """All rows written out, rows x columns; each sums to one."""
        out = np.zeros((len(self.keys), self.width))
        order = self._parents_first()
        for row in order:
            entries = slice(self.start[row], self.start[row + 1])
            base = out[self.parent[row]] if self.parent[row] >= 0 else np.zeros(self.width)
            out[row] = _fill(base, self.columns[entries], self.values[entries])
            out[row] /= out[row].sum()
        return out.astype(np.float32)

    def _parents_first(self) -> list[int]:
        depth = np.zeros(len(self.keys), np.int64)
        up = self.parent.copy()
        while (up >= 0).any():
            depth[up >= 0] += 1
            up = np.where(up >= 0, self.parent[up], -1)
        return [int(row) for row in np.argsort(depth, kind="stable")]


def three_digits(values: Floats) -> Floats:
    """Probabilities as they are written: three significant digits."""
    return np.array([float(f"{value:.3g}") for value in values])


def estimate(
    levels: Sequence[Ints],
    columns: Ints,
    weights: Floats,
    width: int,
    *,
    inertia: float,
    least: float,
    gain: float,
    rarest: float = 5e-4,
    uniform: float = 0.0,
) -> BackoffTable:
    """Distributions of outcomes in contexts of growing length.

    Args:
        levels: context key of every event, the shortest contexts first.
        columns: outcome of every event.
        weights: how often each event was seen.
        width: number of outcomes.
        inertia: events that the shorter context counts for in the longer one.
        least: events a longer context must have been seen with.
        gain: nats of likelihood a longer context must win over the shorter one.
        uniform: events added to every outcome without context.
        rarest: outcomes below this probability are left to the shorter context.
    """
    kept: dict[int, Row] = {}
    full: dict[int, Floats] = {}  # kept contexts with all outcomes
    above = np.full(len(columns), -1, np.int64)  # longest kept context of every event so far
    for keys in levels:
        now: dict[int, Floats] = {}
        for key, parent, outcomes, seen in _contexts(keys, above, columns, weights, width):
            named = outcomes
            base = full.get(parent)
            if base is None:
                counts = np.bincount(outcomes, seen, width) + uniform
                named, values = np.arange(width), counts / counts.sum()
                base = np.zeros(width)
            else:
                total = float(seen.sum())
                share = base[named]
                values = (seen + inertia * share) / (total + inertia)
                won = float((seen * np.log(values / np.maximum(share, 1e-6))).sum())
                if total < least or won < gain:
                    continue
            likely = (values >= rarest) & (values > 0)
            if likely.any():
                named, values = named[likely], three_digits(values[likely])
                kept[key] = (parent, named, values)
                now[key] = _fill(base, named, values)
        full.update(now)
        known = np.isin(keys, np.array(sorted(now), np.int64))
        above = np.where(known, keys, above)
    return from_rows(kept, width)


def _contexts(
    keys: Ints, above: Ints, columns: Ints, weights: Floats, width: int
) -> Iterator[tuple[int, int, Ints, Floats]]:
    """Every context with its kept parent, the outcomes seen in it and how often."""
    unique, first_seen, row = np.unique(keys, return_index=True, return_inverse=True)
    cells, cell = np.unique(row * width + columns, return_inverse=True)
    count: Floats = np.bincount(cell, weights, len(cells)).astype(np.float64)
    first = np.searchsorted(cells // width, np.arange(len(unique) + 1))
    for index, key in enumerate(unique):
        entries = slice(first[index], first[index + 1])
        parent = int(above[first_seen[index]])
        yield int(key), parent, cells[entries] % width, count[entries]


def _fill(base: Floats, columns: Ints, values: Floats) -> Floats:
    """All outcomes of a context: those it names, and the rest of its parent's, scaled."""
    inherited = 1.0 - float(base[columns].sum())
    out = np.zeros_like(base)
    if inherited > 1e-9:
        out = base * (max(UNSAID, 1.0 - float(values.sum())) / inherited)
    out[columns] = values
    return out


def from_rows(rows: dict[int, tuple[int, NDArray[Any], NDArray[Any]]], width: int) -> BackoffTable:
    """A table from context key to (key of the parent or -1, columns, values)."""
    keys = np.array(sorted(rows), np.int64)
    parents = np.array([rows[int(key)][0] for key in keys], np.int64)
    place = np.searchsorted(keys, parents)
    sizes = [len(rows[int(key)][1]) for key in keys]
    return BackoffTable(
        keys,
        np.where(parents < 0, -1, place),
        np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
        np.concatenate([rows[int(key)][1] for key in keys]).astype(np.int64),
        np.concatenate([rows[int(key)][2] for key in keys]).astype(np.float64),
        width,
    )
