"""What a laboratory assumes of each marker: frequencies, mutation, silent alleles, theta.

Silent alleles (seen by no kit) have the frequency s; all others are multiplied by 1 - s. They
neither mutate nor arise; the proportional model's rate is divided by 1 - s, as Familias does.

Untyped founders with one child: Familias leaves such a person out before mutation is applied, so
that the child's allele from that side has the frequencies p; the R pedsuite keeps the person, so
that it has p M. With mutation models for which p is not stationary the two differ by 0.1 to 1 %.
The default keeps the person: the child's allele has then been handed on once like any other.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache

import numpy as np

from wayhome.engines.kinship.errors import InvalidModel
from wayhome.engines.kinship.frequencies import FrequencyTable, MarkerFrequencies
from wayhome.engines.kinship.likelihood.contraction import Array
from wayhome.engines.kinship.markers import MarkerKind, kind_of
from wayhome.engines.kinship.mutation import Kind, MutationModel, mutation_matrix

SILENT = "silent"


class UntypedFounders(StrEnum):
    """What becomes of an untyped founder with one child: see the module's text."""

    KEPT = "kept"  # as the R pedsuite
    DROPPED = "dropped"  # as Familias


_NO_MUTATION = MutationModel()


@dataclass(frozen=True, slots=True)
class MarkerModel:
    """All that is assumed of one marker.

    `theta` is the coancestry of the population (0 to below 1), `silent` the frequency of silent
    alleles, `x_linked` whether it lies on the X chromosome.

    Raises:
        InvalidModel: theta or silent outside 0 to below 1.
    """

    frequencies: MarkerFrequencies
    mutation: MutationModel = _NO_MUTATION
    theta: float = 0.0
    silent: float = 0.0
    x_linked: bool = False
    untyped_founders: UntypedFounders = UntypedFounders.KEPT
    places: Mapping[str, int] = field(init=False, repr=False, compare=False)  # of each allele

    def __post_init__(self) -> None:
        if not (0 <= self.theta < 1 and 0 <= self.silent < 1):
            raise InvalidModel("Theta and the frequency of silent alleles are from 0 to below 1.")
        places = {allele: place for place, allele in enumerate(self.alleles)}
        object.__setattr__(self, "places", places)

    @property
    def name(self) -> str:
        """The marker's name."""
        return self.frequencies.marker

    @property
    def alleles(self) -> tuple[str, ...]:
        """The alleles in their order, the silent one last where there is one."""
        return self.frequencies.alleles + ((SILENT,) if self.silent else ())


@dataclass(frozen=True, slots=True, eq=False)
class MarkerArrays:
    """A marker's model as arrays over its A alleles: p (A,) and matrices (A, A)."""

    p: Array
    female: Array
    male: Array


def _is_x(marker: str, x_linked: frozenset[str]) -> bool:
    return marker in x_linked or kind_of(marker) is MarkerKind.X


@lru_cache(maxsize=4096)
def marker_arrays(model: MarkerModel) -> MarkerArrays:
    """The arrays of a model, the silent allele last. Raises InvalidModel as the matrices do."""
    p = np.array(model.frequencies.frequencies)
    female, male = (_matrix(model, sex) for sex in ("female", "male"))
    if model.silent:
        p = np.append(p * (1 - model.silent), model.silent)
    return MarkerArrays(p, female, male)


def _matrix(model: MarkerModel, sex: str) -> Array:
    mutation = getattr(model.mutation, sex)
    if not model.silent:
        return mutation_matrix(mutation, model.frequencies)
    if mutation.kind is Kind.PROPORTIONAL:
        mutation = replace(mutation, rate=mutation.rate / (1 - model.silent))
    seen = mutation_matrix(mutation, model.frequencies)
    whole = np.eye(len(seen) + 1)
    whole[:-1, :-1] = seen
    return whole


@dataclass(frozen=True, slots=True)
class Panel:
    """The models of the markers a laboratory types, by marker name."""

    models: Mapping[str, MarkerModel]
    _stacks: dict[tuple[str, ...], "Stack"] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    @classmethod
    def of(
        cls,
        frequencies: FrequencyTable | Iterable[MarkerFrequencies],
        mutation: MutationModel = _NO_MUTATION,
        *,
        theta: float = 0.0,
        silent: float = 0.0,
        untyped_founders: UntypedFounders = UntypedFounders.KEPT,
        x_linked: frozenset[str] = frozenset(),
    ) -> "Panel":
        """One model for every marker of a frequency table.

        Markers known to lie on the X chromosome and those in `x_linked` are inherited so; those
        on the Y chromosome are compared as haplotypes and left out.
        """
        if isinstance(frequencies, FrequencyTable):
            frequencies = frequencies.markers.values()
        return cls(
            {
                marker.marker: MarkerModel(
                    frequencies=marker,
                    mutation=mutation,
                    theta=theta,
                    silent=silent,
                    x_linked=_is_x(marker.marker, x_linked),
                    untyped_founders=untyped_founders,
                )
                for marker in frequencies
                if kind_of(marker.marker) is not MarkerKind.Y
            }
        )

    def stack(self, markers: tuple[str, ...]) -> "Stack":
        """The arrays of several markers, padded to the longest, kept for the next call."""
        if markers not in self._stacks:
            self._stacks[markers] = Stack.of([self.models[marker] for marker in markers])
        return self._stacks[markers]


@dataclass(frozen=True, slots=True, eq=False)
class Stack:
    """Several markers side by side, padded with impossible alleles: p is (B, A).

    `female` and `male` are (B, A, A). All share x_linked, theta and untyped_founders.
    """

    p: Array
    female: Array
    male: Array
    x_linked: bool
    theta: float
    untyped_founders: UntypedFounders

    @classmethod
    def of(cls, models: list[MarkerModel]) -> "Stack":
        """Pad and stack; the models must agree in what the stack shares."""
        arrays = [marker_arrays(model) for model in models]
        count, longest = len(models), max(len(a.p) for a in arrays)
        p = np.zeros((count, longest))
        female, male = np.zeros((2, count, longest, longest))
        for place, one in enumerate(arrays):
            n = len(one.p)
            p[place, :n] = one.p
            female[place, :n, :n] = one.female
            male[place, :n, :n] = one.male
        first = models[0]
        return cls(p, female, male, first.x_linked, first.theta, first.untyped_founders)

    def take(self, places: Array) -> "Stack":
        """The markers at these places, each as often as it is named."""
        return replace(self, p=self.p[places], female=self.female[places], male=self.male[places])
