"""The ways in which one family's missing may be among the remains, each with its weight."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int32]
Floats = NDArray[np.float64]

NOBODY = -1
"""Where none of the remains is given to a missing person."""


@dataclass(frozen=True, slots=True)
class FamilyOptions:
    """Every way to give remains to one family's missing that is not excluded.

    `chosen` has shape (ways, missing): the number of the remains, or `NOBODY`. `log_weight` has
    shape (ways,): the natural log of the likelihood ratio against "none of them is here".
    """

    family: str
    missing: tuple[str, ...]
    chosen: Rows
    log_weight: Floats

    def kept(self, rows: NDArray[np.bool_]) -> "FamilyOptions":
        """The same family with these ways only."""
        return FamilyOptions(self.family, self.missing, self.chosen[rows], self.log_weight[rows])

    def remains(self) -> frozenset[int]:
        """The remains that occur in some way."""
        found = np.unique(self.chosen)
        return frozenset(found[found != NOBODY].tolist())


def ways(candidates: Sequence[Sequence[int]]) -> Rows:
    """Every way to give each missing one of its candidates or nobody, nobody's remains twice.

    Shape (ways, missing). The first row gives nobody anything.
    """
    return np.array(list(_ways(candidates, frozenset())), dtype=np.int32).reshape(
        -1, len(candidates)
    )


def number_of_ways(candidates: Sequence[Sequence[int]], at_most: int) -> int:
    """How many rows `ways` would have; counting stops beyond `at_most`."""
    count = 0
    for _ in _ways(candidates, frozenset()):
        count += 1
        if count > at_most:
            break
    return count


def _ways(candidates: Sequence[Sequence[int]], taken: frozenset[int]) -> Iterator[tuple[int, ...]]:
    if not candidates:
        yield ()
        return
    for rest in _ways(candidates[1:], taken):
        yield (NOBODY, *rest)
    for one in candidates[0]:
        if one not in taken:
            for rest in _ways(candidates[1:], taken | {one}):
                yield (one, *rest)
