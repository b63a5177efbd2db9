"""On whom a hypothesis rests: typed blood relatives, and the weight without each of them."""

from collections.abc import Mapping, Sequence
from math import inf, log10

from wayhome.engines.kinship import Member, Pedigree, Profile
from wayhome.engines.kinship.likelihood import Panel
from wayhome.engines.kinship.likelihood.many import Typed, likelihoods_of_many
from wayhome.engines.kinship.search import Place, StateSpace, place_weights
from wayhome.files.kinship.families import Family


def blood_relatives(family: Family, missing: str) -> tuple[str, ...]:
    """Typed members who share an ancestor with the missing person, are one, or descend from it.

    A husband or wife is none, whatever the children.
    """
    line = _line(family.pedigree)
    mine = line[missing]
    return tuple(one for one in family.typed if mine & line[one])


def _line(pedigree: Pedigree) -> dict[str, frozenset[str]]:
    """Everybody with his or her ancestors."""
    line: dict[str, frozenset[str]] = {}
    for member in pedigree.members:
        parents = [line[p] for p in (member.father, member.mother) if p is not None]
        line[member.id] = frozenset((member.id,)).union(*parents)
    return line


Tried = tuple[Family, str, Profile]  # a family, its missing person, and who may be that person


def weights_without_each(
    tried: Sequence[Tried],
    panel: Panel,
    space: StateSpace,
    *,
    dropout: float | None = None,
) -> list[dict[str, float]]:
    """The log10 weight of autosomal markers with one typed blood relative left out, by him.

    For each of those tried. Markers at which nobody else is typed weigh nothing.
    """
    if dropout is not None or any(model.theta for model in panel.models.values()):
        return [_by_tables(*one, panel, space, dropout) for one in tried]
    asked: list[Typed] = []
    for family, missing, profile in tried:
        asked.append((Pedigree((Member(missing),)), {missing: profile}))
        for rest in _rests(family, missing).values():
            asked += [(family.pedigree, rest), (family.pedigree, {**rest, missing: profile})]
    found = iter(likelihoods_of_many(asked, panel))
    weights = []
    for family, missing, _ in tried:
        alone = next(found)
        by_relative = ((one, (next(found), next(found))) for one in _rests(family, missing))
        weights.append({one: _weight(alone, *both) for one, both in by_relative})
    return weights


def _rests(family: Family, missing: str) -> dict[str, dict[str, Profile]]:
    """The typed members but one, by each blood relative who is left out."""
    return {
        one: {member: p for member, p in family.profiles.items() if member != one}
        for one in blood_relatives(family, missing)
    }


def _weight(
    alone: Mapping[str, float], family: Mapping[str, float], related: Mapping[str, float]
) -> float:
    """The weight from the likelihoods of a person, of the typed members, and of all together."""
    total = 0.0
    for marker in alone.keys() & family.keys():
        unrelated = alone[marker] * family[marker]
        if related[marker] == 0 or unrelated == 0:
            return -inf
        total += log10(related[marker] / unrelated)
    return total


def _by_tables(
    family: Family,
    missing: str,
    profile: Profile,
    panel: Panel,
    space: StateSpace,
    dropout: float | None,
) -> dict[str, float]:
    codes = space.encode([profile])[0]
    weights = {}
    for one, rest in _rests(family, missing).items():
        place = Place(
            family=family.number, missing=missing, pedigree=family.pedigree, profiles=rest
        )
        found = place_weights(place, panel, space, dropout=dropout)
        weights[one] = float(found[codes].sum())
    return weights
