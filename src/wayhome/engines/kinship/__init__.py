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
from wayhome.engines.kinship.likelihood import (
    MarkerModel,
    MarkerTable,
    Panel,
    UntypedFounders,
    family_tables,
    likelihoods,
)
from wayhome.engines.kinship.mutation import (
    Kind,
    Mutation,
    MutationModel,
    Transform,
    mutation_matrix,
)
from wayhome.engines.kinship.pedigree import Member, Pedigree, Sex
from wayhome.engines.kinship.profiles import Profile, Typing

__all__ = [
    "FrequencyTable",
    "InvalidFrequencies",
    "InvalidModel",
    "InvalidPedigree",
    "Kind",
    "MarkerFrequencies",
    "MarkerModel",
    "MarkerTable",
    "Member",
    "Mutation",
    "MutationModel",
    "Panel",
    "Pedigree",
    "Profile",
    "Sex",
    "TooLarge",
    "Transform",
    "Typing",
    "UntypedFounders",
    "family_tables",
    "likelihoods",
    "mutation_matrix",
]
