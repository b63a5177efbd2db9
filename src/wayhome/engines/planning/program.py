"""An integer program: columns, rows, the rule each row comes from, all in whole numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

Rule = tuple[str | int, ...]  # the kind of a row, then where
Terms = Mapping[int, int]  # coefficient by column
Whole = NDArray[np.int64]

UNBOUNDED = 2**40  # stands for infinity in a row


@dataclass(slots=True)
class Draft:
    """A program being written: columns with bounds, rows with the rule they come from."""

    lower: list[int] = field(default_factory=list)
    upper: list[int] = field(default_factory=list)
    rows: list[tuple[Rule, Terms, int, int]] = field(default_factory=list)

    def column(self, lower: int, upper: int) -> int:
        """Add a column; its number."""
        self.lower.append(lower)
        self.upper.append(upper)
        return len(self.lower) - 1

    def row(
        self,
        rule: Rule,
        terms: Terms,
        lower: int = -UNBOUNDED,
        upper: int = UNBOUNDED,
    ) -> None:
        """Add a row: lower <= sum of terms <= upper."""
        self.rows.append((rule, terms, lower, upper))

    def finished(self) -> "Program":
        """The program as arrays."""
        lengths = [len(terms) for _, terms, _, _ in self.rows]
        return Program(
            lower=np.array(self.lower, dtype=np.int64),
            upper=np.array(self.upper, dtype=np.int64),
            rules=tuple(rule for rule, _, _, _ in self.rows),
            row_lower=np.array([lower for _, _, lower, _ in self.rows], dtype=np.int64),
            row_upper=np.array([upper for _, _, _, upper in self.rows], dtype=np.int64),
            entry_row=np.repeat(np.arange(len(self.rows)), lengths),
            entry_column=np.array(
                [column for _, terms, _, _ in self.rows for column in sorted(terms)],
                dtype=np.int64,
            ),
            entry=np.array(
                [terms[column] for _, terms, _, _ in self.rows for column in sorted(terms)],
                dtype=np.int64,
            ),
        )


@dataclass(frozen=True, eq=False)
class Program:
    """lower <= x <= upper, row_lower <= A x <= row_upper; A by its entries. All whole numbers."""

    lower: Whole
    upper: Whole
    rules: tuple[Rule, ...]  # of each row
    row_lower: Whole
    row_upper: Whole
    entry_row: Whole
    entry_column: Whole
    entry: Whole

    def sums(self, values: Whole) -> Whole:
        """A x, exactly."""
        sums = np.zeros(len(self.rules), dtype=np.int64)
        np.add.at(sums, self.entry_row, self.entry * values[self.entry_column])
        return sums

    def prices_on_columns(self, prices: Whole) -> Whole:
        """A' y, exactly."""
        sums = np.zeros(len(self.lower), dtype=np.int64)
        np.add.at(sums, self.entry_column, self.entry * prices[self.entry_row])
        return sums

    def holds(self, values: Whole) -> bool:
        """Whether whole numbers keep every bound and row."""
        sums = self.sums(values)
        return bool(
            (self.lower <= values).all()
            and (values <= self.upper).all()
            and (self.row_lower <= sums).all()
            and (sums <= self.row_upper).all()
        )

    def reduced(self) -> "Reduced | None":
        """The program without the columns that are fixed; None where those break a row."""
        free = self.lower < self.upper
        sums = self.sums(np.where(free, 0, self.lower))
        entries = free[self.entry_column]
        used = np.zeros(len(self.rules), dtype=bool)
        used[self.entry_row[entries]] = True
        broken = (sums < self.row_lower) | (sums > self.row_upper)
        if (self.lower > self.upper).any() or broken[~used].any():
            return None
        kept = np.flatnonzero(used)
        below, above = self.row_lower[kept], self.row_upper[kept]
        program = Program(
            lower=self.lower[free],
            upper=self.upper[free],
            rules=tuple(self.rules[row] for row in kept),
            row_lower=below - np.where(below > -UNBOUNDED, sums[kept], 0),
            row_upper=above - np.where(above < UNBOUNDED, sums[kept], 0),
            entry_row=(np.cumsum(used) - 1)[self.entry_row[entries]],
            entry_column=(np.cumsum(free) - 1)[self.entry_column[entries]],
            entry=self.entry[entries],
        )
        return Reduced(program, np.flatnonzero(free), kept)

    def with_row(self, rule: Rule, terms: Whole, lower: int) -> "Program":
        """The same with one more row: terms x >= lower."""
        columns = np.flatnonzero(terms)
        return replace(
            self,
            rules=(*self.rules, rule),
            row_lower=np.append(self.row_lower, lower),
            row_upper=np.append(self.row_upper, UNBOUNDED),
            entry_row=np.append(self.entry_row, np.full(len(columns), len(self.rules))),
            entry_column=np.append(self.entry_column, columns),
            entry=np.append(self.entry, terms[columns]),
        )


@dataclass(frozen=True, slots=True)
class Reduced:
    """A program without its fixed columns, and which columns and rows are left of it."""

    program: Program
    columns: Whole
    rows: Whole
