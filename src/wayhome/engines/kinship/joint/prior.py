"""How many of the remains should belong to the families, before any profile is read.

A prior is always stated: a weight of 999 against 50,000 missing is a probability of about 2 %.
"""

from dataclasses import dataclass
from math import inf, isfinite, lgamma
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from wayhome.values import InvalidEvidence

Floats = NDArray[np.float64]


class Prior(Protocol):
    """Gives every assignment its probability by how many remains it names."""

    def log_by_identified(self, *, remains: int, missing: int) -> Floats:
        """The natural log of the prior of one assignment that names k remains.

        Shape (min(remains, missing) + 1,), known up to a constant.
        """
        ...

    def told(self, *, missing: int) -> str:
        """The prior in a sentence."""
        ...


@dataclass(frozen=True, slots=True)
class FlatPrior:
    """Every assignment alike, as R `dvir` has it. It favours many identifications.

    There are far more assignments that name many remains than such that name few, so this prior
    expects most remains to be found among the families. For comparison with other programs.
    """

    def log_by_identified(self, *, remains: int, missing: int) -> Floats:
        """Zero for every number of identifications."""
        return np.zeros(min(remains, missing) + 1)

    def told(self, *, missing: int) -> str:
        """The prior in a sentence."""
        return (
            f"Every assignment of remains to the {missing} missing alike (a flat prior, which "
            "favours many identifications)."
        )


@dataclass(frozen=True, slots=True)
class OpenPrior:
    """The remains are so many different people out of `number_missing`, each equally likely.

    With n remains, N missing in all and m of them registered here, an assignment that names k has
    probability (N-m)! / (N-m-n+k)! * (N-n)! / N!. The share registered is m / N.

    Raises:
        InvalidEvidence: fewer than one missing.
    """

    number_missing: int

    def __post_init__(self) -> None:
        if self.number_missing < 1:
            raise InvalidEvidence(
                "The number of missing must be at least one. Nothing was weighed."
            )

    @classmethod
    def from_share(cls, *, registered: int, share: float) -> "OpenPrior":
        """The prior where `registered` missing are this share of all.

        Raises:
            InvalidEvidence: a share that is not above 0 and at most 1.
        """
        if not (isfinite(share) and 0 < share <= 1):
            raise InvalidEvidence("The share registered is above 0 and at most 1.")
        return cls(number_missing=max(1, round(registered / share)))

    def share_registered(self, missing: int) -> float:
        """The share of all missing who are registered here."""
        return missing / self.number_missing

    def log_by_identified(self, *, remains: int, missing: int) -> Floats:
        """The natural log of the prior of one assignment, by how many remains it names.

        Raises:
            InvalidEvidence: more registered, or more remains, than there are missing.
        """
        total = self.number_missing
        if missing > total or remains > total:
            raise InvalidEvidence(
                f"The prior says {total} are missing, but {missing} are registered and there are "
                f"profiles of {remains} different people. State the number of all missing."
            )
        unregistered = total - missing
        shared = lgamma(total - remains + 1) - lgamma(total + 1)
        return np.array(
            [
                shared + _log_falling(unregistered, remains - identified)
                for identified in range(min(remains, missing) + 1)
            ]
        )

    def told(self, *, missing: int) -> str:
        """The prior in a sentence."""
        return (
            f"{self.number_missing} missing in all, of whom {missing} are registered here "
            f"({self.share_registered(missing):.1%}); each equally likely, before any profile, to "
            "be any of the remains."
        )


def split(log_by_identified: Floats) -> tuple[float, Floats]:
    """A part per identification, and what is left by their number (nought as nearly as can be).

    So a prior that multiplies by the same for each identification needs no counting.
    """
    if len(log_by_identified) == 1 or not np.all(np.isfinite(log_by_identified)):
        return 0.0, log_by_identified - log_by_identified.max()
    slope = float(log_by_identified[-1] - log_by_identified[0]) / (len(log_by_identified) - 1)
    left = log_by_identified - slope * np.arange(len(log_by_identified))
    left -= left[0]
    left[np.abs(left) < 1e-14 * np.abs(log_by_identified).max()] = 0.0
    return slope, left


def _log_falling(count: int, chosen: int) -> float:
    """The log of count * (count - 1) * ... over so many factors."""
    if chosen > count:
        return -inf
    return lgamma(count + 1) - lgamma(count - chosen + 1)
