"""Where each hypothesis stands, and what would help it. Nothing here identifies anybody."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from wayhome.files.kinship.families import Family
from wayhome.files.kinship.weighing.case import Case, Pair, Progress
from wayhome.files.kinship.weighing.next_samples import NextSample, next_samples
from wayhome.files.kinship.weighing.persons import Person
from wayhome.files.kinship.weighing.relatives import blood_relatives, weights_without_each

MOST_EXCLUDING = 2  # markers a hypothesis that passes may leave to mutation or a slip
CHUNK = 100  # pairs looked at together
LIGHTEST = 1.0  # log10 weight that must be left whichever one relative is left out


class Standing(StrEnum):
    """Where a hypothesis stands against the laboratory's own threshold."""

    PASSES = "passes"
    ONE_RELATIVE = "one_relative"  # weighty, but it rests on one relative
    SYMMETRIC = "symmetric"  # of this family, but which of its missing?
    RIVALS = "rivals"  # several families, or several remains, for one place
    TOO_LIGHT = "too_light"  # more markers or relatives are needed


@dataclass(frozen=True, kw_only=True)
class Hypothesis:
    """Remains may be a missing person: what speaks for it, what against, on whom it rests."""

    pair: Pair
    person: Person
    family: Family
    missing: str
    standing: Standing
    relatives: tuple[str, ...]  # typed, of the missing person's blood
    without: Mapping[str, float]  # the log10 weight without each of them
    rivals: tuple[tuple[str, str], ...] = ()  # remains or family, and the missing person

    @property
    def place(self) -> str:
        """Family and missing person, as the report names them."""
        return f"{self.family.number} / {self.missing}"

    @property
    def lightest(self) -> float:
        """The weight without the relative it rests on most."""
        return min(self.without.values(), default=0.0)


@dataclass(frozen=True)
class Findings:
    """A case with its hypotheses sorted by where they stand."""

    case: Case
    hypotheses: tuple[Hypothesis, ...]
    next_samples: tuple[NextSample, ...] = field(default=())

    def standing(self, *standings: Standing) -> list[Hypothesis]:
        """The hypotheses that stand there, the most probable first."""
        return [h for h in self.hypotheses if h.standing in standings]

    @cached_property
    def passing(self) -> list[Hypothesis]:
        """Those in the first table."""
        return self.standing(Standing.PASSES)


def find(case: Case, *, progress: Progress = lambda _stage, _share: None) -> Findings:
    """Sort the pairs of a case, and ask for those in need whose sample would help most."""
    by_person: dict[int, list[Pair]] = {}
    by_place: dict[int, list[Pair]] = {}
    for pair in case.pairs:
        by_person.setdefault(pair.person, []).append(pair)
        by_place.setdefault(pair.place, []).append(pair)
    hypotheses = []
    for at in range(0, len(case.pairs), CHUNK):
        progress("next", at / len(case.pairs) / 2)
        chunk = case.pairs[at : at + CHUNK]
        for pair, without in zip(chunk, _without(case, chunk), strict=True):
            rivals = (*by_person[pair.person], *by_place[pair.place])
            of_place = sum(one.posterior for one in by_place[pair.place])
            hypotheses.append(_hypothesis(case, pair, without, rivals, of_place))
    hypotheses.sort(key=lambda h: (-h.pair.posterior, -h.pair.log10_lr, h.person.number, h.missing))
    passing = {(h.family.number, h.missing) for h in hypotheses if h.standing is Standing.PASSES}
    told = {
        (h.family.number, h.missing): h.standing is Standing.ONE_RELATIVE
        for h in reversed(hypotheses)
    }
    asked = next_samples(
        case, passing=passing, told=told, tick=lambda share: progress("next", 0.5 + share / 2)
    )
    return Findings(case, tuple(hypotheses), asked)


def _without(case: Case, pairs: Sequence[Pair]) -> list[dict[str, float]]:
    """What each pair weighs without each blood relative."""
    tried = [
        (
            case.family_of(one.place),
            case.places[one.place].missing,
            case.persons[one.person].profile,
        )
        for one in pairs
    ]
    return weights_without_each(tried, case.panel, case.space, dropout=case.terms.dropout)


def _hypothesis(
    case: Case,
    pair: Pair,
    without: Mapping[str, float],
    rivals: Iterable[Pair],
    of_place: float,
) -> Hypothesis:
    place = case.places[pair.place]
    family, person = case.family_of(pair.place), case.persons[pair.person]
    relatives = blood_relatives(family, place.missing)
    alone = len(relatives) < 2 or min(without.values(), default=0.0) < LIGHTEST
    return Hypothesis(
        pair=pair,
        person=person,
        family=family,
        missing=place.missing,
        standing=_standing(pair, of_place, case, alone=alone),
        relatives=relatives,
        without=without,
        rivals=tuple(_rivals(case, pair, rivals)),
    )


def _standing(pair: Pair, of_place: float, case: Case, *, alone: bool) -> Standing:
    """Where a hypothesis stands. Under a number of missing that nobody stated, nothing passes."""
    threshold = case.terms.threshold
    if alone and max(pair.posterior, pair.of_family) >= 0.5:
        return Standing.ONE_RELATIVE
    if pair.posterior >= threshold:
        doubtful = case.assumed_number or pair.excluding > MOST_EXCLUDING
        return Standing.TOO_LIGHT if doubtful else Standing.PASSES
    if pair.of_family >= threshold:
        return Standing.SYMMETRIC
    if max(pair.named, of_place) >= threshold:
        return Standing.RIVALS
    return Standing.TOO_LIGHT


def _rivals(case: Case, pair: Pair, others: Iterable[Pair]) -> list[tuple[str, str]]:
    """Other pairs that want the same remains or the same missing person, each told by its own."""
    found = []
    for other in others:
        place = case.places[other.place]
        if other.place != pair.place:
            found.append((place.family, place.missing))
        elif other.person != pair.person:
            found.append((case.persons[other.person].number, place.missing))
    return found
