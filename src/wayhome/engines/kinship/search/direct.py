"""Remains among themselves: parts of one body, split between bags or sampled twice.

Direct matches come before any search of families: remains of one person are one person's, and
counting them twice would mislead every prior.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from math import log10

import numpy as np
from numpy.typing import NDArray

from wayhome.engines.kinship.errors import InvalidFrequencies
from wayhome.engines.kinship.likelihood import MarkerModel, Panel
from wayhome.engines.kinship.likelihood.model import Stack
from wayhome.engines.kinship.likelihood.states import State, States, states_of, weighable
from wayhome.engines.kinship.likelihood.table import evaluate
from wayhome.engines.kinship.pedigree import Member, Pedigree, Sex
from wayhome.engines.kinship.profiles import Profile, Typing
from wayhome.values import InvalidEvidence, Weight

Alleles = NDArray[np.int16]
Counts = NDArray[np.int16]

ONE, TWO = Pedigree((Member("1"),)), Pedigree((Member("1"), Member("2")))


@dataclass(frozen=True, slots=True)
class DirectMatch:
    """Two profiles that may be of one person; `first` and `second` are places in the list.

    `weight` is the log10 likelihood ratio of "one person" against "two unrelated people", by
    marker. `common` counts the markers typed in both, `dropped` those that agree if an allele
    was not seen, `different` those that contradict. `sexes_differ` is set where amelogenin shows
    a man in one and a woman in the other.
    """

    first: int
    second: int
    weight: Weight
    common: int
    dropped: int
    different: int
    sexes_differ: bool


def direct_matches(
    profiles: Sequence[Profile],
    panel: Panel,
    *,
    error: float = 0.001,
    dropout: float = 0.05,
    most_different: int = 2,
    least_common: int = 4,
    at_least: float = 3.0,
) -> list[DirectMatch]:
    """The pairs of profiles that weigh at least so much as one person's, heaviest first.

    `error` is the probability that a marker was mistyped in either profile, `dropout` that of
    not seeing a copy of a heterozygote's allele. Pairs with more than `most_different` markers
    that contradict, or fewer than `least_common` in common, are not weighed.
    """
    found = []
    for first, second, counts in _alike(profiles, panel, most_different):
        if counts[0] < least_common:
            continue
        pair = profiles[first], profiles[second]
        weight = weigh_direct(*pair, panel, error=error, dropout=dropout)
        if weight.total >= at_least:
            sexes = {profile.sex for profile in pair}
            contradict = sexes == {Sex.FEMALE, Sex.MALE}
            found.append(DirectMatch(first, second, weight, *counts, contradict))
    return sorted(found, key=lambda match: (-match.weight.total, match.first, match.second))


def weigh_direct(
    first: Profile, second: Profile, panel: Panel, *, error: float = 0.001, dropout: float = 0.05
) -> Weight:
    """The log10 likelihood ratio of "one person" against "two unrelated", by marker.

    At each marker (1 - e) P(both | one genotype) / P(both | two people) + e, with e the
    probability of an error, after which the two typings have nothing to do with each other.

    Raises:
        InvalidEvidence: an error probability that is not above 0 and below 1.
    """
    if not 0 < error < 1:
        raise InvalidEvidence("The probability of a typing error is above 0 and below 1.")
    by_part = {}
    for marker, model in panel.models.items():
        one, two = first.typings.get(marker), second.typings.get(marker)
        if one and two and weighable(one) and weighable(two) and not model.x_linked:
            ratio = _ratio(one, two, model, dropout)
            by_part[marker] = log10((1 - error) * ratio + error)
    return Weight(by_part=by_part)


def _ratio(one: Typing, two: Typing, model: MarkerModel, dropout: float) -> float:
    stack = Stack.of([model])
    given = [states_of(typing, model, dropout=dropout) for typing in (one, two)]
    both = {(a, b): w for a, b, w in given[0]}
    joined: list[State] = [(a, b, w * both[a, b]) for a, b, w in given[1] if (a, b) in both]
    if not joined:
        return 0.0
    same = evaluate(ONE, {"1": States.of([joined])}, None, stack)
    typed = {id_: States.of([states]) for id_, states in zip(("1", "2"), given, strict=True)}
    return float(same[0] / evaluate(TWO, typed, None, stack)[0])


def _alike(
    profiles: Sequence[Profile], panel: Panel, most_different: int
) -> Iterator[tuple[int, int, tuple[int, int, int]]]:
    """Pairs with few contradictions: places, and counts in common, dropped, different."""
    alleles = _alleles(profiles, panel)
    compare = _compiled() or _plain
    counts = np.zeros((len(profiles), 3), dtype=np.int16)
    for first in range(len(profiles) - 1):
        compare(first, alleles, most_different, counts)
        for second in np.flatnonzero(counts[first + 1 :, 0]) + first + 1:
            common, dropped, different = counts[second].tolist()
            yield first, int(second), (common, dropped, different)


def _alleles(profiles: Sequence[Profile], panel: Panel) -> Alleles:
    """The places of the alleles, the lower first; -1 where none was seen."""
    markers = [(name, model) for name, model in panel.models.items() if not model.x_linked]
    index = [{a: i for i, a in enumerate(m.frequencies.alleles)} for _, m in markers]
    table = np.full((len(profiles), len(markers), 2), -1, dtype=np.int16)
    for row, column in product(range(len(profiles)), range(len(markers))):
        seen = profiles[row].typings.get(markers[column][0], ())
        if weighable(seen):
            table[row, column, 2 - len(seen) :] = sorted(
                _place(index[column], allele, markers[column][0]) for allele in seen
            )
    return table


def _place(index: Mapping[str, int], allele: str, marker: str) -> int:
    if allele not in index:
        raise InvalidFrequencies(
            f"Allele {allele} of {marker} has no frequency. Add it at the minimum frequency."
        )
    return index[allele]


def _plain(first: int, alleles: Alleles, most_different: int, counts: Counts) -> None:
    a, b = alleles[first, :, 0], alleles[first, :, 1]
    c, d = alleles[first + 1 :, :, 0], alleles[first + 1 :, :, 1]
    common = (b >= 0) & (d >= 0)
    same = (a == c) & (b == d)
    alone = ((a < 0) | (a == b)) & ((b == c) | (b == d))
    other = ((c < 0) | (c == d)) & ((d == a) | (d == b))
    later = counts[first + 1 :]
    later[:, 1] = (common & ~same & (alone | other)).sum(1)
    later[:, 2] = (common & ~same & ~alone & ~other).sum(1)
    later[:, 0] = np.where(later[:, 2] > most_different, 0, common.sum(1))


@cache
def _compiled() -> Callable[[int, Alleles, int, Counts], None] | None:
    try:
        from wayhome.engines.kinship.search.kernels import compare_with  # noqa: PLC0415
    except ImportError:
        return None
    return compare_with
