"""What a reader found in a report: a draft, never a record. A person confirms each field.

Everything says where it stands in the text and which rule found it; what is doubtful says so.
The record states who asserted a thing, never that it is so. `as_json` writes it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` to `end` (0-based, end exclusive) of the text as given to the reader."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The exact characters."""
        return text[self.start : self.end]

    def holds(self, other: "Span") -> bool:
        """Whether the other lies wholly within."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Found(Generic[T_co]):
    """One field's value: where it was read, by which rule, and whether the reader is sure."""

    value: T_co
    span: Span | None
    rule: str
    sure: bool = True


class Act(StrEnum):
    """What a fact is, coarsely. Only a promise by the bound side is a promise."""

    PROMISE = "promise"
    ASK = "ask"
    REFUSAL = "refusal"
    DELIVERY = "delivery"
    STATE = "state"


class ActDetail(StrEnum):
    """What a fact is, finely. `claimed` is not here: it is who asserts it."""

    AGREED = "agreed"
    PLEDGED = "pledged"
    PLANNED = "planned"
    PROPOSED = "proposed"
    DEMANDED = "demanded"
    REFUSED = "refused"
    SUSPENDED = "suspended"
    DONE = "done"
    PARTLY_DONE = "partly_done"
    HELD = "held"
    MISSING = "missing"
    DEPORTED = "deported"
    LISTED = "listed"
    IDENTIFIED = "identified"
    OTHER = "other"


class What(StrEnum):
    """The kind of deed."""

    EXCHANGE = "exchange"
    RELEASE = "release"
    HAND_OVER = "hand_over"
    RETURN = "return"
    TRANSFER = "transfer"
    LIST = "list"
    CEASEFIRE = "ceasefire"
    ACCESS = "access"
    MEETING = "meeting"
    WITHDRAW = "withdraw"
    SIGN = "sign"
    OTHER = "other"


class Unit(StrEnum):
    """What is counted, coarsely. The word of the source stands in `unit_detail`."""

    CAPTIVE = "captive"
    CHILD = "child"
    BODY = "body"
    CIVILIAN = "civilian"
    DOCUMENT_NAME = "document_name"
    CEASEFIRE_TIME = "ceasefire_time"
    VEHICLE = "vehicle"
    MEETING = "meeting"
    OTHER = "other"


class Comparator(StrEnum):
    """How the number is meant."""

    EXACTLY = "exactly"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    UP_TO = "up_to"
    LESS_THAN = "less_than"
    ABOUT = "about"
    ALMOST = "almost"
    RANGE = "range"
    ALL = "all"
    SOME = "some"
    UNSPECIFIED = "unspecified"


class Per(StrEnum):
    """Whether a number counts all together or each side's."""

    TOTAL = "total"
    EACH_SIDE = "each_side"
    PER_DAY = "per_day"
    PER_UNIT = "per_unit"


@dataclass(frozen=True, kw_only=True, slots=True)
class Quantity:
    """A number as its source meant it. "All for all" has no value."""

    value: int | None
    value_max: int | None = None
    comparator: Comparator = Comparator.EXACTLY
    per: Per = Per.TOTAL
    increment: bool = False  # "another 3,000": beside an earlier number
    as_written: str = ""


