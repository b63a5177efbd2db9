"""Distributions for contexts, each said only where it differs from that of a shorter context."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

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
            columns, values = self.columns[entries], self.values[entries]
            above = self.parent[row]
            said = float(values.sum())
            if above >= 0:
                inherited = 1.0 - float(out[above][columns].sum())
                if inherited > 1e-9:
                    out[row] = out[above] * (max(1.0 - said, UNSAID) / inherited)
            out[row, columns] = values
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
    kept: dict[int, tuple[int, NDArray[Any], NDArray[Any]]] = {}
    full: dict[int, Floats] = {}
    above = np.full(len(columns), -1, np.int64)
    for level, keys in enumerate(levels):
        unique, row = np.unique(keys, return_inverse=True)
        cells, cell = np.unique(row * width + columns, return_inverse=True)
        count = np.bincount(cell, weights, len(cells))
        first = np.searchsorted(cells // width, np.arange(len(unique) + 1))
        total = np.bincount(row, weights, len(unique))
        parent = np.full(len(unique), -1, np.int64)
        parent[row] = above
        now: dict[int, Floats] = {}
        for index in np.flatnonzero(total >= (least if level else 0.0)):
            entries = slice(first[index], first[index + 1])
            columns_here, seen = cells[entries] % width, count[entries]
            base = full[int(parent[index])] if level else np.zeros(width)
            if not level and uniform:
                columns_here, seen = np.arange(width), np.bincount(columns_here, seen, width)
                seen = seen + uniform
                total[index] = seen.sum()
            share = base[columns_here]
            value = (
                (seen + inertia * share) / (total[index] + inertia)
                if level
                else (seen / total[index])
            )
            if level and float((seen * np.log(value / np.maximum(share, 1e-6))).sum()) < gain:
                continue
            likely = value >= rarest
            columns_here, value = columns_here[likely], three_digits(value[likely])
            if not len(value):
                continue
            kept[int(unique[index])] = (int(parent[index]), columns_here, value)
            dense = (
                base * (max(UNSAID, 1 - value.sum()) / max(1e-9, 1 - base[columns_here].sum()))
                if level
                else np.zeros(width)
            )
            dense[columns_here] = value
            now[int(unique[index])] = dense
        full.update(now)
        known = np.array([int(key) in now for key in unique], bool)
        above = np.where(known[row], keys, above)
    return from_rows(kept, width)


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
