"""What is known beside DNA: sex, age, stature, traits, who was excluded by hand.

Every piece of evidence is a table over pairs of remains and missing, in log10 likelihood ratios,
so that it adds to the weight of the profiles. Hard evidence excludes: minus infinity. Soft
evidence compares how often the observation would be made on this missing person with how often on
any of the missing, and never excludes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

from wayhome.engines.kinship.pedigree import Sex
from wayhome.values import InvalidEvidence

Floats = NDArray[np.float64]
Range = tuple[float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """One kind of evidence: log10 likelihood ratios, shape (remains, missing)."""

    name: str
    log10_lr: Floats


def together(evidence: Sequence[Evidence], *, remains: int, missing: int) -> Floats:
    """The sum of all evidence: (remains, missing).

    Raises:
        InvalidEvidence: a table of another shape, or one with a weight that is no number.
    """
    total = np.zeros((remains, missing))
    for one in evidence:
        if one.log10_lr.shape != total.shape:
            raise InvalidEvidence(
                f"The evidence «{one.name}» is for {one.log10_lr.shape} remains and missing, not "
                f"{total.shape}."
            )
        if np.isnan(one.log10_lr).any() or np.isposinf(one.log10_lr).any():
            raise InvalidEvidence(f"The evidence «{one.name}» has a weight that is no number.")
        total = total + one.log10_lr
    return total


def excluding(evidence: Sequence[Evidence], remains: int, missing: int) -> tuple[str, ...]:
    """The names of the evidence that excludes a pair."""
    return tuple(one.name for one in evidence if np.isneginf(one.log10_lr[remains, missing]))


def sex_evidence(remains: Sequence[Sex], missing: Sequence[Sex], *, error: float = 0.0) -> Evidence:
    """Remains of the other sex than the missing person.

    Without `error` a difference excludes; with it, it weighs log10 of the error. The same sex
    weighs nothing, as the pedigree's other programs have it; an unknown one neither.
    """
    _probability(error, "An error of the sex", lowest=0.0)
    table = np.zeros((len(remains), len(missing)))
    differs = _weight(error)
    for row, one in enumerate(remains):
        for column, other in enumerate(missing):
            if {one, other} == {Sex.FEMALE, Sex.MALE}:
                table[row, column] = differs
    return Evidence("sex", table)


def range_evidence(
    name: str,
    estimated: Sequence[Range | None],
    known: Sequence[Range | None],
    *,
    coverage: float = 0.95,
    hard: bool = False,
) -> Evidence:
    """A range estimated from the remains against what is known of the missing: age, stature.

    `known` values are ranges too, (42, 42) where exact. A value within the estimate weighs
    coverage / f, one outside (1 - coverage) / (1 - f), where f is the share of the missing with a
    known value that lies within. With `hard` a value outside excludes.
    """
    _probability(coverage, f"The coverage of {name}")
    table = np.zeros((len(estimated), len(known)))
    for row, estimate in enumerate(estimated):
        if estimate is None:
            continue
        within = [value is not None and _meet(estimate, value) for value in known]
        share = _share(within, known)
        inside = np.log10(coverage / share)
        outside = -inf if hard else np.log10((1 - coverage) / (1 - share))
        for column, value in enumerate(known):
            if value is not None:
                table[row, column] = inside if within[column] else outside
    return Evidence(name, table)


def trait_evidence(
    name: str,
    seen: Sequence[bool | None],
    known: Sequence[bool | None],
    *,
    sensitivity: float,
    specificity: float,
) -> Evidence:
    """Whether the remains show a trait (a healed fracture, a crown) the missing person had.

    `sensitivity` is P(seen | had it), `specificity` P(not seen | had it not). An observation is
    weighed against its share among all missing of whom it is known.
    """
    _probability(sensitivity, f"The sensitivity of {name}")
    _probability(specificity, f"The specificity of {name}")
    share = _share([value is True for value in known], known)
    table = np.zeros((len(seen), len(known)))
    for row, observed in enumerate(seen):
        for column, has in enumerate(known):
            if observed is not None and has is not None:
                chance = {True: sensitivity, False: 1 - specificity}
                common = share * chance[True] + (1 - share) * chance[False]
                here = chance[has] if observed else 1 - chance[has]
                table[row, column] = np.log10(here / (common if observed else 1 - common))
    return Evidence(name, table)


def excluded_pairs(
    name: str, pairs: Iterable[tuple[int, int]], *, remains: int, missing: int
) -> Evidence:
    """Pairs (remains, missing) that cannot be: found before he was last seen, excluded by hand."""
    table = np.zeros((remains, missing))
    for row, column in pairs:
        table[row, column] = -inf
    return Evidence(name, table)


def _meet(one: Range, other: Range) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _share(within: Sequence[bool], known: Sequence[object]) -> float:
    """The share of the known that are within; never nought or one (one more of each is added)."""
    count = sum(value is not None for value in known)
    return (sum(within) + 1) / (count + 2)


def _weight(probability: float) -> float:
    return float(np.log10(probability)) if probability > 0 else -inf


def _probability(value: float, name: str, *, lowest: float | None = None) -> None:
    if not (0 < value < 1 or value == lowest):
        raise InvalidEvidence(f"{name} is a probability above 0 and below 1.")
