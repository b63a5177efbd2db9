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
from wayhome.engines.kinship.pedigree import Member, Pedigree, Sex
from wayhome.engines.kinship.profiles import Profile, Typing

__all__ = [
    "FrequencyTable",
    "InvalidFrequencies",
    "InvalidModel",
    "InvalidPedigree",
    "MarkerFrequencies",
    "Member",
    "Pedigree",
    "Profile",
    "Sex",
    "TooLarge",
    "Typing",
]
