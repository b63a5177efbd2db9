"""Why a pair weighs what it weighs, marker by marker."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from wayhome.engines.kinship.likelihood import MarkerTable, Panel, family_tables
from wayhome.engines.kinship.likelihood.model import marker_arrays
from wayhome.engines.kinship.likelihood.states import weighable
from wayhome.engines.kinship.mutation import MutationModel
from wayhome.engines.kinship.profiles import Profile, Typing
from wayhome.engines.kinship.search import Place


@dataclass(frozen=True, slots=True)
class LikelyMutation:
    """What one mutation would explain a marker: an allele handed on as another.

    `steps` is the difference in repeats, None where alleles are not numbers.
    """

    handed_on: str
    seen: str
    steps: float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class MarkerReason:
    """One marker's part in the weight of a pair.

    `shared` is by typed relative how many alleles the profile has in common with his or hers.
    `excludes` says that the marker rules the pair out if nothing mutates; then `mutation` is the
    likeliest single mutation that explains it, None where one alone does not.
    """

    marker: str
    typing: Typing
    log10_lr: float
    shared: Mapping[str, int]
    excludes: bool
    mutation: LikelyMutation | None


def explain(
    place: Place, profile: Profile, panel: Panel, *, dropout: float | None = None
) -> tuple[MarkerReason, ...]:
    """The reasons, in the panel's order, of the markers that both sides are typed at.

    The weights add up to that of the search. Raises as `family_tables`.
    """
    known = (place.pedigree, place.profiles, place.missing)
    tables = family_tables(*known, panel)
    typings = {m: profile.typings.get(m) for m in tables}
    used = {m: t for m, t in typings.items() if t is not None and weighable(t)}
    without = Panel({m: replace(panel.models[m], mutation=MutationModel()) for m in used})
    unmutated = family_tables(*known, without)
    reasons = []
    for marker, typing in used.items():
        ratio = tables[marker].likelihood_ratio(typing, dropout=dropout)
        excludes = _excludes(unmutated[marker], typing)
        reasons.append(
            MarkerReason(
                marker=marker,
                typing=typing,
                log10_lr=float(np.log10(ratio)) if ratio > 0 else -np.inf,
                shared=_shared(place.profiles, marker, typing),
                excludes=excludes,
                mutation=_likeliest(tables[marker], unmutated[marker], typing)
                if excludes
                else None,
            )
        )
    return tuple(reasons)


def _excludes(table: MarkerTable, typing: Typing) -> bool:
    """Whether the typing is impossible though the relatives by themselves are not."""
    return table.family > 0 and table.likelihoods(typing)[0] == 0


def _shared(profiles: Mapping[str, Profile], marker: str, typing: Typing) -> dict[str, int]:
    shared = {}
    for member, profile in profiles.items():
        seen = profile.typings.get(marker)
        if seen is not None and weighable(seen):
            left = list(seen)
            for allele in typing:
                if allele in left:
                    left.remove(allele)
            shared[member] = len(seen) - len(left)
    return shared


def _likeliest(table: MarkerTable, unmutated: MarkerTable, typing: Typing) -> LikelyMutation | None:
    """The allele whose change into a seen one makes the relatives likeliest, per step."""
    alleles = table.model.frequencies.alleles
    index = {allele: place for place, allele in enumerate(alleles)}
    best, most = None, 0.0
    for seen, kept in _one_changed(typing):
        for handed_on in alleles:
            possible = unmutated.related[index[handed_on], index[kept]]
            if handed_on == seen or possible == 0:
                continue
            weight = possible / unmutated.model.frequencies.frequencies[index[handed_on]]
            weight *= _chance(table, index[handed_on], index[seen])
            if best is None or weight > most:
                best, most = LikelyMutation(handed_on, seen, _steps(handed_on, seen)), weight
    return best


def _one_changed(typing: Typing) -> Iterator[tuple[str, str]]:
    """Each allele of the typing with the one that stays beside it."""
    first, second = typing[0], typing[-1]
    yield first, second
    if second != first:
        yield second, first


def _chance(table: MarkerTable, handed_on: int, seen: int) -> float:
    """How readily one allele becomes another; the nearer the more where the model has no chance."""
    arrays = marker_arrays(table.model)
    chance = float(arrays.female[handed_on, seen] + arrays.male[handed_on, seen])
    if chance > 0:
        return chance
    alleles = table.model.frequencies.alleles
    steps = _steps(alleles[handed_on], alleles[seen])
    return 1e-9 / (1 + (steps or 0) ** 2)


def _steps(handed_on: str, seen: str) -> float | None:
    try:
        return round(float(seen) - float(handed_on), 1)
    except ValueError:
        return None
