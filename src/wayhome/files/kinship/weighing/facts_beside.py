"""Sex, age, stature, traits and pairs ruled out by hand: what they weigh for a pair."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wayhome.engines.kinship import Sex
from wayhome.engines.kinship.evidence import (
    Evidence,
    Range,
    range_evidence,
    sex_evidence,
    trait_evidence,
)
from wayhome.engines.kinship.search import Place
from wayhome.files.kinship.facts import Facts
from wayhome.files.kinship.weighing.persons import Person
from wayhome.files.kinship.weighing.terms import Terms

SEX, EXCLUDED = "sex", "excluded"
MOST_KEPT = 1000  # observations whose weights at all places are kept
_OTHER = {Sex.FEMALE: Sex.MALE, Sex.MALE: Sex.FEMALE}

Floats = NDArray[np.float64]
Parts = tuple[tuple[str, float], ...]


def missing_numbers(place: Place) -> tuple[str, str]:
    """What a missing person may be called in a table of facts."""
    return f"{place.family}/{place.missing}", place.missing


@dataclass(frozen=True)
class _Kind:
    """One kind of evidence: what is seen of a person, and what each such sight weighs."""

    name: str
    seen: Callable[[Person], object]
    weigh: Callable[[object], Floats]  # log10 weights at all places


class FactsBeside:
    """The facts of a case, looked up for one pair after another.

    What is known of all missing together is what one observation is compared with, so the weights
    of one observation are made for all places at once and kept.
    """

    def __init__(self, facts: Facts, places: Sequence[Place], terms: Terms) -> None:
        self._facts, self._places = facts, places
        self._rows: dict[tuple[str, object], Floats] = {}
        self._sexes = [place.pedigree[place.missing].sex for place in places]
        self._error = terms.sex_error
        self._kinds = [
            *(self._range(kind, hard=kind in terms.hard) for kind in facts.known),
            *(self._trait(name, rates) for name, rates in terms.traits.items()),
        ]
        self._excluded = {
            (remains, missing) for remains, missing in facts.excluded if remains and missing
        }

    @property
    def weighs(self) -> bool:
        """Whether anything here can weigh for a pair."""
        return any(self._facts.known.values()) or any(self._facts.traits.values())

    def unlike_pairs(self, persons: Sequence[Person]) -> int:
        """How many pairs are excluded by sex; none where a sex may be wrong."""
        if self._error > 0:
            return 0
        theirs, sought = Counter(one.sex for one in persons), Counter(self._sexes)
        return sum(theirs[one] * sought[_OTHER[one]] for one in _OTHER)

    def unlike(self, person: Person, place: int) -> bool:
        """Whether person and missing are of different sexes."""
        return {person.sex, self._sexes[place]} == {Sex.FEMALE, Sex.MALE}

    def parts(self, person: Person, place: int) -> Parts:
        """The log10 weights of a pair by kind, those of nought left out; -inf excludes."""
        found = []
        if self.unlike(person, place):
            alone = sex_evidence([person.sex], [self._sexes[place]], error=self._error)
            found.append((SEX, float(alone.log10_lr[0, 0])))
        found += [
            (kind.name, float(self._row(kind, seen)[place]))
            for kind in self._kinds
            if (seen := kind.seen(person)) is not None
        ]
        names = missing_numbers(self._places[place])
        if any((one, name) in self._excluded for one in person.numbers for name in names):
            found.append((EXCLUDED, float("-inf")))
        return tuple((name, weight) for name, weight in found if weight)

    def _row(self, kind: _Kind, seen: object) -> Floats:
        key = kind.name, seen
        if key not in self._rows:
            if len(self._rows) >= MOST_KEPT:
                self._rows.clear()
            self._rows[key] = kind.weigh(seen)
        return self._rows[key]

    def _range(self, kind: str, *, hard: bool) -> _Kind:
        known = [self._facts.of(kind, missing_numbers(place)) for place in self._places]

        def weigh(seen: object) -> Floats:
            estimate: Range = seen  # type: ignore[assignment]
            return _only(range_evidence(kind, [estimate], known, hard=hard))

        return _Kind(kind, lambda person: self._facts.of(kind, person.numbers), weigh)

    def _trait(self, name: str, rates: tuple[float, float]) -> _Kind:
        known = [self._facts.has(name, missing_numbers(place)) for place in self._places]
        sensitivity, specificity = rates

        def weigh(seen: object) -> Floats:
            return _only(
                trait_evidence(
                    name, [bool(seen)], known, sensitivity=sensitivity, specificity=specificity
                )
            )

        return _Kind(name, lambda person: self._facts.has(name, person.numbers), weigh)


def _only(evidence: Evidence) -> Floats:
    return np.asarray(evidence.log10_lr[0], dtype=np.float64)


def weight_of(parts: Parts) -> float:
    """All parts together."""
    return sum(weight for _, weight in parts)


def hard_of(parts: Parts) -> tuple[str, ...]:
    """The kinds that exclude."""
    return tuple(name for name, weight in parts if weight == float("-inf"))
