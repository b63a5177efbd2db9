"""The search of all remains in all families, and what is told of each pair that is found."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from wayhome.engines.kinship.likelihood import Panel
from wayhome.engines.kinship.mutation import MutationModel
from wayhome.engines.kinship.profiles import Profile
from wayhome.engines.kinship.search.lookups import weigh_above, weigh_all
from wayhome.engines.kinship.search.states import Codes, StateSpace
from wayhome.engines.kinship.search.tables import Place, place_weights, state_space


@dataclass(frozen=True, slots=True)
class Candidate:
    """A profile that may be a family's missing person: a hypothesis with its weight.

    `profile` and `place` are positions in the lists searched; `log10_lr` is the weight of
    "related as the pedigree says" against "unrelated". `common` counts the markers that were
    weighed, `excluding` those that rule the pair out unless there was a mutation or an error.
    """

    profile: int
    place: int
    log10_lr: float
    common: int
    excluding: int


@dataclass(frozen=True)
class SearchTables:
    """The tables of all places, ready for look-ups. `tables` has shape (states, places)."""

    panel: Panel
    space: StateSpace
    places: tuple[Place, ...]
    tables: NDArray[np.floating]
    dropout: float | None = None

    @classmethod
    def of(
        cls,
        places: Sequence[Place],
        panel: Panel,
        *,
        dropout: float | None = None,
        dtype: type[np.floating] = np.float64,
        tick: Callable[[int], None] | None = None,
    ) -> "SearchTables":
        """Make the tables of all places; `tick` is told how many are done.

        With `dtype` float32 they take half the memory and weights err by less than 1e-4.
        """
        space = state_space(panel)
        tables = np.empty((space.size, len(places)), dtype=dtype)
        for column, place in enumerate(places):
            tables[:, column] = place_weights(place, panel, space, dropout=dropout)
            if tick:
                tick(column + 1)
        return cls(panel, space, tuple(places), tables, dropout)

    def with_places(self, more: Sequence[Place]) -> "SearchTables":
        """The same with more places, whose tables alone are made."""
        new = SearchTables.of(more, self.panel, dropout=self.dropout, dtype=self.tables.dtype.type)
        return replace(
            self,
            places=(*self.places, *more),
            tables=np.concatenate([self.tables, new.tables], axis=1),
        )

    def weights(self, profiles: Sequence[Profile]) -> NDArray[np.floating]:
        """The log10 likelihood ratio of every profile at every place: (profiles, places)."""
        return weigh_all(self.tables, self.space.encode(profiles))

    def candidates(self, profiles: Sequence[Profile], *, at_least: float = 0.0) -> list[Candidate]:
        """The pairs that weigh at least so much, heaviest first, with their exclusions."""
        codes = self.space.encode(profiles)
        hits = weigh_above(self.tables, codes, at_least=at_least)
        found: list[Candidate] = []
        for place in np.unique(hits.place).tolist():
            here = hits.place == place
            rows = codes[hits.profile[here]]
            common, excluding = self._counts(place, rows)
            found += map(
                Candidate,
                hits.profile[here].tolist(),
                [place] * len(rows),
                hits.log10_lr[here].tolist(),
                common.tolist(),
                excluding.tolist(),
            )
        return sorted(found, key=lambda c: (-c.log10_lr, c.profile, c.place))

    def exclusions(self, profiles: Sequence[Profile]) -> NDArray[np.int64]:
        """How many markers rule each pair out if nothing mutates: (profiles, places)."""
        codes = self.space.encode(profiles)
        counts = [self._counts(place, codes)[1] for place in range(len(self.places))]
        return np.stack(counts, axis=1) if counts else np.empty((len(profiles), 0), np.int64)

    @cached_property
    def unmutated(self) -> Panel:
        """The panel if nothing mutated, which exclusions are counted by."""
        models = self.panel.models
        return Panel({name: replace(m, mutation=MutationModel()) for name, m in models.items()})

    def _counts(self, place: int, codes: Codes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Markers weighed, and markers that exclude, of these profiles at this place.

        A marker at which the relatives alone need a mutation excludes nobody.
        """
        weights = place_weights(self.places[place], self.unmutated, self.space)
        excluding = np.isneginf(weights)
        known = np.zeros(len(self.space.markers), dtype=np.bool_)
        for column, marker in enumerate(self.space.markers):
            states = slice(marker.start + 1, marker.start + marker.size)
            if excluding[states].all():
                excluding[states] = False
            known[column] = _is_typed(self.places[place].profiles.values(), marker.marker)
        typed = self.space.typed(codes) & known
        return typed.sum(1), excluding[codes].sum(1)


def _is_typed(profiles: Iterable[Profile], marker: str) -> bool:
    return any(1 <= len(profile.typings.get(marker, ())) <= 2 for profile in profiles)
