"""The slow, obvious twin of the compiled comparison: every rule once more, as plainly as it reads.

Nothing here is fast, nothing is compiled, and no line is left out by blocking. Tests hold the
engine to it on generated lists; whoever doubts a weight can follow it here step by step.

Probabilities are plain numbers in (0, 1], weights are log10 likelihood ratios.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import permutations
from math import log10

from wayhome.engines.linkage.levels import DateLevel, NameLevel

SLOTS = ("surname", "given_names", "patronymic")

AS_GIVEN = (0, 1, 2)
ORDERS = (AS_GIVEN, (1, 0, 2), (0, 2, 1), (2, 1, 0), (1, 2, 0), (2, 0, 1))
"""Which part of the second name stands beside each part of the first, usual mistakes first."""

COMMON, RARE = "common", "rare"
SLIPS = (NameLevel.CONSONANTS, NameLevel.EDIT1, NameLevel.EDIT2)

Birth = tuple[int, int, int]
"""Year, month, day; 0 where not known."""

Step = tuple[NameLevel, str]
"""A level of a name part; with COMMON or RARE when it is a slip between two such spellings."""


@dataclass(frozen=True, kw_only=True)
class NamePart:
    """One written name part as it is compared in one slot."""

    sound: str  # its sound key
    filed: str  # what all its case forms and renderings share
    known: str  # what its forms in all languages share
    consonants: str
    initial: str = ""  # the letter, where only an initial is written
    begins: str = ""  # letters that the name may begin with in any language
    lines: int = 1  # how many lines of both lists bear the same `filed` in this slot


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of a list.

    `names[k]` is the part written in slot k, once as a surname, once as a given name and once as a
    patronymic (a part is filed under other keys in another slot); None where nothing is written.
    """

    names: tuple[Sequence[NamePart] | None, ...]
    born: Birth = (0, 0, 0)
    sex: str = ""


