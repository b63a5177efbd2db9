"""All ways to give remains to one family's missing, weighed in one pass per marker.

Every missing person gets a variable of its own that says which of the candidates' typings is
his, or none. Eliminating everything else leaves, for each marker, the likelihood of every
combination at once; brothers, a father and his son, whole households are weighed together.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import prod

import numpy as np
from numpy.typing import NDArray

from wayhome.engines.kinship.errors import TooLarge
from wayhome.engines.kinship.joint.compressed import compressed
from wayhome.engines.kinship.joint.options import NOBODY, FamilyOptions, Rows, number_of_ways, ways
from wayhome.engines.kinship.likelihood import MarkerModel, Panel, UntypedFounders
from wayhome.engines.kinship.likelihood.contraction import Array, contract
from wayhome.engines.kinship.likelihood.model import Stack
from wayhome.engines.kinship.likelihood.network import Builder
from wayhome.engines.kinship.likelihood.states import State, States, states_of, weighable
from wayhome.engines.kinship.likelihood.table import evaluate
from wayhome.engines.kinship.pedigree import Member, Pedigree, Sex
from wayhome.engines.kinship.profiles import Profile
from wayhome.values import InvalidEvidence

Floats = NDArray[np.float64]

STRANGER = "\N{MIDDLE DOT}stranger"  # no id of a member begins with a dot

LARGEST = 1 << 22
"""Combinations of one pass, over all its markers; beyond, the passes are more and smaller."""

MOST_WAYS = 500_000
"""Ways of one family; beyond, its candidates must be fewer."""

ONE = np.ones(1)

SIZE_CLASSES = (4, 6, 8, 12, 17, 24, 34, 50, 72)  # markers with about as many alleles together


@dataclass(frozen=True, kw_only=True)
class Household:
    """One family with several missing: who is typed, and which remains may be which missing.

    `profiles` are by member; `candidates` are, by missing member, places in the list of remains.
    """

    name: str
    pedigree: Pedigree
    profiles: Mapping[str, Profile]
    candidates: Mapping[str, Sequence[int]]


def family_options(
    family: Household,
    remains: Sequence[Profile],
    panel: Panel,
    *,
    dropout: float | None = None,
) -> FamilyOptions:
    """Weigh every way to give remains to the family's missing.

    The log weight of a way is log P(relatives and remains | the way) less log P(relatives and
    remains | all of them unrelated). Where theta is above zero the unrelated are of the same
    subpopulation as the family.

    Raises:
        TooLarge: more ways than `MOST_WAYS`, or a family too entangled for an exact answer.
        InvalidEvidence: relatives who contradict each other at a marker, an allele without a
            frequency, a sex that is needed and not stated.
    """
    missing = tuple(family.candidates)
    lists = [family.candidates[m] for m in missing]
    if number_of_ways(lists, at_most=MOST_WAYS) > MOST_WAYS:
        raise TooLarge(
            f"There are more than {MOST_WAYS} ways to give remains to the {len(missing)} missing "
            f"of family {family.name}. Exclude candidates by sex, facts or weight first."
        )
    rows = ways(lists)
    weight = np.zeros(len(rows))
    for group in _groups(family, remains, panel):
        case = _Case(family.pedigree, family.profiles, remains, group, dropout)
        related = case.log_likelihoods(missing, rows)
        if not np.isfinite(related[:, 0]).all():
            at = group[int(np.argmin(np.isfinite(related[:, 0])))].name
            raise InvalidEvidence(
                f"The relatives of family {family.name} contradict each other at {at}. "
                "Check the pedigree and the typings, or choose a mutation model."
            )
        weight += (related - case.log_unrelated(missing, rows)).sum(0)
    return FamilyOptions(family.name, missing, rows, weight)


def _groups(family: Household, remains: Sequence[Profile], panel: Panel) -> list[list[MarkerModel]]:
    """Markers that are weighed in one pass: as many alleles, the same members typed as fully."""
    profiles = family.profiles
    given = [remains[one] for one in sorted({v for c in family.candidates.values() for v in c})]
    groups: dict[tuple[object, ...], list[MarkerModel]] = {}
    for marker, model in panel.models.items():
        typings = {m: p.typings.get(marker) for m, p in profiles.items()}
        typed = tuple((m, len(t or ())) for m, t in typings.items() if weighable(t))
        seen = [t for p in (*profiles.values(), *given) if weighable(t := p.typings.get(marker))]
        if not any(weighable(p.typings.get(marker)) for p in given):
            continue
        small = compressed(model, {allele for typing in seen for allele in typing or ()})
        size = next((c for c in SIZE_CLASSES if c >= len(small.alleles)), len(small.alleles))
        partly = tuple(m for m, count in typed if count == 1)
        assumed = (model.x_linked, model.theta, model.untyped_founders, bool(model.silent))
        key = (tuple(m for m, _ in typed), partly, size, *assumed)
        groups.setdefault(key, []).append(small)
    return list(groups.values())


@dataclass(frozen=True)
class _Case:
    """One group of markers of one family, to be weighed for many combinations at once."""

    pedigree: Pedigree
    profiles: Mapping[str, Profile]
    remains: Sequence[Profile]
    models: Sequence[MarkerModel]
    dropout: float | None

    def log_likelihoods(self, missing: Sequence[str], rows: Rows) -> Floats:
        """Log P(relatives and the remains of each row, in their places): (markers, rows)."""
        first = self.models[0]
        if first.theta > 0 or first.untyped_founders is UntypedFounders.DROPPED:
            return self._one_by_one(missing, rows)
        return self._at_once(missing, rows)

    def _one_by_one(self, missing: Sequence[str], rows: Rows) -> Floats:
        """Each way by itself, where who is typed changes what is assumed of the others."""
        result = np.empty((len(self.models), len(rows)))
        for at, model in enumerate(self.models):
            case = replace(self, models=[model])
            relatives = {m: case._relative(m) for m in case._typed()}
            for number, row in enumerate(rows.tolist()):
                given = dict(zip(missing, row, strict=True))
                typed = relatives | {
                    member: States.of([states])
                    for member, one in given.items()
                    for _, states in case._states(one, self._alone(member))
                }
                with np.errstate(divide="ignore"):
                    found = evaluate(self.pedigree, typed, None, case._stack) if typed else ONE
                    result[at, number] = np.log(found[0])
        return result

    def _at_once(self, missing: Sequence[str], rows: Rows) -> Floats:
        options = [np.unique(rows[:, place]) for place in range(rows.shape[1])]
        if prod(map(len, options)) * len(self.models) > LARGEST and len(rows) > 1:
            return self._in_parts(missing, rows, options)
        dense = self._dense(missing, options)
        places = [np.searchsorted(o, rows[:, p]) for p, o in enumerate(options)]
        with np.errstate(divide="ignore"):
            return np.log(np.moveaxis(dense, 0, -1)[tuple(places)].T)

    def log_unrelated(self, missing: Sequence[str], rows: Rows) -> Floats:
        """Log P(relatives, and the remains of each row if unrelated): (markers, rows)."""
        if self.models[0].theta > 0:
            strangers = [Member(f"{STRANGER}{m}", sex=self.pedigree[m].sex) for m in missing]
            wider = replace(self, pedigree=self.pedigree.with_members(strangers))
            return wider.log_likelihoods([stranger.id for stranger in strangers], rows)
        alone = np.zeros((len(self.models), len(rows)))
        for place, member in enumerate(missing):
            for one in np.unique(rows[:, place]).tolist():
                if one != NOBODY:
                    chances = self._chances(one, self._alone(member), self._stack.p)
                    alone[:, rows[:, place] == one] += np.log(chances)[:, None]
        return alone + self.log_likelihoods(missing, rows[:1])

    def _in_parts(self, missing: Sequence[str], rows: Rows, options: list[Rows]) -> Floats:
        widest = max(range(len(options)), key=lambda place: len(options[place]))
        result = np.empty((len(self.models), len(rows)))
        for one in options[widest]:
            here = rows[:, widest] == one
            result[:, here] = self._at_once(missing, rows[here])
        return result

    def _dense(self, missing: Sequence[str], options: list[Rows]) -> Array:
        """The likelihood of every combination of options: (markers, options of each missing)."""
        opened = [m for m, o in zip(missing, options, strict=True) if o.max() != NOBODY]
        typed = {m: self._relative(m) for m in self._typed()}
        builder = Builder(self.pedigree, typed, None, self._stack, opened=opened)
        network = builder.build()
        network.kept = tuple(network.variable() for _ in missing)
        for choice, member, listed in zip(network.kept, missing, options, strict=True):
            if member in opened:
                given = self._given(member, listed, self._stack.p.shape[1])
                network.add((choice, *builder.genes(member)), given)
            else:
                network.add((choice,), np.ones((1, 1)))
        result = contract(network.listed(), network.kept)
        return np.broadcast_to(result, (len(self.models), *result.shape[1:]))

    @cached_property
    def _stack(self) -> Stack:
        return Stack.of(list(self.models))

    def _typed(self) -> list[str]:
        marker = self.models[0].name
        return [m for m, p in self.profiles.items() if weighable(p.typings.get(marker))]

    def _alone(self, member: str) -> bool:
        return self.models[0].x_linked and self.pedigree[member].sex is Sex.MALE

    def _relative(self, member: str) -> States:
        profile, alone = self.profiles[member], self._alone(member)
        return States.of(
            [states_of(profile.typings[m.name], m, hemizygous=alone) for m in self.models]
        )

    def _given(self, member: str, options: Rows, alleles: int) -> Array:
        """P(typing of each option | genotype): (markers, options, alleles[, alleles])."""
        alone = self._alone(member)
        shape = (len(self.models), len(options), alleles, *(() if alone else (alleles,)))
        table = np.ones(shape)
        for place, one in enumerate(options.tolist()):
            for at, states in self._states(one, alone):
                table[at, place] = 0.0
                for a, b, chance in states:
                    table[(at, place, a) if alone else (at, place, a, b)] = chance
        return table

    def _chances(self, one: int, alone: bool, p: Array) -> Array:
        """P(typing) of remains if unrelated: (markers,), one where they are not typed."""
        chances = np.ones(len(self.models))
        for at, states in self._states(one, alone):
            chances[at] = sum(c * p[at, a] * (1.0 if alone else p[at, b]) for a, b, c in states)
        return chances

    def _states(self, one: int, alone: bool) -> Iterator[tuple[int, list[State]]]:
        if one == NOBODY:
            return
        for at, model in enumerate(self.models):
            typing = self.remains[one].typings.get(model.name)
            if typing is not None and weighable(typing):
                yield at, states_of(typing, model, hemizygous=alone, dropout=self.dropout)
