"""On whom a hypothesis rests: typed blood relatives, and the weight without each of them."""

from collections.abc import Mapping

from wayhome.engines.kinship import Pedigree, Profile
from wayhome.engines.kinship.likelihood import Panel
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


def weights_without_each(
    family: Family,
    missing: str,
    profile: Profile,
    panel: Panel,
    space: StateSpace,
    *,
    dropout: float | None = None,
) -> Mapping[str, float]:
    """The log10 weight of autosomal markers with one typed blood relative left out, by him."""
    codes = space.encode([profile])[0]
    weights = {}
    for one in blood_relatives(family, missing):
        rest = {member: p for member, p in family.profiles.items() if member != one}
        if rest:
            place = Place(
                family=family.number, missing=missing, pedigree=family.pedigree, profiles=rest
            )
            found = place_weights(place, panel, space, dropout=dropout)
            weights[one] = float(found[codes].sum())
        else:
            weights[one] = 0.0
    return weights