@dataclass(frozen=True, kw_only=True)
class Tables:
    """What every agreement and disagreement is worth."""

    names_m: Sequence[Mapping[Step, float]]  # per slot
    names_u: Sequence[Mapping[Step, float]]
    frequency: Sequence[Mapping[tuple[NameLevel, str], float]]  # per slot: of a key at a level
    orders: Mapping[tuple[int, ...], float]
    dates_m: Sequence[float]
    dates_u: Sequence[float]
    precision: Mapping[DateLevel, float]  # share of dates given as fully as a level needs
    days: Mapping[Birth, float]  # share of persons born on a day
    years: Mapping[int, float]  # and in a year
    sex_m: tuple[float, float]  # same, different
    sex_u: tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two lines beside each other: how their names were paired, and what each field weighs."""

    row_a: int
    row_b: int
    order: tuple[int, ...]
    levels: tuple[NameLevel | None, ...]
    born: DateLevel | None
    weights: Mapping[str, float]


def slips(first: str, second: str) -> int:
    """Optimal string alignment distance: letters more, less, other, or two that changed places.

    The textbook recurrence over all prefixes; no letter takes part in two slips.
    """
    cost = {(i, 0): i for i in range(len(first) + 1)}
    cost |= {(0, j): j for j in range(len(second) + 1)}
    for i in range(1, len(first) + 1):
        for j in range(1, len(second) + 1):
            other = 0 if first[i - 1] == second[j - 1] else 1
            ways = [cost[i - 1, j] + 1, cost[i, j - 1] + 1, cost[i - 1, j - 1] + other]
            if i > 1 and j > 1 and first[i - 2 : i] == second[j - 2 : j][::-1]:
                ways.append(cost[i - 2, j - 2] + 1)
            cost[i, j] = min(ways)
    return cost[len(first), len(second)]


def name_level(x: NamePart | None, y: NamePart | None) -> NameLevel | None:
    """How alike two name parts are; None where one is not given."""
    if x is None or y is None:
        return None
    if x.filed == y.filed:
        return NameLevel.SAME
    if x.initial or y.initial:
        agree = set(x.begins) & set(y.begins)
        return NameLevel.INITIAL if agree else NameLevel.DIFFERS
    if x.known == y.known:
        return NameLevel.SAME_NAME
    if x.consonants == y.consonants:
        return NameLevel.CONSONANTS
    return _spelling_level(x.sound, y.sound)


def _spelling_level(x: str, y: str) -> NameLevel:
    shorter, longer = sorted((x, y), key=len)
    apart = slips(x, y)
    if apart == 1:  # in a short name one slip makes another name
        return NameLevel.EDIT1 if len(longer) > 3 else NameLevel.DIFFERS
    if apart == 2 and len(longer) >= 5:
        return NameLevel.EDIT2
    if len(shorter) >= 3 and longer.startswith(shorter):
        return NameLevel.PREFIX
    if apart == 3 and len(longer) >= 8:
        return NameLevel.LOOSE
    return NameLevel.DIFFERS


def date_level(x: Birth, y: Birth) -> DateLevel | None:
    """How alike two birth dates are, as far as both are known; None where one year is not."""
    (year, month, day), (year2, month2, day2) = x, y
    if not year or not year2:
        return None
    years_apart = abs(year - year2)
    if years_apart and not (month and month2 and day and day2):
        return DateLevel.NEAR_YEAR if years_apart == 1 else DateLevel.DIFFERS
    if not month or not month2:
        return DateLevel.PARTIAL_YEAR
    if not day or not day2:
        return DateLevel.PARTIAL_MONTH if month == month2 else DateLevel.SAME_YEAR
    return _full_date_level(x, y)


def _full_date_level(x: Birth, y: Birth) -> DateLevel:
    (year, month, day), (year2, month2, day2) = x, y
    rules = (
        (DateLevel.SAME, x == y),
        (DateLevel.SWAPPED, year == year2 and (month, day) == (day2, month2)),
        (DateLevel.ONE_DAY, abs((date(*x) - date(*y)).days) == 1),
        (DateLevel.SAME_MONTH, (year, month) == (year2, month2)),
        (DateLevel.SAME_YEAR_DAY, (year, day) == (year2, day2)),
        (DateLevel.NEAR_YEAR_DAY, (month, day) == (month2, day2) and _years_confused(year, year2)),
        (DateLevel.SAME_DAY, (month, day) == (month2, day2)),
        (DateLevel.SAME_YEAR, year == year2),
        (DateLevel.NEAR_YEAR, abs(year - year2) == 1),
    )
    return next((level for level, holds in rules if holds), DateLevel.DIFFERS)


def _years_confused(year: int, other: int) -> bool:
    one_digit = sum(a != b for a, b in zip(f"{year:04}", f"{other:04}", strict=True)) == 1
    return one_digit or abs(year - other) in (1, 2, 10)


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
    if step == (level, "") and (shared := _shared_keys(level, x, y)):
        chance = max(tables.frequency[slot][level, key] for key in shared)
    else:
        chance = tables.names_u[slot][step]
    return log10(tables.names_m[slot][step] / chance)


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


def orders_to_try(a: Line, b: Line) -> Iterator[tuple[int, ...]]:
    """As given, and every order in which a part that moved agrees with the part it meets."""
    for order in permutations(AS_GIVEN):
        moved = [slot for slot in AS_GIVEN if order[slot] != slot]
        if not moved or any(_agree(a, b, slot, order[slot]) for slot in moved):
            yield order


def _agree(a: Line, b: Line, slot: int, other: int) -> bool:
    x, y = beside(a, b, slot, other)
    return x is not None and y is not None and x.consonants == y.consonants


def beside(a: Line, b: Line, slot: int, other: int) -> tuple[NamePart | None, NamePart | None]:
    """The part of `a` in a slot and the part of `b` in another, both read for the slot of `a`."""
    x, y = a.names[slot], b.names[other]
    return (x[slot] if x else None), (y[slot] if y else None)


def rough_name_weight(slot: int, x: NamePart | None, y: NamePart | None, tables: Tables) -> float:
    """As `name_weight`, all slips of one kind alike: by this the order of parts is chosen."""
    level = name_level(x, y)
    if level is None or x is None or y is None:
        return 0.0
    shared = _shared_keys(level, x, y)
    frequencies = [tables.frequency[slot][level, key] for key in shared]
    chance = max(frequencies, default=tables.names_u[slot][level, ""])
    return log10(tables.names_m[slot][level, ""] / chance)


def order_weight(a: Line, b: Line, order: tuple[int, ...], tables: Tables) -> float:
    """What the three name parts weigh together under one order."""
    parts = [rough_name_weight(slot, *beside(a, b, slot, order[slot]), tables) for slot in AS_GIVEN]
    return log10(tables.orders[order]) + sum(parts)


def best_order(a: Line, b: Line, tables: Tables) -> tuple[int, ...]:
    """The order that weighs most; the first in which surname and given name agree ends the search.

    Agreeing means no more than vowels differ.
    """
    tried = [order for order in ORDERS if order in set(orders_to_try(a, b))]
    best = AS_GIVEN
    for order in tried:
        if order_weight(a, b, order, tables) > order_weight(a, b, best, tables):
            best = order
        levels = [name_level(*beside(a, b, slot, best[slot])) for slot in (0, 1)]
        if all(level is not None and level <= NameLevel.CONSONANTS for level in levels):
            break
    return best


def weigh_pair(a: Line, b: Line, order: tuple[int, ...], tables: Tables) -> dict[str, float]:
    """The weight of every field of two lines under one order of their name parts."""
    weights = {
        name: name_weight(slot, *beside(a, b, slot, order[slot]), tables)
        for slot, name in enumerate(SLOTS)
    }
    weights["name_order"] = log10(tables.orders[order])
    weights["birth_date"] = date_weight(a.born, b.born, tables)
    weights["sex"] = sex_weight(a.sex, b.sex, tables)
    return weights


def log_odds(
    weights: Mapping[str, float], *, prior: float, kin: float, twin: float, shared: Sequence[str]
) -> float:
    """log10 odds of one person against stranger, brother or sister, and twin together.

    Args:
        weights: of every field.
        prior: probability that a random pair is one person.
        kin: that it is two children of one family.
        twin: that it is two twins.
        shared: fields that children of one family share; twins share the birth date as well.
    """
    family = sum(weights.get(field, 0.0) for field in shared)
    stranger = 1.0
    brother = kin * 10**family
    twins = twin * 10 ** (family + weights.get("birth_date", 0.0))
    return log10(prior) + sum(weights.values()) - log10(stranger + brother + twins)


def every_pair(a: Sequence[Line], b: Sequence[Line], tables: Tables) -> list[Pair]:
    """Every line of one list beside every line of the other."""
    return [
        _pair(i, j, first, second, tables)
        for i, first in enumerate(a)
        for j, second in enumerate(b)
    ]


def _pair(i: int, j: int, a: Line, b: Line, tables: Tables) -> Pair:
    order = best_order(a, b, tables)
    return Pair(
        row_a=i,
        row_b=j,
        order=order,
        levels=tuple(name_level(*beside(a, b, slot, order[slot])) for slot in AS_GIVEN),
        born=date_level(a.born, b.born),
        weights=weigh_pair(a, b, order, tables),
    )


def pairs_sharing_a_key(
    a: Sequence[Sequence[int]],
    b: Sequence[Sequence[int]],
    *,
    cap: int,
    finer: tuple[Sequence[int], Sequence[int]] | None = None,
) -> set[tuple[int, int]]:
    """Rows of two lists that share a key other than 0, leaving out keys that make too many pairs.

    Args:
        a: keys of each row.
        b: of the other list.
        cap: pairs that one key may make.
        finer: one further key for each row (0: none), with which a key that makes more is joined.
    """
    found = set()
    for key in {key for keys in a for key in keys} - {0}:
        left = [i for i, keys in enumerate(a) for other in keys if other == key]
        right = [j for j, keys in enumerate(b) for other in keys if other == key]
        pairs = [(i, j) for i in left for j in right]
        if len(pairs) <= cap:
            found.update(pairs)
        elif finer:
            found.update(_refined(pairs, finer, cap))
    return found


def _refined(
    pairs: Sequence[tuple[int, int]], finer: tuple[Sequence[int], Sequence[int]], cap: int
) -> set[tuple[int, int]]:
    both = [(i, j) for i, j in pairs if finer[0][i] == finer[1][j] != 0]
    counted = [finer[0][i] for i, _ in both]
    return {(i, j) for i, j in both if counted.count(finer[0][i]) <= cap}
