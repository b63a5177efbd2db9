"""How alike two names or two dates are, as plainly as the rules read."""

from datetime import date

from wayhome.engines.linkage.levels import DateLevel, NameLevel
from wayhome.engines.linkage.reference.records import Birth, NamePart


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
    return NameLevel.CONSONANTS if x.consonants == y.consonants else _word_level(x, y)


def _word_level(x: NamePart, y: NamePart) -> NameLevel:
    level = _spelling_level(x.sound, y.sound)
    if level > NameLevel.EDIT2 and (x.words or y.words) and (_holds(x, y) or _holds(y, x)):
        return NameLevel.HALF
    return level


def _holds(x: NamePart, y: NamePart) -> bool:
    """Whether every word of one part is, but for two slips or an initial, one of the other's."""
    levels = [[name_level(word, other) for other in y.words or (y,)] for word in x.words or (x,)]
    return all(any(one is not None and one <= NameLevel.INITIAL for one in row) for row in levels)


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
