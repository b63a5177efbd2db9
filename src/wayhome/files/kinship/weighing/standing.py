"""Where each hypothesis stands, and what would help it. Nothing here identifies anybody."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from wayhome.engines.kinship import Member, Pedigree
from wayhome.engines.kinship.power import family_power, power_with
from wayhome.files.kinship.families import Family
from wayhome.files.kinship.weighing.case import Case, Pair, Progress
from wayhome.files.kinship.weighing.persons import Person
from wayhome.files.kinship.weighing.relatives import blood_relatives, weights_without_each

MOST_EXCLUDING = 2  # markers a hypothesis that passes may leave to mutation or a slip
LIGHTEST = 1.0  # log10 weight that must be left whichever one relative is left out
MOST_ASKED = 12  # families for whom the next sample is computed
LEAST_GAIN = 0.5  # log10 weight a sample must bring on average to be asked for
NEW_SIBLING = "+"
"""Stands for a brother or sister of the missing person who is not in the pedigree."""


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


@dataclass(frozen=True, kw_only=True)
class NextSample:
    """Whose sample would help a family most."""

    family: Family
    missing: str
    now: float  # the weight the true missing person scores on average, with the samples at hand
    candidates: tuple[tuple[str, float, float], ...]  # who, that weight then, exclusion power then


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
    """Sort the pairs of a case, and ask for the families in need whose sample would help most."""
    of_place: dict[int, float] = {}
    for pair in case.pairs:
        of_place[pair.place] = of_place.get(pair.place, 0.0) + pair.posterior
    hypotheses = sorted(
        (_hypothesis(case, pair, of_place[pair.place]) for pair in case.pairs),
        key=lambda h: (-h.pair.posterior, -h.pair.log10_lr, h.person.number, h.missing),
    )
    passing = {h.family.number for h in hypotheses if h.standing is Standing.PASSES}
    told = {h.family.number: None for h in hypotheses if h.family.number not in passing}
    others = [f for f in case.families if f.missing and f.number not in (*passing, *case.needing)]
    in_need = sorted(others, key=lambda f: (f.number not in told, len(f.typed), f.number))
    asked = []
    for at, family in enumerate(in_need[:MOST_ASKED]):
        progress("next", at / min(len(in_need), MOST_ASKED))
        if sample := _next_sample(case, family):
            asked.append(sample)
    asked.sort(key=lambda one: one.now)
    return Findings(case, tuple(hypotheses), tuple(asked))


def _hypothesis(case: Case, pair: Pair, of_place: float) -> Hypothesis:
    place = case.places[pair.place]
    family, person = case.family_of(pair.place), case.persons[pair.person]
    relatives = blood_relatives(family, place.missing)
    without = weights_without_each(
        family, place.missing, person.profile, case.panel, case.tables.space
    )
    alone = len(relatives) < 2 or min(without.values(), default=0.0) < LIGHTEST
    return Hypothesis(
        pair=pair,
        person=person,
        family=family,
        missing=place.missing,
        standing=_standing(pair, family, of_place, case, alone=alone),
        relatives=relatives,
        without=without,
        rivals=tuple(_rivals(case, pair)),
    )


def _standing(pair: Pair, family: Family, of_place: float, case: Case, *, alone: bool) -> Standing:
    """Where a hypothesis stands. Under a number of missing that nobody stated, nothing passes."""
    threshold = case.terms.threshold
    if alone and max(pair.posterior, pair.of_family) >= 0.5:
        return Standing.ONE_RELATIVE
    if pair.posterior >= threshold:
        doubtful = case.assumed_number or pair.excluding > MOST_EXCLUDING
        return Standing.TOO_LIGHT if doubtful else Standing.PASSES
    if pair.of_family >= threshold and len(family.missing) > 1:
        return Standing.SYMMETRIC
    if max(pair.named, of_place) >= threshold:
        return Standing.RIVALS
    return Standing.TOO_LIGHT


def _rivals(case: Case, pair: Pair) -> list[tuple[str, str]]:
    """Other pairs that want the same remains or the same missing person, each told by its own."""
    found = []
    for other in case.pairs:
        place = case.places[other.place]
        if other.person == pair.person and other.place != pair.place:
            found.append((f"{place.family}", place.missing))
        elif other.place == pair.place and other.person != pair.person:
            found.append((case.persons[other.person].number, place.missing))
    return found


def _next_sample(case: Case, family: Family) -> NextSample | None:
    missing = family.missing[0]
    pedigree = _with_sibling(family.pedigree, missing)
    candidates = [
        one
        for one in pedigree.ids
        if one not in family.profiles
        and one not in family.missing
        and _is_near(pedigree, one, missing)
    ]
    if not candidates:
        return None
    now = family_power(family.pedigree, family.profiles, missing, case.panel)
    powers = power_with(pedigree, family.profiles, missing, case.panel, candidates)
    least = now.expected_log10_lr_total + LEAST_GAIN
    powers = {one: p for one, p in powers.items() if p.expected_log10_lr_total >= least}
    if not powers:
        return None
    return NextSample(
        family=family,
        missing=missing,
        now=now.expected_log10_lr_total,
        candidates=tuple(
            (one, power.expected_log10_lr_total, power.exclusion_total)
            for one, power in powers.items()
        )[:3],
    )


def _with_sibling(pedigree: Pedigree, missing: str) -> Pedigree:
    """The pedigree with one more child of the missing person's parents, where they are in it."""
    one = pedigree[missing]
    if one.father is None or one.mother is None:
        return pedigree
    return pedigree.with_members([Member(NEW_SIBLING, one.father, one.mother)])


def _is_near(pedigree: Pedigree, one: str, missing: str) -> bool:
    """Parents, children and full siblings: those whose samples say most."""
    sought, member = pedigree[missing], pedigree[one]
    return (
        one in (sought.father, sought.mother)
        or missing in (member.father, member.mother)
        or (
            sought.father is not None
            and (member.father, member.mother) == (sought.father, sought.mother)
        )
    )
