"""DNA profiles as the laboratory wrote them: what was seen at each marker, and no more.

A typing is the tuple of alleles seen. Two alleles are a full genotype; the same allele twice is a
homozygote the laboratory states. One allele alone is its own state: the other copy was not seen,
and is never silently taken for the same (an X or Y marker of a male has only one to see). Three
or more are kept, so that mixtures can be found, and are not weighed. A marker that failed is not
in the profile.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from wayhome.engines.kinship.pedigree import Sex

Typing = tuple[str, ...]

_SEX_OF = {("X",): Sex.UNKNOWN, ("X", "X"): Sex.FEMALE, ("X", "Y"): Sex.MALE}


@dataclass(frozen=True, kw_only=True, slots=True)
class Profile:
    """One typed sample. Marker names are those of `marker_name`, alleles as `allele_name` writes.

    `amelogenin` holds the alleles seen there (X, Y), `mitochondrial` the differences to the rCRS
    within `mitochondrial_range`.
    """

    id: str
    typings: Mapping[str, Typing] = field(default_factory=dict)
    amelogenin: Typing = ()
    mitochondrial: frozenset[str] | None = None
    mitochondrial_range: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        kept = {marker: tuple(seen) for marker, seen in self.typings.items() if seen}
        object.__setattr__(self, "typings", kept)

    @property
    def sex(self) -> Sex:
        """The sex amelogenin shows. X alone is no proof of a woman: the Y copy may have failed."""
        return _SEX_OF.get(tuple(sorted(self.amelogenin)), Sex.UNKNOWN)
