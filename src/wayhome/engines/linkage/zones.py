"""What may be done with a pair: match, review or no, and why.

A match needs a posterior above the threshold, no rival within a factor of 100 on either side,
more behind it than name and year, and nothing against it that rarely changes in one person.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from wayhome.engines.linkage.comparisons import Floats
from wayhome.engines.linkage.evidence import Evidence, base_level
from wayhome.engines.linkage.fields import SHOWN_ONLY
from wayhome.engines.linkage.levels import MISSING, DateLevel, NameLevel
from wayhome.engines.linkage.result import Reason, Zone
from wayhome.engines.linkage.rivals import Reals

LEAD = 2.0
"""log10 of the factor by which a match leaves every rival behind."""

REVIEW = 0.02
"""Posterior from which a pair is worth a person's eye."""

ENOUGH = 0.5
"""Weight that other fields must bring together for a pair not to rest on name and year alone."""

ENOUGH_WITHOUT_FATHER = 2.0
"""The same where no father's name agrees: comrades of one name are not rare."""

_NAME_AND_YEAR = frozenset(
    {"surname", "given_names", "patronymic", "name_order", "sex", "rank", "birth_date"}
)
_YEAR_ONLY = (
    DateLevel.PARTIAL_YEAR,
    DateLevel.SAME_YEAR,
    DateLevel.NEAR_YEAR,
    DateLevel.DIFFERS,
)

Marks = NDArray[np.bool_]


def zones_of(
    evidence: Mapping[str, Evidence],
    parts: Mapping[str, Floats],
    *,
    posterior: Reals,
    lead: Reals,
    threshold: float,
) -> tuple[NDArray[np.str_], NDArray[np.str_]]:
    """Zone and reason of every pair."""
    against = _contradicted(evidence, parts)
    bare = _name_and_year_only(evidence, parts)
    rival = lead < LEAD
    likely = posterior >= threshold
    match = likely & ~rival & ~bare & ~against
    review = ~match & (posterior >= REVIEW)
    zone = np.where(match, Zone.MATCH, np.where(review, Zone.REVIEW, Zone.NO))
    reason = np.select(
        [match, ~review, against, rival, bare & likely],
        [Reason.CLEAR, Reason.UNLIKELY, Reason.CONTRADICTION, Reason.RIVAL, Reason.NAME_AND_YEAR],
        Reason.DOUBTFUL,
    )
    return zone.astype(np.str_), reason.astype(np.str_)


def _contradicted(evidence: Mapping[str, Evidence], parts: Mapping[str, Floats]) -> Marks:
    """A name, sex or birth date that is plainly another's, or speaks for another's."""
    differs = base_level(evidence["given_names"].levels) == NameLevel.DIFFERS
    differs |= base_level(evidence["surname"].levels) == NameLevel.DIFFERS
    differs |= base_level(evidence["patronymic"].levels) == NameLevel.DIFFERS
    differs |= evidence["sex"].levels == 1
    differs |= evidence["birth_date"].levels == DateLevel.DIFFERS
    # Comrades share unit and day of capture: those must not outweigh surname or birth.
    differs |= (parts["surname"] < 0) | (parts["birth_date"] < 0)
    return np.asarray(differs, np.bool_)


def _name_and_year_only(evidence: Mapping[str, Evidence], parts: Mapping[str, Floats]) -> Marks:
    born = evidence["birth_date"].levels
    by_day = (born != MISSING) & ~np.isin(born, _YEAR_ONLY)
    more = np.where(by_day, np.maximum(parts["birth_date"], 0), 0)
    # A birthday to the day that is no heap is enough by itself, also on lists too short to show it.
    to_the_day = (born == DateLevel.SAME) & (parts["birth_date"] >= ENOUGH)
    more = np.where(to_the_day, np.maximum(more, ENOUGH_WITHOUT_FATHER), more)
    for field, weight in parts.items():
        if field not in _NAME_AND_YEAR and field not in SHOWN_ONLY:
            more = more + np.maximum(weight, 0)
    enough = np.where(parts["patronymic"] >= ENOUGH, ENOUGH, ENOUGH_WITHOUT_FATHER)
    return np.asarray(more < enough, np.bool_)
