"""Familias files (`.fam`), read and written."""

from wayhome.files.kinship.fam.content import (
    MISSING,
    FamFamily,
    FamFile,
    FamLocus,
    FamMutation,
    FamPedigree,
    FamPerson,
    MutationCode,
)
from wayhome.files.kinship.fam.reading import is_fam, read_content
from wayhome.files.kinship.fam.writing import write_content

__all__ = [
    "MISSING",
    "FamFamily",
    "FamFile",
    "FamLocus",
    "FamMutation",
    "FamPedigree",
    "FamPerson",
    "MutationCode",
    "is_fam",
    "read_content",
    "write_content",
]
