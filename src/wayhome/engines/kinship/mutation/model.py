"""How an allele changes between parent and child: the models of forensic genetics as matrices.

Each gives a matrix M whose entry (i, j) is the probability that a parent's allele i is handed on
as j; rows sum to one. Below, p are the allele frequencies, n their number, R the rate.

none          M = I.
equal         M_ij = R / (n - 1) for j other than i.
proportional  M_ij = a p_j for j other than i, with a = R / sum p (1 - p), so that the expected
              rate is R. Stationary and reversible.
stepwise      Repeat numbers x fall into groups of the same microvariant, round(10 (x - round x)).
              Within a group M_ij is proportional to range^|x_i - x_j| and sums to R; to the alleles
              of all other groups together R2 in equal parts. Without others in its group an allele
              mutates at R2 only; without other groups at R only.
onestep       Half of R to each of the two neighbours one repeat up and down that are on the
              ladder, all of it where there is one. Whole repeat numbers only.
dawid         M_ij = c range^|i - j| / p_i with i and j places on the ladder and
              c = R (1 - range)^2 / (2 range (n - n range - 1 + range^n)). Reversible.
custom        As given.

Sources: Egeland, Kling, Mostad: Relationship Inference with Familias and R (2016), chapter 4
(equal, proportional, stepwise); Dawid, Mortera, Pascali: Non-fatherhood or mutation? Forensic
Science International 124 (2001), and Dawid and others, Scandinavian Journal of Statistics 29
(2002) (dawid, called "stable" in Familias 2).
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np

from wayhome.engines.kinship.errors import InvalidModel
from wayhome.engines.kinship.frequencies import MarkerFrequencies
from wayhome.engines.kinship.mutation.transform import Matrix, Transform, transformed


class Kind(StrEnum):
    """The mutation models, by the names the R pedsuite gives them."""

    NONE = "none"
    EQUAL = "equal"
    PROPORTIONAL = "proportional"
    STEPWISE = "stepwise"
    ONESTEP = "onestep"
    DAWID = "dawid"
    CUSTOM = "custom"


@dataclass(frozen=True, slots=True)
class Mutation:
    """The mutation model of one sex's transmissions.

    `rate` is the probability of a mutation (of an integer step where stepwise), `rate2` that of a
    change of microvariant, `range` how much rarer each further step is. `matrix` is for custom
    models: rows from, columns to. With `keeps_rate` a reversible transform is scaled back to the
    rate before it.

    Raises:
        InvalidModel: a rate outside 0 to 1, a range not above zero where one is needed.
    """

    kind: Kind = Kind.NONE
    rate: float = 0.0
    rate2: float = 0.0
    range: float = 0.1
    transform: Transform = Transform.NONE
    keeps_rate: bool = False
    matrix: tuple[tuple[float, ...], ...] = ()

    def __post_init__(self) -> None:
        if not (self.rate >= 0 and self.rate2 >= 0 and self.rate + self.rate2 <= 1):
            raise InvalidModel("Mutation rates are probabilities and sum to at most 1.")
        if self.kind in (Kind.STEPWISE, Kind.DAWID) and not self.range > 0:
            raise InvalidModel(f"The range of a {self.kind} model is above 0.")
        if self.kind is Kind.DAWID and not self.range < 1:
            raise InvalidModel("The range of a dawid model is below 1.")


@dataclass(frozen=True, slots=True)
class MutationModel:
    """The models of both sexes: mothers mutate less often than fathers."""

    female: Mutation = Mutation()
    male: Mutation = Mutation()

    @classmethod
    def same(cls, mutation: Mutation) -> "MutationModel":
        """One model for mothers and fathers."""
        return cls(mutation, mutation)


@lru_cache(maxsize=4096)
def mutation_matrix(mutation: Mutation, frequencies: MarkerFrequencies) -> Matrix:
    """The matrix of a model for one marker: (n, n), rows the parent's allele, read-only.

    Raises:
        InvalidModel: alleles without repeat numbers where the model steps along them, a rate
            too high for the marker, a transform that does not exist for it.
    """
    built = _BUILDERS[mutation.kind](mutation, frequencies)
    if len(frequencies.alleles) > 1:
        p = np.array(frequencies.frequencies)
        built = transformed(built, p, mutation.transform, keeps_rate=mutation.keeps_rate)
    if built.min() < 0:
        raise InvalidModel(
            f"The {mutation.kind} model leaves {frequencies.marker} with probabilities below "
            "zero. Use a lower rate or another model for this marker."
        )
    built.setflags(write=False)
    return built


def _none(mutation: Mutation, frequencies: MarkerFrequencies) -> Matrix:
    return np.eye(len(frequencies.alleles))


def _equal(mutation: Mutation, frequencies: MarkerFrequencies) -> Matrix:
    n = len(frequencies.alleles)
    return _with_diagonal(np.full((n, n), mutation.rate / max(n - 1, 1)))


def _proportional(mutation: Mutation, frequencies: MarkerFrequencies) -> Matrix:
    p = np.array(frequencies.frequencies)
    if len(p) == 1:
        return np.eye(1)
    share = mutation.rate / float(p @ (1 - p))
    return (1 - share) * np.eye(len(p)) + share * p


def _stepwise(mutation: Mutation, frequencies: MarkerFrequencies) -> Matrix:
    repeats = _repeats(frequencies, mutation.kind)
    groups = np.round((repeats - np.round(repeats)) * 10)
    same = groups[:, None] == groups
    near = np.where(same, mutation.range ** np.abs(repeats[:, None] - repeats), 0.0)
    np.fill_diagonal(near, 0.0)
    far = ~same
    return _with_diagonal(_spread(near, mutation.rate) + _spread(far * 1.0, mutation.rate2))


def _onestep(mutation: Mutation, frequencies: MarkerFrequencies) -> Matrix:
    repeats = _repeats(frequencies, mutation.kind)
    if np.any(repeats != np.round(repeats)):
        raise InvalidModel(
            f"{frequencies.marker} has microvariants, which the onestep model does not know. "
            "Use the stepwise model."
        )
    return _with_diagonal(_spread((np.abs(repeats[:, None] - repeats) == 1) * 1.0, mutation.rate))


def _dawid(mutation: Mutation, frequencies: MarkerFrequencies) -> Matrix:
    p, r = np.array(frequencies.frequencies), mutation.range
    n = len(p)
    if n == 1:
        return np.eye(1)
    scale = mutation.rate * (1 - r) ** 2 / (2 * r * (n - n * r - 1 + r**n))
    places = np.arange(n)
    return _with_diagonal(scale * r ** np.abs(places[:, None] - places) / p[:, None])


def _custom(mutation: Mutation, frequencies: MarkerFrequencies) -> Matrix:
    given = np.array(mutation.matrix, dtype=float)
    n = len(frequencies.alleles)
    if given.shape != (n, n) or not np.allclose(given.sum(axis=1), 1, atol=1e-3):
        raise InvalidModel(
            f"The matrix given for {frequencies.marker} is not {n} by {n} with rows that sum to 1."
        )
    return given


_BUILDERS = {
    Kind.NONE: _none,
    Kind.EQUAL: _equal,
    Kind.PROPORTIONAL: _proportional,
    Kind.STEPWISE: _stepwise,
    Kind.ONESTEP: _onestep,
    Kind.DAWID: _dawid,
    Kind.CUSTOM: _custom,
}


def _spread(weights: Matrix, rate: float) -> Matrix:
    """Each row scaled to sum to the rate; a row of zeros stays one."""
    sums = weights.sum(axis=1, keepdims=True)
    scale: Matrix = np.divide(rate, sums, out=np.zeros_like(sums), where=sums > 0)
    return weights * scale


def _with_diagonal(matrix: Matrix) -> Matrix:
    """Each row completed to one on the diagonal."""
    np.fill_diagonal(matrix, 0.0)
    np.fill_diagonal(matrix, 1.0 - matrix.sum(axis=1))
    return matrix


def _repeats(frequencies: MarkerFrequencies, kind: Kind) -> Matrix:
    try:
        return np.array([float(allele) for allele in frequencies.alleles])
    except ValueError:
        raise InvalidModel(
            f"{frequencies.marker} has an allele that is not a repeat number, which the {kind} "
            "model needs. Use the equal or proportional model for this marker."
        ) from None
