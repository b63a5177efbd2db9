"""How likely the typings of a family are, and what they say of the one who is missing."""

from wayhome.engines.kinship.likelihood.linked import (
    LinkedPair,
    linked_likelihood,
    linked_likelihood_ratio,
)
from wayhome.engines.kinship.likelihood.model import (
    SILENT,
    MarkerModel,
    Panel,
    UntypedFounders,
)
from wayhome.engines.kinship.likelihood.table import MarkerTable, family_tables, likelihoods

__all__ = [
    "SILENT",
    "LinkedPair",
    "MarkerModel",
    "MarkerTable",
    "Panel",
    "UntypedFounders",
    "family_tables",
    "likelihoods",
    "linked_likelihood",
    "linked_likelihood_ratio",
]
