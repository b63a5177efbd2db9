"""What a laboratory can have seen at each marker, numbered, so that a profile is a row of numbers.

At a marker with n alleles there are n(n+1)/2 full genotypes, n single alleles (the other copy was
not seen), and one state for a marker without a usable typing, which weighs nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wayhome.engines.kinship.errors import InvalidFrequencies
from wayhome.engines.kinship.profiles import Profile, Typing

Codes = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class MarkerStates:
    """The states of one marker: where they begin in the common numbering, and which they are.

    State `start` is "no usable typing"; the single alleles follow, then the pairs (a, b), a <= b,
    in the order of the alleles.
    """

    marker: str
    alleles: tuple[str, ...]
    start: int

    @property
    def size(self) -> int:
        """How many states the marker has."""
        n = len(self.alleles)
        return 1 + n + n * (n + 1) // 2

    def typings(self) -> list[Typing]:
        """What was seen in each state, the untyped state first with nothing."""
        pairs = [(a, b) for i, a in enumerate(self.alleles) for b in self.alleles[i:]]
        return [(), *((a,) for a in self.alleles), *pairs]

    def code(self, seen: Typing) -> int:
        """The number of the state in which this was seen; more than two alleles weigh nothing.

        Raises:
            InvalidFrequencies: an allele the marker does not have.
        """
        if not 1 <= len(seen) <= 2:
            return self.start
        try:
            places = sorted(self.alleles.index(allele) for allele in seen)
        except ValueError:
            raise InvalidFrequencies(
                f"An allele seen at {self.marker} has no frequency. "
                "Add it at the minimum frequency."
            ) from None
        if len(places) == 1:
            return self.start + 1 + places[0]
        low, high = places
        n = len(self.alleles)
        return self.start + 1 + n + low * n - low * (low - 1) // 2 + high - low


@dataclass(frozen=True, slots=True)
class StateSpace:
    """The states of all markers in one numbering."""

    markers: tuple[MarkerStates, ...]

    @classmethod
    def of(cls, alleles_by_marker: Mapping[str, Sequence[str]]) -> "StateSpace":
        """Number the states of these markers, in the order given."""
        markers, start = [], 0
        for marker, alleles in alleles_by_marker.items():
            markers.append(MarkerStates(marker, tuple(alleles), start))
            start += markers[-1].size
        return cls(tuple(markers))

    @property
    def size(self) -> int:
        """How many states all markers have together."""
        return self.markers[-1].start + self.markers[-1].size if self.markers else 0

    def encode(self, profiles: Sequence[Profile]) -> Codes:
        """The state of each profile at each marker; shape (profiles, markers)."""
        known: dict[tuple[int, Typing], int] = {}
        codes = np.empty((len(profiles), len(self.markers)), dtype=np.int32)
        for row, profile in enumerate(profiles):
            for column, marker in enumerate(self.markers):
                seen = profile.typings.get(marker.marker, ())
                if (column, seen) not in known:
                    known[column, seen] = marker.code(seen)
                codes[row, column] = known[column, seen]
        return codes

    def typed(self, codes: Codes) -> NDArray[np.bool_]:
        """Which of these states are a usable typing; the shape of `codes`."""
        untyped = np.array([marker.start for marker in self.markers], dtype=np.int32)
        return np.not_equal(codes, untyped)
