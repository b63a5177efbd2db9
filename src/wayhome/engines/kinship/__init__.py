"""Whose relative is this? Likelihoods of DNA profiles on pedigrees.

Everything here is a hypothesis with its weight; people identify.
"""

from wayhome.engines.kinship.errors import (
    InvalidFrequencies,
    InvalidModel,
    InvalidPedigree,
    TooLarge,
)
from wayhome.engines.kinship.frequencies import FrequencyTable, MarkerFrequencies
from wayhome.engines.kinship.haplotypes import (
    Comparison,
    HaplotypeCount,
    Verdict,
    compare_mitochondrial,
    compare_y,
    maternal_line,
    paternal_line,
)
from wayhome.engines.kinship.likelihood import (
    LinkedPair,
    MarkerModel,
    MarkerTable,
    Panel,
    UntypedFounders,
    family_tables,
    likelihoods,
    linked_likelihood,
    linked_likelihood_ratio,
)
from wayhome.engines.kinship.mutation import (
    Kind,
    Mutation,
    MutationModel,
    Transform,
    mutation_matrix,
)
from wayhome.engines.kinship.pedigree import Member, Pedigree, Sex
from wayhome.engines.kinship.power import Power, family_power, power_with
from wayhome.engines.kinship.profiles import Profile, Typing

__all__ = [
    "Comparison",
    "FrequencyTable",
    "HaplotypeCount",
    "InvalidFrequencies",
    "InvalidModel",
    "InvalidPedigree",
    "Kind",
    "LinkedPair",
    "MarkerFrequencies",
    "MarkerModel",
    "MarkerTable",
    "Member",
    "Mutation",
    "MutationModel",
    "Panel",
    "Pedigree",
    "Power",
    "Profile",
    "Sex",
    "TooLarge",
    "Transform",
    "Typing",
    "UntypedFounders",
    "Verdict",
    "compare_mitochondrial",
    "compare_y",
    "family_power",
    "family_tables",
    "likelihoods",
    "linked_likelihood",
    "linked_likelihood_ratio",
    "maternal_line",
    "mutation_matrix",
    "paternal_line",
    "power_with",
]
