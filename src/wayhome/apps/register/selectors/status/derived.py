"""The one function from dated claims to a status. Pure: no database, no clock.

What each speaker last said stands for him. A fate that two people recorded outdates whatever
anybody said before it. Of what then stands, the highest rung of the ladder is told; where the
speakers contradict each other, every side of the contradiction is told.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from wayhome.values import PartialDate


class Says(StrEnum):
    """What a claim says, the rungs of the ladder from nothing known to home.

    `DIED`, `HANDED_OVER` and `HOME` were recorded by two people, one person at a time. What a list
    or an answer says of a death or a return is `LISTED_DEAD` or `SAID_HOME`, and never more.
    """

    SOUGHT = "sought"
    DENIED = "denied"
    SEEN = "seen"
    PROBABLY_HELD = "probably_held"
    ACKNOWLEDGED_HELD = "acknowledged_held"
    CONFIRMED_HELD = "confirmed_held"
    LISTED_DEAD = "listed_dead"
    SAID_HOME = "said_home"
    HANDED_OVER = "handed_over"
    DIED = "died"
    HOME = "home"


class Basis(StrEnum):
    """How what is said came to be known."""

    LIST = "list"
    ANSWER = "answer"
    REPORT = "report"


LADDER = tuple(Says)
FATES = frozenset({Says.DIED, Says.HANDED_OVER, Says.HOME})

# What a claim amounts to, and which of these cannot be true together.
_STANCES = {
    Says.DENIED: "not held",
    Says.SEEN: "alive",
    Says.PROBABLY_HELD: "held",
    Says.ACKNOWLEDGED_HELD: "held",
    Says.CONFIRMED_HELD: "held",
    Says.LISTED_DEAD: "dead",
    Says.SAID_HOME: "home",
    Says.HANDED_OVER: "home",
    Says.DIED: "dead",
    Says.HOME: "home",
}
_CONTRADICT = frozenset(
    map(
        frozenset,
        (
            ("held", "not held"),
            ("held", "dead"),
            ("held", "home"),
            ("home", "dead"),
            ("alive", "dead"),
        ),
    )
)


def _at_odds(one: str | None, other: str | None) -> bool:
    return frozenset((one, other)) in _CONTRADICT


AGAINST_A_FATE = frozenset(
    says
    for says in LADDER
    if says not in FATES and any(_at_odds(_STANCES.get(says), _STANCES[fate]) for fate in FATES)
)
"""What cannot be true together with one fate or another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Somebody said something of a person, as of some day."""

    says: Says
    said_by: str  # the speaker's name
    as_of: PartialDate
    basis: Basis = Basis.REPORT
    source: str = ""  # the list's receipt and line, the document
    withdrawn: bool = False
    confirmed: bool = True  # False: a fate that waits for its second person
    asked_back: bool = False  # somebody asked to withdraw it; it stands until another agrees

    @property
    def first_day(self) -> date:
        """The earliest day it may speak of."""
        return date(self.as_of.year, self.as_of.month or 1, self.as_of.day or 1)

    @property
    def order(self) -> tuple[date, int, str, str, str]:
        """Later claims come later; of one day the higher rung, then whatever is stable."""
        return self.first_day, LADDER.index(self.says), self.said_by, self.basis, self.source


@dataclass(frozen=True, slots=True)
class Status:
    """What is told of a person: nothing, one claim, or the sides of a contradiction.

    What two people confirmed is displaced by nothing that one person wrote down or a list brought:
    a later claim that cannot be true together with it stands `beside`, to be looked at.
    """

    told: tuple[Claim, ...] = ()
    beside: tuple[Claim, ...] = ()

    @property
    def is_contradicted(self) -> bool:
        """Whether the sources contradict each other."""
        return len(self.told) > 1


def derive(claims: Iterable[Claim], *, as_of: date | None = None) -> Status:
    """The status that follows from claims, whatever the order in which they were recorded.

    Args:
        claims: everything said of one person.
        as_of: leave out what speaks of later days; None: leave out nothing.
    """
    standing = sorted(
        {
            claim
            for claim in claims
            if not claim.withdrawn
            and (claim.confirmed or claim.says not in FATES)
            and (as_of is None or claim.first_day <= as_of)
        },
        key=lambda claim: claim.order,
    )
    fates = _fates(standing)
    told = _told(fates or _last_words(standing))
    return Status(told, _against(told, standing) if fates else ())


def _told(positions: list[Claim]) -> tuple[Claim, ...]:
    """The highest rung; or of every stance that another contradicts the highest."""
    substance = [claim for claim in positions if claim.says in _STANCES]
    if not substance:
        return tuple(positions[-1:])
    sides = {
        stance: max(_of_stance(substance, stance), key=_rung)
        for stance in dict.fromkeys(_STANCES[claim.says] for claim in substance)
    }
    at_odds = [
        claim for claim in sides.values() if any(_contradict(claim, o) for o in sides.values())
    ]
    if at_odds:
        return tuple(sorted(at_odds, key=_rung, reverse=True))
    return (max(substance, key=_rung),)


def _against(told: tuple[Claim, ...], standing: list[Claim]) -> tuple[Claim, ...]:
    """Each speaker's last word, if of a later day than every fate told and against one of them."""
    decided = max(claim.first_day for claim in told)
    spoken = [claim for claim in _last_words(standing) if claim.says not in FATES]
    return tuple(
        claim
        for claim in reversed(spoken)
        if claim.first_day > decided and any(_contradict(claim, fate) for fate in told)
    )


def _contradict(one: Claim, other: Claim) -> bool:
    return _at_odds(_STANCES.get(one.says), _STANCES.get(other.says))


def _rung(claim: Claim) -> tuple[int, tuple[date, int, str, str, str]]:
    return LADDER.index(claim.says), claim.order


def _of_stance(claims: Iterable[Claim], stance: str) -> list[Claim]:
    return [claim for claim in claims if _STANCES[claim.says] == stance]


def _last_words(standing: list[Claim]) -> list[Claim]:
    """Each speaker's last word; looking for somebody unsays nothing."""
    last: dict[str, Claim] = {}
    acknowledged: dict[str, Claim] = {}
    for claim in standing:
        before = last.get(claim.said_by)
        if before is None or claim.says is not Says.SOUGHT or before.says is Says.SOUGHT:
            last[claim.said_by] = claim
        if claim.says is Says.ACKNOWLEDGED_HELD:
            acknowledged[claim.said_by] = claim
    spoken = set(last.values())
    # Who held somebody and denies it later has not said where he is: both are told.
    spoken |= {acknowledged[c.said_by] for c in spoken
               if c.says is Says.DENIED and c.said_by in acknowledged}  # fmt: skip
    return sorted(spoken, key=lambda claim: claim.order)


def _fates(standing: list[Claim]) -> list[Claim]:
    """What two people confirmed: the fates of the latest day, and every death."""
    fates = [claim for claim in standing if claim.says in FATES]
    decided = max((claim.first_day for claim in fates), default=None)
    return [c for c in fates if c.first_day == decided or c.says is Says.DIED]