class Anchor(StrEnum):
    """What a deadline is counted from."""

    PUBLICATION = "publication"
    DATELINE = "dateline"
    SIGNING = "signing"
    EVENT = "event"
    CALENDAR = "calendar"  # the words name the day themselves
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True, slots=True)
class Deadline:
    """A date something is due, and how it was worked out. Never a bare date.

    `earliest` and `latest` are EDTF dates; both empty where it could not be resolved.
    """

    raw: str
    span: Span
    sense: str  # by, within, from, until, on_or_about
    anchor: Anchor
    anchor_date: str = ""
    earliest: str = ""
    latest: str = ""
    basis: str = "computed"  # stated, computed, unresolved
    rule: str = ""
    sure: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Duration:
    """How long: ISO 8601 (PT40M, PT3H, P10D) with its comparator."""

    iso: str
    comparator: Comparator = Comparator.EXACTLY

    @property
    def minutes(self) -> int | None:
        """Minutes, where it is written in hours and minutes; else None."""
        found = re.fullmatch(r"PT(?:(\d+)H)?(?:(\d+)M)?", self.iso)
        return int(found[1] or 0) * 60 + int(found[2] or 0) if found else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """Somebody who speaks or acts at the table. Captives and children are never here."""

    id: str
    name: str
    written: tuple[Span, ...]
    role: Found[str] | None = None
    side: Found[str] | None = None
    delegate: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Round:
    """A round of talks the report speaks of; the first in a draft is the one it is about."""

    id: str
    span: Span
    place: Found[str] | None = None
    venue: Found[str] | None = None
    start: Found[str] | None = None  # EDTF
    end: Found[str] | None = None
    number: Found[int] | None = None
    number_basis: str = "unknown"  # stated, inferred, unknown
    duration: Found[Duration] | None = None
    format: Found[str] | None = None
    mediators: tuple[Found[str], ...] = ()
    parties: tuple[Found[str], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class AssertedBy:
    """Who says so. `party` None and `via` "narrator": the report itself."""

    party: str | None
    person: str | None = None  # id of a person of the draft
    via: str = "narrator"  # said, according to, document, narrator
    span: Span | None = None
    rule: str = ""
    sure: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """An act with a quantity: who promised, asked, refused or did what for whom, who says so."""

    id: str
    span: Span  # the clause
    sentence: Span
    act: Found[Act]
    act_detail: Found[ActDetail]
    what: Found[What]
    quantity: Found[Quantity]
    unit: Found[Unit]
    unit_detail: str  # the word of the source, singular: "prisoner of war", "detainee", "body"
    asserted_by: AssertedBy
    qualifier: str = ""
    duration: Duration | None = None  # of a ceasefire
    giver: Found[str] | None = None  # a party, or "both"; None: not known
    receiver: Found[str] | None = None
    mutual: bool = False
    condition: Found[str] | None = None
    deadline: Deadline | None = None
    refers_to: str = "new"  # new, earlier deal, ongoing
    part_of: str = ""  # id of the fact this is a subset of
    same_as: tuple[str, ...] = ()  # other mentions, never merged silently


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """Words of a speaker, quoted or reported."""

    id: str
    span: Span
    mode: str  # quote, paraphrase, document
    speaker: Found[str] | None = None  # id of a person of the draft
    source: Found[str] | None = None  # as written, where no person speaks: "the joint statement"
    side: Found[str] | None = None
    topic: Found[str] | None = None
    stance: str = "unknown"  # support, oppose, conditional, neutral, unknown


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """What somebody put on the table, and what became of it as far as the report says."""

    id: str
    span: Span
    by: Found[str] | None
    to: Found[str] | None
    what: str
    response: Found[str] | None = None  # accepted, refused, countered, noted; None: none reported
    response_by: Found[str] | None = None
    deadline: Deadline | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What a round ended with on a topic."""

    id: str
    span: Span
    topic: str
    result: str  # agreed, partly, no_agreement, refused, postponed, done, not_implemented


@dataclass(frozen=True, kw_only=True, slots=True)
class Reader:
    """Which reader made a draft, so that it can be made again."""

    name: str
    version: str
    model: str = "none"
    model_sha256: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """All that a reader found in one text, in the order of the text."""

    text_sha256: str
    published: str | None
    reader: Reader
    rounds: Sequence[Round] = ()
    people: Sequence[Person] = ()
    facts: Sequence[Fact] = ()
    statements: Sequence[Statement] = ()
    proposals: Sequence[Proposal] = ()
    outcomes: Sequence[Outcome] = ()
    deadlines: Sequence[Deadline] = ()  # every deadline, those of facts and proposals among them
    duplicates: Sequence[Span] = field(default=())  # mentions left out: headline, page chrome
