"""Persons at places: the pairs whose markers leave them open, with all that is known of each."""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from wayhome.engines.kinship import Profile
from wayhome.engines.kinship.likelihood import Panel
from wayhome.engines.kinship.search import Candidate, Place, search
from wayhome.files.kinship.families import Family
from wayhome.files.kinship.weighing.facts_beside import SEX, FactsBeside, Parts, hard_of, weight_of
from wayhome.files.kinship.weighing.lines import LineFinding, Lines
from wayhome.files.kinship.weighing.linkage import LEAST, linked_change
from wayhome.files.kinship.weighing.panels import Panels
from wayhome.files.kinship.weighing.persons import Person
from wayhome.files.kinship.weighing.x_markers import XFinding, XMarkers

MOST_EXCLUDING = 4  # markers that speak against a pair before it counts as excluded
FLOORS = {False: 0.0, True: -2.0}  # log10 weight from which a pair is weighed with the others
BESIDE = 3.0  # log10 weight that X, Y, mitochondrial DNA and facts may make up for
HEAVY = 3.0  # log10 weight of markers from which an excluded pair is told of
MOST_WORKERS, MANY = 2, 500  # places for which a second process is worth its start

Floats = NDArray[np.float64]
Tick = Callable[[float], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """A person at a place, by itself: what markers weigh, and what is known beside them."""

    person: int
    place: int
    markers: float  # log10 weight of unlinked autosomal markers
    common: int
    excluding: int
    linked: float = 0.0  # what the weight gains where pairs of markers are weighed as linked
    x: XFinding | None = None
    lines: tuple[LineFinding, ...] = ()
    facts: Parts = ()

    @property
    def beside(self) -> float:
        """The log10 weight of Y and mitochondrial DNA and of facts."""
        return sum(one.log10_lr for one in self.lines) + weight_of(self.facts)

    @property
    def total(self) -> float:
        """All of it; minus infinity where something excludes."""
        return self.markers + self.linked + (self.x.log10_lr if self.x else 0.0) + self.beside

    @property
    def excluded_by(self) -> tuple[str, ...]:
        """What takes the pair out, by kind; nothing where it is open."""
        found = [*hard_of(self.facts), *(one.line for one in self.lines if one.excludes)]
        if self.excluding > MOST_EXCLUDING:
            found.append("markers")
        if self.x and np.isneginf(self.x.log10_lr):
            found.append("x")
        return tuple(found)


@dataclass(frozen=True, kw_only=True)
class Scores:
    """The pairs left open, and how many were not.

    `weighty` are pairs whose markers weigh much and that something else excludes. `counts` are
    the pairs compared (`all`) and taken out, by reason.
    """

    persons: Sequence[Person]
    places: Sequence[Place]
    open: tuple[Score, ...]
    weighty: tuple[Score, ...]
    counts: Mapping[str, int]
    by_place: Mapping[int, tuple[Score, ...]]


@dataclass(frozen=True, kw_only=True)
class Beside:
    """What is known beside autosomal markers."""

    x: XMarkers
    lines: Lines
    facts: FactsBeside

    @property
    def margin(self) -> float:
        """What it may make up for, in log10 weight of the markers."""
        return BESIDE if self.lines.weighs or self.facts.weighs or self.x.weighs else 0.0


def score(
    persons: Sequence[Person],
    places: Sequence[Place],
    families: Mapping[str, Family],
    panels: Panels,
    beside: Beside,
    *,
    dropout: float | None = None,
    tick: Tick = lambda _share: None,
) -> Scores:
    """Weigh every person at every place, and keep the pairs that markers leave open.

    Tables are made family by family and not kept, so that the memory needed grows with the pairs
    left open and not with all of them.
    """
    kept, weighty = [], []
    counts: Counter[str] = Counter()
    candidates = _candidates(persons, places, families, panels.autosomal, beside, dropout, tick)
    for one in sorted(candidates, key=lambda c: (c.place, c.person)):
        place = places[one.place]
        known = _with_beside(one, persons[one.person], place, families, panels, beside, dropout)
        if reasons := known.excluded_by:
            counts.update(reasons[:1])
            if known.markers >= HEAVY:
                weighty.append(known)
        elif known.total >= FLOORS[len(families[place.family].missing) > 1]:
            kept.append(known)
    compared = len(persons) * len(places)
    counts[SEX] = beside.facts.unlike_pairs(persons)
    counts["markers"] = compared - len(kept) - sum(
        count for reason, count in counts.items() if reason != "markers"
    )  # fmt: skip
    by_place: dict[int, list[Score]] = {}
    for one in kept:
        by_place.setdefault(one.place, []).append(one)
    return Scores(
        persons=persons,
        places=places,
        open=tuple(kept),
        weighty=tuple(weighty),
        counts={"all": compared, **counts},
        by_place={place: tuple(found) for place, found in by_place.items()},
    )


def _with_beside(
    one: Score,
    person: Person,
    place: Place,
    families: Mapping[str, Family],
    panels: Panels,
    beside: Beside,
    dropout: float | None,
) -> Score:
    """A pair with all that is known of it; linkage last, where it can matter."""
    facts = beside.facts.parts(person, one.place)
    if hard_of(facts):
        return replace(one, facts=facts)
    found = replace(
        one,
        facts=facts,
        lines=beside.lines.findings(person.profile, place.family, place.missing),
        x=beside.x.finding(person, place.family, place.missing),
    )
    family = families[place.family]
    if panels.linked and found.total >= LEAST:
        change = linked_change(family, place.missing, person.profile, panels.linked, dropout)
        return replace(found, linked=change)
    return found


def _candidates(
    persons: Sequence[Person],
    places: Sequence[Place],
    families: Mapping[str, Family],
    panel: Panel,
    beside: Beside,
    dropout: float | None,
    tick: Tick,
) -> Iterator[Score]:
    """The pairs that weigh enough, from families that miss one and from those that miss several."""
    profiles: list[Profile] = [person.profile for person in persons]
    done = 0
    for several, floor in FLOORS.items():
        at = [n for n, p in enumerate(places) if (len(families[p.family].missing) > 1) is several]
        found: list[Candidate] = search(
            [places[n] for n in at],
            profiles,
            panel,
            at_least=floor - beside.margin,
            dropout=dropout,
            workers=workers_for(len(at)),
            tick=lambda count, before=done: tick((before + count) / len(places)),  # type: ignore[misc]
        )
        done += len(at)
        for one in found:
            yield Score(
                person=one.profile,
                place=at[one.place],
                markers=one.log10_lr,
                common=one.common,
                excluding=one.excluding,
            )


def workers_for(places: int) -> int:
    """How many processes so many places or families are worth."""
    return min(MOST_WORKERS, os.cpu_count() or 1) if places >= MANY else 1
