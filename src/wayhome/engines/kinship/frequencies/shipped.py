"""The one set of frequencies that comes with the software, for examples and first tries."""

from functools import cache
from importlib.resources import files

from wayhome.engines.kinship.frequencies.table import FrequencyTable

SOURCE = "Norway, R package norSTR 0.1.0 (MIT)"


@cache
def shipped_frequencies() -> FrequencyTable:
    """Norwegian frequencies of 23 autosomal markers. A laboratory uses its own population's."""
    text = files("wayhome").joinpath("resources", "kinship", "norway.tsv").read_text("utf-8")
    published: dict[str, dict[str, float]] = {}
    for line in text.splitlines():
        if line and line[0] != "#":
            marker, allele, frequency = line.split("\t")
            published.setdefault(marker, {})[allele] = float(frequency)
    return FrequencyTable.of(published, source=SOURCE)
