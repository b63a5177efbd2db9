"""Markers that lie close together: what weighing them as a pair changes."""

from collections.abc import Sequence
from math import inf, log10

from wayhome.engines.kinship import LinkedPair, Profile, family_tables, linked_likelihood_ratio
from wayhome.engines.kinship.likelihood import Panel
from wayhome.engines.kinship.likelihood.states import weighable
from wayhome.files.kinship.families import Family

LEAST = 1.0  # log10 weight of a pair of remains and missing from which linkage is looked at


def linked_change(
    family: Family, missing: str, profile: Profile, pairs: Sequence[LinkedPair]
) -> float:
    """What the weight gains if pairs of markers are weighed as linked: a sum of log10 weights.

    For each pair, log10 of the ratio of both together, less that of each by itself. Nought where
    either is not typed on both sides.
    """
    return sum(_of_pair(family, missing, profile, pair) for pair in pairs)


def _of_pair(family: Family, missing: str, profile: Profile, pair: LinkedPair) -> float:
    panel = Panel({model.name: model for model in (pair.first, pair.second)})
    if not all(weighable(profile.typings.get(marker)) for marker in panel.models):
        return 0.0
    tables = family_tables(family.pedigree, family.profiles, missing, panel)
    if len(tables) < len(panel.models) or any(one.family == 0 for one in tables.values()):
        return 0.0
    apart = 1.0
    for marker, table in tables.items():
        apart *= table.likelihood_ratio(profile.typings[marker])
    if apart == 0:
        return 0.0
    together = linked_likelihood_ratio(family.pedigree, family.profiles, missing, profile, pair)
    return log10(together / apart) if together > 0 else -inf
