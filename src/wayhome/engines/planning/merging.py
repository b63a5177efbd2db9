"""Columns that differ in nothing are one to a solver, with room for all of them.

Most columns of a program say how many are taken of a cell. Until the days held are looked at, the
cells of a standing are worth the same, and all of them stand in one row.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from wayhome.engines.planning.program import Program, Whole


@dataclass(frozen=True, slots=True)
class Merged:
    """A program with equal columns merged, what it maximises, and where each column went."""

    program: Program
    objective: Whole
    into: Whole  # of each column of the program before
    lower: Whole  # bounds before
    upper: Whole

    def spread(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give each column its part of what was found: the first as much as they hold."""
        rest = values - np.bincount(self.into, weights=self.lower, minlength=len(values))
        width = (self.upper - self.lower)[order := np.argsort(self.into, kind="stable")]
        into = self.into[order]
        before = np.cumsum(width) - width
        before -= before[np.searchsorted(into, into)]
        found = self.lower.astype(float)
        found[order] += np.clip(rest[into] - before, 0, width)
        return found


def merge(program: Program, objective: Whole) -> Merged:
    """Merge columns that stand in the same one row, there and in the objective alike."""
    into, first = _alike(program, objective)
    kept = np.zeros(len(into), dtype=bool)
    kept[first] = True
    entries = kept[program.entry_column]
    return Merged(
        program=replace(
            program,
            lower=np.bincount(into, weights=program.lower, minlength=len(first)).astype(np.int64),
            upper=np.bincount(into, weights=program.upper, minlength=len(first)).astype(np.int64),
            entry_row=program.entry_row[entries],
            entry_column=into[program.entry_column[entries]],
            entry=program.entry[entries],
        ),
        objective=objective[first],
        into=into,
        lower=program.lower,
        upper=program.upper,
    )


def _alike(program: Program, objective: Whole) -> tuple[Whole, Whole]:
    """Of each column, which merged one it is part of; of each merged one, its first column."""
    columns = len(program.lower)
    alone = (np.bincount(program.entry_column, minlength=columns) == 1)[program.entry_column]
    at = program.entry_column[alone]
    facts = np.stack([program.entry_row[alone], program.entry[alone], objective[at]])
    order = np.lexsort(facts)
    changes = (np.diff(facts[:, order]) != 0).any(axis=0)
    group = np.arange(columns)
    group[at[order]] = columns + np.cumsum(np.append([0], changes))[: len(at)]
    _, first, place = np.unique(group, return_index=True, return_inverse=True)
    # Numbered in the order of the columns before, which solvers feel.
    order = np.argsort(first)
    number = np.empty(len(first), dtype=np.int64)
    number[order] = np.arange(len(first))
    return number[place], first[order]
