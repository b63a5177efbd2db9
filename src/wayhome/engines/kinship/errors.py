"""What the kinship engine refuses. No message carries a person's name; ids are laboratory codes."""

from wayhome.values import InvalidEvidence


class InvalidPedigree(InvalidEvidence):
    """A pedigree that cannot be: a missing parent, a father who is female, one's own ancestor."""


class InvalidFrequencies(InvalidEvidence):
    """Allele frequencies that cannot be used: none, not positive, an allele twice."""


class InvalidModel(InvalidEvidence):
    """A mutation model or correction that does not fit the marker it is asked for."""


class TooLarge(InvalidEvidence):
    """A pedigree whose exact answer needs more memory than is allowed. Nothing was weighed."""
