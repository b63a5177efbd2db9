"""An exchange as data: who is held, what was agreed, what the road can carry."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Id = int | str
Side = int  # 0 or 1
Batch = int  # 0 is the first

SIDES: tuple[Side, Side] = (0, 1)
CATEGORIES = ("sw", "civ", "child", "wom", "u25")
BESIDE_THE_COUNT = ("sw", "civ", "child")  # GC III 109-110; civilians and children are not netted

FormulaKind = Literal["exactly", "at_least", "all", "ratio"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """One person held, by a pseudonym and the facts the rules need; no name."""

    id: Id
    side: Side  # that holds
    site: Id
    categories: frozenset[str] = frozenset()  # of CATEGORIES
    stretcher: bool = False
    earliest: Batch = 0  # first batch medically allowed
    days_held: int = 0
    available: bool = True  # one code; the cause stands nowhere

    @property
    def counted(self) -> bool:
        """Whether the person stands in the number agreed, in parity and in quotas."""
        return self.categories.isdisjoint(BESIDE_THE_COUNT)


@dataclass(frozen=True, kw_only=True, slots=True)
class Remains:
    """One of the dead to be returned, by a pseudonym. They are scheduled, never balanced."""

    id: Id
    side: Side  # that returns them
    site: Id
    earliest: Batch = 0  # first batch for which they are ready


@dataclass(frozen=True, kw_only=True, slots=True)
class Formula:
    """How many prisoners of war each side releases. Nobody else is ever counted.

    `exactly` and `at_least` use `numbers`; `all` releases every available prisoner of war who
    stands in one of `categories` (everyone where it is empty); `ratio` releases at least `numbers`,
    in the proportion `ratio`.
    """

    kind: FormulaKind = "exactly"
    numbers: tuple[int, int] = (0, 0)
    ratio: tuple[int, int] = (1, 1)
    categories: frozenset[str] = frozenset()

    def covers(self, person: Person) -> bool:
        """Whether the formula `all` releases this person."""
        if self.kind != "all" or not (person.counted and person.available):
            return False
        return not self.categories or not self.categories.isdisjoint(person.categories)


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """Everything the plan must keep. The order of the persons means nothing.

    Capacities are by (side, site, batch) and (side, batch): seats and stretchers are those of the
    vehicles, `days` is whom a day takes on either; quotas by (side, category) among
    prisoners of war; `parity` is the most by which one side may be ahead after any batch, None
    where the sides agreed to no such rule.
    """

    persons: tuple[Person, ...]
    batches: int
    formula: Formula
    parity: int | None
    site_capacity: Mapping[tuple[Side, Id, Batch], int]
    seats: Mapping[tuple[Side, Batch], int]
    stretchers: Mapping[tuple[Side, Batch], int]
    groups: tuple[frozenset[Id], ...] = ()
    quotas: Mapping[tuple[Side, str], int]
    must: frozenset[Id] = frozenset()
    objectives: tuple[str, ...] = ()
    salt: str = "wayhome"
    days: Mapping[tuple[Side, Batch], int] = field(default_factory=dict)  # no entry: no bound
    dead: tuple[Remains, ...] = ()
    dead_room: Mapping[tuple[Side, Batch], int] = field(default_factory=dict)
