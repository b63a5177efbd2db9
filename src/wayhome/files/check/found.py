"""What can be found on a line, who said it, and how it was found to be of this line's person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Finds(StrEnum):
    """What a line is found to be, the gravest first: a line's standing is the gravest found."""

    REPORTED_DEAD = "reported_dead"
    ALREADY_HOME = "already_home"
    CHILD = "child"
    CIVILIAN = "civilian"
    DUPLICATE = "duplicate"
    OFF_CRITERIA = "off_criteria"
    IDENTITY_DOUBTFUL = "identity_doubtful"
    IN_ORDER = "in_order"


class Doubt(StrEnum):
    """Why it is doubtful who a line is about."""

    MAY_BE = "may_be"  # perhaps another list's line, or the person of whom something is said
    TWICE = "twice"  # perhaps the same person as another line of this list
    FEW = "few_particulars"  # a name without birth date and number
    DAMAGED = "damaged"  # a name, date or number that the file has damaged


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """Somebody said something of a line's person. A claim, never a status."""

    finds: Finds
    said_by: str
    source: str  # the document, or the list
    line: int = 0  # of the list; 0: the source has no lines
    as_of: str = ""  # EDTF; empty where the source gives no day
    detail: str = ""  # a code, where the kind alone does not say it
    key: str = ""  # by which whoever gave the fact finds its row again


@dataclass(frozen=True, kw_only=True, slots=True)
class Likeness:
    """How a line was found to be about the person of another line."""

    where: str  # the other list
    line: int  # its line
    row: int  # 0-based among the rows given
    place: str = ""  # how the other line is named, where list and number are not it
    posterior: float
    by_part: Mapping[str, float]  # log10 likelihood ratio of each field
    judged: bool = False  # people judged it: the same person

    @property
    def log10_lr(self) -> float:
        """The weight: the sum of its parts."""
        return sum(self.by_part.values())


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """One thing found on a line."""

    finds: Finds
    detail: str = ""  # the criterion, a `Doubt`, `age`, `age_not_certain`, the damaged field
    fact: Fact | None = None
    likeness: Likeness | None = None  # None: said of the line itself
    lines: tuple[int, ...] = ()  # other lines of the same list


@dataclass(frozen=True, kw_only=True, slots=True)
class LineCheck:
    """A line of the list that is checked."""

    row: int  # 0-based
    line: int  # as the file or the list counts
    name: str  # as written
    found: tuple[Found, ...]  # the gravest first
    untold: tuple[str, ...] = field(default=())  # criteria of which its cells do not say enough

    @property
    def standing(self) -> Finds:
        """The gravest thing found, or in order."""
        return self.found[0].finds if self.found else Finds.IN_ORDER


GRAVITY = {finds: number for number, finds in enumerate(Finds)}
