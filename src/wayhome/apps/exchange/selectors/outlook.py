"""Whether a plan would be possible, as both lists stand now: looked at before the draw.

Whether there is one does not hang on the salt; who goes does. So this says no name and no code.
Who is not available and not released yet counts as going, as in what both sides see.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic

from django.utils.translation import get_language

from wayhome.apps.audit.models import User
from wayhome.apps.exchange.models import Exchange, ExchangeSide
from wayhome.apps.exchange.selectors.clashes import ClashTold, clashes_in_words, kept_of
from wayhome.apps.exchange.selectors.documents import rows_of, standing_on
from wayhome.apps.exchange.selectors.lists import latest_list
from wayhome.apps.exchange.selectors.problems import problem_of_rows
from wayhome.apps.exchange.selectors.terms import terms_of
from wayhome.engines import planning
from wayhome.engines.planning import CannotReadProblem, NotProven, Problem
from wayhome.engines.planning.problem import BESIDE_THE_COUNT
from wayhome.files.refusals import refusal_in
from wayhome.values import Cancelled

AT_MOST = 10.0
"""Seconds a look may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How many of one side's list could go."""

    side: ExchangeSide
    listed: int
    counted: int  # can go, and stand in the count
    beside: int  # can go, beside the count
    absent: int
    asked: int | None  # how many the formula names; None: it names no number


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What a look found."""

    is_possible: bool | None  # None: it could not be said
    standings: Sequence[Standing] = ()
    clashes: Sequence[ClashTold] = ()
    wrong: str = ""  # the lists and terms say something no exchange can mean

    @property
    def names_numbers(self) -> bool:
        """Whether the formula names a number of each side."""
        return all(one.asked is not None for one in self.standings)


def outlook_of(exchange: Exchange, viewer: User) -> Outlook | None:
    """Whether a plan would be possible now; none to anybody but the keeper, or without lists.

    Raises:
        NeedsSolver: the extra `plan` is not installed.
    """
    if not (viewer.keeps_register and viewer.has_perm("exchange.run_exchange")):
        return None
    try:
        problem = _problem(exchange, viewer)
    except CannotReadProblem as wrong:
        return Outlook(is_possible=None, wrong=refusal_in(wrong, get_language() or "en"))
    if problem is None:
        return None
    is_possible, clashes = _look(problem, exchange, viewer)
    standings = [_standing(side, problem) for side in exchange.sides.select_related("party")]
    return Outlook(is_possible=is_possible, standings=standings, clashes=clashes)


def _problem(exchange: Exchange, viewer: User) -> Problem | None:
    terms = terms_of(exchange)
    newest = [latest_list(side, viewer) for side in exchange.sides.all()]
    on_them = [standing_on(one) for one in newest if one is not None]
    if terms is None or len(on_them) < len(newest) or not all(on_them):
        return None
    rows = [row for lines in on_them for row in rows_of(lines, terms)]
    return problem_of_rows(exchange, terms, rows, salt="")


def _look(
    problem: Problem, exchange: Exchange, viewer: User
) -> tuple[bool | None, Sequence[ClashTold]]:
    try:
        found = planning.find_conflict(problem, stop=_until(AT_MOST))
    except (Cancelled, NotProven):
        return None, ()
    return not found, clashes_in_words(kept_of(found), exchange, viewer)


def _until(seconds: float) -> Callable[[], bool]:
    """Whether it is to stop: after so many seconds."""
    end = monotonic() + seconds
    return lambda: monotonic() > end


def _standing(side: ExchangeSide, problem: Problem) -> Standing:
    held = [person for person in problem.persons if person.side == side.number]
    here = [person for person in held if person.available]
    beside = sum(not person.categories.isdisjoint(BESIDE_THE_COUNT) for person in here)
    return Standing(
        side=side,
        listed=len(held),
        counted=len(here) - beside,
        beside=beside,
        absent=len(held) - len(here),
        asked=problem.formula.numbers[side.number] if problem.formula.kind != "all" else None,
    )
