"""What each finding weighs."""

from collections.abc import Mapping, Sequence
from math import log10

from wayhome.engines.linkage.levels import DateLevel, NameLevel
from wayhome.engines.linkage.reference.levels import date_level, name_level
from wayhome.engines.linkage.reference.records import (
    AS_GIVEN,
    SLOTS,
    Birth,
    NamePart,
    Order,
    Step,
    Tables,
)

COMMON, RARE = "common", "rare"
SLIPS = (NameLevel.CONSONANTS, NameLevel.EDIT1, NameLevel.EDIT2)


def step_of(level: NameLevel, x: NamePart, y: NamePart) -> Step:
    """The level, telling a slip between two common spellings from one between two rare ones.

    A spelling is common when three or more lines bear it.
    """
    if level in SLIPS and min(x.lines, y.lines) >= 3:
        return level, COMMON
    if level in SLIPS and max(x.lines, y.lines) < 3:
        return level, RARE
    return level, ""


def name_weight(slot: int, x: NamePart | None, y: NamePart | None, tables: Tables) -> float:
    """The weight of two name parts that stand beside each other in a slot; 0 if one is missing.

    Agreement weighs by how rare the name is (by the more common of the two, if they differ).
    """
    level = name_level(x, y)
    if level is None or x is None or y is None:
        return 0.0
    step = step_of(level, x, y)
    if step == (level, ""):
        chance = _chance(slot, level, x, y, tables)
    else:
        chance = tables.names_u[slot][step]
    return log10(tables.names_m[slot][step] / chance)


def _chance(slot: int, level: NameLevel, x: NamePart, y: NamePart, tables: Tables) -> float:
    """How often chance brings two parts to a level."""
    frequency = tables.frequency[slot]
    if level == NameLevel.HALF:  # the word they share is no more common than either's commonest
        return min(frequency[level, part.filed] for part in (x, y)) * tables.several[slot]
    if shared := _shared_keys(level, x, y):
        return max(frequency[level, key] for key in shared)
    return tables.names_u[slot][level, ""]


def _shared_keys(level: NameLevel, x: NamePart, y: NamePart) -> tuple[str, ...]:
    if level == NameLevel.SAME:
        return x.filed, y.filed
    if level == NameLevel.SAME_NAME:
        return x.known, y.known
    if level == NameLevel.CONSONANTS:
        return x.consonants, y.consonants
    return ()


def date_weight(x: Birth, y: Birth, tables: Tables) -> float:
    """The weight of two birth dates: agreement by how common the day or the year is."""
    level = date_level(x, y)
    if level is None:
        return 0.0
    if level == DateLevel.SAME:
        chance = tables.days[x]
    elif level == DateLevel.PARTIAL_YEAR:
        chance = tables.years[x[0]]
    elif level == DateLevel.PARTIAL_MONTH:
        chance = tables.years[x[0]] / 12
    elif level == DateLevel.SAME_YEAR:
        chance = tables.years[x[0]] * 11 / 12
    else:
        chance = tables.dates_u[level]
    chance *= tables.precision.get(level, 1.0)
    return log10(tables.dates_m[level] / chance)


def sex_weight(x: str, y: str, tables: Tables) -> float:
    """The weight of two sexes; 0 if one is missing."""
    if not x or not y:
        return 0.0
    which = 0 if x == y else 1
    return log10(tables.sex_m[which] / tables.sex_u[which])


def rough_name_weight(slot: int, x: NamePart | None, y: NamePart | None, tables: Tables) -> float:
    """As `name_weight`, all slips of one kind alike: by this the order of parts is chosen."""
    level = name_level(x, y)
    if level is None or x is None or y is None:
        return 0.0
    return log10(tables.names_m[slot][level, ""] / _chance(slot, level, x, y, tables))


def log_odds(
    weights: Mapping[str, float],
    *,
    order: Order = AS_GIVEN,
    prior: float,
    kin: float,
    twin: float,
    shared: Sequence[str],
) -> float:
    """log10 odds of one person against stranger, brother or sister, and twin together.

    Args:
        weights: of every field.
        order: of their name parts. If the given name is one of those that changed places, the one
            of them that weighs least is taken for it, and the others for what a family shares.
        prior: probability that a random pair is one person.
        kin: that it is two children of one family.
        twin: that it is two twins.
        shared: fields that children of one family share; twins share the birth date as well.
    """
    family = sum(weights.get(field, 0.0) for field in shared)
    moved = [name for name, i, j in zip(SLOTS, *order, strict=True) if i != j]
    if "given_names" in moved:
        family += weights["given_names"] - min(weights[name] for name in moved)
    stranger = 1.0
    brother = kin * 10**family
    twins = twin * 10 ** (family + weights.get("birth_date", 0.0))
    return log10(prior) + sum(weights.values()) - log10(stranger + brother + twins)
