"""Every person at every place: markers, sex, and what is known beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from wayhome.engines.kinship import Sex
from wayhome.engines.kinship.evidence import Evidence, range_evidence, together
from wayhome.engines.kinship.search import Place, SearchTables, place_weights
from wayhome.files.kinship.facts import Facts
from wayhome.files.kinship.weighing.lines import LineFinding, Lines
from wayhome.files.kinship.weighing.persons import Person

MOST_EXCLUDING = 4  # markers that speak against a pair before it counts as excluded

Floats = NDArray[np.float64]
Marks = NDArray[np.bool_]


@dataclass(frozen=True)
class Scores:
    """Every person at every place, by itself: shapes (persons, places)."""

    persons: Sequence[Person]
    tables: SearchTables
    exact: tuple[Floats, ...]
    weights: Floats
    common: NDArray[np.int64]
    excluding: NDArray[np.int64]
    unlike: Marks  # of another sex
    beside: Floats  # log10 weight of what is known beside autosomal markers; -inf excludes
    lines: Mapping[tuple[int, int], tuple[LineFinding, ...]] = field(default_factory=dict)
    facts: tuple[Evidence, ...] = ()  # age and stature

    @classmethod
    def of(
        cls, persons: Sequence[Person], places: Sequence[Place], tables: SearchTables
    ) -> "Scores":
        """Every person looked up at every place; nothing beside the markers as yet."""
        codes = tables.space.encode([person.profile for person in persons])
        typed = tables.space.typed(codes)
        exact, common, excluding = [], [], []
        for place in places:
            weights = place_weights(place, tables.unmutated, tables.space)
            impossible = np.isneginf(weights)
            for states in tables.space.markers:  # where the relatives alone need a mutation
                inside = slice(states.start + 1, states.start + states.size)
                impossible[inside] &= not impossible[inside].all()
            known = [
                any(1 <= len(p.typings.get(m.marker, ())) <= 2 for p in place.profiles.values())
                for m in tables.space.markers
            ]
            exact.append(np.where(impossible, -np.inf, 0.0))
            common.append((typed & np.array(known, dtype=np.bool_)).sum(1))
            excluding.append(impossible[codes].sum(1))
        shape = (len(persons), len(places))
        theirs = np.array([list(Sex).index(person.sex) for person in persons], dtype=np.int8)
        sought = [place.pedigree[place.missing].sex for place in places]
        wanted = np.array([list(Sex).index(sex) for sex in sought], dtype=np.int8)
        unknown = list(Sex).index(Sex.UNKNOWN)
        stated = (theirs[:, None] != unknown) & (wanted[None, :] != unknown)
        unlike = stated & (theirs[:, None] != wanted[None, :])
        return cls(
            persons=persons,
            tables=tables,
            exact=tuple(exact),
            weights=tables.weights([p.profile for p in persons]).astype(np.float64).reshape(shape),
            common=np.array(common, dtype=np.int64).reshape(shape[::-1]).T,
            excluding=np.array(excluding, dtype=np.int64).reshape(shape[::-1]).T,
            unlike=unlike.reshape(shape),
            beside=np.zeros(shape),
        )

    def with_lines(self, lines: Lines) -> "Scores":
        """The same with what Y and mitochondrial DNA say of the pairs that are open."""
        beside, told = self.beside.copy(), {}
        for person, place in zip(*np.nonzero(self.open_by_markers), strict=True):
            at = self.tables.places[place]
            found = lines.findings(self.persons[person].profile, at.family, at.missing)
            if found:
                told[int(person), int(place)] = found
                beside[person, place] += sum(one.log10_lr for one in found)
        return replace(self, beside=beside, lines=told)

    def with_facts(self, facts: Facts) -> "Scores":
        """The same with age and stature, which never exclude."""
        told = tuple(
            range_evidence(
                kind,
                [facts.of(kind, person.numbers) for person in self.persons],
                [facts.of(kind, (place.missing,)) for place in self.tables.places],
            )
            for kind in facts.known
        )
        shape = {"remains": len(self.persons), "missing": len(self.tables.places)}
        return replace(self, beside=self.beside + together(told, **shape), facts=told)

    @property
    def totals(self) -> Floats:
        """The weights of markers and of what is known beside them."""
        return self.weights + self.beside

    @property
    def excluded(self) -> Marks:
        """Of the same sex, and ruled out by markers."""
        return ~self.unlike & ((self.excluding > MOST_EXCLUDING) | np.isneginf(self.weights))

    @property
    def open_by_markers(self) -> Marks:
        """What autosomal markers and sex leave."""
        return ~self.unlike & ~self.excluded

    @property
    def open(self) -> Marks:
        """What is left to weigh together."""
        return self.open_by_markers & ~np.isneginf(self.beside)
