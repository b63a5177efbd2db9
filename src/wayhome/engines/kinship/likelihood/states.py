"""From what was seen to what may be: the ordered genotypes behind a typing, each with its weight.

The weight of a state is the probability of the typing given it:

two alleles seen        1 for (a, b) and (b, a); the same twice: 1 for (a, a), and with silent
                        alleles also for (a, s) and (s, a)
one allele seen         1 for every genotype that has it: the other copy is unknown
with drop-out d         each copy of a heterozygote is missed with probability d on its own:
                        P({a} | aa) = 1 - d^2, P({a} | ab) = d (1 - d), P({a, b} | ab) = (1 - d)^2,
                        P({a} | a and silent) = 1 - d; no drop-in; nothing seen is d^2 (a silent
                        copy is missed always)
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wayhome.engines.kinship.errors import InvalidFrequencies, InvalidModel
from wayhome.engines.kinship.likelihood.contraction import Array
from wayhome.engines.kinship.likelihood.model import SILENT, MarkerModel
from wayhome.engines.kinship.profiles import Typing
from wayhome.values import InvalidEvidence

Places = npt.NDArray[np.intp]
State = tuple[int, int, float]  # paternal allele, maternal allele, probability of the typing


@dataclass(frozen=True, slots=True, eq=False)
class States:
    """The states of one member over a batch: alleles and weights (B, K), padded with weight 0.

    `fixed` says that in every case all states are one genotype, whatever its phase.
    """

    paternal: Places
    maternal: Places
    weight: Array
    fixed: bool

    @classmethod
    def of(cls, by_case: Sequence[Sequence[State]]) -> "States":
        """Pad the states of each case to the longest list."""
        longest = max(len(states) for states in by_case)
        padded = [
            [*states, *([(states[0][0], states[0][1], 0.0)] * (longest - len(states)))]
            for states in by_case
        ]
        table = np.array(padded, dtype=float)
        fixed = all(len({frozenset(s[:2]) for s in states}) == 1 for states in by_case)
        return cls(
            paternal=table[:, :, 0].astype(np.intp),
            maternal=table[:, :, 1].astype(np.intp),
            weight=table[:, :, 2],
            fixed=fixed,
        )


def weighable(typing: Typing | None) -> bool:
    """Whether a typing can be weighed: one or two alleles. Three or more are a mixture."""
    return typing is not None and 1 <= len(typing) <= 2


def check_dropout(dropout: float | None) -> None:
    """Refuse what is no probability, or would have every allele missed. Raises InvalidModel."""
    if dropout is not None and not 0 <= dropout < 1:
        raise InvalidModel("The probability of drop-out is from 0 to below 1.")


def states_of(
    typing: Typing, model: MarkerModel, *, hemizygous: bool = False, dropout: float | None = None
) -> list[State]:
    """The ordered genotypes behind a typing; one allele in both places where hemizygous.

    Raises:
        InvalidFrequencies: an allele the marker has no frequency for.
        InvalidEvidence: no allele without drop-out, three or more, or two different ones where
            only one copy exists.
        InvalidModel: drop-out outside 0 to below 1.
    """
    check_dropout(dropout)
    if not weighable(typing) and (typing or dropout is None):
        raise InvalidEvidence(
            f"{len(typing)} alleles at {model.name}, where one or two can be weighed. "
            "Leave the marker out: it failed, or several persons left it."
        )
    index = model.places
    unknown = [allele for allele in typing if allele not in index]
    if unknown:
        raise InvalidFrequencies(
            f"Allele {unknown[0]} of {model.name} has no frequency. "
            "Add it to the table at the minimum frequency."
        )
    seen = sorted({index[allele] for allele in typing})
    if hemizygous:
        return _hemizygous(seen, model, dropout)
    if dropout is not None:
        return _dropped(seen, model, dropout)
    if len(typing) == 1:
        others = [(seen[0], other, 1.0) for other in range(len(index))]
        return others + [(b, a, w) for a, b, w in others if a != b]
    if len(seen) == 1 and model.silent:
        a, silent = seen[0], index[SILENT]
        return [(a, a, 1.0), (a, silent, 1.0), (silent, a, 1.0)]
    return [(seen[0], seen[-1], 1.0), (seen[-1], seen[0], 1.0)][: len(seen)]


def _hemizygous(seen: list[int], model: MarkerModel, dropout: float | None) -> list[State]:
    if not seen and dropout is not None:
        missed = [1.0 if name == SILENT else dropout for name in model.alleles]
        return [(a, a, weight) for a, weight in enumerate(missed)]
    if len(seen) > 1:
        raise InvalidEvidence(
            f"Two alleles at {model.name}, of which a man has one copy. "
            "Check the marker, the sex and the profile."
        )
    return [(seen[0], seen[0], 1.0 if dropout is None else 1.0 - dropout)]


def _dropped(seen: list[int], model: MarkerModel, d: float) -> list[State]:
    if not seen:
        missed = [1.0 if name == SILENT else d for name in model.alleles]
        return [(a, b, x * y) for a, x in enumerate(missed) for b, y in enumerate(missed)]
    a, b = seen[0], seen[-1]
    if a != b:
        return [(a, b, (1 - d) ** 2), (b, a, (1 - d) ** 2)]
    states = [(a, a, 1 - d * d)]
    for other, name in enumerate(model.alleles):
        if other != a:
            weight = (1 - d) if name == SILENT else d * (1 - d)
            states += [(a, other, weight), (other, a, weight)]
    return states
