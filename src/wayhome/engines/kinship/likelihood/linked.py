"""Two markers that lie close together on one chromosome, such as vWA and D12S391.

With recombination rate r a meiosis that hands on a gene of one grandparent at the first marker
does so at the second with probability 1 - r. The two markers' networks are joined meiosis by
meiosis, P(second | first) being ((1 - r, r), (r, 1 - r)). Founders' alleles at the two markers
are independent (linkage equilibrium); for r = 1/2 the markers are.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import inf, log
from types import MappingProxyType

import numpy as np

from wayhome.engines.kinship.errors import InvalidModel
from wayhome.engines.kinship.likelihood.contraction import Factor, contract
from wayhome.engines.kinship.likelihood.model import MarkerModel, Stack
from wayhome.engines.kinship.likelihood.network import Builder, Network
from wayhome.engines.kinship.likelihood.table import (
    check_family,
    contradiction,
    states_by_member,
)
from wayhome.engines.kinship.pedigree import Member, Pedigree
from wayhome.engines.kinship.profiles import Profile

NO_DROPOUT: Mapping[str, float] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class LinkedPair:
    """Two markers and the recombination rate between them, from 0 to 1/2.

    Raises:
        InvalidModel: a rate outside 0 to 1/2, one marker on X and one not, theta above 0.
    """

    first: MarkerModel
    second: MarkerModel
    recombination: float

    def __post_init__(self) -> None:
        if not 0 <= self.recombination <= 0.5:
            raise InvalidModel("A recombination rate is from 0 to 1/2.")
        if self.first.x_linked is not self.second.x_linked:
            raise InvalidModel("Markers on different chromosomes are not linked.")
        if self.first.theta or self.second.theta:
            raise InvalidModel("Linked pairs are weighed with theta 0 only.")


def linked_likelihood(
    pedigree: Pedigree,
    profiles: Mapping[str, Profile],
    pair: LinkedPair,
    *,
    dropout: Mapping[str, float] = NO_DROPOUT,
) -> float:
    """P(all typings at both markers); 1 where nobody is typed at either.

    `dropout` is that of the members named. Raises as `likelihoods` does.
    """
    check_family(pedigree, profiles, None)
    first = _network(pedigree, profiles, pair.first, dropout, settles=True)
    second = _network(pedigree, profiles, pair.second, dropout, settles=False)
    factors = [*first.listed(), *_moved(second, first.variables)]
    if not factors:
        return 1.0
    return float(contract([*factors, *_links(first, second, pair.recombination)], ())[0])


def linkage_gain(
    pedigree: Pedigree,
    profiles: Mapping[str, Profile],
    pair: LinkedPair,
    *,
    dropout: Mapping[str, float] = NO_DROPOUT,
) -> float:
    """How much likelier both markers are for their linkage: a natural logarithm.

    log P(typings) less the same if the markers lay on different chromosomes; nought where they are
    impossible even then. Raises as `likelihoods` does.
    """
    linked, apart = (
        linked_likelihood(pedigree, profiles, one, dropout=dropout)
        for one in (pair, replace(pair, recombination=0.5))
    )
    if apart == 0:
        return 0.0
    return log(linked / apart) if linked > 0 else -inf


def linked_likelihood_ratio(
    pedigree: Pedigree,
    profiles: Mapping[str, Profile],
    missing: str,
    person: Profile,
    pair: LinkedPair,
) -> float:
    """How much likelier both markers are if the person is the missing one than if a stranger.

    It takes the place of the product of the two markers' own ratios. Raises as `family_tables`
    does.
    """
    check_family(pedigree, profiles, missing)
    stranger = Pedigree((Member(person.id, sex=pedigree[missing].sex),))
    related = linked_likelihood(pedigree, {**profiles, missing: person}, pair)
    family = linked_likelihood(pedigree, profiles, pair)
    alone = linked_likelihood(stranger, {person.id: person}, pair)
    if family == 0:
        raise contradiction(f"{pair.first.name} and {pair.second.name}")
    return related / (family * alone)


def _network(
    pedigree: Pedigree,
    profiles: Mapping[str, Profile],
    model: MarkerModel,
    dropout: Mapping[str, float],
    *,
    settles: bool,
) -> Network:
    typed = states_by_member(pedigree, profiles, model, dropout=dropout)
    stack = Stack.of([model])
    return Builder(pedigree, typed, None, stack, linked=True, settles=settles).build()


def _moved(network: Network, by: int) -> list[Factor]:
    return [Factor(tuple(v + by for v in f.variables), f.array) for f in network.listed()]


def _links(first: Network, second: Network, r: float) -> list[Factor]:
    """What joins the meioses: a meiosis seen at one marker only goes either way alike."""
    both = np.array([[1 - r, r], [r, 1 - r]])
    links = []
    for meiosis in first.meioses.keys() | second.meioses.keys():
        settled = meiosis in first.meioses and first.meioses[meiosis] is None
        ones = first.meioses.get(meiosis)
        others = second.meioses.get(meiosis)
        places = [ones] if ones is not None else []
        places += [others + first.variables] if others is not None else []
        if settled and places:
            links.append(Factor(tuple(places), both[None, 0]))
        elif len(places) == 2:
            links.append(Factor(tuple(places), both[None] / 2))
        elif places:
            links.append(Factor(tuple(places), np.full((1, 2), 0.5)))
    return links
