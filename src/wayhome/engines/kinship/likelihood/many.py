"""Many families weighed at once: those of one shape share every step of the arithmetic.

A family of a few members costs more in the order of its sums than in the sums. Families whose
pedigrees are alike, member by member, and who are typed alike at a marker are therefore laid side
by side as cases of one network.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from wayhome.engines.kinship.likelihood.model import Panel
from wayhome.engines.kinship.likelihood.states import State, States
from wayhome.engines.kinship.likelihood.table import (
    check_family,
    evaluate,
    grouped,
    hemizygous,
    likelihoods,
    member_states,
)
from wayhome.engines.kinship.pedigree import Pedigree
from wayhome.engines.kinship.profiles import Profile, Typing

MOST_CASES = 256  # markers of families that are done together
MOST_MEMBERS = 12  # of families that are: in larger ones the sums themselves are dear

Typed = tuple[Pedigree, Mapping[str, Profile]]
Shape = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """Markers of one family that are typed alike; `typed` are members by place."""

    family: int
    markers: tuple[str, ...]
    typed: tuple[int, ...]


def likelihoods_of_many(families: Sequence[Typed], panel: Panel) -> list[dict[str, float]]:
    """`likelihoods` of each pedigree with its profiles, in their order. Raises as it does."""
    found: list[dict[str, float]] = [{} for _ in families]
    shapes: dict[int, Shape] = {}
    groups: dict[tuple[object, ...], list[_Part]] = {}
    for at, (pedigree, profiles) in enumerate(families):
        if len(pedigree.members) > MOST_MEMBERS:
            found[at] = likelihoods(pedigree, profiles, panel)
            continue
        check_family(pedigree, profiles, None)
        if id(pedigree) not in shapes:
            shapes[id(pedigree)] = _shape(pedigree)
        places = {member: place for place, member in enumerate(pedigree.ids)}
        for key, markers, typed in grouped(profiles, panel):
            part = _Part(at, markers, tuple(places[member] for member in typed))
            groups.setdefault((shapes[id(pedigree)], part.typed, *key[1:]), []).append(part)
    known: dict[tuple[str, Typing, bool], list[State]] = {}
    for parts in groups.values():
        for some in _batches(parts):
            _weigh(some, families, panel, known, found)
    return [{m: one[m] for m in panel.models if m in one} for one in found]


def _shape(pedigree: Pedigree) -> Shape:
    """Parents by place, and sexes: pedigrees of one shape differ in their ids alone."""
    places = {member: place for place, member in enumerate(pedigree.ids)}
    return tuple(
        (places.get(m.father or "", -1), places.get(m.mother or "", -1), m.sex)
        for m in pedigree.members
    )


def _batches(parts: Sequence[_Part]) -> Iterator[list[_Part]]:
    held: list[_Part] = []
    cases = 0
    for part in parts:
        if held and cases + len(part.markers) > MOST_CASES:
            yield held
            held, cases = [], 0
        held.append(part)
        cases += len(part.markers)
    yield held


def _weigh(
    parts: Sequence[_Part],
    families: Sequence[Typed],
    panel: Panel,
    known: dict[tuple[str, Typing, bool], list[State]],
    found: list[dict[str, float]],
) -> None:
    """Weigh families of one shape together and put the numbers where they belong."""
    first, _ = families[parts[0].family]
    distinct = tuple(sorted({marker for part in parts for marker in part.markers}))
    place = {marker: at for at, marker in enumerate(distinct)}
    cases = [(part.family, marker) for part in parts for marker in part.markers]
    stack = panel.stack(distinct).take(np.array([place[marker] for _, marker in cases]))
    typed: dict[str, States] = {}
    for at in parts[0].typed:
        states = []
        for family, marker in cases:
            pedigree, profiles = families[family]
            member = pedigree.ids[at]
            alone = hemizygous(pedigree, member, panel.models[marker])
            key = marker, profiles[member].typings[marker], alone
            if key not in known:
                known[key] = member_states(pedigree, profiles[member], member, panel.models[marker])
            states.append(known[key])
        typed[first.ids[at]] = States.of(states)
    weighed = evaluate(first, typed, None, stack).tolist()
    for (family, marker), one in zip(cases, weighed, strict=True):
        found[family][marker] = one
