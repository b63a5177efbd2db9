"""Bounds of what a user may ask of a linkage."""

from wayhome.values import InvalidEvidence


def check_parameters(*, threshold: float, prior: float | None) -> None:
    """Refuse a threshold or a prior that no probability can be.

    Raises:
        InvalidEvidence: which one, and what it must be.
    """
    if not 0.5 <= threshold < 1:
        raise InvalidEvidence("The threshold is a probability of at least 0.5 and below 1.")
    if prior is not None and not 0 < prior < 1:
        raise InvalidEvidence(
            "The prior is the share of the shorter list expected on the other, above 0 and below 1."
        )
