"""What a Familias file holds, in its own terms."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

MISSING = "Missing person"
"""What Familias calls the person sought in a reference family."""


class MutationCode(IntEnum):
    """The mutation models of Familias by the numbers its files give them."""

    EQUAL = 0
    PROPORTIONAL = 1
    STEPWISE = 2
    STEPWISE_STATIONARY = 3
    STEPWISE_EXTENDED = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class FamMutation:
    """How one sex's alleles mutate at a locus."""

    model: MutationCode = MutationCode.EQUAL
    rate: float = 0.0
    range: float = 0.0  # of a further step, against the one before
    rate2: float = 0.0  # to another micro-variant; extended stepwise only


@dataclass(frozen=True, kw_only=True, slots=True)
class FamLocus:
    """One locus of the database."""

    name: str
    frequencies: Mapping[str, float]  # in the order of the file
    female: FamMutation = FamMutation()
    male: FamMutation = FamMutation()
    silent: float = 0.0
    database_size: int = 1000
    dropout: float = 0.0
    minimum_frequency: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class FamPerson:
    """A person, typed or not. `sex` is 'm', 'f' or ''."""

    name: str
    sex: str
    genotypes: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # by locus
    consider_dropout: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class FamPedigree:
    """One hypothesis on how persons are related.

    `added` are the persons the file adds without a name, with their sex.
    """

    name: str
    relations: tuple[tuple[str, str], ...]  # parent, child
    added: tuple[FamPerson, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class FamFamily:
    """A reference family of the DVI module."""

    name: str
    persons: tuple[FamPerson, ...]
    pedigrees: tuple[FamPedigree, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class FamFile:
    """Everything that is read of a file, and all that is written."""

    loci: tuple[FamLocus, ...]
    persons: tuple[FamPerson, ...] = ()
    pedigrees: tuple[FamPedigree, ...] = ()
    unidentified: tuple[FamPerson, ...] = ()
    families: tuple[FamFamily, ...] = ()
    theta: float = 0.0
    database: str = ""
    version: str = "3.3.1"
