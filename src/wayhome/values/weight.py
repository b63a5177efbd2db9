"""The common currency of judgements: a log10 likelihood ratio with its parts."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, fsum, isfinite, log
from types import MappingProxyType

from wayhome.values.errors import InvalidEvidence


@dataclass(frozen=True, kw_only=True, slots=True)
class Weight:
    """How far the evidence supports 'the same' against 'by chance', and which part said what.

    Raises:
        InvalidEvidence: a part that is not a finite number.
    """

    by_part: Mapping[str, float]  # log10 likelihood ratio of each marker or field

    def __post_init__(self) -> None:
        wrong = [part for part, value in self.by_part.items() if not isfinite(value)]
        if wrong:
            raise InvalidEvidence(
                f"The weight of {', '.join(wrong)} is not a finite number. Nothing was weighed."
            )
        object.__setattr__(self, "by_part", MappingProxyType(dict(self.by_part)))

    @property
    def total(self) -> float:
        """The log10 likelihood ratio over all parts."""
        return fsum(self.by_part.values())

    def posterior(self, prior: float) -> float:
        """The probability of 'the same' after this evidence, from a prior probability in (0, 1)."""
        if not 0 < prior < 1:
            raise InvalidEvidence("A prior is a probability above 0 and below 1.")
        odds = prior / (1 - prior) * exp(log(10.0) * min(self.total, 300.0))
        return odds / (1 + odds)
