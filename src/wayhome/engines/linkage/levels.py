"""How alike two values are, in steps: the alphabet in which evidence is counted.

Every comparison ends in one small number, its level. The model learns what each level is worth;
reports read the level as a `Finding`.
"""

from enum import IntEnum

MISSING = 255
"""Not given on one side or both. Says nothing."""


class NameLevel(IntEnum):
    """Two name parts (or two places) beside each other."""

    SAME = 0  # one sound once script, romanisation and case ending are taken off
    SAME_NAME = 1  # another language's form of one name
    CONSONANTS = 2  # only vowels differ
    EDIT1 = 3  # one slip: a letter more, less, other, or two changed places
    EDIT2 = 4  # two slips
    INITIAL = 5  # an initial that agrees
    PREFIX = 6  # one begins like the whole of the other
    LOOSE = 7  # three slips in a long name
    DIFFERS = 8
    HALF = 9  # one has all words of the other, and more: half of a double surname


class DateLevel(IntEnum):
    """Two birth dates, each perhaps partial."""

    SAME = 0
    SWAPPED = 1  # day and month changed places
    ONE_DAY = 2  # one day apart
    SAME_MONTH = 3  # year and month agree, the day does not
    SAME_YEAR_DAY = 4  # year and day agree, the month does not
    NEAR_YEAR_DAY = 5  # day and month agree, the year is 1, 2 or 10 off or one digit
    SAME_DAY = 6  # day and month agree, the year does not
    PARTIAL_MONTH = 7  # agree as far as given, to the month
    PARTIAL_YEAR = 8  # agree as far as given, to the year
    SAME_YEAR = 9  # the year agrees, the rest does not
    NEAR_YEAR = 10  # a year apart, no more known or nothing else agrees
    DIFFERS = 11


class PlainLevel(IntEnum):
    """Two values that agree or do not."""

    SAME = 0
    DIFFERS = 1
