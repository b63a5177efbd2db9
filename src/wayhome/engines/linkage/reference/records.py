"""What the twin compares: names and lines in plain words, and tables of what findings are worth."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wayhome.engines.linkage.levels import DateLevel, NameLevel

SLOTS = ("surname", "given_names", "patronymic")

Order = tuple[tuple[int, ...], tuple[int, ...]]
"""In which slot of each of two lines surname, given names and patronymic stand."""

OWN = (0, 1, 2)
AS_GIVEN = (OWN, OWN)
GROUPS: Sequence[Sequence[Order]] = (
    (AS_GIVEN,),
    *(((OWN, moved), (moved, OWN)) for moved in ((1, 0, 2), (0, 2, 1), (2, 1, 0))),
    ((OWN, (1, 2, 0)), (OWN, (2, 0, 1)), ((1, 2, 0), OWN), ((2, 0, 1), OWN)),
)
"""Orders by the places that changed, on the second line or on the first; usual mistakes first."""

ORDERS = tuple(order for group in GROUPS for order in group)

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
    words: tuple["NamePart", ...] = ()  # where it has several
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
    several: Sequence[float]  # per slot: share of pairs where a part has several words
    orders: Mapping[Order, float]
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
    order: Order
    levels: tuple[NameLevel | None, ...]
    born: DateLevel | None
    weights: Mapping[str, float]
