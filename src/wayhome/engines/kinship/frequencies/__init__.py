"""How common each allele is, from which source, and what was done to the numbers on loading."""

from wayhome.engines.kinship.frequencies.shipped import shipped_frequencies
from wayhome.engines.kinship.frequencies.table import FrequencyTable, MarkerFrequencies

__all__ = ["FrequencyTable", "MarkerFrequencies", "shipped_frequencies"]
