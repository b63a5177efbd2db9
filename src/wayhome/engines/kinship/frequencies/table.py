"""Allele frequencies of one population: by marker, with their source and what was done to them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import fsum, inf

from wayhome.engines.kinship.errors import InvalidFrequencies

SMALLEST = 1e-100
"""What is rarer counts as zero: products of such frequencies vanish in rounding."""


@dataclass(frozen=True, slots=True)
class MarkerFrequencies:
    """The alleles of one marker, in the order of its ladder, and how common each is.

    The order matters to the Dawid mutation model, which steps by place in the list. Frequencies
    are positive; they need not sum to one until `renormalised`.

    Raises:
        InvalidFrequencies: no allele, one twice, a frequency that is not positive, unequal lengths.
    """

    marker: str
    alleles: tuple[str, ...]
    frequencies: tuple[float, ...]

    def __post_init__(self) -> None:
        if not self.alleles or len(self.alleles) != len(self.frequencies):
            raise InvalidFrequencies(
                f"Marker {self.marker} has {len(self.alleles)} alleles and "
                f"{len(self.frequencies)} frequencies. It needs as many, and at least one."
            )
        if len(set(self.alleles)) < len(self.alleles):
            raise InvalidFrequencies(f"Marker {self.marker} lists an allele twice.")
        if not all(SMALLEST < frequency < inf for frequency in self.frequencies):
            raise InvalidFrequencies(
                f"Marker {self.marker} has a frequency that is not above zero. "
                "Leave such an allele out: the minimum frequency is used when it is seen."
            )

    @property
    def total(self) -> float:
        """The sum of the frequencies."""
        return fsum(self.frequencies)

    def renormalised(self) -> "MarkerFrequencies":
        """The same alleles with frequencies that sum to one."""
        total = self.total
        return replace(self, frequencies=tuple(f / total for f in self.frequencies))

    def with_minimum(self, minimum: float) -> "MarkerFrequencies":
        """The same alleles, none rarer than `minimum`; not renormalised."""
        return replace(self, frequencies=tuple(max(f, minimum) for f in self.frequencies))

    def with_allele(self, allele: str, frequency: float) -> "MarkerFrequencies":
        """With one more allele at its place on the ladder; not renormalised."""
        pairs = [*zip(self.alleles, self.frequencies, strict=True), (allele, frequency)]
        pairs.sort(key=lambda pair: ladder_place(pair[0]))
        return replace(
            self, alleles=tuple(a for a, _ in pairs), frequencies=tuple(f for _, f in pairs)
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class FrequencyTable:
    """The frequencies of one population.

    `source` says whose they are and where they were published. `sums` are the sums of the
    frequencies as they were published, by marker: what renormalising changed. `minimum` is given
    to alleles that are seen in a profile but not listed, and to those listed as rarer.
    """

    source: str
    markers: Mapping[str, MarkerFrequencies]
    sums: Mapping[str, float]
    minimum: float

    def __getitem__(self, marker: str) -> MarkerFrequencies:
        """The frequencies of a marker; KeyError when the table has none."""
        return self.markers[marker]

    def __contains__(self, marker: object) -> bool:
        return marker in self.markers

    @classmethod
    def of(
        cls, published: Mapping[str, Mapping[str, float]], *, source: str, minimum: float = 0.001
    ) -> "FrequencyTable":
        """Take published frequencies by marker and allele: minimum first, then renormalised.

        Alleles published as zero are left out. Raises InvalidFrequencies for a marker without any.
        """
        markers, sums = {}, {}
        for marker, by_allele in published.items():
            listed = sorted((a for a, f in by_allele.items() if f != 0), key=ladder_place)
            stated = MarkerFrequencies(marker, tuple(listed), tuple(by_allele[a] for a in listed))
            sums[marker] = stated.total
            markers[marker] = stated.with_minimum(minimum).renormalised()
        return cls(
            source=source,
            markers=markers,
            sums=sums,
            minimum=minimum,
        )

    def with_seen(self, seen: Mapping[str, set[str]]) -> "FrequencyTable":
        """The table with every allele in `seen` by marker: those not listed at the minimum.

        Markers the table has not are left out; those that gain an allele are renormalised.
        """
        markers = dict(self.markers)
        for marker, alleles in seen.items():
            new = alleles - set(markers[marker].alleles) if marker in markers else set()
            for allele in sorted(new, key=ladder_place):
                markers[marker] = markers[marker].with_allele(allele, self.minimum)
            if new:
                markers[marker] = markers[marker].renormalised()
        return replace(self, markers=markers)


def ladder_place(allele: str) -> tuple[float, str]:
    """Where an allele stands on its ladder: by repeat number, letters after all numbers."""
    try:
        return (float(allele), allele)
    except ValueError:
        return (float("inf"), allele)
